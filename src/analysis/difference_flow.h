/* SPDX-License-Identifier: MIT */
/*
 * What differs between the parameters of two mail flow policies, of two entries' own blocks, of two
 * recipients: known ones in flow.def's order, then those of unknown names.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_FLOW_H
#define DESTC_ANALYSIS_DIFFERENCE_FLOW_H

#include "analysis/listener_pair.h"

/* Who gives parameters, on one side. */
struct flow_giver {
    const struct flow_settings *given; /* NULL: it is not there */
    const struct flow_resolved *resolved; /* what takes effect; NULL: what is given, and no more */
};

struct flow_comparison {
    struct flow_giver before;
    struct flow_giver after;
    enum flow_table table;
    bool effective; /* only what takes effect */
    bool weighs;    /* what they say is about mail that is taken */
};

/*
 * Adds what differs to CHANGES. What neither side gives itself is no difference here: it is told
 * where it is given. Notes in DIFFERENCES if a weight needs default policy parameters.
 */
void difference_flows(const struct flow_comparison *comparison, struct changes *changes,
                      struct differences *differences);

/* The same for parameters of unknown names alone. */
void difference_unknown_flows(const struct flow_comparison *comparison, struct changes *changes);

/* Notes in DIFFERENCES if WEIGHT needs default policy parameters that a side does not have. */
void difference_wants(struct differences *differences, struct weight weight,
                      const struct flow_resolved *before, const struct flow_resolved *after);

/* Whether two give the same, in whatever order. */
bool flows_same(struct arena *arena, const struct flow_settings *a, const struct flow_settings *b);

/* The same for parameters of unknown names alone. */
bool unknown_flows_same(struct arena *arena, const struct flow_settings *a,
                        const struct flow_settings *b);

/* What SETTING says, in the policy language's words. */
struct view flow_said(struct arena *arena, const struct flow_setting *setting);

/* All of SETTINGS, " { tls required; }", in one order whatever theirs is; "" for none. */
struct view flows_said(struct arena *arena, const struct flow_settings *settings);

/*
 * Compares the mail flow policies of PAIR and adds what differs; sets who is whose counterpart. A
 * policy that has another name and says the same was renamed.
 */
void difference_policies(struct listener_pair *pair);

/*
 * Compares the default policy parameters of both listeners: their own, or else what stands for them.
 * What holds on a side that has neither is not known.
 */
void difference_flow_defaults(struct listener_pair *pair);

#endif
