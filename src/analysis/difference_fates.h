/* SPDX-License-Identifier: MIT */
/*
 * Who gets something else: the callers for whom another entry of the Host Access Table holds than
 * before, or the same one with another policy. What a policy says is no matter here.
 *
 * Callers are told by what of them is looked at: an address, a score, a host name, a member of any
 * other kind; each by itself, as if the caller had nothing else that a member takes. Who matches two
 * entries by different things can have got the one and get the other, though neither thing tells it
 * by itself; that is told in words. So of each caller who gets something else it is told what he got
 * and what he gets.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_FATES_H
#define DESTC_ANALYSIS_DIFFERENCE_FATES_H

#include "analysis/listener_pair.h"

/*
 * Adds the callers of PAIR, of which policies and entries know their counterparts: one difference
 * for all who get one thing and got one other. O(n log n) for n members, but for those who match two
 * entries, of whom so many are looked at and no more.
 */
void difference_fates(struct listener_pair *pair);

#endif
