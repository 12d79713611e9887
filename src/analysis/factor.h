/* SPDX-License-Identifier: MIT */
/*
 * A table as a person would write it: destinations with equal settings share a statement, and what
 * several statements have in common becomes a bundle that they use.
 *
 * Settings are taken in families, for what belongs together is changed together. What a statement
 * gives of a family is a combination. A combination of two or more statements is a bundle; one
 * that stands once stays in its statement, as do settings of no family and unknown parameters.
 */
#ifndef DESTC_ANALYSIS_FACTOR_H
#define DESTC_ANALYSIS_FACTOR_H

#include "analysis/families.h"
#include "model/policy.h"

#define NO_BUNDLE UINT32_MAX

struct bundle {
    enum family family;
    const struct settings *settings; /* a set with its values: those of the family count */
    struct view name;
};

struct shared_statement {
    const struct settings *settings; /* what each of its destinations gives */
    uint32_t first;                  /* of its destinations, in the list below */
    uint32_t count;
    uint32_t bundles[FAMILY_COUNT];  /* the bundle that gives the family, or NO_BUNDLE */
};

struct factoring {
    const struct bundle *bundles; /* by family, then by value */
    uint32_t bundle_count;
    const struct shared_statement *statements; /* in the order of their first destinations */
    uint32_t statement_count;
    const uint32_t *destinations; /* statement by statement */
};

/*
 * Factors POLICY's destinations; the default entry has no part in it. Destinations are ordered by
 * name, a partial domain behind the domain above its hosts, addresses last. The result depends on
 * what the table says, not on the order of its entries. It lives in the arena of the policy.
 */
void factor(const struct policy *policy, struct factoring *factoring);

#endif
