/* SPDX-License-Identifier: MIT */
#include "analysis/term.h"

#include "base/buffer.h"
#include "model/flow.h"

enum { MINUTES_PER_HOUR = 60 };

static const char *const operations[COMPARISON_COUNT] = {
    [COMPARISON_EQUAL] = "=",    [COMPARISON_UNEQUAL] = "!=", [COMPARISON_BELOW] = "<",
    [COMPARISON_AT_MOST] = "<=", [COMPARISON_ABOVE] = ">",    [COMPARISON_AT_LEAST] = ">=",
};

/* Which outcomes of "left compared with right" each operation accepts: below, same, above. */
static const bool accepts[COMPARISON_COUNT][3] = {
    [COMPARISON_EQUAL] = {false, true, false},  [COMPARISON_UNEQUAL] = {true, false, true},
    [COMPARISON_BELOW] = {true, false, false},  [COMPARISON_AT_MOST] = {true, true, false},
    [COMPARISON_ABOVE] = {false, false, true},  [COMPARISON_AT_LEAST] = {false, true, true},
};

/* What "enforced" can be said of, and the weakest TLS setting that does it. */
static const struct enforced {
    const char *word;
    enum tls_setting least;
} enforced[] = {
    {"encryption", TLS_REQUIRED},
    {"verification", TLS_REQUIRED_VERIFY},
};

enum { ENFORCED_COUNT = sizeof enforced / sizeof enforced[0] };

static bool is_ordered(const struct parameter *row)
{
    return row->type == TYPE_NUMBER || row->type == TYPE_LIMIT || row->words == WORDS_TLS;
}

static void offer_enforced(struct nearest *nearest, struct arena *arena)
{
    for (int i = 0; i < ENFORCED_COUNT; i++)
        nearest_offer(nearest, view_of(enforced[i].word),
                      view_of(arena_printf(arena, "%s enforced", enforced[i].word)));
}

const char *term_near_enforced(struct arena *arena, struct view word)
{
    struct nearest nearest = nearest_to(word);
    offer_enforced(&nearest, arena);
    return nearest_words(arena, &nearest, "", "");
}

/* Names of settings, "encryption enforced" among them, that TEXT misspells; NULL if none. */
static const char *near_names(struct arena *arena, struct view text)
{
    struct nearest nearest = nearest_to(text);
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        nearest_offer(&nearest, view_of(row->policy_name), view_of(row->policy_name));
        nearest_offer(&nearest, view_of(row->export_name), view_of(row->export_name));
        if (row->batch_name != NULL)
            nearest_offer(&nearest, view_of(row->batch_name), view_of(row->policy_name));
    }
    offer_enforced(&nearest, arena);
    return nearest_words(arena, &nearest, "", "");
}

static bool read_name(struct diag *diag, const struct phrase *name, enum param *param)
{
    *param = param_find_setting(name->text);
    if (*param != PARAM_COUNT)
        return true;
    struct message *message = diag_report(diag, CODE_CONDITION_NAME, name->place,
                                          "there is no setting \"%.*s\"", VIEW_ARG(name->text));
    const char *near = near_names(diag->arena, name->text);
    if (near != NULL) {
        diag_help(diag, message, "did you mean %s?", near);
        return false;
    }
    if (flow_find_policy(FLOW_TABLE_HAT, name->text) != FLOW_COUNT) {
        diag_help(diag, message,
                  "%.*s is a parameter of mail flow policies: write for all on listener NAME",
                  VIEW_ARG(name->text));
        return false;
    }
    struct buffer list = buffer_new(diag->arena);
    for (int i = 0; i < PARAM_COUNT; i++)
        buffer_printf(&list, "%s%s", i == 0 ? "" : ", ",
                      parameter((enum param)i)->policy_name);
    diag_help(diag, message, "one of %s", buffer_string(&list));
    return false;
}

static bool read_operation(struct diag *diag, const struct phrase *operation,
                           enum comparison *comparison)
{
    for (int i = 0; i < COMPARISON_COUNT; i++)
        if (view_equal(operation->text, view_of(operations[i]))) {
            *comparison = (enum comparison)i;
            return true;
        }
    struct message *message =
        diag_report(diag, CODE_CONDITION_SYNTAX, operation->place, "no operator \"%.*s\"",
                    VIEW_ARG(operation->text));
    diag_help(diag, message, "one of = != < <= > >=");
    return false;
}

static bool check_order(struct diag *diag, const struct phrase *operation,
                        const struct term *term)
{
    const struct parameter *row = parameter(term->param);
    if (term->comparison <= COMPARISON_UNEQUAL || is_ordered(row))
        return true;
    struct message *message =
        diag_report(diag, CODE_CONDITION_ORDER, operation->place,
                    "the values of %s have no order", row->policy_name);
    diag_help(diag, message, "write = or !=");
    return false;
}

