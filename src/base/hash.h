/* SPDX-License-Identifier: MIT */
/*
 * Hashing with a seed, and a table from hashes to indices. The table does not know what the
 * indices stand for: the caller compares. The seed is drawn from the system, so that whoever
 * chooses the names cannot choose the collisions; nothing that is shown depends on it.
 */
#ifndef DESTC_BASE_HASH_H
#define DESTC_BASE_HASH_H

#include "base/arena.h"

#include <stdint.h>

/* A seed from the system's source of randomness (from the clock where there is none). */
uint64_t hash_seed(void);

/* The hash of LENGTH bytes at DATA: with one seed the same in every run, on every machine. */
uint32_t hash_bytes(uint64_t seed, const void *data, size_t length);

struct hash_slot {
    uint32_t hash;
    uint32_t index; /* one more than the caller's index; 0 marks a free slot */
};

struct hash_table {
    struct arena *arena;
    struct hash_slot *slots;
    uint32_t mask;
    uint32_t count;
};

/* An empty table with room for EXPECTED entries before it first grows. */
void hash_table_init(struct hash_table *table, struct arena *arena, uint32_t expected);

/*
 * Walks the indices stored under HASH. Start with *PROBE = HASH; returns false when there are no
 * more. Each call sets *INDEX and moves *PROBE on:
 *
 *     uint32_t probe = hash, index;
 *     while (hash_table_next(&table, hash, &probe, &index))
 *         if (same(things[index], wanted))
 *             return index;
 */
static inline bool hash_table_next(const struct hash_table *table, uint32_t hash, uint32_t *probe,
                                   uint32_t *index)
{
    for (;;) {
        struct hash_slot slot = table->slots[*probe & table->mask];
        if (slot.index == 0)
            return false;
        *probe += 1;
        if (slot.hash == hash) {
            *index = slot.index - 1;
            return true;
        }
    }
}

/* Stores INDEX (below 2^32 - 1) under HASH. */
void hash_table_insert(struct hash_table *table, uint32_t hash, uint32_t index);

#endif
