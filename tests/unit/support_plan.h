/* SPDX-License-Identifier: MIT */
/*
 * Two tables and the plan between them.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_PLAN_H
#define DESTC_TESTS_UNIT_SUPPORT_PLAN_H

#include "support_reading.h"
#include "write/plan.h"

struct planned {
    struct setup setup;
    struct policy policies[2];
    struct side sides[2];
    struct differences differences;
    struct plan plan;
    struct plan_frame frame;
};

/* Plans from table FROM, 0 the older, 1 the newer, to the other. */
void plan_again(struct planned *planned, int from);

/*
 * Reads two table files, which must have no error, and plans from BEFORE to AFTER. setup_end() ends
 * the run.
 */
void planned_begin(struct planned *planned, const char *before, const char *after);

/* The plan in the form of this name, but for the import. */
const char *planned_text(struct planned *planned, const char *form);

#endif
