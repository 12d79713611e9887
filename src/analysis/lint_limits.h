/* SPDX-License-Identifier: MIT */
/*
 * Rules about limits: what the default entry allows to every domain without an entry, and entries
 * that allow more than it. Limits without effect (a scope or minutes without a limit) are the
 * readers' business, limits equal to the inherited ones that of lint_redundant.h.
 */
#ifndef DESTC_ANALYSIS_LINT_LIMITS_H
#define DESTC_ANALYSIS_LINT_LIMITS_H

#include "analysis/lint.h"

void lint_limits(struct linter *linter);

#endif
