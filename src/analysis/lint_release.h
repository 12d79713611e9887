/* SPDX-License-Identifier: MIT */
/*
 * Rules about the appliance that a policy is for: what its release does not have, and names of
 * things that nothing declares.
 */
#ifndef DESTC_ANALYSIS_LINT_RELEASE_H
#define DESTC_ANALYSIS_LINT_RELEASE_H

#include "analysis/lint.h"

void lint_release(struct linter *linter);

#endif
