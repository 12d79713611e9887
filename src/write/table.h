/* SPDX-License-Identifier: MIT */
/*
 * The layout of a listing: columns two blanks apart, a header of one or two lines, a rule. Widths
 * are display columns. A column is as wide as the widest of its header's lines and whatever it
 * was fitted to: cells, and words that might stand there. Every cell is padded, the last too.
 */
#ifndef DESTC_WRITE_TABLE_H
#define DESTC_WRITE_TABLE_H

#include "base/output.h"

enum { TABLE_MOST_COLUMNS = 32 };

struct table_column {
    struct view upper; /* the header up to its last blank; empty if it has none */
    struct view lower;
    size_t width;
};

struct table {
    struct arena *arena;
    struct table_column columns[TABLE_MOST_COLUMNS];
    uint32_t count;
    const char *blanks; /* as many as the first column is wide; see table_ready() */
    bool is_bare;       /* no blanks end the header's lines: they stand for no cells */
};

/* A table with one column. */
void table_init(struct table *table, struct arena *arena, const char *header);

/* One column more, at most TABLE_MOST_COLUMNS; returns its number. */
uint32_t table_add(struct table *table, const char *header);

/* Makes COLUMN wide enough for TEXT, or for WIDTH columns. */
void table_fit(struct table *table, uint32_t column, struct view text);
void table_fit_width(struct table *table, uint32_t column, size_t width);

/* Call when all columns are as wide as they shall be, before anything below. */
void table_ready(struct table *table);

/* The header and its rule. */
void table_head(const struct table *table, struct output *output);

/*
 * The cells of the second column on as they stand in a row, with its line end, so that rows which
 * differ in their first cell only share one text. Lives in the table's arena.
 */
struct view table_rest(const struct table *table, const struct view *cells);

/* A row: its first cell, WIDTH columns wide, and what table_rest() made. */
static inline void table_row(const struct table *table, struct output *output, struct view first,
                             size_t width, struct view rest)
{
    output_view(output, first);
    output_view(output, (struct view){table->blanks, table->columns[0].width - width});
    output_view(output, rest);
}

#endif
