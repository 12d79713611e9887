/* SPDX-License-Identifier: MIT */
/*
 * For a comment on a merge request: a table for each part, long ones folded. A row says what most
 * have and who has something else, so that any number of policies fits into it. As in
 * write/difference_markdown.c nothing from a file is markup, and the form ends before a comment is
 * too long.
 */
#include "write/difference_parts.h"
#include "write/markdown.h"
#include "write/matrix_parts.h"

#include <inttypes.h>

struct markdown_form {
    const struct matrix *matrix;
    struct buffer page;
    struct buffer table; /* of one section */
    struct buffer row;   /* before it is known to have room */
    uint32_t left_out;
};

/* --- Cells ------------------------------------------------------------------------------------ */

static void add_value(struct buffer *row, const struct matrix_row *about,
                      const struct matrix_value *value)
{
    const struct said *said = &value->said;
    bool is_all_inherited = said->how == SAID_INHERITED && said->text.length == 0;
    if (about->setting.length == 0 || is_all_inherited)
        add_matrix_value(row, about, value);
    else
        markdown_said(row, said);
}

/* Who has VALUE; of many the first. */
static void add_columns(struct markdown_form *form, const struct matrix_value *value)
{
    struct buffer *row = &form->row;
    size_t start = row->length;
    uint32_t i = 0;
    for (; i < value->count && row->length - start < MARKDOWN_NAMES; i++) {
        buffer_add_string(row, i == 0 ? ": " : ", ");
        markdown_escaped(row, view_of(form->matrix->columns[value->columns[i]].name),
                         MARKDOWN_SIDE);
    }
    if (i < value->count)
        buffer_printf(row, " and %" PRIu32 " more", value->count - i);
}

static void add_thing(struct markdown_form *form, const struct matrix_row *about)
{
    if (about->name.length > 0)
        markdown_escaped(&form->row, about->name, MARKDOWN_CELL);
    else
        buffer_add_string(&form->row, part_words(about->part)->one);
}

static void make_row(struct markdown_form *form, const struct matrix_row *about, bool is_first)
{
    struct buffer *row = &form->row;
    uint32_t first = matrix_first_other(about);
    row->length = 0;
    buffer_add_string(row, "| ");
    if (is_first)
        add_thing(form, about);
    buffer_add_string(row, " | ");
    if (about->setting.length > 0)
        markdown_escaped(row, about->setting, MARKDOWN_CELL);
    buffer_add_string(row, " | ");
    if (about->is_tie) {
        buffer_add_string(row, MATRIX_TIE);
    } else {
        add_value(row, about, &about->values[0]);
        buffer_printf(row, " (%" PRIu32 ")", about->values[0].count);
    }
    buffer_add_string(row, " | ");
    for (uint32_t i = first; i < about->value_count; i++) {
        buffer_add_string(row, i == first ? "" : "<br>");
        add_value(row, about, &about->values[i]);
        add_columns(form, &about->values[i]);
    }
    buffer_add_string(row, " |\n");
}

/* --- Tables ----------------------------------------------------------------------------------- */

/* Adds the row if the page has room for it; once one has none, it has none for any. */
static void add_row(struct markdown_form *form, const struct matrix_row *about, bool is_first)
{
    if (form->left_out == 0) {
        make_row(form, about, is_first);
        if (form->page.length + form->table.length + form->row.length <= MARKDOWN_MOST) {
            buffer_add(&form->table, buffer_view(&form->row));
            return;
        }
    }
    form->left_out++;
}

