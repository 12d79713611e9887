/* SPDX-License-Identifier: MIT */
#include "analysis/difference_fates.h"

#include "analysis/connect.h"
#include "analysis/difference_members.h"
#include "analysis/fate.h"
#include "analysis/weight_listener.h"
#include "base/buffer.h"

#include <stdlib.h>

/* How many steps are taken to find who matches two entries, and how many fates told of them. */
enum { MOST_STEPS = 1 << 22, MOST_BOTH = 1000 };

/* Pairs of numbers of the two sides, each once. */
struct pairs {
    struct arena *arena;
    uint64_t seed;
    uint32_t (*list)[2]; /* by side */
    uint32_t count;
    uint32_t capacity;
    struct hash_table keys;
};

/*
 * Callers who share by one thing the entries that take them. For those who match another line as
 * well it matters where the entries stand, even where they get what they got.
 */
struct line {
    uint32_t entries[2]; /* by side: the number; NO_ACCESS: none, which is behind all */
    uint32_t turn;       /* number of its pair of fates */
    unsigned traits;     /* what of the callers is looked at, a mask */
    unsigned beside;     /* what else they can have that matters */
};

struct callers {
    struct fates fates;
    struct connector connectors[2];
    uint32_t all[2];   /* by side: the number of the member ALL */
    uint32_t every[2]; /* the last member that anybody comes to: that, or one of those which have
                          all addresses */
    struct pairs turns; /* of fates */
    struct pairs entries;
    struct line *lines; /* by pair of entries */
    uint32_t line_capacity;
};

static void pairs_init(struct pairs *pairs, struct arena *arena, uint64_t seed)
{
    *pairs = (struct pairs){.arena = arena, .seed = seed};
    hash_table_init(&pairs->keys, arena, 0);
}

/* The number of PAIR, which is new if it was the count before. */
static uint32_t pairs_number(struct pairs *pairs, const uint32_t pair[2])
{
    uint32_t hash = hash_bytes(pairs->seed, pair, sizeof *pairs->list);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&pairs->keys, hash, &probe, &index))
        if (pairs->list[index][false] == pair[false] && pairs->list[index][true] == pair[true])
            return index;
    pairs->list = array_grow(pairs->arena, pairs->list, pairs->count, &pairs->capacity,
                             sizeof *pairs->list);
    pairs->list[pairs->count][false] = pair[false];
    pairs->list[pairs->count][true] = pair[true];
    hash_table_insert(&pairs->keys, hash, pairs->count);
    return pairs->count++;
}

/* The last member that is needed to have all addresses; NO_MEMBER if somebody has another. */
static uint32_t last_of_all(const struct range_index *index)
{
    uint32_t last = 0;
    uint32_t at = 0;
    for (int i = 0; i < 2; i++) {
        enum address_family family = i == 0 ? ADDRESS_IPV4 : ADDRESS_IPV6;
        bool is_first = true;
        struct address wanted;
        do {
            if (at == index->count || index->intervals[at].range.family != family)
                return NO_MEMBER;
            const struct ranged *next = &index->intervals[at++];
            struct address first = next->range.first;
            if (is_first ? address_previous(&first, family) : address_compare(&first, &wanted) != 0)
                return NO_MEMBER;
            last = next->owner > last ? next->owner : last;
            is_first = false;
            wanted = next->range.last;
        } while (address_next(&wanted, family));
    }
    return last;
}

/* What members BEFORE and AFTER take, or the one that ends a table does. */
struct found {
    bool is_rest; /* they are those whom nothing but ALL takes, on both sides */
    uint32_t entries[2]; /* NO_ACCESS: nothing takes them */
    uint32_t fates[2];
};

/* ENDS has by side the member that takes whomever none above it does. */
static struct found find_until(const struct callers *callers, const uint32_t ends[2],
                               uint32_t before, uint32_t after)
{
    const uint32_t numbers[] = {before, after};
    struct found found = {.is_rest = true};
    for (int side = 0; side < 2; side++) {
        uint32_t all = ends[side];
        uint32_t number = numbers[side] < all ? numbers[side] : all;
        found.is_rest &= number == all;
        found.entries[side] = NO_ACCESS;
        found.fates[side] = FATE_NONE;
        if (number == NO_MEMBER)
            continue;
        found.entries[side] = members_entry(&callers->connectors[side].members, number);
        found.fates[side] = callers->fates.of_entry[side][found.entries[side]];
    }
    return found;
}

