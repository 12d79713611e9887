/* SPDX-License-Identifier: MIT */
#include "cli/appliance_files.h"

#include "base/buffer.h"
#include "base/folder.h"
#include "base/placing.h"
#include "cli/signals.h"

#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CARRIES_TABLES = CARRIES_HAT | CARRIES_RAT };

/* --- Which files there are -------------------------------------------------------------------- */

/* Whether WRITER writes a table of one listener. */
static bool writes_listener(const struct format_writer *writer)
{
    return (writer->carries & CARRIES_TABLES) != 0 &&
           (writer->carries & CARRIES_DESTINATIONS) == 0;
}

static bool is_folder(const char *path)
{
    struct stat status;
    size_t length = strlen(path);
    return (length > 0 && path[length - 1] == '/') ||
           (stat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

bool table_files_wanted(const struct run *run, const struct format_writer *writer)
{
    const char *path = option_value(&run->line, OPTION_OUTPUT);
    if (writer == NULL || path == NULL || strcmp(path, "-") == 0)
        return false;
    return option_given(&run->line, OPTION_ALL_APPLIANCES) ||
           (writes_listener(writer) && is_folder(path));
}

static struct table_file *add_file(struct run *run, struct table_files *files)
{
    files->list =
        array_grow(&run->arena, files->list, files->count, &files->capacity, sizeof *files->list);
    return &files->list[files->count++];
}

/* The name of the table that WRITER makes, of an appliance, a listener, or both. */
static const char *file_name(struct arena *arena, const struct appliance *appliance,
                             const struct listener *listener, const struct format_writer *writer)
{
    struct view first = appliance == NULL ? VIEW("") : appliance->name;
    struct view second = listener == NULL ? VIEW("") : listener->name;
    return arena_printf(arena, "%.*s%s%.*s.%s", VIEW_ARG(first),
                        appliance != NULL && listener != NULL ? "." : "", VIEW_ARG(second),
                        writer->name);
}

/* Whether the run is about the listener, and WRITER writes a table that it has. */
static bool has_table(const struct run *run, const struct listener *listener,
                      const struct format_writer *writer)
{
    const char *wanted = option_value(&run->line, OPTION_LISTENER);
    if (wanted != NULL && !view_equal(listener->name, view_of(wanted)))
        return false;
    return ((writer->carries & CARRIES_HAT) != 0 && listener_has_hat(listener)) ||
           ((writer->carries & CARRIES_RAT) != 0 && listener_has_rat(listener));
}

static void add_tables(struct run *run, struct table_files *files, struct policy *policy,
                       const struct appliance *appliance, const struct format_writer *writer)
{
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (!has_table(run, listener, writer))
            continue;
        *add_file(run, files) =
            (struct table_file){policy, appliance, listener, writer,
                                file_name(&run->arena, appliance, listener, writer)};
    }
}

/* Whether the tables of listeners stand beside what WRITER writes. */
static bool goes_with_tables(const struct table_files *files)
{
    return files->all && files->writer->carries == CARRIES_DESTINATIONS &&
           files->writer->is_export;
}

/* Whether POLICY has listeners alone: an empty table of destinations would delete the appliance's. */
static bool has_tables_alone(const struct policy *policy)
{
    return policy->count == 0 && !policy->has_default && policy->listeners.count > 0;
}

void table_files_add(struct run *run, struct table_files *files, struct policy *policy,
                     const struct appliance *appliance)
{
    const struct format_writer *writer = files->writer;
    if (writes_listener(writer)) {
        add_tables(run, files, policy, appliance, writer);
        return;
    }
    bool tables = goes_with_tables(files);
    if (!tables || !has_tables_alone(policy))
        *add_file(run, files) = (struct table_file){
            policy, appliance, NULL, writer, file_name(&run->arena, appliance, NULL, writer)};
    if (!tables)
        return;
    add_tables(run, files, policy, appliance, format_writer(VIEW("hat")));
    add_tables(run, files, policy, appliance, format_writer(VIEW("rat")));
}

void table_files_use(struct run *run, const struct table_files *files,
                     const struct table_file *file)
{
    struct write_options *options = &run->write_options;
    const char *wanted = option_value(&run->line, OPTION_LISTENER);
    run_use(run, file->policy);
    if (file->listener != NULL)
        options->listener = file->listener->name;
    options->beside = goes_with_tables(files) ? CARRIES_ALL : files->writer->carries;
    options->beside_listener = wanted == NULL ? VIEW("") : view_of(wanted);
}

/* --- Names ------------------------------------------------------------------------------------ */

/* Whether NAME can be a file's, or a part of its name. */
static bool is_good(struct view name)
{
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.text[i] < ' ' || name.text[i] == 0x7F || name.text[i] == '/')
            return false;
    return name.length > 0 && name.text[0] != '.';
}

