/* SPDX-License-Identifier: MIT */
#include "read/value.h"

#include "base/buffer.h"

/* The codes of a number parameter's two bounds. */
struct bound_codes {
    enum code range;
    enum code unusual;
};

static const struct bound_codes bound_codes[PARAM_COUNT] = {
    [PARAM_MAX_HOST_CONCURRENCY] = {CODE_RANGE_CONNECTIONS, CODE_UNUSUAL_CONNECTIONS},
    [PARAM_MAX_MESSAGES_PER_CONNECTION] = {CODE_RANGE_MESSAGES, CODE_UNUSUAL_MESSAGES},
    [PARAM_RECIPIENT_MINUTES] = {CODE_RANGE_MINUTES, CODE_RANGE_MINUTES},
    [PARAM_RECIPIENT_LIMIT] = {CODE_RANGE_RECIPIENTS, CODE_UNUSUAL_RECIPIENTS},
};

bool text_has_control(struct view text, size_t *offset)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.text[i];
        bool c1 = c == 0xC2 && i + 1 < text.length && (unsigned char)text.text[i + 1] < 0xA0;
        if (c < 0x20 || c == 0x7F || c1) {
            *offset = i;
            return true;
        }
    }
    return false;
}

static struct value rejected(struct store *store, struct view text)
{
    return (struct value){.kind = VALUE_REJECTED, .number = store_atom(store, text)};
}

/* Reads digits; what does not fit comes back as the largest number. */
static bool read_digits(struct view text, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        if (*number <= UINT32_MAX)
            *number = *number * 10 + (uint64_t)(text.text[i] - '0');
    }
    return text.length > 0;
}

/* TEXT up to where a comment seems to begin, at a # or ; behind a blank; empty if none does. */
static struct view before_comment(struct view text)
{
    for (size_t i = 1; i < text.length; i++)
        if (view_has(VIEW("#;"), text.text[i]) && view_has(VIEW(" \t"), text.text[i - 1]))
            return view_trim((struct view){text.text, i});
    return VIEW("");
}

static const char *comment_help(enum vocabulary vocabulary)
{
    return vocabulary == VOCABULARY_EXPORT ? "put the comment on a line of its own"
                                           : "remove what stands behind the value";
}

static struct value not_a_number(struct store *store, struct diag *diag,
                                 enum vocabulary vocabulary, enum param param, struct view text,
                                 struct span place)
{
    uint64_t number;
    struct message *message = diag_report(diag, CODE_NOT_A_NUMBER, place, "%s must be a number",
                                          vocabulary_name(vocabulary, param));
    diag_help(diag, message, "%s",
              read_digits(before_comment(text), &number)
                  ? comment_help(vocabulary)
                  : "digits only: no sign, no unit, no fraction");
    return rejected(store, text);
}

static struct value read_number(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                                enum param param, struct view text, struct span place)
{
    const struct parameter *row = parameter(param);
    const char *name = vocabulary_name(vocabulary, param);
    uint64_t number;
    if (vocabulary >= VOCABULARY_POLICY && row->type == TYPE_LIMIT) {
        if (view_equal(text, VIEW("unlimited")))
            return (struct value){.kind = VALUE_NUMBER, .number = 0};
        if (view_equal(text, VIEW("0"))) {
            struct message *zero =
                diag_report(diag, bound_codes[param].range, place, "%s cannot be 0 here",
                            name);
            diag_help(diag, zero, "write unlimited");
            return rejected(store, text);
        }
    }
    if (!read_digits(text, &number))
        return not_a_number(store, diag, vocabulary, param, text, place);
    if (number < row->least || number > row->most) {
        struct message *message =
            diag_report(diag, bound_codes[param].range, place, "%s must be between %u and %u",
                        name, vocabulary >= VOCABULARY_POLICY ? 1 : row->least, row->most);
        vocabulary_mend(diag, message, vocabulary, bound_codes[param].range);
        return rejected(store, text);
    }
    if (row->usual != 0 && number > row->usual) {
        struct message *message =
            diag_report(diag, bound_codes[param].unusual, place,
                        "%s over %u: no document shows that an appliance takes it",
                        name, row->usual);
        vocabulary_mend(diag, message, vocabulary, bound_codes[param].unusual);
    }
    return (struct value){.kind = VALUE_NUMBER, .number = (uint32_t)number};
}

static bool is_digits(struct view text)
{
    uint64_t number;
    return read_digits(text, &number);
}

/* "off, on, required": all words of LIST. */
static const char *all_words(struct arena *arena, enum word_list list, bool policy)
{
    struct buffer words = buffer_new(arena);
    for (uint32_t i = 0; i < word_count(list); i++) {
        const struct word *word = word_by_code(list, i);
        buffer_printf(&words, "%s%s", i == 0 ? "" : ", ",
                      policy ? word->policy_word : word->export_word);
    }
    return buffer_string(&words);
}

