/* SPDX-License-Identifier: MIT */
#include "cli/run.h"

#include "base/folder.h"
#include "base/placing.h"
#include "cli/overwrite.h"
#include "cli/signals.h"
#include "diag/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

__attribute__((noreturn)) static void give_up(int status)
{
    static const char text[] = "destc: out of memory\n";
    signals_clean_up();
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(status);
}

__attribute__((noreturn)) static void memory_exhausted(void)
{
    give_up(STATUS_FAILED);
}

__attribute__((noreturn)) static void memory_exhausted_merging(void)
{
    give_up(STATUS_NO_MERGE);
}

void run_init(struct run *run)
{
    *run = (struct run){.line.verb = VERB_COUNT};
    arena_init(&run->arena, memory_exhausted);
    sources_init(&run->sources, &run->arena);
    diag_init(&run->diag, &run->arena, &run->sources);
    store_init(&run->store, &run->arena);
}

int run_trouble(const struct run *run)
{
    return run->line.verb == VERB_MERGE ? STATUS_NO_MERGE : STATUS_FAILED;
}

void run_expect_trouble(struct run *run)
{
    if (run_trouble(run) == STATUS_NO_MERGE)
        run->arena.exhausted = memory_exhausted_merging;
}

int usage_error(struct run *run, const char *mistake)
{
    const char *verb = run->line.verb == VERB_COUNT ? "" : verb_entry(run->line.verb)->word;
    struct view shown = escape_controls(&run->arena, view_of(mistake));
    fprintf(stderr, "destc: %.*s\n", VIEW_ARG(shown));
    fprintf(stderr, "Try: destc %s%s--help\n", verb, *verb == '\0' ? "" : " ");
    return STATUS_FAILED;
}

void run_refuse(struct run *run, const char *mistake)
{
    diag_report(&run->diag, CODE_REFUSED, SPAN_NONE, "%s", mistake);
}

static bool take_limit(struct run *run, const char *value)
{
    char *end;
    errno = 0;
    unsigned long limit = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || limit > UINT32_MAX)
        return false;
    run->diag.limit = (uint32_t)limit;
    return true;
}

static bool take_release(struct run *run, const char *value)
{
    struct release release;
    if (!release_parse(view_of(value), &release))
        return false;
    run->read_options.target = release;
    run->read_options.has_target = true;
    run->write_options.target = release;
    run->write_options.has_target = true;
    return true;
}

static void take_switches(struct run *run)
{
    const struct command_line *line = &run->line;
    struct write_options *options = &run->write_options;
    run->diag.lenient = option_given(line, OPTION_LENIENT);
    run->diag.strict = option_given(line, OPTION_STRICT);
    run->read_options.certificate_told = option_is(line, OPTION_DEFAULT_ENTRY, "omit") ||
                                         option_given(line, OPTION_ALLOW_DEMO_CERTIFICATE) ||
                                         option_is(line, OPTION_TO, "destconfig");
    if (option_given(line, OPTION_LISTENER))
        options->listener = run->read_options.listener =
            view_of(option_value(line, OPTION_LISTENER));
    options->effective = option_given(line, OPTION_EFFECTIVE);
    options->accept_assumptions = option_given(line, OPTION_ACCEPT_ASSUMPTIONS);
    options->allow_demo_certificate = option_given(line, OPTION_ALLOW_DEMO_CERTIFICATE);
    options->omit_default = option_is(line, OPTION_DEFAULT_ENTRY, "omit");
    options->reference_words = option_is(line, OPTION_TLS_WORDS, "reference");
    options->idn = option_is(line, OPTION_IDN, "ascii")     ? IDN_ASCII
                   : option_is(line, OPTION_IDN, "unicode") ? IDN_UNICODE
                                                            : IDN_AS_READ;
}

/* --from's format; explain's "--from -" says something else. What is wrong, or NULL. */
static const char *take_format(struct run *run)
{
    run->from = FORMAT_UNKNOWN;
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        bool names = run->line.verb == VERB_EXPLAIN && use->value != NULL &&
                     strcmp(use->value, "-") == 0;
        if (use->option != OPTION_FROM || use->value == NULL || names)
            continue;
        run->from = format_find(view_of(use->value));
        if (run->from == FORMAT_UNKNOWN)
            return arena_printf(&run->arena,
                                "--from takes destconfig, xml, csv, json, policy, hat, rat or "
                                "saveconfig, not \"%s\"",
                                use->value);
    }
    return NULL;
}

