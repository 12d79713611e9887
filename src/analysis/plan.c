/* SPDX-License-Identifier: MIT */
#include "analysis/plan.h"

#include "analysis/enforced.h"

/* --- What the ways cannot do ------------------------------------------------------------------ */

/*
 * Whether TEXT is one word of a command line, whatever reads it: nothing documents how the batch
 * form quotes.
 */
static bool is_plain(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = ascii_lower(text.text[i]);
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && !view_has(VIEW("._-:[]"), c))
            return false;
    }
    return text.length > 0 && text.text[0] != '-';
}

/* Whether the batch form takes NAME for an entry and for nothing else. */
static bool is_plain_name(struct view name)
{
    return is_plain(name) && !view_equal_nocase(name, VIEW("default")) &&
           !view_equal_nocase(name, VIEW("all"));
}

static bool batch_can(const struct store *store, enum param param, struct value value)
{
    const struct parameter *row = parameter(param);
    if (row->batch_name == NULL)
        return false;
    switch ((enum value_kind)value.kind) {
    case VALUE_WORD:
        return word_batch(row->words, value.number) != NULL;
    case VALUE_NAME:
        return is_plain(atom_view(store, value.number));
    case VALUE_NUMBER:
        return true;
    default:
        return false;
    }
}

static void find_batch_lack(const struct store *store, struct plan_step *step)
{
    struct plan_lack *lack = &step->lacks[PLAN_BATCH];
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((step->told & PARAM_BIT(i)) != 0 &&
            !batch_can(store, (enum param)i, step->new->values[i]))
            lack->params |= PARAM_BIT(i);
    if (!step->is_default && !is_plain_name(step->typed))
        lack->obstacles |= OBSTACLE_NAME;
}

/* Whether a recipient limit is wished for. That of the default entry is always there; 0 is none. */
static bool limits_recipients(const struct plan_step *step)
{
    struct value limit = step->new->values[PARAM_RECIPIENT_LIMIT];
    return limit.kind != VALUE_ABSENT &&
           !(step->is_default && limit.kind == VALUE_NUMBER && limit.number == 0);
}

uint32_t plan_asked(const struct plan_step *step)
{
    static const uint32_t of_default = PLAN_OF_ENTRY & ~PARAM_BIT(PARAM_BOUNCE_PROFILE);
    static const uint32_t of_scope = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
    uint32_t asked = PLAN_OF_ENTRY;
    if (step->new == NULL)
        return 0;
    if (step->is_default)
        asked = ((step->told & PLAN_OF_SETUP) != 0 ? PLAN_OF_SETUP : 0) |
                ((step->told & ~PLAN_OF_SETUP) != 0 ? of_default : 0);
    if (!limits_recipients(step))
        asked &= ~PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    if (!limits_recipients(step) && !settings_has(step->new, PARAM_MAX_HOST_CONCURRENCY))
        asked &= ~of_scope;
    return asked;
}

/*
 * What is not asked cannot be told, and what is asked has to be known: the dialogue offers its own
 * words only. What it asks behind a limit has an answer: no reader lets a limit pass without.
 */
static void find_dialogue_lack(struct plan_step *step)
{
    struct plan_lack *lack = &step->lacks[PLAN_DIALOGUE];
    uint32_t asked = plan_asked(step);
    lack->params = step->told & ~asked;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((asked & PARAM_BIT(i)) != 0 && step->new->values[i].kind == VALUE_UNKNOWN)
            lack->params |= PARAM_BIT(i);
}

static void find_lacks(const struct store *store, struct plan_step *step, unsigned obstacles)
{
    find_batch_lack(store, step);
    find_dialogue_lack(step);
    for (int i = 0; i < PLAN_WAY_COUNT; i++) {
        struct plan_lack *lack = &step->lacks[i];
        lack->obstacles |= obstacles | (lack->params != 0 ? OBSTACLE_PARAM : 0);
    }
}

/* --- Steps ------------------------------------------------------------------------------------ */

static const struct settings *settings_of(const struct side *side, const struct difference *found,
                                          uint32_t entry)
{
    if (found->part == PART_DEFAULT)
        return policy_default(side->policy);
    if (entry == NO_ENTRY)
        return NULL;
    return policy_settings(side->policy, policy_destination(side->policy, entry)->settings);
}

