/* SPDX-License-Identifier: MIT */
/*
 * Rules about TLS on delivery. Source: docs/tls.md.
 */
#ifndef DESTC_ANALYSIS_LINT_TLS_H
#define DESTC_ANALYSIS_LINT_TLS_H

#include "analysis/lint.h"

void lint_tls(struct linter *linter);

#endif
