/* SPDX-License-Identifier: MIT */
#include "analysis/recipient_crossings.h"

#include "base/buffer.h"

#include <stdlib.h>

/* How many steps are taken to find users of domains, and how many of them are told. */
enum { MOST_STEPS = 1 << 22, MOST_TOLD = 1000 };

/* --- Lines for users, lines for domains ------------------------------------------------------- */

/* A line of either table, and what holds for whom it stands. */
struct key {
    const struct recipient_entry *line;
    uint32_t lines[2]; /* by side: the number of the line that holds */
    uint32_t deeds[2];
    uint32_t order;    /* of keys, as they were collected */
    bool is_after;     /* the line is the newer table's */
    uint32_t number;   /* of the line there */
};

struct keys {
    struct key *list;
    uint32_t count;
};

/* Keys that share what they did and do, sorted by where they stood. */
struct group {
    const struct key *keys;
    uint32_t count;
    uint32_t width;  /* a power of two, at least COUNT */
    uint32_t *lowest; /* a tree over the keys: of each node how far down the lowest stands now; 0
                         for none. Node N has nodes 2N and 2N + 1 below it. */
};

struct groups {
    struct group *list;
    uint32_t count;
};

/* Two keys that stand the other way round: the upper one held before, the lower one holds now. */
struct turned {
    const struct key *user;
    const struct key *domain;
    uint32_t lines[2];
};

struct finder {
    struct arena *arena;
    const struct recipient_book *books;
    const struct recipient_deeds *deeds;
    struct turned *found;
    uint32_t count;
    uint32_t capacity;
    uint64_t steps;
};

/* Adds the line NUMBER, unless one like it stands above it, or in the newer table. */
static void collect(const struct finder *finder, bool is_after, uint32_t number, struct keys *users,
                    struct keys *domains)
{
    const struct recipient_book *books = finder->books;
    const struct recipient_entry *line = &books[is_after].listener->recipients[number];
    if (line->kind == RECIPIENT_ADDRESS || line->kind == RECIPIENT_ALL ||
        recipient_book_find(&books[is_after], line) != number ||
        (!is_after && recipient_book_find(&books[true], line) != NO_RECIPIENT))
        return;
    struct key key = {.line = line,
                      .order = users->count + domains->count,
                      .is_after = is_after,
                      .number = number};
    for (int side = 0; side < 2; side++) {
        key.lines[side] = recipient_book_holder(&books[side], line);
        key.deeds[side] = recipient_deed(finder->deeds, side, key.lines[side]);
    }
    struct keys *keys = line->kind == RECIPIENT_USER ? users : domains;
    keys->list[keys->count++] = key;
}

/* --- Those that stand the other way round ----------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    if (a->lines[false] != b->lines[false])
        return a->lines[false] < b->lines[false] ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* How many of KEYS, by place, stood above LINE; or, AND_AT it, no further down. */
static uint32_t count_above(const struct keys *keys, uint32_t line, bool and_at)
{
    uint32_t low = 0;
    uint32_t high = keys->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t other = keys->list[middle].lines[false];
        if (other < line || (and_at && other == line))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Keeps those of KEYS that stand otherwise to one of OTHERS, which are by place, than before. */
static void keep_turned(struct arena *arena, struct keys *keys, const struct keys *others)
{
    uint32_t count = others->count;
    uint32_t kept = 0;
    uint32_t *lowest = arena_alloc(arena, ((size_t)count + 1) * sizeof *lowest);
    uint32_t *highest = arena_alloc(arena, ((size_t)count + 1) * sizeof *highest);
    lowest[0] = 0;               /* now, of the first N of the others */
    highest[count] = UINT32_MAX; /* of those from the Nth on */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t line = others->list[i].lines[true];
        lowest[i + 1] = line > lowest[i] ? line : lowest[i];
    }
    for (uint32_t i = count; i-- > 0;) {
        uint32_t line = others->list[i].lines[true];
        highest[i] = line < highest[i + 1] ? line : highest[i + 1];
    }
    for (uint32_t i = 0; i < keys->count; i++) {
        const struct key *key = &keys->list[i];
        uint32_t above = count_above(others, key->lines[false], false);
        uint32_t below = count_above(others, key->lines[false], true);
        if (lowest[above] > key->lines[true] || highest[below] < key->lines[true])
            keys->list[kept++] = *key;
    }
    keys->count = kept;
}

