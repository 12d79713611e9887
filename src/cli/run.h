/* SPDX-License-Identifier: MIT */
/*
 * What all verbs share: the memory, messages and options of a run, loading a policy, opening and
 * closing the output.
 */
#ifndef DESTC_CLI_RUN_H
#define DESTC_CLI_RUN_H

#include "analysis/resolve.h"
#include "base/output.h"
#include "cli/options.h"
#include "diag/diag.h"
#include "read/read.h"
#include "write/write.h"

enum { STATUS_DONE = 0, STATUS_FOUND = 1, STATUS_FAILED = 2 };

struct run {
    struct arena arena;
    struct sources sources;
    struct diag diag;
    struct store store;
    struct command_line line;
    struct read_options read_options;
    struct write_options write_options;
};

/* Memory and an empty run. */
void run_init(struct run *run);

/* Takes the options that hold for every verb into RUN; false, and one line printed, if one is
 * wrong. */
bool run_configure(struct run *run);

/*
 * Reads the files into POLICY, validates it, and works out what stands for the default entry
 * (write_options.defaults). False if there were errors; they are in the messages.
 */
bool run_load(struct run *run, struct policy *policy, const char *const *paths, int count);

/* Opens what -o names, or standard output. False if that failed; then it is in the messages. */
bool run_open(struct run *run, struct output *output);

/* Closes it, keeping what was written; false, and a message, if it could not be written. */
bool run_close(struct run *run, struct output *output);

/* Leaves what was there before as it was. */
void run_abandon(struct output *output);

/* Reports CODE_NO_DEFAULT if nothing is known of the default entry; NEEDED_BY says who asks. */
bool run_needs_default(struct run *run, const char *needed_by);

/* Shows the messages and returns the status: 2 if there was an error, else STATUS. */
int run_finish(struct run *run, int status);

/* Prints "destc: MISTAKE" and where to find help; returns STATUS_FAILED. */
int usage_error(const struct run *run, const char *mistake);

#endif
