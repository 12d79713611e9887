/* SPDX-License-Identifier: MIT */
/*
 * What differs between the listeners of two policies. Listeners are compared by name. Where the two
 * sides are alike, what one lacks is not there; else only what both hold is compared: a HAT with a
 * HAT, a RAT with a RAT, what is said on both sides.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_LISTENER_H
#define DESTC_ANALYSIS_DIFFERENCE_LISTENER_H

#include "analysis/difference.h"

/*
 * Whether it is clear which listeners are to be compared: not where one side has a listener that
 * its file does not name, and the other has several, none of that name.
 */
bool difference_listeners_clear(const struct side *before, const struct side *after);

/*
 * Compares the listeners of two sides, as far as both have any or are alike, and adds what differs,
 * listener by listener. A listener that a file does not name is compared with the other side's only
 * one, or else by its name; and such a file says nothing of other listeners. O(n log n) for n
 * members.
 */
void difference_listeners(struct arena *arena, const struct side *before, const struct side *after,
                          const struct difference_wish *wish, struct differences *differences);

#endif
