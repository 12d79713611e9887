/* SPDX-License-Identifier: MIT */
#include "cli/comparison_appliances.h"
#include "cli/diff_git.h"
#include "cli/diff_matrix.h"
#include "cli/verbs.h"

static const char *find_mistake(struct run *run)
{
    bool is_matrix = option_given(&run->line, OPTION_MATRIX);
    bool is_text = !option_given(&run->line, OPTION_FORMAT) ||
                   option_is(&run->line, OPTION_FORMAT, "text");
    /* A file may have been taken for the weight. */
    const char *mistake = gate_read(run, &(struct gate){0});
    if (mistake != NULL)
        return mistake;
    if (is_matrix && option_given(&run->line, OPTION_GIT))
        return "--matrix and --git exclude each other";
    if (!is_matrix && !option_given(&run->line, OPTION_GIT) && run->line.operand_count != 2)
        return "diff compares two files; --matrix compares any number";
    return option_given(&run->line, OPTION_SUMMARY) && !is_text
               ? "--summary goes with --format text"
               : NULL;
}

/* As git names it, /dev/null is no file: all that the other side has is new, or gone. */
static void take_side(struct loaded_side *side, const char *path)
{
    side->path = path;
    side->absent = strcmp(path, "/dev/null") == 0;
}

static int compare_files(struct comparison *comparison)
{
    struct run *run = comparison->run;
    struct output output;
    if (!comparison_make(comparison) || !comparison_appliances(comparison))
        return run_finish(run, STATUS_FAILED);
    comparison_report(comparison);
    if (run_open(run, &output)) {
        comparison_show(comparison, &output);
        run_close(run, &output);
    }
    return run_finish(run, comparison_passes(comparison) ? STATUS_DONE : STATUS_FOUND);
}

int run_diff(struct run *run)
{
    struct comparison comparison;
    const char *mistake = find_mistake(run);
    if (mistake != NULL)
        return usage_error(run, mistake);
    if (option_given(&run->line, OPTION_GIT))
        return run_diff_git(run);
    if (option_given(&run->line, OPTION_MATRIX))
        return run_diff_matrix(run);
    mistake = comparison_prepare(run, &comparison);
    if (mistake != NULL)
        return usage_error(run, mistake);
    take_side(&comparison.before, run->line.operands[0]);
    take_side(&comparison.after, run->line.operands[1]);
    int status = compare_files(&comparison);
    comparison_free(&comparison);
    return status;
}
