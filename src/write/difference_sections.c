/* SPDX-License-Identifier: MIT */
#include "write/difference_sections.h"

#include <stdlib.h>

enum { MANY = 4 }; /* so many of which the same is to be told are told together */

/* --- Groups ----------------------------------------------------------------------------------- */

/* Differences lie in one array, so that their addresses tell which stands first. */
struct bundle {
    struct difference_group group;
    enum tone tone;
};

static int order(bool before, bool after)
{
    return (int)after - (int)before;
}

static int by_sameness(const void *left, const void *right)
{
    const struct difference *a = *(const struct difference *const *)left;
    const struct difference *b = *(const struct difference *const *)right;
    if (a->kind != b->kind)
        return order(a->kind < b->kind, a->kind > b->kind);
    if (a->changes != b->changes)
        return order(a->changes < b->changes, a->changes > b->changes);
    int held = view_compare(a->holds, b->holds);
    return held != 0 ? held : order(a < b, a > b);
}

static int by_kind_and_weight(const void *left, const void *right)
{
    const struct bundle *a = left;
    const struct bundle *b = right;
    const struct difference *first = a->group.members[0];
    const struct difference *second = b->group.members[0];
    if (first->kind != second->kind)
        return order(first->kind < second->kind, first->kind > second->kind);
    if (a->tone != b->tone)
        return order(a->tone < b->tone, a->tone > b->tone);
    return order(first < second, first > second);
}

static bool is_same(const struct difference *a, const struct difference *b)
{
    return a->kind == b->kind && a->changes == b->changes && view_equal(a->holds, b->holds);
}

static bool order_has_meaning(enum difference_part part)
{
    return part != PART_DESTINATION && part != PART_FATE;
}

/* Makes bundles of the COUNT sorted DIFFERENCES; returns how many. */
static uint32_t make_bundles(const struct difference *const *differences, uint32_t count,
                             struct bundle *bundles)
{
    uint32_t made = 0;
    for (uint32_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && is_same(differences[first], differences[next]);)
            next++;
        uint32_t size = next - first < MANY ? 1 : next - first;
        for (uint32_t i = first; i < next; i += size)
            bundles[made++] = (struct bundle){{differences + i, size},
                                              weight_tone(difference_weight(differences[i]))};
    }
    return made;
}

/* Fills SECTION with the COUNT differences from LIST on. */
static void fill_section(struct arena *arena, const struct difference *list, uint32_t count,
                         struct difference_section *section)
{
    const struct difference **members = arena_alloc(arena, count * sizeof(*members));
    struct difference_group *groups = arena_alloc(arena, count * sizeof *groups);
    for (uint32_t i = 0; i < count; i++) {
        members[i] = &list[i];
        groups[i] = (struct difference_group){members + i, 1};
    }
    section->groups = groups;
    section->count = count;
    if (order_has_meaning(section->part))
        return;
    struct bundle *bundles = arena_alloc(arena, count * sizeof *bundles);
    qsort(members, count, sizeof *members, by_sameness);
    section->count = make_bundles(members, count, bundles);
    qsort(bundles, section->count, sizeof *bundles, by_kind_and_weight);
    for (uint32_t i = 0; i < section->count; i++)
        groups[i] = bundles[i].group;
}

const struct difference_section *difference_sections(struct arena *arena,
                                                     const struct differences *differences,
                                                     uint32_t *count)
{
    struct difference_section *sections = NULL;
    uint32_t capacity = 0;
    *count = 0;
    for (uint32_t first = 0, next; first < differences->count; first = next) {
        const struct difference *list = differences->list;
        for (next = first + 1; next < differences->count && list[next].part == list[first].part &&
                               view_equal(list[next].listener, list[first].listener);)
            next++;
        sections = array_grow(arena, sections, *count, &capacity, sizeof *sections);
        struct difference_section *section = &sections[(*count)++];
        *section = (struct difference_section){list[first].part, list[first].listener, NULL, 0};
        fill_section(arena, &list[first], next - first, section);
    }
    return sections;
}

/* --- By weight -------------------------------------------------------------------------------- */

const struct difference *const *differences_by_weight(struct arena *arena,
                                                      const struct differences *differences)
{
    const struct difference **sorted =
        arena_zero(arena, (size_t)differences->count + 1, sizeof(*sorted));
    uint32_t done = 0;
    for (int tone = 0; tone < TONE_COUNT; tone++)
        for (uint32_t i = 0; i < differences->count; i++)
            if (weight_tone(difference_weight(&differences->list[i])) == (enum tone)tone)
                sorted[done++] = &differences->list[i];
    return sorted;
}