/* --- In groups -------------------------------------------------------------------------------- */

static int by_deeds(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    for (int side = 0; side < 2; side++)
        if (a->deeds[side] != b->deeds[side])
            return a->deeds[side] < b->deeds[side] ? -1 : 1;
    return by_place(left, right);
}

/* How far down a line stands, from 1; what nobody takes is behind all. */
static uint32_t depth_of(uint32_t line)
{
    return line == NO_RECIPIENT ? UINT32_MAX : line + 1;
}

static struct group group_of(struct arena *arena, const struct key *keys, uint32_t count)
{
    struct group group = {.keys = keys, .count = count, .width = 1};
    while (group.width < count)
        group.width *= 2;
    group.lowest = arena_zero(arena, (size_t)group.width * 2, sizeof *group.lowest);
    for (uint32_t i = 0; i < count; i++)
        group.lowest[group.width + i] = depth_of(keys[i].lines[true]);
    for (uint32_t node = group.width; node-- > 1;) {
        uint32_t left = group.lowest[(size_t)node * 2];
        uint32_t right = group.lowest[(size_t)node * 2 + 1];
        group.lowest[node] = left > right ? left : right;
    }
    return group;
}

static struct groups groups_of(struct arena *arena, struct keys *keys)
{
    struct groups groups = {arena_alloc(arena, ((size_t)keys->count + 1) * sizeof *groups.list), 0};
    if (keys->count > 0)
        qsort(keys->list, keys->count, sizeof *keys->list, by_deeds);
    for (uint32_t first = 0, next; first < keys->count; first = next) {
        const struct key *key = &keys->list[first];
        for (next = first + 1; next < keys->count; next++)
            if (memcmp(keys->list[next].deeds, key->deeds, sizeof key->deeds) != 0)
                break;
        groups.list[groups.count++] = group_of(arena, key, next - first);
    }
    return groups;
}

/* --- Pairs ------------------------------------------------------------------------------------ */

/* The highest node of those that begin where what is under NODE ends; 0 at the end. */
static uint32_t node_behind(uint32_t node)
{
    while ((node & 1) != 0)
        node /= 2;
    return node == 0 ? 0 : node + 1;
}

/* The first key of GROUP, from FIRST on, that stands further down than DEPTH now; or the width. */
static uint32_t next_below(const struct group *group, uint32_t first, uint32_t depth)
{
    uint32_t node = first < group->width ? group->width + first : 0;
    while (node > 0 && group->lowest[node] <= depth)
        node = node_behind(node);
    while (node > 0 && node < group->width) {
        node *= 2;
        node += group->lowest[node] <= depth;
    }
    return node == 0 ? group->width : node - group->width;
}

/* Whether a line of either side is about USER of DOMAIN alone. */
static bool has_own_line(const struct finder *finder, const struct recipient_entry *user,
                         const struct recipient_entry *domain)
{
    const struct recipient_entry like = {
        .kind = RECIPIENT_ADDRESS, .local = user->local, .domain = domain->domain};
    return recipient_book_find(&finder->books[false], &like) != NO_RECIPIENT ||
           recipient_book_find(&finder->books[true], &like) != NO_RECIPIENT;
}

static bool is_much(const struct finder *finder)
{
    return finder->steps > MOST_STEPS || finder->count > MOST_TOLD;
}

static void add_turned(struct finder *finder, const struct key *upper, const struct key *lower)
{
    bool is_user = upper->line->kind == RECIPIENT_USER;
    const struct turned turned = {is_user ? upper : lower,
                                  is_user ? lower : upper,
                                  {upper->lines[false], lower->lines[true]}};
    finder->steps++;
    if (has_own_line(finder, turned.user->line, turned.domain->line))
        return;
    finder->found = array_grow(finder->arena, finder->found, finder->count, &finder->capacity,
                               sizeof *finder->found);
    finder->found[finder->count++] = turned;
}

