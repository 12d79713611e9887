/* SPDX-License-Identifier: MIT */
/*
 * The forms of a plan, one row each: what an appliance's destconfig is told, so that its table
 * becomes another. Source: docs/plan.md.
 */
#ifndef DESTC_WRITE_PLAN_H
#define DESTC_WRITE_PLAN_H

#include "analysis/plan.h"
#include "base/output.h"
#include "write/fingerprint.h"

struct plan_frame {
    const char *before_name; /* as the user called the sides */
    const char *after_name;
    const char *before_operand; /* as a command has them in a shell; NULL: standard input */
    const char *after_operand;
    const char *appliance; /* whose policy of AFTER's is meant; or NULL */
    const char *print;     /* the older side's fingerprint */
};

struct plan_form {
    const char *name;
    enum plan_way way; /* that it is for; PLAN_WAY_COUNT: one that can do every step */
    bool speaks;       /* it has room for remarks: what is to be known of the plan stands in it */
    const char *how;   /* what is done with it on the appliance; NULL: another form is made of it */
    const char *how_partly; /* the same where it leaves something out */
    void (*write)(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                  struct output *output); /* NULL: it is the newer table itself */
};

/* The form of this name ("text", "batch", "import", "dialogue"), or NULL. */
const struct plan_form *plan_form(struct view name);

/*
 * The form of the way that is not WAY's, if it can do STEP, which WAY cannot do; else NULL: then it
 * is done by an import alone.
 */
const struct plan_form *plan_other_form(const struct plan_step *step, enum plan_way way);

/* How many steps of PLAN FORM leaves out. */
uint32_t plan_left_out(const struct plan *plan, const struct plan_form *form);

/* "destc diff old.txt new.txt"; "destc diff" if the sides cannot be read again. */
const char *plan_diff_command(struct arena *arena, const struct plan_frame *frame);

/* What the newer side is called in what is to be done: "new.txt", "the wanted table". */
const char *plan_wanted_words(const struct plan_frame *frame);

/* "from old.txt (3 entries) to new.txt (4 entries): 1 new, 1 edit, 0 delete". */
const char *plan_summary(struct arena *arena, const struct plan *plan,
                         const struct plan_frame *frame);

/* What is to be done with PLAN in FORM, line NUMBER from 0; NULL behind the last. */
const char *plan_routine(struct arena *arena, const struct plan *plan,
                         const struct plan_form *form, const struct plan_frame *frame,
                         uint32_t number);

#endif
