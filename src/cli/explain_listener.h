/* SPDX-License-Identifier: MIT */
/*
 * The part of explain that is about listeners: --from-host, --from-log and --recipient.
 */
#ifndef DESTC_CLI_EXPLAIN_LISTENER_H
#define DESTC_CLI_EXPLAIN_LISTENER_H

#include "cli/run.h"
#include "write/explain.h"

/* Whether the run is about listeners. */
bool asks_about_listeners(const struct run *run);

/* Checks the values of these options. What is wrong with one, in words, or NULL. */
const char *listener_questions_check(struct run *run);

/*
 * Explains all of them, of each listener of POLICY that has such a table, or of the one that
 * --listener names. False, and reported, if there is none.
 */
bool explain_listeners(struct run *run, struct explainer *explainer, const struct policy *policy);

#endif
