/* SPDX-License-Identifier: MIT */
/*
 * A comparison of two policies, from its options to what is shown.
 */
#ifndef DESTC_CLI_COMPARISON_H
#define DESTC_CLI_COMPARISON_H

#include "cli/gate.h"
#include "cli/sides.h"
#include "write/difference.h"

struct comparison {
    struct run *run;
    struct loaded_side before;
    struct loaded_side after;
    struct difference_wish wish;
    struct gate gate;
    const struct difference_form *form;
    struct differences differences;
};

/* Takes the options of RUN into COMPARISON; returns what is wrong with them, or NULL. */
const char *comparison_prepare(struct run *run, struct comparison *comparison);

/*
 * Reads both sides, whose paths are set, and compares them. False if that cannot be done; then it is
 * in the messages.
 */
bool comparison_make(struct comparison *comparison);

/* Reports what only one side holds, and what the weights wanted to know and nothing says. */
void comparison_report(struct comparison *comparison);

/* Writes what differs to OUTPUT. */
void comparison_show(struct comparison *comparison, struct output *output);

/* Frees the memory of both sides; after the messages are shown. */
void comparison_free(struct comparison *comparison);

#endif
