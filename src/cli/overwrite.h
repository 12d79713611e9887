/* SPDX-License-Identifier: MIT */
/*
 * An output that would take the place of what the run reads.
 */
#ifndef DESTC_CLI_OVERWRITE_H
#define DESTC_CLI_OVERWRITE_H

#include "cli/run.h"

/*
 * Whether the file PATH may be written: this run has not read it. A verb that writes a policy may
 * write its own operand in the format that it was read in: it is all read by then, and replaced
 * whole. If it may not, that is reported, and how to go on.
 */
bool overwrite_allowed(struct run *run, const char *path);

/* The same for a baseline: of a file that is there only a baseline is replaced. */
bool overwrite_allowed_baseline(struct run *run, const char *path);

#endif
