/* SPDX-License-Identifier: MIT */
#include "write/plan_words.h"

#include "base/buffer.h"
#include "write/names.h"
#include "write/said.h"

static const char *const action_words[PLAN_ACTION_COUNT] = {
    [PLAN_NEW] = "new",
    [PLAN_EDIT] = "edit",
    [PLAN_DELETE] = "delete",
    [PLAN_RENEW] = "delete and new",
};

const char *plan_action_words(enum plan_action action)
{
    return action_words[action];
}

const char *plan_name_words(struct arena *arena, struct view name)
{
    struct view shown = name_both_forms(arena, name);
    return arena_printf(arena, "%.*s", VIEW_ARG(shown));
}

/* --- Changes ---------------------------------------------------------------------------------- */

static void add_change(struct buffer *words, const struct change *change)
{
    buffer_add(words, change->name);
    buffer_add_char(words, ' ');
    add_said(words, &change->before);
    buffer_add_string(words, " -> ");
    add_said(words, &change->after);
}

const char *plan_change_words(struct arena *arena, const struct change *change)
{
    struct buffer words = buffer_new(arena);
    add_change(&words, change);
    return buffer_string(&words);
}

/* --- What a way lacks ------------------------------------------------------------------------- */

static void begin_part(struct buffer *words)
{
    buffer_add_string(words, words->length == 0 ? "" : ", ");
}

static void add_params(struct buffer *words, const struct plan *plan,
                       const struct plan_step *step, uint32_t params)
{
    char number[VALUE_BUFFER];
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((params & PARAM_BIT(i)) == 0)
            continue;
        struct view value = value_policy(plan->after->policy->store, (enum param)i,
                                         step->new->values[i], number);
        begin_part(words);
        buffer_printf(words, "%s %.*s", parameter((enum param)i)->policy_name, VIEW_ARG(value));
    }
}

/* The parameters that are not known: those that change, and those that a new entry gives. */
static void add_others(struct buffer *words, const struct plan *plan,
                       const struct plan_step *step)
{
    const struct store *store = plan->after->policy->store;
    const struct change_list *changes = step->difference->changes;
    for (uint32_t i = 0; step->is_whole && i < step->new->other_count; i++) {
        begin_part(words);
        buffer_add(words, atom_view(store, step->new->others[i].name));
    }
    for (uint32_t i = 0; changes != NULL && i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        if (change->param != PARAM_COUNT || (step->is_whole && change->after.how == SAID_GIVEN))
            continue;
        begin_part(words);
        buffer_add(words, change->name);
    }
}

/* The settings that the default entry is to lose. */
static void add_gone(struct buffer *words, const struct plan_step *step)
{
    const struct change_list *changes = step->difference->changes;
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        if (change->param == PARAM_COUNT || change->after.how == SAID_GIVEN)
            continue;
        begin_part(words);
        buffer_printf(words, "no %.*s", VIEW_ARG(change->name));
    }
}

/* Why more is told of STEP than what changes. */
static void add_renewal(struct arena *arena, struct buffer *words, const struct plan_step *step)
{
    const struct change_list *changes = step->difference->changes;
    struct buffer names = buffer_new(arena);
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        if (change->after.how == SAID_GIVEN)
            continue;
        begin_part(&names);
        buffer_add(&names, change->name);
    }
    buffer_printf(words, "; it is deleted and made anew, as it gives up %s", buffer_string(&names));
}

const char *plan_lack_words(struct arena *arena, const struct plan *plan,
                            const struct plan_step *step, enum plan_way way)
{
    struct buffer words = buffer_new(arena);
    const struct plan_lack *lack = &step->lacks[way];
    add_params(&words, plan, step, lack->params);
    if ((lack->obstacles & OBSTACLE_OTHER) != 0)
        add_others(&words, plan, step);
    if ((lack->obstacles & OBSTACLE_GONE) != 0)
        add_gone(&words, step);
    if ((lack->obstacles & OBSTACLE_NAME) != 0) {
        begin_part(&words);
        buffer_add_string(&words, "its name, which a command line could read as something else");
    }
    if (step->action == PLAN_RENEW && !step->is_default &&
        (lack->obstacles & (OBSTACLE_PARAM | OBSTACLE_OTHER)) != 0)
        add_renewal(arena, &words, step);
    return buffer_string(&words);
}

/* --- Weights ---------------------------------------------------------------------------------- */

static bool weighs_weaker(struct weight weight)
{
    return weight.weaker != 0;
}

static bool weighs_stop(struct weight weight)
{
    return weight.may_stop;
}

static bool weighs_unknown(struct weight weight)
{
    return weight.unknown != 0 || weight.stop_unknown;
}

static const struct {
    const char *words;
    bool (*applies)(struct weight weight);
} weights[PLAN_WEIGHT_COUNT] = {
    [PLAN_WEAKER] = {"Protection is lost", weighs_weaker},
    [PLAN_MAY_STOP] = {"Mail may stop", weighs_stop},
    [PLAN_NOT_KNOWN] = {"What it weighs is not known", weighs_unknown},
};

const char *plan_weight_words(enum plan_weight weight)
{
    return weights[weight].words;
}

static bool is_weighing(const struct difference *found, enum plan_weight weight)
{
    const struct change_list *changes = found->changes;
    return changes != NULL && weights[weight].applies(changes->weight);
}

uint32_t plan_weight_count(const struct plan *plan, enum plan_weight weight)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->weighed->count; i++)
        count += is_weighing(&plan->weighed->list[i], weight);
    return count;
}

const char *plan_weighing_words(struct arena *arena, const struct difference *found,
                                enum plan_weight weight)
{
    static const char *const behind[DIFFERENCE_KIND_COUNT] = {[DIFFERENCE_ADDED] = " (new)",
                                                              [DIFFERENCE_REMOVED] = " (deleted)",
                                                              [DIFFERENCE_CHANGED] = ""};
    if (!is_weighing(found, weight))
        return NULL;
    struct buffer words = buffer_new(arena);
    const struct change_list *changes = found->changes;
    const char *before = ": ";
    buffer_printf(&words, "%s%s", plan_name_words(arena, found->name),
                  found->part == PART_DEFAULT ? "" : behind[found->kind]);
    for (uint32_t i = 0; i < changes->count; i++) {
        if (!weights[weight].applies(changes->list[i].weight))
            continue;
        buffer_add_string(&words, before);
        add_change(&words, &changes->list[i]);
        before = "; ";
    }
    return buffer_string(&words);
}