static struct message *refuse(struct diag *diag, const struct phrase *value,
                              const struct term *term)
{
    return diag_report(diag, CODE_CONDITION_VALUE, value->place, "%s cannot be \"%.*s\"",
                       parameter(term->param)->policy_name, VIEW_ARG(value->text));
}

/* The policy language first; then what exports say, but for their numbers. */
static const struct word *find_word(enum word_list list, struct view text)
{
    bool numeric;
    for (uint32_t i = 0; i < word_count(list); i++)
        if (view_equal_nocase(text, view_of(word_by_code(list, i)->policy_word)))
            return word_by_code(list, i);
    const struct word *word = word_find(list, text, &numeric);
    return numeric ? NULL : word;
}

static bool is_digits(struct view text)
{
    size_t i = 0;
    while (i < text.length && text.text[i] >= '0' && text.text[i] <= '9')
        i++;
    return i == text.length;
}

static bool read_word(struct diag *diag, const struct phrase *value, struct term *term)
{
    enum word_list list = parameter(term->param)->words;
    const struct word *word = find_word(list, value->text);
    if (word != NULL) {
        term->number = word->code;
        return true;
    }
    struct message *message = refuse(diag, value, term);
    struct nearest nearest = nearest_to(value->text);
    if (!is_digits(value->text))
        word_nearest(list, true, &nearest);
    if (nearest_found(&nearest)) {
        diag_help(diag, message, "did you mean %s?", nearest_words(diag->arena, &nearest, "", ""));
        return false;
    }
    struct buffer words = buffer_new(diag->arena);
    for (uint32_t i = 0; i < word_count(list); i++)
        buffer_printf(&words, "%s%s", i == 0 ? "" : ", ", word_by_code(list, i)->policy_word);
    diag_help(diag, message, "one of %s", buffer_string(&words));
    return false;
}

static bool parse_number(struct view text, uint32_t most, uint32_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.text[i] - '0');
        if (value > most)
            return false;
    }
    *number = (uint32_t)value;
    return text.length > 0;
}

static bool read_number(struct diag *diag, const struct phrase *value, struct term *term)
{
    uint32_t most = parameter(term->param)->most;
    if (parse_number(value->text, most, &term->number))
        return true;
    diag_help(diag, refuse(diag, value, term), "write a number up to %u, digits only", most);
    return false;
}

/* The first word of *TEXT, which loses it. */
static struct view take_word(struct view *text)
{
    struct view rest = view_trim(*text);
    size_t length = 0;
    while (length < rest.length && !view_has(VIEW(" \t\r\n"), rest.text[length]))
        length++;
    *text = (struct view){rest.text + length, rest.length - length};
    return (struct view){rest.text, length};
}

/* "20", "20 per 1 minute", "20 per 60 minutes" */
static bool parse_rate(struct view text, struct term *term)
{
    struct view limit = take_word(&text);
    if (!parse_number(limit, parameter(PARAM_RECIPIENT_LIMIT)->most, &term->number))
        return false;
    term->minutes = MINUTES_PER_HOUR;
    struct view per = take_word(&text);
    if (per.length == 0)
        return true;
    struct view minutes = take_word(&text);
    struct view unit = take_word(&text);
    return view_equal_nocase(per, VIEW("per")) &&
           parse_number(minutes, parameter(PARAM_RECIPIENT_MINUTES)->most, &term->minutes) &&
           term->minutes > 0 && (view_equal_nocase(unit, VIEW("minute")) ||
                                 view_equal_nocase(unit, VIEW("minutes"))) &&
           take_word(&text).length == 0;
}

static bool read_rate(struct diag *diag, const struct phrase *value, struct term *term)
{
    if (view_equal_nocase(value->text, VIEW("unlimited")))
        return true;
    bool rate = parse_rate(value->text, term);
    if (rate && term->number > 0)
        return true;
    diag_help(diag, refuse(diag, value, term), "%s",
              rate ? "in an export 0 means no limit: write unlimited"
                   : "write N per M minutes (M up to 60), N alone for N per hour, or unlimited");
    return false;
}

static bool read_value(struct diag *diag, const struct phrase *value, struct term *term)
{
    switch (parameter(term->param)->type) {
    case TYPE_NUMBER:
        return read_number(diag, value, term);
    case TYPE_LIMIT:
        return read_rate(diag, value, term);
    case TYPE_WORD:
        return read_word(diag, value, term);
    case TYPE_NAME:
        break;
    }
    term->name = value->text;
    if (value->text.length > 0)
        return true;
    diag_help(diag, refuse(diag, value, term), "write the name as the appliance shows it");
    return false;
}

