/* SPDX-License-Identifier: MIT */
/*
 * Text for people: aligned columns and wrapped paragraphs, measured in terminal columns.
 */
#ifndef DESTC_WRITE_LAYOUT_H
#define DESTC_WRITE_LAYOUT_H

#include "base/buffer.h"
#include "base/output.h"

enum {
    LAYOUT_WIDTH = 100, /* of a page */
    GRID_COLUMNS = 4,
};

struct grid_cell {
    size_t start; /* in the grid's text */
    size_t length;
};

struct grid_row {
    struct grid_cell cells[GRID_COLUMNS];
};

/*
 * Rows of cells that are gathered and then written in aligned columns. A cell is written with the
 * buffer_ functions into TEXT and closed by grid_cell_end():
 *
 *     grid_row(&grid);
 *     buffer_add_string(&grid.text, "TLS");
 *     grid_cell_end(&grid);
 */
struct grid {
    struct buffer text;
    struct grid_row *rows;
    uint32_t row_count;
    uint32_t row_capacity;
    uint32_t column; /* the cell that is being written */
    size_t cell_start;
};

struct grid grid_new(struct arena *arena);

/* Begins a row. Cells that are not written stay empty. */
void grid_row(struct grid *grid);

/* Ends the cell that is being written; the next one begins. */
void grid_cell_end(struct grid *grid);

/* A whole cell at once. */
void grid_add(struct grid *grid, const char *text);
void grid_add_view(struct grid *grid, struct view text);

/*
 * Writes the rows, INDENT blanks before each and two between columns, and empties the grid for
 * the next use; its memory is kept. A last column that would pass LAYOUT_WIDTH is wrapped.
 */
void grid_write(struct grid *grid, size_t indent, struct output *output);

/*
 * Writes TEXT wrapped at blanks, so that it ends before the column WIDTH. The output stands at
 * column AT; further lines are indented by INDENT. A word that is too long keeps its line. Line
 * ends in TEXT are kept. Ends with a line end.
 */
void write_wrapped(struct output *output, struct view text, size_t at, size_t indent,
                   size_t width);

#endif
