/* SPDX-License-Identifier: MIT */
#include "cli/sides.h"

#include "analysis/flow_resolve.h"
#include "base/buffer.h"
#include "base/near.h"
#include "cli/listener_defaults.h"
#include "cli/saveconfig_options.h"
#include "model/overlay.h"

#include <pthread.h>

bool sides_take_appliances(const struct run *run, struct loaded_side *before,
                           struct loaded_side *after)
{
    const char *names[2] = {NULL, NULL};
    int count = 0;
    for (int i = 0; i < run->line.use_count; i++) {
        if (run->line.uses[i].option != OPTION_APPLIANCE)
            continue;
        if (count < 2)
            names[count] = run->line.uses[i].value;
        count++;
    }
    before->appliance = names[0];
    after->appliance = count == 2 ? names[1] : names[0];
    before->must_have = after->must_have = count == 2;
    return count <= 2;
}

const char *side_name(const struct loaded_side *side)
{
    return side->shown == NULL ? side->path : side->shown;
}

/* --- Reading one ------------------------------------------------------------------------------ */

const char *side_holding(struct arena *arena, const struct loaded_side *side)
{
    unsigned holds = side_holds(&side->side);
    struct buffer words = buffer_new(arena);
    for (int i = 0; i < SIDE_CONTENT_COUNT; i++)
        if ((holds & 1U << i) != 0)
            buffer_printf(&words, "%s%s", words.length == 0 ? "" : " and ",
                          side_content_name((enum side_content)i));
    if (words.length == 0)
        return side->side.policy->listeners.count > 0 ? "listeners without tables" : "nothing";
    return buffer_string(&words);
}

const char *lack_words(struct arena *arena, const struct side *side, const struct lack *lack)
{
    const char *verb = side_can_hold(side, lack->content) ? "holds no" : "can hold no";
    if (lack->listener.length == 0)
        return arena_printf(arena, "%s %s", verb, side_content_name(lack->content));
    return arena_printf(arena, "%s %s%s %.*s", verb, side_content_of_one(lack->content),
                        lack->content == SIDE_LISTENERS ? "" : " of the listener",
                        VIEW_ARG(lack->listener));
}

/* What the options say holds for each side. */
static void prepare(const struct run *run, struct loaded_side *side, bool upper)
{
    struct run *own = &side->run;
    run_init(own);
    sources_init_half(&own->sources, &own->arena, upper);
    own->line = run->line;
    own->is_side = true;
    own->is_second_side = upper;
    run_configure(own);
    /* Whether an assertion holds is no difference: it does not make the status of diff. */
    own->diag.findings_allowed = own->line.verb == VERB_DIFF;
    own->diag.side =
        arena_printf(&own->arena, "this is the %s side, %s", side->role, side_name(side));
}

/*
 * The appliance that is meant takes the place of the base; of one name for both sides only as far
 * as this side has appliances. Without a name it is the base.
 */
static bool choose_appliance(struct loaded_side *side, const struct policy **policy)
{
    const struct appliance *appliance;
    *policy = &side->policy;
    if (side->appliance == NULL)
        return true;
    if (side->policy.appliance_count == 0 && !side->must_have)
        return true;
    if (!run_choose_named(&side->run, &side->policy, side->appliance, &appliance))
        return false;
    *policy = appliance->policy;
    return true;
}

bool side_is_unnamed(const struct run *run, const struct policy *policy)
{
    return policy->listeners.count == 1 && run->read_options.listener.length == 0 &&
           policy->listeners.list[0].place.offset == 0;
}

static void *load(void *context)
{
    struct loaded_side *side = context;
    struct run *run = &side->run;
    const struct policy *policy;
    side->good = run_read(run, &side->policy, &side->path, side->absent ? 0 : 1) &&
                 choose_appliance(side, &policy);
    if (!side->good)
        return NULL;
    side->side = (struct side){.policy = policy,
                               .carrier = side->policy.carrier,
                               .defaults = run_defaults(run, policy),
                               .flow_defaults = *run->flow_defaults,
                               .unnamed = side_is_unnamed(run, policy),
                               .absent = side->absent};
    return NULL;
}

/* --- Both ------------------------------------------------------------------------------------- */

static void rename_file(const char **name, const struct loaded_side *side)
{
    if (*name != NULL && strcmp(*name, side->path) == 0)
        *name = side->shown;
}

static void rename_messages(struct message_heap *heap, const struct loaded_side *side)
{
    for (uint32_t i = 0; i < heap->count; i++)
        rename_file(&heap->list[i].file, side);
}

/* A side that is called otherwise than its file is called so in messages, too. */
static void rename_texts(struct loaded_side *side)
{
    if (side->shown == NULL || side->absent)
        return;
    for (uint32_t i = 0; i < side->run.sources.count; i++)
        rename_file(&side->run.sources.list[i]->name, side);
    rename_messages(&side->run.diag.errors, side);
    rename_messages(&side->run.diag.others, side);
}