static void report_name(struct run *run, enum code code, struct view name, struct span place)
{
    diag_mend(&run->diag, diag_report(&run->diag, code, place,
                                      "\"%.*s\" cannot be the name of a file", VIEW_ARG(name)));
}

static int by_letters(const void *a, const void *b)
{
    const struct table_file *first = *(const struct table_file *const *)a;
    const struct table_file *second = *(const struct table_file *const *)b;
    int order = strcasecmp(first->name, second->name);
    return order != 0 ? order : strcmp(first->name, second->name);
}

/* Two files whose names are told apart by letters' case alone are one on many systems. */
static void check_clashes(struct run *run, const struct table_files *files)
{
    const struct table_file **sorted =
        arena_alloc(&run->arena, ((size_t)files->count + 1) * sizeof *sorted);
    for (uint32_t i = 0; i < files->count; i++)
        sorted[i] = &files->list[i];
    qsort(sorted, files->count, sizeof *sorted, by_letters);
    for (uint32_t i = 1; i < files->count; i++) {
        const struct listener *listener = sorted[i]->listener;
        const struct listener *other = sorted[i - 1]->listener;
        if (strcasecmp(sorted[i - 1]->name, sorted[i]->name) != 0 ||
            (listener == NULL && other == NULL))
            continue;
        struct message *message =
            diag_report(&run->diag, CODE_LISTENER_FILE,
                        listener == NULL ? SPAN_NONE : listener->place,
                        "%s and %s are one file where letters' case does not count",
                        sorted[i - 1]->name, sorted[i]->name);
        diag_mend(&run->diag, message);
    }
}

static void check_names(struct run *run, const struct table_files *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        const struct table_file *file = &files->list[i];
        /* An appliance's files stand together: the first of them tells of its name. */
        if (file->appliance != NULL && !is_good(file->appliance->name) &&
            (i == 0 || files->list[i - 1].appliance != file->appliance))
            report_name(run, CODE_APPLIANCE_FILE, file->appliance->name, file->appliance->place);
        if (file->listener != NULL && !is_good(file->listener->name))
            report_name(run, CODE_LISTENER_FILE, file->listener->name, file->listener->place);
    }
    check_clashes(run, files);
}

/* --- Tables of earlier runs ------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all files with WRITER's tables that POLICY has, wanted now or not, sorted. */
static const char **own_names(struct run *run, const struct table_files *files,
                              const struct policy *policy, const struct format_writer *writer,
                              uint32_t *count)
{
    const char **names = NULL;
    uint32_t capacity = 0;
    uint32_t targets = files->all ? policy->appliance_count : 1;
    *count = 0;
    for (uint32_t i = 0; i < targets; i++) {
        const struct appliance *appliance = files->all ? &policy->appliances[i] : NULL;
        const struct policy *target = files->all ? appliance->policy : files->list[0].policy;
        uint32_t listeners = writes_listener(writer) ? target->listeners.count : 1;
        for (uint32_t j = 0; j < listeners; j++) {
            const struct listener *listener =
                writes_listener(writer) ? &target->listeners.list[j] : NULL;
            names = array_grow(&run->arena, names, *count, &capacity, sizeof *names);
            names[(*count)++] = file_name(&run->arena, appliance, listener, writer);
        }
    }
    if (*count > 0)
        qsort(names, *count, sizeof *names, by_bytes);
    return names;
}

