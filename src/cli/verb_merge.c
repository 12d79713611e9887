/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"
#include "cli/verbs.h"
#include "edit/merge_text.h"
#include "read/formats.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { BASE, OURS, THEIRS, MERGED_COUNT };

struct merging {
    struct run *run;
    const char *paths[MERGED_COUNT];
    struct policy policies[MERGED_COUNT];
    struct table tables[MERGED_COUNT]; /* the same as texts */
    struct merge_texts texts;
    struct merge merge;
    struct merge_comments comments;
    struct patch patch;
};

static const char *const roles[MERGED_COUNT] = {"base", "ours", "theirs"};

/* --- Reading ---------------------------------------------------------------------------------- */

/* Whether there was nothing yet: git's base of a file that both sides have added. */
static bool is_empty(const char *path)
{
    struct stat file;
    struct stat nowhere;
    if (stat(path, &file) != 0)
        return false;
    if (S_ISCHR(file.st_mode))
        return stat("/dev/null", &nowhere) == 0 && file.st_rdev == nowhere.st_rdev;
    return S_ISREG(file.st_mode) && file.st_size == 0;
}

static bool is_table(const struct run *run, const struct source *source)
{
    return (run->from == FORMAT_UNKNOWN
                ? format_detect((struct view){source->text, source->size})
                : run->from) == FORMAT_DESTCONFIG;
}

/* What --lenient lets pass in other verbs: here nobody knows which of the two a change is about. */
static uint32_t duplicates(const struct diag *diag)
{
    return diag->by_code[CODE_DUPLICATE_PARAMETER] + diag->by_code[CODE_DUPLICATE_DESTINATION] +
           diag->by_code[CODE_DUPLICATE_DEFAULT];
}

/* Of a side before which DUPLICATED duplicates had been met. */
static bool check_side(struct merging *merging, int number, uint32_t duplicated)
{
    struct run *run = merging->run;
    const struct policy *policy = &merging->policies[number];
    const char *path = merging->paths[number];
    if (duplicates(&run->diag) > duplicated) {
        diag_report_file(&run->diag, CODE_REFUSED, path,
                         "a table with duplicates is not merged, with --lenient either");
        return false;
    }
    if (policy->text_count > 0 && is_table(run, policy->texts[0].source))
        return true;
    diag_mend(&run->diag, diag_report_file(&run->diag, CODE_MERGE_FORMAT, path, "%s",
                                           code_entry(CODE_MERGE_FORMAT)->title));
    return false;
}

/* From now on messages call the side what git's user knows, and not by git's temporary name. */
static void name_side(struct merging *merging, int number)
{
    struct run *run = merging->run;
    const char *name = option_value(&run->line, OPTION_FILE_NAME);
    if (name == NULL)
        return;
    if (number != OURS)
        name = arena_printf(&run->arena, "%s of %s", roles[number], name);
    for (uint32_t i = 0; i < run->sources.count; i++)
        if (strcmp(run->sources.list[i]->name, merging->paths[number]) == 0)
            run->sources.list[i]->name = name;
}

/* git gives the sides names of its own. */
static const char *side_words(struct run *run, int number, const char *path)
{
    const char *name = option_value(&run->line, OPTION_FILE_NAME);
    if (name == NULL)
        return arena_printf(&run->arena, "this is %s, %s", roles[number], path);
    return arena_printf(&run->arena, "this is %s of %s", roles[number], name);
}

static bool read_side(struct merging *merging, int number)
{
    struct run *run = merging->run;
    struct policy *policy = &merging->policies[number];
    const char *path = merging->paths[number];
    if (number == BASE && is_empty(path)) {
        policy_init(policy, &run->arena, &run->sources, &run->store);
        return true;
    }
    uint32_t duplicated = duplicates(&run->diag);
    run->diag.side = side_words(run, number, path);
    bool good = run_read(run, policy, &path, 1) && check_side(merging, number, duplicated);
    run->diag.side = NULL;
    name_side(merging, number);
    return good;
}

