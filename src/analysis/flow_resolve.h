/* SPDX-License-Identifier: MIT */
/*
 * What a connection gets: each parameter of a mail flow policy is given or inherited, one by one.
 *
 * An entry of the Host Access Table may have a block of its own behind its policy or behavior; what
 * that does not give is the policy's, and what the policy does not give is the listener's default
 * policy parameters', which no HAT file holds. Where these are not known, nor is the value: a
 * parameter that stands nowhere is never "off".
 * Source: docs/listener-tables.md.
 */
#ifndef DESTC_ANALYSIS_FLOW_RESOLVE_H
#define DESTC_ANALYSIS_FLOW_RESOLVE_H

#include "model/listener.h"

/* Where an effective parameter comes from. */
enum flow_origin {
    FLOW_FROM_ENTRY,     /* the entry's own block */
    FLOW_FROM_POLICY,    /* the mail flow policy */
    FLOW_FROM_DEFAULTS,  /* the listener's default policy parameters, known by what was read */
    FLOW_FROM_FILE,      /* the same by the file given with --listener-defaults */
    FLOW_FROM_UNKNOWN,   /* the same, not known here: there is no setting */
    FLOW_FROM_NO_POLICY, /* a policy that is not defined here: there is no setting */
    FLOW_ORIGIN_COUNT
};

/* What stands for a listener's default policy parameters in a run. */
struct flow_defaults {
    const struct flow_settings *settings; /* NULL: nothing is known of them */
    enum flow_origin origin;              /* FLOW_FROM_DEFAULTS, _FILE; _UNKNOWN for NULL */
    const struct flow_settings *beyond;   /* a file's, for what those do not give; or NULL */
};

/* Nothing is known of them. */
#define FLOW_DEFAULTS_UNKNOWN ((struct flow_defaults){NULL, FLOW_FROM_UNKNOWN, NULL})

/* Those of LISTENER, and OUTSIDE for what they do not give. */
struct flow_defaults flow_defaults_of(const struct listener *listener,
                                      const struct flow_defaults *outside);

/* Whether MORE gives something that OWN does not. */
bool flow_completes(const struct flow_settings *own, const struct flow_settings *more);

/* What they give for PARAM; NULL if nothing. */
const struct flow_setting *flow_default(const struct flow_defaults *defaults,
                                        enum flow_param param);

struct flow_effective {
    const struct flow_setting *setting; /* with its place; NULL where nothing is known */
    enum flow_origin origin;
};

struct flow_resolved {
    enum behavior behavior;                /* BEHAVIOR_COUNT: of a policy not defined here */
    const struct mail_flow_policy *policy; /* NULL: a behavior, or a policy not defined here */
    struct flow_effective params[FLOW_COUNT]; /* those of a RAT are FLOW_FROM_UNKNOWN */
    struct flow_effective *others; /* parameters of unknown names: those that are given anywhere */
    uint32_t other_count;
};

/* What POLICY of LISTENER gives to an entry that has no block of its own. */
void flow_resolve_policy(struct arena *arena, const struct listener *listener,
                         const struct mail_flow_policy *policy,
                         const struct flow_defaults *defaults, struct flow_resolved *resolved);

/* What ENTRY of LISTENER gives to those who match it. Memory is taken for others only. */
void flow_resolve_entry(struct arena *arena, const struct listener *listener,
                        const struct access_entry *entry, const struct flow_defaults *defaults,
                        struct flow_resolved *resolved);

#endif
