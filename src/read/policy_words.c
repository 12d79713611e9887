/* SPDX-License-Identifier: MIT */
/*
 * What a word of the policy language is where it stands.
 */
#include "base/near.h"
#include "model/document_listener.h"
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

/*
 * Settings are words of the blocks that hold them; other tables have them. Each function says
 * how many there are, and the word of one of them, NULL where it has none.
 */
struct settings_at {
    enum policy_place place;
    int token;
    unsigned count;
    const char *(*word)(unsigned number);
};

static const char *setting_word(unsigned number)
{
    return (PARAM_BIT(number) & IN_PAIRS) != 0 ? NULL
                                               : parameter((enum param)number)->policy_name;
}

static const char *flow_word_of(enum flow_table table, unsigned number)
{
    const struct flow_parameter *row = flow_parameter((enum flow_param)number);
    return row->table == table ? row->policy_name : NULL;
}

static const char *hat_word_of(unsigned number)
{
    return flow_word_of(FLOW_TABLE_HAT, number);
}

static const char *rat_word_of(unsigned number)
{
    return flow_word_of(FLOW_TABLE_RAT, number);
}

static const char *listener_word(unsigned number)
{
    return document_listener_setting((enum listener_setting)number);
}

static const struct settings_at settings[] = {
    {PLACE_SETTINGS_BLOCK, POLICY_TOKEN_SETTING, PARAM_COUNT, setting_word},
    {PLACE_FLOW_BLOCK, POLICY_TOKEN_FLOW, FLOW_COUNT, hat_word_of},
    {PLACE_GROUP_BLOCK, POLICY_TOKEN_FLOW, FLOW_COUNT, hat_word_of},
    {PLACE_OPTIONS_BLOCK, POLICY_TOKEN_FLOW, FLOW_COUNT, rat_word_of},
    {PLACE_LISTENER_BLOCK, POLICY_TOKEN_LISTENER_SETTING, LISTENER_SETTING_COUNT, listener_word},
};

enum { SETTINGS_AT_COUNT = sizeof settings / sizeof settings[0] };

static bool is_flow_block(enum policy_place place)
{
    return place == PLACE_FLOW_BLOCK || place == PLACE_GROUP_BLOCK ||
           place == PLACE_OPTIONS_BLOCK;
}

/* The settings that are words at PLACE, or NULL. */
static const struct settings_at *settings_of(enum policy_place place)
{
    for (int i = 0; i < SETTINGS_AT_COUNT; i++)
        if (settings[i].place == place)
            return &settings[i];
    return NULL;
}

/* Whether WORD begins a setting of AT; then *NUMBER says which. */
static bool find_setting(const struct settings_at *at, struct view word, unsigned *number)
{
    for (*number = 0; at != NULL && *number < at->count; ++*number) {
        const char *known = at->word(*number);
        if (known != NULL && view_equal(word, view_of(known)))
            return true;
    }
    return false;
}

bool policy_begins_at(enum policy_place place, struct view word)
{
    unsigned number;
    return find(place, word) != NULL || find_setting(settings_of(place), word, &number);
}

enum { MOST_NAMED = 12 };

bool policy_name_settings(struct buffer *text, const struct policy_parser *parser)
{
    uint32_t depth = parser->last.depth;
    const struct settings_at *at =
        settings_of(depth < POLICY_MOST_BLOCKS ? parser->blocks[depth] : PLACE_NOWHERE);
    const char *named[MOST_NAMED];
    unsigned count = 0;
    for (unsigned i = 0; at != NULL && i < at->count && count <= MOST_NAMED; i++) {
        const char *word = at->word(i);
        if (word != NULL && count < MOST_NAMED)
            named[count] = word;
        count += word != NULL;
    }
    if (count == 0 || count > MOST_NAMED)
        return false;
    for (unsigned i = 0; i < count; i++)
        buffer_printf(text, "%s%s", i == 0 ? "" : ", ", named[i]);
    return true;
}

static enum policy_place here(const struct policy_parser *parser)
{
    if (!parser->at_start)
        return parser->head;
    return parser->depth < POLICY_MOST_BLOCKS ? parser->blocks[parser->depth] : PLACE_NOWHERE;
}

/* Lists of names that more words follow: before a name, and behind one, where these count. */
static const struct {
    enum policy_place before;
    enum policy_place behind;
} lists[] = {
    {PLACE_TARGET, PLACE_BEHIND_TARGET},
    {PLACE_ASSERT_ADDRESS, PLACE_BEHIND_ADDRESS},
    {PLACE_EXPECT_FROM, PLACE_BEHIND_FROM},
    {PLACE_EXPECT_MATCHING, PLACE_BEHIND_MATCHING},
};

static enum policy_place behind_name(enum policy_place head)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (head == lists[i].before)
            return lists[i].behind;
    return head;
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
    const struct settings_at *at = settings_of(place);
    if (!find_setting(at, word, &token->number)) {
        parser->head = behind_name(parser->head);
        return POLICY_TOKEN_WORD;
    }
    parser->head = PLACE_SETTING;
    return at->token;
}

void policy_name(struct policy_parser *parser)
{
    if (parser->at_start && here(parser) != PLACE_LIST) {
        parser->at_start = false;
        parser->head = PLACE_PLAIN;
    }
    parser->head = behind_name(parser->head);
}

