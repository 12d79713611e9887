/* SPDX-License-Identifier: MIT */
#include "base/chain.h"

#include "base/buffer.h"

void chain_init(struct chain *chain, struct arena *arena, size_t size, uint32_t expected)
{
    *chain = (struct chain){.arena = arena, .size = size, .first = CHAIN_END, .last = CHAIN_END};
    hash_table_init(&chain->table, arena, expected);
}

void *chain_item(const struct chain *chain, uint32_t number)
{
    return chain->items + number * chain->size;
}

uint32_t chain_after(const struct chain *chain, uint32_t number)
{
    return chain->links[number].after;
}

/* Makes A and B, of which either may be CHAIN_END, neighbours. */
static void join(struct chain *chain, uint32_t a, uint32_t b)
{
    if (a == CHAIN_END)
        chain->first = b;
    else
        chain->links[a].after = b;
    if (b == CHAIN_END)
        chain->last = a;
    else
        chain->links[b].before = a;
}

void chain_insert(struct chain *chain, uint32_t hash, const void *item, uint32_t before)
{
    uint32_t number = chain->count;
    chain->items =
        array_grow(chain->arena, chain->items, number, &chain->item_capacity, chain->size);
    chain->links = array_grow(chain->arena, chain->links, number, &chain->link_capacity,
                              sizeof *chain->links);
    memcpy(chain->items + number * chain->size, item, chain->size);
    chain->links[number].gone = false;
    chain->count++;
    join(chain, before == CHAIN_END ? chain->last : chain->links[before].before, number);
    join(chain, number, before);
    hash_table_insert(&chain->table, hash, number);
}

void chain_remove(struct chain *chain, uint32_t number)
{
    struct chain_link *link = &chain->links[number];
    link->gone = true;
    join(chain, link->before, link->after);
}

bool chain_next(const struct chain *chain, uint32_t hash, uint32_t *probe, uint32_t *number)
{
    while (hash_table_next(&chain->table, hash, probe, number))
        if (!chain->links[*number].gone)
            return true;
    return false;
}
