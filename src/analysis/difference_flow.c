/* SPDX-License-Identifier: MIT */
#include "analysis/difference_flow.h"

#include "analysis/weight_listener.h"
#include "base/buffer.h"

#include <stdlib.h>

/* --- Parameters by name ----------------------------------------------------------------------- */

/* What settings say, for finding a parameter in them. */
struct flow_map {
    const struct flow_setting *known[FLOW_COUNT];
    const struct flow_setting **others; /* of unknown names, by name */
    uint32_t other_count;
};

static int compare_settings(const void *left, const void *right)
{
    const struct flow_setting *const *a = left;
    const struct flow_setting *const *b = right;
    return view_compare_nocase((*a)->name, (*b)->name);
}

static struct flow_map map_of(struct arena *arena, const struct flow_settings *settings)
{
    static const struct flow_settings nothing;
    struct flow_map map = {.other_count = 0};
    settings = settings == NULL ? &nothing : settings;
    for (uint32_t i = 0; i < settings->count; i++)
        if (settings->list[i].param != FLOW_COUNT)
            map.known[settings->list[i].param] = &settings->list[i];
        else
            map.other_count++;
    if (map.other_count == 0)
        return map;
    map.others = arena_alloc(arena, map.other_count * sizeof(const struct flow_setting *));
    uint32_t used = 0;
    for (uint32_t i = 0; i < settings->count; i++)
        if (settings->list[i].param == FLOW_COUNT)
            map.others[used++] = &settings->list[i];
    qsort(map.others, used, sizeof(const struct flow_setting *), compare_settings);
    return map;
}

static bool same_others(const struct flow_map *a, const struct flow_map *b)
{
    if (a->other_count != b->other_count)
        return false;
    for (uint32_t i = 0; i < a->other_count; i++)
        if (!flow_same(a->others[i], b->others[i]))
            return false;
    return true;
}

bool unknown_flows_same(struct arena *arena, const struct flow_settings *a,
                        const struct flow_settings *b)
{
    struct flow_map first = map_of(arena, a);
    struct flow_map second = map_of(arena, b);
    return same_others(&first, &second);
}

bool flows_same(struct arena *arena, const struct flow_settings *a, const struct flow_settings *b)
{
    if (a->count != b->count || flow_settings_same(a, b))
        return a->count == b->count;
    struct flow_map first = map_of(arena, a);
    struct flow_map second = map_of(arena, b);
    for (int i = 0; i < FLOW_COUNT; i++)
        if ((first.known[i] == NULL) != (second.known[i] == NULL) ||
            (first.known[i] != NULL && !flow_same(first.known[i], second.known[i])))
            return false;
    return same_others(&first, &second);
}

static uint32_t flows_hash(uint64_t seed, const struct flow_settings *settings)
{
    uint32_t sum = settings->count;
    for (uint32_t i = 0; i < settings->count; i++) {
        const struct flow_setting *setting = &settings->list[i];
        bool is_number = setting->kind == FLOW_VALUE_NUMBER || setting->kind == FLOW_VALUE_WORD;
        uint64_t own = seed + (uint64_t)setting->param;
        sum += is_number ? hash_bytes(own, &setting->number, sizeof setting->number)
                         : hash_bytes(own, setting->text.text, setting->text.length);
    }
    return sum;
}

struct view flow_said(struct arena *arena, const struct flow_setting *setting)
{
    char digits[FLOW_MOST_DIGITS];
    if (setting->param == FLOW_COUNT)
        return setting->text;
    struct view text = flow_policy_word(setting, digits);
    return text.text == digits ? arena_copy(arena, text) : text;
}

static void add_said(struct buffer *buffer, struct view name, const struct flow_setting *setting)
{
    const char *quote = setting->kind == FLOW_VALUE_TEXT ? "\"" : "";
    buffer_printf(buffer, " %.*s %s", VIEW_ARG(name), quote);
    buffer_add(buffer, flow_said(buffer->arena, setting));
    buffer_printf(buffer, "%s;", quote);
}

struct view flows_said(struct arena *arena, const struct flow_settings *settings)
{
    struct buffer buffer = buffer_new(arena);
    if (settings->count == 0)
        return VIEW("");
    struct flow_map map = map_of(arena, settings);
    buffer_add_string(&buffer, " {");
    for (int i = 0; i < FLOW_COUNT; i++)
        if (map.known[i] != NULL)
            add_said(&buffer, view_of(flow_parameter((enum flow_param)i)->policy_name),
                     map.known[i]);
    for (uint32_t i = 0; i < map.other_count; i++)
        add_said(&buffer, map.others[i]->name, map.others[i]);
    buffer_add_string(&buffer, " }");
    return buffer_view(&buffer);
}