void policy_comma(struct policy_parser *parser)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (parser->head == lists[i].behind)
            parser->head = lists[i].before;
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
    enum policy_place closed =
        parser->depth < POLICY_MOST_BLOCKS ? parser->blocks[parser->depth] : PLACE_NOWHERE;
    if (parser->depth > 0)
        parser->depth--;
    parser->at_start = true;
    /* A sender group may have two: its members' stands behind that of its settings. */
    parser->next_block = closed == PLACE_GROUP_BLOCK ? PLACE_GROUP_BLOCK : PLACE_NOWHERE;
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
    const struct settings_at *at = settings_of(place);
    for (unsigned i = 0; at != NULL && i < at->count; i++)
        if (at->word(i) != NULL)
            nearest_offer(&nearest, view_of(at->word(i)), view_of(at->word(i)));
    return nearest;
}

bool policy_nearly_begins_statement(struct view word)
{
    struct nearest nearest = near_words(PLACE_TOP, word);
    return nearest_found(&nearest);
}

/* A table's name of a parameter of mail flow, or something between it and the language's word. */
static const char *own_flow_word(enum policy_place place, struct view word)
{
    enum flow_table table = place == PLACE_OPTIONS_BLOCK ? FLOW_TABLE_RAT : FLOW_TABLE_HAT;
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        size_t length = 0;
        while (length < word.length && row->name[length] != '\0' &&
               (ascii_lower(word.text[length]) == row->name[length] ||
                (word.text[length] == '-' && row->name[length] == '_')))
            length++;
        if (row->table == table && length == word.length && row->name[length] == '\0')
            return row->policy_name;
    }
    return NULL;
}

/* An export's name where the policy language has a word of its own. */
static const char *own_word(enum policy_place place, struct view word)
{
    if (place != PLACE_SETTINGS_BLOCK)
        return is_flow_block(place) ? own_flow_word(place, word) : NULL;
    enum param param = param_find(word);
    if (param == PARAM_COUNT)
        return NULL;
    if (param == PARAM_RECIPIENT_LIMIT || param == PARAM_RECIPIENT_MINUTES)
        return "recipients N per N minutes";
    if (param == PARAM_LIMIT_TYPE || param == PARAM_LIMIT_APPLY)
        return "limits per domain or per mx-address, then system-wide or per-gateway";
    return parameter(param)->policy_name;
}

/* Where the last token belongs, a word that begins a statement out of place; or NULL. */
static const char *home_of(const struct policy_parser *parser)
{
    static const struct {
        enum policy_place from; /* PLACE_NOWHERE for anywhere */
        enum policy_place place;
        const char *help;
    } homes[] = {
#define FLOW "is a parameter of mail flow policies, and stands in their blocks"
        {PLACE_LISTENER_BLOCK, PLACE_FLOW_BLOCK, FLOW},
        {PLACE_NOWHERE, PLACE_LISTENER_BLOCK, "stands in the block of a listener"},
        {PLACE_NOWHERE, PLACE_SETTINGS_BLOCK, "is a setting of destinations"},
        {PLACE_NOWHERE, PLACE_FLOW_BLOCK, FLOW},
#undef FLOW
        {PLACE_NOWHERE, PLACE_OPTIONS_BLOCK,
         "is an option of recipients, and stands in a block behind them"},
    };
    const struct policy_lexeme *last = &parser->last;
    if (!last->starts || policy_left_open(parser, last) < last->depth)
        return NULL;
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if ((homes[i].from == PLACE_NOWHERE || homes[i].from == parser->word_place) &&
            policy_begins_at(homes[i].place, last->token.text.text))
            return homes[i].help;
    return NULL;
}

/* What was meant by the token that was unexpected. */
static void help_token(struct policy_parser *parser, struct message *report)
{
    const struct policy_lexeme *last = &parser->last;
    bool is_word = last->kind == POLICY_TOKEN_WORD;
    struct view text = is_word ? last->token.text.text : VIEW("");
    struct nearest nearest = near_words(parser->word_place, text);
    const char *own = own_word(parser->word_place, text);
    const char *home = is_word ? home_of(parser) : NULL;
    const char *slip = policy_slip_help(parser);
    if (is_word && nearest_found(&nearest))
        diag_help(parser->diag, report, "did you mean %s?",
                  nearest_words(parser->diag->arena, &nearest, "", ""));
    else if (slip != NULL)
        diag_help(parser->diag, report, "%s", slip);
    else if (own != NULL)
        diag_help(parser->diag, report, "in a policy source: %s", own);
    else if (home != NULL)
        diag_help(parser->diag, report, "%.*s %s", VIEW_ARG(text), home);
}

bool policy_near_word(const struct policy_parser *parser, struct view word)
{
    struct nearest nearest = near_words(parser->word_place, word);
    return nearest_found(&nearest);
}

/* A statement of its own in the block of another. */
static void report_foreign(struct policy_parser *parser, const struct policy_lexeme *last)
{
    enum policy_place place = parser->blocks[last->depth];
    const char *block = place == PLACE_APPLIANCE_BLOCK ? "an appliance"
                        : place == PLACE_POLICY_BLOCK  ? "the policy"
                                                       : "a listener";
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
