/* SPDX-License-Identifier: MIT */
/*
 * Rules about listeners. Their rooms are lint_access.c (who gets what), lint_flows.c (what the
 * policies give), lint_groups.c (members and names) and lint_recipients.c (for whom mail is taken).
 */
#ifndef DESTC_ANALYSIS_LINT_LISTENER_H
#define DESTC_ANALYSIS_LINT_LISTENER_H

#include "analysis/lint.h"

void lint_listener(struct linter *linter);

#endif
