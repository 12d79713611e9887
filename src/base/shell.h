/* SPDX-License-Identifier: MIT */
/*
 * Words of a shell's command line, for commands that people are told to run.
 */
#ifndef DESTC_BASE_SHELL_H
#define DESTC_BASE_SHELL_H

#include "base/arena.h"
#include "base/view.h"

/*
 * TEXT as one word that a POSIX shell takes for TEXT: as it is, or in single quotes where it has
 * anything that a shell could read as something else.
 */
const char *shell_word(struct arena *arena, struct view text);

/* The same of the name of a file; one that begins with a hyphen, as an option does, gets "./". */
const char *shell_path(struct arena *arena, struct view path);

#endif
