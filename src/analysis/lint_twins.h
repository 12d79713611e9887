/* SPDX-License-Identifier: MIT */
/*
 * Domains without their partial domain, whose siblings have both: example.com and .example.com.
 */
#ifndef DESTC_ANALYSIS_LINT_TWINS_H
#define DESTC_ANALYSIS_LINT_TWINS_H

#include "analysis/lint.h"

void lint_twins(struct linter *linter);

#endif
