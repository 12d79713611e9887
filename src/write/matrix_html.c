/* SPDX-License-Identifier: MIT */
/*
 * One page by itself: rows are settings, columns are policies, and who deviates from what most say
 * stands out. The rows of one entry are a body of the table. On a narrow screen a body is a list
 * of who deviates, so those cells carry their policy's name.
 */
#include "write/difference_page.h"
#include "write/difference_parts.h"
#include "write/matrix_parts.h"

#include <inttypes.h>

struct html_form {
    const struct matrix *matrix;
    struct output *output;
    struct buffer text;                 /* of a cell */
    const struct matrix_value **values; /* by column: what it says in the row at work, or NULL */
    bool *deviates;                     /* by column: in a row of the entry at work */
    bool parts[PART_COUNT];             /* what the rows are about */
    bool has_parts;                     /* more than one of them */
};

static void put(const struct html_form *form, const char *markup)
{
    output_string(form->output, markup);
}

/* Writes what stands in the buffer, and empties it. */
static void put_text(struct html_form *form)
{
    html_text(form->output, buffer_view(&form->text));
    form->text.length = 0;
}

static struct view column_name(const struct html_form *form, uint32_t column)
{
    return view_of(form->matrix->columns[column].name);
}

/* --- The head --------------------------------------------------------------------------------- */

/* Each policy, and in how many rows it deviates. */
static void put_policies(struct html_form *form)
{
    const struct matrix *matrix = form->matrix;
    put(form, "<ul class=\"names\" aria-label=\"Policies\">\n");
    for (uint32_t i = 0; i < matrix->column_count; i++) {
        put(form, "<li><code>");
        html_text(form->output, column_name(form, i));
        put(form, "</code>");
        if (matrix->deviations[i] > 0)
            output_printf(form->output,
                          " <span class=\"soft\">deviates in %" PRIu32 " %s</span>",
                          matrix->deviations[i], matrix->deviations[i] == 1 ? "row" : "rows");
        put(form, "</li>\n");
    }
    put(form, "</ul>\n");
}

static void put_head(struct html_form *form)
{
    const struct matrix *matrix = form->matrix;
    html_header(form->output, matrix->row_count > 0);
    put(form, "<p class=\"summary\">");
    buffer_printf(&form->text, "%" PRIu32 " policies: ", matrix->column_count);
    if (matrix->row_count == 0)
        buffer_add_string(&form->text, matrix_same_words(matrix));
    else
        add_matrix_counts(&form->text, matrix);
    put_text(form);
    put(form, "</p>\n");
    put_policies(form);
    if (matrix->effective)
        put(form, "<p class=\"soft\">Only what takes effect was compared.</p>\n");
    put(form, "</header>\n");
}

/* --- The filter ------------------------------------------------------------------------------- */

/* Who deviates is chosen by the column's number: names can be anything, and two can be the same. */
static void put_filter(const struct html_form *form)
{
    struct output *output = form->output;
    html_filter(output);
    html_choice(output, "Deviates", "deviates");
    for (uint32_t i = 0; i < form->matrix->column_count; i++) {
        if (form->matrix->deviations[i] == 0)
            continue;
        output_printf(output, "<option value=\"%" PRIu32 "\">", i + 1);
        html_text(output, column_name(form, i));
        put(form, "</option>\n");
    }
    html_choice_end(output);
    if (form->has_parts) {
        html_choice(output, "Part", "part");
        for (int i = 0; i < PART_COUNT; i++)
            if (form->parts[i])
                html_option(output, difference_part_name((enum difference_part)i),
                            part_words((enum difference_part)i)->one);
        html_choice_end(output);
    }
    html_filter_end(output);
}

/* --- Rows ------------------------------------------------------------------------------------- */

/* What the entry is and whose: nothing of destinations, as most are. */
static void put_kind(struct html_form *form, const struct matrix_row *row)
{
    struct view listener = matrix_listener(form->matrix, row);
    bool has_listener = listener.length > 0 && row->part != PART_LISTENER;
    if (row->name.length > 0)
        buffer_add_string(&form->text, part_words(row->part)->one);
    if (has_listener)
        buffer_add_string(&form->text, form->text.length > 0 ? " of " : "of ");
    if (has_listener)
        buffer_add(&form->text, listener);
    if (form->text.length == 0)
        return;
    put(form, " <span class=\"soft\">");
    put_text(form);
    put(form, "</span>");
}

static void put_entry(struct html_form *form, const struct matrix_row *row, uint32_t rows)
{
    html_cell(form->output, "th scope=\"rowgroup\"", rows);
    put(form, "<bdi>");
    html_text(form->output,
              row->name.length > 0 ? row->name : view_of(part_words(row->part)->one));
    put(form, "</bdi>");
    if (row->part != PART_DESTINATION)
        put_kind(form, row);
    put(form, "</th>");
}

static void put_most(struct html_form *form, const struct matrix_row *row)
{
    if (row->is_tie) {
        put(form, "<td class=\"neutral\">" MATRIX_TIE "</td>");
        return;
    }
    put(form, "<td>");
    add_matrix_value(&form->text, row, &row->values[0]);
    put_text(form);
    output_printf(form->output, " <span class=\"soft\">%" PRIu32 " of %" PRIu32 "</span></td>",
                  row->values[0].count, form->matrix->column_count);
}

