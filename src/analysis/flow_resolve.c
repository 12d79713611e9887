/* SPDX-License-Identifier: MIT */
#include "analysis/flow_resolve.h"

#include "base/buffer.h"

/* Who gives parameters, the first that gives one wins. */
struct layer {
    const struct flow_settings *settings; /* NULL: not known */
    enum flow_origin origin;
};

enum { LAYERS_MOST = 4 };

struct flow_defaults flow_defaults_of(const struct listener *listener,
                                      const struct flow_defaults *outside)
{
    if (!listener->has_default_policy)
        return *outside;
    return (struct flow_defaults){&listener->default_policy.settings, FLOW_FROM_DEFAULTS,
                                  outside->settings};
}

static bool gives(const struct flow_settings *settings, const struct flow_setting *wanted)
{
    for (uint32_t i = 0; i < settings->count; i++)
        if (settings->list[i].param == wanted->param &&
            (wanted->param != FLOW_COUNT ||
             view_equal_nocase(settings->list[i].name, wanted->name)))
            return true;
    return false;
}

bool flow_completes(const struct flow_settings *own, const struct flow_settings *more)
{
    for (uint32_t i = 0; i < more->count; i++)
        if (!gives(own, &more->list[i]))
            return true;
    return false;
}

const struct flow_setting *flow_default(const struct flow_defaults *defaults, enum flow_param param)
{
    const struct flow_setting *own =
        defaults->settings == NULL ? NULL : flow_get(defaults->settings, param);
    return own != NULL || defaults->beyond == NULL ? own : flow_get(defaults->beyond, param);
}

/* Puts them behind the COUNT layers. */
static int add_defaults(struct layer *layers, int count, const struct flow_defaults *defaults)
{
    layers[count++] = (struct layer){defaults->settings, defaults->origin};
    if (defaults->beyond != NULL)
        layers[count++] = (struct layer){defaults->beyond, FLOW_FROM_FILE};
    return count;
}

static void resolve_known(const struct layer *layers, int count, struct flow_resolved *resolved)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        resolved->params[i] = (struct flow_effective){NULL, FLOW_FROM_UNKNOWN};
    for (int layer = count - 1; layer >= 0; layer--) {
        const struct flow_settings *settings = layers[layer].settings;
        for (int i = 0; i < FLOW_COUNT && settings == NULL; i++)
            resolved->params[i].origin = layers[layer].origin;
        for (uint32_t i = 0; settings != NULL && i < settings->count; i++)
            if (settings->list[i].param != FLOW_COUNT)
                resolved->params[settings->list[i].param] =
                    (struct flow_effective){&settings->list[i], layers[layer].origin};
    }
}

/* --- Parameters of unknown names -------------------------------------------------------------- */

/* The others of RESOLVED, while they are gathered. */
struct others {
    struct arena *arena;
    uint64_t seed;
    struct hash_table names;
    struct flow_resolved *resolved;
    uint32_t capacity;
};

/* The hash of a name of which case does not matter. */
static uint32_t name_hash(const struct others *others, struct view name)
{
    char *lower = arena_alloc(others->arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        lower[i] = ascii_lower(name.text[i]);
    return hash_bytes(others->seed, lower, name.length);
}

/* Adds SETTING, unless a layer before gives it. */
static void add_other(struct others *others, const struct flow_setting *setting,
                      enum flow_origin origin)
{
    struct flow_resolved *resolved = others->resolved;
    uint32_t hash = name_hash(others, setting->name);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&others->names, hash, &probe, &index))
        if (view_equal_nocase(resolved->others[index].setting->name, setting->name))
            return;
    hash_table_insert(&others->names, hash, resolved->other_count);
    resolved->others = array_grow(others->arena, resolved->others, resolved->other_count,
                                  &others->capacity, sizeof *resolved->others);
    resolved->others[resolved->other_count++] = (struct flow_effective){setting, origin};
}

static void resolve_others(struct arena *arena, uint64_t seed, const struct layer *layers,
                           int count, struct flow_resolved *resolved)
{
    struct others others = {.arena = arena, .seed = seed, .resolved = resolved};
    resolved->others = NULL;
    resolved->other_count = 0;
    for (int layer = 0; layer < count; layer++) {
        const struct flow_settings *settings = layers[layer].settings;
        for (uint32_t i = 0; settings != NULL && i < settings->count; i++) {
            if (settings->list[i].param != FLOW_COUNT)
                continue;
            if (others.names.slots == NULL)
                hash_table_init(&others.names, arena, 0);
            add_other(&others, &settings->list[i], layers[layer].origin);
        }
    }
}

/* --- Policies and entries --------------------------------------------------------------------- */

void flow_resolve_policy(struct arena *arena, const struct listener *listener,
                         const struct mail_flow_policy *policy,
                         const struct flow_defaults *defaults, struct flow_resolved *resolved)
{
    struct layer layers[LAYERS_MOST] = {{&policy->settings, FLOW_FROM_POLICY}};
    int count = add_defaults(layers, 1, defaults);
    resolved->behavior = policy->behavior;
    resolved->policy = policy;
    resolve_known(layers, count, resolved);
    resolve_others(arena, listener->seed, layers, count, resolved);
}

void flow_resolve_entry(struct arena *arena, const struct listener *listener,
                        const struct access_entry *entry, const struct flow_defaults *defaults,
                        struct flow_resolved *resolved)
{
    struct layer layers[LAYERS_MOST] = {{&entry->settings, FLOW_FROM_ENTRY}};
    int count = 1;
    bool names_policy = entry->policy.length > 0;
    resolved->policy = names_policy ? listener_policy(listener, entry->policy) : NULL;
    resolved->behavior = entry->behavior;
    if (names_policy && resolved->policy == NULL) {
        resolved->behavior = BEHAVIOR_COUNT;
        layers[count++] = (struct layer){NULL, FLOW_FROM_NO_POLICY};
    } else {
        if (names_policy) {
            resolved->behavior = resolved->policy->behavior;
            layers[count++] = (struct layer){&resolved->policy->settings, FLOW_FROM_POLICY};
        }
        count = add_defaults(layers, count, defaults);
    }
    resolve_known(layers, count, resolved);
    resolve_others(arena, listener->seed, layers, count, resolved);
}
