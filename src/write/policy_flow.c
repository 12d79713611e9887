/* SPDX-License-Identifier: MIT */
#include "write/policy_flow.h"

#include <inttypes.h>

/* --- Texts ------------------------------------------------------------------------------------ */

/* A table's text holds \" and \\ as a source does. Whether it holds no other backslash. */
static bool is_regular(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '"')
            return false;
        if (text.text[i] != '\\')
            continue;
        if (i + 1 == text.length || !view_has(VIEW("\"\\"), text.text[i + 1]))
            return false;
        i++;
    }
    return true;
}

/* TEXT, which stands between quotes in a table, between quotes in a source. */
static void add_text(struct buffer *lines, struct view text)
{
    buffer_add_char(lines, '"');
    buffer_add(lines, text);
    buffer_add_char(lines, '"');
}

/* --- Numbers ---------------------------------------------------------------------------------- */

static void add_number(struct buffer *lines, const struct flow_setting *setting)
{
    enum { K = 1024, M = 1024 * 1024 };
    int64_t number = setting->number;
    enum flow_type type = flow_parameter(setting->param)->type;
    if (type == FLOW_TYPE_COUNT && number == FLOW_UNLIMITED)
        buffer_add_string(lines, "unlimited");
    else if (type == FLOW_TYPE_SIZE && number > 0 && number % M == 0)
        buffer_printf(lines, "%" PRId64 "M", number / M);
    else if (type == FLOW_TYPE_SIZE && number > 0 && number % K == 0)
        buffer_printf(lines, "%" PRId64 "k", number / K);
    else
        buffer_printf(lines, "%" PRId64, number);
}

static void add_word(struct buffer *lines, const struct flow_setting *setting)
{
    if (setting->param == FLOW_TLS && setting->number == FLOW_ON)
        buffer_add_string(lines, "preferred");
    else if (setting->number == FLOW_DEFAULT) /* the bare word takes a setting back */
        buffer_add_string(lines, "\"default\"");
    else
        buffer_add_string(lines, flow_word((enum flow_word)setting->number));
}

/* --- Settings --------------------------------------------------------------------------------- */

/* The value as a table has it. */
static void add_parameter(struct buffer *lines, const struct flow_setting *setting)
{
    bool known = setting->param != FLOW_COUNT;
    buffer_add_string(lines, "parameter ");
    style_add_string(lines, known ? view_of(flow_parameter(setting->param)->name) : setting->name);
    buffer_add_char(lines, ' ');
    if (setting->kind == FLOW_VALUE_TEXT) {
        buffer_add_string(lines, "\"\\\"");
        for (size_t i = 0; i < setting->text.length; i++) {
            if (view_has(VIEW("\"\\"), setting->text.text[i]))
                buffer_add_char(lines, '\\');
            buffer_add_char(lines, setting->text.text[i]);
        }
        buffer_add_string(lines, "\\\"\"");
    } else {
        style_add_string(lines, setting->text);
    }
}

static void add_setting(struct statements *statements, const struct flow_setting *setting)
{
    struct buffer *lines = &statements->lines;
    bool has_words = setting->kind == FLOW_VALUE_NUMBER || setting->kind == FLOW_VALUE_WORD ||
                     (setting->kind == FLOW_VALUE_TEXT && is_regular(setting->text));
    if (setting->kind == FLOW_VALUE_REJECTED)
        return;
    if (setting->param == FLOW_COUNT || !has_words) {
        add_parameter(lines, setting);
    } else {
        buffer_printf(lines, "%s ", flow_parameter(setting->param)->policy_name);
        if (setting->kind == FLOW_VALUE_NUMBER)
            add_number(lines, setting);
        else if (setting->kind == FLOW_VALUE_WORD)
            add_word(lines, setting);
        else
            add_text(lines, setting->text);
    }
    statements_end_line(statements);
}

void policy_flow_lines(struct statements *statements, const struct flow_setting *settings,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        add_setting(statements, &settings[i]);
}

void policy_flow_default(struct statements *statements, enum flow_param param)
{
    buffer_printf(&statements->lines, "%s default", flow_parameter(param)->policy_name);
    statements_end_line(statements);
}
