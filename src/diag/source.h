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

/* From OFFSET of a derived text on, its bytes stand at ORIGIN in the text that it is made from. */
struct source_stretch {
    uint32_t offset;
    uint32_t origin;
};

/* The stretches of a derived text, in order. What is not there stands before the first. */
struct source_map {
    struct arena *arena;
    struct source_stretch *list;
    uint32_t count;
    uint32_t capacity;
};

/*
 * Gives bytes of a text that is not in memory: up to SIZE of those from OFFSET on, into BYTES.
 * Returns how many there were.
 */
typedef size_t source_load(void *context, uint32_t offset, char *bytes, size_t size);

struct source {
    const char *name; /* as messages show it */
    char *text;       /* followed by at least two NULs; scanners may write into it while they run */
    uint32_t size;
    source_load *load; /* NULL: TEXT is all of it, else only its first bytes, three at least */
    void *context;     /* LOAD's */
    char *window;      /* what was loaded last */
    size_t window_capacity;
    const struct source *origin; /* of a derived text; else NULL */
    struct source_map map;
    uint32_t base; /* offset of the first byte */
    struct span included_by; /* where another text includes this one; else SPAN_NONE */
    struct source_mark *marks; /* at even distances, as far as somebody has asked */
    uint32_t mark_count;
    uint32_t mark_capacity;
};

/* What a file is to hold, for a run that goes on as if it had been written. */
struct source_draft {
    const char *path; /* resolved: see realpath() */
    struct view text;
};

struct sources {
    struct arena *arena;
    struct source **list;
    uint32_t count;
    uint32_t capacity;
    uint32_t next_base;
    uint32_t last_base; /* where the space of offsets ends */
    struct span including; /* where the texts that are added now are included; else SPAN_NONE */
    const struct source_draft *drafts; /* read instead of the files */
    uint32_t draft_count;
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
    struct view line_text; /* the line without its end, cut POSITION_AHEAD bytes behind the place;
                              of a text that is not in memory, cut as far before it too */
    size_t line_offset;    /* of the place's character in line_text, at most its length */
};

void sources_init(struct sources *sources, struct arena *arena);

/*
 * The same for two that are filled at the same time and joined later: each has half of the offsets,
 * the UPPER one or the lower.
 */
void sources_init_half(struct sources *sources, struct arena *arena, bool upper);

/*
 * Adds the texts of one half to SOURCES, where their places mean the same from now on: those of the
 * lower half first. SOURCES has no texts of its own.
 */
void sources_join(struct sources *sources, const struct sources *half);

/*
 * Adds a text. NAME and TEXT must live as long as SOURCES; TEXT is followed by two NULs.
 * Returns NULL when the space of offsets is used up (4 GiB over all files).
 */
struct source *sources_add(struct sources *sources, const char *name, char *text, size_t size);

/* The draft of the file NAME; NULL if it is to be read from the file. */
const struct source_draft *sources_draft(const struct sources *sources, const char *name);

/*
 * Adds a text that stays where it is, in a file: LOAD gives its bytes again, for the line of a
 * message. HEAD is its first bytes (as many as there are, up to three, at least). It has no
 * sources_text().
 */
struct source *sources_add_loaded(struct sources *sources, const char *name, char *head,
                                  size_t size, source_load *load, void *context);

/*
 * Adds a text that was made from ORIGIN, such as what stands in an element without its escapes.
 * Messages about it show ORIGIN's name, lines and columns. MAP is taken over.
 */
struct source *sources_add_derived(struct sources *sources, const struct source *origin, char *text,
                                   size_t size, const struct source_map *map);

/* An empty map. */
void source_map_init(struct source_map *map, struct arena *arena);

/*
 * From OFFSET of the derived text on, its bytes stand at ORIGIN. Offsets never go back; what only
 * goes on with the stretch before takes no room, and a stretch without a byte goes.
 */
void source_map_add(struct source_map *map, uint32_t offset, uint32_t origin);

/* Where the byte at OFFSET of the derived text stands; by halving. */
uint32_t source_map_find(const struct source_map *map, uint32_t offset);

/* The place in the file that a place in a derived text stands for; any other as it is. */
struct span sources_original(const struct sources *sources, struct span span);

/*
 * The SIZE bytes of SOURCE from OFFSET on, or as many as there are: *COUNT. Good until the next
 * call.
 */
const char *source_bytes(struct sources *sources, const struct source *source, uint32_t offset,
                         size_t size, size_t *count);

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

/* The bytes of a place; none of a text that is not in memory. */
struct view sources_text(const struct sources *sources, struct span span);

#endif
