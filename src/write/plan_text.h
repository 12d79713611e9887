/* SPDX-License-Identifier: MIT */
/*
 * The plan for people: what weighs first, then the steps, then what to do on the appliance.
 */
#ifndef DESTC_WRITE_PLAN_TEXT_H
#define DESTC_WRITE_PLAN_TEXT_H

#include "write/plan.h"

/*
 * What comes first: what weighs, the two sides, the fingerprint. BEFORE, "" or "# ", begins each
 * line.
 */
void write_plan_head(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                     const char *before, struct output *output);

void write_plan_text(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                     struct output *output);

#endif
