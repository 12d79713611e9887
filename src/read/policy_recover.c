/* SPDX-License-Identifier: MIT */
/*
 * Going on after an error. The parser knows no more than that a token was unexpected; where the
 * statement ends is worked out here, from braces, from words that begin statements, and from the
 * beginnings of lines: one mistake is to be one message, and the next statement is to be judged.
 *
 * The parser falls back to the innermost block that it has entered. A set's braces are no such
 * block, nor are braces that were unexpected themselves.
 */
#include "read/policy_parse.h"

#include "policy.tab.h"

static enum policy_place place_of(const struct policy_parser *parser, uint32_t depth)
{
    return depth < POLICY_MOST_BLOCKS ? parser->blocks[depth] : PLACE_NOWHERE;
}

/* Whether only blanks stand before PLACE on its line. */
static bool begins_line(const struct policy_parser *parser, struct span place)
{
    const struct source *source = parser->source;
    uint32_t at = place.offset - source->base;
    while (at > source_begin(source) && view_has(VIEW(" \t\r"), source->text[at - 1]))
        at--;
    return at == source_begin(source) || source->text[at - 1] == '\n';
}

bool policy_line_between(const struct policy_parser *parser, uint32_t from, uint32_t to)
{
    const struct source *source = parser->source;
    return from < to && from >= source->base &&
           memchr(source->text + (from - source->base), '\n', to - from) != NULL;
}

enum { MOST_COLUMN = 256 }; /* nobody indents further, and a line may be long */

/* How many bytes stand before OFFSET on its line, at most MOST_COLUMN. */
static uint32_t column_of(const struct policy_parser *parser, uint32_t offset)
{
    const struct source *source = parser->source;
    uint32_t at = offset - source->base;
    uint32_t start = at;
    while (start > source_begin(source) && at - start < MOST_COLUMN &&
           source->text[start - 1] != '\n')
        start--;
    return at - start;
}

/* How far the line of OFFSET is indented. */
static uint32_t indent_of(const struct policy_parser *parser, uint32_t offset)
{
    const struct source *source = parser->source;
    uint32_t start = offset - source->base - column_of(parser, offset);
    uint32_t at = start;
    while (view_has(VIEW(" \t"), source->text[at]))
        at++;
    return at - start;
}

/* Whether what stands in the block of PLACE are statements, which others may be mistaken for. */
static bool has_statements(enum policy_place place)
{
    return place == PLACE_APPLIANCE_BLOCK || place == PLACE_POLICY_BLOCK ||
           place == PLACE_LISTENER_BLOCK || place == PLACE_RECIPIENTS_BLOCK;
}

bool policy_is_foreign(const struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    struct view word = lexeme->token.text.text;
    enum policy_place place = place_of(parser, depth);
    if (!has_statements(place) || !lexeme->starts || lexeme->kind != POLICY_TOKEN_WORD ||
        !policy_begins_statement(word) || policy_begins_at(place, word))
        return false;
    return column_of(parser, lexeme->place.offset) >
           indent_of(parser, parser->opened[depth].offset);
}

/* Whether LEXEME is an all among recipients, where a listener's own would stand further out. */
static bool is_recipient(const struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    return place_of(parser, depth) == PLACE_RECIPIENTS_BLOCK &&
           view_equal(lexeme->token.text.text, VIEW("all")) &&
           column_of(parser, lexeme->place.offset) >
               indent_of(parser, parser->opened[depth].offset);
}

uint32_t policy_left_open(const struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    bool is_word = lexeme->kind == POLICY_TOKEN_WORD || lexeme->kind == POLICY_TOKEN_STRAY;
    if (!is_word || !lexeme->starts || depth >= POLICY_MOST_BLOCKS ||
        place_of(parser, depth) == PLACE_LIST || policy_is_foreign(parser, lexeme) ||
        is_recipient(parser, lexeme))
        return depth;
    while (depth > 0 && !policy_begins_at(place_of(parser, depth), lexeme->token.text.text))
        depth--;
    return policy_begins_at(place_of(parser, depth), lexeme->token.text.text) ? depth
                                                                              : lexeme->depth;
}

/* Whether LEXEME begins a statement outside every block, and its line: it is no block's. */
static bool begins_anew(const struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    const struct source *source = parser->source;
    uint32_t at = lexeme->place.offset - source->base;
    bool line = at == source_begin(source) || source->text[at - 1] == '\n';
    return line && lexeme->starts && lexeme->token.text.text.length > 0 &&
           policy_begins_statement(lexeme->token.text.text);
}

/*
 * Whether LEXEME is a word that begins its line and no further in than the statement at DEPTH
 * begins: what it begins is the next statement, if it is one that the block there may have.
 */
static bool begins_next(const struct policy_parser *parser, uint32_t depth,
                        const struct policy_lexeme *lexeme)
{
    return lexeme->depth == depth && lexeme->token.text.text.length > 0 &&
           !lexeme->token.text.quoted && lexeme->kind != POLICY_TOKEN_SET &&
           policy_begins_at(place_of(parser, depth), lexeme->token.text.text) &&
           begins_line(parser, lexeme->place) &&
           column_of(parser, lexeme->place.offset) <= column_of(parser, parser->begun[depth]);
}

