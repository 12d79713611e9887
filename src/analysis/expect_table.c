/* SPDX-License-Identifier: MIT */
#include "analysis/expect_table.h"

#include "base/buffer.h"

void tables_init(struct tables *tables, struct arena *arena, uint64_t seed)
{
    *tables = (struct tables){.arena = arena, .seed = seed};
    hash_table_init(&tables->known, arena, 0);
}

/* Whether what stands in both is the same: copies of a listener share their parts. */
static bool is_same(const struct listener *a, const struct listener *b)
{
    return a->entries == b->entries && a->entry_count == b->entry_count &&
           a->policies == b->policies && a->policy_count == b->policy_count &&
           view_equal(a->name, b->name);
}

struct table *tables_get(struct tables *tables, const struct listener *listener)
{
    const void *const parts[] = {listener->entries, listener->policies};
    uint32_t hash = hash_bytes(tables->seed, parts, sizeof parts);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&tables->known, hash, &probe, &index))
        if (is_same(tables->list[index]->listener, listener))
            return tables->list[index];
    struct table *table = arena_zero(tables->arena, 1, sizeof *table);
    table->listener = listener;
    hash_table_insert(&tables->known, hash, tables->count);
    tables->list = array_grow(tables->arena, tables->list, tables->count, &tables->capacity,
                              sizeof *tables->list);
    tables->list[tables->count++] = table;
    return table;
}

/* --- Outcomes --------------------------------------------------------------------------------- */

static uint32_t find_policy(const struct table *table, struct view name, uint32_t hash)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&table->policies, hash, &probe, &index))
        if (view_equal(table->outcomes[index].policy, name))
            return index;
    return UINT32_MAX;
}

static uint32_t add_outcome(struct arena *arena, struct table *table,
                            const struct access_entry *entry)
{
    table->outcomes = array_grow(arena, table->outcomes, table->outcome_count,
                                 &table->outcome_capacity, sizeof *table->outcomes);
    struct outcome *outcome = &table->outcomes[table->outcome_count];
    *outcome = (struct outcome){entry->policy, access_behavior(table->listener, entry), {0}};
    for (int i = 0; i < TRAIT_COUNT; i++)
        outcome->firsts[i] = NO_ACCESS;
    return table->outcome_count++;
}

/* The outcome of ENTRY, made if there is none. */
static struct outcome *outcome_of(struct arena *arena, struct table *table,
                                  const struct access_entry *entry)
{
    if (entry->policy.length == 0) {
        uint32_t *place = &table->behaviors[entry->behavior];
        if (*place == 0)
            *place = add_outcome(arena, table, entry) + 1;
        return &table->outcomes[*place - 1];
    }
    uint32_t hash = hash_bytes(table->listener->seed, entry->policy.text, entry->policy.length);
    uint32_t index = find_policy(table, entry->policy, hash);
    if (index == UINT32_MAX) {
        index = add_outcome(arena, table, entry);
        hash_table_insert(&table->policies, hash, index);
    }
    return &table->outcomes[index];
}

void table_connect(struct arena *arena, struct table *table)
{
    const struct listener *listener = table->listener;
    if (table->is_connected)
        return;
    table->is_connected = true;
    connector_build(arena, listener, &table->connector);
    hash_table_init(&table->policies, arena, 0);
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        if (!table->connector.members.stops[i])
            continue;
        struct outcome *outcome = outcome_of(arena, table, entry);
        for (uint32_t k = 0; k < entry->member_count; k++) {
            uint32_t *first = &outcome->firsts[trait_of(entry->members[k].kind)];
            *first = *first == NO_ACCESS ? i : *first;
        }
    }
}

bool table_has_policy(const struct table *table, struct view name)
{
    uint32_t hash = hash_bytes(table->listener->seed, name.text, name.length);
    return listener_policy(table->listener, name) != NULL ||
           find_policy(table, name, hash) != UINT32_MAX;
}

bool table_has_member(const struct table *table, const struct member *member)
{
    const struct members *members = &table->connector.members;
    if (members_first(members, member) != NO_MEMBER)
        return true;
    for (uint32_t i = 0; i < table->listener->entry_count; i++) /* those that are not found so */
        for (uint32_t k = members->starts[i]; k < members->starts[i + 1] && !members->stops[i]; k++)
            if (member_same(members->list[k], member))
                return true;
    return false;
}

/* --- Lists ------------------------------------------------------------------------------------ */

void table_list(struct arena *arena, struct table *table)
{
    const struct listener *listener = table->listener;
    if (table->is_listed)
        return;
    table->is_listed = true;
    table->relays = arena_alloc(arena, (listener->entry_count + 1u) * sizeof *table->relays);
    table->blocks = arena_alloc(arena, (listener->entry_count + 1u) * sizeof *table->blocks);
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        enum behavior behavior = access_behavior(listener, &listener->entries[i]);
        if (behavior == BEHAVIOR_RELAY || behavior == BEHAVIOR_COUNT)
            table->relays[table->relay_count++] = i;
        if (listener->entries[i].settings.count > 0)
            table->blocks[table->block_count++] = i;
    }
}

struct view entry_name(const struct access_entry *entry)
{
    if (entry->kind == ACCESS_GROUP)
        return entry->name;
    return entry->kind == ACCESS_ALL ? view_of(member_word(MEMBER_ALL)) : entry->members[0].text;
}
