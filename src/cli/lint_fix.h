/* SPDX-License-Identifier: MIT */
/*
 * lint --fix: what has one safe mend is mended in the text of the file itself. A finding that does
 * not count in the run, because its rule is off, a comment allows it or a baseline has it, is left
 * alone.
 */
#ifndef DESTC_CLI_LINT_FIX_H
#define DESTC_CLI_LINT_FIX_H

#include "cli/lint_run.h"

/* A file that is changed. */
struct mended_file {
    const char *name;   /* as messages show it */
    struct view before; /* what it holds */
};

/* The mending of the files of a run. */
struct lint_fixing {
    struct run *run;
    struct source_draft *drafts; /* what is to become of the files; with --dry-run of all so far */
    struct mended_file *files;   /* in the same order */
    uint32_t count;
    uint32_t capacity;
    uint32_t file_capacity;
};

/* Whether the options can be taken; if not, one line is printed. */
bool lint_fix_options_good(struct run *run);

/* Whether the result of the run is a diff, and the findings go to standard error. */
bool lint_fix_shows(const struct run *run);

/*
 * With --fix, mends the file PATH, and what it includes, before it is linted: writes them or, with
 * --dry-run, lets the run go on as if they had been written. Each is as it was or mended as a
 * whole; all that mean something else afterwards, or have errors, are as they were.
 */
void lint_fix_file(struct lint_fixing *fixing, const char *path, const struct lint_config *config);

/* Says in the help of each finding in SOURCE, which was read into POLICY, that it can be mended. */
void lint_fix_tell(struct run *run, const struct policy *policy, const struct source *source);

/* The end of a run with --dry-run: writes the diff, shows the messages. Returns the status. */
int lint_fix_finish(struct lint_fixing *fixing);

#endif