static bool has_two_defaults(const struct run *run, const struct loaded_side *before,
                             const struct loaded_side *after)
{
    return (option_given(&run->line, OPTION_DEFAULT) ||
            option_given(&run->line, OPTION_FACTORY_DEFAULT)) &&
           before->side.policy->has_default && after->side.policy->has_default;
}

/* Whether what is given beside both sides is of use to neither. */
static void check_beside(struct run *run, const struct loaded_side *before,
                         const struct loaded_side *after)
{
    bool file = option_given(&run->line, OPTION_DEFAULT);
    run->saveconfig_read = before->run.saveconfig_read || after->run.saveconfig_read;
    check_saveconfig_options(run);
    if (has_two_defaults(run, before, after))
        diag_mend(&run->diag,
                  diag_report(&run->diag, CODE_TWO_DEFAULTS, SPAN_NONE,
                              "both sides have a default entry of their own, so --%s has no use",
                              file ? "default" : "factory-default"));
    if (option_given(&run->line, OPTION_LISTENER_DEFAULTS) &&
        !listener_defaults_used(&before->run, before->side.policy) &&
        !listener_defaults_used(&after->run, after->side.policy))
        run_refuse(run, "--listener-defaults has no use: neither side has a listener that lacks "
                        "what the file gives");
}

/* Whether --appliance names one that no side could have. */
static bool check_appliances(struct run *run, const struct loaded_side *before,
                             const struct loaded_side *after)
{
    if (before->appliance == NULL || before->policy.appliance_count > 0 ||
        after->policy.appliance_count > 0)
        return true;
    run_refuse(run, arena_printf(&run->arena, "--appliance %s: neither side has appliances",
                                 before->appliance));
    return false;
}

/* Whether SIDE says of its own what its listeners are called: no HAT or RAT file does. */
static bool names_listeners(const struct loaded_side *side)
{
    return side->policy.carrier != CARRIER_HAT && side->policy.carrier != CARRIER_RAT &&
           side->side.policy->listeners.count > 0;
}

static bool has_listener(const struct loaded_side *side, struct view name)
{
    bool found = listeners_find(&side->side.policy->listeners, name) != NULL;
    for (uint32_t i = 0; i < side->policy.appliance_count && side->appliance == NULL; i++)
        found |= listeners_find(&side->policy.appliances[i].policy->listeners, name) != NULL;
    return found;
}

/* That NAME is none of SIDE's listeners. */
static void report_listener(struct run *run, const struct loaded_side *side, struct view name)
{
    const struct listeners *listeners = &side->side.policy->listeners;
    struct nearest nearest = nearest_to(name);
    struct buffer names = buffer_new(&run->arena);
    for (uint32_t i = 0; i < listeners->count; i++) {
        struct view own = listeners->list[i].name;
        nearest_offer(&nearest, own, own);
        buffer_printf(&names, "%s%.*s", i == 0 ? "" : ", ", VIEW_ARG(own));
    }
    struct message *message =
        diag_report(&run->diag, CODE_REFUSED, SPAN_NONE,
                    "there is no listener \"%.*s\"; the %s side, %s, has %s", VIEW_ARG(name),
                    side->role, side_name(side), buffer_string(&names));
    if (nearest_found(&nearest))
        diag_help(&run->diag, message, "did you mean %s?",
                  nearest_words(&run->arena, &nearest, "", ""));
}

/*
 * Whether --listener names one that is there. Of a HAT or RAT file it says whose that is; without a
 * counterpart everything would be added and removed.
 */
static bool check_listener(struct run *run, const struct loaded_side *before,
                           const struct loaded_side *after)
{
    const struct loaded_side *sides[] = {before, after};
    const struct loaded_side *lacking = NULL;
    struct view wanted = run->read_options.listener;
    for (int i = 0; i < 2 && wanted.length > 0; i++) {
        if (!names_listeners(sides[i]))
            continue;
        if (has_listener(sides[i], wanted))
            return true;
        lacking = sides[i];
    }
    if (lacking == NULL)
        return true;
    report_listener(run, lacking, wanted);
    return false;
}

static void join(struct run *run, struct loaded_side *side)
{
    rename_texts(side);
    sources_join(&run->sources, &side->run.sources);
    diag_join(&run->diag, &side->run.diag);
    run_tell(&side->run, &side->policy, 1);
}

bool sides_load(struct run *run, struct loaded_side *before, struct loaded_side *after)
{
    pthread_t thread;
    prepare(run, before, false);
    prepare(run, after, true);
    bool is_parallel = pthread_create(&thread, NULL, load, after) == 0;
    load(before);
    if (is_parallel)
        pthread_join(thread, NULL);
    else
        load(after);
    join(run, before);
    join(run, after);
    if (!before->good || !after->good || !check_appliances(run, before, after) ||
        !check_listener(run, before, after))
        return false;
    check_beside(run, before, after);
    return !diag_has_errors(&run->diag);
}

void side_free(struct loaded_side *side)
{
    arena_free(&side->run.arena);
}
