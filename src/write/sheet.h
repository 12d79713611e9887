/* SPDX-License-Identifier: MIT */
/*
 * A table whose rows differ in all their cells: they are gathered, then written in columns that fit
 * them. The layout is that of write/table.h, but nothing stands behind the last cell of a row, and
 * a cell that is wider than a terminal's half does not widen its column: it pushes its own row only.
 */
#ifndef DESTC_WRITE_SHEET_H
#define DESTC_WRITE_SHEET_H

#include "write/table.h"

struct sheet {
    struct table table;
    struct view *cells; /* row by row */
    uint32_t rows;
    uint32_t capacity; /* in rows */
};

/* A sheet with one column. */
void sheet_init(struct sheet *sheet, struct arena *arena, const char *header);

/* One column more, at most TABLE_MOST_COLUMNS; not once there are rows. */
void sheet_column(struct sheet *sheet, const char *header);

/*
 * The cells of a new row, all empty, one for each column, to be filled at once: valid UTF-8 that
 * lives as long as the sheet.
 */
struct view *sheet_row(struct sheet *sheet);

/* NUMBER as a cell of a column in which MOST is the largest: at the right. */
struct view sheet_number(struct arena *arena, uint32_t number, uint32_t most);

/* Header, rule and rows. */
void sheet_write(struct sheet *sheet, struct output *output);

#endif
