/* SPDX-License-Identifier: MIT */
/*
 * The sections of a text: its tables' sections, statements, groups, entries or elements, found by
 * their marks alone.
 */
#ifndef DESTC_DIAG_ALLOW_SECTIONS_H
#define DESTC_DIAG_ALLOW_SECTIONS_H

#include "diag/allow.h"

struct section {
    size_t start;
    size_t end;
    uint32_t parent; /* NO_SECTION at the top */
    bool whole;      /* it can be meant by a comment before it */
};

#define NO_SECTION UINT32_MAX

struct sections {
    struct section *list; /* by start */
    uint32_t count;
    uint32_t capacity;
};

/* Behind the tag, comment, CDATA or instruction that begins with the "<" at AT of an XML text. */
size_t sections_markup_end(struct view text, size_t at);

/* Finds the sections of TEXT. */
void sections_find(struct sections *sections, struct arena *arena, struct view text,
                   enum allow_style style);

/*
 * The section that a comment at AT means: the one that begins at NEXT, what follows the comment, or
 * else the innermost round it. NULL if there is neither.
 */
const struct section *sections_meant(const struct sections *sections, size_t at, size_t next);

/* The innermost section that has the byte AT; NULL if none has. */
const struct section *sections_round(const struct sections *sections, size_t at);

#endif