/* Whether "-" is named where only one can be: standard input is read once. */
static bool reads_input_twice(const struct command_line *line)
{
    int count =
        option_is(line, OPTION_DEFAULT, "-") + option_is(line, OPTION_LISTENER_DEFAULTS, "-") +
        option_is(line, OPTION_XML_MAP, "-") + option_is(line, OPTION_DTD, "-");
    for (int i = 0; i < line->operand_count; i++)
        count += strcmp(line->operands[i], "-") == 0;
    return count > 1;
}

/* The mistake of an option that only --from saveconfig goes with, or MISTAKE. */
static const char *saveconfig_only(struct run *run, const char *mistake)
{
    static const enum option_id options[] = {OPTION_XML_MAP, OPTION_DTD};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (option_given(&run->line, options[i]))
            mistake = arena_printf(&run->arena, "--%s goes with --from saveconfig, not %s",
                                   option_entry(options[i])->name, format_reader(run->from)->name);
    return mistake;
}

bool run_configure(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *release = option_value(line, OPTION_ASYNCOS);
    const char *limit = option_value(line, OPTION_MAX_ERRORS);
    const char *mistake = take_format(run);
    run->read_options.target = run->write_options.target = RELEASE_NEWEST;
    take_switches(run);
    if (release != NULL && !take_release(run, release))
        mistake = arena_printf(&run->arena, "--asyncos takes a release like 14.2, not \"%s\"",
                               release);
    if (limit == NULL && option_given(line, OPTION_MESSAGE_FORMAT) &&
        !option_is(line, OPTION_MESSAGE_FORMAT, "text"))
        run->diag.limit = 0; /* who reads a report counts by it */
    if (limit != NULL && !take_limit(run, limit))
        mistake = arena_printf(&run->arena, "--max-errors takes a number, not \"%s\"", limit);
    if (option_is(line, OPTION_OUTPUT, ""))
        mistake = "-o needs the name of a file; - is standard output";
    if (option_is(line, OPTION_LISTENER, ""))
        mistake = "--listener needs the name of a listener";
    if (reads_input_twice(line))
        mistake = "standard input (-) is named twice, and can be read once";
    if (run->from != FORMAT_UNKNOWN && run->from != FORMAT_SAVECONFIG)
        mistake = saveconfig_only(run, mistake);
    if (run->diag.lenient && run->diag.strict)
        mistake = "--lenient and --strict exclude each other";
    if (option_given(line, OPTION_DEFAULT) && option_given(line, OPTION_FACTORY_DEFAULT))
        mistake = "--default and --factory-default exclude each other";
    if (mistake != NULL)
        usage_error(run, mistake);
    return mistake == NULL;
}

/* What helps against ERROR, of which the file system is the judge. */
static const char *output_mend(int error)
{
    return error == ENOSPC || error == EDQUOT ? "make room, or choose another place"
                                              : "choose another place";
}

static struct message *report_output(struct run *run, const char *name, int error)
{
    return diag_report_file(&run->diag, CODE_OUTPUT_FAILED, name, "cannot be written: %s",
                            strerror(error));
}

/* The same of what is written whole or not at all, when it is. */
static void report_whole(struct run *run, const char *name, int error, bool whole)
{
    struct stat file;
    bool kept = whole && stat(name, &file) == 0 && S_ISREG(file.st_mode);
    struct message *message = report_output(run, name, error);
    if (error != EPIPE) /* who closes a pipe has seen enough */
        diag_help(&run->diag, message, "%s", kept ? "the file is as it was" : output_mend(error));
}

bool run_open_file(struct run *run, struct output *output, const char *path)
{
    int error = output_open(output, &run->arena, path, signals_watch);
    if (error == 0)
        return true;
    report_whole(run, path, error, true);
    return false;
}

bool run_open(struct run *run, struct output *output)
{
    const char *path = option_value(&run->line, OPTION_OUTPUT);
    return overwrite_allowed(run, path) && run_open_file(run, output, path);
}