static void report_stray(struct run *run, const struct table_files *files, const char *name,
                         const struct format_writer *writer)
{
    const char *end = strrchr(files->folder, '/');
    bool slash = end != NULL && end[1] == '\0';
    struct message *message = diag_report_file(
        &run->diag, CODE_OUTPUT_STRAY,
        arena_printf(&run->arena, "%s%s%s", files->folder, slash ? "" : "/", name),
        writes_listener(writer) ? "belongs to no listener of the policy"
                                : "belongs to no appliance of the policy");
    diag_mend(&run->diag, message);
}

static void check_strays(struct run *run, const struct table_files *files,
                         const struct policy *policy, const struct format_writer *writer)
{
    uint32_t own_count;
    uint32_t count;
    uint32_t next = 0;
    const char *suffix = arena_printf(&run->arena, ".%s", writer->name);
    const char **own = own_names(run, files, policy, writer, &own_count);
    const char **found = folder_list(&run->arena, files->folder, view_of(suffix), &count);
    for (uint32_t i = 0; i < count; i++) {
        while (next < own_count && strcmp(own[next], found[i]) < 0)
            next++;
        if (next == own_count || strcmp(own[next], found[i]) != 0)
            report_stray(run, files, found[i], writer);
    }
}

void table_files_check(struct run *run, const struct table_files *files,
                       const struct policy *policy)
{
    static const char *const tables[] = {"hat", "rat"};
    bool has_tables = false;
    check_names(run, files);
    if (files->count == 0)
        return;
    check_strays(run, files, policy, files->writer);
    for (uint32_t i = 0; i < files->count; i++)
        has_tables |= files->list[i].listener != NULL;
    for (size_t i = 0; i < 2 && has_tables && goes_with_tables(files); i++)
        check_strays(run, files, policy, format_writer(view_of(tables[i])));
}

/* --- Writing ---------------------------------------------------------------------------------- */

/* Writes a table under its temporary name. */
static bool settle(struct run *run, const struct table_files *files, struct output *outputs,
                   uint32_t number)
{
    const struct table_file *file = &files->list[number];
    size_t length = strlen(files->folder);
    bool slash = length > 0 && files->folder[length - 1] == '/';
    const char *path =
        arena_printf(&run->arena, "%s%s%s", files->folder, slash ? "" : "/", file->name);
    table_files_use(run, files, file);
    if (!run_open_file(run, &outputs[number], path))
        return false;
    file->writer->write(file->policy, &run->write_options, &outputs[number]);
    return run_settle(run, &outputs[number]);
}

/* Whether each leads to a file of its own; reported if not. */
static bool check_targets(struct run *run, const struct output *outputs, uint32_t count)
{
    uint32_t other;
    uint32_t shared = outputs_find_shared(outputs, count, &other);
    if (shared == count)
        return true;
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, outputs[shared].name,
                         "cannot be written: %s leads to the same file, %s", outputs[other].name,
                         outputs[other].target);
    diag_help(&run->diag, message, "remove one of the symbolic links");
    return false;
}

/* All tables are written before the first takes its place. */
static bool write_files(struct run *run, const struct table_files *files)
{
    uint32_t settled = 0;
    const char **room = arena_zero(&run->arena, files->count + 1, sizeof *room);
    struct output *outputs = arena_zero(&run->arena, files->count + 1, sizeof *outputs);
    signals_watch_all(room);
    while (settled < files->count && settle(run, files, outputs, settled))
        settled++;
    bool good = settled == files->count && check_targets(run, outputs, files->count);
    if (good)
        good = run_place(run, outputs, files->count);
    else
        for (uint32_t i = 0; i < settled; i++)
            run_abandon(&outputs[i]);
    signals_watch_all(NULL);
    return good;
}

void table_files_write(struct run *run, const struct table_files *files)
{
    bool made;
    if (!run_make_folder(run, files->folder, &made))
        return;
    if (!write_files(run, files) && made)
        rmdir(files->folder);
}
