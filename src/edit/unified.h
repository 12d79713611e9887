/* SPDX-License-Identifier: MIT */
/*
 * The difference of two texts in the unified form, which patch and git apply read.
 */
#ifndef DESTC_EDIT_UNIFIED_H
#define DESTC_EDIT_UNIFIED_H

#include "base/output.h"

/*
 * Writes how BEFORE becomes AFTER, with three lines of context; nothing if they are the same. PATH
 * is the file's: the headers have it behind a/ and b/, as git expects, from the working folder on;
 * if it stands elsewhere, from the topmost folder on. Lines are compared to the byte, line ends
 * too.
 *
 * It is made for texts that were changed here and there: each change is found by looking a few
 * hundred lines ahead. The result is right for any two texts, and small for such.
 */
void write_unified(struct output *output, struct arena *arena, const char *path,
                   struct view before, struct view after);

#endif
