/* SPDX-License-Identifier: MIT */
#include "analysis/difference_settings.h"

static const char *const origin_words[] = {
    [ORIGIN_ENTRY] = "entry",
    [ORIGIN_DEFAULT] = "default entry",
    [ORIGIN_FILE] = "default entry of --default",
    [ORIGIN_FACTORY] = "factory default",
    [ORIGIN_BUILT_IN] = "AsyncOS",
    [ORIGIN_APPLIANCE] = "appliance's default entry",
};

/* What is worked out about one side. */
struct half {
    const struct settings_side *side;
    struct resolved resolved;
    bool is_holder; /* there is no such entry: SIDE is the one that holds */
};

struct comparison {
    struct arena *arena;
    const struct store *store;
    struct settings_wish wish;
    struct half before;
    struct half after;
    struct change *list;
    uint32_t count;
    struct settings_difference result;
};

static struct half half_of(const struct settings_side *side, bool is_holder)
{
    struct half half = {.side = side, .is_holder = is_holder};
    if (side->settings == NULL)
        resolve_default(&side->defaults, &half.resolved);
    else
        resolve(side->settings, &side->defaults, &half.resolved);
    return half;
}

/* The settings that stand in a text: of the default entry those of its own section. */
static const struct settings *given_of(const struct half *half)
{
    if (half->is_holder)
        return NULL;
    if (half->side->settings != NULL)
        return half->side->settings;
    return half->side->defaults.origin == ORIGIN_DEFAULT ? half->side->defaults.settings : NULL;
}

static bool gives(const struct half *half, enum param param)
{
    const struct settings *settings = given_of(half);
    return settings != NULL && settings_has(settings, param);
}

/* The value that takes effect, in words; the profile that AsyncOS has by itself is Default. */
static struct view effective_text(const struct comparison *comparison, enum param param,
                                  const struct effective *effective)
{
    char buffer[VALUE_BUFFER];
    if (param == PARAM_BOUNCE_PROFILE && effective->value.kind == VALUE_ABSENT)
        return VIEW("Default");
    struct view text = value_policy(comparison->store, param, effective->value, buffer);
    return text.text == buffer ? arena_copy(comparison->arena, text) : text;
}

/* Whether PARAM cannot take effect whatever its value: minutes without a limit of recipients. */
static bool is_void(const struct comparison *comparison, const struct half *half,
                    enum param param)
{
    const struct value *limit = &half->resolved.settings[PARAM_RECIPIENT_LIMIT].value;
    return comparison->wish.effective && param == PARAM_RECIPIENT_MINUTES &&
           limit->kind == VALUE_NUMBER && limit->number == 0;
}

static struct said said_of(const struct comparison *comparison, const struct half *half,
                           enum param param)
{
    const struct effective *effective = &half->resolved.settings[param];
    bool is_nothing = half->side->absent &&
                      (comparison->wish.unweighed || effective->value.kind == VALUE_ABSENT);
    if (is_nothing || is_void(comparison, half, param))
        return (struct said){.how = SAID_NOTHING};
    bool is_idle = comparison->wish.effective && half->side->settings != NULL &&
                   effective->origin != ORIGIN_ENTRY; /* such as minutes without a limit */
    if (gives(half, param) && !is_idle) {
        const struct effective given = {given_of(half)->values[param], ORIGIN_ENTRY};
        return (struct said){SAID_GIVEN, effective_text(comparison, param, &given), NULL};
    }
    if (effective->value.kind == VALUE_ABSENT && effective->origin == ORIGIN_APPLIANCE)
        return (struct said){SAID_UNKNOWN, VIEW("appliance default"), NULL};
    if (effective->value.kind == VALUE_ABSENT && param != PARAM_BOUNCE_PROFILE)
        return (struct said){.how = SAID_NOTHING};
    enum origin origin = effective->origin;
    return (struct said){SAID_INHERITED, effective_text(comparison, param, effective),
                         half->is_holder && origin == ORIGIN_ENTRY ? "entry that holds there"
                                                                   : origin_words[origin]};
}

/* What nothing that was read says: it stands in a default entry that is not there. */
static bool is_missing(const struct effective *effective)
{
    return effective->value.kind == VALUE_ABSENT && effective->origin == ORIGIN_APPLIANCE;
}

/* Whether EFFECTIVE is the demonstration certificate, which stands in for one that is not there. */
static bool is_demo(const struct comparison *comparison, const struct effective *effective)
{
    if (effective->value.kind == VALUE_ABSENT)
        return !is_missing(effective);
    return effective->value.kind == VALUE_NAME &&
           view_equal_nocase(atom_view(comparison->store, effective->value.number), VIEW("Demo"));
}