/* A word that resembles none: a newer release's. */
static struct value newer_word(struct store *store, struct diag *diag, enum param param,
                               struct view text, struct span place)
{
    const struct parameter *row = parameter(param);
    bool ranked = word_by_code(row->words, 0)->rank != 0;
    struct message *message =
        diag_report(diag, CODE_WORD_UNKNOWN, place, "unknown value \"%.*s\" of %s, kept as it "
                    "stands%s", VIEW_ARG(text), row->export_name,
                    ranked ? "; its strength is not known" : "");
    if (message != NULL)
        diag_help(diag, message, "one of %s, if it is no newer release's",
                  all_words(diag->arena, row->words, false));
    return (struct value){.kind = VALUE_UNKNOWN, .number = store_atom(store, text)};
}

/* A word that nobody knows: a misspelling, a newer release's, or in the policy language wrong. */
static struct value unknown_word(struct store *store, struct diag *diag,
                                 enum vocabulary vocabulary, enum param param, struct view text,
                                 struct span place)
{
    const struct parameter *row = parameter(param);
    bool policy = vocabulary >= VOCABULARY_POLICY;
    bool numeric;
    bool comment = !policy && word_find(row->words, before_comment(text), &numeric) != NULL;
    struct nearest nearest = nearest_to(text);
    if (!comment && !is_digits(text))
        word_nearest(row->words, policy, &nearest);
    if (!comment && !policy && !nearest_found(&nearest))
        return newer_word(store, diag, param, text, place);
    bool kept = diag_severity(diag, CODE_WORD_MISSPELT) != SEVERITY_ERROR;
    bool turns = kept && word_find(row->words, view_trim(text), &numeric) != NULL;
    kept = kept && !turns;
    struct message *message =
        diag_report(diag, turns ? CODE_WORD_TURNS : CODE_WORD_MISSPELT, place,
                    "unknown value \"%.*s\" of %s%s", VIEW_ARG(text),
                    vocabulary_name(vocabulary, param),
                    kept    ? ", kept as it stands"
                    : turns ? ", which a table file would read as a right one"
                            : "");
    if (comment)
        diag_help(diag, message, "%s", comment_help(vocabulary));
    else if (message != NULL && nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "", ""));
    else if (message != NULL)
        diag_help(diag, message, "one of %s", all_words(diag->arena, row->words, policy));
    return kept ? (struct value){.kind = VALUE_UNKNOWN, .number = store_atom(store, text)}
                : rejected(store, text);
}

static struct value read_word(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                              enum param param, struct view text, struct span place)
{
    bool numeric = false;
    enum word_list list = parameter(param)->words;
    const struct word *word = NULL;
    if (vocabulary >= VOCABULARY_POLICY)
        word = word_find_policy(list, text);
    if (word == NULL && vocabulary != VOCABULARY_POLICY)
        word = word_find(list, text, &numeric);
    /* The dialogue's menu counts otherwise than the table: a bare number says nothing here. */
    if (word != NULL && numeric && vocabulary == VOCABULARY_SOURCE)
        word = NULL;
    if (word == NULL)
        return unknown_word(store, diag, vocabulary, param, text, place);
    struct value value = {.kind = VALUE_WORD, .number = word->code};
    if (word->assumed != ASSUMED_NONE && vocabulary == VOCABULARY_EXPORT)
        value.seen = numeric ? SEEN_NUMBER : SEEN_WORD;
    return value;
}

static struct value read_name(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                              enum param param, struct view text, struct span place)
{
    if (text.length == 0 || !view_equal(view_trim(text), text)) {
        diag_report(diag, CODE_NAME_VALUE, place,
                    "the value of %s must not be empty, nor begin or end with a blank",
                    vocabulary_name(vocabulary, param));
        return rejected(store, text);
    }
    return (struct value){.kind = VALUE_NAME, .number = store_atom(store, text)};
}

struct value value_read(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                        enum param param, struct view text, struct span place)
{
    size_t control;
    switch (parameter(param)->type) {
    case TYPE_NUMBER:
    case TYPE_LIMIT:
        return read_number(store, diag, vocabulary, param, text, place);
    case TYPE_WORD:
        if (text_has_control(text, &control))
            break;
        return read_word(store, diag, vocabulary, param, text, place);
    case TYPE_NAME:
        if (text_has_control(text, &control))
            break;
        return read_name(store, diag, vocabulary, param, text, place);
    }
    struct message *message =
        diag_report(diag, CODE_CONTROL_CHARACTER, place,
                    "a control character in the value of %s", vocabulary_name(vocabulary, param));
    if (before_comment(text).length > 0)
        diag_help(diag, message, "%s", comment_help(vocabulary));
    else
        diag_mend(diag, message);
    return rejected(store, text);
}
