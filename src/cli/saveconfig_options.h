/* SPDX-License-Identifier: MIT */
/*
 * --xml-map and --dtd: what is given beside the appliance's own XML file.
 */
#ifndef DESTC_CLI_SAVECONFIG_OPTIONS_H
#define DESTC_CLI_SAVECONFIG_OPTIONS_H

#include "cli/run.h"

/* Once a run: reads both files into the read options. What is wrong with them is reported. */
void load_saveconfig_options(struct run *run);

/* POLICY has been read: notes whether one of its files is what the options are for. */
void note_saveconfig(struct run *run, const struct policy *policy);

/* Reports an option that was of no use, since none of the files that were read is such a file. */
void check_saveconfig_options(struct run *run);

#endif
