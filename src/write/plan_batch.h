/* SPDX-License-Identifier: MIT */
/*
 * The batch form of destconfig: a command a line, commit last, and nothing else, so that it can be
 * handed to ssh. What the form cannot do is left out whole: half of an entry is none. If anything
 * is left out there is no commit: half of a plan is none either.
 */
#ifndef DESTC_WRITE_PLAN_BATCH_H
#define DESTC_WRITE_PLAN_BATCH_H

#include "write/plan.h"

void write_plan_batch(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                      struct output *output);

#endif