/* A side once more, with what stands where; what is wrong with it has been said. */
static bool read_text(struct merging *merging, int number)
{
    struct run *run = merging->run;
    struct diag aside;
    diag_init(&aside, &run->arena, &run->sources);
    aside.lenient = run->diag.lenient;
    return table_parse(&merging->tables[number], &aside, &run->store, &run->read_options,
                       merging->policies[number].texts[0].source);
}

/* --- Messages --------------------------------------------------------------------------------- */

static const char *shown(struct arena *arena, const struct merge_value *value)
{
    return value->given ? arena_printf(arena, "%.*s", VIEW_ARG(value->text)) : "nothing";
}

static void report_setting(struct merging *merging, const struct merge_entry *entry,
                           const struct merge_setting *setting)
{
    struct run *run = merging->run;
    diag_report(&run->diag, CODE_MERGE_CONFLICT,
                merge_place(&merging->tables[OURS], entry, setting->name),
                "%.*s of %.*s: ours gives %s, theirs %s, the base %s", VIEW_ARG(setting->name),
                VIEW_ARG(entry->name), shown(&run->arena, &setting->ours),
                shown(&run->arena, &setting->theirs), shown(&run->arena, &setting->base));
}

static void report_conflicts(struct merging *merging, const struct merge_entry *entry)
{
    struct diag *diag = &merging->run->diag;
    if (entry->whole == MERGE_THEIRS_GONE)
        diag_report(diag, CODE_MERGE_CONFLICT, merge_place(&merging->tables[OURS], entry, VIEW("")),
                    "%.*s: ours has changed it, theirs has removed it", VIEW_ARG(entry->name));
    else if (entry->whole == MERGE_OURS_GONE)
        diag_report(diag, CODE_MERGE_CONFLICT, SPAN_NONE,
                    "%.*s: ours has removed it, theirs has changed it", VIEW_ARG(entry->name));
    for (uint32_t i = 0; i < entry->setting_count; i++)
        if (entry->settings[i].kind == MERGE_CONFLICT)
            report_setting(merging, entry, &entry->settings[i]);
}

static void report_comment(struct merging *merging, const struct merge_comment *comment)
{
    struct diag *diag = &merging->run->diag;
    struct span place = merge_comment_place(&merging->tables[OURS], comment);
    if (comment->entry.length == 0)
        diag_report(diag, CODE_MERGE_CONFLICT, place,
                    "the comments at the end: both sides have changed them");
    else if (comment->setting.length == 0)
        diag_report(diag, CODE_MERGE_CONFLICT, place,
                    "the comments above %.*s: both sides have changed them",
                    VIEW_ARG(comment->entry));
    else
        diag_report(diag, CODE_MERGE_CONFLICT, place,
                    "the comments above %.*s of %.*s: both sides have changed them",
                    VIEW_ARG(comment->setting), VIEW_ARG(comment->entry));
}

/* --- The verb --------------------------------------------------------------------------------- */

/* Reports why the merged table is of no use: what was said of it when it was read. */
static void report_unsound(struct merging *merging, const struct diag *said)
{
    struct run *run = merging->run;
    uint32_t count;
    const struct message *const *messages = diag_sorted(said, &count);
    struct message *message =
        diag_report_file(&run->diag, CODE_MERGE_UNSOUND, merging->tables[OURS].source->name, "%s",
                         code_entry(CODE_MERGE_UNSOUND)->title);
    for (uint32_t i = 0; i < count; i++)
        if (messages[i]->severity == SEVERITY_ERROR)
            diag_note(&run->diag, message, SPAN_NONE, "%s", messages[i]->text);
    diag_mend(&run->diag, message);
}

/* Whether TEXT, which has no conflicts, can be read; what it warns of was said of the sides. */
static bool is_sound(struct merging *merging, struct view text)
{
    struct run *run = merging->run;
    char *path = realpath(merging->paths[OURS], NULL);
    if (path == NULL) /* ours came through a pipe */
        return true;
    const struct source_draft draft = {arena_string(&run->arena, path), text};
    free(path);
    const struct diag said = run->diag;
    diag_init(&run->diag, &run->arena, &run->sources);
    run->diag.lenient = said.lenient;
    run->sources.drafts = &draft;
    run->sources.draft_count = 1;
    struct policy merged;
    bool good = run_read(run, &merged, &merging->paths[OURS], 1);
    const struct diag fresh = run->diag;
    run->diag = said;
    run->sources.drafts = NULL;
    run->sources.draft_count = 0;
    if (!good)
        report_unsound(merging, &fresh);
    return good;
}

