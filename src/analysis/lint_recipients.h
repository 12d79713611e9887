/* SPDX-License-Identifier: MIT */
/*
 * Rules about Recipient Access Tables: for whom mail is taken.
 */
#ifndef DESTC_ANALYSIS_LINT_RECIPIENTS_H
#define DESTC_ANALYSIS_LINT_RECIPIENTS_H

#include "analysis/lint_listener_parts.h"

void lint_recipients(struct linter *linter, const struct listener *listener);

#endif
