/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"
#include "cli/verbs.h"
#include "write/detail.h"

/* ASKED is a destination, given as NAME, that the table does not have. */
static void report_not_listed(struct run *run, const struct policy *policy, const char *name,
                              const struct asked *asked)
{
    struct message *message = diag_report(&run->diag, CODE_NAME_NOT_LISTED, SPAN_NONE,
                                          "the table has no destination %s", name);
    struct nearest nearest = nearest_to(asked->domain.name);
    for (uint32_t i = 0; i < policy->count; i++) {
        struct view known = destination_name(policy_destination(policy, i));
        nearest_offer(&nearest, known, known);
    }
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

int run_detail(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *name = line->operand_count > 1 ? line->operands[1] : "ALL";
    struct policy policy;
    struct selection selection;
    struct output output;
    if (!run_load(run, &policy, line->operands, 1))
        return run_finish(run, STATUS_FAILED);
    if (view_equal_nocase(view_of(name), VIEW("ALL")))
        select_destinations(&policy, &run->write_options.defaults, &(struct selection_wish){0},
                            &run->diag, &selection);
    else
        select_one(run, &policy, name, &selection);
    if (!diag_has_errors(&run->diag) && run_open(run, &output)) {
        write_detail(&policy, &run->write_options, &selection, &output);
        run_close(run, &output);
    }
    return run_finish(run, STATUS_DONE);
}