/* What the parser gets after an error: the end of the statement, ends of CLOSES blocks, LEXEME. */
static void resume(struct policy_parser *parser, uint32_t closes, const struct policy_lexeme *again)
{
    parser->sync = true;
    parser->closes = closes;
    parser->has_again = again != NULL;
    if (again != NULL)
        parser->again = *again;
}

/* The same for a word that begins a statement of the block at DEPTH, out of the one at FROM. */
static void resume_with_word(struct policy_parser *parser, uint32_t from, uint32_t depth,
                             struct policy_lexeme *lexeme)
{
    parser->depth = depth;
    parser->at_start = true;
    lexeme->starts = true;
    lexeme->depth = depth;
    lexeme->kind = policy_word(parser, &lexeme->token);
    resume(parser, from - depth, lexeme);
}

/* Where the parser falls back to, LEXEME being unexpected. */
static uint32_t fallback(struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    while (depth > 0 && place_of(parser, depth) == PLACE_LIST)
        depth--;
    return depth;
}

/* The statement of the block at DEPTH that was given up, up to where the parser goes on. */
static void leave_out(struct policy_parser *parser, uint32_t depth, uint32_t end)
{
    uint32_t start = depth < POLICY_MOST_BLOCKS ? parser->begun[depth] : 0;
    if (start < parser->source->base || start >= end)
        return;
    struct view text = {parser->source->text + (start - parser->source->base), end - start};
    broken_add(&parser->tree->broken, parser->diag->arena, text);
}

/* A statement has ended with a semicolon: what follows may be settings whose brace was left out. */
static bool goes_on(struct policy_parser *parser, uint32_t depth,
                    const struct policy_lexeme *lexeme)
{
    enum policy_place place = place_of(parser, depth);
    struct view word = lexeme->token.text.text;
    return lexeme->kind == POLICY_TOKEN_WORD &&
           (place == PLACE_TOP || place == PLACE_APPLIANCE_BLOCK) &&
           policy_begins_at(PLACE_SETTINGS_BLOCK, word) && !policy_begins_at(place, word);
}

/* What is left out: from the unexpected token to the end of its statement. */
struct skipping {
    struct policy_parser *parser;
    void *scanner;
    uint32_t depth;  /* of the block that the statement is in */
    bool in_list;    /* in a set's braces, which count for nothing */
    bool brace_left; /* settings without an opening brace were met */
};

/* Whether the statement ends with LEXEME; then what follows is settled. */
static bool ends_with(struct skipping *skipping, struct policy_lexeme *lexeme)
{
    struct policy_parser *parser = skipping->parser;
    uint32_t depth = skipping->depth;
    switch (lexeme->kind) {
    case POLICY_TOKEN_YYEOF:
    case POLICY_TOKEN_END:
        lexeme->kind = POLICY_TOKEN_YYEOF;
        lexeme->depth = 0;
        lexeme->starts = true;
        resume(parser, depth, lexeme);
        return true;
    case POLICY_TOKEN_LEFT:
        if (skipping->in_list)
            parser->depth = depth + 1;
        skipping->in_list = false;
        return false;
    case POLICY_TOKEN_RIGHT:
        skipping->in_list = false;
        if (lexeme->depth > depth + 1)
            return false;
        if (lexeme->depth == depth + 1 || depth == 0 || skipping->brace_left) {
            parser->depth = depth;
            resume(parser, 0, NULL);
        } else {
            resume(parser, 0, lexeme);
        }
        return true;
    case POLICY_TOKEN_SEMICOLON:
        if (skipping->in_list)
            parser->depth = depth;
        return parser->depth == depth;
    default:
        return false;
    }
}

/* Behind a semicolon that may have ended the statement. */
static bool ended(struct skipping *skipping, struct policy_lexeme *lexeme)
{
    struct policy_parser *parser = skipping->parser;
    policy_scan(parser, lexeme, skipping->scanner);
    if (goes_on(parser, skipping->depth, lexeme)) {
        skipping->brace_left = true;
        return false;
    }
    if (skipping->brace_left && lexeme->kind == POLICY_TOKEN_RIGHT)
        return ends_with(skipping, lexeme);
    resume(parser, 0, lexeme);
    return true;
}

/* A semicolon directly behind the block of a statement that is left out goes with it. */
static void take_semicolon(struct skipping *skipping, struct policy_lexeme *lexeme)
{
    struct policy_parser *parser = skipping->parser;
    if (parser->has_again || lexeme->kind != POLICY_TOKEN_RIGHT)
        return;
    uint32_t end = lexeme->place.end;
    policy_scan(parser, lexeme, skipping->scanner);
    resume(parser, 0, lexeme);
    if (lexeme->kind != POLICY_TOKEN_SEMICOLON)
        lexeme->place.offset = end;
    else
        parser->has_again = false;
}

