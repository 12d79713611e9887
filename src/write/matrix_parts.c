/* SPDX-License-Identifier: MIT */
#include "write/matrix_parts.h"

#include "write/difference_parts.h"

#include <inttypes.h>

/* --- Rows ------------------------------------------------------------------------------------- */

bool matrix_same_section(const struct matrix_row *a, const struct matrix_row *b)
{
    return a->part == b->part && view_equal(a->listener, b->listener);
}

bool matrix_same_thing(const struct matrix_row *a, const struct matrix_row *b)
{
    return matrix_same_section(a, b) && view_equal(a->name, b->name);
}

uint32_t matrix_thing_rows(const struct matrix_row *rows, uint32_t count)
{
    uint32_t same = 1;
    while (same < count && matrix_same_thing(&rows[0], &rows[same]))
        same++;
    return same;
}

uint32_t matrix_first_other(const struct matrix_row *row)
{
    return row->is_tie ? 0 : 1;
}

/* --- Words ------------------------------------------------------------------------------------ */

struct view matrix_listener(const struct matrix *matrix, const struct matrix_row *row)
{
    bool is_named = false;
    for (uint32_t i = 0; i < matrix->column_count; i++)
        is_named |= !matrix->columns[i].side.unnamed;
    return is_named ? row->listener : VIEW("");
}

void add_matrix_heading(struct buffer *buffer, const struct matrix *matrix,
                        const struct matrix_row *row)
{
    const char *heading = part_words(row->part)->heading;
    if (matrix_listener(matrix, row).length > 0) {
        if (heading != NULL)
            buffer_printf(buffer, ": %s", heading);
        return;
    }
    size_t start = buffer->length;
    buffer_add_string(buffer, heading == NULL ? part_words(row->part)->many : heading);
    buffer->text[start] = (char)(buffer->text[start] - ('a' - 'A'));
}

void add_matrix_value(struct buffer *buffer, const struct matrix_row *row,
                      const struct matrix_value *value)
{
    const struct said *said = &value->said;
    if (row->setting.length == 0)
        buffer_add_string(buffer, value->missing ? MATRIX_MISSING : MATRIX_THERE);
    else if (said->how == SAID_INHERITED && said->text.length == 0)
        buffer_add_string(buffer, MATRIX_INHERITED);
    else
        add_said(buffer, said);
}

void add_matrix_counts(struct buffer *buffer, const struct matrix *matrix)
{
    buffer_printf(buffer, "%" PRIu32 " %s in %" PRIu32 " %s", matrix->row_count,
                  matrix->row_count == 1 ? "difference" : "differences", matrix->thing_count,
                  matrix->thing_count == 1 ? "entry" : "entries");
}

const char *matrix_same_words(const struct matrix *matrix)
{
    return matrix->effective ? "no difference in what takes effect" : "no difference";
}
