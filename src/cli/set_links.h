/* SPDX-License-Identifier: MIT */
/*
 * Files of a source that are one file under several names.
 */
#ifndef DESTC_CLI_SET_LINKS_H
#define DESTC_CLI_SET_LINKS_H

#include "cli/set_run.h"
#include "edit/source_index.h"

/*
 * Whether each file that changes is included by one name only. A new file takes the place of a
 * name, so that under a hard link the source would have the old text beside it; false, and
 * reported.
 */
bool set_check_links(struct setting_run *set, const struct source_index *index);

#endif
