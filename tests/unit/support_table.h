/* SPDX-License-Identifier: MIT */
/*
 * Table files that were read without an error, and their listings.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_TABLE_H
#define DESTC_TESTS_UNIT_SUPPORT_TABLE_H

#include "analysis/selection.h"
#include "support_reading.h"
#include "write/write.h"

/* A table with what conditions, listings and explanations take beside it. */
struct fixture {
    struct setup setup;
    struct policy policy;
    struct write_options options; /* .defaults are the table's own */
};

/*
 * Reads TEXT, called table.txt, which must have no error. Warnings about it are forgotten.
 * setup_end() ends the fixture's run.
 */
void fixture_begin(struct fixture *fixture, const char *text);

/* Reads TEXT, called NAME, into the same policy, and takes its default entry. */
void fixture_read(struct fixture *fixture, const char *name, const char *text);

/* A listing: write_list() and its like. */
typedef void write_function(const struct policy *policy, const struct write_options *options,
                            const struct selection *selection, struct output *output);

/* What WRITE makes of these destinations. */
const char *selection_written(struct fixture *fixture, write_function *write,
                              const struct selection *selection);

/* What it makes of all. */
const char *written(struct fixture *fixture, write_function *write);

/* The output of WRITE for the table TEXT must be WANTED. */
void shows(const char *text, write_function *write, const char *wanted);

/* The output of WRITE for the table TEXT must have the line WANTED. */
void shows_line(const char *text, write_function *write, const char *wanted);

#endif
