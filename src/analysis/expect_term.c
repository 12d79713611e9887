/* SPDX-License-Identifier: MIT */
#include "analysis/expect_term.h"

#include "base/buffer.h"

#include <inttypes.h>

enum { BELOW = 1, SAME = 2, ABOVE = 4, KILO = 1024, MEGA = KILO * KILO };

static const struct operation {
    struct view word;
    unsigned outcomes;
} operations[] = {
    {{"=", 1}, SAME},          {{"!=", 2}, BELOW | ABOVE}, {{"<", 1}, BELOW},
    {{"<=", 2}, BELOW | SAME}, {{">", 1}, ABOVE},          {{">=", 2}, ABOVE | SAME},
};

static const char preferred[] = "preferred"; /* what the policy language calls TLS that is on */
static const char unlimited[] = "unlimited";

static bool is_ordered(enum flow_type type)
{
    return type != FLOW_TYPE_SWITCH && type != FLOW_TYPE_OVERRIDE && type != FLOW_TYPE_TEXT;
}

/* --- Names and operations --------------------------------------------------------------------- */

static void offer_names(struct nearest *nearest)
{
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        if (row->table != FLOW_TABLE_HAT)
            continue;
        nearest_offer(nearest, view_of(row->policy_name), view_of(row->policy_name));
        nearest_offer(nearest, view_of(row->name), view_of(row->policy_name));
    }
}

static const char *all_names(struct arena *arena)
{
    struct buffer list = buffer_new(arena);
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        if (row->table == FLOW_TABLE_HAT)
            buffer_printf(&list, "%s%s", list.length == 0 ? "" : ", ", row->policy_name);
    }
    return buffer_string(&list);
}

static bool read_name(struct diag *diag, const struct assertion_part *name,
                      enum flow_param *param)
{
    *param = flow_find_policy(FLOW_TABLE_HAT, name->text);
    if (*param == FLOW_COUNT)
        *param = flow_find(FLOW_TABLE_HAT, name->text);
    if (*param != FLOW_COUNT)
        return true;
    struct nearest nearest = nearest_to(name->text);
    struct message *message =
        diag_report(diag, CODE_CONDITION_NAME, name->place,
                    "mail flow policies have no parameter \"%.*s\"", VIEW_ARG(name->text));
    offer_names(&nearest);
    const char *near = nearest_words(diag->arena, &nearest, "", "");
    if (near != NULL)
        diag_help(diag, message, "did you mean %s?", near);
    else
        diag_help(diag, message, "one of %s", all_names(diag->arena));
    return false;
}

static bool read_operation(struct diag *diag, const struct assertion_part *part,
                           struct flow_term *term)
{
    const struct flow_parameter *row = flow_parameter(term->param);
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (view_equal(part->text, operations[i].word))
            term->outcomes = operations[i].outcomes;
    if (term->outcomes == 0) {
        struct message *message =
            diag_report(diag, CODE_CONDITION_SYNTAX, part->place, "no operator \"%.*s\"",
                        VIEW_ARG(part->text));
        diag_help(diag, message, "one of = != < <= > >=");
        return false;
    }
    bool orders = term->outcomes != SAME && term->outcomes != (BELOW | ABOVE);
    if (!orders || is_ordered(row->type))
        return true;
    struct message *message = diag_report(diag, CODE_CONDITION_ORDER, part->place,
                                          "the values of %s have no order", row->policy_name);
    diag_help(diag, message, "write = or !=");
    return false;
}

/* --- Values ----------------------------------------------------------------------------------- */

static struct message *refuse(struct diag *diag, const struct assertion_part *value,
                              const struct flow_term *term)
{
    return diag_report(diag, CODE_CONDITION_VALUE, value->place, "%s cannot be \"%.*s\"",
                       flow_parameter(term->param)->policy_name, VIEW_ARG(value->text));
}

/* The words of TYPE as the policy language has them; of TLS the table's "on" is read as well. */
static const char *word_of(enum flow_param param, enum flow_word word)
{
    return param == FLOW_TLS && word == FLOW_ON ? preferred : flow_word(word);
}

static bool read_word(struct diag *diag, const struct assertion_part *value,
                      struct flow_term *term)
{
    enum flow_type type = flow_parameter(term->param)->type;
    enum flow_word word = flow_word_find(type, value->text);
    bool can_prefer = term->param == FLOW_TLS;
    bool is_preferred = can_prefer && view_equal_nocase(value->text, view_of(preferred));
    if (is_preferred || word != FLOW_WORD_COUNT) {
        term->number = is_preferred ? FLOW_ON : (int64_t)word;
        return true;
    }
    struct message *message = refuse(diag, value, term);
    struct nearest nearest = nearest_to(value->text);
    flow_word_nearest(type, &nearest);
    if (can_prefer)
        nearest_offer(&nearest, view_of(preferred), view_of(preferred));
    if (nearest_found(&nearest)) {
        diag_help(diag, message, "did you mean %s?", nearest_words(diag->arena, &nearest, "", ""));
        return false;
    }
    struct buffer words = buffer_new(diag->arena);
    for (int i = 0; i < FLOW_WORD_COUNT; i++)
        if (flow_type_has(type, (enum flow_word)i))
            buffer_printf(&words, "%s%s", words.length == 0 ? "" : ", ",
                          word_of(term->param, (enum flow_word)i));
    diag_help(diag, message, "one of %s", buffer_string(&words));
    return false;
}

