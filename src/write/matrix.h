/* SPDX-License-Identifier: MIT */
/*
 * The forms of showing what is not the same in several policies, one row each behind one signature.
 */
#ifndef DESTC_WRITE_MATRIX_H
#define DESTC_WRITE_MATRIX_H

#include "analysis/matrix.h"
#include "base/output.h"

struct matrix_frame {
    bool color;   /* text: the terminal has colours */
    bool summary; /* text: the last line alone */
};

struct matrix_form {
    const char *name;
    void (*write)(struct arena *arena, const struct matrix *matrix,
                  const struct matrix_frame *frame, struct output *output);
};

/* The form of this name ("text", "json", "markdown", "html"), or NULL. */
const struct matrix_form *matrix_form(struct view name);

#endif
