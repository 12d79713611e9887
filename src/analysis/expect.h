/* SPDX-License-Identifier: MIT */
/*
 * What a policy asserts and expects of listeners, held against their tables.
 *
 * "assert recipients ACTION": the action of the first line of a Recipient Access Table that takes
 * the recipient; "all" is the line ALL. A domain stands for some user of it, .domain for some user
 * of some domain below it: a line above that takes only some of them, and gives them something
 * else, leaves it undecided.
 *
 * "assert PARAMETER ... for POLICIES": effective values, which are a policy's own or else those of
 * the listener's default policy parameters; and the values that entries using such a policy give
 * in a block of their own. "for all" is about every policy and every such block whose connections
 * are taken, or may be (ACCEPT, RELAY, CONTINUE), and about the default policy parameters where
 * they are known: what is refused needs no TLS.
 *
 * "expect host ... is RESULT": the policy, or the behavior, of the entry that takes the host.
 * RESULT is a policy's name where the listener has a policy of that name, else a behavior. What is
 * not said of the host is not known; then all that it might meet must agree.
 *
 * "expect relay only from GROUPS": no other entry of a Host Access Table relays.
 *
 * One that names no listener is about every listener that has such a table.
 */
#ifndef DESTC_ANALYSIS_EXPECT_H
#define DESTC_ANALYSIS_EXPECT_H

#include "analysis/assert.h"
#include "analysis/flow_resolve.h"

/*
 * Holds COUNT expectations against the listeners of each of the subjects; OUTSIDE stands for the
 * default policy parameters of those that have none. What is found is reported:
 *
 * - ASSERTION_FAILED at the line, entry or value that decides;
 * - ASSERTION_UNDECIDED where it takes more to be known;
 * - EXPECTATION_LISTENER and EXPECTATION_SUBJECT for what no subject has, EXPECTATION_ABSENT for
 *   what some do not have;
 * - EXPECTATION_VALUE, and what is wrong with a condition, of the expectations themselves.
 *
 * Without subjects only the last of these points is judged.
 */
void expect_judge(const struct expectation *list, uint32_t count,
                  const struct assert_subject *subjects, uint32_t subject_count,
                  const struct flow_defaults *outside, struct diag *diag);

#endif
