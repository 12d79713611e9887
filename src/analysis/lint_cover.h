/* SPDX-License-Identifier: MIT */
/*
 * Which less specific entries cover a destination: partial domains, the longest first. Without its
 * own entry a destination gets the first of them, or the default entry. It is asked by keys, so
 * that nothing is read or stored again.
 */
#ifndef DESTC_ANALYSIS_LINT_COVER_H
#define DESTC_ANALYSIS_LINT_COVER_H

#include "model/policy.h"

/* The partial domains of a policy that cover a destination, one after the other. */
struct covers {
    const struct policy *policy;
    struct view key;
    size_t at; /* in the key: where the next one may begin */
};

/* Those that cover destination number ENTRY. */
struct covers covers_of(const struct policy *policy, uint32_t entry);

/* The number of the next one; NO_ENTRY after the last: then the default entry is next. */
uint32_t covers_next(struct covers *covers);

#endif
