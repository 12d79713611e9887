/* SPDX-License-Identifier: MIT */
/*
 * The layout of policy sources, as docs/policy-style.md describes it.
 */
#ifndef DESTC_EDIT_FORMAT_H
#define DESTC_EDIT_FORMAT_H

#include "diag/diag.h"

/*
 * Sets *TEXT to SOURCE in canonical style: the same tokens, but for canonical spellings of values
 * and marks that have no meaning, and the same comments. False, and reported, if SOURCE is not
 * sound. *TEXT lives in DIAG's arena.
 */
bool format_policy(struct diag *diag, const struct source *source, struct view *text);

/*
 * The same for the file PATH ("-" is standard input). Returns the file as it was read, or NULL,
 * and reported, if it cannot be read or is not sound.
 */
const struct source *format_file(struct diag *diag, const char *path, struct view *text);

#endif
