/* SPDX-License-Identifier: MIT */
/*
 * Rules about internationalised names of destinations: scripts, the older IDNA, the form.
 */
#ifndef DESTC_ANALYSIS_LINT_IDN_H
#define DESTC_ANALYSIS_LINT_IDN_H

#include "analysis/lint.h"

void lint_idn(struct linter *linter);

#endif
