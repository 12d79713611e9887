/* SPDX-License-Identifier: MIT */
#include "base/input.h"
#include "cli/listener_defaults.h"
#include "cli/verbs.h"
#include "diag/show.h"
#include "write/given.h"
#include "write/given_listener.h"
#include "write/list.h"
#include "write/list_listener.h"
#include "write/listener_shown.h"
#include "write/wide.h"

/* Every --where as a condition; false if one is none. */
static bool take_conditions(struct run *run, struct selection_wish *wish)
{
    const struct command_line *line = &run->line;
    struct condition *conditions =
        arena_zero(&run->arena, (size_t)line->use_count + 1, sizeof *conditions);
    bool good = true;
    for (int i = 0; i < line->use_count; i++) {
        if (line->uses[i].option != OPTION_WHERE)
            continue;
        struct view text = view_of(line->uses[i].value);
        char *copy = arena_zero(&run->arena, text.length + INPUT_PADDING, 1);
        memcpy(copy, text.text, text.length);
        const struct source *source = sources_add(&run->sources, "--where", copy, text.length);
        if (source == NULL || !condition_parse(&run->arena, &run->diag, source,
                                               &conditions[wish->condition_count++]))
            good = false;
    }
    wish->conditions = conditions;
    return good;
}

/* Which parts of a policy are listed. */
struct parts {
    bool destinations;
    bool listeners;
};

/* Conditions and patterns are for destinations, so with one of these nothing else is meant. */
static struct parts choose_parts(struct run *run, const struct policy *policy,
                                 const struct selection_wish *wish)
{
    bool selected = wish->match != NULL || wish->condition_count > 0;
    struct parts parts = {.destinations = shows_destinations(policy),
                          .listeners = !selected && policy->listeners.count > 0};
    if (selected && !parts.destinations)
        run_refuse(run, "--match and --where choose destinations, and there are none");
    return parts;
}

static void write_destinations(const struct run *run, const struct policy *policy,
                               const struct selection *selection, struct output *output)
{
    if (option_given(&run->line, OPTION_TEXTCONV))
        write_given(policy, &run->write_options, selection, output);
    else if (option_given(&run->line, OPTION_WIDE))
        write_wide(policy, &run->write_options, selection, output);
    else
        write_list(policy, &run->write_options, selection, output);
}

static void write_listeners(const struct run *run, const struct policy *policy, bool first,
                            struct output *output)
{
    enum flow_columns columns =
        option_given(&run->line, OPTION_WIDE) ? FLOW_COLUMNS_GIVEN : FLOW_COLUMNS_FEW;
    if (option_given(&run->line, OPTION_TEXTCONV)) {
        write_given_listeners(policy, &run->write_options, run->flow_defaults, output);
        return;
    }
    if (!first)
        output_char(output, '\n');
    write_list_listeners(policy, &run->write_options, run->flow_defaults, columns, output);
}

static void write_listing(struct run *run, const struct policy *policy, const struct parts *parts,
                          const struct selection *selection)
{
    struct output output;
    if (!run_open(run, &output))
        return;
    if (parts->destinations)
        write_destinations(run, policy, selection, &output);
    if (parts->listeners)
        write_listeners(run, policy, !parts->destinations, &output);
    run_close(run, &output);
}

static const char *shown_path(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void report_no_default(struct run *run, const struct policy *policy)
{
    if (policy->has_default || run->write_options.defaults.settings != NULL)
        return;
    static const char text[] = "there is no default entry: its row is left out, and an import "
                               "keeps the appliance's own";
    struct message *message =
        run->line.operand_count == 1
            ? diag_report_file(&run->diag, CODE_NO_DEFAULT_ROW, shown_path(run->line.operands[0]),
                               "%s", text)
            : diag_report(&run->diag, CODE_NO_DEFAULT_ROW, SPAN_NONE, "%s", text);
    diag_mend(&run->diag, message);
}

/* For git: what cannot be listed is shown as it is, under a remark. */
static int write_text_instead(struct run *run)
{
    struct output output;
    uint32_t count;
    const struct message *const *messages = diag_sorted(&run->diag, &count);
    if (!run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    output_string(&output, "# destc: not listed");
    for (uint32_t i = 0; i < count; i++) {
        if (messages[i]->severity != SEVERITY_ERROR)
            continue;
        output_printf(&output, ", %s: ", code_entry(messages[i]->code)->id);
        output_view(&output, escape_controls(&run->arena, view_of(messages[i]->text)));
        break;
    }
    output_char(&output, '\n');
    for (uint32_t i = 0; i < run->sources.count; i++) {
        const struct source *source = run->sources.list[i];
        output_view(&output, (struct view){source->text, source->size});
    }
    return run_close(run, &output) ? STATUS_DONE : run_finish(run, STATUS_FAILED);
}

static void report_no_match(struct run *run, const char *pattern)
{
    diag_mend(&run->diag, diag_report(&run->diag, CODE_NO_MATCH, SPAN_NONE,
                                      "no destination's name fits --match '%s'", pattern));
}

int run_list(struct run *run)
{
    const struct command_line *line = &run->line;
    bool wide = option_given(line, OPTION_WIDE);
    bool textconv = option_given(line, OPTION_TEXTCONV);
    struct policy policy;
    struct selection selection;
    struct selection_wish wish = {.match = option_value(line, OPTION_MATCH)};
    if ((wide || textconv) && option_given(line, OPTION_TLS_WORDS))
        return usage_error(run, "--tls-words goes with the listing without --wide or --textconv");
    if (option_is(line, OPTION_MATCH, ""))
        return usage_error(run, "--match needs a pattern; '*' fits every name");
    if (!run_load(run, &policy, line->operands, line->operand_count))
        return textconv ? write_text_instead(run) : run_finish(run, STATUS_FAILED);
    if (!take_conditions(run, &wish) || !check_listener_name(run, &policy))
        return run_finish(run, STATUS_FAILED);
    struct parts parts = choose_parts(run, &policy, &wish);
    if (diag_has_errors(&run->diag) || (parts.destinations && run->write_options.effective &&
                                        !run_needs_default(run, "--effective")))
        return run_finish(run, STATUS_FAILED);
    select_destinations(&policy, &run->write_options.defaults, &wish, &run->diag, &selection);
    if (wish.match == NULL && parts.destinations)
        report_no_default(run, &policy);
    else if (wish.match != NULL && selection.count == 0 && wish.condition_count == 0)
        report_no_match(run, wish.match);
    if (!diag_has_errors(&run->diag))
        write_listing(run, &policy, &parts, &selection);
    return run_finish(run, STATUS_DONE);
}
