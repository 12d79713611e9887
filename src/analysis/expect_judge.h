/* SPDX-License-Identifier: MIT */
/*
 * One expectation held against one listener. Only expect.c includes this.
 */
#ifndef DESTC_ANALYSIS_EXPECT_JUDGE_H
#define DESTC_ANALYSIS_EXPECT_JUDGE_H

#include "analysis/expect_report.h"
#include "analysis/expect_table.h"
#include "analysis/flow_resolve.h"

/* Each takes its own kind of expectation; what does not hold is reported. */

void judge_recipients(const struct spot *spot);

/* TABLE is the listener's; OUTSIDE stands for default policy parameters that it does not have. */
void judge_flow(const struct spot *spot, struct table *table, const struct flow_defaults *outside);
void judge_host(const struct spot *spot, struct table *table);
void judge_relay(const struct spot *spot, struct table *table);

#endif
