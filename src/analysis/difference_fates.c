/* SPDX-License-Identifier: MIT */
#include "analysis/difference_fates.h"

#include "analysis/connect.h"
#include "analysis/difference_members.h"
#include "analysis/difference_order.h"
#include "analysis/fate.h"
#include "analysis/weight_listener.h"
#include "base/buffer.h"

#include <stdlib.h>

/* How many lines that changed places are looked at, and how many fates told of them. */
enum { MOST_FLIPPED = 1 << 22, MOST_BOTH = 1000 };

/*
 * Callers who get on both sides what they got, and from which entries: of single hosts these may
 * differ. It matters where they stand for those who match another line as well.
 */
struct line {
    uint32_t before; /* numbers of entries */
    uint32_t after;
    unsigned traits; /* what of the callers is looked at, a mask */
    unsigned beside; /* what else they can have */
};

struct callers {
    struct fates fates;
    struct connector connectors[2];
    uint32_t all[2]; /* by side: the number of the member ALL */
    uint32_t told;   /* turns by lines that changed places */
    struct line *lines;
    uint32_t line_count;
    uint32_t line_capacity;
    struct hash_table line_keys;
};

/* What members BEFORE and AFTER take, or ALL does. */
struct found {
    bool is_rest; /* they are those whom nothing but ALL takes, on both sides */
    bool is_none; /* nothing takes them on one side */
    uint32_t entries[2];
    uint32_t fates[2];
};

static struct found find(const struct callers *callers, uint32_t before, uint32_t after)
{
    const uint32_t numbers[] = {before, after};
    struct found found = {.is_rest = true};
    for (int side = 0; side < 2; side++) {
        uint32_t all = callers->all[side];
        uint32_t number = numbers[side] < all ? numbers[side] : all;
        found.is_rest &= number == all;
        found.fates[side] = FATE_NONE;
        found.is_none |= number == NO_MEMBER;
        if (number == NO_MEMBER)
            continue;
        found.entries[side] = members_entry(&callers->connectors[side].members, number);
        found.fates[side] = callers->fates.of_entry[side][found.entries[side]];
    }
    return found;
}

static void add_line(struct callers *callers, enum trait trait, const struct found *found)
{
    struct arena *arena = callers->fates.pair->arena;
    uint32_t hash = hash_bytes(callers->fates.pair->before.listener->seed, found->entries,
                               sizeof found->entries);
    uint32_t probe = hash;
    uint32_t index;
    bool is_known = false;
    while (!is_known && hash_table_next(&callers->line_keys, hash, &probe, &index))
        is_known = callers->lines[index].before == found->entries[false] &&
                   callers->lines[index].after == found->entries[true];
    if (!is_known) {
        index = callers->line_count;
        callers->lines = array_grow(arena, callers->lines, callers->line_count++,
                                    &callers->line_capacity, sizeof *callers->lines);
        callers->lines[index] = (struct line){found->entries[false], found->entries[true], 0, 0};
        hash_table_insert(&callers->line_keys, hash, index);
    }
    callers->lines[index].traits |= 1U << trait;
}

/* Whether callers of FOUND, looked at by TRAIT, are to be told; else they are kept as a line. */
static bool differs(struct callers *callers, enum trait trait, const struct found *found)
{
    if (found->is_rest)
        return false;
    if (found->fates[false] != found->fates[true])
        return true;
    if (!found->is_none)
        add_line(callers, trait, found);
    return false;
}

static void add_text(struct callers *callers, enum trait trait, uint32_t before, uint32_t after,
                     struct view text)
{
    struct found found = find(callers, before, after);
    if (differs(callers, trait, &found))
        fates_add_text(&callers->fates, found.fates[false], found.fates[true], text);
}

/* --- Addresses -------------------------------------------------------------------------------- */

static void add_range(struct callers *callers, uint32_t before, uint32_t after,
                      const struct address_range *range)
{
    struct found found = find(callers, before, after);
    if (differs(callers, TRAIT_ADDRESS, &found))
        fates_add_range(&callers->fates, found.fates[false], found.fates[true], range);
}

/* A way through the intervals of an index. */
struct cursor {
    const struct range_index *index;
    uint32_t at;
    struct ranged rest; /* what is left of the one at AT */
};

