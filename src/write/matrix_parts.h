/* SPDX-License-Identifier: MIT */
/*
 * What the forms of showing a matrix share. Only the forms of write/matrix.h include this.
 */
#ifndef DESTC_WRITE_MATRIX_PARTS_H
#define DESTC_WRITE_MATRIX_PARTS_H

#include "write/matrix.h"

/* The words of a row that is about whether something is there at all. */
#define MATRIX_THERE "there"
#define MATRIX_MISSING "missing"

typedef void matrix_writer(struct arena *arena, const struct matrix *matrix,
                           const struct matrix_frame *frame, struct output *output);

matrix_writer matrix_text;
matrix_writer matrix_json;

#endif
