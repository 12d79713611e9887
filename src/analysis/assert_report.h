/* SPDX-License-Identifier: MIT */
/*
 * What is said of assertions that do not hold. Only assert.c includes this.
 */
#ifndef DESTC_ANALYSIS_ASSERT_REPORT_H
#define DESTC_ANALYSIS_ASSERT_REPORT_H

#include "analysis/assert.h"
#include "analysis/term.h"

enum { ASSERT_MOST_NAMED = 3 };

/* Names for which an assertion does not hold by one set of settings. */
struct assert_group {
    enum verdict verdict; /* VERDICT_FALSE or VERDICT_UNDECIDED */
    uint32_t entry;       /* that rules the first of them; NO_ENTRY: the default entry */
    uint32_t count;
    struct view names[ASSERT_MOST_NAMED]; /* the first; empty: the default entry itself */
};

void assert_report(struct diag *diag, const struct assert_subject *subject,
                   const struct assertion *assertion, const struct term *term,
                   const struct assert_group *group);

/* Tables that have no entry at or below a partial domain. */
struct absence {
    uint32_t count;
    const struct assert_subject *first;
};

/* NAME is .D, and of SUBJECT_COUNT tables those of ABSENCE have no entry for it. */
void assert_report_absence(struct diag *diag, const struct absence *absence,
                           uint32_t subject_count, const struct assertion *assertion,
                           const struct assertion_name *name);

#endif
