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

uint32_t policy_left_open(const struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    uint32_t depth = lexeme->depth;
    if (lexeme->kind != POLICY_TOKEN_WORD || !lexeme->starts || depth >= POLICY_MOST_BLOCKS ||
        place_of(parser, depth) == PLACE_LIST)
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

static void skip(struct skipping *skipping, struct policy_lexeme lexeme)
{
    struct policy_parser *parser = skipping->parser;
    for (;;) {
        if (begins_anew(parser, &lexeme) && parser->last.place.offset != lexeme.place.offset) {
            resume_with_word(parser, skipping->depth, 0, &lexeme);
            return;
        }
        if (!ends_with(skipping, &lexeme)) {
            policy_scan(parser, &lexeme, skipping->scanner);
            continue;
        }
        if (lexeme.kind != POLICY_TOKEN_SEMICOLON || ended(skipping, &lexeme))
            return;
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
    skip(&skipping, last);
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
    /* A source that ends within a statement: the parser would not go on behind its very end. */
    if (lexeme->kind == POLICY_TOKEN_YYEOF && (lexeme->depth > 0 || !lexeme->starts))
        lexeme->kind = POLICY_TOKEN_END;
}
