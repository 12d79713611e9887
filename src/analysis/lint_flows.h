/* SPDX-License-Identifier: MIT */
/*
 * Rules about what mail flow policies give to those who reach them, on effective values.
 */
#ifndef DESTC_ANALYSIS_LINT_FLOWS_H
#define DESTC_ANALYSIS_LINT_FLOWS_H

#include "analysis/lint_listener_parts.h"

void lint_flows(struct hat_lint *hat);

#endif
