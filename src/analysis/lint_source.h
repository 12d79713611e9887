/* SPDX-License-Identifier: MIT */
/*
 * Rules about what only a policy source says: until when an exception is meant to hold.
 */
#ifndef DESTC_ANALYSIS_LINT_SOURCE_H
#define DESTC_ANALYSIS_LINT_SOURCE_H

#include "analysis/lint.h"

void lint_source(struct linter *linter);

#endif
