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

static struct value read_number(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                                enum param param, struct view text, struct span place)
{
    const struct parameter *row = parameter(param);
    uint64_t number;
    if (vocabulary == VOCABULARY_POLICY && row->type == TYPE_LIMIT) {
        if (view_equal(text, VIEW("unlimited")))
            return (struct value){.kind = VALUE_NUMBER, .number = 0};
        if (view_equal(text, VIEW("0"))) {
            struct message *zero =
                diag_report(diag, bound_codes[param].range, place, "%s cannot be 0 here",
                            row->export_name);
            diag_help(diag, zero, "write unlimited");
            return rejected(store, text);
        }
    }
    if (!read_digits(text, &number)) {
        struct message *message = diag_report(diag, CODE_NOT_A_NUMBER, place,
                                              "%s must be a number", row->export_name);
        diag_help(diag, message, "digits only: no sign, no unit, no fraction");
        return rejected(store, text);
    }
    if (number < row->least || number > row->most) {
        struct message *message =
            diag_report(diag, bound_codes[param].range, place, "%s must be between %u and %u",
                        row->export_name, row->least, row->most);
        diag_help(diag, message, "%s", code_entry(bound_codes[param].range)->mend);
        return rejected(store, text);
    }
    if (row->usual != 0 && number > row->usual)
        diag_report(diag, bound_codes[param].unusual, place,
                    "%s over %u: no document shows that an appliance takes it", row->export_name,
                    row->usual);
    return (struct value){.kind = VALUE_NUMBER, .number = (uint32_t)number};
}

static bool is_digits(struct view text)
{
    uint64_t number;
    return read_digits(text, &number);
}

/* A word that nobody knows: a misspelling, a newer release's, or in the policy language wrong. */
static struct value unknown_word(struct store *store, struct diag *diag,
                                 enum vocabulary vocabulary, enum param param, struct view text,
                                 struct span place)
{
    const struct parameter *row = parameter(param);
    bool policy = vocabulary == VOCABULARY_POLICY;
    const struct word *near = is_digits(text) ? NULL : word_near(row->words, text, policy);
    if (near == NULL && !policy) {
        diag_report(diag, CODE_WORD_UNKNOWN, place,
                    "unknown value of %s, kept as it stands; its strength is not known",
                    row->export_name);
        return (struct value){.kind = VALUE_UNKNOWN, .number = store_atom(store, text)};
    }
    struct message *message =
        diag_report(diag, CODE_WORD_MISSPELT, place, "unknown value of %s",
                    policy ? row->policy_name : row->export_name);
    if (near != NULL) {
        diag_help(diag, message, "did you mean %s?",
                  policy ? near->policy_word : near->export_word);
    } else {
        struct buffer list = buffer_new(diag->arena);
        for (uint32_t i = 0; i < word_count(row->words); i++)
            buffer_printf(&list, "%s%s", i == 0 ? "" : ", ",
                          word_by_code(row->words, i)->policy_word);
        diag_help(diag, message, "one of %s", buffer_string(&list));
    }
    if (diag_severity(diag, CODE_WORD_MISSPELT) == SEVERITY_ERROR)
        return rejected(store, text);
    return (struct value){.kind = VALUE_UNKNOWN, .number = store_atom(store, text)};
}

static struct value read_word(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                              enum param param, struct view text, struct span place)
{
    bool numeric = false;
    enum word_list list = parameter(param)->words;
    const struct word *word = vocabulary == VOCABULARY_POLICY ? word_find_policy(list, text)
                                                              : word_find(list, text, &numeric);
    if (word == NULL)
        return unknown_word(store, diag, vocabulary, param, text, place);
    struct value value = {.kind = VALUE_WORD, .number = word->code};
    if (word->assumed != ASSUMED_NONE && vocabulary == VOCABULARY_EXPORT)
        value.seen = numeric ? SEEN_NUMBER : SEEN_WORD;
    return value;
}

static struct value read_name(struct store *store, struct diag *diag, enum param param,
                              struct view text, struct span place)
{
    if (text.length == 0 || !view_equal(view_trim(text), text)) {
        diag_report(diag, CODE_NAME_VALUE, place,
                    "the value of %s must not be empty, nor begin or end with a blank",
                    parameter(param)->export_name);
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
        return read_name(store, diag, param, text, place);
    }
    diag_report(diag, CODE_CONTROL_CHARACTER, place, "a control character in the value of %s",
                parameter(param)->export_name);
    return rejected(store, text);
}
