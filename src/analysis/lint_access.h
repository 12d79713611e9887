/* SPDX-License-Identifier: MIT */
/*
 * Rules about who gets what by a Host Access Table: who is relayed for, who is refused, and whom
 * nobody asks about because another entry has them.
 */
#ifndef DESTC_ANALYSIS_LINT_ACCESS_H
#define DESTC_ANALYSIS_LINT_ACCESS_H

#include "analysis/lint_listener_parts.h"

void lint_access(struct hat_lint *hat);

#endif
