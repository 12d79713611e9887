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
};

/* The characters that a number ends with, as a BEFORE. */
#define DIGITS "0123456789"

static const struct slip {
    const char *statement; /* its first word; "" for any */
    const char *before;    /* the token before ends with one of these; "" for anything */
    enum slip_token how;
    const char *text;
    enum policy_place head; /* the place of the words there; PLACE_NOWHERE for any */
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
#undef QUOTES

    {"", "", IS, "=", PLACE_SETTING, "no \"=\" stands between a setting and its value"},
    {"", DIGITS, IS, ",", PLACE_SETTING, "a number has digits only, without separators"},
    {"", DIGITS, IS, ",", PLACE_RECIPIENTS, "a number has digits only, without separators"},
#define WINDOW "recipients are counted over 1 to 60 minutes, as in recipients 100 per 60 minutes"
    {"recipients", "", IS, "=", PLACE_NOWHERE, WINDOW},
    {"recipients", "", IS, ";", PLACE_NOWHERE, WINDOW},
    {"recipients", "", IS, "}", PLACE_NOWHERE, WINDOW},
    {"recipients", "", IS, "/", PLACE_NOWHERE, WINDOW},
    {"recipients", "", BEGINS, "hour", PLACE_NOWHERE,
     "the window is written in minutes: an hour is per 60 minutes"},
    {"recipients", "", BEGINS, "min", PLACE_NOWHERE, "write minutes in full, as in per 60 minutes"},
    {"recipients", "", ANY_WORD, "", PLACE_NOWHERE, WINDOW},
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
        return last->kind == POLICY_TOKEN_WORD;
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
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        const struct slip *slip = &slips[i];
        if ((*slip->statement == '\0' || view_equal(view_of(slip->statement), statement)) &&
            (*slip->before == '\0' || (before != '\0' && strchr(slip->before, before) != NULL)) &&
            (slip->head == PLACE_NOWHERE || slip->head == head) && has_token(slip, last, token))
            return slip->help;
    }
    return NULL;
}
