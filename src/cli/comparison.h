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
    struct differences differences; /* of the bases, or of what --appliance names */
    struct appliance_differences appliances; /* see comparison_appliances.h */
};

/* Takes the options of RUN into COMPARISON; returns what is wrong with them, or NULL. */
const char *comparison_prepare(struct run *run, struct comparison *comparison);

/*
 * Reads both sides, whose paths are set, and compares them. False if that cannot be done; then it is
 * in the messages.
 */
bool comparison_make(struct comparison *comparison);

/*
 * Whether --effective, if it is given, has the default entries that it needs on both sides: BEFORE
 * and AFTER, which are those of APPLIANCE, or the sides themselves where that is empty. If not, that
 * is reported.
 */
bool comparison_has_defaults(struct comparison *comparison, const struct side *before,
                             const struct side *after, struct view appliance);

/* Whether nothing differs that the gate holds up, on appliances too. */
bool comparison_passes(const struct comparison *comparison);

/* Reports what only one side holds, and what the weights wanted to know and nothing says. */
void comparison_report(struct comparison *comparison);

/* Writes what differs to OUTPUT, on appliances too. */
void comparison_show(struct comparison *comparison, struct output *output);

/* Frees the memory of both sides; after the messages are shown. */
void comparison_free(struct comparison *comparison);

#endif
