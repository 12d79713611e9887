/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include "base/buffer.h"
#include "model/params.h"
#include "schema/schema.h"

#include <stdio.h>

static void verbs_help(struct output *output)
{
    output_string(output, "destc compiles, checks and explains the mail policy of Cisco's e-mail "
                          "gateways.\n\nUsage: destc VERB [OPTION]... [FILE]...\n\nVerbs:\n");
    for (int i = 0; i < VERB_COUNT; i++) {
        const struct verb_entry *verb = verb_entry((enum verb)i);
        output_printf(output, "  %-12s %s\n", verb->word, verb->help);
    }
    output_string(output, "\nA FILE of - is standard input. destc VERB --help shows the verb's "
                          "options.\ndestc --completion bash|zsh|fish prints what completes its "
                          "words in that shell.\n\nStatus: 0 done; 1 findings, a difference or a "
                          "conflict; 2 trouble (of merge: 129).\n");
}

enum { HELP_COLUMN = 30 };

static void write_option(struct output *output, struct arena *arena, enum option_id id,
                         enum verb verb)
{
    const struct option_entry *option = option_entry(id);
    struct buffer left = buffer_new(arena);
    if (option->letter != 0)
        buffer_printf(&left, "  -%c, --%s", option->letter, option->name);
    else
        buffer_printf(&left, "      --%s", option->name);
    const char *argument = option_argument(id, verb);
    if (argument != NULL && argument[0] == '[')
        buffer_printf(&left, "[=%s", argument + 1);
    else if (argument != NULL)
        buffer_printf(&left, " %s", argument);
    output_view(output, buffer_view(&left));
    if (left.length >= HELP_COLUMN) {
        output_char(output, '\n');
        left.length = 0;
    }
    output_repeat(output, ' ', HELP_COLUMN - left.length);
    output_printf(output, " %s\n", option_help(id, verb));
}

static void write_usage(struct output *output, enum verb verb)
{
    const struct verb_entry *entry = verb_entry(verb);
    const char *also;
    output_printf(output, "destc %s%s%s\n", entry->word, *entry->operands == '\0' ? "" : " ",
                  entry->operands);
    for (size_t i = 0; (also = verb_also(verb, i)) != NULL; i++)
        output_printf(output, "destc %s %s\n", entry->word, also);
}

/* Which options of VERB count each time, if there are any. */
static void write_repeated(struct output *output, enum verb verb)
{
    int count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_counts_each((enum option_id)i, verb))
            output_printf(output, "%s --%s", count++ == 0 ? "\nEach use counts of" : ",",
                          option_entry((enum option_id)i)->name);
    if (count > 0)
        output_string(output, "; of any other option the last.\n");
}

/* What set can change. */
static void write_settings(struct output *output)
{
    output_string(output, "\nNAME is a setting's in the policy language or in a table file:\n");
    for (int i = 0; i < PARAM_COUNT; i++)
        output_printf(output, "  %-20s %s\n", parameter((enum param)i)->policy_name,
                      parameter((enum param)i)->export_name);
}

static void verb_help(struct output *output, struct arena *arena, enum verb verb)
{
    write_usage(output, verb);
    output_printf(output, "\n%s.\n\nOptions:\n", verb_entry(verb)->help);
    for (int i = 0; i < OPTION_COUNT; i++)
        if ((option_entry((enum option_id)i)->verbs & 1U << verb) != 0)
            write_option(output, arena, (enum option_id)i, verb);
    write_repeated(output, verb);
    if (verb == VERB_SET)
        write_settings(output);
}

int show_help(struct run *run)
{
    struct output output;
    output_open(&output, &run->arena, NULL, NULL);
    if (run->line.verb == VERB_COUNT)
        verbs_help(&output);
    else
        verb_help(&output, &run->arena, run->line.verb);
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}

int show_version(struct run *run)
{
    struct output output;
    output_open(&output, &run->arena, NULL, NULL);
    output_printf(&output, "destc " DESTC_VERSION " (libxml2 %s)\n", schema_library_version());
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}
