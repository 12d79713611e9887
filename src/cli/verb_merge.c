/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"
#include "cli/verbs.h"
#include "edit/merge_text.h"
#include "read/formats.h"

#include <sys/stat.h>

enum { BASE, OURS, THEIRS, MERGED_COUNT };

struct merging {
    struct run *run;
    const char *paths[MERGED_COUNT];
    struct policy policies[MERGED_COUNT];
    struct table table;  /* ours as its text */
    struct table theirs; /* theirs */
    struct patch patch;
    struct merge merge;
};

static const char *const roles[MERGED_COUNT] = {"base", "ours", "theirs"};

/* --- Reading ---------------------------------------------------------------------------------- */

/* Whether there was nothing yet: git's base of a file that both sides have added. */
static bool is_empty(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode) && file.st_size == 0;
}

static bool is_table(const struct run *run, const struct source *source)
{
    return (run->from == FORMAT_UNKNOWN
                ? format_detect((struct view){source->text, source->size})
                : run->from) == FORMAT_DESTCONFIG;
}

/* What --lenient lets pass in other verbs: here nobody knows which of the two a change is about. */
static bool has_duplicates(const struct diag *diag)
{
    return diag->by_code[CODE_DUPLICATE_PARAMETER] + diag->by_code[CODE_DUPLICATE_DESTINATION] +
               diag->by_code[CODE_DUPLICATE_DEFAULT] > 0;
}

static bool check_side(struct merging *merging, int number)
{
    struct run *run = merging->run;
    const struct policy *policy = &merging->policies[number];
    const char *path = merging->paths[number];
    if (has_duplicates(&run->diag)) {
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

/* From now on messages call ours what git's user calls it. */
static void name_ours(struct merging *merging)
{
    const char *name = option_value(&merging->run->line, OPTION_FILE_NAME);
    struct sources *sources = &merging->run->sources;
    for (uint32_t i = 0; i < sources->count && name != NULL; i++)
        if (strcmp(sources->list[i]->name, merging->paths[OURS]) == 0)
            sources->list[i]->name = name;
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
    run->diag.side = arena_printf(&run->arena, "this is %s, %s", roles[number], path);
    bool good = run_read(run, policy, &path, 1) && check_side(merging, number);
    run->diag.side = NULL;
    if (number == OURS)
        name_ours(merging);
    return good;
}

/* A side once more, with what stands where; what is wrong with it has been said. */
static bool read_text(struct merging *merging, int number, struct table *table)
{
    struct run *run = merging->run;
    struct diag aside;
    diag_init(&aside, &run->arena, &run->sources);
    aside.lenient = run->diag.lenient;
    return table_parse(table, &aside, &run->store, &run->read_options,
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
                merge_place(&merging->table, entry, setting->name),
                "%.*s of %.*s: ours gives %s, theirs %s, the base %s", VIEW_ARG(setting->name),
                VIEW_ARG(entry->name), shown(&run->arena, &setting->ours),
                shown(&run->arena, &setting->theirs), shown(&run->arena, &setting->base));
}

static void report_conflicts(struct merging *merging, const struct merge_entry *entry)
{
    struct diag *diag = &merging->run->diag;
    if (entry->whole == MERGE_THEIRS_GONE)
        diag_report(diag, CODE_MERGE_CONFLICT, merge_place(&merging->table, entry, VIEW("")),
                    "%.*s: ours has changed it, theirs has removed it", VIEW_ARG(entry->name));
    else if (entry->whole == MERGE_OURS_GONE)
        diag_report(diag, CODE_MERGE_CONFLICT, SPAN_NONE,
                    "%.*s: ours has removed it, theirs has changed it", VIEW_ARG(entry->name));
    for (uint32_t i = 0; i < entry->setting_count; i++)
        if (entry->settings[i].kind == MERGE_CONFLICT)
            report_setting(merging, entry, &entry->settings[i]);
}

/* --- The verb --------------------------------------------------------------------------------- */

static bool write_merged(struct merging *merging)
{
    struct run *run = merging->run;
    struct output output;
    const struct source *source = merging->table.source;
    const char *path = option_value(&run->line, OPTION_OUTPUT);
    patch_settle(&merging->patch);
    if (!run_open_file(run, &output, path == NULL ? merging->paths[OURS] : path))
        return false;
    output_view(&output,
                patch_apply(&merging->patch, (struct view){source->text, source->size}));
    return run_close(run, &output);
}

static bool merge_files(struct merging *merging)
{
    bool good = true;
    for (int i = 0; i < MERGED_COUNT; i++)
        good &= read_side(merging, i);
    if (!good || !read_text(merging, OURS, &merging->table) ||
        !read_text(merging, THEIRS, &merging->theirs))
        return false;
    merging->patch = patch_new(&merging->run->arena);
    merge_policies(&merging->run->arena, &merging->policies[BASE], &merging->policies[OURS],
                   &merging->policies[THEIRS], &merging->merge);
    merge_apply(&merging->table, &merging->theirs, &merging->merge, &merging->patch);
    for (uint32_t i = 0; i < merging->merge.count; i++)
        report_conflicts(merging, &merging->merge.entries[i]);
    return write_merged(merging);
}

int run_merge(struct run *run)
{
    struct merging *merging = arena_zero(&run->arena, 1, sizeof *merging);
    merging->run = run;
    for (int i = 0; i < MERGED_COUNT; i++)
        merging->paths[i] = run->line.operands[i];
    bool good = merge_files(merging);
    int status = run_finish(run, STATUS_DONE);
    return good ? status : STATUS_NO_MERGE;
}
