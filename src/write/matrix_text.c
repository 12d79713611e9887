/* SPDX-License-Identifier: MIT */
/*
 * For people:
 *
 *     3 policies: esa-dmz, esa-lan, esa-out
 *
 *     Destinations
 *       bank.example     tls      required (2)  verify: esa-out
 *       partner.example  missing  there (2)     missing: esa-lan
 */
#include "diag/show.h"
#include "write/difference_parts.h"
#include "write/layout.h"
#include "write/matrix_parts.h"

#include <inttypes.h>

struct text_form {
    const struct matrix *matrix;
    const struct matrix_frame *frame;
    struct output *output;
    struct grid grid;
};

/* --- Cells ------------------------------------------------------------------------------------ */

static void add_safe(struct buffer *buffer, struct view text)
{
    buffer_add(buffer, escape_controls(buffer->arena, text));
}

static void add_columns(struct buffer *buffer, const struct matrix *matrix,
                        const struct matrix_value *value)
{
    for (uint32_t i = 0; i < value->count; i++) {
        buffer_add_string(buffer, i == 0 ? ": " : ", ");
        add_safe(buffer, view_of(matrix->columns[value->columns[i]].name));
    }
}

/* What most say, and how many; "no majority" of a tie. */
static void add_most(struct text_form *form, const struct matrix_row *row)
{
    struct buffer *text = &form->grid.text;
    if (row->is_tie) {
        buffer_add_string(text, MATRIX_TIE);
    } else {
        add_matrix_value(text, row, &row->values[0]);
        buffer_printf(text, " (%" PRIu32 ")", row->values[0].count);
    }
    grid_cell_end(&form->grid);
}

/* Who says otherwise: "off: esa-lan; (inherited): esa-dmz". */
static void add_others(struct text_form *form, const struct matrix_row *row)
{
    uint32_t first = matrix_first_other(row);
    for (uint32_t i = first; i < row->value_count; i++) {
        buffer_add_string(&form->grid.text, i == first ? "" : "; ");
        add_matrix_value(&form->grid.text, row, &row->values[i]);
        add_columns(&form->grid.text, form->matrix, &row->values[i]);
    }
    grid_cell_end(&form->grid);
}

static void add_row(struct text_form *form, const struct matrix_row *row, bool is_first)
{
    struct buffer *text = &form->grid.text;
    grid_row(&form->grid);
    if (is_first && row->name.length > 0)
        add_safe(text, row->name);
    else if (is_first)
        buffer_add_string(text, part_words(row->part)->one);
    grid_cell_end(&form->grid);
    if (row->setting.length > 0)
        add_safe(text, row->setting);
    grid_cell_end(&form->grid);
    add_most(form, row);
    add_others(form, row);
}

/* --- Sections --------------------------------------------------------------------------------- */

static void set_bold(const struct text_form *form, bool is_bold)
{
    if (form->frame->color)
        output_string(form->output, is_bold ? "\033[1m" : "\033[0m");
}

static void put_heading(const struct text_form *form, const struct matrix_row *row)
{
    struct buffer text = buffer_new(form->grid.text.arena);
    struct view listener = matrix_listener(form->matrix, row);
    if (listener.length > 0) {
        buffer_add_string(&text, "Listener ");
        add_safe(&text, listener);
    }
    add_matrix_heading(&text, form->matrix, row);
    output_char(form->output, '\n');
    set_bold(form, true);
    output_view(form->output, buffer_view(&text));
    set_bold(form, false);
    output_char(form->output, '\n');
}

static void put_rows(struct text_form *form)
{
    const struct matrix *matrix = form->matrix;
    uint32_t next = 0;
    while (next < matrix->row_count) {
        uint32_t first = next;
        put_heading(form, &matrix->rows[first]);
        for (; next < matrix->row_count &&
               matrix_same_section(&matrix->rows[first], &matrix->rows[next]);
             next++)
            add_row(form, &matrix->rows[next],
                    next == first ||
                        !matrix_same_thing(&matrix->rows[next - 1], &matrix->rows[next]));
        grid_write(&form->grid, 2, form->output);
    }
}

/* --- All of it -------------------------------------------------------------------------------- */

/* "3 policies: esa-dmz, esa-lan, esa-out". */
static void put_columns(const struct text_form *form)
{
    struct buffer text = buffer_new(form->grid.text.arena);
    for (uint32_t i = 0; i < form->matrix->column_count; i++) {
        buffer_add_string(&text, i == 0 ? ": " : ", ");
        add_safe(&text, view_of(form->matrix->columns[i].name));
    }
    output_printf(form->output, "%" PRIu32 " policies", form->matrix->column_count);
    write_wrapped(form->output, buffer_view(&text), 0, 2, LAYOUT_WIDTH);
}

/* "7 differences in 3 entries; deviating: esa-lan 4, esa-dmz 1". */
static void put_summary(const struct text_form *form)
{
    const struct matrix *matrix = form->matrix;
    struct buffer text = buffer_new(form->grid.text.arena);
    const char *separator = "; deviating: ";
    add_matrix_counts(&text, matrix);
    for (uint32_t i = 0; i < matrix->column_count; i++) {
        if (matrix->deviations[i] == 0)
            continue;
        buffer_add_string(&text, separator);
        add_safe(&text, view_of(matrix->columns[i].name));
        buffer_printf(&text, " %" PRIu32, matrix->deviations[i]);
        separator = ", ";
    }
    write_wrapped(form->output, buffer_view(&text), 0, 2, LAYOUT_WIDTH);
}

void matrix_text(struct arena *arena, const struct matrix *matrix,
                 const struct matrix_frame *frame, struct output *output)
{
    struct text_form form = {matrix, frame, output, grid_new(arena)};
    if (!frame->summary || matrix->row_count == 0)
        put_columns(&form);
    if (matrix->row_count == 0) {
        output_printf(output, "%s\n", matrix_same_words(matrix));
        return;
    }
    if (!frame->summary) {
        put_rows(&form);
        output_char(output, '\n');
    }
    put_summary(&form);
}
