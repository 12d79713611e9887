/* SPDX-License-Identifier: MIT */
/*
 * Near misses: is one word a misspelling of another?
 */
#ifndef DESTC_BASE_NEAR_H
#define DESTC_BASE_NEAR_H

#include "base/view.h"

/*
 * Whether A is close to B without being it: a Damerau distance (insert, delete, change, swap of
 * neighbours) of 1, or of up to 2 when the shorter has eight letters or more. Case is left out
 * of account. Words over 64 bytes are never close.
 */
bool near_miss(struct view a, struct view b);

#endif
