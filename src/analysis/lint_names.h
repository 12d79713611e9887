/* SPDX-License-Identifier: MIT */
/*
 * Rules about single names of destinations: whom a partial domain covers, upper case. Readers have
 * said already what is wrong with a name whatever the table: W0411 and its neighbours, E0309 for
 * two that are one.
 */
#ifndef DESTC_ANALYSIS_LINT_NAMES_H
#define DESTC_ANALYSIS_LINT_NAMES_H

#include "analysis/lint.h"

void lint_names(struct linter *linter);

#endif
