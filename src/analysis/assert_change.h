/* SPDX-License-Identifier: MIT */
/*
 * Whether a change of a policy makes an assertion fail.
 */
#ifndef DESTC_ANALYSIS_ASSERT_CHANGE_H
#define DESTC_ANALYSIS_ASSERT_CHANGE_H

#include "analysis/assert.h"

/* Assertions, and the tables that they are held against. */
struct assert_subjects {
    const struct assertion *assertions;
    uint32_t count;
    const struct assert_subject *subjects;
    uint32_t subject_count;
};

/*
 * Whether an assertion fails AFTER, or cannot be decided, for a name for which it did not do so
 * BEFORE, or with another value; one "for all" as soon as it fails for others than before. Nothing
 * is reported; DIAG tells what an error is in its run.
 */
bool assert_change_fails(const struct assert_subjects *before, const struct assert_subjects *after,
                         const struct diag *diag);

#endif
