/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "schema/schema.h"

static int run_command(struct run *run, int argc, char **argv)
{
    const char *mistake;
    bool is_sound = command_line_parse(&run->line, &run->arena, argc, argv, &mistake);
    run_expect_trouble(run);
    if (!is_sound)
        return usage_error(run, mistake);
    if (option_given(&run->line, OPTION_HELP))
        return show_help(run);
    if (option_given(&run->line, OPTION_VERSION))
        return show_version(run);
    if (option_given(&run->line, OPTION_COMPLETION))
        return show_completion(run);
    if (!run_configure(run))
        return STATUS_FAILED;
    return verb_entry(run->line.verb)->run(run);
}

int main(int argc, char **argv)
{
    struct run run;
    signals_init();
    schema_library_init();
    run_init(&run);
    int status = run_command(&run, argc, argv);
    if (status == STATUS_FAILED)
        status = run_trouble(&run);
    arena_free(&run.arena);
    return status;
}
