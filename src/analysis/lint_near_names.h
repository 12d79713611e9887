/* SPDX-License-Identifier: MIT */
/*
 * Names one letter away from one that enforces TLS, which do not. A letter is one too many, one
 * too few, another one, or has changed places with its neighbour. Digits that differ from digits
 * are no misspelling (host1, host2), and a partial domain is close to partial domains only.
 *
 * No pair of names is looked at that is not close. An enforcing name leaves marks: hashes of
 * itself, of itself without each letter, and of itself with a hole for each letter. Another name
 * asks for the marks that a close one would have left. What asks in vain is dropped by a filter;
 * what is left is put by its hashes, and the enforcing names leave their marks again, there.
 */
#ifndef DESTC_ANALYSIS_LINT_NEAR_NAMES_H
#define DESTC_ANALYSIS_LINT_NEAR_NAMES_H

#include "analysis/lint.h"

void lint_near_names(struct linter *linter);

#endif
