/* SPDX-License-Identifier: MIT */
#include "cli/set_show.h"

#include "cli/overwrite.h"
#include "cli/set_tell.h"
#include "diag/show.h"
#include "edit/unified.h"
#include "write/difference_parts.h"

/* --- Where it goes ---------------------------------------------------------------------------- */

static bool to_standard_output(const struct setting_run *set)
{
    return option_is(&set->run->line, OPTION_OUTPUT, "-");
}

static struct view folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct view){path, slash == NULL ? 0 : (size_t)(slash - path)};
}

/* A file that the source names by its place beside it; NULL: it names none. */
static const char *named_file(const struct setting_run *set)
{
    const struct sources *sources = &set->run->sources;
    for (uint32_t i = 0; set->is_policy && i < sources->count; i++)
        if (sources->list[i]->included_by.offset != SPAN_NONE.offset)
            return sources->list[i]->name;
    return NULL;
}

/* In another folder the result would not find what it includes. */
static bool check_folder(struct setting_run *set, const char *path)
{
    const char *named = named_file(set);
    if (named == NULL || strcmp(path, "-") == 0 ||
        view_equal(folder_of(path), folder_of(set->path)))
        return true;
    run_refuse(set->run, arena_printf(&set->run->arena,
                                      "-o %s is in another folder than %s, where %s would not be "
                                      "found: name a file beside it",
                                      path, set->path, named));
    return false;
}

bool set_check_output(struct setting_run *set)
{
    struct run *run = set->run;
    const char *path = option_value(&run->line, OPTION_OUTPUT);
    if (path == NULL)
        return true;
    if (!overwrite_allowed(run, path) || !check_folder(set, path))
        return false;
    for (uint32_t i = 0; i < set->draft_count; i++)
        if (set->files[i] != set->source) {
            run_refuse(run, arena_printf(&run->arena,
                                         "-o writes what becomes of %s, and %s would change%s; "
                                         "leave out -o to change the files in place, or change a "
                                         "copy of all of them",
                                         set->path, set->files[i]->name,
                                         set->draft_count > 1 ? " too" : ""));
            return false;
        }
    return true;
}

/* --- Appliances ------------------------------------------------------------------------------- */

static bool same_said(const struct said *a, const struct said *b)
{
    return a->how == b->how && view_equal(a->text, b->text);
}

static bool same_changes(const struct change_list *a, const struct change_list *b)
{
    if (a == NULL || b == NULL || a->count != b->count)
        return a == b;
    for (uint32_t i = 0; i < a->count; i++)
        if (!view_equal(a->list[i].name, b->list[i].name) ||
            !same_said(&a->list[i].before, &b->list[i].before) ||
            !same_said(&a->list[i].after, &b->list[i].after))
            return false;
    return true;
}

static struct view reached_name(const struct policy *policy, const struct reached *reached)
{
    return destination_name(policy_destination(policy, reached->entry));
}

/* Whether an appliance's differences, DIFFERENCES of POLICY, are the base's. */
static bool is_as_base(const struct setting_run *set, const struct differences *base,
                       const struct policy *policy, const struct differences *differences)
{
    if (base->count != differences->count || base->reached_count != differences->reached_count)
        return false;
    for (uint32_t i = 0; i < base->count; i++) {
        const struct difference *a = &base->list[i];
        const struct difference *b = &differences->list[i];
        if (a->kind != b->kind || !view_equal(a->name, b->name) ||
            !same_changes(a->changes, b->changes))
            return false;
    }
    for (uint32_t i = 0; i < base->reached_count; i++)
        if (base->reached[i].params != differences->reached[i].params ||
            !view_equal(reached_name(&set->after, &base->reached[i]),
                        reached_name(policy, &differences->reached[i])))
            return false;
    return true;
}

enum { MOST_REACHED = 5 };

/* "On the appliance dmz: 1 changed; 1 weaker (tls 1)", and whom the default entry reaches there. */
static void show_appliance(struct setting_run *set, struct view name, const struct side *after,
                           const struct differences *differences, struct output *output)
{
    struct run *run = set->run;
    struct buffer text = buffer_new(&run->arena);
    const struct difference_frame frame = {.after = after};
    bool all = option_given(&run->line, OPTION_NAMES);
    uint32_t count = differences->reached_count;
    uint32_t shown = all || count <= MOST_REACHED ? count : MOST_REACHED;
    buffer_add_string(&text, "On the appliance ");
    buffer_add(&text, escape_controls(&run->arena, name));
    buffer_add_string(&text, ": ");
    if (differences_none(differences))
        buffer_add_string(&text, "no difference");
    else
        add_summary(&text, differences);
    for (uint32_t i = 0; i < shown; i++) {
        buffer_add_string(&text, i == 0 ? "\n  reached there: " : ", ");
        add_reached_name(&text, &frame, differences->reached[i].entry);
    }
    if (shown < count)
        buffer_printf(&text, " and %u more (" NAMES_OPTION " tells which)", count - shown);
    output_printf(output, "%s\n", buffer_string(&text));
}

