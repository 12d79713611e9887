/* SPDX-License-Identifier: MIT */
/*
 * Names for bundles, made of their values: tls-required, slow-10-msg-1, bounce-partners.
 */
#ifndef DESTC_ANALYSIS_FACTOR_NAMES_H
#define DESTC_ANALYSIS_FACTOR_NAMES_H

#include "analysis/factor.h"

/*
 * Gives each of the COUNT bundles a name of its own, a plain word of the policy language. A name
 * has as many of the values, by weight, as it takes for no other bundle to begin the same way;
 * scope and window are left out where they are the factory default's. A connection limit is called
 * slow where it is lower than that of POLICY's default entry. Bundles that cannot be told apart
 * like that, since names of bounce profiles may hold what a word cannot, are numbered.
 */
void name_bundles(const struct policy *policy, struct bundle *bundles, uint32_t count);

#endif
