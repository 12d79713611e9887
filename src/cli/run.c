/* SPDX-License-Identifier: MIT */
#include "cli/run.h"

#include "analysis/validate.h"
#include "cli/signals.h"
#include "diag/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((noreturn)) static void memory_exhausted(void)
{
    static const char text[] = "destc: out of memory\n";
    signals_clean_up();
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(STATUS_FAILED);
}

void run_init(struct run *run)
{
    *run = (struct run){.line.verb = VERB_COUNT};
    arena_init(&run->arena, memory_exhausted);
    sources_init(&run->sources, &run->arena);
    diag_init(&run->diag, &run->arena, &run->sources);
    store_init(&run->store, &run->arena);
}

int usage_error(const struct run *run, const char *mistake)
{
    const char *verb = run->line.verb == VERB_COUNT ? "" : verb_entry(run->line.verb)->word;
    fprintf(stderr, "destc: %s\n", mistake);
    fprintf(stderr, "Try: destc %s%s--help\n", verb, *verb == '\0' ? "" : " ");
    return STATUS_FAILED;
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
    options->effective = option_given(line, OPTION_EFFECTIVE);
    options->accept_assumptions = option_given(line, OPTION_ACCEPT_ASSUMPTIONS);
    options->allow_demo_certificate = option_given(line, OPTION_ALLOW_DEMO_CERTIFICATE);
    options->omit_default = option_is(line, OPTION_DEFAULT_ENTRY, "omit");
    options->reference_words = option_is(line, OPTION_TLS_WORDS, "reference");
    options->idn = option_is(line, OPTION_IDN, "ascii")     ? IDN_ASCII
                   : option_is(line, OPTION_IDN, "unicode") ? IDN_UNICODE
                                                            : IDN_AS_READ;
}

bool run_configure(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *release = option_value(line, OPTION_ASYNCOS);
    const char *limit = option_value(line, OPTION_MAX_ERRORS);
    const char *mistake = NULL;
    run->read_options.target = run->write_options.target = RELEASE_NEWEST;
    take_switches(run);
    if (release != NULL && !take_release(run, release))
        mistake = arena_printf(&run->arena, "--asyncos takes a release like 14.2, not \"%s\"",
                               release);
    if (limit != NULL && !take_limit(run, limit))
        mistake = arena_printf(&run->arena, "--max-errors takes a number, not \"%s\"", limit);
    if (run->diag.lenient && run->diag.strict)
        mistake = "--lenient and --strict exclude each other";
    if (option_given(line, OPTION_DEFAULT) && option_given(line, OPTION_FACTORY_DEFAULT))
        mistake = "--default and --factory-default exclude each other";
    if (mistake != NULL)
        usage_error(run, mistake);
    return mistake == NULL;
}

/* The default entry of the file that --default names, for resolving only. */
static void load_default_file(struct run *run, struct policy *policy, const char *path)
{
    struct policy other;
    policy_init(&other, &run->arena, &run->sources, &run->store);
    const struct source *source =
        read_file(&other, &run->diag, &run->read_options, FORMAT_UNKNOWN, path);
    if (source == NULL || diag_has_errors(&run->diag))
        return;
    if (!other.has_default) {
        struct span start = {source->base, source->base};
        diag_report(&run->diag, CODE_DEFAULT_FILE, start, "%s",
                    code_entry(CODE_DEFAULT_FILE)->title);
        return;
    }
    for (uint32_t i = 0; i < other.text_count; i++)
        policy_add_text(policy, other.texts[i].source, other.texts[i].locate);
    run->write_options.defaults =
        (struct defaults){policy_default(&other), ORIGIN_FILE, other.default_section};
}

