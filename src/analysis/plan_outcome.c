/* SPDX-License-Identifier: MIT */
#include "analysis/plan_outcome.h"

/* --- Copying ---------------------------------------------------------------------------------- */

/* A table that entries are taken from. */
struct origin_table {
    const struct policy *policy;
    uint32_t *sets; /* by number in the policy's own store: that in the outcome's */
};

static struct origin_table origin_table(struct arena *arena, struct store *store,
                                        const struct policy *policy)
{
    uint32_t count = policy->store->set_count;
    struct origin_table table = {policy, arena_alloc(arena, ((size_t)count + 1) *
                                                                sizeof *table.sets)};
    for (uint32_t i = 0; i < count; i++)
        table.sets[i] = store_adopt(store, policy->store, policy->store->sets[i]);
    return table;
}

static void take_entry(struct policy *made, const struct origin_table *from, uint32_t entry)
{
    const struct destination *destination = policy_destination(from->policy, entry);
    struct domain domain = {.name = destination_name(destination),
                            .key = destination_key(destination),
                            .kind = (enum domain_kind)destination->kind};
    policy_add(made, &domain, policy_hash(made, domain.key), from->sets[destination->settings],
               destination->section);
}

static void take_default(struct policy *made, const struct origin_table *from)
{
    made->has_default = from->policy->has_default;
    if (!made->has_default)
        return;
    made->default_settings = from->sets[from->policy->default_settings];
    made->default_section = from->policy->default_section;
}

/* --- Steps ------------------------------------------------------------------------------------ */

static bool is_done(const struct plan_step *step, enum plan_way way)
{
    return way == PLAN_WAY_COUNT || step->lacks[way].obstacles == 0;
}

/* The steps that are done, by number of the older table's entry; NULL: none is. */
static const struct plan_step **steps_by_entry(struct arena *arena, const struct plan *plan,
                                               enum plan_way way)
{
    const struct plan_step **steps =
        arena_zero(arena, (size_t)plan->before->policy->count + 1, sizeof *steps);
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct plan_step *step = &plan->steps[i];
        if (!step->is_default && step->old != NULL && is_done(step, way))
            steps[step->difference->before] = step;
    }
    return steps;
}

/* What stands for the default entry where the made table has none: nor has the older one. */
static struct defaults outer_defaults(struct store *store, const struct side *before)
{
    struct defaults defaults = before->defaults;
    if (defaults.settings != NULL)
        defaults.settings =
            store->sets[store_adopt(store, before->policy->store, defaults.settings)];
    return defaults;
}

void plan_apply(struct arena *arena, struct store *store, const struct plan *plan,
                enum plan_way way, struct plan_outcome *outcome)
{
    const struct policy *before = plan->before->policy;
    const struct origin_table old = origin_table(arena, store, before);
    const struct origin_table new = origin_table(arena, store, plan->after->policy);
    const struct plan_step **steps = steps_by_entry(arena, plan, way);
    struct policy *made = &outcome->policy;
    policy_init(made, arena, before->sources, store);
    policy_expect(made, before->count);
    take_default(made, &old);
    for (uint32_t i = 0; i < before->count; i++) {
        if (steps[i] == NULL)
            take_entry(made, &old, i);
        else if (steps[i]->new != NULL)
            take_entry(made, &new, steps[i]->difference->after);
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct plan_step *step = &plan->steps[i];
        if (!is_done(step, way))
            continue;
        if (step->is_default)
            take_default(made, &new);
        else if (step->old == NULL)
            take_entry(made, &new, step->difference->after);
    }
    outcome->side = (struct side){.policy = made,
                                  .defaults = made->has_default
                                                  ? defaults_of(made)
                                                  : outer_defaults(store, plan->before)};
}

void plan_weigh(struct arena *arena, struct store *store, struct plan *plan, enum plan_way way,
                struct differences *weighed)
{
    static const struct difference_wish wish = {.empty_too = true};
    bool is_partial = way != PLAN_WAY_COUNT && plan->lacking[way] > 0;
    if (!is_partial && !(plan->keeps_default && plan->before->policy->has_default))
        return;
    struct plan_outcome *outcome = arena_alloc(arena, sizeof *outcome);
    plan_apply(arena, store, plan, way, outcome);
    *weighed = (struct differences){.count = 0};
    difference_destinations(arena, store, plan->before, &outcome->side, &wish, weighed);
    plan->weighed = weighed;
}