/* --- What differs ----------------------------------------------------------------------------- */

/* What one side has of a parameter. */
struct flow_half {
    const struct flow_setting *given;
    const struct flow_setting *effective;
    const struct flow_resolved *resolved;
    enum flow_origin origin;
    bool is_there; /* there is somebody who could give it */
};

static struct flow_half half_of(const struct flow_giver *giver, const struct flow_map *map,
                                enum flow_param param)
{
    struct flow_half half = {.given = map->known[param],
                             .effective = map->known[param],
                             .resolved = giver->resolved,
                             .is_there = giver->given != NULL};
    if (half.given == NULL && giver->resolved != NULL) {
        half.effective = giver->resolved->params[param].setting;
        half.origin = giver->resolved->params[param].origin;
    }
    return half;
}

static struct said said_of(struct arena *arena, const struct flow_half *half)
{
    if (half->given != NULL)
        return said_given(flow_said(arena, half->given));
    if (!half->is_there || half->resolved == NULL)
        return said_nothing();
    if (half->effective == NULL)
        return (struct said){.how = SAID_UNKNOWN};
    const char *origin = "listener's default";
    if (half->origin == FLOW_FROM_POLICY)
        origin = arena_printf(arena, "policy $%.*s", VIEW_ARG(half->resolved->policy->name));
    return (struct said){SAID_INHERITED, flow_said(arena, half->effective), origin};
}

/* Whether default policy parameters would tell what HALF's parameter is. */
static bool lacks_defaults(const struct flow_half *half)
{
    return half->is_there && half->effective == NULL && half->resolved != NULL &&
           half->origin == FLOW_FROM_UNKNOWN;
}

static void compare_known(const struct flow_comparison *comparison, enum flow_param param,
                          const struct flow_half *before, const struct flow_half *after,
                          struct changes *changes, struct differences *differences)
{
    const struct flow_setting *old = comparison->effective ? before->effective : before->given;
    const struct flow_setting *new = comparison->effective ? after->effective : after->given;
    struct weight weight = {0};
    if ((before->given == NULL && after->given == NULL) ||
        (old != NULL && new != NULL && flow_same(old, new)))
        return;
    if (before->is_there && after->is_there && comparison->weighs)
        weight = weight_of_flow(param, before->effective, after->effective);
    bool is_open = weight.unknown != 0 || weight.stop_unknown || comparison->effective;
    if (is_open && (lacks_defaults(before) || lacks_defaults(after)))
        differences->wants_flow_defaults = true;
    changes_add(changes, view_of(flow_parameter(param)->policy_name),
                said_of(changes->arena, before), said_of(changes->arena, after), weight);
}

/* The parameter of the unknown NAME; one side may lack it. */
static void compare_other(const struct flow_comparison *comparison, struct view name,
                          const struct flow_setting *before, const struct flow_setting *after,
                          struct changes *changes)
{
    struct weight weight = {0};
    if (before != NULL && after != NULL && flow_same(before, after))
        return;
    if (comparison->before.given != NULL && comparison->after.given != NULL && comparison->weighs)
        weight = weight_of_unknown();
    changes_add(changes, name, before == NULL ? said_nothing() : said_given(before->text),
                after == NULL ? said_nothing() : said_given(after->text), weight);
}

static void compare_others(const struct flow_comparison *comparison, const struct flow_map *before,
                           const struct flow_map *after, struct changes *changes)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < before->other_count || j < after->other_count) {
        int order = 0;
        if (i == before->other_count || j == after->other_count)
            order = i == before->other_count ? 1 : -1;
        else
            order = view_compare_nocase(before->others[i]->name, after->others[j]->name);
        compare_other(comparison, order < 0 ? before->others[i]->name : after->others[j]->name,
                      order <= 0 ? before->others[i] : NULL,
                      order >= 0 ? after->others[j] : NULL, changes);
        i += order <= 0;
        j += order >= 0;
    }
}

void difference_unknown_flows(const struct flow_comparison *comparison, struct changes *changes)
{
    struct flow_map before = map_of(changes->arena, comparison->before.given);
    struct flow_map after = map_of(changes->arena, comparison->after.given);
    compare_others(comparison, &before, &after, changes);
}

