/* SPDX-License-Identifier: MIT */
#include "cli/verbs.h"
#include "edit/format.h"
#include "read/recognise.h"
#include "write/write.h"

#include <sys/stat.h>

/* A FIFO or device cannot be replaced by a file, and opening one to write may wait for ever. */
static bool can_be_replaced(struct run *run, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
        return true;
    struct message *message = diag_report_file(&run->diag, CODE_OUTPUT_FAILED, path,
                                               "not a file that could be written in place");
    diag_help(&run->diag, message, "destc fmt - reads standard input and writes standard output");
    return false;
}

/* A table is recognised before it is taken for a source full of mistakes. */
static bool is_source(struct run *run, const char *path)
{
    int error;
    struct stat status;
    if (strcmp(path, "-") == 0 || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return true; /* what is no file can be read once only */
    enum format format = recognise_file(path, &error);
    if (format == FORMAT_UNKNOWN || format == FORMAT_POLICY)
        return true;
    const char *name = format_reader(format)->name;
    struct message *message = diag_report_file(&run->diag, CODE_REFUSED, path,
                                               "fmt lays out policy sources, and this is in the "
                                               "format %s", name);
    if (format_writer(view_of(name)) == NULL)
        diag_help(&run->diag, message, "compile --to policy makes a source of it");
    else
        diag_help(&run->diag, message, "compile --to policy makes a source of it; compile --to %s "
                  "writes it in the one form that destc writes", name);
    return false;
}

static void write_text(struct run *run, const char *path, struct view text)
{
    struct output output;
    if (!run_open_file(run, &output, path))
        return;
    output_view(&output, text);
    run_close(run, &output);
}

static void format_one(struct run *run, const char *path)
{
    struct view text;
    const char *to = option_value(&run->line, OPTION_OUTPUT);
    bool is_input = strcmp(path, "-") == 0;
    if ((to == NULL && !is_input && !can_be_replaced(run, path)) || !is_source(run, path))
        return;
    const struct source *source = format_file(&run->diag, path, &text);
    if (source == NULL)
        return;
    bool changes = !view_equal(text, (struct view){source->text, source->size});
    if (to != NULL || is_input || changes)
        write_text(run, to == NULL ? path : to, text);
}

/* Where SOURCE first differs from TEXT: the line. */
static struct span first_difference(const struct source *source, struct view text)
{
    size_t at = 0;
    size_t line = 0;
    while (at < source->size && at < text.length && source->text[at] == text.text[at])
        if (source->text[at++] == '\n')
            line = at;
    uint32_t begin = source->base + (uint32_t)line;
    return (struct span){begin, begin + 1};
}

/* What is not in canonical style is a finding: the result, on standard output. */
static int check_all(struct run *run)
{
    for (int i = 0; i < run->line.operand_count; i++) {
        struct view text;
        if (!is_source(run, run->line.operands[i]))
            continue;
        const struct source *source = format_file(&run->diag, run->line.operands[i], &text);
        if (source == NULL || view_equal(text, (struct view){source->text, source->size}))
            continue;
        diag_mend(&run->diag,
                  diag_report(&run->diag, CODE_POLICY_LAYOUT, first_difference(source, text),
                              "from here on it is not in canonical style"));
    }
    return run_finish_findings(run);
}

int run_fmt(struct run *run)
{
    const struct command_line *line = &run->line;
    bool check = option_given(line, OPTION_CHECK);
    bool to = option_given(line, OPTION_OUTPUT);
    if (to && check)
        return usage_error(run, "--check writes nothing, so --output has no use");
    if (to && line->operand_count > 1)
        return usage_error(run, "--output takes one FILE only");
    if (check)
        return check_all(run);
    for (int i = 0; i < line->operand_count; i++)
        format_one(run, line->operands[i]);
    return run_finish(run, STATUS_DONE);
}