static void compare(struct setting_run *set, const struct side *before, const struct side *after,
                    struct differences *differences)
{
    const struct difference_wish wish = {.effective = false};
    *differences = (struct differences){.count = 0};
    difference_destinations(&set->run->arena, &set->run->store, before, after, &wish, differences);
    set->differs = set->differs || !differences_none(differences);
}

static struct side side_of(const struct setting_run *set, const struct policy *policy)
{
    return (struct side){.policy = policy, .defaults = run_defaults(set->run, policy)};
}

/* The appliances on which something else differs than in the base, which has DIFFERENCES. */
static void show_appliances(struct setting_run *set, const struct differences *base,
                            struct output *output)
{
    bool first = true;
    for (uint32_t i = 0; i < set->after.appliance_count; i++) {
        const struct appliance *appliance = &set->after.appliances[i];
        struct side before = side_of(set, set->before.appliances[i].policy);
        struct side after = side_of(set, appliance->policy);
        struct differences differences;
        compare(set, &before, &after, &differences);
        if (is_as_base(set, base, appliance->policy, &differences))
            continue;
        output_string(output, first ? "\n" : "");
        first = false;
        show_appliance(set, appliance->name, &after, &differences, output);
    }
}

/* --- The difference --------------------------------------------------------------------------- */

/* With --dry-run, of a source: the lines too. */
static void show_lines(struct setting_run *set, struct output *output)
{
    struct run *run = set->run;
    if (!set->is_policy || !option_given(&run->line, OPTION_DRY_RUN) || set->draft_count == 0)
        return;
    output_string(output, "\n");
    for (uint32_t i = 0; i < set->draft_count; i++)
        write_unified(output, &run->arena, set->files[i]->name,
                      (struct view){set->files[i]->text, set->files[i]->size},
                      set->drafts[i].text);
}

static const char *after_name(const struct setting_run *set)
{
    const struct command_line *line = &set->run->line;
    if (option_given(line, OPTION_DRY_RUN))
        return arena_printf(&set->run->arena, "%s (nothing was written: --dry-run)", set->path);
    return option_given(line, OPTION_OUTPUT) ? option_value(line, OPTION_OUTPUT) : set->path;
}

bool set_show(struct setting_run *set)
{
    struct run *run = set->run;
    struct differences differences;
    struct side before = side_of(set, &set->before);
    struct side after = side_of(set, &set->after);
    struct output output;
    compare(set, &before, &after, &differences);
    for (uint32_t i = 0; i < set->draft_count; i++) {
        struct view old = {set->files[i]->text, set->files[i]->size};
        set->text_differs = set->text_differs || !view_equal(set->drafts[i].text, old);
    }
    if (to_standard_output(set)) /* where the result goes */
        return true;
    if (!run_open_file(run, &output, NULL))
        return false;
    const struct difference_frame frame = {.before_name = set->path,
                                           .after_name = after_name(set),
                                           .before = &before,
                                           .after = &after,
                                           .names = option_given(&run->line, OPTION_NAMES),
                                           .color = run_use_color(run, output.descriptor)};
    difference_form(VIEW("text"))->write(&run->arena, &differences, &frame, &output);
    show_appliances(set, &differences, &output);
    show_lines(set, &output);
    return run_close(run, &output);
}

/* --- The files -------------------------------------------------------------------------------- */

/* With -o: the whole result, also where it is the file as it was. */
static void write_output(struct setting_run *set)
{
    struct run *run = set->run;
    struct output output;
    struct view text = set->draft_count > 0
                           ? set->drafts[0].text
                           : (struct view){set->source->text, set->source->size};
    if (!run_open(run, &output))
        return;
    output_view(&output, text);
    if (run_close(run, &output) && !to_standard_output(set))
        set_tell_written(set, &output, 1);
}

/* Writes the drafts that differ in the place of their files. */
static void write_drafts(struct setting_run *set)
{
    struct run *run = set->run;
    struct output *outputs = arena_zero(&run->arena, set->draft_count + 1u, sizeof *outputs);
    uint32_t ready = 0;
    bool dry = option_given(&run->line, OPTION_DRY_RUN);
    bool good = true;
    for (uint32_t i = 0; good && !dry && i < set->draft_count; i++) {
        struct view old = {set->files[i]->text, set->files[i]->size};
        if (view_equal(old, set->drafts[i].text))
            continue;
        good = run_open_file(run, &outputs[ready], set->files[i]->name);
        if (!good)
            break;
        output_view(&outputs[ready], set->drafts[i].text);
        good = run_settle(run, &outputs[ready]);
        ready += good;
    }
    for (uint32_t i = 0; !good && i < ready; i++)
        run_abandon(&outputs[i]);
    if (good && (ready == 0 || run_place(run, outputs, ready)))
        set_tell_written(set, outputs, ready);
}

void set_write(struct setting_run *set)
{
    if (option_given(&set->run->line, OPTION_OUTPUT))
        write_output(set);
    else
        write_drafts(set);
}
