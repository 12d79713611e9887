/* SPDX-License-Identifier: MIT */
/*
 * Two texts with listeners, compared; what differs as lines of text.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_COMPARING_H
#define DESTC_TESTS_UNIT_SUPPORT_COMPARING_H

#include "analysis/difference_listener.h"
#include "support_reading.h"

/* Two sides in one run. */
struct comparing {
    struct setup setup;
    struct policy policies[2];
    struct side sides[2];
    struct differences differences;
};

/* What is compared, and how. */
struct comparing_how {
    const char *format;   /* a text of a HAT or RAT names no listener */
    const char *defaults; /* of listeners that have none: a HAT with one policy; may be NULL */
    bool effective;
};

/* Reads both texts and compares them; setup_end() ends it. */
void comparing_begin(struct comparing *comparing, const struct comparing_how *how,
                     const char *before, const char *after);

/*
 * A line a difference: "sender-group A: policy $X -> $Y -access stop". Behind the part stands the
 * kind where it is not "changed", behind the name what holds on the side that lacks it. A value is
 * in parentheses if it is inherited, "-" if there is none, "?" if it is not known. Behind it the
 * weight: -tls weaker, +tls stronger, ?tls not known; stop, ?stop.
 */
const char *comparing_text(struct comparing *comparing);

/* The two texts differ just by WANTED; they have no error. */
void differ_by(const struct comparing_how *how, const char *before, const char *after,
               const char *wanted);

#endif
