/* SPDX-License-Identifier: MIT */
/*
 * Assertions of a policy source that set has changed.
 */
#ifndef DESTC_CLI_SET_JUDGE_H
#define DESTC_CLI_SET_JUDGE_H

#include "cli/set_run.h"

/*
 * Holds the assertions against what the drafts say, on every appliance. What the files fail already
 * is a warning. False, and reported as compile does, if the change makes one fail.
 */
bool set_judge(struct setting_run *set);

#endif
