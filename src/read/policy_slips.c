/* SPDX-License-Identifier: MIT */
/*
 * What people write who know other languages, and what to write instead: a table.
 */
#include "read/policy_parse.h"

#include "policy.tab.h"

/* How the unexpected token is known. */
enum slip_token {
    ANY_WORD, /* any word */
    IS,       /* it is TEXT */
    BEGINS,   /* it begins with TEXT */
    ADDRESS,  /* a word that begins a statement, with a dot or an @ in it */
};

/* The characters that a number ends with, as a BEFORE. */
#define DIGITS "0123456789"

static const struct slip {
    const char *statement; /* its first word; "" for any */
    const char *before;    /* the token before ends with one of these; "" for anything */
    enum slip_token how;
    const char *text;
    enum policy_place head; /* the place of the words there, or of the block that they stand in;
                               PLACE_NOWHERE for any */
    const char *help;
} slips[] = {
#define COMMENT "a comment begins with #, and ends with its line"
    {"", "", BEGINS, "//", PLACE_NOWHERE, COMMENT},
    {"", "", BEGINS, "/*", PLACE_NOWHERE, COMMENT},
#undef COMMENT
    {"", "", BEGINS, "[", PLACE_TOP,
     "a line in brackets is a table file's: destc compile --to policy FILE makes a source of it"},
#define QUOTES "a string stands in double quotes, \"...\""
    {"", "", BEGINS, "'", PLACE_NOWHERE, QUOTES},
    {"", "", BEGINS, "\xE2\x80", PLACE_NOWHERE, QUOTES}, /* marks of typography */
    {"", "", BEGINS, "\xC2\xAB", PLACE_NOWHERE, QUOTES},
    {"note", "", ANY_WORD, "", PLACE_NOWHERE, QUOTES},
    {"parameter", "", ANY_WORD, "", PLACE_NOWHERE,
     "name and value stand in double quotes: parameter \"NAME\" \"VALUE\""},

    {"", "", IS, "=", PLACE_SETTING, "no \"=\" stands between a setting and its value"},
    {"", DIGITS, IS, ",", PLACE_SETTING, "a number has digits only, without separators"},
    {"", DIGITS, IS, ",", PLACE_RECIPIENTS, "a number has digits only, without separators"},
#define WINDOW "recipients are counted over 1 to 60 minutes, as in recipients 100 per 60 minutes"
    {"recipients", "", IS, "=", PLACE_SETTINGS_BLOCK, WINDOW},
    {"recipients", "", IS, ";", PLACE_SETTINGS_BLOCK, WINDOW},
    {"recipients", "", IS, "}", PLACE_SETTINGS_BLOCK, WINDOW},
    {"recipients", "", IS, "/", PLACE_SETTINGS_BLOCK, WINDOW},
    {"recipients", "", BEGINS, "hour", PLACE_SETTINGS_BLOCK,
     "the window is written in minutes: an hour is per 60 minutes"},
    {"recipients", "", BEGINS, "min", PLACE_SETTINGS_BLOCK,
     "write minutes in full, as in per 60 minutes"},
    {"recipients", "", ANY_WORD, "", PLACE_SETTINGS_BLOCK, WINDOW},
#undef WINDOW
#define BOTH                                                                                       \
    "limits has two parts: per domain or per mx-address, then system-wide or per-gateway, as in "  \
    "limits per domain, system-wide"
    {"limits", "", IS, ";", PLACE_NOWHERE, BOTH},
    {"limits", "", IS, "}", PLACE_NOWHERE, BOTH},
    {"limits", "", IS, "=", PLACE_NOWHERE, BOTH},
    {"limits", "", ANY_WORD, "", PLACE_NOWHERE, BOTH},
#undef BOTH

    {"assert", "=", IS, ">", PLACE_NOWHERE, "at least is written >="},
    {"assert", "=", IS, "<", PLACE_NOWHERE, "at most is written <="},
    {"assert", "=", IS, "=", PLACE_NOWHERE, "equal is written ="},
    {"assert", "<", IS, ">", PLACE_NOWHERE, "not equal is written !="},
    {"assert", "=", IS, "!", PLACE_NOWHERE, "not equal is written !="},

#define BUNDLE "a bundle's name stands without @, which is for sets of destinations"
    {"settings", "", BEGINS, "@", PLACE_NOWHERE, BUNDLE},
    {"default", "", BEGINS, "@", PLACE_PLAIN, BUNDLE},
    {"destination", "", BEGINS, "@", PLACE_PLAIN, BUNDLE},
    {"add", "", BEGINS, "@", PLACE_PLAIN, BUNDLE},
#undef BUNDLE
    {"define", "e", BEGINS, "@", PLACE_DEFINE, /* behind the word define */
     "@ is for a set's use: it is defined without, as in define NAME = { ... }"},
    {"define", "=", BEGINS, "\"", PLACE_DEFINE,
     "a file of names stands behind the word file, as in file \"names.csv\"; names stand in "
     "braces"},
    {"define", "=", BEGINS, "", PLACE_DEFINE,
     "the members of a set stand in braces; a file of them behind the word file"},
    {"define", "", IS, "{", PLACE_DEFINE, "write \"=\" before the brace"},

    /* Listeners */
    {"listener", "cek", BEGINS, "\"", PLACE_PLAIN,
     "the name stands before the type, as in listener \"NAME\" public"},
    {"listener", "", BEGINS, "\"", PLACE_PLAIN,
     "its type stands without quotes: public, private or blackhole"},
    {"", "", BEGINS, "$", PLACE_LISTENER_BLOCK,
     "a line that begins with $ is a HAT file's: destc compile --to policy FILE makes a source of "
     "it"},
    {"interface", "", ANY_WORD, "", PLACE_LISTENER_BLOCK, QUOTES},
    {"bounce-profile", "", ANY_WORD, "", PLACE_LISTENER_BLOCK, QUOTES},
    {"certificate", "", ANY_WORD, "", PLACE_LISTENER_BLOCK, QUOTES},
    {"smtp-banner-text", "", ANY_WORD, "", PLACE_NOWHERE, QUOTES},
    {"smtp-response-text", "", ANY_WORD, "", PLACE_NOWHERE, QUOTES},
    {"max-recipients-per-hour-text", "", ANY_WORD, "", PLACE_NOWHERE, QUOTES},
    {"connections", "", IS, "connections", PLACE_FLOW_BLOCK,
     "connections is a setting of destinations; connections from one address are limited by "
     "max-concurrency"},
    {"messages", "", IS, "messages", PLACE_FLOW_BLOCK,
     "messages is a setting of destinations; those over one connection are limited by "
     "max-messages-per-session"},
    {"recipients", "", IS, "recipients", PLACE_FLOW_BLOCK,
     "recipients is a setting of destinations; here max-recipients-per-hour and "
     "max-recipients-per-message limit them"},
#define BEHAVIOR "a behavior stands without quotes, directly behind the name"
    {"mail-flow-policy", "", BEGINS, "\"", PLACE_NOWHERE, BEHAVIOR},
#undef BEHAVIOR
    {"mail-flow-policy", "t", ANY_WORD, "", PLACE_ENTRY,
     "the default parameters are no policy, and have no behavior"},
#define DESCRIPTION "the description stands behind the policy or behavior"
    {"sender-group", "\"", ANY_WORD, "", PLACE_NOWHERE, DESCRIPTION},
    {"sender-group", "\"", IS, "uses", PLACE_NOWHERE, DESCRIPTION},
    {"host", "\"", ANY_WORD, "", PLACE_NOWHERE, DESCRIPTION},
    {"host", "\"", IS, "uses", PLACE_NOWHERE, DESCRIPTION},
#undef DESCRIPTION
#define PLACED "in an appliance, before stands directly behind the name of the group or host"
    {"sender-group", "", IS, "before", PLACE_NOWHERE, PLACED},
    {"host", "", IS, "before", PLACE_NOWHERE, PLACED},
    {"add", "", IS, "before", PLACE_NOWHERE, PLACED},
#undef PLACED
#define ONE "it is either a behavior or uses and the name of a policy, not both"
    {"sender-group", "", IS, "uses", PLACE_NOWHERE, ONE},
    {"host", "", IS, "uses", PLACE_NOWHERE, ONE},
    {"all", "", IS, "uses", PLACE_LISTENER_BLOCK, ONE},
#undef ONE
#define POLICY_USED "a mail flow policy is named by uses NAME; a behavior has no uses"
    {"sender-group", "", ANY_WORD, "", PLACE_NOWHERE, POLICY_USED},
    {"host", "", ANY_WORD, "", PLACE_NOWHERE, POLICY_USED},
    {"all", "", ANY_WORD, "", PLACE_LISTENER_BLOCK, POLICY_USED},
#undef POLICY_USED
    {"remove", "", IS, "all", PLACE_PART,
     "all cannot be removed; what it gets is changed with all uses NAME"},
    {"remove", "", IS, "default", PLACE_NOWHERE,
     "the default parameters cannot be removed; one is taken back as in "
     "mail-flow-policy default { tls default; }"},
#define MEMBERS "each member of a group ends with a semicolon of its own"
    {"", "", IS, ",", PLACE_GROUP_BLOCK, MEMBERS},
    {"sbrs", "", ANY_WORD, "", PLACE_GROUP_BLOCK,
     "a range of scores is written as in sbrs -3.0 to -1.0"},
    {"", "", ANY_WORD, "", PLACE_GROUP_BLOCK, MEMBERS},
#undef MEMBERS
    {"", "", BEGINS, "@", PLACE_GROUP_BLOCK,
     "sets are of destinations and recipients; members are written one by one"},
#define ADDRESSES "recipients are separated by commas"
    {"accept", "", ANY_WORD, "", PLACE_RECIPIENTS_BLOCK, ADDRESSES},
    {"reject", "", ANY_WORD, "", PLACE_RECIPIENTS_BLOCK, ADDRESSES},
#undef ADDRESSES
    {"", "", IS, "all", PLACE_RECIPIENTS_BLOCK,
     "the action stands before the recipients, as in reject all"},
    {"", "", ADDRESS, "", PLACE_RECIPIENTS_BLOCK,
     "the action stands before the recipients, as in accept a.example"},
#define RECIPIENTS "recipients are asserted of as in assert recipients reject all"
    {"assert", "", IS, "accept", PLACE_NOWHERE, RECIPIENTS},
    {"assert", "", IS, "reject", PLACE_NOWHERE, RECIPIENTS},
    {"assert", "", IS, "relay", PLACE_NOWHERE, RECIPIENTS},
#undef RECIPIENTS
    {"expect", "", IS, "on", PLACE_NOWHERE, "on listener NAME stands before is"},
    {"expect", "", IS, "named", PLACE_NOWHERE,
     "named NAME stands before scored SCORE, and both before matching"},
    {"expect", "", IS, "scored", PLACE_NOWHERE, "scored SCORE stands before matching"},
    {"expect", "", IS, "matching", PLACE_NOWHERE,
     "matching stands behind the host, its name and its score, before on listener and is"},
#undef QUOTES

    {"delete", "", IS, "delete", PLACE_PLAIN, "an entry is taken away by remove destination"},
    {"exclude", "", IS, "exclude", PLACE_PLAIN, "an entry is taken away by remove destination"},
};