bool run_close(struct run *run, struct output *output)
{
    bool whole = output->target != NULL;
    int error = output_close(output, signals_watch);
    if (error == 0)
        return true;
    report_whole(run, output->name, error, whole);
    return false;
}

bool run_settle(struct run *run, struct output *output)
{
    int error = output_settle(output);
    if (error == 0)
        return true;
    report_whole(run, output->name, error, true);
    run_abandon(output);
    return false;
}

/* An output that could not be put back after another had failed. */
static void report_stuck(struct run *run, const struct output *output)
{
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, output->name,
                         "is new, and cannot be made what it was: %s", strerror(output->stuck));
    if (output->aside != NULL)
        diag_help(&run->diag, message, "the old text is in %s", output->aside);
    else
        diag_help(&run->diag, message, "there was no file before: remove it");
}

static void report_placing(struct run *run, const struct output *outputs, uint32_t count,
                           uint32_t failed)
{
    uint32_t stuck = 0;
    for (uint32_t i = 0; i < count; i++)
        stuck += outputs[i].stuck != 0;
    diag_help(&run->diag, report_output(run, outputs[failed].name, outputs[failed].error), "%s",
              stuck == 0 ? "all files are as they were"
                         : "all files are as they were, but for those named here");
    for (uint32_t i = 0; i < count && stuck > 0; i++)
        if (outputs[i].stuck != 0)
            report_stuck(run, &outputs[i]);
}

bool run_place(struct run *run, struct output *outputs, uint32_t count)
{
    signals_hold();
    uint32_t failed = outputs_place(outputs, count);
    signals_watch_all(NULL);
    signals_release();
    if (failed < count)
        report_placing(run, outputs, count, failed);
    return failed == count;
}

bool run_make_folder(struct run *run, const char *path, bool *made)
{
    int error = folder_make(path, made);
    if (error != 0)
        report_whole(run, path, error, false);
    return error == 0;
}

void run_abandon(struct output *output)
{
    output_abandon(output, signals_watch);
}

bool run_needs_default(struct run *run, const char *needed_by)
{
    if (run->write_options.defaults.settings != NULL)
        return true;
    struct message *message =
        diag_report(&run->diag, CODE_NO_DEFAULT, SPAN_NONE,
                    "%s needs a default entry, and the table has none", needed_by);
    diag_help(&run->diag, message, "%s", code_entry(CODE_NO_DEFAULT)->mend);
    return false;
}

bool run_use_color(const struct run *run, int descriptor)
{
    const char *value = option_value(&run->line, OPTION_COLOR);
    if (value != NULL && strcmp(value, "auto") != 0)
        return strcmp(value, "always") == 0;
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (no_color == NULL || *no_color == '\0') && isatty(descriptor) &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

bool run_show_messages(struct run *run, struct output *output)
{
    const char *name = option_value(&run->line, OPTION_MESSAGE_FORMAT);
    const struct message_format *format = message_format(view_of(name == NULL ? "text" : name));
    struct show_options options = {
        .color = run_use_color(run, output->descriptor),
        .quiet = option_given(&run->line, OPTION_QUIET) ||
                 option_given(&run->line, OPTION_TEXTCONV) || /* git shows both on one terminal */
                 option_given(&run->line, OPTION_GIT),
        .tool_version = DESTC_VERSION,
    };
    format->show(&run->diag, &options, output);
    int error = output_close(output, signals_watch);
    if (error != 0 && output->descriptor != STDERR_FILENO)
        fprintf(stderr, "destc: %s cannot be written: %s\n", output->name, strerror(error));
    return error == 0;
}

static int status_of(const struct run *run, int status)
{
    if (diag_has_errors(&run->diag))
        return STATUS_FAILED;
    if (run->line.verb == VERB_LINT)
        return status == STATUS_DONE && run->found ? STATUS_FOUND : status;
    return status == STATUS_DONE && diag_has_findings(&run->diag) ? STATUS_FOUND : status;
}

int run_finish(struct run *run, int status)
{
    struct output output;
    output_open_descriptor(&output, &run->arena, STDERR_FILENO, "standard error");
    run_show_messages(run, &output);
    return status_of(run, status);
}

int run_finish_findings(struct run *run)
{
    struct output output;
    if (!run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    return run_show_messages(run, &output) ? status_of(run, STATUS_DONE) : STATUS_FAILED;
}
