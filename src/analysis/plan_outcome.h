/* SPDX-License-Identifier: MIT */
/*
 * What a plan makes of the older table where it does not make the newer one: a form leaves steps
 * out, or the appliance keeps its default entry. What such a plan weighs is told of that table.
 */
#ifndef DESTC_ANALYSIS_PLAN_OUTCOME_H
#define DESTC_ANALYSIS_PLAN_OUTCOME_H

#include "analysis/plan.h"

/* A table that a plan makes. */
struct plan_outcome {
    struct policy policy;
    struct side side; /* of POLICY */
};

/*
 * The older table of PLAN after those steps that WAY can do; PLAN_WAY_COUNT: after every step. Its
 * sets live in STORE, the rest in ARENA.
 */
void plan_apply(struct arena *arena, struct store *store, const struct plan *plan,
                enum plan_way way, struct plan_outcome *outcome);

/*
 * From now on PLAN weighs what WAY makes of the older table, and no longer what the newer one
 * would: *WEIGHED, which must live as long as PLAN, is made of that where the two differ. O(n) for
 * n entries.
 */
void plan_weigh(struct arena *arena, struct store *store, struct plan *plan, enum plan_way way,
                struct differences *weighed);

#endif
