/* SPDX-License-Identifier: MIT */
/*
 * A text that grows line by line, some of which end with a comment; the comments of neighbouring
 * lines are brought into one column at the end.
 */
#ifndef DESTC_EDIT_LINES_H
#define DESTC_EDIT_LINES_H

#include "base/buffer.h"

/* A comment at the end of a line. */
struct line_comment {
    struct view text;
    size_t at; /* where the line ends in the text */
    uint32_t line;
    uint32_t indent;
    size_t width; /* of the line without the comment, in columns */
};

struct lines {
    struct buffer text; /* without the comments at the ends of lines */
    struct line_comment *comments;
    uint32_t comment_count;
    uint32_t comment_capacity;
    uint32_t line;   /* the number of the last line, from 1; 0: there is none */
    uint32_t indent; /* of the last line */
    size_t column;   /* columns that it takes so far */
    bool is_open;    /* something may be added to it */
};

struct lines lines_new(struct arena *arena);

/* Begins a new line. */
void lines_begin(struct lines *lines, uint32_t indent);

/* An empty line, but not as the first. */
void lines_skip(struct lines *lines);

/* Adds TEXT to the last line, which is open. */
void lines_add(struct lines *lines, struct view text);

/* Ends the last line, which is open, with a comment. */
void lines_comment(struct lines *lines, struct view comment);

/* A comment on a line of its own. */
void lines_own_comment(struct lines *lines, uint32_t indent, struct view comment);

/* The whole text, comments and all. */
struct view lines_finish(struct lines *lines);

#endif
