/* SPDX-License-Identifier: MIT */
#include "analysis/difference_members.h"

#include <stdlib.h>

/* --- Words ------------------------------------------------------------------------------------ */

struct view range_said(struct arena *arena, const struct address_range *range)
{
    char buffer[ADDRESS_RANGE_BUFFER];
    address_range_print(range, buffer);
    return arena_copy(arena, view_of(buffer));
}

static const char *score_text(struct arena *arena, int score)
{
    int tenths = abs(score);
    return arena_printf(arena, "%s%d.%d", score < 0 ? "-" : "", tenths / 10, tenths % 10);
}

struct view scores_said(struct arena *arena, int first, int last)
{
    return view_of(arena_printf(arena, "sbrs[%s:%s]", score_text(arena, first),
                                score_text(arena, last)));
}

/* --- Sets ------------------------------------------------------------------------------------- */

static bool has_other(const struct member_set *set, const struct member *member)
{
    uint32_t hash = member_hash(set->seed, member);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&set->table, hash, &probe, &index))
        if (member_same(set->others[index], member))
            return true;
    return false;
}

static void add_other(struct member_set *set, const struct member *member)
{
    if (has_other(set, member))
        return;
    hash_table_insert(&set->table, member_hash(set->seed, member), set->other_count);
    set->others[set->other_count++] = member;
}

void member_set_make(struct arena *arena, uint64_t seed, const struct access_entry *entry,
                     struct member_set *set)
{
    uint32_t count = entry == NULL ? 0 : entry->member_count;
    struct address_range *ranges = arena_alloc(arena, ((size_t)count + 1) * sizeof *ranges);
    uint32_t used = 0;
    *set = (struct member_set){.seed = seed};
    set->others = arena_alloc(arena, ((size_t)count + 1) * sizeof(const struct member *));
    hash_table_init(&set->table, arena, 0);
    for (uint32_t i = 0; i < count; i++) {
        const struct member *member = &entry->members[i];
        if (member->kind == MEMBER_ADDRESS) {
            ranges[used++] = member->range;
        } else if (member->kind == MEMBER_SBRS) {
            set->has_scores = true;
            for (int score = member->score.first; score <= member->score.last; score++)
                set->scores[score - SCORE_LEAST] = true;
        } else {
            add_other(set, member);
        }
    }
    set->addresses = range_set_make(arena, ranges, used);
}

bool member_sets_same(const struct member_set *a, const struct member_set *b)
{
    if (a->other_count != b->other_count || !range_set_equal(&a->addresses, &b->addresses) ||
        memcmp(a->scores, b->scores, sizeof a->scores) != 0)
        return false;
    for (uint32_t i = 0; i < a->other_count; i++)
        if (!has_other(b, a->others[i]))
            return false;
    return true;
}

uint32_t member_set_hash(const struct member_set *set)
{
    uint32_t sum = set->other_count;
    for (uint32_t i = 0; i < set->addresses.count; i++) {
        const struct address_range *range = &set->addresses.ranges[i];
        sum += hash_bytes(set->seed + range->family, range->first.bytes, sizeof range->first.bytes);
        sum += hash_bytes(set->seed, range->last.bytes, sizeof range->last.bytes);
    }
    for (uint32_t i = 0; i < set->other_count; i++)
        sum += member_hash(set->seed, set->others[i]);
    return sum + hash_bytes(set->seed, set->scores, sizeof set->scores);
}

bool members_alike(const struct access_entry *before, const struct access_entry *after)
{
    if (before->member_count != after->member_count)
        return false;
    for (uint32_t i = 0; i < before->member_count; i++)
        if (!member_same(&before->members[i], &after->members[i]))
            return false;
    return true;
}

/* --- What differs ----------------------------------------------------------------------------- */

static void add_member(struct changes *changes, bool comes, struct view text)
{
    changes_add(changes, VIEW("member"), comes ? said_nothing() : said_given(text),
                comes ? said_given(text) : said_nothing(), (struct weight){0});
}

static void add_addresses(struct changes *changes, bool comes, const struct range_set *set,
                          const struct range_set *other)
{
    struct range_set only = range_set_difference(changes->arena, set, other);
    for (uint32_t i = 0; i < only.count; i++)
        add_member(changes, comes, range_said(changes->arena, &only.ranges[i]));
}

static void add_scores(struct changes *changes, bool comes, const struct member_set *set,
                       const struct member_set *other)
{
    int first = 0;
    while (first < SCORE_PLACES) {
        int last = first;
        while (last < SCORE_PLACES && set->scores[last] && !other->scores[last])
            last++;
        if (last > first)
            add_member(changes, comes, scores_said(changes->arena, first + SCORE_LEAST,
                                                   last - 1 + SCORE_LEAST));
        first = last + 1;
    }
}

static void add_others(struct changes *changes, bool comes, const struct member_set *set,
                       const struct member_set *other)
{
    for (uint32_t i = 0; i < set->other_count; i++)
        if (!has_other(other, set->others[i]))
            add_member(changes, comes, set->others[i]->text);
}

void difference_members(uint64_t seed, const struct access_entry *before,
                        const struct access_entry *after, struct changes *changes)
{
    struct member_set old;
    struct member_set new;
    member_set_make(changes->arena, seed, before, &old);
    member_set_make(changes->arena, seed, after, &new);
    add_addresses(changes, false, &old.addresses, &new.addresses);
    add_addresses(changes, true, &new.addresses, &old.addresses);
    add_scores(changes, false, &old, &new);
    add_scores(changes, true, &new, &old);
    add_others(changes, false, &old, &new);
    add_others(changes, true, &new, &old);
}
