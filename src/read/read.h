/* SPDX-License-Identifier: MIT */
/*
 * Reading files of any format into one policy.
 */
#ifndef DESTC_READ_READ_H
#define DESTC_READ_READ_H

#include "read/formats.h"

/*
 * Reads the file PATH ("-" is standard input) into POLICY, as FROM or, with FORMAT_UNKNOWN, as
 * the format that its content shows. Several files read into one policy are joined: an entry in
 * two of them is reported. Returns the text, or NULL if the file could not be read at all.
 */
const struct source *read_file(struct policy *policy, struct diag *diag,
                               const struct read_options *options, enum format from,
                               const char *path);

/*
 * To be called when all files of POLICY have been read: what could not be done before, because a
 * statement may stand in any file, is done now.
 */
void read_finish(struct policy *policy, struct diag *diag, const struct read_options *options);

/*
 * Reads a list of names from PATH ("-" is standard input): lines of text, which the caller takes
 * apart. NULL, and reported, if it could not be read.
 */
const struct source *read_names(struct diag *diag, const char *path);

#endif
