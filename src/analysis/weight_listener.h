/* SPDX-License-Identifier: MIT */
/*
 * What changes of a listener weigh: parameters of mail flow policies, behaviors, recipients.
 *
 * Source: docs/diff.md, "What a change weighs", which says the rules in words.
 */
#ifndef DESTC_ANALYSIS_WEIGHT_LISTENER_H
#define DESTC_ANALYSIS_WEIGHT_LISTENER_H

#include "analysis/flow_resolve.h"
#include "analysis/weight.h"

/*
 * The weight of PARAM's change from one value that takes effect to another. NULL is a value that is
 * not known, of a limit one above 0; of a recipient's option one that is not there, which is off.
 */
struct weight weight_of_flow(enum flow_param param, const struct flow_setting *before,
                             const struct flow_setting *after);

/* Whether connections with BEHAVIOR can bring mail. */
bool behavior_takes_mail(enum behavior behavior);

/*
 * The weight of giving connections another behavior; BEHAVIOR_COUNT is one that is not known.
 * CONTINUE gives nothing itself: what it leads to is the weight of those whom it leads there.
 */
struct weight weight_of_behavior(enum behavior before, enum behavior after);

/* The weight of giving connections AFTER instead of BEFORE, parameters and all. */
struct weight weight_of_treatment(const struct flow_resolved *before,
                                  const struct flow_resolved *after);

/* Whether ACTION takes a recipient's mail, and the weight of giving it another. */
bool action_takes_mail(enum recipient_action action);
struct weight weight_of_action(enum recipient_action before, enum recipient_action after);

/* The weight of what no table says: whom no entry and no line takes. */
struct weight weight_of_nothing(void);

#endif
