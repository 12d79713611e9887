/* SPDX-License-Identifier: MIT */
/*
 * In what order a reviewer wants to see differences: what weighs most first, and what is the same
 * told once.
 */
#ifndef DESTC_WRITE_DIFFERENCE_SECTIONS_H
#define DESTC_WRITE_DIFFERENCE_SECTIONS_H

#include "write/difference_parts.h"

/* Differences of which the same is to be told: many of them, or one. */
struct difference_group {
    const struct difference *const *members; /* in the order of the list */
    uint32_t count;
};

/*
 * The differences of one part of one listener. Where order has no meaning, they stand by kind, then
 * heaviest first, and what is the same of more than three entries is one group.
 */
struct difference_section {
    enum difference_part part;
    struct view listener;
    const struct difference_group *groups;
    uint32_t count;
};

/* The sections in the order of the list, *COUNT of them. The arrays are the arena's. */
const struct difference_section *difference_sections(struct arena *arena,
                                                     const struct differences *differences,
                                                     uint32_t *count);

/* All differences, the heaviest first, else in the order of the list. The array is the arena's. */
const struct difference *const *differences_by_weight(struct arena *arena,
                                                      const struct differences *differences);

#endif
