/* SPDX-License-Identifier: MIT */
/*
 * Assertions in a run: which tables they are held against.
 */
#ifndef DESTC_CLI_JUDGE_H
#define DESTC_CLI_JUDGE_H

#include "cli/run.h"

/*
 * Holds the assertions and expectations of RULES against POLICY: against the appliance ONLY, or,
 * where that is NULL, against every appliance, or the base if there are none.
 */
void run_assert(struct run *run, const struct policy *rules, const struct policy *policy,
                const struct appliance *only);

#endif
