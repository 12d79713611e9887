/* SPDX-License-Identifier: MIT */
/*
 * The comments of a table file of destinations: which lines stand before what. A comment is a line
 * of its own that begins with "#" or ";".
 */
#ifndef DESTC_EDIT_TABLE_COMMENTS_H
#define DESTC_EDIT_TABLE_COMMENTS_H

#include "base/hash.h"
#include "edit/table.h"

/* Comments, and blank lines between them, before a section's head, a setting or the text's end. */
struct comment_block {
    struct view entry;   /* its key; COMMENT_DEFAULT; empty: none, at either end of the text */
    struct view setting; /* in small letters; empty: before the head, or at the text's end */
    uint32_t begin;      /* where the first one's line begins */
    uint32_t end;        /* behind the last one's line */
    uint32_t limit;      /* behind the blank lines that follow it */
};

/* The default entry, which no key of a destination is. */
#define COMMENT_DEFAULT VIEW("DEFAULT")

/*
 * In the place of a setting, without an entry: what stands above everything else, with a blank line
 * between it and the first section.
 */
#define COMMENT_TOP VIEW("top")

struct table_comments {
    const struct source *source; /* NULL: there is no text */
    struct comment_block *list;  /* sorted by entry and setting */
    uint32_t count;
    uint32_t capacity;
    struct view *lines; /* every one, trimmed */
    uint32_t line_count;
    uint32_t line_capacity;
    struct hash_table table; /* of the lines */
    uint64_t seed;
};

/* Those of TABLE; NULL for a text that there is not. Lives in ARENA. */
void table_comments_find(struct arena *arena, const struct table *table,
                         struct table_comments *comments);

/* The block that stands before SETTING of ENTRY, both as in struct comment_block; or NULL. */
const struct comment_block *table_comments_block(const struct table_comments *comments,
                                                 struct view entry, struct view setting);

/* Whether LINE, trimmed, is one of COMMENTS. */
bool table_comments_have(const struct table_comments *comments, struct view line);

/* The next comment from *AT on, before END, trimmed; *AT moves behind it. False: none is left. */
bool comment_next(const struct source *source, uint32_t *at, uint32_t end, struct view *line);

/* Whether the line that begins at AT is a comment. */
bool comment_begins(const struct source *source, uint32_t at);

/* Whether two texts have the same comments in the same order. */
bool table_comments_same(const struct source *a, const struct source *b);

#endif
