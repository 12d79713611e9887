/* SPDX-License-Identifier: MIT */
/*
 * What comments in Markdown are made of: text from files as code, so that nothing in it becomes
 * markup, a mention or a link, and the bounds that whoever keeps comments sets.
 */
#ifndef DESTC_WRITE_MARKDOWN_H
#define DESTC_WRITE_MARKDOWN_H

#include "analysis/difference.h"
#include "base/buffer.h"

enum {
    MARKDOWN_MOST = 60000, /* bytes of a comment: GitHub takes 65,536 characters */
    MARKDOWN_CELL = 500,   /* bytes of a value */
    MARKDOWN_NAMES = 8000, /* bytes of a list of names */
    MARKDOWN_FOLDED = 10,  /* rows from which on a table is folded */
    MARKDOWN_SIDE = 200,   /* bytes of a file's name */
};

/* Adds TEXT, which is safe for a terminal, as code; of more than MOST bytes the beginning. */
void markdown_code(struct buffer *buffer, struct view text, size_t most);

/* The same for any TEXT: what a terminal must not get is spelt out. */
void markdown_escaped(struct buffer *buffer, struct view text, size_t most);

/* Adds what a side says: a value as code, an inherited one in parentheses. */
void markdown_said(struct buffer *buffer, const struct said *said);

/* Begins and ends what is folded away if ROWS are many, and that is not IS_OPEN. */
void markdown_fold(struct buffer *page, uint32_t rows, bool is_open);
void markdown_fold_end(struct buffer *page, uint32_t rows);

/* Adds the last line of a comment that has no room for COUNT more; COMMAND shows them. */
void markdown_left_out(struct buffer *page, uint32_t count, const char *command);

#endif