/* The first word of the statement in the innermost block that is open. */
static struct view first_word(const struct policy_parser *parser)
{
    const struct source *source = parser->source;
    uint32_t depth = parser->last.depth;
    if (depth >= POLICY_MOST_BLOCKS || parser->begun[depth] < source->base)
        return VIEW("");
    const char *start = source->text + (parser->begun[depth] - source->base);
    return (struct view){start, strcspn(start, " \t\r\n{};,\"#=<>!@")};
}

/* The last character of the token before; NUL at the beginning. */
static char last_before(const struct policy_parser *parser)
{
    const struct source *source = parser->source;
    if (parser->behind <= source->base)
        return '\0';
    return source->text[parser->behind - source->base - 1];
}

static bool has_token(const struct slip *slip, const struct policy_lexeme *last, struct view token)
{
    struct view text = view_of(slip->text);
    if (slip->how == ANY_WORD)
        return last->kind == POLICY_TOKEN_WORD && !last->starts;
    if (slip->how == ADDRESS)
        return last->kind == POLICY_TOKEN_WORD && last->starts &&
               (view_has(token, '.') || view_has(token, '@'));
    if (slip->how == BEGINS && token.length > text.length)
        token.length = text.length;
    return view_equal(token, text);
}

const char *policy_slip_help(const struct policy_parser *parser)
{
    const struct policy_lexeme *last = &parser->last;
    struct view token = sources_text(parser->diag->sources, last->place);
    struct view statement = first_word(parser);
    char before = last_before(parser);
    enum policy_place head = last->starts && last->depth == 0 ? PLACE_TOP : parser->head;
    enum policy_place block =
        last->depth < POLICY_MOST_BLOCKS ? parser->blocks[last->depth] : PLACE_NOWHERE;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        const struct slip *slip = &slips[i];
        if ((*slip->statement == '\0' || view_equal(view_of(slip->statement), statement)) &&
            (*slip->before == '\0' || (before != '\0' && strchr(slip->before, before) != NULL)) &&
            (slip->head == PLACE_NOWHERE || slip->head == head || slip->head == block) &&
            has_token(slip, last, token))
            return slip->help;
    }
    return NULL;
}