/* Leaves out LEXEME and what follows it. Returns where the parser goes on. */
static uint32_t skip(struct skipping *skipping, struct policy_lexeme lexeme)
{
    struct policy_parser *parser = skipping->parser;
    bool first = true;
    for (;; first = false) {
        bool anew = begins_anew(parser, &lexeme) && (!first || skipping->in_list);
        bool next = begins_next(parser, skipping->depth, &lexeme) && !(first && lexeme.starts);
        if (anew || next) {
            resume_with_word(parser, skipping->depth, anew ? 0 : skipping->depth, &lexeme);
            return lexeme.place.offset;
        }
        if (!ends_with(skipping, &lexeme)) {
            policy_scan(parser, &lexeme, skipping->scanner);
            continue;
        }
        if (lexeme.kind == POLICY_TOKEN_SEMICOLON && !ended(skipping, &lexeme))
            continue;
        take_semicolon(skipping, &lexeme);
        return lexeme.place.offset;
    }
}

/* Works out what the parser gets after the token that it did not expect. */
static void recover(struct policy_parser *parser, void *scanner)
{
    struct policy_lexeme last = parser->last;
    uint32_t depth = fallback(parser, &last);
    uint32_t left_open = policy_left_open(parser, &last);
    if (left_open < last.depth) {
        resume_with_word(parser, depth, left_open, &last);
        return;
    }
    struct skipping skipping = {.parser = parser, .scanner = scanner, .depth = depth};
    skipping.in_list = depth < last.depth;
    uint32_t end = skip(&skipping, last);
    leave_out(parser, depth, end);
}

bool policy_seems_ended(struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    enum policy_place place = place_of(parser, lexeme->depth);
    struct view word = lexeme->token.text.text;
    if (lexeme->starts || place == PLACE_LIST || place == PLACE_NOWHERE)
        return false;
    if (lexeme->kind == POLICY_TOKEN_RIGHT)
        return lexeme->depth > 0;
    if (lexeme->kind != POLICY_TOKEN_WORD)
        return false;
    bool is_setting = place == PLACE_SETTINGS_BLOCK;
    bool begins = policy_begins_at(place, word);
    if (!begins_line(parser, lexeme->place))
        return is_setting && begins;
    for (uint32_t depth = lexeme->depth; !begins && depth > 0; depth--)
        begins = policy_begins_at(place_of(parser, depth - 1), word);
    if (begins)
        return true;
    return !policy_near_word(parser, word) &&
           (is_setting || column_of(parser, lexeme->place.offset) <=
                              column_of(parser, parser->begun[lexeme->depth]));
}

void policy_end_statement(struct policy_parser *parser, struct policy_lexeme *lexeme)
{
    parser->again = *lexeme;
    parser->again.starts = true;
    parser->has_again = true;
    parser->at_start = true;
    if (lexeme->kind == POLICY_TOKEN_WORD)
        parser->again.kind = policy_word(parser, &parser->again.token);
    lexeme->kind = POLICY_TOKEN_SEMICOLON;
    lexeme->place = (struct span){parser->behind, parser->behind};
}

/* Notes where the statement begins that LEXEME may begin. */
static void note_begin(struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    if (lexeme->starts && depth < POLICY_MOST_BLOCKS && parser->blocks[depth] != PLACE_LIST)
        parser->begun[depth] = lexeme->place.offset;
}

/*
 * A member may have any name, so what begins a statement behind a group that was left open would be
 * one: it is none if its line is not indented further than the group's.
 */
static void doubt_member(const struct policy_parser *parser, struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    struct view word = lexeme->token.text.text;
    if (lexeme->kind != POLICY_TOKEN_WORD || !lexeme->starts || depth == 0 ||
        place_of(parser, depth) != PLACE_GROUP_BLOCK || !begins_line(parser, lexeme->place))
        return;
    bool begins = policy_begins_statement(word) || policy_begins_at(PLACE_LISTENER_BLOCK, word);
    if (begins && column_of(parser, lexeme->place.offset) <=
                      column_of(parser, parser->begun[depth - 1]))
        lexeme->kind = POLICY_TOKEN_STRAY;
}

void policy_next(struct policy_parser *parser, struct policy_lexeme *lexeme, void *scanner)
{
    if (parser->failed) {
        parser->failed = false;
        recover(parser, scanner);
    }
    if (parser->sync || parser->closes > 0) {
        lexeme->kind = parser->sync ? POLICY_TOKEN_SYNC : POLICY_TOKEN_RIGHT;
        parser->closes -= parser->sync ? 0 : 1;
        parser->sync = false;
        return;
    }
    if (parser->has_again)
        *lexeme = parser->again;
    else
        policy_scan(parser, lexeme, scanner);
    parser->has_again = false;
    note_begin(parser, lexeme);
    doubt_member(parser, lexeme);
    /* A source that ends within a statement: the parser would not go on behind its very end. */
    if (lexeme->kind == POLICY_TOKEN_YYEOF && (lexeme->depth > 0 || !lexeme->starts))
        lexeme->kind = POLICY_TOKEN_END;
}