/* The COUNT rows from ROWS on, which are of one section. */
static void add_section(struct markdown_form *form, const struct matrix_row *rows, uint32_t count)
{
    struct buffer *page = &form->page;
    struct view listener = matrix_listener(form->matrix, rows);
    form->table.length = 0;
    for (uint32_t i = 0; i < count; i++)
        add_row(form, &rows[i],
                form->table.length == 0 || !matrix_same_thing(&rows[i - 1], &rows[i]));
    if (form->table.length == 0)
        return;
    buffer_add_string(page, "\n#### ");
    if (listener.length > 0) {
        buffer_add_string(page, "Listener ");
        markdown_escaped(page, listener, MARKDOWN_SIDE);
    }
    add_matrix_heading(page, form->matrix, rows);
    buffer_add_string(page, "\n\n");
    markdown_fold(page, count, false);
    buffer_add_string(page, "| Entry | Setting | Most | Otherwise |\n"
                            "| --- | --- | --- | --- |\n");
    buffer_add(page, buffer_view(&form->table));
    markdown_fold_end(page, count);
}

/* --- The page --------------------------------------------------------------------------------- */

/* "### 3 policies: `esa-dmz`, `esa-lan`, `esa-out`"; of many the first. */
static void add_policies(struct markdown_form *form)
{
    const struct matrix *matrix = form->matrix;
    struct buffer *page = &form->page;
    uint32_t i = 0;
    buffer_printf(page, "### %" PRIu32 " policies", matrix->column_count);
    for (; i < matrix->column_count && page->length < MARKDOWN_NAMES; i++) {
        buffer_add_string(page, i == 0 ? ": " : ", ");
        markdown_escaped(page, view_of(matrix->columns[i].name), MARKDOWN_SIDE);
    }
    if (i < matrix->column_count)
        buffer_printf(page, " and %" PRIu32 " more", matrix->column_count - i);
    buffer_add_string(page, "\n\n");
}

/* "Deviating: `esa-lan` 4, `esa-dmz` 1". */
static void add_deviations(struct markdown_form *form)
{
    const struct matrix *matrix = form->matrix;
    struct buffer *page = &form->page;
    size_t start = page->length;
    const char *separator = "\nDeviating: ";
    uint32_t more = 0;
    for (uint32_t i = 0; i < matrix->column_count; i++) {
        bool has_room = page->length - start < MARKDOWN_NAMES;
        more += !has_room && matrix->deviations[i] > 0;
        if (!has_room || matrix->deviations[i] == 0)
            continue;
        buffer_add_string(page, separator);
        markdown_escaped(page, view_of(matrix->columns[i].name), MARKDOWN_SIDE);
        buffer_printf(page, " %" PRIu32, matrix->deviations[i]);
        separator = ", ";
    }
    if (more > 0)
        buffer_printf(page, " and %" PRIu32 " more", more);
    buffer_add_string(page, ".\n");
}

static void add_head(struct markdown_form *form)
{
    const struct matrix *matrix = form->matrix;
    struct buffer *page = &form->page;
    add_policies(form);
    if (matrix->row_count == 0) {
        buffer_printf(page, "**%s**\n", matrix_same_words(matrix));
        return;
    }
    buffer_add_string(page, "**");
    add_matrix_counts(page, matrix);
    buffer_add_string(page, "**\n");
    add_deviations(form);
    if (matrix->effective)
        buffer_add_string(page, "\nOnly what takes effect was compared.\n");
}

void matrix_markdown(struct arena *arena, const struct matrix *matrix,
                     const struct matrix_frame *frame, struct output *output)
{
    struct markdown_form form = {.matrix = matrix,
                                 .page = buffer_new(arena),
                                 .table = buffer_new(arena),
                                 .row = buffer_new(arena)};
    (void)frame;
    add_head(&form);
    for (uint32_t first = 0, next; first < matrix->row_count; first = next) {
        const struct matrix_row *rows = matrix->rows;
        for (next = first + 1;
             next < matrix->row_count && matrix_same_section(&rows[first], &rows[next]);)
            next++;
        add_section(&form, &rows[first], next - first);
    }
    markdown_left_out(&form.page, form.left_out, "destc diff --matrix");
    output_view(output, buffer_view(&form.page));
}
