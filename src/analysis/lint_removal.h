/* SPDX-License-Identifier: MIT */
/*
 * What could be taken out of a file because it is inherited all the same, setting by setting: what
 * the rules of lint_redundant.h find, less what is better left where it is.
 */
#ifndef DESTC_ANALYSIS_LINT_REMOVAL_H
#define DESTC_ANALYSIS_LINT_REMOVAL_H

#include "analysis/effect.h"
#include "analysis/lint.h"

/* The settings that stay even if they are inherited: whoever reads the file is to see them. */
extern const uint32_t lint_kept_settings;

/*
 * The settings, a mask, that could be taken out of what the destination number ENTRY itself says,
 * all together, so that what takes effect stays the same in each of COUNT policies: the first one's
 * entry it is, the others are those of its appliances. Those of TLS and DANE are not among them;
 * nor what is not found, or allowed, or in a baseline; nor, in a policy source, what a bundle gives
 * or something else would give without it. A limit goes with its minutes and scope or not at all.
 */
uint32_t lint_removable(const struct standing *standings, uint32_t count, uint32_t entry,
                        struct diag *diag);

#endif
