/* SPDX-License-Identifier: MIT */
#include "read/json_text.h"

#include <jansson.h>

enum { DEEPEST = 2048 }; /* the library's own limit */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void json_skip_blanks(struct json_cursor *cursor)
{
    while (cursor->next < cursor->end && is_blank(*cursor->next))
        cursor->next++;
}

/* The closing quote of a string, or where its line or the text ends; TEXT is behind the opening. */
static const char *string_end(const char *text, const char *end)
{
    while (text < end && *text != '"' && *text != '\n')
        text += *text == '\\' && end - text > 1 && text[1] != '\n' ? 2 : 1;
    return text;
}

/* Behind the number or word that begins at TEXT; at least one byte on. */
static const char *word_end(const char *text, const char *end)
{
    do
        text++;
    while (text < end && !is_blank(*text) && !view_has(VIEW(",:{}[]\""), *text));
    return text;
}

/* Behind the one token, bracket or mark that begins at TEXT; NULL for a string without an end. */
static const char *token_end(const char *text, const char *end)
{
    if (view_has(VIEW(",:{}[]"), *text))
        return text + 1;
    if (*text != '"')
        return word_end(text, end);
    text = string_end(text + 1, end);
    return text < end && *text == '"' ? text + 1 : NULL;
}

/* The brackets that are open at a place of a text. */
struct nesting {
    char close[DEEPEST]; /* what closes each */
    size_t depth;
};

/* Whether a token that begins with MARK fits; other tokens than brackets always do. */
static bool nest(struct nesting *nesting, char mark)
{
    if (mark == '{' || mark == '[') {
        if (nesting->depth == DEEPEST)
            return false;
        nesting->close[nesting->depth++] = mark == '{' ? '}' : ']';
    } else if (mark == '}' || mark == ']') {
        return nesting->depth > 0 && nesting->close[--nesting->depth] == mark;
    }
    return true;
}

const char *json_value_end(const char *text, const char *end)
{
    struct nesting nesting;
    nesting.depth = 0;
    struct json_cursor cursor = {text, end};
    do {
        json_skip_blanks(&cursor);
        if (cursor.next == end || !nest(&nesting, *cursor.next))
            return NULL;
        cursor.next = token_end(cursor.next, end);
        if (cursor.next == NULL)
            return NULL;
    } while (nesting.depth > 0);
    return cursor.next;
}

struct json_token json_token(const char *text, const char *end)
{
    struct json_token token = {.kind = *text, .text = {text, (size_t)(end - text)}};
    if (token.kind == '"') {
        token.text = (struct view){text + 1, token.text.length - 2};
        token.escaped = memchr(token.text.text, '\\', token.text.length) != NULL;
    } else if (!view_has(VIEW("{[tfn"), token.kind)) {
        token.kind = '0';
    }
    return token;
}

struct view json_token_before(const char *text, const char *at)
{
    struct json_cursor cursor = {text, at};
    for (;;) {
        json_skip_blanks(&cursor);
        const char *token = cursor.next;
        if (token == at)
            return (struct view){at, 0};
        cursor.next = token_end(token, at);
        if (cursor.next == NULL || cursor.next == at)
            return (struct view){token, (size_t)(at - token)};
    }
}

struct json_cursor json_members(struct view object)
{
    return (struct json_cursor){object.text + (object.length > 0), object.text + object.length};
}

/* Reads a value and moves behind it. */
static bool next_value(struct json_cursor *cursor, struct json_token *token)
{
    json_skip_blanks(cursor);
    if (cursor->next == cursor->end)
        return false;
    const char *end = json_value_end(cursor->next, cursor->end);
    if (end == NULL)
        return false;
    *token = json_token(cursor->next, end);
    cursor->next = end;
    return true;
}

/* Steps over MARK if it is next. */
static bool skip_mark(struct json_cursor *cursor, char mark)
{
    json_skip_blanks(cursor);
    if (cursor->next == cursor->end || *cursor->next != mark)
        return false;
    cursor->next++;
    return true;
}

bool json_next_member(struct json_cursor *members, struct json_member *member)
{
    skip_mark(members, ',');
    return next_value(members, &member->key) && member->key.kind == '"' &&
           skip_mark(members, ':') && next_value(members, &member->value);
}

/* The library's reading of a string that is written with escapes; NULL if it is none. */
static json_t *decode(const struct json_token *string)
{
    return json_loadb(string->text.text - 1, string->text.length + 2, JSON_DECODE_ANY, NULL);
}

struct view json_string_text(struct arena *arena, const struct json_token *string)
{
    if (!string->escaped)
        return string->text;
    json_t *decoded = decode(string);
    if (decoded == NULL)
        arena_give_up(arena); /* the text was accepted before: only memory can be lacking */
    struct view text = {json_string_value(decoded), json_string_length(decoded)};
    text = arena_copy(arena, text);
    json_decref(decoded);
    return text;
}

/* Whether the key means NAME, case left out of account. */
static bool json_key_is(const struct json_token *key, struct view name)
{
    if (!key->escaped)
        return view_equal_nocase(key->text, name);
    json_t *decoded = decode(key);
    if (decoded == NULL)
        return false;
    struct view text = {json_string_value(decoded), json_string_length(decoded)};
    bool same = view_equal_nocase(text, name);
    json_decref(decoded);
    return same;
}

struct view json_find_scalar(struct view object, struct view name)
{
    struct json_cursor members = json_members(object);
    struct json_member member;
    struct view found = {NULL, 0};
    while (json_next_member(&members, &member))
        if (!view_has(VIEW("{[n"), member.value.kind) && json_key_is(&member.key, name))
            found = member.value.text;
    return found;
}