void difference_flows(const struct flow_comparison *comparison, struct changes *changes,
                      struct differences *differences)
{
    struct flow_map before = map_of(changes->arena, comparison->before.given);
    struct flow_map after = map_of(changes->arena, comparison->after.given);
    for (int i = 0; i < FLOW_COUNT; i++) {
        enum flow_param param = (enum flow_param)i;
        if (flow_parameter(param)->table != comparison->table)
            continue;
        struct flow_half old = half_of(&comparison->before, &before, param);
        struct flow_half new = half_of(&comparison->after, &after, param);
        compare_known(comparison, param, &old, &new, changes, differences);
    }
    compare_others(comparison, &before, &after, changes);
}

void difference_wants(struct differences *differences, struct weight weight,
                      const struct flow_resolved *before, const struct flow_resolved *after)
{
    if (weight.unknown == 0 && !weight.stop_unknown)
        return;
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_effective *old = &before->params[i];
        const struct flow_effective *new = &after->params[i];
        if ((old->setting == NULL) == (new->setting == NULL))
            continue;
        const struct flow_effective *lacking = old->setting == NULL ? old : new;
        struct weight own = weight_of_flow((enum flow_param)i, old->setting, new->setting);
        if (lacking->origin == FLOW_FROM_UNKNOWN && (own.unknown != 0 || own.stop_unknown))
            differences->wants_flow_defaults = true;
    }
}

/* --- Mail flow policies ----------------------------------------------------------------------- */

static const struct mail_flow_policy *policy_at(const struct listener_pair *pair, bool is_after,
                                                uint32_t index)
{
    return &(is_after ? pair->after : pair->before).listener->policies[index];
}

static uint32_t hash_name(const void *context, bool is_after, uint32_t index)
{
    const struct listener_pair *pair = context;
    struct view name = policy_at(pair, is_after, index)->name;
    return hash_bytes(pair->before.listener->seed, name.text, name.length);
}

static bool same_name(const void *context, bool is_after, uint32_t index, bool other_is_after,
                      uint32_t other)
{
    return view_equal(policy_at(context, is_after, index)->name,
                      policy_at(context, other_is_after, other)->name);
}

static uint32_t hash_contents(const void *context, bool is_after, uint32_t index)
{
    const struct listener_pair *pair = context;
    const struct mail_flow_policy *policy = policy_at(pair, is_after, index);
    return flows_hash(pair->before.listener->seed + policy->behavior, &policy->settings);
}

static bool same_contents(const void *context, bool is_after, uint32_t index, bool other_is_after,
                          uint32_t other)
{
    const struct listener_pair *pair = context;
    const struct mail_flow_policy *a = policy_at(pair, is_after, index);
    const struct mail_flow_policy *b = policy_at(pair, other_is_after, other);
    return a->behavior == b->behavior && flows_same(pair->arena, &a->settings, &b->settings);
}

static struct view shown(struct arena *arena, struct view name)
{
    return view_of(arena_printf(arena, "$%.*s", VIEW_ARG(name)));
}

/* What differs between two policies, or what one has that the other side lacks. */
static void compare_policies(struct listener_pair *pair, const struct mail_flow_policy *before,
                             const struct mail_flow_policy *after, struct changes *changes)
{
    struct flow_resolved old;
    struct flow_resolved new;
    struct arena *arena = pair->arena;
    struct flow_comparison comparison = {.table = FLOW_TABLE_HAT, .effective = pair->effective};
    struct said said[2] = {said_nothing(), said_nothing()};
    struct weight weight = {0};
    if (before != NULL) {
        flow_resolve_policy(arena, pair->before.listener, before, &pair->before.defaults, &old);
        comparison.before = (struct flow_giver){&before->settings, &old};
        said[0] = said_given(behavior_said(arena, before->behavior));
    }
    if (after != NULL) {
        flow_resolve_policy(arena, pair->after.listener, after, &pair->after.defaults, &new);
        comparison.after = (struct flow_giver){&after->settings, &new};
        said[1] = said_given(behavior_said(arena, after->behavior));
    }
    if (before != NULL && after != NULL) {
        weight = weight_of_behavior(before->behavior, after->behavior);
        comparison.weighs = behavior_takes_mail(before->behavior) &&
                            behavior_takes_mail(after->behavior);
        if (!view_equal(before->name, after->name))
            changes_add(changes, VIEW("name"), said_given(shown(arena, before->name)),
                        said_given(shown(arena, after->name)), (struct weight){0});
    }
    if (before == NULL || after == NULL || before->behavior != after->behavior)
        changes_add(changes, VIEW("behavior"), said[0], said[1], weight);
    difference_flows(&comparison, changes, pair->differences);
}