static bool cursor_load(struct cursor *cursor)
{
    if (cursor->at < cursor->index->count)
        cursor->rest = cursor->index->intervals[cursor->at];
    return cursor->at < cursor->index->count;
}

/* Goes on behind LAST, which lies in what is left. */
static void cursor_pass(struct cursor *cursor, const struct address *last)
{
    if (address_compare(last, &cursor->rest.range.last) == 0) {
        cursor->at++;
        cursor_load(cursor);
        return;
    }
    cursor->rest.range.first = *last;
    address_next(&cursor->rest.range.first, (enum address_family)cursor->rest.range.family);
}

static bool is_there(const struct cursor *cursor)
{
    return cursor->at < cursor->index->count;
}

/* Of two cursors the first address of what is left: below, at or above 0. One of them is there. */
static int compare_cursors(const struct cursor *a, const struct cursor *b)
{
    if (!is_there(a) || !is_there(b))
        return is_there(a) ? -1 : 1;
    if (a->rest.range.family != b->rest.range.family)
        return a->rest.range.family < b->rest.range.family ? -1 : 1;
    return address_compare(&a->rest.range.first, &b->rest.range.first);
}

/* What OWN has before OTHER begins, or all that is left of its interval. */
static struct address_range part_before(const struct cursor *own, const struct cursor *other)
{
    struct address_range part = own->rest.range;
    if (is_there(other) && address_range_overlaps(&part, &other->rest.range)) {
        part.last = other->rest.range.first;
        address_previous(&part.last, (enum address_family)part.family);
    }
    return part;
}

static void compare_addresses(struct callers *callers)
{
    struct cursor before = {.index = &callers->connectors[false].addresses};
    struct cursor after = {.index = &callers->connectors[true].addresses};
    cursor_load(&before);
    cursor_load(&after);
    while (is_there(&before) || is_there(&after)) {
        int order = compare_cursors(&before, &after);
        struct address_range part;
        if (order != 0) {
            part = order < 0 ? part_before(&before, &after) : part_before(&after, &before);
        } else {
            part = before.rest.range;
            if (address_compare(&after.rest.range.last, &part.last) < 0)
                part.last = after.rest.range.last;
        }
        add_range(callers, order <= 0 ? before.rest.owner : NO_MEMBER,
                  order >= 0 ? after.rest.owner : NO_MEMBER, &part);
        if (order <= 0)
            cursor_pass(&before, &part.last);
        if (order >= 0)
            cursor_pass(&after, &part.last);
    }
}

/* --- Scores ----------------------------------------------------------------------------------- */

static void compare_scores(struct callers *callers)
{
    const uint32_t *before = callers->connectors[false].scores;
    const uint32_t *after = callers->connectors[true].scores;
    int first = 0;
    while (first < SCORE_SLOTS) {
        struct found found = find(callers, before[first], after[first]);
        int last = first + 1;
        for (; last < SCORE_SLOTS; last++) {
            struct found next = find(callers, before[last], after[last]);
            if (next.is_rest != found.is_rest || next.entries[false] != found.entries[false] ||
                next.entries[true] != found.entries[true])
                break;
        }
        add_text(callers, TRAIT_SCORE, before[first], after[first],
                 scores_said(callers->fates.pair->arena, first + SCORE_LEAST,
                             last - 1 + SCORE_LEAST));
        first = last;
    }
}

/* --- Names and words -------------------------------------------------------------------------- */

/* The first member of a side that takes those whom MEMBER stands for, and nobody of more. */
static uint32_t taker_of(const struct callers *callers, bool is_after, const struct member *member)
{
    const struct members *members = &callers->connectors[is_after].members;
    uint32_t first = members_first(members, member);
    uint32_t parent = NO_MEMBER;
    if (member->kind == MEMBER_HOST || member->kind == MEMBER_PARTIAL)
        parent = members_first_parent(members, member->name);
    return first < parent ? first : parent;
}

static bool is_range(const struct member *member)
{
    return member->kind == MEMBER_ADDRESS || member->kind == MEMBER_SBRS ||
           member->kind == MEMBER_ALL;
}

