/* SPDX-License-Identifier: MIT */
/*
 * The files of a run of lint: those that are named, and those in folders that are recognised.
 */
#ifndef DESTC_CLI_LINT_FILES_H
#define DESTC_CLI_LINT_FILES_H

#include "cli/lint_config.h"

/*
 * The files to lint, in the order of the operands; those of a folder in the order of their names.
 * Each is there once, whatever paths lead to it. A policy source that another file of the run
 * includes is not there: what is found in it is found there. What cannot be looked at is reported,
 * and so is a folder in which nothing is recognised, as the settings file of CONFIGS that holds there
 * says; *FOUND if that is at the threshold.
 */
const char **lint_files(struct run *run, struct lint_configs *configs, uint32_t *count,
                        bool *found);

#endif