static bool write_merged(struct merging *merging)
{
    struct run *run = merging->run;
    struct output output;
    const struct source *source = merging->tables[OURS].source;
    patch_settle(&merging->patch);
    struct view text = patch_apply(&merging->patch, (struct view){source->text, source->size});
    bool is_marked = merging->merge.conflicts + merging->comments.conflicts > 0;
    if (!is_marked && !is_sound(merging, text))
        return false;
    bool is_open = option_given(&run->line, OPTION_OUTPUT)
                       ? run_open(run, &output)
                       : run_open_file(run, &output, merging->paths[OURS]);
    if (!is_open)
        return false;
    output_view(&output, text);
    return run_close(run, &output);
}

static bool merge_texts(struct merging *merging)
{
    struct arena *arena = &merging->run->arena;
    const struct policy *policies = merging->policies;
    bool has_base = policies[BASE].text_count > 0;
    bool same_comments = has_base;
    for (int i = OURS; i <= THEIRS && same_comments; i++)
        same_comments = table_comments_same(policies[BASE].texts[0].source,
                                            policies[i].texts[0].source);
    bool needs_base = has_base && !same_comments;
    if (!read_text(merging, OURS) || !read_text(merging, THEIRS) ||
        (needs_base && !read_text(merging, BASE)))
        return false;
    merging->patch = patch_new(arena);
    merge_policies(arena, &policies[BASE], &policies[OURS], &policies[THEIRS], &merging->merge);
    merging->texts = (struct merge_texts){needs_base ? &merging->tables[BASE] : NULL,
                                          &merging->tables[OURS], &merging->tables[THEIRS],
                                          &merging->merge};
    if (!same_comments)
        merge_comments_find(arena, &merging->texts, &merging->comments);
    merge_apply(&merging->texts, &merging->comments, &merging->patch);
    return true;
}

/* Who runs git sees a conflict without marks, and could take the file for merged. */
static void report_nothing(struct merging *merging)
{
    struct run *run = merging->run;
    const char *name = option_value(&run->line, OPTION_FILE_NAME);
    if (name != NULL)
        diag_mend(&run->diag, diag_report_file(&run->diag, CODE_MERGE_NOTHING, name,
                                               "nothing is merged: %s is as it was", name));
}

/* OURS is written in place, unless -o names another file: so it has to be one. */
static bool check_ours(struct merging *merging)
{
    struct stat file;
    const char *path = merging->paths[OURS];
    if (option_given(&merging->run->line, OPTION_OUTPUT) || stat(path, &file) != 0 ||
        S_ISREG(file.st_mode) || S_ISDIR(file.st_mode)) /* which cannot be read either */
        return true;
    run_refuse(merging->run, arena_printf(&merging->run->arena, "ours, %s, is no file, and cannot "
                                          "be written in place: -o FILE names another", path));
    return false;
}

static bool merge_files(struct merging *merging)
{
    bool good = check_ours(merging);
    if (!good)
        return false;
    for (int i = 0; i < MERGED_COUNT; i++)
        good &= read_side(merging, i);
    if (!good || !merge_texts(merging))
        return false;
    for (uint32_t i = 0; i < merging->merge.count; i++)
        report_conflicts(merging, &merging->merge.entries[i]);
    for (uint32_t i = 0; i < merging->comments.count; i++)
        if (merging->comments.list[i].is_conflict)
            report_comment(merging, &merging->comments.list[i]);
    return write_merged(merging);
}

int run_merge(struct run *run)
{
    struct merging *merging = arena_zero(&run->arena, 1, sizeof *merging);
    merging->run = run;
    for (int i = 0; i < MERGED_COUNT; i++)
        merging->paths[i] = run->line.operands[i];
    bool good = merge_files(merging);
    if (!good)
        report_nothing(merging);
    int status = run_finish(run, STATUS_DONE);
    return good ? status : run_trouble(run);
}