/* The members of a side that are no ranges; those that BESIDE has are told already. */
static void compare_words(struct callers *callers, bool is_after, const struct members *beside)
{
    const struct members *members = &callers->connectors[is_after].members;
    for (uint32_t entry = 0; entry < members->listener->entry_count; entry++) {
        for (uint32_t i = members->starts[entry]; i < members->starts[entry + 1]; i++) {
            const struct member *member = members->list[i];
            if (!members->stops[entry] || is_range(member) || members_first(members, member) != i ||
                (beside != NULL && members_first(beside, member) != NO_MEMBER))
                continue;
            add_text(callers, trait_of(member->kind), taker_of(callers, false, member),
                     taker_of(callers, true, member), member->text);
        }
    }
}

/* --- Lines that changed places ---------------------------------------------------------------- */

/*
 * What a caller can have besides one of TRAITS. Of most there is one: who has an address of this
 * network has none of that one. Of DNS lists there may be several; a host name is validated, so
 * that the look-ups did not fail.
 */
static unsigned beside_traits(unsigned traits)
{
    unsigned beside = 0;
    for (unsigned trait = 0; trait < TRAIT_ANY; trait++) {
        unsigned own = trait == TRAIT_DNSLIST ? 0 : 1U << trait;
        if (trait == TRAIT_NAME || trait == TRAIT_LOOKUP)
            own = 1U << TRAIT_NAME | 1U << TRAIT_LOOKUP;
        if ((traits & 1U << trait) != 0)
            beside |= ~own;
    }
    return beside;
}

static int compare_lines(const void *left, const void *right)
{
    const struct line *a = left;
    const struct line *b = right;
    if (a->after != b->after)
        return a->after < b->after ? -1 : 1;
    return (a->before > b->before) - (a->before < b->before);
}

/* The turn of those who match two lines that stand the other way round now. */
static bool add_flipped(void *context, uint32_t upper, uint32_t lower)
{
    struct callers *callers = context;
    struct fates *fates = &callers->fates;
    uint32_t before = fates->of_entry[false][callers->lines[lower].before];
    uint32_t after = fates->of_entry[true][callers->lines[upper].after];
    if (before == after || (callers->lines[upper].beside & callers->lines[lower].traits) == 0)
        return true;
    uint32_t turns = fates->turn_count;
    fates_add_both(fates, before, after);
    callers->told += fates->turn_count - turns;
    return callers->told <= MOST_BOTH;
}

/* True if all of them are told. */
static bool compare_places(struct callers *callers)
{
    struct arena *arena = callers->fates.pair->arena;
    uint32_t count = callers->line_count;
    uint32_t *places = arena_alloc(arena, ((size_t)count + 1) * sizeof *places);
    unsigned traits = 0;
    unsigned beside = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct line *line = &callers->lines[i];
        line->beside = beside_traits(line->traits);
        traits |= line->traits;
        beside |= line->beside;
    }
    if ((traits & beside) == 0)
        return true; /* nobody matches two of them */
    qsort(callers->lines, count, sizeof *callers->lines, compare_lines);
    for (uint32_t i = 0; i < count; i++)
        places[i] = callers->lines[i].before;
    return order_flipped(arena, places, count, MOST_FLIPPED, add_flipped, callers);
}

/* Says that there may be more than could be told. */
static void add_others(const struct listener_pair *pair)
{
    struct changes changes = {.arena = pair->arena};
    const struct said unknown = {.how = SAID_UNKNOWN};
    changes_add(&changes, VIEW("gets"), unknown, unknown, weight_of_nothing());
    pair_add(pair, PART_FATE, DIFFERENCE_CHANGED,
             VIEW("whoever matches two of the many entries that changed places"), &changes);
}

void difference_fates(struct listener_pair *pair)
{
    struct callers callers = {.told = 0};
    fates_init(pair, &callers.fates);
    hash_table_init(&callers.line_keys, pair->arena, 0);
    for (int side = 0; side < 2; side++) {
        const struct listener_half *half = side != 0 ? &pair->after : &pair->before;
        connector_build(pair->arena, half->listener, &callers.connectors[side]);
        callers.all[side] = callers.connectors[side].kinds[MEMBER_ALL];
    }
    compare_addresses(&callers);
    compare_scores(&callers);
    compare_words(&callers, true, NULL);
    compare_words(&callers, false, &callers.connectors[true].members);
    struct found rest = find(&callers, NO_MEMBER, NO_MEMBER);
    fates_add_text(&callers.fates, rest.fates[false], rest.fates[true], VIEW("everybody else"));
    bool is_whole = compare_places(&callers);
    fates_tell(&callers.fates);
    if (!is_whole)
        add_others(pair);
}
