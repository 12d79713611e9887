/* SPDX-License-Identifier: MIT */
/*
 * Messages about a plan: why it is refused, and what is to be known of it where its form has no
 * room for that. What is said of many entries is one message with a note for each of them.
 */
#ifndef DESTC_CLI_PLAN_REPORT_H
#define DESTC_CLI_PLAN_REPORT_H

#include "cli/sides.h"
#include "write/plan.h"

/* Whose the fingerprint of --expect is, if it is not that of the table which is planned from. */
enum plan_print { PRINT_STRANGE, PRINT_AIM, PRINT_BACK_AIM };

/*
 * The fingerprint of the table that is planned from is not the one of --expect: that is of nothing
 * known, of the plan's aim, or of the aim of the way back, which is where the plan began.
 */
void report_stale(struct run *run, const struct plan_frame *frame, const char *expected,
                  enum plan_print whose);

/* SIDE holds nothing that could be planned. */
void report_no_table(struct run *run, const struct loaded_side *side);

/* PLAN is larger than BOUNDS allow, if it is. */
void report_size(struct run *run, const struct plan *plan, const struct plan_bounds *bounds);

/* What stands beside PLAN in FORM; --max-errors hides none of it. */
void report_beside(struct run *run, const struct plan *plan, const struct plan_form *form,
                   const struct plan_frame *frame);

#endif
