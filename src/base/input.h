/* SPDX-License-Identifier: MIT */
/*
 * Whole files read into memory.
 */
#ifndef DESTC_BASE_INPUT_H
#define DESTC_BASE_INPUT_H

#include "base/arena.h"

#include <stdint.h>

enum {
    INPUT_LINE_LIMIT = 64 * 1024, /* bytes in one line, its LF not counted */
};
#define INPUT_SIZE_LIMIT ((size_t)1 << 30) /* bytes in one file */

enum input_status {
    INPUT_READ,
    INPUT_FAILED,    /* the system refused: see error */
    INPUT_DIRECTORY, /* the path is a directory */
    INPUT_TOO_LARGE, /* over INPUT_SIZE_LIMIT bytes */
};

struct input {
    char *text;  /* in the arena, followed by INPUT_PADDING NULs */
    size_t size; /* without the padding */
    int error;   /* an errno, for INPUT_FAILED */
    bool long_line;          /* reading stopped after a line over INPUT_LINE_LIMIT bytes */
    size_t long_line_offset; /* where that line begins */
};

/* A scanner's end marks: flex wants two. */
enum { INPUT_PADDING = 8 };

/*
 * Reads the file PATH ("-" is standard input) whole into ARENA. At the first line over
 * INPUT_LINE_LIMIT bytes HAS_LINES is asked about the text so far; where it says that a text that
 * begins like this has lines, reading stops there, so that a gigabyte without a line end is not
 * read to its end. NULL: no such limit.
 */
enum input_status input_read(struct input *input, struct arena *arena, const char *path,
                             bool (*has_lines)(struct view beginning));

#endif