/* Digits, and of a SIZE k or M behind them. */
static bool parse_number(struct view text, bool is_size, int64_t *number)
{
    int64_t value = 0;
    size_t end = text.length;
    int64_t unit = 1;
    if (is_size && end > 1 && view_has(VIEW("kKmM"), text.text[end - 1]))
        unit = ascii_lower(text.text[--end]) == 'k' ? KILO : MEGA;
    for (size_t i = 0; i < end; i++) {
        if (text.text[i] < '0' || text.text[i] > '9' || value > INT64_MAX / 10 / MEGA)
            return false;
        value = value * 10 + (text.text[i] - '0');
    }
    *number = value * unit;
    return end > 0;
}

/* A number's place in the order: what is no limit stands above all others. */
static int64_t rank(enum flow_param param, int64_t number)
{
    bool none = param == FLOW_DHAP_LIMIT && number == 0;
    bool endless = flow_parameter(param)->type == FLOW_TYPE_COUNT && number == FLOW_UNLIMITED;
    return none || endless ? INT64_MAX : number;
}

static bool read_number(struct diag *diag, const struct assertion_part *value,
                        struct flow_term *term)
{
    const struct flow_parameter *row = flow_parameter(term->param);
    bool is_size = row->type == FLOW_TYPE_SIZE;
    bool is_count = row->type == FLOW_TYPE_COUNT;
    term->number = INT64_MAX;
    if (is_count && view_equal_nocase(value->text, view_of(unlimited)))
        return true;
    if (parse_number(value->text, is_size, &term->number) && term->number <= row->most) {
        term->number = rank(term->param, term->number);
        return true;
    }
    struct message *message = refuse(diag, value, term);
    if (is_size)
        diag_help(diag, message, "write a number of bytes, or like 20M or 512k");
    else
        diag_help(diag, message, "write a number up to %" PRId64 ", digits only%s", row->most,
                  is_count ? ", or unlimited" : "");
    return false;
}

bool flow_term_read(struct diag *diag, const struct expectation *expectation,
                    struct flow_term *term)
{
    *term = (struct flow_term){.param = FLOW_COUNT, .text = expectation->value.text};
    if (!read_name(diag, &expectation->name, &term->param) ||
        !read_operation(diag, &expectation->operation, term))
        return false;
    enum flow_type type = flow_parameter(term->param)->type;
    if (type == FLOW_TYPE_TEXT && expectation->value.text.length == 0)
        diag_help(diag, refuse(diag, &expectation->value, term), "write the text that it has");
    if (type == FLOW_TYPE_TEXT)
        return expectation->value.text.length > 0;
    return flow_type_has_words(type) ? read_word(diag, &expectation->value, term)
                                     : read_number(diag, &expectation->value, term);
}

/* --- Judging ---------------------------------------------------------------------------------- */

/* What stands between quotes in a table, without its escapes. */
static struct view plain_text(struct arena *arena, struct view text)
{
    struct buffer plain = buffer_new(arena);
    if (text.length == 0 || memchr(text.text, '\\', text.length) == NULL)
        return text;
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '\\' && i + 1 < text.length && view_has(VIEW("\"\\"), text.text[i + 1]))
            i++;
        buffer_add_char(&plain, text.text[i]);
    }
    return buffer_view(&plain);
}

static enum finding compared(const struct flow_term *term, int64_t left, int64_t right)
{
    unsigned outcome = left < right ? BELOW : left > right ? ABOVE : SAME;
    return (term->outcomes & outcome) != 0 ? FINDING_YES : FINDING_NO;
}

enum finding flow_term_holds(const struct flow_term *term, struct arena *arena,
                             const struct flow_setting *setting)
{
    switch (setting->kind) {
    case FLOW_VALUE_NUMBER:
        return compared(term, rank(term->param, setting->number), term->number);
    case FLOW_VALUE_WORD:
        return compared(term, setting->number, term->number);
    case FLOW_VALUE_TEXT:
        return compared(term, view_compare(plain_text(arena, setting->text), term->text), 0);
    default:
        return FINDING_OPEN;
    }
}

const char *flow_value_words(struct arena *arena, const struct flow_setting *setting)
{
    if (setting->kind == FLOW_VALUE_WORD)
        return word_of(setting->param, (enum flow_word)setting->number);
    if (setting->kind != FLOW_VALUE_NUMBER) {
        struct view text = plain_text(arena, setting->text);
        return arena_printf(arena, "\"%.*s\"", VIEW_ARG(text));
    }
    int64_t number = setting->number;
    enum flow_type type = flow_parameter(setting->param)->type;
    if (type == FLOW_TYPE_COUNT && number == FLOW_UNLIMITED)
        return unlimited;
    if (setting->param == FLOW_DHAP_LIMIT && number == 0)
        return "0 (no limit)";
    bool in_mega = type == FLOW_TYPE_SIZE && number > 0 && number % MEGA == 0;
    bool in_kilo = type == FLOW_TYPE_SIZE && number > 0 && number % KILO == 0;
    return arena_printf(arena, "%" PRId64 "%s", in_mega ? number / MEGA : in_kilo ? number / KILO
                                                                                : number,
                        in_mega ? "M" : in_kilo ? "k" : "");
}
