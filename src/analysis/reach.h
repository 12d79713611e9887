/* SPDX-License-Identifier: MIT */
/*
 * Members of a Host Access Table that can never decide about a connection, because members before
 * them take every caller that they stand for. A member of the same group takes it as well: then
 * one of the two is too many. Members in an entry with CONTINUE take nobody, and can be taken.
 *
 * Only like is held against like: that two networks are all addresses, or that all scores and
 * sbrs[none] are everybody, takes nothing from a host name.
 */
#ifndef DESTC_ANALYSIS_REACH_H
#define DESTC_ANALYSIS_REACH_H

#include "analysis/members.h"
#include "analysis/ranges.h"

/*
 * For each of MEMBERS, by its number, who takes it: the number of the first member before it that
 * takes it whole; or one of several that do so together. O(n log n).
 */
const struct range_cover *members_covered(struct arena *arena, const struct members *members);

#endif
