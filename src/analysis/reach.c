/* SPDX-License-Identifier: MIT */
#include "analysis/reach.h"

#include <stdlib.h>

static const struct range_cover uncovered = {NO_OWNER, false};

/* --- Ranges ----------------------------------------------------------------------------------- */

/*
 * Scores are ranges as addresses are. They are held against each other apart from these, so any
 * addresses do.
 */
static struct address score_address(int score)
{
    return (struct address){.bytes = {[15] = (uint8_t)(score - SCORE_LEAST)}};
}

static struct address_range range_of(const struct member *member)
{
    if (member->kind == MEMBER_ADDRESS)
        return member->range;
    return (struct address_range){score_address(member->score.first),
                                  score_address(member->score.last), ADDRESS_IPV6};
}

/* The members of KIND that take callers, or those that do not. */
static uint32_t collect(const struct members *members, enum member_kind kind, bool stops,
                        struct ranged *items)
{
    uint32_t count = 0;
    for (uint32_t entry = 0; entry < members->listener->entry_count; entry++)
        for (uint32_t i = members->starts[entry]; i < members->starts[entry + 1]; i++)
            if (members->stops[entry] == stops && members->list[i]->kind == kind)
                items[count++] = (struct ranged){range_of(members->list[i]), i};
    return count;
}

/*
 * The intervals of an index with a tree over them: the greatest owner among any of them in a row.
 * Node I has the nodes 2 * I and 2 * I + 1; the intervals are the last COUNT nodes.
 */
struct owners {
    struct range_index index;
    uint32_t *tree;
    uint32_t *gaps; /* by interval: how many before it do not touch the one before them */
};

static uint32_t greatest(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static struct owners owners_build(struct arena *arena, const struct ranged *items, uint32_t count)
{
    struct owners owners = {.index = range_index_build(arena, items, count)};
    uint32_t used = owners.index.count;
    owners.tree = arena_zero(arena, 2 * (size_t)used + 1, sizeof *owners.tree);
    owners.gaps = arena_zero(arena, (size_t)used + 1, sizeof *owners.gaps);
    for (uint32_t i = 0; i < used; i++) {
        const struct ranged *interval = &owners.index.intervals[i];
        owners.tree[used + i] = interval->owner;
        if (i > 0)
            owners.gaps[i] = owners.gaps[i - 1] +
                             !address_range_touches(&interval[-1].range, &interval->range);
    }
    for (size_t i = used; i-- > 1;)
        owners.tree[i] = greatest(owners.tree[2 * i], owners.tree[2 * i + 1]);
    return owners;
}

/* The greatest owner of the intervals from FIRST to LAST. */
static uint32_t owners_greatest(const struct owners *owners, uint32_t first, uint32_t last)
{
    uint32_t found = 0;
    uint32_t low = owners->index.count + first;
    uint32_t high = owners->index.count + last + 1;
    for (; low < high; low /= 2, high /= 2) {
        if ((low & 1) != 0)
            found = greatest(found, owners->tree[low++]);
        if ((high & 1) != 0)
            found = greatest(found, owners->tree[--high]);
    }
    return found;
}

static int compare_place(const void *key, const void *interval)
{
    const struct address_range *place = key;
    const struct ranged *other = interval;
    return address_range_overlaps(place, &other->range)
               ? 0
               : address_range_compare(place, &other->range);
}

/* The interval that has ADDRESS, or NULL. */
static const struct ranged *owners_find(const struct owners *owners, const struct address *address,
                                        uint8_t family)
{
    const struct address_range place = {*address, *address, family};
    return owners->index.count == 0
               ? NULL
               : bsearch(&place, owners->index.intervals, owners->index.count,
                         sizeof *owners->index.intervals, compare_place);
}

/* By whom ITEM is covered, which takes nothing itself and which no earlier member has whole. */
static struct range_cover cover_together(const struct owners *owners, const struct ranged *item)
{
    const struct address_range *range = &item->range;
    const struct ranged *first = owners_find(owners, &range->first, range->family);
    const struct ranged *last = owners_find(owners, &range->last, range->family);
    if (first == NULL || last == NULL)
        return uncovered;
    uint32_t from = (uint32_t)(first - owners->index.intervals);
    uint32_t to = (uint32_t)(last - owners->index.intervals);
    if (owners->gaps[from] != owners->gaps[to] || owners_greatest(owners, from, to) > item->owner)
        return uncovered;
    return (struct range_cover){first->owner, true};
}

/*
 * Those that take callers come first, so that the others, behind them, cover none of them. What the
 * others are covered by stands before them in the table as well only if its number is lower.
 */
static void cover_ranges(struct arena *arena, const struct members *members,
                         enum member_kind kind, struct range_cover *covers)
{
    struct ranged *items = arena_alloc(arena, members->count * sizeof *items);
    uint32_t takers = collect(members, kind, true, items);
    uint32_t count = takers + collect(members, kind, false, items + takers);
    const struct range_cover *found = range_covered(arena, items, count);
    struct owners owners = {.tree = NULL};
    if (count > takers)
        owners = owners_build(arena, items, takers);
    for (uint32_t i = 0; i < count; i++) {
        struct range_cover *cover = &covers[items[i].owner];
        uint32_t item = found[i].item;
        if (item != NO_OWNER)
            *cover = (struct range_cover){items[item].owner, found[i].together};
        bool whole = item < takers && items[item].owner < items[i].owner && !found[i].together;
        if (i >= takers && !whole)
            *cover = cover_together(&owners, &items[i]);
    }
}

/* --- Names and words -------------------------------------------------------------------------- */

static void cover_rest(const struct members *members, struct range_cover *covers)
{
    uint32_t all = NO_MEMBER;
    for (uint32_t i = 0; i < members->count; i++) {
        const struct member *member = members->list[i];
        uint32_t taker = members_first(members, member);
        bool is_name = member->kind == MEMBER_HOST || member->kind == MEMBER_PARTIAL;
        uint32_t parent = is_name ? members_first_parent(members, member->name) : NO_MEMBER;
        taker = parent < taker ? parent : taker;
        if (taker < i)
            covers[i] = (struct range_cover){taker, false};
        if (all < i && (covers[i].item == NO_OWNER || covers[i].together || all < covers[i].item))
            covers[i] = (struct range_cover){all, false};
        if (member->kind == MEMBER_ALL && all == NO_MEMBER && members_stops(members, i))
            all = i;
    }
}

const struct range_cover *members_covered(struct arena *arena, const struct members *members)
{
    struct range_cover *covers = arena_alloc(arena, members->count * sizeof *covers);
    for (uint32_t i = 0; i < members->count; i++)
        covers[i] = uncovered;
    cover_ranges(arena, members, MEMBER_ADDRESS, covers);
    cover_ranges(arena, members, MEMBER_SBRS, covers);
    cover_rest(members, covers);
    return covers;
}
