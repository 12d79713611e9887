/* SPDX-License-Identifier: MIT */
#include "model/flow.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <stdio.h>

#define NONE ASSUMED_NONE
#define HAT_NAMES ASSUMED_HAT_NAMES
#define RAT_OPTIONS ASSUMED_RAT_OPTIONS

static const struct flow_parameter parameters[FLOW_COUNT] = {
#define FLOW(id, table, name, policy, saveconfig, label, type, least, most, assumed)               \
    {FLOW_TABLE_##table, name, policy, saveconfig, label, FLOW_TYPE_##type, least, most, assumed},
#include "model/flow.def"
};

_Static_assert(FLOW_COUNT <= 32, "a mask of parameters has 32 bits");

/* Their names again with their lengths: one is looked up for every line. */
static const struct view names[FLOW_COUNT] = {
#define FLOW(id, table, name, ...) {name, sizeof(name) - 1},
#include "model/flow.def"
};

static const char *const words[FLOW_WORD_COUNT] = {
    [FLOW_OFF] = "off",
    [FLOW_ON] = "on",
    [FLOW_REQUIRED] = "required",
    [FLOW_DEFAULT] = "default",
};

#define BIT(word) (1U << FLOW_##word)

static const unsigned type_words[] = {
    [FLOW_TYPE_SIZE] = 0,
    [FLOW_TYPE_COUNT] = 0,
    [FLOW_TYPE_NUMBER] = 0,
    [FLOW_TYPE_REPLY] = 0,
    [FLOW_TYPE_SWITCH] = BIT(OFF) | BIT(ON),
    [FLOW_TYPE_OVERRIDE] = BIT(OFF) | BIT(ON) | BIT(DEFAULT),
    [FLOW_TYPE_TLS] = BIT(OFF) | BIT(ON) | BIT(REQUIRED),
    [FLOW_TYPE_TEXT] = 0,
};

/* What people write who know the words of other files and of the web interface. */
static const struct {
    const char *text;
    enum flow_word word;
} foreign[] = {
    {"0", FLOW_OFF},        {"no", FLOW_OFF},  {"none", FLOW_OFF},     {"false", FLOW_OFF},
    {"disabled", FLOW_OFF}, {"1", FLOW_ON},    {"yes", FLOW_ON},       {"true", FLOW_ON},
    {"enabled", FLOW_ON},   {"preferred", FLOW_ON}, {"prefer", FLOW_ON},
    {"require", FLOW_REQUIRED}, {"mandatory", FLOW_REQUIRED},
};

/* Words of the policy language and the document that a table spells in another way. */
static const struct {
    enum flow_param param;
    struct view policy;
    struct view table;
} policy_words[] = {
    {FLOW_TLS, {"preferred", 9}, {"on", 2}},
    {FLOW_MAX_RCPTS_PER_HOUR, {"unlimited", 9}, {"-1", 2}},
};

enum { POLICY_WORD_COUNT = sizeof policy_words / sizeof policy_words[0] };

const struct flow_parameter *flow_parameter(enum flow_param param)
{
    return &parameters[param];
}

enum flow_param flow_find(enum flow_table table, struct view name)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        if (parameters[i].table == table && view_equal_nocase(name, names[i]))
            return (enum flow_param)i;
    return FLOW_COUNT;
}

enum flow_param flow_find_policy(enum flow_table table, struct view policy_name)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        if (parameters[i].table == table &&
            view_equal(policy_name, view_of(parameters[i].policy_name)))
            return (enum flow_param)i;
    return FLOW_COUNT;
}

uint32_t flow_nearest(enum flow_table table, uint32_t taken, struct nearest *nearest)
{
    uint32_t meant = 0;
    for (int i = 0; i < FLOW_COUNT; i++) {
        if (parameters[i].table != table || (taken & FLOW_BIT(i)) != 0)
            continue;
        nearest_offer(nearest, names[i], names[i]);
        nearest_offer_exact(nearest, view_of(parameters[i].policy_name), names[i]);
    }
    for (int i = 0; i < nearest->count; i++)
        meant |= FLOW_BIT(flow_find(table, nearest->names[i]));
    return meant;
}

/* --- Words ------------------------------------------------------------------------------------ */

const char *flow_word(enum flow_word word)
{
    return words[word];
}

bool flow_type_has(enum flow_type type, enum flow_word word)
{
    return (type_words[type] & 1U << word) != 0;
}

bool flow_type_has_words(enum flow_type type)
{
    return type_words[type] != 0;
}

enum flow_word flow_word_find(enum flow_type type, struct view text)
{
    for (int i = 0; i < FLOW_WORD_COUNT; i++)
        if (flow_type_has(type, (enum flow_word)i) && view_equal_nocase(text, view_of(words[i])))
            return (enum flow_word)i;
    return FLOW_WORD_COUNT;
}

