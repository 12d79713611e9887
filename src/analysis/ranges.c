/* SPDX-License-Identifier: MIT */
#include "analysis/ranges.h"

#include <stdlib.h>

/* --- Borders ---------------------------------------------------------------------------------- */

/*
 * Where a range begins, or the place right behind its last address. Behind the last address of a
 * family is the beginning of what follows it, which is no address; of the last family that is 0 in
 * a family that there is not.
 */
struct point {
    uint64_t high;
    uint64_t low;
    uint32_t family;
    uint32_t item; /* twice the number of the item, and one more for the place behind it */
};

/*
 * The borders of all items cut the addresses into segments, which an item has whole or not at all.
 * Segment I lies between borders I and I + 1.
 */
struct layout {
    const struct ranged *items;
    uint32_t count;
    const struct point *points; /* two an item, sorted */
    const uint32_t *borders;    /* by number of a border: its first point; one more at the end */
    uint32_t segment_count;
    uint32_t *begins; /* by item: the border where it begins */
    uint32_t *ends;   /* by item: the border behind it */
    uint32_t *takers; /* by segment: the first item that has it, or NO_OWNER */
    bool *taking;     /* by item: whether it is the taker of a segment */
};

static uint64_t load_word(const uint8_t *bytes)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | bytes[i];
    return word;
}

static void store_word(uint8_t *bytes, uint64_t word)
{
    for (int i = 7; i >= 0; i--, word >>= 8)
        bytes[i] = (uint8_t)word;
}

static struct point point_at(const struct address *address, uint32_t family, uint32_t item)
{
    return (struct point){load_word(address->bytes), load_word(address->bytes + 8), family,
                          2 * item};
}

static struct point point_behind(const struct address *address, uint32_t family, uint32_t item)
{
    struct point point = point_at(address, family, item);
    point.item++;
    point.low++;
    point.high += point.low == 0;
    point.family += point.low == 0 && point.high == 0;
    return point;
}

static struct address address_at(const struct point *point)
{
    struct address address = {.bytes = {0}};
    store_word(address.bytes, point->high);
    store_word(address.bytes + 8, point->low);
    return address;
}

static struct address address_before(const struct point *point)
{
    struct point before = *point;
    before.high -= before.low == 0;
    before.low--;
    return address_at(&before);
}

static int compare_points(const void *left, const void *right)
{
    const struct point *a = left;
    const struct point *b = right;
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->low > b->low) - (a->low < b->low);
}

/* Memory for COUNT things of SIZE bytes; COUNT may be 0. */
static void *make_array(struct arena *arena, uint32_t count, size_t size)
{
    return arena_alloc(arena, count * size);
}

/* Numbers the places where points lie: the borders. */
static void number_borders(struct layout *layout, struct arena *arena)
{
    uint32_t count = 2 * layout->count;
    uint32_t *borders = make_array(arena, count + 1, sizeof *borders);
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct point *point = &layout->points[i];
        if (i == 0 || compare_points(point - 1, point) != 0)
            borders[used++] = i;
        uint32_t *side = (point->item & 1) != 0 ? layout->ends : layout->begins;
        side[point->item / 2] = used - 1;
    }
    borders[used] = count;
    layout->borders = borders;
    layout->segment_count = used == 0 ? 0 : used - 1;
}

/* The first segment from AT on that is free; halves the ways that lead there. */
static uint32_t next_free(uint32_t *next, uint32_t at)
{
    while (next[at] != at) {
        next[at] = next[next[at]];
        at = next[at];
    }
    return at;
}

/* Gives each segment to the first item that has it; a segment that is taken is met once more. */
static void take_segments(struct layout *layout, struct arena *arena)
{
    uint32_t *next = make_array(arena, layout->segment_count + 1, sizeof *next);
    for (uint32_t i = 0; i <= layout->segment_count; i++)
        next[i] = i;
    for (uint32_t i = 0; i < layout->segment_count; i++)
        layout->takers[i] = NO_OWNER;
    for (uint32_t item = 0; item < layout->count; item++) {
        uint32_t at = next_free(next, layout->begins[item]);
        layout->taking[item] = at < layout->ends[item];
        while (at < layout->ends[item]) {
            layout->takers[at] = item;
            next[at] = at + 1;
            at = next_free(next, at + 1);
        }
    }
}

