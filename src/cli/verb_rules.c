/* SPDX-License-Identifier: MIT */
#include "cli/verbs.h"
#include "write/catalogue.h"

/* The code that a word names; CODE_COUNT, and one line printed, if there is none. */
static enum code find_code(struct run *run, const char *word)
{
    enum code code = code_find(view_of(word));
    if (code == CODE_COUNT)
        usage_error(run, arena_printf(&run->arena, "there is no code \"%s\"; destc rules lists "
                                      "them all", word));
    return code;
}

int run_rules(struct run *run)
{
    const struct command_line *line = &run->line;
    struct output output;
    for (int i = 0; i < line->operand_count; i++)
        if (find_code(run, line->operands[i]) == CODE_COUNT)
            return STATUS_FAILED;
    if (!run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    if (line->operand_count == 0)
        write_rules(&run->arena, &output);
    for (int i = 0; i < line->operand_count; i++) {
        if (i > 0)
            output_char(&output, '\n');
        write_rule(&run->arena, find_code(run, line->operands[i]), &output);
    }
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}

static enum assumption find_assumption(struct run *run, const char *word)
{
    enum assumption assumption = assumption_find(view_of(word));
    if (assumption == ASSUMED_NONE)
        usage_error(run, arena_printf(&run->arena, "there is no assumption \"%s\"; destc "
                                      "assumptions lists them all", word));
    return assumption;
}

int run_assumptions(struct run *run)
{
    const struct command_line *line = &run->line;
    struct output output;
    for (int i = 0; i < line->operand_count; i++)
        if (find_assumption(run, line->operands[i]) == ASSUMED_NONE)
            return STATUS_FAILED;
    if (!run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    if (line->operand_count == 0)
        write_assumptions(&output);
    for (int i = 0; i < line->operand_count; i++) {
        if (i > 0)
            output_char(&output, '\n');
        write_assumption(find_assumption(run, line->operands[i]), &output);
    }
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}
