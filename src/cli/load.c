/* SPDX-License-Identifier: MIT */
/*
 * Loading policies: the files, what stands for their default entry, and which of their appliances
 * the run is about.
 */
#include "analysis/expect.h"
#include "analysis/validate.h"
#include "base/buffer.h"
#include "base/near.h"
#include "cli/listener_defaults.h"
#include "cli/run.h"
#include "cli/saveconfig_options.h"
#include "model/overlay.h"

#include <stdio.h>

/* Errors that are no findings. */
static uint32_t error_count(const struct diag *diag)
{
    return diag->counts[SEVERITY_ERROR] - diag->findings;
}

/* The default entry of the file that --default names, for resolving only. */
static void load_default_file(struct run *run, const char *path)
{
    struct policy *other = run->outside;
    const struct source *source =
        read_file(other, &run->diag, &run->read_options, FORMAT_UNKNOWN, path);
    read_finish(other, &run->diag, &run->read_options);
    if (source == NULL || diag_has_errors(&run->diag))
        return;
    if (!other->has_default) {
        struct span start = {source->base, source->base};
        diag_mend(&run->diag, diag_report(&run->diag, CODE_DEFAULT_FILE, start, "%s",
                                          code_entry(CODE_DEFAULT_FILE)->title));
        return;
    }
    run->outsider =
        (struct defaults){policy_default(other), ORIGIN_FILE, other->default_section};
}

/* What is given beside a side of a comparison is of no side, and told of once. */
static void load_beside(struct run *run, void (*load)(struct run *run))
{
    struct diag kept = run->diag;
    if (run->is_second_side) {
        diag_init(&run->diag, &run->arena, &run->sources);
        run->diag.lenient = kept.lenient;
        load(run);
        run->diag = kept;
        return;
    }
    run->diag.side = NULL;
    load(run);
    run->diag.side = kept.side;
}

/* Once a run: the default entry and the listener's defaults that are given beside the table. */
static void load_outsider(struct run *run)
{
    const char *path = option_value(&run->line, OPTION_DEFAULT);
    if (run->outside != NULL)
        return;
    run->outside = arena_zero(&run->arena, 1, sizeof *run->outside);
    policy_init(run->outside, &run->arena, &run->sources, &run->store);
    run->outsider = (struct defaults){.origin = ORIGIN_APPLIANCE};
    if (path != NULL)
        load_default_file(run, path);
    else if (option_given(&run->line, OPTION_FACTORY_DEFAULT))
        run->outsider = defaults_factory(&run->store);
    load_listener_defaults(run);
}

/* The outsider's settings are found again by way of the policies that use it. */
static void add_outsider(const struct run *run, struct policy *policy)
{
    policy->outside = run->outside;
    for (uint32_t i = 0; i < run->outside->text_count; i++)
        policy_add_text(policy, run->outside->texts[i].source, run->outside->texts[i].locate);
}

/* What is done to the base and to each appliance's policy after reading. */
static void finish_policy(const struct run *run, struct policy *policy)
{
    /* Now, so that what is sorted by name is sorted by the name that is shown. */
    if (run->write_options.idn != IDN_AS_READ)
        policy_convert_names(policy, run->write_options.idn);
    add_outsider(run, policy);
}

/* --verbose, for people: the other forms of messages are for programs. */
static bool is_verbose(const struct run *run)
{
    const char *form = option_value(&run->line, OPTION_MESSAGE_FORMAT);
    return option_given(&run->line, OPTION_VERBOSE) && (form == NULL || strcmp(form, "text") == 0);
}

void run_tell(const struct run *run, const struct policy *policy, int count)
{
    const struct store *store = &run->store;
    if (!is_verbose(run))
        return;
    fprintf(stderr, "destc: %d file%s, %u destination%s, %s default entry, %u distinct set%s of "
                    "settings\n",
            count, count == 1 ? "" : "s", policy->count, policy->count == 1 ? "" : "s",
            policy->has_default ? "a" : "no", store->set_count, store->set_count == 1 ? "" : "s");
}

bool run_read(struct run *run, struct policy *policy, const char *const *paths, int count)
{
    uint32_t before = error_count(&run->diag);
    policy_init(policy, &run->arena, &run->sources, &run->store);
    load_beside(run, load_saveconfig_options);
    for (int i = 0; i < count; i++)
        read_file(policy, &run->diag, &run->read_options, run->from, paths[i]);
    read_finish(policy, &run->diag, &run->read_options);
    load_beside(run, load_outsider);
    note_saveconfig(run, policy);
    if (run->line.verb != VERB_LINT && !run->is_side) /* which read several, one by one */
        check_saveconfig_options(run);
    finish_policy(run, policy);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        finish_policy(run, policy->appliances[i].policy);
    validate(policy, &run->diag, option_given(&run->line, OPTION_FULL_SCHEMA));
    if (error_count(&run->diag) != before) { /* no table to hold them against: they alone */
        assert_judge(policy->assertions, policy->assertion_count, NULL, 0, &run->diag);
        expect_judge(policy->expectations, policy->expectation_count, NULL, 0,
                     run->flow_defaults, &run->diag);
    }
    if (!run->is_side)
        run_tell(run, policy, count);
    return error_count(&run->diag) == before;
}