/* What an entry that is edited is told; returns the obstacles. */
static unsigned take_changes(struct plan_step *step, const struct change_list *changes)
{
    unsigned obstacles = 0;
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        bool comes = change->after.how == SAID_GIVEN;
        if (change->param == PARAM_COUNT)
            obstacles |= OBSTACLE_OTHER;
        else if (comes)
            step->told |= PARAM_BIT(change->param);
        if (!comes)
            step->action = PLAN_RENEW;
    }
    if (step->action == PLAN_RENEW && step->is_default) { /* which cannot be deleted */
        obstacles |= OBSTACLE_GONE;
        step->action = PLAN_EDIT;
    }
    return obstacles;
}

/* A limit that the entry did not have is told with what it needs, changed or not. */
static void take_companions(struct plan_step *step)
{
    uint32_t needs = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((step->told & PARAM_BIT(i)) != 0 && !settings_has(step->old, (enum param)i))
            needs |= parameter((enum param)i)->needs;
    step->told |= needs & step->new->given;
}

static struct view typed_name(struct arena *arena, const struct plan *plan,
                              const struct difference *found)
{
    struct view name = found->name;
    if (found->part == PART_DEFAULT)
        return VIEW("default");
    if (found->before != NO_ENTRY)
        name = destination_name(policy_destination(plan->before->policy, found->before));
    return domain_in_form(arena, name, IDN_ASCII);
}

static struct plan_step step_of(struct arena *arena, const struct plan *plan,
                                const struct difference *found)
{
    struct plan_step step = {.action = PLAN_EDIT,
                             .is_default = found->part == PART_DEFAULT,
                             .name = found->name,
                             .typed = typed_name(arena, plan, found),
                             .old = settings_of(plan->before, found, found->before),
                             .new = settings_of(plan->after, found, found->after),
                             .difference = found};
    unsigned obstacles = 0;
    if (step.new == NULL)
        step.action = PLAN_DELETE;
    else if (step.old == NULL)
        step.action = step.is_default ? PLAN_EDIT : PLAN_NEW;
    else if (found->changes != NULL)
        obstacles = take_changes(&step, found->changes);
    step.is_whole = step.new != NULL && (step.old == NULL || step.action == PLAN_RENEW);
    if (step.is_whole) {
        step.told = step.new->given;
        obstacles |= step.new->other_count > 0 ? OBSTACLE_OTHER : 0;
    } else if (step.new != NULL) {
        take_companions(&step);
    }
    find_lacks(plan->after->policy->store, &step, obstacles);
    return step;
}

void plan_make(struct arena *arena, const struct side *before, const struct side *after,
               const struct differences *differences, struct plan *plan)
{
    *plan = (struct plan){.before = before,
                          .after = after,
                          .differences = differences,
                          .weighed = differences};
    plan->steps = arena_alloc(arena, ((size_t)differences->count + 1) * sizeof *plan->steps);
    plan->keeps_default = !after->policy->has_default;
    for (uint32_t i = 0; i < differences->count; i++) {
        const struct difference *found = &differences->list[i];
        bool keeps = found->part == PART_DEFAULT && plan->keeps_default;
        if ((found->part != PART_DEFAULT && found->part != PART_DESTINATION) || keeps)
            continue;
        struct plan_step step = step_of(arena, plan, found);
        plan->counts[step.action]++;
        for (int way = 0; way < PLAN_WAY_COUNT; way++)
            plan->lacking[way] += step.lacks[way].obstacles != 0;
        plan->steps[plan->count++] = step;
    }
}

enum plan_tls plan_tls(const struct side *side, const struct settings *settings)
{
    struct resolved resolved;
    resolve(settings, &side->defaults, &resolved);
    const struct value *tls = &resolved.settings[PARAM_TABLE_TLS].value;
    const struct effective *dane = &resolved.settings[PARAM_DANE_OPTION];
    if (tls_is_required(tls) || dane_is_mandatory(&dane->value))
        return PLAN_TLS_ENFORCED;
    bool is_known = tls->kind == VALUE_WORD && dane->value.kind != VALUE_UNKNOWN &&
                    dane->origin != ORIGIN_APPLIANCE;
    return is_known ? PLAN_TLS_LEFT : PLAN_TLS_UNKNOWN;
}

uint32_t plan_entries(const struct plan *plan)
{
    return plan->before->policy->count + plan->before->policy->has_default;
}

uint32_t plan_most_touched(const struct plan *plan, const struct plan_bounds *bounds)
{
    uint64_t share = (uint64_t)plan_entries(plan) * bounds->percent / 100;
    uint64_t most = share < PLAN_AT_LEAST ? PLAN_AT_LEAST : share;
    return most > UINT32_MAX ? UINT32_MAX : (uint32_t)most;
}
