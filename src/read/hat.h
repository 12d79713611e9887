/* SPDX-License-Identifier: MIT */
/*
 * The Host Access Table: what grammar/hat.l and .y call.
 */
#ifndef DESTC_READ_HAT_H
#define DESTC_READ_HAT_H

#include "read/access.h"
#include "read/entry.h"
#include "read/flow.h"

struct hat_reader {
    struct policy *policy;
    struct diag *diag;
    const struct source *source;
    struct access_reader access; /* the table as far as it is read */
    struct flow_reader flow;     /* the block that is read, and behind it what it has */
    bool recovering;             /* from a syntax error: the line's end is a token */
    bool is_cut; /* see struct read_options */
    bool policies_alone;         /* it need not have entries */
    bool indented;               /* the group's first member is not at the start of a line */
};

/* --- For the scanner -------------------------------------------------------------------------- */

/* A line ends: whether that is a token. */
bool hat_line_ends(struct hat_reader *reader);

/* Whether there are only blanks before PLACE on its line. */
bool hat_begins_line(const struct hat_reader *reader, struct span place);

struct span hat_end_of_text(const struct hat_reader *reader);

/* From "#" to the end of the line. */
void hat_comment(struct hat_reader *reader, struct span place);

/* A description whose closing parenthesis is missing. */
void hat_open_description(struct hat_reader *reader, struct span place);

/* The line at PLACE is a setting, and no block is open. */
void hat_setting_outside(struct hat_reader *reader, struct span place);

/* A colon where a block has "=". */
void hat_colon(struct hat_reader *reader, struct span place);

/* "ALL =": PLACE ends with the equals sign. */
void hat_equals_sign(struct hat_reader *reader, struct span place);

/* --- For the parser --------------------------------------------------------------------------- */

/* What a syntax error expected and met, as bison knows it. */
void hat_syntax_error(struct hat_reader *reader, struct span place, const char *message);

/* The parser goes on. */
void hat_recovered(struct hat_reader *reader);

/* $NAME and its behavior. The block is in the reader, here and below. */
void hat_policy(struct hat_reader *reader, struct view name, struct span place, struct view word,
                struct span word_place);

/* Reports a description where none belongs, if there is one. */
void hat_no_description(struct hat_reader *reader, const struct access_note *description,
                        struct span place);

/* The behavior is missing. */
void hat_policy_without(struct hat_reader *reader, struct view name, struct span place);

/* A brace or parenthesis that closes nothing. */
void hat_stray(struct hat_reader *reader, struct span place);

/* A block that stands behind nothing. */
void hat_stray_block(struct hat_reader *reader, struct span place);

void hat_group(struct hat_reader *reader, struct view name, struct span place);
void hat_member(struct hat_reader *reader, struct view text, struct span place,
                const struct access_note *description);

/* ALL below a group's name: the next entry, if it is not indented. */
void hat_all_in_group(struct hat_reader *reader, struct span place,
                      const struct access_note *description);

void hat_host(struct hat_reader *reader, struct view text, struct span place,
              const struct access_note *description);
void hat_all(struct hat_reader *reader, struct span place, const struct access_note *description);

/* The entry ends: with a policy, with a behavior of its own, or without either. */
void hat_use(struct hat_reader *reader, struct view name, struct span place,
             const struct access_note *description);
void hat_behave(struct hat_reader *reader, struct view word, struct span place,
                const struct access_note *description);
void hat_nothing(struct hat_reader *reader);

struct access_note hat_description(struct hat_reader *reader, struct view text, struct span place);
void hat_setting(struct hat_reader *reader, struct view name, struct span name_place,
                 struct view value, struct span value_place, enum flow_form form);

/* The table is complete. */
void hat_end(struct hat_reader *reader);

/* --- The way in ------------------------------------------------------------------------------- */

/* The scanner and parser of grammar/: reads the whole source. */
void hat_parse(struct hat_reader *reader);

/*
 * Reads a HAT file into the listener of POLICY that OPTIONS name. SOURCE's text is written to while
 * it is scanned.
 */
void read_hat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source);

#endif
