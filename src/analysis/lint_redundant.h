/* SPDX-License-Identifier: MIT */
/*
 * Rules about what could be left out: settings and entries that change nothing, bundles and sets
 * that nothing uses.
 */
#ifndef DESTC_ANALYSIS_LINT_REDUNDANT_H
#define DESTC_ANALYSIS_LINT_REDUNDANT_H

#include "analysis/lint.h"

/*
 * The parameters of a destination's SETTINGS, a mask, without which all together every setting that
 * takes effect stays the same. TLS and DANE are among them. A limit goes with all that belongs to
 * it, minutes and scope, or not at all. Nothing where the default entry is not known.
 */
uint32_t redundant_settings(const struct store *store, const struct settings *settings,
                            const struct defaults *defaults);

void lint_redundant(struct linter *linter);

#endif
