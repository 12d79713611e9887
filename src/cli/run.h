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

/*
 * What merge ends with instead of STATUS_FAILED: above 128 git takes it for a merge that could not
 * be tried (gitattributes, "Defining a custom merge driver").
 */
enum { STATUS_NO_MERGE = 129 };

struct flow_defaults; /* see analysis/flow_resolve.h */

struct run {
    struct arena arena;
    struct sources sources;
    struct diag diag;
    struct store store;
    struct command_line line;
    enum format from; /* --from's, or FORMAT_UNKNOWN */
    struct read_options read_options;
    struct write_options write_options;
    bool found;               /* lint: something that the status is 1 for */
    bool is_side;             /* its policies are compared: what is given beside them is told of
                                 and judged for all of them together */
    bool is_second_side;      /* the first one tells what is wrong with that */
    bool saveconfig_loaded;   /* the files of --xml-map and --dtd were read */
    bool saveconfig_read;     /* and there was a file that they are for */
    struct policy *outside;   /* of --default: whose default entry is used; NULL before */
    struct defaults outsider; /* the default entry that --default or --factory-default gives */
    const struct flow_defaults *flow_defaults; /* what --listener-defaults gives; never NULL once
                                                  files were read */
};

/* The status that trouble ends RUN with, by its verb: merge has one of its own. */
int run_trouble(const struct run *run);

/* To be called when the verb is known: a lack of memory ends RUN with run_trouble(), too. */
void run_expect_trouble(struct run *run);

/* Memory and an empty run. */
void run_init(struct run *run);

/* Takes the options that hold for every verb into RUN; false, and one line printed, if one is
 * wrong. */
bool run_configure(struct run *run);

/*
 * Reads the files into POLICY and validates it, with its appliances. False if there were errors;
 * they are in the messages.
 */
bool run_read(struct run *run, struct policy *policy, const char *const *paths, int count);

/* What stands for the default entry of POLICY in this run. */
struct defaults run_defaults(const struct run *run, const struct policy *policy);

/*
 * The run goes on with POLICY, the base or an appliance's: its default entry and its release go
 * into write_options, unless the user gave others.
 */
void run_use(struct run *run, const struct policy *policy);

/* The appliances of POLICY, for a message: "esa-dmz, esa-lan"; of many the first. */
const char *appliance_names(struct arena *arena, const struct policy *policy);

/*
 * The appliance of POLICY that --appliance names; *APPLIANCE is NULL if it was not given. False,
 * and reported, if there is none of that name.
 */
bool run_choose(struct run *run, const struct policy *policy, const struct appliance **appliance);

/* The same for an appliance called NAME. */
bool run_choose_named(struct run *run, const struct policy *policy, const char *name,
                      const struct appliance **appliance);

/*
 * Reads the files with run_read() and goes on with the appliance that --appliance names, which
 * takes the place of POLICY, or with the base, which is said if there are appliances. False if
 * there were errors.
 */
bool run_load(struct run *run, struct policy *policy, const char *const *paths, int count);

/* Says that POLICY is the base of appliances, and which these are, if it has any. */
void run_tell_of_base(struct run *run, const struct policy *policy);

/* --verbose: says what was read from COUNT files. A side of a comparison does not do so by itself. */
void run_tell(const struct run *run, const struct policy *policy, int count);

/*
 * Opens what -o names, or standard output. False if that failed, or it would overwrite what the run
 * reads (see cli/overwrite.h); then it is in the messages.
 */
bool run_open(struct run *run, struct output *output);

/* The same for PATH; NULL or "-" is standard output. */
bool run_open_file(struct run *run, struct output *output, const char *path);

/* Closes it, keeping what was written; false, and a message, if it could not be written. */
bool run_close(struct run *run, struct output *output);

/* Writes it to the end under its temporary name; see output_settle(). On failure it is gone. */
bool run_settle(struct run *run, struct output *output);

/*
 * Puts COUNT settled outputs in place, all or none; false, and messages that say what is as it
 * was, if one could not be. A signal that comes meanwhile waits until that is done.
 */
bool run_place(struct run *run, struct output *outputs, uint32_t count);

/*
 * Makes the folder PATH unless it is there; *MADE says which. False, and a message, if that
 * failed.
 */
bool run_make_folder(struct run *run, const char *path, bool *made);

/* Whether what goes to DESCRIPTOR is to have colours: --color, NO_COLOR, whether it is a terminal. */
bool run_use_color(const struct run *run, int descriptor);

/* Leaves what was there before as it was. */
void run_abandon(struct output *output);

/* Reports CODE_NO_DEFAULT if nothing is known of the default entry; NEEDED_BY says who asks. */
bool run_needs_default(struct run *run, const char *needed_by);

/*
 * Shows the messages and returns the status: 2 if there was an error, 1 if there was a finding,
 * else STATUS.
 */
int run_finish(struct run *run, int status);

/* The same for a verb whose result the messages are: they go where -o says. */
int run_finish_findings(struct run *run);

/* Writes the messages to OUTPUT, behind what is there already, and closes it. */
bool run_show_messages(struct run *run, struct output *output);

/*
 * Reports that the options ask for what cannot be done with the files that were read. Before
 * anything was read it is usage_error() that says so.
 */
void run_refuse(struct run *run, const char *mistake);

/* Prints "destc: MISTAKE" and where to find help; returns STATUS_FAILED. */
int usage_error(struct run *run, const char *mistake);

#endif
