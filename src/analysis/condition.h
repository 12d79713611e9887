/* SPDX-License-Identifier: MIT */
/*
 * A condition chooses entries by their effective settings, as --where gives it:
 *
 *     tls >= required and connections <= 20 or not bounce-profile = "slow hosts"
 *
 * Terms (see term.h) joined by "and" and "or"; "and" binds closer. "not" before a term turns it
 * round. There are no parentheses. Words are read in any case. A value of several words may stand
 * as it is; quotes are needed where it holds "and", "or", "not", a quote or one of = ! < > ( ).
 */
#ifndef DESTC_ANALYSIS_CONDITION_H
#define DESTC_ANALYSIS_CONDITION_H

#include "analysis/term.h"

struct condition_term {
    struct term term;
    bool negated;
    bool alternative; /* "or" stands before it: it begins a new group of terms joined by "and" */
};

struct condition {
    struct condition_term *terms; /* at least one */
    uint32_t count;
    uint32_t capacity;
    struct span place; /* the whole text */
};

/*
 * Reads the text of SOURCE. False, and a message, if it is no condition; the first fault is
 * reported. What CONDITION holds lives in ARENA and in SOURCE.
 */
bool condition_parse(struct arena *arena, struct diag *diag, const struct source *source,
                     struct condition *condition);

/* The parameters that CONDITION is about, a mask. */
uint32_t condition_params(const struct condition *condition);

/* Judges CONDITION on effective settings, in three values; see term_holds(). */
enum verdict condition_holds(const struct condition *condition, const struct policy *policy,
                             const struct resolved *resolved);

#endif
