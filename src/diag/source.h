/* SPDX-License-Identifier: MIT */
/*
 * The texts of a run and places in them. All texts share one space of 32-bit offsets that begins
 * at 1, so that a place also names its file, and 0 means "no place".
 */
#ifndef DESTC_DIAG_SOURCE_H
#define DESTC_DIAG_SOURCE_H

#include "base/arena.h"

#include <stdint.h>

/* From the byte at offset up to, not including, the byte at end. {0, 0} is no place. */
struct span {
    uint32_t offset;
    uint32_t end;
};

#define SPAN_NONE ((struct span){0, 0})

/* Where the counting of lines and characters of a text has come to. */
struct source_mark {
    uint32_t offset; /* in the text, on the border of a character */
    uint32_t line;
    uint32_t start;      /* where this line begins */
    uint32_t characters; /* between the line's beginning and here */
};

struct source {
    const char *name; /* as messages show it */
    char *text;       /* followed by at least two NULs; scanners may write into it while they run */
    uint32_t size;
    uint32_t base; /* offset of the first byte */
    struct span included_by; /* where another text includes this one; else SPAN_NONE */
    struct source_mark *marks; /* at even distances, as far as somebody has asked */
    uint32_t mark_count;
    uint32_t mark_capacity;
};

struct sources {
    struct arena *arena;
    struct source **list;
    uint32_t count;
    uint32_t capacity;
    uint32_t next_base;
    struct span including; /* where the texts that are added now are included; else SPAN_NONE */
};

/* How far behind a place the text of its line is given. */
enum { POSITION_AHEAD = 64 * 1024 };

/*
 * Where a place is, for people: counted from 1, columns in characters. A byte that is not UTF-8
 * counts as a character, a byte order mark does not count.
 */
struct position {
    const struct source *source; /* NULL for "no place" */
    uint32_t line;
    uint32_t column;
    struct view line_text; /* the line without its end, cut POSITION_AHEAD bytes behind the place */
    size_t line_offset;    /* of the place's character in line_text, at most its length */
};

void sources_init(struct sources *sources, struct arena *arena);

/*
 * Adds a text. NAME and TEXT must live as long as SOURCES; TEXT is followed by two NULs.
 * Returns NULL when the space of offsets is used up (4 GiB over all files).
 */
struct source *sources_add(struct sources *sources, const char *name, char *text, size_t size);

/* The text that holds OFFSET, or NULL for 0. */
const struct source *sources_find(const struct sources *sources, uint32_t offset);

/* How many bytes of SOURCE are its byte order mark: 3 or 0. */
static inline uint32_t source_begin(const struct source *source)
{
    return source->size >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/*
 * Line and column of OFFSET. The first call builds an index of the text up to there, later ones
 * use it: places may be asked for in any order, in any number, whatever the length of lines.
 * Not while a scanner writes into the text.
 */
struct position sources_position(struct sources *sources, uint32_t offset);

/* The bytes of a place. */
struct view sources_text(const struct sources *sources, struct span span);

#endif
