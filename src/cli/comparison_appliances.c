/* SPDX-License-Identifier: MIT */
#include "cli/comparison_appliances.h"

#include "analysis/difference_listener.h"
#include "model/overlay.h"

/* The appliance of OTHER that is called as number INDEX of another side: most stand alike. */
static const struct appliance *find_partner(const struct policy *other,
                                            const struct appliance *appliance, uint32_t index)
{
    if (index < other->appliance_count &&
        view_equal(other->appliances[index].name, appliance->name))
        return &other->appliances[index];
    return overlay_find(other, appliance->name);
}

/* What of LOADED holds on APPLIANCE. */
static struct side side_of(const struct loaded_side *loaded, const struct appliance *appliance)
{
    struct side side = loaded->side;
    side.policy = appliance->policy;
    side.defaults = run_defaults(&loaded->run, appliance->policy);
    return side;
}

/*
 * Compares what holds on an appliance of both sides; of the differences only the numbers are kept.
 * False, and reported, if that cannot be done.
 */
static bool compare_pair(struct comparison *comparison, const struct appliance *before,
                         const struct appliance *after, struct appliance_difference *result)
{
    struct run *run = comparison->run;
    struct differences found = {.count = 0};
    const struct side old = side_of(&comparison->before, before);
    const struct side new = side_of(&comparison->after, after);
    struct arena arena;
    arena_init(&arena, run->arena.exhausted);
    difference_destinations(&arena, &run->store, &old, &new, &comparison->wish, &found);
    difference_listeners(&arena, &old, &new, &comparison->wish, &found);
    result->has_default_before = old.defaults.settings != NULL;
    result->has_default_after = new.defaults.settings != NULL;
    result->found = found;
    result->found.list = NULL;
    result->found.reached = NULL;
    result->found.lacks = NULL;
    arena_free(&arena);
    return comparison_has_defaults(comparison, &old, &new, after->name);
}

/* Of an appliance that one side lacks nobody can tell what is there instead. */
static const struct differences unknown = {
    .weight = {.unknown = WEIGHT_ALL, .stop_unknown = true}, .unknown = 1};

/* Adds the appliance called NAME; a side that lacks it is NULL. False if it cannot be compared. */
static bool add_appliance(struct comparison *comparison, struct view name,
                          const struct appliance *before, const struct appliance *after)
{
    struct appliance_differences *appliances = &comparison->appliances;
    struct appliance_difference *result = &appliances->list[appliances->count++];
    *result = (struct appliance_difference){.name = name,
                                            .in_before = before != NULL,
                                            .in_after = after != NULL,
                                            .found = unknown};
    return before == NULL || after == NULL || compare_pair(comparison, before, after, result);
}

/* Says that it is the base of SIDE that is compared, since OTHER cannot say which appliance it is. */
static void report_base(struct comparison *comparison, struct loaded_side *side,
                        const struct loaded_side *other)
{
    struct run *run = comparison->run;
    struct diag *diag = &run->diag;
    if (side->policy.appliance_count == 0)
        return;
    diag->side =
        arena_printf(&run->arena, "this is the %s side, %s", side->role, side_name(side));
    if (!gate_is_set(&comparison->gate)) {
        run_tell_of_base(run, &side->policy);
    } else {
        struct message *message =
            diag_report(diag, CODE_DIFF_NOT_JUDGED, side->policy.appliances[0].place,
                        "this side has appliances: --fail-on cannot judge what differs on them");
        diag_help(diag, message, "--appliance NAME says which of them %s is about",
                  side_name(other));
    }
    diag->side = NULL;
}

bool comparison_appliances(struct comparison *comparison)
{
    bool good = true;
    struct loaded_side *before = &comparison->before;
    struct loaded_side *after = &comparison->after;
    const struct policy *old = &before->policy;
    const struct policy *new = &after->policy;
    if (before->appliance != NULL || after->appliance != NULL)
        return true;
    if (!sides_alike(&before->side, &after->side) && !before->absent && !after->absent) {
        report_base(comparison, before, after);
        report_base(comparison, after, before);
        return true;
    }
    comparison->appliances = (struct appliance_differences){
        .list = arena_zero(&comparison->run->arena,
                           (size_t)old->appliance_count + new->appliance_count + 1,
                           sizeof *comparison->appliances.list)};
    for (uint32_t i = 0; i < new->appliance_count; i++)
        good &= add_appliance(comparison, new->appliances[i].name,
                              find_partner(old, &new->appliances[i], i), &new->appliances[i]);
    for (uint32_t i = 0; i < old->appliance_count; i++)
        if (find_partner(new, &old->appliances[i], i) == NULL)
            add_appliance(comparison, old->appliances[i].name, &old->appliances[i], NULL);
    return good;
}
