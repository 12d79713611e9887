/* SPDX-License-Identifier: MIT */
/*
 * What the forms of showing messages share. Not for others: they include show.h.
 */
#ifndef DESTC_DIAG_SHOW_PARTS_H
#define DESTC_DIAG_SHOW_PARTS_H

#include "base/buffer.h"
#include "base/hash.h"
#include "diag/show.h"

#include <jansson.h>

/* The program's name: where a message has no file and where a form names the tool. */
#define SHOW_TOOL "destc"

/* The first and the last place of a span; both have no source for SPAN_NONE. */
struct range {
    struct position start;
    struct position end; /* behind the last character */
};

struct range show_range(struct diag *diag, struct span span);

/* The messages that OPTIONS ask for, in the order of diag_sorted(). The array is the arena's. */
const struct message *const *show_list(struct diag *diag, const struct show_options *options,
                                       uint32_t *count);

/* The name of the file that a message is about, as it was given; NULL if it is about none. */
const char *show_file(const struct diag *diag, const struct message *message);

/* Words of a message or a file's name, made harmless; very long ones are cut. */
const char *show_words(struct arena *arena, const char *words);

/* Messages that were counted and not kept. */
struct unshown {
    uint32_t counts[SEVERITY_COUNT];
};

/* Fills UNSHOWN; false if every message that OPTIONS ask for was kept. */
bool show_unshown(const struct diag *diag, const struct show_options *options,
                  struct unshown *unshown);

/* "12 more errors and 1 more warning not shown; --max-errors 0 shows all". */
const char *show_unshown_words(struct arena *arena, const struct unshown *unshown);

/* One character as it is shown, and the columns that it takes on a terminal. */
struct shown_character {
    char text[16];
    size_t length;
    size_t columns;
};

/* Shows the character that TEXT (not empty) begins with. Returns how many bytes it has there. */
size_t show_character(struct view text, struct shown_character *shown);

/* Adds a message in the form of show_text() to TEXT. */
void show_message(struct diag *diag, const struct message *message, bool color,
                  struct buffer *text);

/* WORDS, made harmless, as a JSON string; null for NULL. */
json_t *show_json_words(struct arena *arena, const char *words);

/* Writes VALUE in one line, without a line end, and lets go of it. */
void show_json_value(struct output *output, json_t *value);

/*
 * Fingerprints tell messages apart from one run to the next: made of code, file and words, not of
 * lines, which move. The second message with the same of all three gets another, and so on.
 */
struct fingerprints {
    struct hash_table table;
    struct fingerprint *list;
    uint32_t count;
    uint32_t capacity;
};

enum { FINGERPRINT_TEXT = 17 };

void fingerprints_init(struct fingerprints *fingerprints, struct arena *arena);

/* Writes the fingerprint of the next message in hexadecimal digits. */
void fingerprints_next(struct fingerprints *fingerprints, const struct diag *diag,
                       const struct message *message, char text[FINGERPRINT_TEXT]);

#endif
