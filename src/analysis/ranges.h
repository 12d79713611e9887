/* SPDX-License-Identifier: MIT */
/*
 * Many ranges of addresses at once: which of them takes an address first, which can never take
 * one because others before it do, and sets of addresses to be compared.
 *
 * A list of ranges is in order of precedence: of two that have an address, the earlier takes it.
 * Everything here takes O(n log n) for n ranges, whatever they are; results live in the arena.
 */
#ifndef DESTC_ANALYSIS_RANGES_H
#define DESTC_ANALYSIS_RANGES_H

#include "base/arena.h"
#include "model/address.h"

#define NO_OWNER UINT32_MAX

/* A range and whom it belongs to: any number but NO_OWNER; several ranges may share it. */
struct ranged {
    struct address_range range;
    uint32_t owner;
};

/* The most ranges that a list may have. */
#define RANGES_MOST (UINT32_MAX / 4)

/* --- Who takes an address --------------------------------------------------------------------- */

/* Sorted and disjoint; neighbours that touch have different owners. */
struct range_index {
    const struct ranged *intervals;
    uint32_t count;
};

/* An index of ITEMS: each of its intervals has the owner of the first item that has it. */
struct range_index range_index_build(struct arena *arena, const struct ranged *items,
                                     uint32_t count);

/* The owner of the first item that has ADDRESS, or NO_OWNER; O(log n). */
uint32_t range_index_find(const struct range_index *index, const struct address *address,
                          enum address_family family);

/* --- What never takes one --------------------------------------------------------------------- */

/* By whom an item is covered: all its addresses are taken before it comes to its turn. */
struct range_cover {
    uint32_t item; /* the number of an earlier item, or NO_OWNER if the item takes an address */
    bool together; /* no earlier item has it all, but several have; ITEM is one of them */
};

/*
 * For each of ITEMS by whom it is covered: by the first of those that have it whole, else by the
 * one that takes its first address.
 */
const struct range_cover *range_covered(struct arena *arena, const struct ranged *items,
                                        uint32_t count);

/* --- Sets ------------------------------------------------------------------------------------- */

/* A set of addresses as the fewest ranges: sorted, without a common address, not touching. */
struct range_set {
    const struct address_range *ranges;
    uint32_t count;
};

/* All that is in one of RANGES, which are in any order. */
struct range_set range_set_make(struct arena *arena, const struct address_range *ranges,
                                uint32_t count);

/* What is in A or B; what is in A and not in B. */
struct range_set range_set_union(struct arena *arena, const struct range_set *a,
                                 const struct range_set *b);
struct range_set range_set_difference(struct arena *arena, const struct range_set *a,
                                      const struct range_set *b);

bool range_set_equal(const struct range_set *a, const struct range_set *b);

/* Whether SET has more addresses of FAMILY than a network with PREFIX has. */
bool range_set_wider(const struct range_set *set, enum address_family family, unsigned prefix);

#endif
