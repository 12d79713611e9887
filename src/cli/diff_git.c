/* SPDX-License-Identifier: MIT */
#include "cli/diff_git.h"

#include "cli/comparison_appliances.h"
#include "diag/show.h"

/* Git's arguments by number. */
enum {
    GIT_PATH,
    GIT_OLD_FILE,
    GIT_OLD_HEX,
    GIT_OLD_MODE,
    GIT_NEW_FILE,
    GIT_NEW_HEX,
    GIT_NEW_MODE,
    GIT_COUNT,
    GIT_NEW_PATH = GIT_COUNT,
    GIT_REMARKS,
    GIT_RENAMED_COUNT
};

static const char nowhere[] = "/dev/null";

/* Of a file that is new or gone git gives this instead of a side. */
static bool is_nowhere(const char *file)
{
    return strcmp(file, nowhere) == 0;
}

static void take_side(struct run *run, struct loaded_side *side, const char *file,
                      const char *prefix, const char *path)
{
    side->path = file;
    side->absent = is_nowhere(file);
    side->shown = side->absent ? nowhere : arena_printf(&run->arena, "%s/%s", prefix, path);
}

static const char *find_mistake(struct run *run)
{
    static const enum option_id excluded[] = {OPTION_FAIL_ON, OPTION_OUTPUT};
    int count = run->line.operand_count;
    for (size_t i = 0; i < sizeof excluded / sizeof *excluded; i++)
        if (option_given(&run->line, excluded[i]))
            return arena_printf(&run->arena, "--git and --%s exclude each other",
                                option_entry(excluded[i])->name);
    if (count != 1 && count != GIT_COUNT && count != GIT_RENAMED_COUNT)
        return "--git takes what git gives an external diff: path old-file old-hex old-mode "
               "new-file new-hex new-mode";
    return NULL;
}

/* What git knows beside the texts: another mode, another name. */
static void put_remarks(struct run *run, struct output *output)
{
    const char *const *given = run->line.operands;
    if (!is_nowhere(given[GIT_OLD_FILE]) && !is_nowhere(given[GIT_NEW_FILE]) &&
        strcmp(given[GIT_OLD_MODE], given[GIT_NEW_MODE]) != 0)
        output_printf(output, "mode %s -> %s\n", given[GIT_OLD_MODE], given[GIT_NEW_MODE]);
}

static void put_escaped(struct run *run, struct output *output, const char *text)
{
    output_view(output, escape_controls(&run->arena, view_of(text)));
}

/* A path that waits to be merged has no two sides. */
static int tell_unmerged(struct run *run)
{
    struct output output;
    if (run_open(run, &output)) {
        put_escaped(run, &output, run->line.operands[GIT_PATH]);
        output_string(&output, ": not merged\n");
        run_close(run, &output);
    }
    return STATUS_DONE;
}

/* Whether a file could not be read that a side includes: git gives each side without those. */
static bool lacks_included(struct run *run)
{
    uint32_t count;
    const struct message *const *messages = diag_sorted(&run->diag, &count);
    for (uint32_t i = 0; i < count; i++)
        if (messages[i]->code == CODE_FILE_READ && messages[i]->place.offset != 0)
            return true;
    return false;
}

/* The sides cannot be compared: that is said among the other files, and git goes on. */
static void tell_failure(struct comparison *comparison)
{
    struct run *run = comparison->run;
    struct output output;
    if (!run_open(run, &output))
        return;
    put_escaped(run, &output, side_name(&comparison->before));
    output_string(&output, " -> ");
    put_escaped(run, &output, side_name(&comparison->after));
    if (lacks_included(run)) {
        const char *path = run->line.operands[GIT_PATH];
        output_string(&output, ": not compared: ");
        put_escaped(run, &output, path);
        output_string(&output, " includes other files, and git hands over this one alone; git "
                               "worktree add ../old REVISION; destc diff ../old/");
        put_escaped(run, &output, path);
        output_char(&output, ' ');
        put_escaped(run, &output, path);
        output_string(&output, " compares them\n\n");
        run_close(run, &output);
        return;
    }
    output_string(&output, ": not compared; git diff --no-ext-diff "
                          "--no-textconv shows the lines\n");
    run_show_messages(run, &output);
}

static void put_messages(struct comparison *comparison, struct output *output)
{
    struct run *run = comparison->run;
    const struct show_options options = {.color = run_use_color(run, output->descriptor)};
    comparison_report(comparison);
    message_format(VIEW("text"))->show(&run->diag, &options, output);
}

static void tell_difference(struct comparison *comparison)
{
    struct run *run = comparison->run;
    struct output output;
    if (!run_open(run, &output))
        return;
    comparison_show(comparison, &output);
    put_remarks(run, &output);
    put_messages(comparison, &output);
    output_char(&output, '\n');
    run_close(run, &output);
}

/* Of what was told while the sides were read, that they cannot be is all that matters here. */
static bool compare(struct comparison *comparison)
{
    struct run *run = comparison->run;
    if (!comparison_make(comparison))
        return false;
    diag_init(&run->diag, &run->arena, &run->sources);
    return comparison_appliances(comparison);
}

int run_diff_git(struct run *run)
{
    const char *const *given = run->line.operands;
    struct comparison comparison;
    const char *mistake = find_mistake(run);
    if (mistake == NULL)
        mistake = comparison_prepare(run, &comparison);
    if (mistake != NULL)
        return usage_error(run, mistake);
    if (run->line.operand_count == 1)
        return tell_unmerged(run);
    bool is_renamed = run->line.operand_count == GIT_RENAMED_COUNT;
    take_side(run, &comparison.before, given[GIT_OLD_FILE], "a", given[GIT_PATH]);
    take_side(run, &comparison.after, given[GIT_NEW_FILE], "b",
              given[is_renamed ? GIT_NEW_PATH : GIT_PATH]);
    if (compare(&comparison))
        tell_difference(&comparison);
    else
        tell_failure(&comparison);
    comparison_free(&comparison);
    return STATUS_DONE;
}
