/* SPDX-License-Identifier: MIT */
/*
 * Statements of a policy source on their way out: a head, which model/policy_style.h breaks into
 * lines, and a block, which stands on the head's line if it is one setting that fits there.
 */
#ifndef DESTC_WRITE_STATEMENT_H
#define DESTC_WRITE_STATEMENT_H

#include "base/output.h"
#include "model/policy_style.h"

struct statements {
    struct output *output;
    struct styled styled; /* the statement that is being written */
    struct buffer lines;  /* what its block will hold: a line each, up to the semicolon */
    uint32_t line_count;
    bool any; /* something has been written */
};

struct statements statements_new(struct arena *arena, struct output *output);

/* Begins a part of the source: a blank line before it, unless it is the first. */
void statements_part(struct statements *statements);

/* Begins a block's lines. */
void statements_clear(struct statements *statements);

/* Ends a line of the block with a semicolon. */
void statements_end_line(struct statements *statements);

/*
 * Writes the block, whose brace stands at the end of the head, up to the other brace. Nothing if it
 * has no lines: then the head ends in a semicolon.
 */
void statements_put_block(struct statements *statements);

/* Adds TEXT to the line, a blank before it; the line is not broken there. */
void statements_add(struct statements *statements, struct view text);

/* Ends the statement's last line. */
void statements_end(struct statements *statements);

/* Gives to the output what is there, if it is much. */
void statements_relieve(struct statements *statements);

#endif
