/* SPDX-License-Identifier: MIT */
/*
 * Output that appears whole or not at all.
 *
 * A regular file is written to a temporary file in the same folder, which takes the old file's
 * mode, is synced and then renamed over it; symbolic links are resolved first. Several files can
 * take their places together, see base/placing.h. Standard output
 * and whatever is not a regular file (a terminal, a FIFO, /dev/stdout) are written directly.
 * Writing never fails at the point of writing: the first error is kept and output_close() tells.
 */
#ifndef DESTC_BASE_OUTPUT_H
#define DESTC_BASE_OUTPUT_H

#include "base/arena.h"

#include <stdint.h>

struct output {
    struct arena *arena;
    const char *name;      /* as the user gave it; "standard output" for "-" */
    const char *target;    /* the file behind NAME, or NULL when written directly */
    const char *temporary; /* the file that is being written, or NULL */
    int descriptor;
    bool is_new; /* there was no file at TARGET */
    int error;   /* the errno of the first failure, or 0 */
    /* Of an output that takes its place together with others: */
    const char *aside; /* the name that the old text has meanwhile, or NULL */
    bool placed;       /* TARGET is the new text */
    int stuck;         /* the errno of why it could not be put back, or 0 */
    char *buffer;
    size_t used;
};

/*
 * Opens PATH for writing; NULL or "-" is standard output. Returns 0 or an errno; on failure
 * nothing is left behind. WATCH, if not NULL, is called with the temporary file's path before it
 * is created and with NULL once it is gone, so that a signal handler can remove it.
 */
int output_open(struct output *output, struct arena *arena, const char *path,
                void (*watch)(const char *temporary));

/* An output to DESCRIPTOR, which output_close() closes; NAME is what messages call it. */
void output_open_descriptor(struct output *output, struct arena *arena, int descriptor,
                            const char *name);

void output_write(struct output *output, const char *text, size_t length);
void output_number(struct output *output, uint64_t number);
void output_printf(struct output *output, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* COUNT times the character C. */
void output_repeat(struct output *output, char c, size_t count);

enum { OUTPUT_BUFFER = 256 * 1024 };

static inline void output_char(struct output *output, char c)
{
    if (output->used == OUTPUT_BUFFER)
        output_write(output, &c, 1);
    else
        output->buffer[output->used++] = c;
}

static inline void output_view(struct output *output, struct view view)
{
    if (view.length <= OUTPUT_BUFFER - output->used) {
        if (view.length > 0)
            memcpy(output->buffer + output->used, view.text, view.length);
        output->used += view.length;
    } else {
        output_write(output, view.text, view.length);
    }
}

static inline void output_string(struct output *output, const char *string)
{
    output_view(output, view_of(string));
}

/*
 * Flushes and lets go of the descriptor. Of a regular file all is on disk then, but under its
 * temporary name: several files can be written before the first takes its place. Returns 0 or the
 * errno of the first thing that went wrong; output_close() or output_abandon() must follow.
 */
int output_settle(struct output *output);

/*
 * Flushes and, for a regular file, puts the new file in place of the old. Returns 0 or the errno
 * of the first thing that went wrong; then the old file is as it was and nothing is left behind.
 */
int output_close(struct output *output, void (*watch)(const char *temporary));

/* Syncs the folder of the target: a change of names is only safe on disk once the folder is. */
void output_sync_folder(const struct output *output);

/* Gives up: the old file stays as it was and the temporary file is removed. */
void output_abandon(struct output *output, void (*watch)(const char *temporary));

#endif
