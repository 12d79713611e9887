/* SPDX-License-Identifier: MIT */
/*
 * The Recipient Access Table: what grammar/rat.l and .y call.
 */
#ifndef DESTC_READ_RAT_H
#define DESTC_READ_RAT_H

#include "read/access_recipients.h"
#include "read/entry.h"
#include "read/flow.h"

struct rat_reader {
    struct policy *policy;
    const struct source *source;
    struct recipients_reader table; /* as far as it is read */
    struct flow_reader flow; /* the block that is read, and behind it what it has */
    bool ended;              /* the end of the last line was a token */
};

/* --- For the scanner -------------------------------------------------------------------------- */

struct span rat_end_of_text(const struct rat_reader *reader);

/* The text ends: whether it ends a line first. */
bool rat_last_line(struct rat_reader *reader);

/* From "#" to the end of the line. */
void rat_comment(struct rat_reader *reader, struct span place);

/* A text in parentheses, as entries of the other table have it. */
void rat_description(struct rat_reader *reader, struct span place);

/* The line at PLACE is an option, and no block is open. */
void rat_option_outside(struct rat_reader *reader, struct span place);

/* --- For the parser --------------------------------------------------------------------------- */

/* What a syntax error expected and met, as bison knows it. */
void rat_syntax_error(struct rat_reader *reader, struct span place, const char *text);

/* A recipient and its action. The block is in the reader. */
void rat_recipient(struct rat_reader *reader, struct view address, struct span place,
                   struct view action, struct span action_place);
void rat_without_action(struct rat_reader *reader, struct view address, struct span place);

/* A block that stands behind nothing. */
void rat_stray_block(struct rat_reader *reader, struct span place);

/* The block was not closed, as what stands at PLACE shows. */
void rat_unclosed(struct rat_reader *reader, struct span place);

void rat_option(struct rat_reader *reader, struct view name, struct span name_place,
                struct view value, struct span value_place, enum flow_form form);

/* The table is complete. */
void rat_end(struct rat_reader *reader);

/* --- The way in ------------------------------------------------------------------------------- */

/* The scanner and parser of grammar/: reads the whole source. */
void rat_parse(struct rat_reader *reader);

/*
 * Reads a RAT file into the listener of POLICY that OPTIONS name. SOURCE's text is written to while
 * it is scanned.
 */
void read_rat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source);

#endif
