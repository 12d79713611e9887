/* SPDX-License-Identifier: MIT */
/*
 * Outputs that take their places together: all or none.
 *
 * Where an old file exists, the new one changes names with it in one step, so that the old text
 * waits under the temporary name until the last has its place; a file that is new must find its
 * name free. When one fails, those before it are put back. A file system that cannot exchange
 * names gets a second name for the old file instead, by a hard link or by moving it aside.
 */
#ifndef DESTC_BASE_PLACING_H
#define DESTC_BASE_PLACING_H

#include "base/output.h"

/*
 * The number of the first output that leads to the same file as one before it, whose number goes
 * to *OTHER; COUNT if there is none.
 */
uint32_t outputs_find_shared(const struct output *outputs, uint32_t count, uint32_t *other);

/*
 * Puts COUNT settled outputs in place and returns COUNT; or the number of the one that failed,
 * whose error says why. Then all are given up and as they were before, but for outputs whose
 * "stuck" is set. No signal may end the program in between.
 */
uint32_t outputs_place(struct output *outputs, uint32_t count);

#endif
