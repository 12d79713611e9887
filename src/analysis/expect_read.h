/* SPDX-License-Identifier: MIT */
/*
 * Expectations of listeners, read: what they are made of is parsed once, whatever the number of
 * tables that they are held against. Only the files of expect.h include this.
 */
#ifndef DESTC_ANALYSIS_EXPECT_READ_H
#define DESTC_ANALYSIS_EXPECT_READ_H

#include "analysis/caller.h"
#include "analysis/expect_term.h"
#include "analysis/recipient.h"

enum question_kind {
    QUESTION_REST,    /* everybody that no line takes: ALL */
    QUESTION_ADDRESS, /* user@example.com */
    QUESTION_DOMAIN,  /* example.com, [192.0.2.1]: some user of it */
    QUESTION_PARTIAL, /* .example.com: some user of some domain below it */
};

/* A recipient that is asked about; of domains only the domain counts. */
struct question {
    enum question_kind kind;
    struct recipient recipient;
};

struct expected {
    const struct expectation *expectation;
    bool usable;                      /* what was wrong with it has been reported */
    enum recipient_action action;     /* of EXPECT_RECIPIENTS */
    const struct question *questions; /* by subject */
    struct flow_term term;            /* of EXPECT_FLOW */
    struct caller caller;             /* of EXPECT_HOST */
    enum behavior behavior;           /* whose word the result is; BEHAVIOR_COUNT: none */
};

/* Reads EXPECTATION, and reports what cannot be read of it. */
void expected_read(struct diag *diag, const struct expectation *expectation,
                   struct expected *expected);

#endif
