/* SPDX-License-Identifier: MIT */
/*
 * The answers that a person gives in the dialogue of destconfig, each behind a line with its
 * question. Source: docs/plan.md.
 */
#ifndef DESTC_WRITE_PLAN_DIALOGUE_H
#define DESTC_WRITE_PLAN_DIALOGUE_H

#include "write/plan.h"

void write_plan_dialogue(struct arena *arena, const struct plan *plan,
                         const struct plan_frame *frame, struct output *output);

#endif
