/* SPDX-License-Identifier: MIT */
/*
 * What the forms of showing a matrix share. Only the forms of write/matrix.h include this.
 */
#ifndef DESTC_WRITE_MATRIX_PARTS_H
#define DESTC_WRITE_MATRIX_PARTS_H

#include "base/buffer.h"
#include "write/matrix.h"

/* The words of a row that is about whether something is there at all. */
#define MATRIX_THERE "there"
#define MATRIX_MISSING "missing"

/* The word in the place of a value that most have. */
#define MATRIX_TIE "no majority"

/* How all that is inherited is called, where its value is not compared. */
#define MATRIX_INHERITED "(inherited)"

/* --- Rows ------------------------------------------------------------------------------------- */

/* Whether two rows stand under one heading, and whether they are about one thing. */
bool matrix_same_section(const struct matrix_row *a, const struct matrix_row *b);
bool matrix_same_thing(const struct matrix_row *a, const struct matrix_row *b);

/* How many of the COUNT rows from ROWS on are about the same thing as the first. */
uint32_t matrix_thing_rows(const struct matrix_row *rows, uint32_t count);

/* The first of ROW's values that is told by who has it: that of the most is not. */
uint32_t matrix_first_other(const struct matrix_row *row);

/* --- Words ------------------------------------------------------------------------------------ */

/* The listener of ROW to be shown; empty where it has none, or all are tables that name none. */
struct view matrix_listener(const struct matrix *matrix, const struct matrix_row *row);

/*
 * Adds what heads ROW's section: "Destinations", and behind a listener's name, which is the form's
 * to add, ": sender groups".
 */
void add_matrix_heading(struct buffer *buffer, const struct matrix *matrix,
                        const struct matrix_row *row);

/* Adds the value as text that is safe for a terminal. */
void add_matrix_value(struct buffer *buffer, const struct matrix_row *row,
                      const struct matrix_value *value);

/* Adds "7 differences in 3 entries". */
void add_matrix_counts(struct buffer *buffer, const struct matrix *matrix);

/* How it is said that there are no rows. */
const char *matrix_same_words(const struct matrix *matrix);

/* --- The forms -------------------------------------------------------------------------------- */

typedef void matrix_writer(struct arena *arena, const struct matrix *matrix,
                           const struct matrix_frame *frame, struct output *output);

matrix_writer matrix_text;
matrix_writer matrix_json;
matrix_writer matrix_markdown;
matrix_writer matrix_html;

#endif
