/* SPDX-License-Identifier: MIT */
/*
 * Which files of a folder are tables or policies. There a first line says too little: many a file
 * of other programs begins as one of them does.
 */
#ifndef DESTC_READ_RECOGNISE_H
#define DESTC_READ_RECOGNISE_H

#include "read/formats.h"

/*
 * The format of a text that begins with HEAD, if something in it is that no other program's files
 * have: a parameter's name, the namespace, a statement with its end; else FORMAT_UNKNOWN.
 */
enum format recognise(struct view head);

/* The same of the regular file PATH; FORMAT_UNKNOWN too if it cannot be read: *ERROR is why. */
enum format recognise_file(const char *path, int *error);

#endif
