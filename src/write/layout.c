/* SPDX-License-Identifier: MIT */
#include "write/layout.h"

#include "base/utf8.h"

/* The gap between columns, and what the last one gets at least before it is wrapped. */
enum { GAP = 2, LEAST_WIDTH = 24 };

struct grid grid_new(struct arena *arena)
{
    return (struct grid){.text = buffer_new(arena)};
}

void grid_row(struct grid *grid)
{
    grid->rows = array_grow(grid->text.arena, grid->rows, grid->row_count, &grid->row_capacity,
                            sizeof *grid->rows);
    grid->rows[grid->row_count++] = (struct grid_row){0};
    grid->column = 0;
    grid->cell_start = grid->text.length;
}

void grid_cell_end(struct grid *grid)
{
    struct grid_row *row = &grid->rows[grid->row_count - 1];
    row->cells[grid->column++] =
        (struct grid_cell){grid->cell_start, grid->text.length - grid->cell_start};
    grid->cell_start = grid->text.length;
}

void grid_add(struct grid *grid, const char *text)
{
    grid_add_view(grid, view_of(text));
}

void grid_add_view(struct grid *grid, struct view text)
{
    buffer_add(&grid->text, text);
    grid_cell_end(grid);
}

static struct view cell_view(const struct grid *grid, const struct grid_row *row, int column)
{
    struct grid_cell cell = row->cells[column];
    return (struct view){cell.length == 0 ? "" : grid->text.text + cell.start, cell.length};
}

/* How wide each column is; returns the number of the last one in use. */
static int measure(const struct grid *grid, size_t widths[GRID_COLUMNS])
{
    int last = 0;
    for (int column = 0; column < GRID_COLUMNS; column++) {
        widths[column] = 0;
        for (uint32_t i = 0; i < grid->row_count; i++) {
            size_t width = utf8_width(cell_view(grid, &grid->rows[i], column));
            if (width > widths[column])
                widths[column] = width;
        }
        if (widths[column] > 0)
            last = column;
    }
    return last;
}

static int last_cell(const struct grid_row *row)
{
    int last = 0;
    for (int column = 0; column < GRID_COLUMNS; column++)
        if (row->cells[column].length > 0)
            last = column;
    return last;
}

void grid_write(struct grid *grid, size_t indent, struct output *output)
{
    size_t widths[GRID_COLUMNS];
    int last = measure(grid, widths);
    for (uint32_t i = 0; i < grid->row_count; i++) {
        const struct grid_row *row = &grid->rows[i];
        int end = last_cell(row);
        size_t at = indent;
        output_repeat(output, ' ', indent);
        for (int column = 0; column < end; column++) {
            struct view cell = cell_view(grid, row, column);
            size_t rest = widths[column] == 0 ? 0 : widths[column] - utf8_width(cell) + GAP;
            output_view(output, cell);
            output_repeat(output, ' ', rest);
            at += widths[column] == 0 ? 0 : widths[column] + GAP;
        }
        size_t width = at + LEAST_WIDTH > LAYOUT_WIDTH ? at + LEAST_WIDTH : LAYOUT_WIDTH;
        write_wrapped(output, cell_view(grid, row, end), at, at, end == last ? width : SIZE_MAX);
    }
    grid->row_count = 0;
    grid->text.length = 0;
}

/* What TEXT has up to the next END; moves TEXT behind it. */
static struct view take(struct view *text, char end)
{
    const char *found = memchr(text->text, end, text->length);
    size_t length = found == NULL ? text->length : (size_t)(found - text->text);
    size_t used = found == NULL ? length : length + 1;
    struct view taken = {text->text, length};
    *text = (struct view){text->text + used, text->length - used};
    return taken;
}

static void write_line(struct output *output, struct view line, size_t at, size_t indent,
                       size_t width)
{
    size_t column = at;
    bool first = true;
    while (line.length > 0) {
        struct view word = take(&line, ' ');
        size_t space = utf8_width(word);
        if (!first && column + 1 + space > width) {
            output_char(output, '\n');
            output_repeat(output, ' ', indent);
            column = indent;
        } else if (!first) {
            output_char(output, ' ');
            column++;
        }
        output_view(output, word);
        column += space;
        first = false;
    }
    output_char(output, '\n');
}

void write_wrapped(struct output *output, struct view text, size_t at, size_t indent, size_t width)
{
    write_line(output, take(&text, '\n'), at, indent, width);
    while (text.length > 0) {
        output_repeat(output, ' ', indent);
        write_line(output, take(&text, '\n'), indent, indent, width);
    }
}
