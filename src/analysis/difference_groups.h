/* SPDX-License-Identifier: MIT */
/*
 * What differs between the entries of two Host Access Tables: sender groups by name, single hosts
 * by member, ALL; their policies, blocks, members, and places.
 *
 * Of entries that stand in another order the fewest are told as moved. Whom that concerns is told
 * by analysis/difference_fates.h, which also weighs it: so members and places weigh nothing here.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_GROUPS_H
#define DESTC_ANALYSIS_DIFFERENCE_GROUPS_H

#include "analysis/listener_pair.h"

/*
 * Compares the entries of PAIR, of which policies know their counterparts, and adds what differs;
 * sets who is whose counterpart. A group that has another name and says the same was renamed.
 */
void difference_groups(struct listener_pair *pair);

#endif
