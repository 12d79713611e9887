/* SPDX-License-Identifier: MIT */
#include "cli/set_ask.h"
#include "cli/set_judge.h"
#include "cli/set_source.h"
#include "cli/set_tell.h"
#include "edit/unified.h"
#include "read/formats.h"
#include "write/difference.h"

#include <stdlib.h>
#include <sys/stat.h>

/* --- The change ------------------------------------------------------------------------------- */

/* Reads the table as it is. False if it cannot be changed. */
static bool read_before(struct setting_run *set)
{
    struct run *run = set->run;
    struct stat status;
    if (stat(set->path, &status) == 0) {
        char *path = realpath(set->path, NULL); /* a file in /proc may have none any more */
        bool in_place = path != NULL && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
        free(path);
        if (!in_place) {
            run_refuse(run, "set changes a file in place: a pipe, a device or what has no name is "
                            "none");
            return false;
        }
    }
    uint32_t first = run->sources.count;
    if (!run_read(run, &set->before, &set->path, 1))
        return false;
    for (uint32_t i = first; i < run->sources.count; i++)
        if (strcmp(run->sources.list[i]->name, set->path) == 0)
            set->source = run->sources.list[i];
    struct view text = {set->source->text, set->source->size};
    enum format format = run->from != FORMAT_UNKNOWN    ? run->from
                         : set->source->load != NULL    ? FORMAT_SAVECONFIG
                                                        : format_detect(text);
    set->is_policy = format == FORMAT_POLICY;
    bool splits = option_given(&run->line, OPTION_SPLIT);
    if (set->is_policy || (format == FORMAT_DESTCONFIG && !splits))
        return true;
    if (format == FORMAT_DESTCONFIG)
        run_refuse(run, "--split is for policy sources; in a table nothing is shared");
    else
        run_refuse(run, arena_printf(&run->arena,
                                     "set changes table files (destconfig) and policy sources, "
                                     "not %s",
                                     format_reader(format)->name));
    return false;
}

/*
 * What --lenient lets pass: a section or setting that is given twice. Once the later place says
 * nothing any more the earlier one would count again. False, and reported, if there is one.
 */
static bool check_once(struct setting_run *set, const struct diag *said)
{
    static const enum code twice[] = {CODE_DUPLICATE_DESTINATION, CODE_DUPLICATE_DEFAULT,
                                      CODE_DUPLICATE_PARAMETER};
    struct span place = SPAN_NONE;
    bool found = false;
    uint32_t count;
    const struct message *const *messages = diag_sorted(said, &count);
    for (size_t code = 0; code < sizeof twice / sizeof *twice; code++) {
        found = found || said->by_code[twice[code]] > 0;
        for (uint32_t i = 0; place.offset == 0 && i < count; i++)
            if (messages[i]->code == twice[code])
                place = messages[i]->place;
    }
    if (!found)
        return true;
    struct diag *diag = &set->run->diag;
    diag_help(diag,
              diag_report(diag, CODE_REFUSED, place,
                          "set changes nothing that gives something twice, also with --lenient: "
                          "it would not be sure which of the two holds afterwards"),
              "keep one of the two, as the warnings show them, then use set");
    return false;
}

static void change_entries(struct setting_run *set, struct table_change *change)
{
    bool *missing = arena_zero(&set->run->arena, set->count + 1u, sizeof *missing);
    for (uint32_t i = 0; i < set->count; i++) {
        const struct domain *domain = &set->destinations[i];
        missing[i] = set->removes ? !table_remove_entry(change, domain->key)
                                  : !table_set_entry(change, domain->key, set->settings,
                                                     set->setting_count);
    }
    for (uint32_t i = 0; i < set->count; i++)
        if (missing[i] && !set->removes)
            table_add_entry(change, set->destinations[i].name, set->settings,
                            set->setting_count);
}

/* Whether none of the table's entries would be left. Those to be removed are there. */
static bool removes_all(const struct setting_run *set)
{
    return set->removes && set->count == set->before.count + set->before.has_default;
}

