/* SPDX-License-Identifier: MIT */
/*
 * Places in JSON text. The JSON library decides what is JSON and says what strings mean, but not
 * where in the text a value stands. So these walk the text of a value that the library has
 * accepted, token by token; they judge nothing, and are safe on any text.
 */
#ifndef DESTC_READ_JSON_TEXT_H
#define DESTC_READ_JSON_TEXT_H

#include "base/arena.h"

/* A key or a value. */
struct json_token {
    char kind;        /* one of { [ " t f n and 0 for a number */
    bool escaped;     /* a string that is not written as it is meant */
    struct view text; /* a string's without its quotes */
};

struct json_member {
    struct json_token key;
    struct json_token value;
};

/* The rest of a text. */
struct json_cursor {
    const char *next;
    const char *end;
};

/* Steps over blanks. */
void json_skip_blanks(struct json_cursor *cursor);

/*
 * The end of the value that begins at TEXT: its closing quote or bracket, or where a number or
 * word ends. NULL if there is none before END: a quote that is not closed on its line, brackets
 * that do not match or are nested over 2048 deep.
 */
const char *json_value_end(const char *text, const char *end);

/* The value in [TEXT, END) as a token. */
struct json_token json_token(const char *text, const char *end);

/* The token that holds the byte before AT, cut off there; empty if a blank stands before AT. */
struct view json_token_before(const char *text, const char *at);

/* The members of an object, whose text is OBJECT, from its first on. */
struct json_cursor json_members(struct view object);

/* Reads the next member; false if there are no more. */
bool json_next_member(struct json_cursor *members, struct json_member *member);

/*
 * The text of the number, word or string that OBJECT has under NAME, the last if there are
 * several; null does not count. Its text is NULL if there is none.
 */
struct view json_find_scalar(struct view object, struct view name);

/* What a string means: its own text, or a copy in ARENA if it was escaped. */
struct view json_string_text(struct arena *arena, const struct json_token *string);

#endif