static void lay_out(struct layout *layout, struct arena *arena, const struct ranged *items,
                    uint32_t count)
{
    if (count > RANGES_MOST)
        arena_give_up(arena);
    struct point *points = make_array(arena, 2 * count, sizeof *points);
    struct point *end = points;
    for (uint32_t i = 0; i < count; i++) {
        const struct address_range *range = &items[i].range;
        *end++ = point_at(&range->first, range->family, i);
        *end++ = point_behind(&range->last, range->family, i);
    }
    qsort(points, 2 * (size_t)count, sizeof *points, compare_points);
    *layout = (struct layout){.items = items, .count = count, .points = points};
    layout->begins = make_array(arena, count, sizeof *layout->begins);
    layout->ends = make_array(arena, count, sizeof *layout->ends);
    layout->taking = make_array(arena, count, sizeof *layout->taking);
    number_borders(layout, arena);
    layout->takers = make_array(arena, layout->segment_count, sizeof *layout->takers);
    take_segments(layout, arena);
}

/* --- Who takes an address --------------------------------------------------------------------- */

struct range_index range_index_build(struct arena *arena, const struct ranged *items,
                                     uint32_t count)
{
    struct layout layout;
    lay_out(&layout, arena, items, count);
    struct ranged *intervals = make_array(arena, layout.segment_count, sizeof *intervals);
    uint32_t used = 0;
    uint32_t before = NO_OWNER; /* of the segment before this one */
    for (uint32_t i = 0; i < layout.segment_count; i++) {
        uint32_t taker = layout.takers[i];
        uint32_t owner = taker == NO_OWNER ? NO_OWNER : items[taker].owner;
        const struct point *begin = &layout.points[layout.borders[i]];
        if (owner != NO_OWNER && owner != before) {
            intervals[used].range.first = address_at(begin);
            intervals[used].range.family = (uint8_t)begin->family;
            intervals[used++].owner = owner;
        }
        if (owner != NO_OWNER)
            intervals[used - 1].range.last = address_before(&layout.points[layout.borders[i + 1]]);
        before = owner;
    }
    return (struct range_index){intervals, used};
}

uint32_t range_index_find(const struct range_index *index, const struct address *address,
                          enum address_family family)
{
    uint32_t low = 0;
    uint32_t high = index->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct address_range *range = &index->intervals[middle].range;
        bool behind = range->family == family ? address_compare(&range->last, address) < 0
                                              : range->family < family;
        low = behind ? middle + 1 : low;
        high = behind ? high : middle;
    }
    if (low == index->count ||
        !address_range_holds(&index->intervals[low].range, address, family))
        return NO_OWNER;
    return index->intervals[low].owner;
}

/* --- What never takes one --------------------------------------------------------------------- */

/*
 * A Fenwick tree of the least number of an item among those that end at a border or behind it.
 * Borders count from the end, so that the sums are over prefixes.
 */
struct least {
    uint32_t *items; /* from 1 */
    uint32_t count;
};

static void least_add(struct least *least, uint32_t end, uint32_t item)
{
    for (uint32_t at = least->count + 1 - end; at <= least->count; at += at & (0U - at))
        if (item < least->items[at])
            least->items[at] = item;
}

static uint32_t least_find(const struct least *least, uint32_t end)
{
    uint32_t item = NO_OWNER;
    for (uint32_t at = least->count + 1 - end; at > 0; at -= at & (0U - at))
        if (least->items[at] < item)
            item = least->items[at];
    return item;
}

/* By whom ITEM is covered, where FIRST is the first item that has it whole, perhaps itself. */
static struct range_cover cover_of(const struct layout *layout, uint32_t item, uint32_t first)
{
    if (first != item)
        return (struct range_cover){first, false};
    if (layout->taking[item])
        return (struct range_cover){NO_OWNER, false};
    return (struct range_cover){layout->takers[layout->begins[item]], true};
}

