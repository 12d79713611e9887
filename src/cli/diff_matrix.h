/* SPDX-License-Identifier: MIT */
/*
 * diff --matrix: any number of policies, side by side.
 */
#ifndef DESTC_CLI_DIFF_MATRIX_H
#define DESTC_CLI_DIFF_MATRIX_H

#include "cli/run.h"

/*
 * Compares the policies of all operands; each appliance of a policy source is one. Returns the
 * status: 0 if nothing differs, 1 if something does.
 */
int run_diff_matrix(struct run *run);

#endif
