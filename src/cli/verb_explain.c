/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"
#include "cli/explain_listener.h"
#include "cli/verbs.h"
#include "write/explain.h"

#include <sys/stat.h>

/* Whether "--from -" was given: the names come from standard input. */
static bool names_from_input(const struct run *run)
{
    for (int i = 0; i < run->line.use_count; i++)
        if (run->line.uses[i].option == OPTION_FROM && strcmp(run->line.uses[i].value, "-") == 0)
            return true;
    return false;
}

/* The names on standard input, one a line; # comments and blank lines are passed over. */
static bool explain_input(struct run *run, struct explainer *explainer)
{
    const struct source *source = read_names(&run->diag, "-");
    if (source == NULL)
        return false;
    bool good = true;
    const char *text = source->text;
    const char *limit = text + source->size;
    while (text < limit) {
        const char *end = memchr(text, '\n', (size_t)(limit - text));
        end = end == NULL ? limit : end;
        struct view name = view_trim((struct view){text, (size_t)(end - text)});
        text = end + 1;
        if (name.length == 0 || name.text[0] == '#')
            continue;
        uint32_t at = source->base + (uint32_t)(name.text - source->text);
        good &= explain(explainer, name, (struct span){at, at + (uint32_t)name.length});
    }
    return good;
}

/* A second table's name would be explained as a destination, without a word. */
static void warn_of_files(struct run *run)
{
    for (int i = 1; i < run->line.operand_count; i++) {
        struct stat file;
        struct asked asked;
        struct domain_fault fault;
        const char *name = run->line.operands[i];
        if (stat(name, &file) != 0 || !S_ISREG(file.st_mode) ||
            !asked_parse(&run->arena, view_of(name), &asked, &fault))
            continue;
        struct message *message =
            diag_report_file(&run->diag, CODE_OPERAND_IS_FILE, name,
                             "this is taken for a destination; it is also the name of a file");
        diag_mend(&run->diag, message);
    }
}

static bool has_dash(const struct run *run)
{
    for (int i = 1; i < run->line.operand_count; i++)
        if (strcmp(run->line.operands[i], "-") == 0)
            return true;
    return false;
}

static void explain_all(struct run *run, const struct policy *policy, enum explain_form form)
{
    struct output output;
    struct explain_request request = {policy, &run->write_options, form};
    if (!run_open(run, &output))
        return;
    struct explainer *explainer = explain_begin(&request, &run->diag, &output);
    bool good = true;
    for (int i = 1; i < run->line.operand_count; i++)
        good &= explain(explainer, view_of(run->line.operands[i]), SPAN_NONE);
    if (names_from_input(run))
        good &= explain_input(run, explainer);
    if (asks_about_listeners(run))
        good &= explain_listeners(run, explainer, policy);
    explain_end(explainer);
    /* A file appears whole or not at all; on a terminal what could be explained helps. */
    if (good || output.target == NULL)
        run_close(run, &output);
    else
        run_abandon(&output);
}

/* The first operand behind the table that is a file; NULL if there is none. */
static const char *second_file(const struct run *run)
{
    struct stat file;
    for (int i = 1; i < run->line.operand_count; i++)
        if (stat(run->line.operands[i], &file) == 0 && S_ISREG(file.st_mode))
            return run->line.operands[i];
    return NULL;
}

/* What is wrong with the operands and options together, or NULL. */
static const char *find_mistake(struct run *run)
{
    const struct command_line *line = &run->line;
    bool input = names_from_input(run);
    bool listeners = asks_about_listeners(run);
    if (has_dash(run))
        return "a destination cannot be \"-\"; --from - takes names from standard input";
    if (listeners && second_file(run) != NULL)
        return arena_printf(&run->arena,
                            "explain asks one FILE; destc compile --to policy %s %s joins the two",
                            line->operands[0], second_file(run));
    if (listeners && (line->operand_count > 1 || input))
        return "--from-host, --from-log and --recipient go without a DESTINATION";
    if (line->operand_count < 2 && !input && !listeners)
        return "explain needs FILE DESTINATION..., or FILE and --from -, --from-host, --from-log "
               "or --recipient";
    if (input && strcmp(line->operands[0], "-") == 0)
        return "the table and the names cannot both come from standard input";
    if (option_given(line, OPTION_BRIEF) && option_is(line, OPTION_FORMAT, "json"))
        return "--brief and --format json exclude each other";
    return listener_questions_check(run);
}

/* A default entry from elsewhere would be one that somebody asks about. */
static bool has_listeners_only(const struct run *run, const struct policy *policy)
{
    return policy->count == 0 && !policy->has_default && policy->listeners.count > 0 &&
           run->outsider.settings == NULL;
}

int run_explain(struct run *run)
{
    const struct command_line *line = &run->line;
    bool brief = option_given(line, OPTION_BRIEF);
    bool json = option_is(line, OPTION_FORMAT, "json");
    const char *mistake = find_mistake(run);
    struct policy policy;
    if (mistake != NULL)
        return usage_error(run, mistake);
    if (!run_load(run, &policy, line->operands, 1))
        return run_finish(run, STATUS_FAILED);
    if (!asks_about_listeners(run) && has_listeners_only(run, &policy)) {
        run_refuse(run, "there are no destination controls here, but listeners: ask with "
                        "--from-host, --from-log or --recipient");
        return run_finish(run, STATUS_FAILED);
    }
    warn_of_files(run);
    explain_all(run, &policy, brief ? EXPLAIN_BRIEF : json ? EXPLAIN_JSON : EXPLAIN_TEXT);
    return run_finish(run, STATUS_DONE);
}