/* Whether two different values of PARAM are the same to AsyncOS. */
static bool same_meaning(const struct comparison *comparison, enum param param,
                         const struct effective *before, const struct effective *after)
{
    if (param == PARAM_CERTIFICATE)
        return is_demo(comparison, before) && is_demo(comparison, after);
    return param == PARAM_BOUNCE_PROFILE &&
           view_equal_nocase(effective_text(comparison, param, before),
                             effective_text(comparison, param, after));
}

static bool same_effect(const struct comparison *comparison, enum param param)
{
    const struct effective *before = &comparison->before.resolved.settings[param];
    const struct effective *after = &comparison->after.resolved.settings[param];
    bool is_nothing = is_void(comparison, &comparison->before, param);
    if (is_nothing != is_void(comparison, &comparison->after, param))
        return false;
    return is_nothing || value_same(before->value, after->value) ||
           same_meaning(comparison, param, before, after);
}

/* Whether both sides give PARAM the same, or neither gives it. */
static bool same_given(const struct comparison *comparison, enum param param)
{
    bool old = gives(&comparison->before, param);
    bool new = gives(&comparison->after, param);
    return old == new && (!old || value_same(given_of(&comparison->before)->values[param],
                                             given_of(&comparison->after)->values[param]));
}

static bool is_inherited(const struct half *half, enum param param)
{
    return half->resolved.settings[param].origin != ORIGIN_ENTRY;
}

static bool is_default_entry(const struct comparison *comparison)
{
    return comparison->before.side->settings == NULL && comparison->after.side->settings == NULL;
}

/* Whether PARAM takes effect otherwise, and not only because both inherit it. */
static bool takes_effect(const struct comparison *comparison, enum param param)
{
    bool both_inherit =
        is_inherited(&comparison->before, param) && is_inherited(&comparison->after, param);
    bool is_alone = is_default_entry(comparison);
    return !same_effect(comparison, param) && (is_alone || !both_inherit);
}

/* Whether PARAM is to be told of. */
static bool is_told(const struct comparison *comparison, enum param param)
{
    if (takes_effect(comparison, param))
        return true;
    if (comparison->wish.effective)
        return false;
    switch (comparison->wish.tell) {
    case TELL_CHANGED:
        return !same_given(comparison, param);
    case TELL_ADDED:
        return gives(&comparison->after, param);
    case TELL_REMOVED:
        return gives(&comparison->before, param);
    }
    return false;
}

static bool is_absent(const struct comparison *comparison)
{
    return comparison->before.side->absent || comparison->after.side->absent;
}

/* The change's weight, and whether a default entry would tell more of it. */
static struct weight weigh(struct comparison *comparison, enum param param)
{
    const struct effective *before = &comparison->before.resolved.settings[param];
    const struct effective *after = &comparison->after.resolved.settings[param];
    if (is_absent(comparison) && comparison->wish.unweighed)
        return (struct weight){0};
    struct weight weight = weight_of_setting(comparison->store, param, before, after);
    comparison->result.wants_default |= !is_default_entry(comparison) && !is_absent(comparison) &&
                                        (weight.unknown != 0 || weight.stop_unknown) &&
                                        (is_missing(before) || is_missing(after));
    return weight;
}

static void add(struct comparison *comparison, const struct change *change)
{
    comparison->list[comparison->count++] = *change;
}

static void compare_param(struct comparison *comparison, enum param param)
{
    bool is_entry = comparison->before.side->settings != NULL &&
                    comparison->after.side->settings != NULL;
    if (is_entry && parameter(param)->in_domain && is_inherited(&comparison->before, param) &&
        is_inherited(&comparison->after, param) && !same_effect(comparison, param))
        comparison->result.reached |= PARAM_BIT(param);
    if (!is_told(comparison, param))
        return;
    add(comparison, &(struct change){.param = param,
                                     .name = view_of(parameter(param)->policy_name),
                                     .before = said_of(comparison, &comparison->before, param),
                                     .after = said_of(comparison, &comparison->after, param),
                                     .weight = weigh(comparison, param)});
}

/* --- Parameters that are not known ------------------------------------------------------------ */

static const struct other *find_other(const struct comparison *comparison,
                                      const struct settings *settings, struct view name)
{
    for (uint32_t i = 0; settings != NULL && i < settings->other_count; i++)
        if (view_equal_nocase(atom_view(comparison->store, settings->others[i].name), name))
            return &settings->others[i];
    return NULL;
}

