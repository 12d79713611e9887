/* SPDX-License-Identifier: MIT */
#include "write/policy_settings.h"

/* The order of settings in a block. Those that are not named here stand behind these. */
static const enum param setting_order[] = {
    PARAM_IP_SORT_PREF,      PARAM_MAX_HOST_CONCURRENCY, PARAM_MAX_MESSAGES_PER_CONNECTION,
    PARAM_RECIPIENT_LIMIT,   PARAM_RECIPIENT_MINUTES,    PARAM_LIMIT_TYPE,
    PARAM_LIMIT_APPLY,       PARAM_TABLE_TLS,            PARAM_DANE_OPTION,
    PARAM_BOUNCE_VALIDATION, PARAM_BOUNCE_PROFILE,       PARAM_CERTIFICATE,
    PARAM_SEND_TLS_REQ_ALERT,
};

static void end_line(struct policy_block *block)
{
    statements_end_line(block->statements);
}

/* A setting as a table file has it. */
static void add_parameter(struct policy_block *block, struct view name, struct view value)
{
    buffer_add_string(block->lines, "parameter ");
    style_add_string(block->lines, name);
    buffer_add_char(block->lines, ' ');
    style_add_string(block->lines, value);
    end_line(block);
}

static struct view value_word(const struct policy_block *block, enum param param,
                              char number[VALUE_BUFFER])
{
    return value_policy(block->store, param, block->settings->values[param], number);
}

static void add_recipients(struct policy_block *block)
{
    char number[VALUE_BUFFER];
    uint32_t limit = block->settings->values[PARAM_RECIPIENT_LIMIT].number;
    uint32_t minutes = block->settings->values[PARAM_RECIPIENT_MINUTES].number;
    buffer_add_string(block->lines, "recipients ");
    buffer_add(block->lines, value_word(block, PARAM_RECIPIENT_LIMIT, number));
    if (limit != 0 || minutes != (uint32_t)parameter(PARAM_RECIPIENT_MINUTES)->factory)
        buffer_printf(block->lines, " per %u minute%s", minutes, minutes == 1 ? "" : "s");
    end_line(block);
}

static void add_limits(struct policy_block *block)
{
    char number[VALUE_BUFFER];
    buffer_add_string(block->lines, "limits per ");
    buffer_add(block->lines, value_word(block, PARAM_LIMIT_TYPE, number));
    buffer_add_string(block->lines, ", ");
    buffer_add(block->lines, value_word(block, PARAM_LIMIT_APPLY, number));
    end_line(block);
}

static void add_setting(struct policy_block *block, enum param param)
{
    char number[VALUE_BUFFER];
    struct view word = value_word(block, param, number);
    buffer_printf(block->lines, "%s ", parameter(param)->policy_name);
    if (block->settings->values[param].kind == VALUE_NAME)
        style_add_string(block->lines, word);
    else
        buffer_add(block->lines, word);
    end_line(block);
}

/* Whether the policy language has words for the pair that PARAM belongs to. */
static bool pair_has_words(const struct settings *settings, enum param first, enum param second,
                           enum value_kind kind)
{
    uint32_t limits = parameter(first)->idle | parameter(second)->idle;
    return (settings->given & limits) != 0 && settings->values[first].kind == kind &&
           settings->values[second].kind == kind;
}

/* Adds PARAM, or the pair that it begins. Returns a mask of what needs no adding any more. */
static uint32_t add_one(struct policy_block *block, enum param param)
{
    char number[VALUE_BUFFER];
    const struct settings *settings = block->settings;
    struct value value = settings->values[param];
    bool in_pair = parameter(param)->idle != 0 || param == PARAM_RECIPIENT_LIMIT;
    if (param == PARAM_RECIPIENT_LIMIT &&
        pair_has_words(settings, param, PARAM_RECIPIENT_MINUTES, VALUE_NUMBER)) {
        add_recipients(block);
        return PARAM_BIT(param) | PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    }
    if (param == PARAM_LIMIT_TYPE &&
        pair_has_words(settings, param, PARAM_LIMIT_APPLY, VALUE_WORD)) {
        add_limits(block);
        return PARAM_BIT(param) | PARAM_BIT(PARAM_LIMIT_APPLY);
    }
    value.seen = SEEN_NOWHERE;
    if (in_pair || value.kind == VALUE_UNKNOWN)
        add_parameter(block, view_of(parameter(param)->export_name),
                      value_export(block->store, param, value, number));
    else
        add_setting(block, param);
    return PARAM_BIT(param);
}

static void add_others(struct policy_block *block)
{
    for (uint32_t i = 0; i < block->settings->other_count; i++)
        add_parameter(block, atom_view(block->store, block->settings->others[i].name),
                      atom_view(block->store, block->settings->others[i].text));
}

void policy_block_add(struct policy_block *block, const struct settings *settings, uint32_t mask,
                      bool with_others)
{
    uint32_t left = settings->given & mask;
    block->settings = settings;
    for (size_t i = 0; i < sizeof setting_order / sizeof setting_order[0]; i++)
        if ((left & PARAM_BIT(setting_order[i])) != 0)
            left &= ~add_one(block, setting_order[i]);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((left & PARAM_BIT(i)) != 0)
            left &= ~add_one(block, (enum param)i);
    if (with_others)
        add_others(block);
}

void policy_block_take_back(struct policy_block *block, enum param param)
{
    buffer_printf(block->lines, "%s default", parameter(param)->policy_name);
    end_line(block);
}
