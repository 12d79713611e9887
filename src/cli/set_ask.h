/* SPDX-License-Identifier: MIT */
/*
 * What set is asked for, and about whom.
 */
#ifndef DESTC_CLI_SET_ASK_H
#define DESTC_CLI_SET_ASK_H

#include "cli/set_run.h"

/* Takes the settings of the command line. NULL, or what is wrong with that. */
const char *set_ask(struct setting_run *set);

/*
 * Takes the destinations, those of --domains too. What is wrong with them is reported; sets, @name,
 * are left to set_words_no_sets().
 */
void set_ask_names(struct setting_run *set);

#endif
