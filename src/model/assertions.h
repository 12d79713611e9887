/* SPDX-License-Identifier: MIT */
/*
 * What a policy source asserts of effective values, as data; analysis/assert.h judges it.
 */
#ifndef DESTC_MODEL_ASSERTIONS_H
#define DESTC_MODEL_ASSERTIONS_H

#include "diag/source.h"
#include "model/domain.h"

/* A part of an assertion as it is written, and where. */
struct assertion_part {
    struct view text;
    struct span place;
};

enum assertion_target {
    ASSERTION_FOR_NAMES,   /* each of the names: what mail to it gets */
    ASSERTION_FOR_ALL,     /* every entry and the default entry */
    ASSERTION_FOR_DEFAULT, /* the default entry */
};

/* A name that an assertion is about: a domain, or .domain for the entries at and below it. */
struct assertion_name {
    struct domain domain;
    struct span place;
};

struct assertion {
    struct span place;               /* of the statement */
    struct view text;                /* the statement as it is written, without its semicolon */
    struct view message;             /* the text behind it; may be empty */
    bool enforced;                   /* "encryption enforced": no operation, no value */
    struct assertion_part name;
    struct assertion_part operation;
    struct assertion_part value;
    enum assertion_target target;
    const struct assertion_name *names;
    uint32_t name_count;
    struct view target_text;         /* as it is written: "@partners", "slow.example" */
};

/* --- Listeners -------------------------------------------------------------------------------- */

enum expectation_kind {
    EXPECT_RECIPIENTS, /* assert recipients ACTION SUBJECTS: each of the addresses gets it */
    EXPECT_FLOW,       /* assert NAME OPERATION VALUE for SUBJECTS: mail flow policies */
    EXPECT_HOST,       /* expect host ADDRESS named NAME scored SCORE matching SUBJECTS is RESULT */
    EXPECT_RELAY,      /* expect relay only from SUBJECTS: sender groups */
    EXPECTATION_KIND_COUNT
};

/*
 * What a policy source asserts or expects of listeners, as data; analysis/expect.h judges it.
 * Which parts count is said above; of a part that is not there the text is empty.
 */
struct expectation {
    enum expectation_kind kind;
    struct span place;               /* of the statement */
    struct view text;                /* the statement as it is written, without its semicolon */
    struct view message;             /* the text behind it; may be empty */
    struct assertion_part listener;  /* empty: every listener that has such a table */
    struct assertion_part action;    /* of EXPECT_RECIPIENTS: accept, reject, relay */
    struct assertion_part name;      /* of EXPECT_FLOW: the parameter's word */
    struct assertion_part operation;
    struct assertion_part value;
    enum assertion_target target;    /* of EXPECT_FLOW: every policy and the default; the default */
    struct assertion_part address;   /* of EXPECT_HOST */
    struct assertion_part named;
    struct assertion_part scored;
    struct assertion_part result;    /* a policy's name, or a behavior */
    const struct assertion_part *subjects;
    uint32_t subject_count;
};

#endif