static void load_defaults(struct run *run, struct policy *policy)
{
    const char *path = option_value(&run->line, OPTION_DEFAULT);
    bool factory = option_given(&run->line, OPTION_FACTORY_DEFAULT);
    run->write_options.defaults = defaults_of(policy);
    if (policy->has_default && (path != NULL || factory)) {
        struct span place = {policy->default_section, policy->default_section + 1};
        struct message *message = diag_report(
            &run->diag, CODE_TWO_DEFAULTS, place, "the table has a default entry of its own, so "
            "--%s has no use", path != NULL ? "default" : "factory-default");
        diag_help(&run->diag, message, "%s", code_entry(CODE_TWO_DEFAULTS)->mend);
    } else if (path != NULL) {
        load_default_file(run, policy, path);
    } else if (factory) {
        run->write_options.defaults = defaults_factory(&run->store);
    }
}

/* --from's format; explain's "--from -" says something else. */
static bool find_format(struct run *run, enum format *format)
{
    *format = FORMAT_UNKNOWN;
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        bool names = run->line.verb == VERB_EXPLAIN && use->value != NULL &&
                     strcmp(use->value, "-") == 0;
        if (use->option != OPTION_FROM || use->value == NULL || names)
            continue;
        *format = format_find(view_of(use->value));
        if (*format == FORMAT_UNKNOWN) {
            usage_error(run, arena_printf(&run->arena,
                                          "--from takes destconfig, xml, csv or json, not \"%s\"",
                                          use->value));
            return false;
        }
    }
    return true;
}

bool run_load(struct run *run, struct policy *policy, const char *const *paths, int count)
{
    enum format format;
    policy_init(policy, &run->arena, &run->sources, &run->store);
    if (!find_format(run, &format)) {
        run->diag.counts[SEVERITY_ERROR]++;
        return false;
    }
    for (int i = 0; i < count; i++)
        read_file(policy, &run->diag, &run->read_options, format, paths[i]);
    load_defaults(run, policy);
    validate(policy, &run->diag, option_given(&run->line, OPTION_FULL_SCHEMA));
    if (option_given(&run->line, OPTION_VERBOSE))
        fprintf(stderr, "destc: %d file%s, %u destination%s, %s default entry, %u distinct sets of "
                        "settings\n",
                count, count == 1 ? "" : "s", policy->count, policy->count == 1 ? "" : "s",
                policy->has_default ? "a" : "no", run->store.set_count);
    return !diag_has_errors(&run->diag);
}

static void report_output(struct run *run, const char *name, int error, bool whole)
{
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, name, "cannot be written: %s",
                         strerror(error));
    if (whole)
        diag_help(&run->diag, message, "an existing file is as it was");
}

bool run_open(struct run *run, struct output *output)
{
    const char *path = option_value(&run->line, OPTION_OUTPUT);
    int error = output_open(output, &run->arena, path, signals_watch);
    if (error == 0)
        return true;
    report_output(run, path, error, true);
    return false;
}

bool run_close(struct run *run, struct output *output)
{
    bool whole = output->target != NULL;
    int error = output_close(output, signals_watch);
    if (error == 0)
        return true;
    report_output(run, output->name, error, whole);
    return false;
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

static bool use_color(const struct run *run)
{
    const char *value = option_value(&run->line, OPTION_COLOR);
    if (value != NULL && strcmp(value, "auto") != 0)
        return strcmp(value, "always") == 0;
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (no_color == NULL || *no_color == '\0') && isatty(STDERR_FILENO) &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

int run_finish(struct run *run, int status)
{
    const char *name = option_value(&run->line, OPTION_MESSAGE_FORMAT);
    const struct message_format *format = message_format(view_of(name == NULL ? "text" : name));
    struct show_options options = {
        .color = use_color(run),
        .quiet = option_given(&run->line, OPTION_QUIET),
        .tool_version = DESTC_VERSION,
    };
    struct output output;
    output_open_descriptor(&output, &run->arena, STDERR_FILENO, "standard error");
    format->show(&run->diag, &options, &output);
    (void)output_close(&output, NULL);
    return diag_has_errors(&run->diag) ? STATUS_FAILED : status;
}
