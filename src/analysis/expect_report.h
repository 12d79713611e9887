/* SPDX-License-Identifier: MIT */
/*
 * What is said of expectations that do not hold. Only expect.c includes this.
 */
#ifndef DESTC_ANALYSIS_EXPECT_REPORT_H
#define DESTC_ANALYSIS_EXPECT_REPORT_H

#include "analysis/assert.h"
#include "analysis/expect_read.h"

/* An expectation, held against a listener. */
struct spot {
    struct diag *diag;
    const struct assert_subject *subject;
    const struct listener *listener;
    const struct expected *expected;
};

/*
 * Reports that it does not hold. WHAT, which names the effect, is followed by where it is and what
 * it fails; PLACE is what decides, SPAN_NONE if that stands in no text.
 */
struct message *report_failed(const struct spot *spot, struct span place, const char *what);

/* Reports that it cannot be decided for WHOM, and WHY. */
struct message *report_undecided(const struct spot *spot, const char *whom, const char *why);

/* Subjects that lack what an expectation is about, of those that were ASKED. */
struct sighting {
    uint32_t asked;
    uint32_t missing;
    const struct assert_subject *first; /* that lacks it */
};

/*
 * Reports what SIGHTING found missing, which WHAT says: with CODE where no subject has it, else as
 * something that some appliances do not have.
 */
struct message *report_missing(struct diag *diag, const struct sighting *sighting, enum code code,
                               struct span place, const char *what);

enum { NAME_LIST_MOST = 3 };

/* Names that something is said of; the first of them are kept. */
struct name_list {
    struct view names[NAME_LIST_MOST];
    uint32_t count;
};

void name_list_add(struct name_list *list, struct view name);

/* "A", "A and B", "A, B, C and 2 more". */
const char *name_list_words(struct arena *arena, const struct name_list *list);

#endif