void flow_word_nearest(enum flow_type type, struct nearest *nearest)
{
    for (int i = 0; i < FLOW_WORD_COUNT; i++)
        if (flow_type_has(type, (enum flow_word)i))
            nearest_offer(nearest, view_of(words[i]), view_of(words[i]));
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (flow_type_has(type, foreign[i].word))
            nearest_offer_exact(nearest, view_of(foreign[i].text), view_of(words[foreign[i].word]));
}

/* --- Other spellings -------------------------------------------------------------------------- */

struct view flow_table_word(enum flow_param param, struct view text)
{
    for (int i = 0; i < POLICY_WORD_COUNT; i++)
        if (param == policy_words[i].param && view_equal(text, policy_words[i].policy))
            return policy_words[i].table;
    return text;
}

struct view flow_policy_text(struct arena *arena, enum flow_param param, struct view text)
{
    enum flow_type type = parameters[param].type;
    struct buffer quoted = buffer_new(arena);
    text = flow_table_word(param, text);
    if (type != FLOW_TYPE_TEXT && !flow_type_has_words(type))
        return text;
    buffer_add_char(&quoted, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (view_has(VIEW("\"\\"), text.text[i]))
            buffer_add_char(&quoted, '\\');
        buffer_add_char(&quoted, text.text[i]);
    }
    buffer_add_char(&quoted, '"');
    return buffer_view(&quoted);
}

struct view flow_policy_word(const struct flow_setting *setting, char buffer[FLOW_MOST_DIGITS])
{
    struct view text = setting->text;
    if (setting->kind == FLOW_VALUE_WORD)
        text = view_of(words[setting->number]);
    if (setting->kind == FLOW_VALUE_NUMBER) {
        int length = snprintf(buffer, FLOW_MOST_DIGITS, "%" PRId64, setting->number);
        text = (struct view){buffer, (size_t)length};
    }
    if (setting->kind != FLOW_VALUE_WORD && setting->kind != FLOW_VALUE_NUMBER)
        return text;
    for (int i = 0; i < POLICY_WORD_COUNT; i++)
        if (setting->param == policy_words[i].param && view_equal(text, policy_words[i].table))
            return policy_words[i].policy;
    return text;
}

bool flow_is_quotable(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool escape = text.text[i] == '\\';
        if (text.text[i] == '"' || (escape && i + 1 == text.length))
            return false;
        i += escape;
    }
    return true;
}

bool flow_is_value(struct view text)
{
    if (text.length > 1 && text.text[0] == '"' && text.text[text.length - 1] == '"')
        return flow_is_quotable((struct view){text.text + 1, text.length - 2});
    return text.length > 0 && text.text[0] != '"' && !view_has(text, '}') &&
           view_trim(text).length == text.length;
}

/* A HAT takes ALL in a block for the last entry. */
bool flow_is_name(enum flow_table table, struct view name)
{
    bool hat = table == FLOW_TABLE_HAT;
    for (size_t i = 0; i < name.length; i++)
        if (view_has(hat ? VIEW(" \t={}#:$") : VIEW(" \t={}#"), name.text[i]))
            return false;
    return name.length > 0 && !(hat && view_equal(name, VIEW("ALL")));
}

bool flow_stands(enum flow_table table, const struct flow_setting *setting)
{
    if (setting->param == FLOW_COUNT && !flow_is_name(table, setting->name))
        return false;
    if (setting->kind == FLOW_VALUE_TEXT)
        return flow_is_quotable(setting->text);
    return setting->kind != FLOW_VALUE_UNKNOWN || flow_is_value(setting->text);
}

/* --- Settings --------------------------------------------------------------------------------- */

const struct flow_setting *flow_get(const struct flow_settings *settings, enum flow_param param)
{
    for (uint32_t i = 0; i < settings->count; i++)
        if (settings->list[i].param == param)
            return &settings->list[i];
    return NULL;
}

void flow_add(struct arena *arena, struct flow_settings *settings,
              const struct flow_setting *setting)
{
    settings->list = array_grow(arena, settings->list, settings->count, &settings->capacity,
                                sizeof *settings->list);
    settings->list[settings->count++] = *setting;
}

bool flow_same(const struct flow_setting *a, const struct flow_setting *b)
{
    if (a->param != b->param || a->kind != b->kind)
        return false;
    if (a->param == FLOW_COUNT && !view_equal_nocase(a->name, b->name))
        return false;
    if (a->kind == FLOW_VALUE_NUMBER || a->kind == FLOW_VALUE_WORD)
        return a->number == b->number;
    return view_equal(a->text, b->text);
}

bool flow_settings_same(const struct flow_settings *a, const struct flow_settings *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!flow_same(&a->list[i], &b->list[i]))
            return false;
    return true;
}
