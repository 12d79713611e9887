/* SPDX-License-Identifier: MIT */
#include "cli/appliance_files.h"

#include "base/folder.h"
#include "base/placing.h"
#include "cli/signals.h"

#include <stdlib.h>
#include <unistd.h>

/* A run's files while they are written. */
struct files {
    const struct appliance *appliances;
    uint32_t count;
    const struct format_writer *writer;
    const char *folder;
    struct output *outputs;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the appliances' files, sorted bytewise. */
static const char **file_names(struct arena *arena, const struct policy *policy,
                               const struct format_writer *writer)
{
    const char **names = arena_zero(arena, policy->appliance_count, sizeof *names);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        names[i] = arena_printf(arena, "%.*s.%s", VIEW_ARG(policy->appliances[i].name),
                                writer->name);
    qsort(names, policy->appliance_count, sizeof *names, by_bytes);
    return names;
}

void appliance_files_check(struct run *run, const struct policy *policy,
                           const struct format_writer *writer)
{
    const char *folder = option_value(&run->line, OPTION_OUTPUT);
    const char *suffix = arena_printf(&run->arena, ".%s", writer->name);
    const char **own = file_names(&run->arena, policy, writer);
    uint32_t count;
    uint32_t next = 0;
    const char **found = folder_list(&run->arena, folder, view_of(suffix), &count);
    for (uint32_t i = 0; i < count; i++) {
        while (next < policy->appliance_count && strcmp(own[next], found[i]) < 0)
            next++;
        if (next < policy->appliance_count && strcmp(own[next], found[i]) == 0)
            continue;
        diag_mend(&run->diag,
                  diag_report_file(&run->diag, CODE_OUTPUT_STRAY,
                                   arena_printf(&run->arena, "%s/%s", folder, found[i]),
                                   "belongs to no appliance of the policy"));
    }
}

/* Whether every appliance's name can be a file's; reports those that cannot. */
static bool check_names(struct run *run, const struct files *files)
{
    bool good = true;
    for (uint32_t i = 0; i < files->count; i++) {
        const struct appliance *appliance = &files->appliances[i];
        if (appliance->name.length > 0 && appliance->name.text[0] != '.' &&
            !view_has(appliance->name, '/') && !view_has(appliance->name, '\0'))
            continue;
        good = false;
        diag_mend(&run->diag, diag_report(&run->diag, CODE_APPLIANCE_FILE, appliance->place,
                                          "\"%.*s\" cannot be the name of a file",
                                          VIEW_ARG(appliance->name)));
    }
    return good;
}

/* Writes an appliance's table under its temporary name. */
static bool settle(struct run *run, const struct files *files, uint32_t number)
{
    const struct appliance *appliance = &files->appliances[number];
    const char *path = arena_printf(&run->arena, "%s/%.*s.%s", files->folder,
                                    VIEW_ARG(appliance->name), files->writer->name);
    run_use(run, appliance->policy);
    if (!run_open_file(run, &files->outputs[number], path))
        return false;
    files->writer->write(appliance->policy, &run->write_options, &files->outputs[number]);
    return run_settle(run, &files->outputs[number]);
}

/* Whether each leads to a file of its own; reported if not. */
static bool check_targets(struct run *run, const struct files *files)
{
    uint32_t other;
    uint32_t shared = outputs_find_shared(files->outputs, files->count, &other);
    if (shared == files->count)
        return true;
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, files->outputs[shared].name,
                         "cannot be written: %s leads to the same file, %s",
                         files->outputs[other].name, files->outputs[other].target);
    diag_help(&run->diag, message, "remove one of the symbolic links");
    return false;
}

/* All tables are written before the first takes its place. */
static bool write_files(struct run *run, const struct files *files)
{
    uint32_t settled = 0;
    const char **room = arena_zero(&run->arena, files->count + 1, sizeof *room);
    signals_watch_all(room);
    while (settled < files->count && settle(run, files, settled))
        settled++;
    bool good = settled == files->count && check_targets(run, files);
    if (good)
        good = run_place(run, files->outputs, files->count);
    else
        for (uint32_t i = 0; i < settled; i++)
            run_abandon(&files->outputs[i]);
    signals_watch_all(NULL);
    return good;
}

void appliance_files_write(struct run *run, const struct policy *policy,
                           const struct format_writer *writer)
{
    struct files files = {policy->appliances, policy->appliance_count, writer,
                          option_value(&run->line, OPTION_OUTPUT), NULL};
    bool made;
    if (!check_names(run, &files) || !run_make_folder(run, files.folder, &made))
        return;
    files.outputs = arena_zero(&run->arena, files.count, sizeof *files.outputs);
    if (!write_files(run, &files) && made)
        rmdir(files.folder);
}
