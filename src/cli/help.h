/* SPDX-License-Identifier: MIT */
/*
 * --help and --version, made from the tables of verbs and options.
 */
#ifndef DESTC_CLI_HELP_H
#define DESTC_CLI_HELP_H

#include "cli/run.h"

/* The help of the verb in RUN, or of the program; returns the exit status. */
int show_help(struct run *run);
int show_version(struct run *run);

#endif
