/* SPDX-License-Identifier: MIT */
/*
 * What set shows and writes: the difference by meaning, of the base and of the appliances where it
 * is another; then the files.
 */
#ifndef DESTC_CLI_SET_SHOW_H
#define DESTC_CLI_SET_SHOW_H

#include "cli/set_run.h"

/* Compares what the drafts say with what the files did, and shows it. False if that failed. */
bool set_show(struct setting_run *set);

/*
 * Writes what differs, all files or none, or with -o the result there, and says so. What is in the
 * way is reported.
 */
void set_write(struct setting_run *set);

/* With -o: whether it can take what becomes of FILE, and nothing else changes; reported if not. */
bool set_check_output(struct setting_run *set);

#endif
