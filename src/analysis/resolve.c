/* SPDX-License-Identifier: MIT */
#include "analysis/resolve.h"

struct defaults defaults_of(const struct policy *policy)
{
    if (!policy->has_default)
        return (struct defaults){.origin = ORIGIN_APPLIANCE};
    return (struct defaults){policy_default(policy), ORIGIN_DEFAULT, policy->default_section};
}

struct defaults defaults_factory(struct store *store)
{
    struct draft draft = {.other_count = 0};
    draft_reset(&draft);
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct value value = factory_value(store, (enum param)i);
        if (value.kind != VALUE_ABSENT)
            draft_set(&draft, (enum param)i, value, SPAN_NONE, SPAN_NONE);
    }
    uint32_t number = store_settings(store, &draft);
    return (struct defaults){store->sets[number], ORIGIN_FACTORY, 0};
}

/* Which parameter decides whether PARAM is the entry's own or inherited, as a mask: any of them. */
static uint32_t deciding(enum param param)
{
    switch (param) {
    case PARAM_RECIPIENT_MINUTES:
        return PARAM_BIT(PARAM_RECIPIENT_LIMIT);
    case PARAM_LIMIT_TYPE:
    case PARAM_LIMIT_APPLY:
        return PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY) | PARAM_BIT(PARAM_RECIPIENT_LIMIT);
    default:
        return PARAM_BIT(param);
    }
}

static struct effective inherit(enum param param, const struct defaults *defaults)
{
    if (param == PARAM_BOUNCE_PROFILE)
        return (struct effective){.origin = ORIGIN_BUILT_IN};
    if (defaults->settings == NULL)
        return (struct effective){.origin = ORIGIN_APPLIANCE};
    if (param == PARAM_DANE_OPTION && !settings_has(defaults->settings, param))
        return (struct effective){{.kind = VALUE_WORD, .number = DANE_OFF}, ORIGIN_BUILT_IN};
    return (struct effective){defaults->settings->values[param], defaults->origin};
}

void resolve(const struct settings *settings, const struct defaults *defaults,
             struct resolved *resolved)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        bool own = (settings->given & deciding(param)) != 0 && settings_has(settings, param);
        resolved->settings[i] = own ? (struct effective){settings->values[i], ORIGIN_ENTRY}
                                    : inherit(param, defaults);
    }
}

void resolve_default(const struct defaults *defaults, struct resolved *resolved)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        resolved->settings[i] = inherit((enum param)i, defaults);
}

enum assumption resolved_assumption(enum param param, const struct effective *effective)
{
    const struct value *value = &effective->value;
    if (value->kind == VALUE_ABSENT)
        return ASSUMED_NONE;
    if (effective->origin == ORIGIN_FACTORY)
        return ASSUMED_FACTORY;
    if (effective->origin == ORIGIN_BUILT_IN && param == PARAM_DANE_OPTION)
        return ASSUMED_DANE_DEFAULT;
    if (value->kind == VALUE_UNKNOWN)
        return ASSUMED_NEWER;
    if (value->kind == VALUE_WORD)
        return word_by_code(parameter(param)->words, value->number)->assumed;
    if (parameter(param)->type == TYPE_LIMIT && value->kind == VALUE_NUMBER && value->number == 0)
        return ASSUMED_NO_LIMIT;
    return ASSUMED_NONE;
}
