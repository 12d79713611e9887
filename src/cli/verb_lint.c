/* SPDX-License-Identifier: MIT */
#include "cli/judge.h"
#include "cli/verbs.h"

/* The policy that --assert names, whose assertions are held against each file. */
static bool read_rules(struct run *run, const char *path, struct policy *rules)
{
    enum format from = run->from;
    run->from = FORMAT_UNKNOWN;
    bool good = run_read(run, rules, &path, 1);
    run->from = from;
    if (good && rules->assertion_count == 0)
        diag_mend(&run->diag, diag_report_file(&run->diag, CODE_ASSERTION_NONE, path, "%s",
                                               code_entry(CODE_ASSERTION_NONE)->title));
    return good && rules->assertion_count > 0;
}

static bool lint_file(struct run *run, const char *path, const struct policy *rules)
{
    struct policy policy;
    const struct appliance *appliance;
    if (!run_read(run, &policy, &path, 1))
        return true;
    if (!run_choose(run, &policy, &appliance))
        return false;
    run_use(run, appliance == NULL ? &policy : appliance->policy);
    run_assert(run, &policy, &policy, appliance);
    if (rules != NULL)
        run_assert(run, rules, &policy, appliance);
    return true;
}

int run_lint(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *path = option_value(line, OPTION_ASSERT);
    struct policy rules;
    bool good = path == NULL || read_rules(run, path, &rules);
    for (int i = 0; i < line->operand_count && good; i++)
        good = lint_file(run, line->operands[i], path == NULL ? NULL : &rules);
    if (!good && !diag_has_errors(&run->diag))
        return run_finish(run, STATUS_FAILED);
    return run_finish_findings(run);
}
