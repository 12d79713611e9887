/* SPDX-License-Identifier: MIT */
#include "base/input.h"
#include "cli/listener_defaults.h"
#include "cli/verbs.h"
#include "diag/show.h"
#include "edit/conflict.h"
#include "edit/unified.h"
#include "write/given.h"
#include "write/given_listener.h"
#include "write/list.h"
#include "write/list_listener.h"
#include "write/listener_shown.h"
#include "write/wide.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* What is listed of what was read. */
struct listing {
    struct policy policy;
    struct parts parts;
    struct selection selection;
};

static void write_listing(struct run *run, const struct listing *listing, struct output *output)
{
    if (listing->parts.destinations)
        write_destinations(run, &listing->policy, &listing->selection, output);
    if (listing->parts.listeners)
        write_listeners(run, &listing->policy, !listing->parts.destinations, output);
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
    output_string(&output, "# destc: not listed (git diff --no-textconv shows the lines)");
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

/* Chooses what is listed of LISTING's policy; false if there were errors. */
static bool choose_listing(struct run *run, struct listing *listing)
{
    const struct command_line *line = &run->line;
    const struct policy *policy = &listing->policy;
    struct selection_wish wish = {.match = option_value(line, OPTION_MATCH)};
    if (!take_conditions(run, &wish) || !check_listener_name(run, policy))
        return false;
    listing->parts = choose_parts(run, policy, &wish);
    if (diag_has_errors(&run->diag) || (listing->parts.destinations && run->write_options.effective &&
                                        !run_needs_default(run, "--effective")))
        return false;
    select_destinations(policy, &run->write_options.defaults, &wish, &run->diag,
                        &listing->selection);
    if (wish.match == NULL && listing->parts.destinations)
        report_no_default(run, policy);
    else if (wish.match != NULL && listing->selection.count == 0 && wish.condition_count == 0)
        report_no_match(run, wish.match);
    return !diag_has_errors(&run->diag);
}

/* --- Conflicts of a merge, for git ------------------------------------------------------------ */

/* What the file behind DESCRIPTOR holds. */
static bool read_back(struct arena *arena, int descriptor, struct view *text)
{
    off_t size = lseek(descriptor, 0, SEEK_END);
    if (size < 0)
        return false;
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    size_t count = 0;
    for (ssize_t got = 1; got > 0 && count < (size_t)size; count += (size_t)(got > 0 ? got : 0))
        got = pread(descriptor, bytes + count, (size_t)size - count, (off_t)count);
    *text = (struct view){bytes, count};
    return count == (size_t)size;
}

static bool list_to_text(struct run *run, const struct listing *listing, struct view *text)
{
    struct output output;
    int descriptor = memfd_create("destc-list", MFD_CLOEXEC);
    int copy = descriptor < 0 ? -1 : dup(descriptor);
    bool good = copy >= 0;
    if (good) {
        output_open_descriptor(&output, &run->arena, copy, "listing");
        write_listing(run, listing, &output);
        good = output_close(&output, NULL) == 0 && read_back(&run->arena, descriptor, text);
    }
    if (descriptor >= 0)
        close(descriptor);
    return good;
}

/* How the operand would be listed if it held TEXT; what is wrong with that is told nobody. */
static bool list_draft(struct run *run, struct view text, struct view *listed)
{
    const char *operand = run->line.operands[0];
    char *path = realpath(operand, NULL);
    if (path == NULL)
        return false;
    const struct source_draft draft = {arena_string(&run->arena, path), text};
    struct listing listing;
    const struct diag said = run->diag;
    free(path);
    diag_init(&run->diag, &run->arena, &run->sources);
    run->diag.lenient = said.lenient;
    run->sources.drafts = &draft;
    run->sources.draft_count = 1;
    bool good = run_load(run, &listing.policy, &operand, 1) && choose_listing(run, &listing) &&
                list_to_text(run, &listing, listed);
    run->sources.drafts = NULL;
    run->sources.draft_count = 0;
    run->diag = said;
    return good;
}

/*
 * Both sides of a merge that waits for somebody to decide, listed, with marks where they differ: so
 * git shows these alone. False if it is no such file.
 */
static bool list_conflicts(struct run *run, int *status)
{
    enum { OURS, THEIRS, SIDE_COUNT };
    struct view listed[SIDE_COUNT];
    struct output output;
    const struct source *source = NULL;
    for (uint32_t i = 0; i < run->sources.count && run->line.operand_count == 1; i++)
        if (strcmp(run->sources.list[i]->name, run->line.operands[0]) == 0)
            source = run->sources.list[i];
    if (source == NULL || source->load != NULL)
        return false;
    const struct view text = {source->text, source->size};
    for (int i = 0; i < SIDE_COUNT; i++) {
        struct view side;
        if (!conflict_side(&run->arena, text, i == OURS, &side) ||
            !list_draft(run, side, &listed[i]))
            return false;
    }
    if (!run_open(run, &output)) {
        *status = run_finish(run, STATUS_FAILED);
        return true;
    }
    if (!write_conflicts(&output, &run->arena, listed[OURS], listed[THEIRS]))
        output_string(&output, "# destc: the marks of a merge, round what is not listed\n");
    *status = run_close(run, &output) ? STATUS_DONE : run_finish(run, STATUS_FAILED);
    return true;
}

/* --- The verb --------------------------------------------------------------------------------- */

/* What cannot be read. */
static int list_unreadable(struct run *run)
{
    int status;
    if (!option_given(&run->line, OPTION_TEXTCONV))
        return run_finish(run, STATUS_FAILED);
    return list_conflicts(run, &status) ? status : write_text_instead(run);
}

int run_list(struct run *run)
{
    const struct command_line *line = &run->line;
    bool wide = option_given(line, OPTION_WIDE);
    bool textconv = option_given(line, OPTION_TEXTCONV);
    struct listing listing;
    struct output output;
    if ((wide || textconv) && option_given(line, OPTION_TLS_WORDS))
        return usage_error(run, "--tls-words goes with the listing without --wide or --textconv");
    if (option_is(line, OPTION_MATCH, ""))
        return usage_error(run, "--match needs a pattern; '*' fits every name");
    if (!run_load(run, &listing.policy, line->operands, line->operand_count))
        return list_unreadable(run);
    if (!choose_listing(run, &listing))
        return run_finish(run, STATUS_FAILED);
    if (run_open(run, &output)) {
        write_listing(run, &listing, &output);
        run_close(run, &output);
    }
    return run_finish(run, STATUS_DONE);
}