/* What one policy says. */
static void put_value(struct html_form *form, const struct matrix_row *row, uint32_t column)
{
    const struct matrix_value *value = form->values[column];
    if (value == NULL) {
        put(form, "<td class=\"lacks\">" MATRIX_MISSING "</td>");
        return;
    }
    add_matrix_value(&form->text, row, value);
    if (!row->is_tie && value == &row->values[0]) {
        put(form, "<td class=\"same\">");
        put_text(form);
        put(form, "</td>");
        return;
    }
    put(form, row->is_tie ? "<td data-label=\"" : "<td class=\"other\" data-label=\"");
    html_text(form->output, column_name(form, column));
    put(form, "\"><span>");
    put_text(form);
    put(form, row->is_tie ? "</span></td>"
                          : "<span class=\"spoken\"> deviates</span></span></td>");
}

static void put_row(struct html_form *form, const struct matrix_row *row)
{
    uint32_t count = form->matrix->column_count;
    memset(form->values, 0, count * sizeof(*form->values));
    for (uint32_t i = 0; i < row->value_count; i++)
        for (uint32_t j = 0; j < row->values[i].count; j++)
            form->values[row->values[i].columns[j]] = &row->values[i];
    put(form, "<td>");
    html_text(form->output, row->setting);
    put(form, "</td>");
    put_most(form, row);
    for (uint32_t i = 0; i < count; i++)
        put_value(form, row, i);
}

/* Who deviates in one of the ROWS rows of an entry: their numbers, as the filter has them. */
static void put_deviating(struct html_form *form, const struct matrix_row *row, uint32_t rows)
{
    uint32_t count = form->matrix->column_count;
    const char *separator = "";
    memset(form->deviates, 0, count * sizeof *form->deviates);
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = matrix_first_other(&row[i]); j < row[i].value_count; j++)
            for (uint32_t k = 0; k < row[i].values[j].count; k++)
                form->deviates[row[i].values[j].columns[k]] = true;
    for (uint32_t i = 0; i < count; i++) {
        if (!form->deviates[i])
            continue;
        put(form, separator);
        output_number(form->output, i + 1);
        separator = " ";
    }
}

/* The ROWS rows of an entry. */
static void put_thing(struct html_form *form, const struct matrix_row *row, uint32_t rows)
{
    put(form, "<tbody data-order=\"");
    output_number(form->output, (uint64_t)(row - form->matrix->rows));
    put(form, "\" data-part=\"");
    put(form, difference_part_name(row->part));
    put(form, "\" data-deviates=\"");
    put_deviating(form, row, rows);
    put(form, "\">\n<tr>");
    put_entry(form, row, rows);
    for (uint32_t i = 0; i < rows; i++) {
        put(form, i == 0 ? "" : "</tr>\n<tr>");
        put_row(form, &row[i]);
    }
    put(form, "</tr>\n</tbody>\n");
}

/* --- The table -------------------------------------------------------------------------------- */

static void put_headings(struct html_form *form)
{
    put(form, "<th scope=\"col\" class=\"entry\" data-sort=\"entry\" data-by=\"order\" "
              "aria-sort=\"ascending\">Entry</th>"
              "<th scope=\"col\" class=\"setting\" data-sort=\"setting\">Setting</th>"
              "<th scope=\"col\" class=\"most\" data-sort=\"most\">Most</th>");
    for (uint32_t i = 0; i < form->matrix->column_count; i++) {
        put(form, "<th scope=\"col\" class=\"policy\" data-sort=\"");
        html_text(form->output, column_name(form, i));
        put(form, "\"><bdi>");
        html_text(form->output, column_name(form, i));
        put(form, "</bdi></th>");
    }
    html_table_head_end(form->output);
}

/* What the table's looks mean. Of two policies neither has the most behind it. */
static const char *caption_of(const struct html_form *form)
{
    bool is_effective = form->matrix->effective;
    return arena_printf(form->text.arena, "%s%s",
                        form->matrix->column_count == 2
                            ? ""
                            : "Who deviates from what most have stands in bold. ",
                        is_effective ? "What is inherited stands in parentheses."
                                     : "<q>" MATRIX_INHERITED "</q> is the same for all, whatever "
                                       "is inherited.");
}

static void put_table(struct html_form *form)
{
    const struct matrix *matrix = form->matrix;
    html_table(form->output, &(struct html_table){.attributes = " class=\"matrix\"",
                                                  .caption = caption_of(form),
                                                  .one = "entry",
                                                  .many = "entries"});
    put_headings(form);
    for (uint32_t first = 0, rows; first < matrix->row_count; first += rows) {
        rows = matrix_thing_rows(&matrix->rows[first], matrix->row_count - first);
        put_thing(form, &matrix->rows[first], rows);
    }
    html_table_end(form->output);
}

static void find_parts(struct html_form *form)
{
    for (uint32_t i = 0; i < form->matrix->row_count; i++) {
        form->parts[form->matrix->rows[i].part] = true;
        form->has_parts |= form->matrix->rows[i].part != form->matrix->rows[0].part;
    }
}

void matrix_html(struct arena *arena, const struct matrix *matrix,
                 const struct matrix_frame *frame, struct output *output)
{
    struct html_form form = {.matrix = matrix, .output = output, .text = buffer_new(arena)};
    (void)frame;
    form.values = arena_zero(arena, (size_t)matrix->column_count + 1, sizeof(*form.values));
    form.deviates = arena_zero(arena, (size_t)matrix->column_count + 1, sizeof *form.deviates);
    find_parts(&form);
    buffer_printf(&form.text, "Differences of %" PRIu32 " policies", matrix->column_count);
    html_begin(output, buffer_view(&form.text));
    form.text.length = 0;
    put_head(&form);
    if (matrix->row_count > 0) {
        html_main(output);
        put_filter(&form);
        put_table(&form);
    }
    html_end(output);
}
