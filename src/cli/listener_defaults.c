/* SPDX-License-Identifier: MIT */
#include "cli/listener_defaults.h"

#include "analysis/flow_resolve.h"
#include "base/near.h"

/* A listener of the file whose defaults can be taken: COUNT of them, the last one found. */
struct candidates {
    const struct listener *listener;
    uint32_t count;
};

static struct candidates with_defaults(const struct run *run, const struct policy *policy)
{
    struct candidates found = {NULL, 0};
    struct view wanted = run->read_options.listener;
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (!listener->has_default_policy)
            continue;
        if (wanted.length > 0 && view_equal(listener->name, wanted))
            return (struct candidates){listener, 1};
        found.listener = listener;
        found.count++;
    }
    return found;
}

/* The one mail flow policy of a HAT; NULL if there is none or there are several. */
static const struct mail_flow_policy *only_policy(const struct policy *policy)
{
    const struct listener *listener = policy->listeners.list;
    return policy->listeners.count == 1 && listener->policy_count == 1 ? listener->policies : NULL;
}

static void report_none(struct run *run, const struct source *source,
                        const struct candidates *found, const struct policy *policy)
{
    struct span start = {source->base, source->base};
    bool several = found->count > 1;
    const char *what = several ? "several listeners have default policy parameters here"
                       : policy->listeners.count == 0
                           ? "there is no listener here"
                           : "there are neither default policy parameters nor just one policy here";
    struct message *message =
        diag_report(&run->diag, CODE_REFUSED, start, "--listener-defaults: %s", what);
    diag_help(&run->diag, message, "%s",
              several ? "--listener NAME says whose are meant"
                      : "give a HAT file with one mail flow policy, whose parameters are the "
                        "defaults");
}

void load_listener_defaults(struct run *run)
{
    const char *path = option_value(&run->line, OPTION_LISTENER_DEFAULTS);
    struct flow_defaults *defaults = arena_alloc(&run->arena, sizeof *defaults);
    *defaults = FLOW_DEFAULTS_UNKNOWN;
    run->flow_defaults = defaults;
    if (path == NULL)
        return;
    uint32_t before = run->diag.counts[SEVERITY_ERROR];
    struct policy *policy = arena_zero(&run->arena, 1, sizeof *policy);
    policy_init(policy, &run->arena, &run->sources, &run->store);
    struct read_options options = run->read_options;
    options.policies_alone = true;
    const struct source *source = read_file(policy, &run->diag, &options, FORMAT_UNKNOWN, path);
    read_finish(policy, &run->diag, &options);
    if (source == NULL || run->diag.counts[SEVERITY_ERROR] != before)
        return;
    struct candidates found = with_defaults(run, policy);
    const struct mail_flow_policy *taken =
        found.count == 1 ? &found.listener->default_policy : only_policy(policy);
    if (found.count > 1 || taken == NULL)
        report_none(run, source, &found, policy);
    else
        *defaults = (struct flow_defaults){&taken->settings, FLOW_FROM_FILE, NULL};
}

bool listener_defaults_used(const struct run *run, const struct policy *policy)
{
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *own = &policy->listeners.list[i];
        if (!own->has_default_policy ||
            flow_completes(&own->default_policy.settings, run->flow_defaults->settings))
            return true;
    }
    return false;
}

void check_listener_defaults(struct run *run, const struct policy *policy)
{
    if (run->flow_defaults->settings == NULL || listener_defaults_used(run, policy))
        return;
    if (policy->listeners.count == 0) {
        run_refuse(run, "--listener-defaults: the table has no listener");
        return;
    }
    const struct listener *own = &policy->listeners.list[policy->listeners.count - 1];
    diag_report(&run->diag, CODE_REFUSED, own->default_policy.place,
                "--listener-defaults has no use: the listener %.*s has all that the file gives "
                "among default policy parameters of its own", VIEW_ARG(own->name));
}

bool check_listener_name(struct run *run, const struct policy *policy)
{
    struct view wanted = run->read_options.listener;
    struct nearest nearest = nearest_to(wanted);
    if (wanted.length == 0 || policy->listeners.count == 0 ||
        listeners_find(&policy->listeners, wanted) != NULL)
        return true;
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        nearest_offer(&nearest, policy->listeners.list[i].name, policy->listeners.list[i].name);
    struct message *message = diag_report(&run->diag, CODE_REFUSED, SPAN_NONE,
                                          "there is no listener \"%.*s\"", VIEW_ARG(wanted));
    if (nearest_found(&nearest))
        diag_help(&run->diag, message, "did you mean %s?",
                  nearest_words(&run->arena, &nearest, "", ""));
    else
        diag_help(&run->diag, message, "destc list %s shows those that there are",
                  run->line.operands[0]);
    return false;
}