/* For whom a key of UPPER held and one of LOWER does now, where that is a change of its own. */
static void find_between(struct finder *finder, const struct group *upper,
                         const struct group *lower)
{
    const uint32_t *old = upper->keys->deeds;
    const uint32_t *new = lower->keys->deeds;
    uint32_t above = 0; /* how many of UPPER stood above the one of LOWER */
    if (old[false] == new[true] || old[false] == new[false] || old[true] == new[true])
        return; /* nothing changed, or one of the two tells it */
    for (uint32_t i = 0; i < lower->count && !is_much(finder); i++) {
        const struct key *key = &lower->keys[i];
        uint32_t depth = depth_of(key->lines[true]);
        while (above < upper->count && upper->keys[above].lines[false] < key->lines[false])
            above++;
        finder->steps++;
        for (uint32_t at = next_below(upper, 0, depth); at < above && !is_much(finder);
             at = next_below(upper, at + 1, depth))
            add_turned(finder, &upper->keys[at], key);
    }
}

static void find_all(struct finder *finder, const struct groups *users,
                     const struct groups *domains)
{
    for (uint32_t u = 0; u < users->count; u++) {
        for (uint32_t d = 0; d < domains->count && !is_much(finder); d++) {
            finder->steps++;
            find_between(finder, &users->list[u], &domains->list[d]);
            find_between(finder, &domains->list[d], &users->list[u]);
        }
    }
}

static int by_order(const void *left, const void *right)
{
    const struct turned *a = left;
    const struct turned *b = right;
    if (a->user->order != b->user->order)
        return a->user->order < b->user->order ? -1 : 1;
    return (a->domain->order > b->domain->order) - (a->domain->order < b->domain->order);
}

static void collect_all(const struct finder *finder, struct keys *users, struct keys *domains)
{
    const struct recipient_book *books = finder->books;
    size_t most = (size_t)books[false].listener->recipient_count +
                  books[true].listener->recipient_count + 1;
    users->list = arena_alloc(finder->arena, most * sizeof *users->list);
    domains->list = arena_alloc(finder->arena, most * sizeof *domains->list);
    for (int side = 1; side >= 0; side--)
        for (uint32_t i = 0; i < books[side].listener->recipient_count; i++)
            collect(finder, side, i, users, domains);
    if (users->count > 0 && domains->count > 0) {
        qsort(users->list, users->count, sizeof *users->list, by_place);
        qsort(domains->list, domains->count, sizeof *domains->list, by_place);
    }
}

void recipient_crossings(struct arena *arena, const struct recipient_book books[2],
                         const struct recipient_deeds *deeds, struct crossings *crossings)
{
    struct finder finder = {.arena = arena, .books = books, .deeds = deeds};
    struct keys users = {NULL, 0};
    struct keys domains = {NULL, 0};
    *crossings = (struct crossings){.is_whole = true};
    collect_all(&finder, &users, &domains);
    if (users.count == 0 || domains.count == 0)
        return;
    keep_turned(arena, &users, &domains);
    keep_turned(arena, &domains, &users);
    struct groups user_groups = groups_of(arena, &users);
    struct groups domain_groups = groups_of(arena, &domains);
    find_all(&finder, &user_groups, &domain_groups);
    if (finder.count > 0)
        qsort(finder.found, finder.count, sizeof *finder.found, by_order);
    crossings->is_whole = !is_much(&finder);
    crossings->list = arena_alloc(arena, ((size_t)finder.count + 1) * sizeof *crossings->list);
    for (uint32_t i = 0; i < finder.count; i++) {
        const struct turned *turned = &finder.found[i];
        crossings->list[crossings->count++] =
            (struct crossing){turned->user->line,    turned->domain->line,
                              turned->lines[false],  turned->lines[true],
                              turned->user->is_after, turned->user->number};
    }
}
