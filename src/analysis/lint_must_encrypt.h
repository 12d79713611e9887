/* SPDX-License-Identifier: MIT */
/*
 * The rule about domains to which mail must not go in clear: those that a house names.
 */
#ifndef DESTC_ANALYSIS_LINT_MUST_ENCRYPT_H
#define DESTC_ANALYSIS_LINT_MUST_ENCRYPT_H

#include "analysis/lint.h"

void lint_must_encrypt(struct linter *linter);

#endif
