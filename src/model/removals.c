/* SPDX-License-Identifier: MIT */
#include "model/removals.h"

#include "base/buffer.h"

enum { MOST_KEPT = 1 << 20 };

struct removal {
    uint32_t appliance;
    struct view key;
    struct span place;
};

struct removals {
    struct hash_table table;
    struct removal *list;
    uint32_t count;
    uint32_t capacity;
};

static uint32_t hash_of(const struct policy *base, uint32_t appliance, struct view key)
{
    return hash_bytes(base->store->seed ^ appliance, key.text, key.length);
}

void removals_add(struct policy *base, struct view key, struct span place)
{
    if (base->removals == NULL) {
        base->removals = arena_zero(base->arena, 1, sizeof *base->removals);
        hash_table_init(&base->removals->table, base->arena, 0);
    }
    struct removals *removals = base->removals;
    uint32_t appliance = base->appliance_count;
    if (removals->count == MOST_KEPT)
        return;
    removals->list = array_grow(base->arena, removals->list, removals->count, &removals->capacity,
                                sizeof *removals->list);
    removals->list[removals->count] = (struct removal){appliance, key, place};
    hash_table_insert(&removals->table, hash_of(base, appliance, key), removals->count++);
}

struct span removals_find(const struct policy *base, uint32_t appliance, struct view key)
{
    uint32_t hash = hash_of(base, appliance, key);
    uint32_t probe = hash;
    uint32_t index;
    while (base->removals != NULL &&
           hash_table_next(&base->removals->table, hash, &probe, &index)) {
        const struct removal *removal = &base->removals->list[index];
        if (removal->appliance == appliance && view_equal(removal->key, key))
            return removal->place;
    }
    return SPAN_NONE;
}