/* The same of callers who have any address. */
static struct found find(const struct callers *callers, uint32_t before, uint32_t after)
{
    return find_until(callers, callers->every, before, after);
}

/* Keeps callers of FOUND, looked at by TRAIT, as a line. */
static void add_line(struct callers *callers, enum trait trait, const struct found *found)
{
    uint32_t count = callers->entries.count;
    uint32_t number = pairs_number(&callers->entries, found->entries);
    if (number == count) {
        callers->lines = array_grow(callers->entries.arena, callers->lines, count,
                                    &callers->line_capacity, sizeof *callers->lines);
        callers->lines[number] =
            (struct line){.entries = {found->entries[false], found->entries[true]},
                          .turn = pairs_number(&callers->turns, found->fates)};
    }
    callers->lines[number].traits |= 1U << trait;
}

static void add_text(struct callers *callers, enum trait trait, uint32_t before, uint32_t after,
                     struct view text)
{
    struct found found = find(callers, before, after);
    if (found.is_rest)
        return;
    add_line(callers, trait, &found);
    fates_add_text(&callers->fates, found.fates[false], found.fates[true], text);
}

/* --- Addresses -------------------------------------------------------------------------------- */

static void add_range(struct callers *callers, uint32_t before, uint32_t after,
                      const struct address_range *range)
{
    struct found found = find_until(callers, callers->all, before, after);
    if (found.is_rest)
        return;
    add_line(callers, TRAIT_ADDRESS, &found);
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

/* --- Who matches two entries ------------------------------------------------------------------ */

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
    if (a->entries[false] != b->entries[false])
        return a->entries[false] < b->entries[false] ? -1 : 1;
    return (a->entries[true] > b->entries[true]) - (a->entries[true] < b->entries[true]);
}

/*
 * The lines above the one that is looked at, by what is looked at of their callers and by turn:
 * how far down the newer table the lowest stands. Of each trait this is a tree, whose node N has
 * the greater one of nodes 2N and 2N + 1, and whose last WIDTH nodes are those of the turns.
 */
struct above {
    struct callers *callers;
    uint32_t width; /* a power of two */
    uint32_t *lowest[TRAIT_ANY];
    uint32_t steps;
    uint32_t told; /* turns */
};

static struct above above_make(struct arena *arena, struct callers *callers)
{
    struct above above = {.callers = callers, .width = 1};
    while (above.width < callers->turns.count)
        above.width *= 2;
    for (unsigned trait = 0; trait < TRAIT_ANY; trait++)
        above.lowest[trait] =
            arena_zero(arena, (size_t)above.width * 2, sizeof *above.lowest[trait]);
    return above;
}

static void add_above(struct above *above, const struct line *line)
{
    for (unsigned trait = 0; trait < TRAIT_ANY; trait++) {
        uint32_t node = (line->traits & 1U << trait) == 0 ? 0 : above->width + line->turn;
        for (; node > 0 && above->lowest[trait][node] < line->entries[true]; node /= 2)
            above->lowest[trait][node] = line->entries[true];
    }
}

/* The highest node of those that begin where what is under NODE ends; 0 at the end. */
static uint32_t node_behind(uint32_t node)
{
    while ((node & 1) != 0)
        node /= 2;
    return node == 0 ? 0 : node + 1;
}

/* The first node of a turn, from NODE on, that stands below ENTRY now; 0 if there is none. */
static uint32_t next_below(const struct above *above, const uint32_t *lowest, uint32_t node,
                           uint32_t entry)
{
    while (node > 0 && lowest[node] <= entry)
        node = node_behind(node);
    while (node > 0 && node < above->width) {
        node *= 2;
        node += lowest[node] <= entry;
    }
    return node;
}

/* The turn of those who match LINE and one of turn NUMBER, which took them before. */
static void add_both(struct above *above, uint32_t number, const struct line *line)
{
    struct callers *callers = above->callers;
    const uint32_t *upper = callers->turns.list[number];
    const uint32_t *lower = callers->turns.list[line->turn];
    uint32_t turns = callers->fates.turn_count;
    if (upper[false] == lower[false] || upper[true] == lower[true])
        return; /* one of the two is told the same */
    fates_add_both(&callers->fates, upper[false], lower[true]);
    above->told += callers->fates.turn_count - turns;
}

