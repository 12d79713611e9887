/* SPDX-License-Identifier: MIT */
#include "analysis/members.h"

enum behavior access_behavior(const struct listener *listener, const struct access_entry *entry)
{
    if (entry->policy.length == 0)
        return entry->behavior;
    const struct mail_flow_policy *policy = listener_policy(listener, entry->policy);
    return policy == NULL ? BEHAVIOR_COUNT : policy->behavior;
}

static bool is_range(enum member_kind kind)
{
    return kind == MEMBER_ADDRESS || kind == MEMBER_SBRS;
}

static void remember(struct members *members, uint32_t number)
{
    const struct member *member = members->list[number];
    if (!is_range(member->kind) && members_first(members, member) == NO_MEMBER)
        hash_table_insert(&members->firsts, member_hash(members->listener->seed, member), number);
}

void members_number(struct arena *arena, const struct listener *listener,
                    struct members *members)
{
    uint32_t entries = listener->entry_count;
    uint32_t *starts = arena_alloc(arena, ((size_t)entries + 1) * sizeof *starts);
    bool *stops = arena_alloc(arena, entries * sizeof *stops);
    uint32_t count = 0;
    for (uint32_t i = 0; i < entries; i++) {
        starts[i] = count;
        stops[i] = access_behavior(listener, &listener->entries[i]) != BEHAVIOR_CONTINUE;
        count += listener->entries[i].member_count;
    }
    starts[entries] = count;
    *members = (struct members){
        .listener = listener, .count = count, .starts = starts, .stops = stops};
    members->list = arena_alloc(arena, count * sizeof *members->list);
    hash_table_init(&members->firsts, arena, 0);
    for (uint32_t i = 0; i < entries; i++) {
        for (uint32_t number = starts[i]; number < starts[i + 1]; number++) {
            members->list[number] = &listener->entries[i].members[number - starts[i]];
            if (stops[i])
                remember(members, number);
        }
    }
}

uint32_t members_entry(const struct members *members, uint32_t number)
{
    uint32_t low = 0;
    uint32_t high = members->listener->entry_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (members->starts[middle] <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool members_stops(const struct members *members, uint32_t number)
{
    return members->stops[members_entry(members, number)];
}

uint32_t members_first(const struct members *members, const struct member *like)
{
    uint32_t hash = member_hash(members->listener->seed, like);
    uint32_t probe = hash;
    uint32_t number;
    while (hash_table_next(&members->firsts, hash, &probe, &number))
        if (member_same(members->list[number], like))
            return number;
    return NO_MEMBER;
}

uint32_t members_first_name(const struct members *members, enum member_kind kind,
                            struct view name)
{
    const struct member like = {.kind = kind, .name = name};
    return members_first(members, &like);
}

uint32_t members_first_parent(const struct members *members, struct view name)
{
    uint32_t best = NO_MEMBER;
    for (size_t i = 1; i < name.length; i++) {
        if (name.text[i - 1] != '.')
            continue;
        struct view parent = {name.text + i, name.length - i};
        uint32_t number = members_first_name(members, MEMBER_PARTIAL, parent);
        if (number < best)
            best = number;
    }
    return best;
}
