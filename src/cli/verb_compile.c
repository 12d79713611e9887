/* SPDX-License-Identifier: MIT */
#include "cli/verbs.h"

static void report_comments(struct run *run, const struct policy *policy)
{
    if (policy->comment_count == 0)
        return;
    struct message *message =
        diag_report(&run->diag, CODE_COMMENTS_LOST, policy->first_comment,
                    policy->comment_count == 1 ? "a comment is not carried over"
                                               : "%u comments are not carried over",
                    policy->comment_count);
    diag_help(&run->diag, message, "%s", code_entry(CODE_COMMENTS_LOST)->mend);
}

static void write_policy(struct run *run, const struct policy *policy,
                         const struct format_writer *writer)
{
    struct output output;
    if (!run_open(run, &output))
        return;
    writer->write(policy, &run->write_options, &output);
    run_close(run, &output);
}

int run_compile(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *to = option_value(line, OPTION_TO);
    bool check = option_given(line, OPTION_CHECK);
    if (to == NULL && !check)
        return usage_error(run, "compile needs --to FORMAT, or --check");
    const struct format_writer *writer = to == NULL ? NULL : format_writer(view_of(to));
    if (run->write_options.effective && (writer == NULL || !writer->effective))
        return usage_error(run, "--effective goes with --to csv and --to json");
    struct policy policy;
    if (!run_load(run, &policy, line->operands, line->operand_count))
        return run_finish(run, STATUS_FAILED);
    if (run->write_options.effective)
        run_needs_default(run, "--effective");
    if (writer != NULL) {
        report_comments(run, &policy);
        writer->check(&policy, &run->write_options, &run->diag);
    }
    if (!check && writer != NULL && !diag_has_errors(&run->diag))
        write_policy(run, &policy, writer);
    return run_finish(run, STATUS_DONE);
}
