/* SPDX-License-Identifier: MIT */
/*
 * A file that is read piece by piece and stays open: for messages its lines are read again.
 */
#ifndef DESTC_READ_SAVECONFIG_FILE_H
#define DESTC_READ_SAVECONFIG_FILE_H

#include "diag/diag.h"

/*
 * Adds the file PATH to DIAG's sources if it is a regular one and WANTED says so of its beginning.
 * NULL if it is not, or cannot be read, which is not reported: then it is to be read whole, and
 * what is wrong with it shows there.
 */
const struct source *saveconfig_load(struct diag *diag, const char *path,
                                     bool (*wanted)(struct view head));

#endif
