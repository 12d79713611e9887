/* SPDX-License-Identifier: MIT */
/*
 * Rules about the members of sender groups, and about the groups' names.
 */
#ifndef DESTC_ANALYSIS_LINT_GROUPS_H
#define DESTC_ANALYSIS_LINT_GROUPS_H

#include "analysis/lint_listener_parts.h"

void lint_groups(struct hat_lint *hat);

#endif
