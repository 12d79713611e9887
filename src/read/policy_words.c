/* SPDX-License-Identifier: MIT */
/*
 * What a word of the policy language is where it stands.
 */
#include "base/near.h"
#include "read/policy_parse.h"

#include "policy.tab.h"

struct word_at {
    struct view word;
    enum policy_place place;
    int token;
    enum policy_place head;
    enum policy_place block;
};

static const struct word_at words[] = {
#define WORD_AT(place, word, token, head, block)                                                 \
    {{word, sizeof(word) - 1}, PLACE_##place, POLICY_TOKEN_##token, PLACE_##head, PLACE_##block},
#include "read/policy_words.def"
};

enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* Parameters that have no word of their own: "recipients" and "limits" give them. */
static const uint32_t IN_PAIRS =
    PARAM_BIT(PARAM_RECIPIENT_LIMIT) | PARAM_BIT(PARAM_RECIPIENT_MINUTES) |
    PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);

static const struct word_at *find(enum policy_place place, struct view word)
{
    for (int i = 0; i < WORD_COUNT; i++)
        if (words[i].place == place && view_equal(words[i].word, word))
            return &words[i];
    return NULL;
}

bool policy_begins_statement(struct view word)
{
    return find(PLACE_TOP, word) != NULL;
}

/* The parameter whose setting WORD begins. */
static enum param find_setting(struct view word)
{
    enum param param = param_find_policy(word);
    return param == PARAM_COUNT || (PARAM_BIT(param) & IN_PAIRS) != 0 ? PARAM_COUNT : param;
}

bool policy_begins_at(enum policy_place place, struct view word)
{
    return find(place, word) != NULL ||
           (place == PLACE_SETTINGS_BLOCK && find_setting(word) != PARAM_COUNT);
}

void policy_name_settings(struct buffer *text)
{
    const char *before = "";
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((PARAM_BIT(i) & IN_PAIRS) != 0)
            continue;
        buffer_printf(text, "%s%s", before, parameter((enum param)i)->policy_name);
        before = ", ";
    }
}

static enum policy_place here(const struct policy_parser *parser)
{
    if (!parser->at_start)
        return parser->head;
    return parser->depth < POLICY_MOST_BLOCKS ? parser->blocks[parser->depth] : PLACE_NOWHERE;
}

int policy_word(struct policy_parser *parser, struct policy_token *token)
{
    enum policy_place place = here(parser);
    struct view word = token->text.text;
    const struct word_at *known = find(place, word);
    parser->word_place = place;
    if (parser->at_start && place != PLACE_LIST) {
        parser->at_start = false;
        parser->head = PLACE_PLAIN;
        parser->next_block = PLACE_NOWHERE;
    }
    if (known != NULL) {
        parser->head = known->head;
        if (known->block != PLACE_NOWHERE)
            parser->next_block = known->block;
        return known->token;
    }
    if (place != PLACE_SETTINGS_BLOCK)
        return POLICY_TOKEN_WORD;
    token->param = find_setting(word);
    if (token->param == PARAM_COUNT)
        return POLICY_TOKEN_WORD;
    parser->head = PLACE_SETTING;
    return POLICY_TOKEN_SETTING;
}

void policy_open(struct policy_parser *parser, struct span place)
{
    parser->depth++;
    if (parser->depth < POLICY_MOST_BLOCKS) {
        parser->blocks[parser->depth] = parser->next_block;
        parser->opened[parser->depth] = place;
    }
    parser->at_start = true;
    parser->next_block = PLACE_NOWHERE;
}

void policy_close(struct policy_parser *parser)
{
    if (parser->depth > 0)
        parser->depth--;
    parser->at_start = true;
}

void policy_semicolon(struct policy_parser *parser)
{
    parser->at_start = true;
}

/* The words that count at PLACE and that WORD may misspell. */
static struct nearest near_words(enum policy_place place, struct view word)
{
    struct nearest nearest = nearest_to(word);
    for (int i = 0; i < WORD_COUNT; i++)
        if (words[i].place == place)
            nearest_offer(&nearest, words[i].word, words[i].word);
    for (int i = 0; i < PARAM_COUNT && place == PLACE_SETTINGS_BLOCK; i++) {
        struct view known = view_of(parameter((enum param)i)->policy_name);
        if ((PARAM_BIT(i) & IN_PAIRS) == 0)
            nearest_offer(&nearest, known, known);
    }
    return nearest;
}

bool policy_nearly_begins_statement(struct view word)
{
    struct nearest nearest = near_words(PLACE_TOP, word);
    return nearest_found(&nearest);
}

/* An export's name where the policy language has a word of its own. */
static const char *own_word(struct view word)
{
    enum param param = param_find(word);
    if (param == PARAM_COUNT)
        return NULL;
    if (param == PARAM_RECIPIENT_LIMIT || param == PARAM_RECIPIENT_MINUTES)
        return "recipients N per N minutes";
    if (param == PARAM_LIMIT_TYPE || param == PARAM_LIMIT_APPLY)
        return "limits per domain or per mx-address, then system-wide or per-gateway";
    return parameter(param)->policy_name;
}

/* What was meant by the token that was unexpected. */
static void help_token(struct policy_parser *parser, struct message *report)
{
    const struct policy_lexeme *last = &parser->last;
    bool is_word = last->kind == POLICY_TOKEN_WORD;
    struct view text = is_word ? last->token.text.text : VIEW("");
    struct nearest nearest = near_words(parser->word_place, text);
    const char *own = own_word(text);
    const char *slip = policy_slip_help(parser);
    if (is_word && nearest_found(&nearest))
        diag_help(parser->diag, report, "did you mean %s?",
                  nearest_words(parser->diag->arena, &nearest, "", ""));
    else if (slip != NULL)
        diag_help(parser->diag, report, "%s", slip);
    else if (own != NULL && parser->word_place == PLACE_SETTINGS_BLOCK)
        diag_help(parser->diag, report, "in a policy source: %s", own);
}

bool policy_near_word(const struct policy_parser *parser, struct view word)
{
    struct nearest nearest = near_words(parser->word_place, word);
    return nearest_found(&nearest);
}

/* A statement of its own in the block of an appliance or policy. */
static void report_foreign(struct policy_parser *parser, const struct policy_lexeme *last)
{
    const char *block =
        parser->blocks[last->depth] == PLACE_APPLIANCE_BLOCK ? "an appliance" : "the policy";
    struct message *report =
        diag_report(parser->diag, CODE_POLICY_SYNTAX, last->place,
                    "%.*s cannot stand in the block of %s", VIEW_ARG(last->token.text.text),
                    block);
    diag_help(parser->diag, report, "move the statement out of the block");
}

void policy_report_syntax(struct policy_parser *parser, struct span place, const char *message)
{
    const struct policy_lexeme *last = &parser->last;
    if (policy_is_foreign(parser, last)) {
        report_foreign(parser, last);
        return;
    }
    struct message *report = diag_report(parser->diag, CODE_POLICY_SYNTAX, place, "%s", message);
    bool end = last->kind == POLICY_TOKEN_END;
    if (report == NULL)
        return;
    if (place.offset == last->place.offset)
        help_token(parser, report);
    if (last->depth > 0 && last->depth < POLICY_MOST_BLOCKS &&
        (end || policy_left_open(parser, last) < last->depth))
        diag_note(parser->diag, report, parser->opened[last->depth], "this block is not closed");
}

void policy_syntax_error(struct policy_parser *parser, struct span place, const char *message)
{
    parser->failed = true;
    policy_report_syntax(parser, place, message);
}
