/* SPDX-License-Identifier: MIT */
/*
 * Whether the name of one entry is likely to be meant by another's.
 */
#ifndef DESTC_ANALYSIS_NEAR_ENTRY_H
#define DESTC_ANALYSIS_NEAR_ENTRY_H

#include "base/near.h"

/*
 * Whether A is close to B without being it, but for the labels at the end that both have. Two names
 * that differ in digits only (host1, host2), or of which one is below the other, or short ones
 * (hp.example, hq.example) are no misspellings.
 */
bool near_entry(struct view a, struct view b);

#endif