const struct range_cover *range_covered(struct arena *arena, const struct ranged *items,
                                        uint32_t count)
{
    struct layout layout;
    lay_out(&layout, arena, items, count);
    struct range_cover *covers = make_array(arena, count, sizeof *covers);
    struct least least = {.count = layout.segment_count};
    least.items = make_array(arena, least.count + 1, sizeof *least.items);
    for (uint32_t i = 0; i <= least.count; i++)
        least.items[i] = NO_OWNER;
    /* What begins here or before is in the tree when it is asked; the end is its key. */
    for (uint32_t i = 0; i < layout.segment_count; i++) {
        const struct point *from = &layout.points[layout.borders[i]];
        const struct point *to = &layout.points[layout.borders[i + 1]];
        for (const struct point *point = from; point < to; point++)
            if ((point->item & 1) == 0)
                least_add(&least, layout.ends[point->item / 2], point->item / 2);
        for (const struct point *point = from; point < to; point++) {
            uint32_t item = point->item / 2;
            if ((point->item & 1) == 0)
                covers[item] = cover_of(&layout, item, least_find(&least, layout.ends[item]));
        }
    }
    return covers;
}

/* --- Sets ------------------------------------------------------------------------------------- */

static int compare_ranges(const void *left, const void *right)
{
    return address_range_compare(left, right);
}

struct range_set range_set_make(struct arena *arena, const struct address_range *ranges,
                                uint32_t count)
{
    struct address_range *sorted = make_array(arena, count, sizeof *sorted);
    if (count > 0)
        memcpy(sorted, ranges, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_ranges);
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; i++)
        if (used == 0 || !address_range_join(&sorted[used - 1], &sorted[i]))
            sorted[used++] = sorted[i];
    return (struct range_set){sorted, used};
}

struct range_set range_set_union(struct arena *arena, const struct range_set *a,
                                 const struct range_set *b)
{
    struct address_range *both = make_array(arena, a->count + b->count, sizeof *both);
    if (a->count > 0)
        memcpy(both, a->ranges, a->count * sizeof *both);
    if (b->count > 0)
        memcpy(both + a->count, b->ranges, b->count * sizeof *both);
    return range_set_make(arena, both, a->count + b->count);
}

/* Whether all of A comes before all of B. */
static bool lies_before(const struct address_range *a, const struct address_range *b)
{
    return a->family == b->family ? address_compare(&a->last, &b->first) < 0
                                  : a->family < b->family;
}

/*
 * Takes from REST what B has from *AT on, and adds what is left to LIST, USED of which are there.
 * *AT moves on to the first range that may have something behind REST as well. Returns how many
 * are in LIST now.
 */
static uint32_t subtract(struct address_range rest, const struct range_set *b, uint32_t *at,
                         struct address_range *list, uint32_t used)
{
    enum address_family family = (enum address_family)rest.family;
    while (*at < b->count && lies_before(&b->ranges[*at], &rest))
        ++*at;
    for (; *at < b->count && address_range_overlaps(&b->ranges[*at], &rest); ++*at) {
        const struct address_range *hole = &b->ranges[*at];
        if (address_compare(&rest.first, &hole->first) < 0) {
            list[used] = rest;
            list[used].last = hole->first;
            address_previous(&list[used++].last, family);
        }
        if (address_compare(&hole->last, &rest.last) >= 0)
            return used;
        rest.first = hole->last;
        address_next(&rest.first, family);
    }
    list[used++] = rest;
    return used;
}

struct range_set range_set_difference(struct arena *arena, const struct range_set *a,
                                      const struct range_set *b)
{
    struct address_range *list = make_array(arena, a->count + b->count, sizeof *list);
    uint32_t used = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < a->count; i++)
        used = subtract(a->ranges[i], b, &at, list, used);
    return (struct range_set){list, used};
}

bool range_set_equal(const struct range_set *a, const struct range_set *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (address_range_compare(&a->ranges[i], &b->ranges[i]) != 0)
            return false;
    return true;
}

bool range_set_wider(const struct range_set *set, enum address_family family, unsigned prefix)
{
    unsigned bits = address_bits(family) - prefix;
    uint64_t high = UINT64_MAX; /* how many addresses there are, less one, for all of IPv6 are */
    uint64_t low = UINT64_MAX;  /* two to the 128th */
    bool none = true;
    for (uint32_t i = 0; i < set->count; i++) {
        const struct address_range *range = &set->ranges[i];
        if (range->family != family)
            continue;
        struct point first = point_at(&range->first, family, 0);
        struct point behind = point_behind(&range->last, family, 0);
        uint64_t size = behind.low - first.low;
        low += size;
        high += behind.high - first.high - (behind.low < first.low) + (low < size);
        none = false;
    }
    if (none || bits == ADDRESS_IPV6_BITS)
        return false;
    return bits >= 64 ? high >> (bits - 64) != 0 : high != 0 || low >> bits != 0;
}
