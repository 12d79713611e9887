/* SPDX-License-Identifier: MIT */
#include "analysis/below.h"

#include "base/buffer.h"

void below_init(struct below *below, struct arena *arena, uint64_t seed)
{
    *below = (struct below){.arena = arena, .seed = seed};
    hash_table_init(&below->table, arena, 0);
}

/* The question about KEY, or NO_ENTRY if nobody has asked it. */
static uint32_t find_question(const struct below *below, struct view key, uint32_t hash)
{
    uint32_t probe = hash;
    uint32_t question;
    while (hash_table_next(&below->table, hash, &probe, &question))
        if (view_equal(below->questions[question], key))
            return question;
    return NO_ENTRY;
}

uint32_t below_ask(struct below *below, struct view key)
{
    uint32_t hash = hash_bytes(below->seed, key.text, key.length);
    uint32_t known = find_question(below, key, hash);
    if (known != NO_ENTRY)
        return known;
    below->questions = array_grow(below->arena, below->questions, below->count, &below->capacity,
                                  sizeof *below->questions);
    below->questions[below->count] = key;
    hash_table_insert(&below->table, hash, below->count);
    return below->count++;
}

/* The questions that entry NUMBER answers: one for each part of its name that begins with a dot. */
static void match_entry(struct below *below, const struct policy *policy, uint32_t number)
{
    const struct destination *destination = policy_destination(policy, number);
    struct view key = destination_key(destination);
    if (destination->kind == DOMAIN_ADDRESS)
        return;
    for (size_t i = 0; i < key.length; i++) {
        struct view part = {key.text + i, key.length - i};
        if (part.text[0] != '.')
            continue;
        uint32_t question =
            find_question(below, part, hash_bytes(below->seed, part.text, part.length));
        if (question == NO_ENTRY)
            continue;
        below->hits = array_grow(below->arena, below->hits, below->hit_count,
                                 &below->hit_capacity, sizeof *below->hits);
        below->hits[below->hit_count++] = (struct below_hit){question, number};
    }
}

/* ARRAY with room for COUNT numbers; what was in it may be gone. */
static uint32_t *make_room(struct arena *arena, uint32_t *array, uint32_t *capacity,
                           uint32_t count)
{
    if (*capacity >= count)
        return array;
    *capacity = count;
    return arena_alloc(arena, (size_t)count * sizeof *array);
}

/* Puts the hits in the order of their questions, keeping the table's order within one. */
static void sort_hits(struct below *below)
{
    below->begins =
        make_room(below->arena, below->begins, &below->begin_capacity, below->count + 2);
    below->entries =
        make_room(below->arena, below->entries, &below->entry_capacity, below->hit_count + 1);
    uint32_t *begins = below->begins;
    memset(begins, 0, ((size_t)below->count + 2) * sizeof *begins);
    for (uint32_t i = 0; i < below->hit_count; i++)
        begins[below->hits[i].question + 2]++;
    for (uint32_t i = 2; i < below->count + 2; i++)
        begins[i] += begins[i - 1];
    for (uint32_t i = 0; i < below->hit_count; i++)
        below->entries[begins[below->hits[i].question + 1]++] = below->hits[i].entry;
}

void below_find(struct below *below, const struct policy *policy)
{
    below->hit_count = 0;
    for (uint32_t i = 0; below->count > 0 && i < policy->count; i++)
        match_entry(below, policy, i);
    sort_hits(below);
}

const uint32_t *below_entries(const struct below *below, uint32_t question, uint32_t *count)
{
    uint32_t begin = below->begins[question];
    *count = below->begins[question + 1] - begin;
    return below->entries + begin;
}
