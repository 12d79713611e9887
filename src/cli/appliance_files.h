/* SPDX-License-Identifier: MIT */
/*
 * The files of compile --all-appliances: an appliance's table each, all written or none.
 */
#ifndef DESTC_CLI_APPLIANCE_FILES_H
#define DESTC_CLI_APPLIANCE_FILES_H

#include "cli/run.h"

/*
 * Reports files in -o's folder that have such a file's name, and belong to no appliance of POLICY.
 */
void appliance_files_check(struct run *run, const struct policy *policy,
                           const struct format_writer *writer);

/* Writes the file of each appliance of POLICY. */
void appliance_files_write(struct run *run, const struct policy *policy,
                           const struct format_writer *writer);

#endif