/* Those who match LINE, which takes them now, and one above it, which took them before. */
static bool compare_above(struct above *above, const struct line *line)
{
    for (unsigned trait = 0; trait < TRAIT_ANY; trait++) {
        const uint32_t *lowest = above->lowest[trait];
        uint32_t node = (line->beside & 1U << trait) == 0 ? 0 : 1;
        for (;;) {
            node = next_below(above, lowest, node, line->entries[true]);
            if (node == 0)
                break;
            if (above->steps++ == MOST_STEPS || above->told > MOST_BOTH)
                return false;
            add_both(above, node - above->width, line);
            node = node_behind(node);
        }
    }
    return true;
}

/*
 * Leaves out of what the callers of a line can have beside them where another line of its turn
 * tells as much: one that stands no higher in the older table, and no lower in the newer one.
 */
static void find_beside(struct callers *callers)
{
    size_t turns = callers->turns.count;
    uint32_t *highest =
        arena_alloc(callers->turns.arena, (turns * TRAIT_ANY + 1) * sizeof *highest);
    for (size_t i = 0; i < turns * TRAIT_ANY; i++)
        highest[i] = UINT32_MAX;
    for (uint32_t i = callers->entries.count; i-- > 0;) {
        struct line *line = &callers->lines[i];
        unsigned traits = 0;
        for (unsigned trait = 0; trait < TRAIT_ANY; trait++) {
            uint32_t *other = &highest[trait * turns + line->turn];
            if ((line->traits & 1U << trait) == 0 || *other <= line->entries[true])
                continue;
            *other = line->entries[true];
            traits |= 1U << trait;
        }
        line->beside = beside_traits(traits);
    }
}

/*
 * Who matches several entries by different things gets the first of them, on each side. If one
 * line is the first on both sides, it tells. Else one is the first before and another one now: two
 * that stand the other way round. So looking at each two is enough. True if all of them are told.
 */
static bool compare_places(struct callers *callers)
{
    uint32_t count = callers->entries.count;
    unsigned traits = 0;
    for (uint32_t i = 0; i < count; i++)
        traits |= callers->lines[i].traits;
    if ((traits & beside_traits(traits)) == 0)
        return true; /* nobody matches two of them */
    qsort(callers->lines, count, sizeof *callers->lines, compare_lines);
    find_beside(callers);
    struct above above = above_make(callers->entries.arena, callers);
    uint32_t added = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (; callers->lines[added].entries[false] < callers->lines[i].entries[false]; added++)
            add_above(&above, &callers->lines[added]);
        if (!compare_above(&above, &callers->lines[i]))
            return false;
    }
    return true;
}

/* Says that there may be more than could be told, in whatever respect. */
static void add_others(const struct listener_pair *pair)
{
    struct changes changes = {.arena = pair->arena};
    const struct said unknown = {.how = SAID_UNKNOWN};
    changes_add(&changes, VIEW("gets"), unknown, unknown, weight_of_unknown());
    pair_add(pair, PART_FATE, DIFFERENCE_CHANGED,
             VIEW("whoever matches two of many entries"), &changes);
}

void difference_fates(struct listener_pair *pair)
{
    struct callers callers = {.lines = NULL};
    uint64_t seed = pair->before.listener->seed;
    fates_init(pair, &callers.fates);
    pairs_init(&callers.turns, pair->arena, seed);
    pairs_init(&callers.entries, pair->arena, seed);
    for (int side = 0; side < 2; side++) {
        const struct listener_half *half = side != 0 ? &pair->after : &pair->before;
        connector_build(pair->arena, half->listener, &callers.connectors[side]);
        uint32_t last = last_of_all(&callers.connectors[side].addresses);
        callers.all[side] = callers.connectors[side].kinds[MEMBER_ALL];
        callers.every[side] = last < callers.all[side] ? last : callers.all[side];
    }
    compare_addresses(&callers);
    compare_scores(&callers);
    compare_words(&callers, true, NULL);
    compare_words(&callers, false, &callers.connectors[true].members);
    struct found rest = find(&callers, NO_MEMBER, NO_MEMBER);
    if (callers.every[false] == callers.all[false] && callers.every[true] == callers.all[true])
        fates_add_text(&callers.fates, rest.fates[false], rest.fates[true],
                       VIEW("everybody else"));
    bool is_whole = compare_places(&callers);
    fates_tell(&callers.fates);
    if (!is_whole)
        add_others(pair);
}
