/* SPDX-License-Identifier: MIT */
/*
 * diff --git: as git calls an external diff (gitdiff.attributes(5), GIT_EXTERNAL_DIFF of git(1)).
 */
#ifndef DESTC_CLI_DIFF_GIT_H
#define DESTC_CLI_DIFF_GIT_H

#include "cli/run.h"

/*
 * Takes git's arguments: path old-file old-hex old-mode new-file new-hex new-mode, with two more for
 * a file that was renamed (its new path, and remarks of git's); the path alone is one that is not
 * merged. Everything that is said goes to standard output, where git's pager shows it, and the status
 * is 0 but for wrong usage: git ends at any other.
 */
int run_diff_git(struct run *run);

#endif