bool term_read(struct diag *diag, const struct phrase *name, const struct phrase *operation,
               const struct phrase *value, struct term *term)
{
    *term = (struct term){.param = PARAM_COUNT};
    return read_name(diag, name, &term->param) &&
           read_operation(diag, operation, &term->comparison) &&
           check_order(diag, operation, term) && read_value(diag, value, term);
}

bool term_read_enforced(struct view word, struct term *term)
{
    for (int i = 0; i < ENFORCED_COUNT; i++)
        if (view_equal_nocase(word, view_of(enforced[i].word))) {
            *term = (struct term){.enforced = true, .number = enforced[i].least};
            return true;
        }
    return false;
}

uint32_t term_params(const struct term *term)
{
    if (term->enforced)
        return PARAM_BIT(PARAM_TABLE_TLS) | PARAM_BIT(PARAM_DANE_OPTION);
    bool rate = parameter(term->param)->type == TYPE_LIMIT;
    return PARAM_BIT(term->param) | (rate ? PARAM_BIT(PARAM_RECIPIENT_MINUTES) : 0);
}

static enum verdict compared(const struct term *term, uint64_t left, uint64_t right)
{
    int outcome = (left > right) - (left < right);
    return accepts[term->comparison][outcome + 1] ? VERDICT_TRUE : VERDICT_FALSE;
}

/* A word by its place in its list's order; where there is none, its code tells words apart. */
static uint32_t strength(enum word_list list, uint32_t code)
{
    return list == WORDS_TLS ? word_by_code(list, code)->rank : code;
}

static enum verdict judge_word(const struct term *term, const struct effective *effective)
{
    enum word_list list = parameter(term->param)->words;
    if (effective->value.kind != VALUE_WORD)
        return VERDICT_UNDECIDED;
    return compared(term, strength(list, effective->value.number), strength(list, term->number));
}

static enum verdict judge_number(const struct term *term, const struct effective *effective)
{
    if (effective->value.kind != VALUE_NUMBER)
        return VERDICT_UNDECIDED;
    return compared(term, effective->value.number, term->number);
}

/* Rates are compared as fractions; unlimited (0) is above them all and equals itself. */
static enum verdict judge_rate(const struct term *term, const struct resolved *resolved)
{
    const struct value *limit = &resolved->settings[PARAM_RECIPIENT_LIMIT].value;
    const struct value *minutes = &resolved->settings[PARAM_RECIPIENT_MINUTES].value;
    if (limit->kind != VALUE_NUMBER)
        return VERDICT_UNDECIDED;
    if (limit->number == 0 || term->number == 0)
        return compared(term, limit->number == 0, term->number == 0);
    if (minutes->kind != VALUE_NUMBER)
        return VERDICT_UNDECIDED;
    return compared(term, (uint64_t)limit->number * term->minutes,
                    (uint64_t)term->number * minutes->number);
}

static enum verdict judge_name(const struct term *term, const struct store *store,
                               const struct effective *effective)
{
    struct view name = VIEW("");
    if (effective->value.kind == VALUE_NAME)
        name = atom_view(store, effective->value.number);
    else if (effective->value.kind != VALUE_ABSENT || effective->origin == ORIGIN_APPLIANCE)
        return VERDICT_UNDECIDED;
    else if (effective->origin == ORIGIN_BUILT_IN)
        name = VIEW("Default");
    return compared(term, view_equal(name, term->name), true);
}

static enum verdict judge_enforced(const struct term *term, const struct resolved *resolved)
{
    struct term tls = {.param = PARAM_TABLE_TLS, .comparison = COMPARISON_AT_LEAST,
                       .number = term->number};
    struct term dane = {.param = PARAM_DANE_OPTION, .number = DANE_MANDATORY};
    return verdict_or(judge_word(&tls, &resolved->settings[tls.param]),
                      judge_word(&dane, &resolved->settings[dane.param]));
}

enum verdict term_holds(const struct term *term, const struct store *store,
                        const struct resolved *resolved)
{
    if (term->enforced)
        return judge_enforced(term, resolved);
    const struct effective *effective = &resolved->settings[term->param];
    switch (parameter(term->param)->type) {
    case TYPE_NUMBER:
        return judge_number(term, effective);
    case TYPE_LIMIT:
        return judge_rate(term, resolved);
    case TYPE_WORD:
        return judge_word(term, effective);
    case TYPE_NAME:
        break;
    }
    return judge_name(term, store, effective);
}
