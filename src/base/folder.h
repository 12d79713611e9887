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

/* A file that was found below a folder, or what could not be looked at. */
struct folder_file {
    const char *path; /* begins with the folder's, but for "." */
    int error;        /* an errno, or 0 */
};

/*
 * The regular files in the folder PATH and in those below it, in the order of their names, folder
 * by folder. What is hidden is left out, and symbolic links are not followed, but for PATH itself.
 */
struct folder_file *folder_search(struct arena *arena, const char *path, uint32_t *count);

#endif
