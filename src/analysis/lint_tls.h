/* SPDX-License-Identifier: MIT */
/*
 * Rules about TLS on delivery. Source: docs/tls.md.
 */
#ifndef DESTC_ANALYSIS_LINT_TLS_H
#define DESTC_ANALYSIS_LINT_TLS_H

#include "analysis/lint.h"

void lint_tls(struct linter *linter);

/*
 * Whether mail goes with TLS or not at all: by TLS, or by mandatory DANE. What DANE does where TLS
 * is off is not documented: nothing relies on it.
 */
bool lint_is_enforced(const struct resolved *resolved);

#endif
