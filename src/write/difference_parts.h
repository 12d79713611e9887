/* SPDX-License-Identifier: MIT */
/*
 * What the forms of showing differences share: their words. Only the forms of write/difference.h
 * and what adds to the text of one (cli/set_show.c) include this.
 *
 * Words are added to a buffer that is used again and again, so that a million differences take no
 * memory. All of them are safe for a terminal and valid UTF-8; what a form's own syntax takes
 * otherwise is the form's to escape.
 */
#ifndef DESTC_WRITE_DIFFERENCE_PARTS_H
#define DESTC_WRITE_DIFFERENCE_PARTS_H

#include "base/buffer.h"
#include "write/difference.h"
#include "write/said.h"

/* --- Weights ---------------------------------------------------------------------------------- */

/* What a weight can say, the heaviest first. */
enum tone {
    TONE_WEAKER,
    TONE_STOP,
    TONE_UNKNOWN,
    TONE_STRONGER,
    TONE_NEUTRAL, /* none of the others */
    TONE_COUNT
};

/* "weaker", "may stop mail", "not known", "stronger", "neutral"; with dashes for programs. */
const char *tone_words(enum tone tone);
const char *tone_name(enum tone tone);

/* Whether WEIGHT says TONE; it can say several. */
bool weight_says(struct weight weight, enum tone tone);

/* The heaviest that WEIGHT says. */
enum tone weight_tone(struct weight weight);

/* Adds what WEIGHT says of TONE: "weaker: tls, access", "may stop mail", "not known: delivery". */
void add_tone(struct buffer *buffer, struct weight weight, enum tone tone);

/* The weight of all changes of DIFFERENCE. */
struct weight difference_weight(const struct difference *difference);

/* --- Words ------------------------------------------------------------------------------------ */

struct part_words {
    const char *heading; /* behind a listener's name and a colon; NULL: the name alone */
    const char *one;
    const char *many;
};

const struct part_words *part_words(enum difference_part part);

/* The name of a listener to be shown; empty where both sides are tables that name none. */
struct view listener_label(const struct difference_frame *frame, struct view listener);

/* Adds "37 destinations". */
void add_counted(struct buffer *buffer, uint32_t count, enum difference_part part);

/* Adds the name of what differs, an internationalised one in both forms. */
void add_name(struct buffer *buffer, const struct difference_frame *frame,
              const struct difference *difference);

/* Adds the name of one of those that the default entry's change reaches. */
void add_reached_name(struct buffer *buffer, const struct difference_frame *frame, uint32_t entry);

/*
 * What is said behind the name of the entry that held before, or holds now, for COUNT destinations
 * like DIFFERENCE that one side lacks: " held for it before". NULL where that is the default entry,
 * as it nearly always is.
 */
const char *holder_words(const struct difference *difference, uint32_t count);

/* Adds the names of PARAMS, a PARAM_BIT() each: "connections, tls". */
void add_reached_params(struct buffer *buffer, uint32_t params);

/* Adds what the change of the default entry reaches: "412 entries inherit some of it (tls 12, ...". */
void add_reached(struct buffer *buffer, const struct differences *differences);

/* Adds the line that ends the text: "3 added, 12 changed; 2 weaker (tls 2), 1 may stop mail". */
void add_summary(struct buffer *buffer, const struct differences *differences);

/* Adds what a gate makes of it all, behind a summary, or how else it is said that nothing differs. */
void add_gate(struct buffer *buffer, const struct difference_frame *frame);

/* How it is said that nothing differs: of two sides, or of their bases alone. */
const char *same_words(const struct difference_frame *frame);

/* What is said of an appliance that differs, before and behind its name. */
struct appliance_words {
    const char *before; /* "On the appliance " */
    struct view behind; /* ": 1 changed; 1 weaker (tls 1)", " is only in " */
    struct view side;   /* the name of the side that alone has it, as it was given; or empty */
};

struct appliance_words appliance_words(struct arena *arena, const struct difference_frame *frame,
                                       const struct appliance_difference *appliance);

/* A remark on what could not be weighed, or NULL: N from 0 until NULL comes. */
const char *difference_note(const struct differences *differences, uint32_t n);

/* How the names that the default entry's change reaches are asked for. */
#define NAMES_OPTION "--names"

/* --- The forms -------------------------------------------------------------------------------- */

typedef void difference_writer(struct arena *arena, const struct differences *differences,
                               const struct difference_frame *frame, struct output *output);

difference_writer difference_text;
difference_writer difference_json;
difference_writer difference_markdown;
difference_writer difference_html;

#endif
