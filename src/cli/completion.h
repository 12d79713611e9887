/* SPDX-License-Identifier: MIT */
/*
 * --completion: what completes destc's words in a shell, made from the tables of verbs, options,
 * formats, codes and assumptions.
 */
#ifndef DESTC_CLI_COMPLETION_H
#define DESTC_CLI_COMPLETION_H

#include "cli/run.h"

/* Prints the script for the shell that RUN's --completion names; returns the exit status. */
int show_completion(struct run *run);

#endif