struct defaults run_defaults(const struct run *run, const struct policy *policy)
{
    return policy->has_default || run->outsider.settings == NULL ? defaults_of(policy)
                                                                 : run->outsider;
}

void run_use(struct run *run, const struct policy *policy)
{
    struct write_options *options = &run->write_options;
    bool file = option_given(&run->line, OPTION_DEFAULT);
    options->defaults = run_defaults(run, policy);
    check_listener_defaults(run, policy);
    if (!run->read_options.has_target) {
        options->has_target = policy->has_target;
        options->target = policy->has_target ? policy->target : RELEASE_NEWEST;
    }
    /* Lint has many files: it is for those that have none. */
    if (!policy->has_default || run->line.verb == VERB_LINT ||
        (!file && !option_given(&run->line, OPTION_FACTORY_DEFAULT)))
        return;
    struct span place = {policy->default_section, policy->default_section + 1};
    struct message *message =
        diag_report(&run->diag, CODE_TWO_DEFAULTS, place,
                    "the table has a default entry of its own, so --%s has no use",
                    file ? "default" : "factory-default");
    diag_mend(&run->diag, message);
}

enum { MOST_LISTED = 8 };

/* "esa-dmz, esa-lan, ..." */
const char *appliance_names(struct arena *arena, const struct policy *policy)
{
    struct buffer names = buffer_new(arena);
    for (uint32_t i = 0; i < policy->appliance_count && i < MOST_LISTED; i++) {
        buffer_add_string(&names, i == 0 ? "" : ", ");
        buffer_add(&names, policy->appliances[i].name);
    }
    if (policy->appliance_count > MOST_LISTED)
        buffer_add_string(&names, ", ...");
    return buffer_string(&names);
}

/* One line on a name that no appliance has. */
static const char *unknown_appliance(struct arena *arena, const struct policy *policy,
                                     const char *name)
{
    struct nearest nearest = nearest_to(view_of(name));
    if (policy->appliance_count == 0)
        return arena_printf(arena, "--appliance %s: the policy has no appliances", name);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        nearest_offer(&nearest, policy->appliances[i].name, policy->appliances[i].name);
    if (nearest_found(&nearest))
        return arena_printf(arena, "there is no appliance \"%s\"; did you mean %s?", name,
                            nearest_words(arena, &nearest, "", ""));
    return arena_printf(arena, "there is no appliance \"%s\"; there is %s", name,
                        appliance_names(arena, policy));
}

bool run_choose_named(struct run *run, const struct policy *policy, const char *name,
                      const struct appliance **appliance)
{
    *appliance = overlay_find(policy, view_of(name));
    if (*appliance == NULL)
        run_refuse(run, unknown_appliance(&run->arena, policy, name));
    return *appliance != NULL;
}

bool run_choose(struct run *run, const struct policy *policy, const struct appliance **appliance)
{
    const char *name = option_value(&run->line, OPTION_APPLIANCE);
    *appliance = NULL;
    return name == NULL || run_choose_named(run, policy, name, appliance);
}

void run_tell_of_base(struct run *run, const struct policy *policy)
{
    if (policy->appliance_count == 0)
        return;
    struct message *message =
        diag_report(&run->diag, CODE_APPLIANCES_LEFT_OUT, policy->appliances[0].place,
                    "this is the base; what differs on appliances is left out: %s",
                    appliance_names(&run->arena, policy));
    diag_mend(&run->diag, message);
}

/* POLICY, which has APPLIANCE, becomes that appliance's. */
static void take_appliance(struct run *run, struct policy *policy,
                           const struct appliance *appliance)
{
    struct policy *base = arena_alloc(&run->arena, sizeof *base);
    *base = *policy;
    *policy = *appliance->policy;
    policy->base = base;
    policy->appliance = appliance;
}

bool run_load(struct run *run, struct policy *policy, const char *const *paths, int count)
{
    const struct appliance *appliance;
    if (!run_read(run, policy, paths, count) || !run_choose(run, policy, &appliance))
        return false;
    if (appliance != NULL)
        take_appliance(run, policy, appliance);
    else
        run_tell_of_base(run, policy);
    run_use(run, policy);
    return !diag_has_errors(&run->diag);
}
