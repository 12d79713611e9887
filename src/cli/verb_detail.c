/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"
#include "cli/listener_defaults.h"
#include "cli/verbs.h"
#include "write/detail.h"
#include "write/detail_listener.h"
#include "write/listener_shown.h"

#include <sys/stat.h>

/* Says in the message's help that NAME, which nothing is called, is a file; false if it is none. */
static bool help_file(struct run *run, struct message *message, const char *name)
{
    struct stat file;
    if (stat(name, &file) != 0 || !S_ISREG(file.st_mode))
        return false;
    diag_help(&run->diag, message,
              "detail shows one FILE; destc compile --to policy %s %s joins the two",
              run->line.operands[0], name);
    return true;
}

/* ASKED is a destination, given as NAME, that the table does not have. */
static void report_not_listed(struct run *run, const struct policy *policy, const char *name,
                              const struct asked *asked)
{
    const char *more = policy->listeners.count > 0 ? ", policy or sender group" : "";
    struct message *message = diag_report(&run->diag, CODE_NAME_NOT_LISTED, SPAN_NONE,
                                          "the table has no destination%s %s", more, name);
    struct nearest nearest = nearest_to(asked->domain.name);
    for (uint32_t i = 0; i < policy->count; i++) {
        struct view known = destination_name(policy_destination(policy, i));
        nearest_offer(&nearest, known, known);
    }
    detail_listeners_nearest(policy, &run->write_options, &nearest);
    if (help_file(run, message, name))
        return;
    if (nearest_found(&nearest))
        diag_help(&run->diag, message, "did you mean %s?",
                  nearest_words(&run->arena, &nearest, "", ""));
    else
        diag_help(&run->diag, message, "destc explain %s %s says which entry holds for it",
                  run->line.operands[0], name);
}

/* One entry, by its name. */
static void select_one(struct run *run, const struct policy *policy, const char *name,
                       struct selection *selection)
{
    struct asked asked;
    struct domain_fault fault;
    *selection = (struct selection){.with_default = false};
    if (!asked_parse(&run->arena, view_of(name), &asked, &fault)) {
        struct message *message = diag_report(&run->diag, fault.code, SPAN_NONE, "%s: \"%s\"",
                                              domain_fault_words(&run->arena, &fault), name);
        if (fault.help != NULL)
            diag_help(&run->diag, message, "%s", fault.help);
        else
            diag_mend(&run->diag, message);
        return;
    }
    if (asked.is_default) {
        selection->with_default = policy->has_default;
        if (!policy->has_default) {
            struct message *message = diag_report(&run->diag, CODE_NO_DEFAULT, SPAN_NONE,
                                                  "the table has no default entry");
            diag_help(&run->diag, message,
                      "an import keeps the appliance's; destc explain %s DEFAULT takes --default "
                      "FILE and --factory-default",
                      run->line.operands[0]);
        }
        return;
    }
    uint32_t *entry = arena_zero(&run->arena, 1, sizeof *entry);
    *entry = policy_find(policy, asked.domain.key);
    selection->entries = entry;
    selection->count = 1;
    if (*entry == NO_ENTRY)
        report_not_listed(run, policy, name, &asked);
}

/* NAME is nothing that the listeners have, and there are no destinations. */
static void report_not_there(struct run *run, const struct policy *policy, const char *operand)
{
    struct view name = view_of(operand);
    struct message *message = diag_report(&run->diag, CODE_NAME_NOT_LISTED, SPAN_NONE,
                                          "there is no policy or sender group \"%.*s\"",
                                          VIEW_ARG(name));
    struct nearest nearest = nearest_to(name);
    detail_listeners_nearest(policy, &run->write_options, &nearest);
    if (help_file(run, message, operand))
        return;
    if (nearest_found(&nearest))
        diag_help(&run->diag, message, "did you mean %s?",
                  nearest_words(&run->arena, &nearest, "", ""));
    else
        diag_help(&run->diag, message, "destc list %s lists what there is", run->line.operands[0]);
}

/* The destination NAME, if there is one: it is no mistake if not. */
static void select_if_there(struct run *run, const struct policy *policy, struct view name,
                            struct selection *selection)
{
    struct asked asked;
    struct domain_fault fault;
    *selection = (struct selection){.with_default = false};
    if (!asked_parse(&run->arena, name, &asked, &fault))
        return;
    if (asked.is_default) {
        selection->with_default = policy->has_default;
        return;
    }
    uint32_t entry = policy_find(policy, asked.domain.key);
    if (entry == NO_ENTRY)
        return;
    uint32_t *entries = arena_zero(&run->arena, 1, sizeof *entries);
    *entries = entry;
    selection->entries = entries;
    selection->count = 1;
}

/* What is asked for by NAME, of destinations; of listeners, whether there is something. */
static bool select_named(struct run *run, const struct policy *policy, const char *name,
                         struct selection *selection)
{
    struct view text = view_of(name);
    bool found = detail_listeners_have(policy, &run->write_options, text);
    if (found)
        select_if_there(run, policy, text, selection);
    else if (policy->listeners.count > 0 && (!shows_destinations(policy) || text.text[0] == '$'))
        report_not_there(run, policy, name);
    else
        select_one(run, policy, name, selection);
    return found;
}

static void write_blocks(struct run *run, const struct policy *policy,
                         const struct selection *selection, bool listeners, struct view name)
{
    struct output output;
    bool destinations = selection->count > 0 || selection->with_default;
    if (!run_open(run, &output))
        return;
    if (destinations)
        write_detail(policy, &run->write_options, selection, &output);
    if (destinations && listeners)
        output_char(&output, '\n');
    if (listeners)
        write_detail_listeners(policy, &run->write_options, run->flow_defaults, name, &output);
    run_close(run, &output);
}

int run_detail(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *name = line->operand_count > 1 ? line->operands[1] : "ALL";
    bool all = view_equal_nocase(view_of(name), VIEW("ALL"));
    struct policy policy;
    struct selection selection = {.count = 0};
    if (!run_load(run, &policy, line->operands, 1) || !check_listener_name(run, &policy))
        return run_finish(run, STATUS_FAILED);
    bool listeners = policy.listeners.count > 0;
    if (all)
        select_destinations(&policy, &run->write_options.defaults, &(struct selection_wish){0},
                            &run->diag, &selection);
    else
        listeners = select_named(run, &policy, name, &selection);
    if (selection.count > 0 && !diag_has_errors(&run->diag) && run->write_options.effective)
        run_needs_default(run, "--effective");
    if (!diag_has_errors(&run->diag))
        write_blocks(run, &policy, &selection, listeners, all ? VIEW("") : view_of(name));
    return run_finish(run, STATUS_DONE);
}
