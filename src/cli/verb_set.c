/* SPDX-License-Identifier: MIT */
#include "cli/set_ask.h"
#include "cli/set_judge.h"
#include "cli/set_new.h"
#include "cli/set_show.h"
#include "cli/set_source.h"
#include "cli/set_tell.h"
#include "cli/set_words.h"
#include "read/formats.h"

#include <stdlib.h>
#include <sys/stat.h>

/* --- The change ------------------------------------------------------------------------------- */

/*
 * Whether the file's format is one that is changed; reported if not. One that does
 * not read may have none.
 */
static bool check_format(struct setting_run *set, bool reads)
{
    struct run *run = set->run;
    struct view text = {set->source->text, set->source->size};
    enum format format = run->from != FORMAT_UNKNOWN    ? run->from
                         : set->source->load != NULL    ? FORMAT_SAVECONFIG
                                                        : format_detect(text);
    set->is_policy = format == FORMAT_POLICY;
    bool splits = option_given(&run->line, OPTION_SPLIT);
    if (set->is_policy || (format == FORMAT_DESTCONFIG && !splits) ||
        (!reads && format == FORMAT_UNKNOWN))
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
    bool good = run_read(run, &set->before, &set->path, 1);
    for (uint32_t i = first; i < run->sources.count; i++)
        if (strcmp(run->sources.list[i]->name, set->path) == 0)
            set->source = run->sources.list[i];
    return set->source != NULL && check_format(set, good) && good;
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
    (void)set_check_new(set); /* what is a warning of it */
    bool holds = set_judge(set);
    bool good = !diag_has_errors(diag) && !diag_has_findings(diag);
    if (!good)
        set_tell_kept(set, holds ? "--strict makes errors of warnings"
                                 : "an assertion would not hold");
    return good;
}

/* --- The verb --------------------------------------------------------------------------------- */

/* Whether the file is there and is none that set changes: then that is the trouble; reported. */
static bool is_wrong_file(struct setting_run *set)
{
    struct stat status;
    return stat(set->path, &status) == 0 && !read_before(set);
}

/* Whether all that is asked for can be meant; what cannot is reported. */
static bool check_wish(struct setting_run *set)
{
    bool good = set_words_no_sets(set);
    good = set_words_known(set) && good;
    return good && set_check_there(set) && set_check_new(set);
}

int run_set(struct run *run)
{
    struct setting_run *set = arena_zero(&run->arena, 1, sizeof *set);
    set->run = run;
    hash_table_init(&set->known, &run->arena, 0);
    set->path = run->line.operands[0];
    set->removes = option_given(&run->line, OPTION_REMOVE);
    if (strcmp(set->path, "-") == 0)
        return usage_error(run, "set changes a file in place: standard input is none");
    const char *mistake = set_ask(set);
    if (mistake != NULL)
        return is_wrong_file(set) ? run_finish(run, STATUS_FAILED) : usage_error(run, mistake);
    set_ask_names(set);
    if (diag_has_errors(&run->diag) || !read_before(set) || !check_wish(set) ||
        !make_drafts(set) || !set_check_output(set))
        return run_finish(run, STATUS_FAILED);
    if (judge_drafts(set) && set_show(set))
        set_write(set);
    return run_finish(run, STATUS_DONE);
}
