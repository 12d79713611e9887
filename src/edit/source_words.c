/* SPDX-License-Identifier: MIT */
#include "edit/source_words.h"

#include "model/policy_style.h"
#include "read/value.h"

/* Parameters that one statement gives together, and what it is called. */
static const struct together {
    enum param params[WISH_PARTS];
    const char *word;
    const char *mistake; /* where one of two is to go and the other one to stay */
} pairs[] = {
    {{PARAM_RECIPIENT_LIMIT, PARAM_RECIPIENT_MINUTES},
     "recipients",
     "recipient-minutes are the window of recipients: a source gives both or neither"},
    {{PARAM_LIMIT_TYPE, PARAM_LIMIT_APPLY},
     "limits",
     "limits-per and limits-apply are one setting of a source: take out both or neither"},
};

static const struct together *pair_of(enum param param)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].params[0] == param || pairs[i].params[1] == param)
            return &pairs[i];
    return NULL;
}

uint32_t source_wish_mask(const struct source_wish *wish)
{
    uint32_t mask = PARAM_BIT(wish->params[0]);
    return wish->params[1] == PARAM_COUNT ? mask : mask | PARAM_BIT(wish->params[1]);
}

/* TEXT as the setting's value in a source, without quotes; what is no value there stays. */
static struct view plain_word(enum param param, struct view text)
{
    const struct parameter *row = parameter(param);
    bool numeric = false;
    if (row->type == TYPE_LIMIT &&
        (view_equal(text, VIEW("0")) || view_equal(text, VIEW("unlimited"))))
        return VIEW("unlimited");
    if (row->type != TYPE_WORD)
        return text;
    const struct word *known = word_find_policy(row->words, text);
    if (known == NULL)
        known = word_find(row->words, text, &numeric);
    return known == NULL || numeric ? text : view_of(known->policy_word);
}

/* The same in quotes if need be. */
static struct view word_of(struct arena *arena, enum param param, struct view text)
{
    struct buffer word = buffer_new(arena);
    if (parameter(param)->type == TYPE_NAME)
        style_add_string(&word, text);
    else
        style_add_name(&word, plain_word(param, text));
    return buffer_view(&word);
}

struct view source_value_word(struct arena *arena, const struct store *store, enum param param,
                              struct value value)
{
    char number[VALUE_BUFFER];
    struct view text = value_policy(store, param, value, number);
    return word_of(arena, param, arena_copy(arena, text));
}

/* The wish for PARAM among COUNT, or a new one behind them. */
static struct source_wish *wish_of(struct source_wish *wishes, uint32_t *count, enum param param)
{
    const struct together *pair = pair_of(param);
    for (uint32_t i = 0; i < *count; i++)
        if ((source_wish_mask(&wishes[i]) & PARAM_BIT(param)) != 0)
            return &wishes[i];
    wishes[*count] = (struct source_wish){.params = {param, PARAM_COUNT}};
    for (int part = 0; pair != NULL && part < WISH_PARTS; part++)
        wishes[*count].params[part] = pair->params[part];
    return &wishes[(*count)++];
}

uint32_t source_wishes(struct arena *arena, struct sources *sources, struct store *store,
                       const struct wanted_setting *settings, uint32_t count,
                       struct source_wish *wishes, const char **mistake)
{
    uint32_t made = 0;
    uint32_t leaving[PARAM_COUNT] = {0}; /* by wish: a mask of the parts that are to go */
    struct diag aside;
    diag_init(&aside, arena, sources);
    for (uint32_t i = 0; i < count; i++) {
        enum param param = settings[i].param;
        struct source_wish *wish = wish_of(wishes, &made, param);
        int part = wish->params[1] == param;
        if (settings[i].value.length == 0) {
            leaving[wish - wishes] |= PARAM_BIT(param);
            continue;
        }
        wish->texts[part] = settings[i].value;
        wish->words[part] = word_of(arena, param, settings[i].value);
        wish->values[part] = value_read(store, &aside, VOCABULARY_SOURCE, param,
                                        plain_word(param, settings[i].value), SPAN_NONE);
    }
    *mistake = NULL;
    for (uint32_t i = 0; i < made; i++) {
        const struct source_wish *wish = &wishes[i];
        /* A limit takes its window with it. */
        if ((leaving[i] & PARAM_BIT(PARAM_RECIPIENT_LIMIT)) != 0)
            leaving[i] |= PARAM_BIT(PARAM_RECIPIENT_MINUTES);
        bool gives = wish->words[0].length + wish->words[1].length > 0;
        wishes[i].leaves = leaving[i] != 0;
        if (leaving[i] != 0 && (gives || leaving[i] != source_wish_mask(wish)))
            *mistake = pair_of(wish->params[0])->mistake;
    }
    return made;
}

int source_wish_open(const struct source_wish *wish)
{
    if (wish->leaves || wish->params[1] == PARAM_COUNT)
        return WISH_PARTS;
    return source_wish_names(wish, 0) ? (source_wish_names(wish, 1) ? WISH_PARTS : 1) : 0;
}

struct view source_wish_half(const struct source_wish *wish, struct arena *arena,
                             const struct store *store, const struct settings *settings)
{
    int part = source_wish_open(wish);
    enum param param = part == WISH_PARTS ? PARAM_COUNT : wish->params[part];
    if (param != PARAM_COUNT && settings != NULL && settings_has(settings, param))
        return source_value_word(arena, store, param, settings->values[param]);
    bool usual = param == PARAM_RECIPIENT_MINUTES && view_equal(wish->words[0], VIEW("unlimited"));
    return usual ? VIEW("60") : VIEW("");
}

bool source_wish_given(const struct source_wish *wish, const struct settings *settings)
{
    for (int part = 0; !wish->leaves && part < WISH_PARTS; part++) {
        enum param param = wish->params[part];
        if (source_wish_names(wish, part) &&
            (!settings_has(settings, param) ||
             !value_same(settings->values[param], wish->values[part])))
            return false;
    }
    return !wish->leaves;
}

/* parameter "NAME" "VALUE", for the part of WISH that is named. */
static const char *parameter_text(struct arena *arena, const struct source_wish *wish)
{
    int named = source_wish_names(wish, 1);
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, "parameter ");
    style_add_string(&text, view_of(parameter(wish->params[named])->export_name));
    buffer_add_char(&text, ' ');
    style_add_string(&text, wish->texts[named]);
    return buffer_string(&text);
}

const char *source_wish_text(struct arena *arena, const struct source_wish *wish)
{
    const struct together *pair = pair_of(wish->params[0]);
    const char *keyword = pair == NULL ? parameter(wish->params[0])->policy_name : pair->word;
    struct view first = wish->words[0];
    struct view second = wish->words[1];
    if (wish->leaves)
        return arena_printf(arena, "%s default", keyword);
    if (pair == NULL)
        return arena_printf(arena, "%s %.*s", keyword, VIEW_ARG(first));
    if (source_wish_open(wish) != WISH_PARTS)
        return parameter_text(arena, wish);
    if (wish->params[0] == PARAM_LIMIT_TYPE)
        return arena_printf(arena, "%s per %.*s, %.*s", keyword, VIEW_ARG(first),
                            VIEW_ARG(second));
    if (view_equal(first, VIEW("unlimited")) && view_equal(second, VIEW("60")))
        return arena_printf(arena, "%s unlimited", keyword);
    return arena_printf(arena, "%s %.*s per %.*s minute%s", keyword, VIEW_ARG(first),
                        VIEW_ARG(second), view_equal(second, VIEW("1")) ? "" : "s");
}
