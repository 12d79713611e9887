/* SPDX-License-Identifier: MIT */
#include "analysis/effect.h"

static struct value comparable(const struct store *store, enum param param, struct value value)
{
    if (param == PARAM_BOUNCE_PROFILE && value.kind == VALUE_NAME &&
        view_equal(atom_view(store, value.number), VIEW("Default")))
        value = (struct value){.kind = VALUE_ABSENT};
    return value;
}

static bool same_resolved(const struct store *store, const struct resolved *a,
                          const struct resolved *b)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (!value_same(comparable(store, (enum param)i, a->settings[i].value),
                        comparable(store, (enum param)i, b->settings[i].value)))
            return false;
    return true;
}

static bool same_set(const struct standing *a, uint32_t first, const struct standing *b,
                     uint32_t second)
{
    const struct settings *one = policy_settings(a->policy, first);
    const struct settings *two = policy_settings(b->policy, second);
    struct resolved before;
    struct resolved after;
    resolve(one, &a->defaults, &before);
    resolve(two, &b->defaults, &after);
    return same_resolved(a->policy->store, &before, &after) &&
           settings_same_others(a->policy->store, one, two);
}

static bool same_default(const struct standing *a, const struct standing *b)
{
    struct resolved before;
    struct resolved after;
    if (a->policy->has_default != b->policy->has_default)
        return false;
    resolve_default(&a->defaults, &before);
    resolve_default(&b->defaults, &after);
    return same_resolved(a->policy->store, &before, &after) &&
           (a->defaults.settings == NULL || b->defaults.settings == NULL
                ? a->defaults.settings == b->defaults.settings
                : settings_same_others(a->policy->store, a->defaults.settings,
                                     b->defaults.settings));
}

bool same_effect(const struct standing *a, const struct standing *b)
{
    if (a->policy->count != b->policy->count || !same_default(a, b))
        return false;
    /* By set of A, the set of B, plus 1, that was last found to be the same. */
    uint32_t *known = arena_zero(a->policy->arena, a->policy->store->set_count + 1u,
                                 sizeof *known);
    for (uint32_t i = 0; i < a->policy->count; i++) {
        const struct destination *one = policy_destination(a->policy, i);
        uint32_t found = policy_find(b->policy, destination_key(one));
        if (found == NO_ENTRY)
            return false;
        uint32_t two = policy_destination(b->policy, found)->settings;
        if (known[one->settings] == two + 1)
            continue;
        if (!same_set(a, one->settings, b, two))
            return false;
        known[one->settings] = two + 1;
    }
    return true;
}
