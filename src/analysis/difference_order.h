/* SPDX-License-Identifier: MIT */
/*
 * Two tables whose order is their meaning: which of their lines were moved, and which of them stand
 * the other way round now.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_ORDER_H
#define DESTC_ANALYSIS_DIFFERENCE_ORDER_H

#include "analysis/listener_pair.h"

/*
 * For each line of the newer table whether it was moved: the fewest without which those that both
 * tables have stand in one order. O(n log n).
 */
const bool *order_moved(struct arena *arena, const struct partners *partners);

/*
 * Calls FLIPPED for each two of COUNT lines that stand the other way round now, by their numbers in
 * the newer order: LOWER stood before UPPER, and UPPER before LOWER now. PLACES has by number where
 * each stood. Stops when FLIPPED returns false, and after MOST of them; returns false then. It
 * takes as long as there are lines, and what it finds.
 */
typedef bool flipped_function(void *context, uint32_t upper, uint32_t lower);
bool order_flipped(struct arena *arena, const uint32_t *places, uint32_t count, uint32_t most,
                   flipped_function *flipped, void *context);

#endif
