/* SPDX-License-Identifier: MIT */
/*
 * Assertions held against tables, on effective values.
 *
 * "for D" is about what mail to D gets: by the most specific entry, the default entry included.
 * "for .D" is about the entry .D and every entry below it. "for all" is about every entry and the
 * default entry.
 */
#ifndef DESTC_ANALYSIS_ASSERT_H
#define DESTC_ANALYSIS_ASSERT_H

#include "analysis/resolve.h"
#include "diag/diag.h"

/* A table that assertions are held against. */
struct assert_subject {
    const struct policy *policy;
    struct defaults defaults; /* what stands for its default entry */
    struct view appliance;    /* whose table it is; empty for a policy that knows of none */
    bool is_beside; /* not judged: it tells what is missing here from what is missing everywhere */
};

/*
 * Holds COUNT assertions against each of the subjects. What is found is reported:
 *
 * - ASSERTION_FAILED at the setting that decides, one message for all entries of a subject that
 *   fail an assertion by one set of settings, or by what they inherit;
 * - ASSERTION_UNDECIDED where it takes a default entry that is not known, or a word of a newer
 *   release;
 * - ASSERTION_UNKNOWN for .D where no subject has an entry, ASSERTION_ABSENT where some have;
 * - SET_EMPTY for an assertion about nothing, and what term_read() says of a condition.
 *
 * Without subjects only the assertions themselves are judged: the last of these points.
 */
void assert_judge(const struct assertion *assertions, uint32_t count,
                  const struct assert_subject *subjects, uint32_t subject_count,
                  struct diag *diag);

#endif
