/* SPDX-License-Identifier: MIT */
/*
 * set of policy sources: what edit/source_set.h makes of them, and whether that is what was asked
 * for.
 */
#ifndef DESTC_CLI_SET_SOURCE_H
#define DESTC_CLI_SET_SOURCE_H

#include "cli/set_run.h"

/* Makes the drafts of the files that change. False, and reported, if something is in the way. */
bool set_source_draft(struct setting_run *set);

/*
 * Compares what the drafts mean with what the files did: exactly what was asked for may differ, on
 * each appliance too. False, and reported, if it is not so.
 */
bool set_source_check(struct setting_run *set);

#endif
