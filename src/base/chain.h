/* SPDX-License-Identifier: MIT */
/*
 * A list that is edited: an item is found by a hash of what tells it from others, put before
 * another, or taken out, each without a look at the rest. Items have numbers, which stay.
 *
 *     for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i))
 *         struct thing *thing = chain_item(chain, i);
 */
#ifndef DESTC_BASE_CHAIN_H
#define DESTC_BASE_CHAIN_H

#include "base/hash.h"

#define CHAIN_END UINT32_MAX

struct chain_link {
    uint32_t before; /* numbers of its neighbours, or CHAIN_END */
    uint32_t after;
    bool gone;
};

struct chain {
    struct arena *arena;
    struct hash_table table;
    size_t size; /* of an item */
    char *items; /* with those that are gone */
    struct chain_link *links;
    uint32_t item_capacity;
    uint32_t link_capacity;
    uint32_t count; /* of numbers */
    uint32_t first;
    uint32_t last;
};

/* An empty list of items of SIZE bytes, with room for EXPECTED of them before it first grows. */
void chain_init(struct chain *chain, struct arena *arena, size_t size, uint32_t expected);

/* Puts a copy of ITEM before the one with the number BEFORE, or, if that is CHAIN_END, last. */
void chain_insert(struct chain *chain, uint32_t hash, const void *item, uint32_t before);

/* Takes the item with this number out. */
void chain_remove(struct chain *chain, uint32_t number);

/* The item with this number; it moves when another is put in. */
void *chain_item(const struct chain *chain, uint32_t number);

/* The number of the item behind the one with this number, or CHAIN_END. */
uint32_t chain_after(const struct chain *chain, uint32_t number);

/* Walks the numbers of the items with HASH that are not gone, as hash_table_next does. */
bool chain_next(const struct chain *chain, uint32_t hash, uint32_t *probe, uint32_t *number);

#endif
