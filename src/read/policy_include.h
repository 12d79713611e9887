/* SPDX-License-Identifier: MIT */
/*
 * The files of a policy source.
 */
#ifndef DESTC_READ_POLICY_INCLUDE_H
#define DESTC_READ_POLICY_INCLUDE_H

#include "read/policy_tree.h"

/*
 * Parses SOURCE and, file by file, whatever it includes, into TREE. A path is relative to the file
 * that names it (to the working directory on standard input); a file is itself by its device and
 * inode, and is read once however often it is included or given. A statement that leads back to a
 * file which it is reached from, in whatever order the files are read, a file over 64 levels deep,
 * and what is no regular file are reported.
 */
void policy_read_files(struct tree *tree, struct diag *diag, const struct source *source);

/* PATH as it is written in SOURCE, relative to the working directory. */
const char *policy_path(struct arena *arena, const struct source *source, struct view path);

uint32_t file_identity_hash(struct file_identity identity);
bool file_identity_same(struct file_identity a, struct file_identity b);

/*
 * Whether the file PATH, named at PLACE, is a regular file, and which; reported if it is none.
 * Reading a device or a FIFO that somebody names in a source could block or never end.
 */
bool policy_check_file(struct diag *diag, struct span place, const char *path,
                       struct file_identity *identity);

#endif