/* The set whose unknown parameters hold: HALF's own, or that of the entry which holds instead. */
static const struct settings *others_of(const struct half *half)
{
    if (!half->is_holder)
        return given_of(half);
    return half->side->settings != NULL ? half->side->settings : half->side->defaults.settings;
}

static struct said said_other(const struct comparison *comparison, const struct half *half,
                              const struct other *other)
{
    if (other == NULL)
        return (struct said){.how = SAID_NOTHING};
    struct view text = atom_view(comparison->store, other->text);
    if (!half->is_holder)
        return (struct said){SAID_GIVEN, text, NULL};
    return (struct said){SAID_INHERITED, text,
                         half->side->settings != NULL ? "entry that holds there"
                                                      : origin_words[half->side->defaults.origin]};
}

/* Whether HALF is an entry and inherits what it lacks from the default entry, which is OTHER. */
static bool inherits(const struct half *half, const struct half *other)
{
    return !half->is_holder && half->side->settings != NULL && other->is_holder &&
           other->side->settings == NULL;
}

/* One of them, as both sides have it; one side may lack it. */
static void compare_other(struct comparison *comparison, struct view name,
                          const struct other *before, const struct other *after)
{
    const struct half *old = &comparison->before;
    const struct half *new = &comparison->after;
    bool is_same = before != NULL && after != NULL && before->text == after->text;
    bool is_told = !comparison->wish.effective && (old->is_holder || new->is_holder);
    if ((is_same && !is_told) || (before == NULL && inherits(old, new)) ||
        (after == NULL && inherits(new, old)))
        return;
    struct weight weight = {0};
    if (!is_same && !(is_absent(comparison) && comparison->wish.unweighed))
        weight = weight_of_unknown();
    add(comparison, &(struct change){.param = PARAM_COUNT,
                                     .name = name,
                                     .before = said_other(comparison, old, before),
                                     .after = said_other(comparison, new, after),
                                     .weight = weight});
}

static uint32_t other_count(const struct settings *settings)
{
    return settings == NULL ? 0 : settings->other_count;
}

static void compare_others(struct comparison *comparison)
{
    const struct settings *before = others_of(&comparison->before);
    const struct settings *after = others_of(&comparison->after);
    for (uint32_t i = 0; i < other_count(before); i++) {
        struct view name = atom_view(comparison->store, before->others[i].name);
        compare_other(comparison, name, &before->others[i], find_other(comparison, after, name));
    }
    for (uint32_t i = 0; i < other_count(after); i++) {
        struct view name = atom_view(comparison->store, after->others[i].name);
        if (find_other(comparison, before, name) == NULL)
            compare_other(comparison, name, NULL, &after->others[i]);
    }
}

struct settings_difference settings_difference(struct arena *arena, const struct store *store,
                                               const struct settings_side *before,
                                               const struct settings_side *after,
                                               const struct settings_wish *wish)
{
    struct change list[PARAM_COUNT];
    struct comparison comparison = {.arena = arena, .store = store, .wish = *wish};
    comparison.before = half_of(before, wish->tell == TELL_ADDED);
    comparison.after = half_of(after, wish->tell == TELL_REMOVED);
    uint32_t others = other_count(others_of(&comparison.before)) +
                      other_count(others_of(&comparison.after));
    comparison.list = others == 0 ? list
                                  : arena_alloc(arena, (PARAM_COUNT + (size_t)others) *
                                                           sizeof *comparison.list);
    for (int i = 0; i < PARAM_COUNT; i++)
        compare_param(&comparison, (enum param)i);
    compare_others(&comparison);
    if (comparison.count == 0)
        return comparison.result;
    struct change_list *changes = arena_zero(arena, 1, sizeof *changes);
    struct change *kept = arena_alloc(arena, comparison.count * sizeof *kept);
    memcpy(kept, comparison.list, comparison.count * sizeof *kept);
    *changes = (struct change_list){.list = kept, .count = comparison.count};
    for (uint32_t i = 0; i < changes->count; i++)
        changes->weight = weight_join(changes->weight, kept[i].weight);
    comparison.result.changes = changes;
    return comparison.result;
}

struct said settings_said(struct arena *arena, const struct store *store,
                          const struct settings_side *side, bool is_holder, enum param param)
{
    const struct comparison comparison = {
        .arena = arena, .store = store, .wish.effective = true};
    const struct half half = half_of(side, is_holder);
    return said_of(&comparison, &half, param);
}
