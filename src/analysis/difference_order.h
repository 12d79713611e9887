/* SPDX-License-Identifier: MIT */
/*
 * Two tables whose order is their meaning: which of their lines were moved.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_ORDER_H
#define DESTC_ANALYSIS_DIFFERENCE_ORDER_H

#include "analysis/listener_pair.h"

/*
 * For each line of the newer table whether it was moved: the fewest without which those that both
 * tables have stand in one order. O(n log n).
 */
const bool *order_moved(struct arena *arena, const struct partners *partners);

#endif
