/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"
#include "cli/verbs.h"
#include "write/detail.h"

static void report_not_listed(struct run *run, const char *name)
{
    struct message *message = diag_report(&run->diag, CODE_NAME_NOT_LISTED, SPAN_NONE,
                                          "the table has no destination %s", name);
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
                                              code_entry(fault.code)->title, name);
        if (fault.help != NULL)
            diag_help(&run->diag, message, "%s", fault.help);
        return;
    }
    if (asked.is_default) {
        selection->with_default = policy->has_default;
        run_needs_default(run, "detail DEFAULT");
        return;
    }
    uint32_t *entry = arena_zero(&run->arena, 1, sizeof *entry);
    *entry = policy_find(policy, asked.domain.key);
    selection->entries = entry;
    selection->count = 1;
    if (*entry == NO_ENTRY)
        report_not_listed(run, name);
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
