/* SPDX-License-Identifier: MIT */
/*
 * Folders.
 */
#ifndef DESTC_BASE_FOLDER_H
#define DESTC_BASE_FOLDER_H

#include "base/arena.h"

#include <stdint.h>

/* Makes the folder PATH unless it is there; *MADE says which. Returns 0 or an errno. */
int folder_make(const char *path, bool *made);

/*
 * The names in the folder PATH that end in SUFFIX, sorted bytewise; hidden ones and those of
 * folders are not among them. *COUNT is 0 if the folder cannot be read.
 */
const char **folder_list(struct arena *arena, const char *path, struct view suffix,
                         uint32_t *count);

#endif
