/* SPDX-License-Identifier: MIT */
/*
 * The canonical style of policy sources, as docs/policy-style.md describes it: which names are
 * quoted and how, and where a statement is broken.
 */
#ifndef DESTC_MODEL_POLICY_STYLE_H
#define DESTC_MODEL_POLICY_STYLE_H

#include "base/buffer.h"

enum {
    STYLE_COLUMNS = 100, /* a line is not longer if it can be broken */
    STYLE_INDENT = 4,    /* of what stands in a block */
    STYLE_HANG = 8,      /* of a statement's further lines */
};

/* TEXT as a string: in quotes, with escapes. */
void style_add_string(struct buffer *buffer, struct view text);

/* NAME as it stands or, if it is not plain, as a string. */
void style_add_name(struct buffer *buffer, struct view name);

/* Statements that are put together word by word. */
struct styled {
    struct buffer text; /* may be taken and emptied between two words */
    struct buffer word;
    size_t indent;
    size_t column; /* columns of the last line so far */
    bool is_new;   /* nothing of the statement is there yet */
    bool is_broken; /* it has more than one line */
};

struct styled styled_new(struct arena *arena);

/* Begins a statement in a block, INDENT columns deep. */
void styled_begin(struct styled *styled, size_t indent);

/*
 * Adds NAME with what clings to it, LEAD before and TAIL behind, on the statement's line or, if
 * that would be too long, on a new one.
 */
void styled_name(struct styled *styled, const char *lead, struct view name, const char *tail);

/* The same with a text in quotes. */
void styled_string(struct styled *styled, const char *lead, struct view text, const char *tail);

/* The same with a text that is written as it is. */
void styled_text(struct styled *styled, struct view text);

/* Ends the line. */
void styled_end(struct styled *styled);

#endif