/* The policies of both sides by name, each of those with a counterpart once. */
struct row {
    const struct mail_flow_policy *before;
    const struct mail_flow_policy *after;
    struct view name;
    uint32_t number; /* where it stands in the newer side, behind it those that are gone */
};

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    int order = view_compare(a->name, b->name);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static uint32_t collect_rows(const struct listener_pair *pair, struct row *rows)
{
    const struct partners *partners = &pair->policies;
    uint32_t count = 0;
    for (uint32_t i = 0; i < partners->after_count; i++, count++) {
        uint32_t partner = partners->of_after[i];
        const struct mail_flow_policy *policy = policy_at(pair, true, i);
        rows[count] = (struct row){NULL, policy, policy->name, count};
        if (partner != NO_PARTNER)
            rows[count].before = policy_at(pair, false, partner);
    }
    for (uint32_t i = 0; i < partners->before_count; i++) {
        const struct mail_flow_policy *policy = policy_at(pair, false, i);
        if (partners->of_before[i] != NO_PARTNER)
            continue;
        rows[count] = (struct row){policy, NULL, policy->name, count};
        count++;
    }
    return count;
}

void difference_policies(struct listener_pair *pair)
{
    const struct partner_key by_name = {pair, hash_name, same_name};
    const struct partner_key by_contents = {pair, hash_contents, same_contents};
    uint32_t before = pair->before.listener->policy_count;
    uint32_t after = pair->after.listener->policy_count;
    partners_init(pair->arena, before, after, &pair->policies);
    partners_match(pair->arena, &pair->policies, &by_name);
    partners_match(pair->arena, &pair->policies, &by_contents);
    struct row *rows = arena_alloc(pair->arena, ((size_t)before + after + 1) * sizeof *rows);
    uint32_t count = collect_rows(pair, rows);
    qsort(rows, count, sizeof *rows, compare_rows);
    for (uint32_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        struct changes changes = {.arena = pair->arena};
        enum difference_kind kind = row->before == NULL  ? DIFFERENCE_ADDED
                                    : row->after == NULL ? DIFFERENCE_REMOVED
                                                         : DIFFERENCE_CHANGED;
        compare_policies(pair, row->before, row->after, &changes);
        if (changes.count > 0)
            pair_add(pair, PART_FLOW_POLICY, kind, shown(pair->arena, row->name), &changes);
    }
}

/* --- Default policy parameters ---------------------------------------------------------------- */

/* What neither the listener's default parameters say nor a file beside them is not known. */
static void resolve_defaults(const struct listener_half *half, struct flow_resolved *resolved)
{
    *resolved = (struct flow_resolved){.behavior = BEHAVIOR_ACCEPT};
    for (int i = 0; i < FLOW_COUNT; i++)
        resolved->params[i] = (struct flow_effective){
            flow_default(&half->defaults, (enum flow_param)i), FLOW_FROM_UNKNOWN};
}

void difference_flow_defaults(struct listener_pair *pair)
{
    static const struct flow_settings nothing;
    struct flow_resolved old;
    struct flow_resolved new;
    struct changes changes = {.arena = pair->arena};
    bool is_removed = pair->after.defaults.settings == NULL;
    bool is_added = pair->before.defaults.settings == NULL;
    resolve_defaults(&pair->before, &old);
    resolve_defaults(&pair->after, &new);
    const struct flow_comparison comparison = {
        .before = {is_added ? &nothing : pair->before.defaults.settings, &old},
        .after = {is_removed ? &nothing : pair->after.defaults.settings, &new},
        .table = FLOW_TABLE_HAT,
        .effective = pair->effective,
        .weighs = true,
    };
    difference_flows(&comparison, &changes, pair->differences);
    if (changes.count > 0)
        pair_add(pair, PART_FLOW_DEFAULTS,
                 is_added     ? DIFFERENCE_ADDED
                 : is_removed ? DIFFERENCE_REMOVED
                              : DIFFERENCE_CHANGED,
                 VIEW(""), &changes);
}