/* Makes the draft of a table file. False if something is in the way. */
static bool draft_table(struct setting_run *set)
{
    struct run *run = set->run;
    struct table_change change = {.patch = patch_new(&run->arena)};
    struct diag aside; /* what is wrong has been said */
    diag_init(&aside, &run->arena, &run->sources);
    aside.lenient = run->diag.lenient;
    if (!table_parse(&change.table, &aside, &run->store, &run->read_options, set->source) ||
        !check_once(set, &aside))
        return false;
    if (removes_all(set)) {
        run_refuse(run, arena_printf(&run->arena,
                                     "nothing is changed: the table would be empty, and nothing "
                                     "can be read from or imported as such a file; leave an entry, "
                                     "or delete %s",
                                     set->path));
        return false;
    }
    change_entries(set, &change);
    patch_settle(&change.patch);
    set_add_draft(set, set->source,
                  patch_apply(&change.patch, (struct view){set->source->text, set->source->size}));
    return true;
}

/* Makes the drafts and reads them as if they had been written. False if they have errors. */
static bool make_drafts(struct setting_run *set)
{
    struct run *run = set->run;
    if (!(set->is_policy ? check_once(set, &run->diag) && set_source_draft(set)
                         : draft_table(set)))
        return false;
    /* What was said of the file as it is, is said again of what it becomes. */
    const struct diag fresh = run->diag;
    diag_init(&run->diag, &run->arena, &run->sources);
    run->diag.lenient = fresh.lenient;
    run->diag.strict = fresh.strict;
    run->diag.limit = fresh.limit;
    run->diag.findings_allowed = option_given(&run->line, OPTION_ALLOW_FAILED_ASSERTIONS);
    run->sources.drafts = set->drafts;
    run->sources.draft_count = set->draft_count;
    set->draft_first = run->sources.count;
    if (!run_read(run, &set->after, &set->path, 1)) {
        set_tell_kept(set, "these are the errors that the file would have");
        return false;
    }
    return !set->is_policy || set_source_check(set);
}

/* Judges what the drafts say. False, and reported, if something must not be written. */
static bool judge_drafts(struct setting_run *set)
{
    const struct diag *diag = &set->run->diag;
    set_tell_new(set);
    bool holds = set_judge(set);
    bool good = !diag_has_errors(diag) && !diag_has_findings(diag);
    if (!good)
        set_tell_kept(set, holds ? "--strict makes errors of warnings"
                                 : "an assertion would not hold");
    return good;
}

/* --- The result ------------------------------------------------------------------------------- */

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

static bool show_difference(struct setting_run *set)
{
    struct run *run = set->run;
    const struct difference_wish wish = {.effective = false};
    struct differences differences = {.count = 0};
    struct side before = {.policy = &set->before, .defaults = run_defaults(run, &set->before)};
    struct side after = {.policy = &set->after, .defaults = run_defaults(run, &set->after)};
    struct output output;
    difference_destinations(&run->arena, &run->store, &before, &after, &wish, &differences);
    const char *after_name =
        option_given(&run->line, OPTION_DRY_RUN)
            ? arena_printf(&run->arena, "%s (nothing was written: --dry-run)", set->path)
            : set->path;
    if (!run_open(run, &output))
        return false;
    const struct difference_frame frame = {.before_name = set->path,
                                           .after_name = after_name,
                                           .before = &before,
                                           .after = &after,
                                           .names = option_given(&run->line, OPTION_NAMES),
                                           .color = run_use_color(run, output.descriptor)};
    difference_form(VIEW("text"))->write(&run->arena, &differences, &frame, &output);
    show_lines(set, &output);
    return run_close(run, &output);
}

/* Writes what differs, all files or none, and says so. */
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

int run_set(struct run *run)
{
    struct setting_run *set = arena_zero(&run->arena, 1, sizeof *set);
    set->run = run;
    hash_table_init(&set->known, &run->arena, 0);
    set->path = run->line.operands[0];
    set->removes = option_given(&run->line, OPTION_REMOVE);
    const char *mistake = strcmp(set->path, "-") == 0
                              ? "set changes a file in place: standard input is none"
                              : set_ask(set);
    if (mistake != NULL)
        return usage_error(run, mistake);
    set_ask_names(set);
    if (diag_has_errors(&run->diag) || !read_before(set) || !set_check_there(set) ||
        !make_drafts(set))
        return run_finish(run, STATUS_FAILED);
    if (!judge_drafts(set))
        return run_finish(run, STATUS_DONE);
    if (show_difference(set))
        write_drafts(set);
    return run_finish(run, STATUS_DONE);
}
