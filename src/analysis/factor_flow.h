/* SPDX-License-Identifier: MIT */
/*
 * Listeners as a person would write them: what several mail flow policies have in common becomes a
 * bundle that they use, and recipients that several listeners have become a set.
 *
 * A table gives its settings in an order, and written again it must have the same. The settings of
 * bundles come first, in the order of their uses. So a policy's settings are taken as runs of one
 * family, and a run is a bundle if two or more policies begin with it, or have it behind others
 * that are bundles.
 */
#ifndef DESTC_ANALYSIS_FACTOR_FLOW_H
#define DESTC_ANALYSIS_FACTOR_FLOW_H

#include "model/listener.h"

enum flow_family {
    FLOW_FAMILY_LIMITS,
    FLOW_FAMILY_GREETING,
    FLOW_FAMILY_REPUTATION,
    FLOW_FAMILY_CHECKS,
    FLOW_FAMILY_TLS,
    FLOW_FAMILY_COUNT /* of no family: unknown parameters */
};

struct flow_bundle {
    enum flow_family family;
    const struct flow_setting *settings;
    uint32_t count;
    struct view name;
};

/* How a mail flow policy is written. */
struct flow_statement {
    const uint32_t *bundles; /* numbers of those that it uses, in their order */
    uint32_t bundle_count;
    uint32_t in_bundles;     /* how many of its settings, from the first on, they give */
};

struct flow_factoring {
    const struct flow_bundle *bundles; /* by family, then in the order of their first use */
    uint32_t bundle_count;
    /*
     * Of each listener in turn: the default policy, whether there is one or not, then the others.
     */
    const struct flow_statement *statements;
};

/* Factors LISTENERS. Bundles get none of the names in TAKEN. The result lives in the arena. */
void factor_flow(const struct listeners *listeners, const struct view *taken, uint32_t taken_count,
                 struct flow_factoring *factoring);

#define NO_RECIPIENT_SET UINT32_MAX

/* Recipients of a table that share a statement: they follow each other. */
struct recipient_statement {
    uint32_t first;
    uint32_t count;
    uint32_t set; /* the set that they are, or NO_RECIPIENT_SET */
};

struct recipient_set {
    const struct recipient_entry *list;
    uint32_t count;
    struct view name;
};

struct recipient_factoring {
    const struct recipient_set *sets; /* in the order of their first use */
    uint32_t set_count;
    const struct recipient_statement *statements; /* listener by listener */
    const uint32_t *counts;                       /* how many each listener has */
};

/*
 * Groups the recipients of LISTENERS: those with one action and equal options, one behind the
 * other. Where two or more listeners have the same two or more domains so, they are a set.
 */
void factor_recipients(const struct listeners *listeners, struct recipient_factoring *factoring);

/* The statements of one listener alone, without sets; *COUNT of them. */
const struct recipient_statement *recipient_statements(struct arena *arena,
                                                       const struct listener *listener,
                                                       uint32_t *count);

#endif
