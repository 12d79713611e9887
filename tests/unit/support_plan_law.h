/* SPDX-License-Identifier: MIT */
/*
 * What the laws of plans share: random tables, and the judgement of what comes of a plan.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_PLAN_LAW_H
#define DESTC_TESTS_UNIT_SUPPORT_PLAN_LAW_H

#include "support_machine.h"
#include "support_plan.h"

enum { MOST_ENTRIES = 12 }; /* of a random table */

/* The entries that a form leaves out. */
struct left_out {
    struct view keys[MACHINE_ENTRIES];
    int count;
    bool has_default;
};

/*
 * A random table file. What stands in the one of the same SHARED stands in this one mostly, the
 * same or not.
 */
const char *random_table(struct arena *arena, uint64_t *seed, uint64_t shared);

/* The table file of POLICY. */
struct view table_of(struct planned *planned, const struct policy *policy);

/* What the plan says that WAY leaves out. */
struct left_out left_out_of(const struct planned *planned, enum plan_way way);

/*
 * Fails, with TEXTS, unless EXPORT, which came of the plan by WAY, is the newer table, but for what
 * is LEFT_OUT, which is as it was; and unless the plan foretells it.
 */
void is_done(struct planned *planned, enum plan_way way, const struct left_out *left_out,
             struct view export, const char *texts);

/*
 * Gives ROUNDS random pairs of tables, and both plans between each, to JUDGE. SEED and ROUNDS in
 * the environment choose others.
 */
void for_random_plans(uint64_t rounds, void (*judge)(struct planned *planned, const char *texts));

#endif
