/* SPDX-License-Identifier: MIT */
#include "cli/lint_files.h"

#include "base/buffer.h"
#include "base/folder.h"
#include "base/hash.h"
#include "read/recognise.h"

#include <sys/stat.h>

/* A file by what it is, whatever path leads to it. */
struct file_key {
    uint64_t device;
    uint64_t inode;
};

/* A set of files. */
struct file_set {
    struct hash_table table;
    struct file_key *list;
    uint32_t count;
    uint32_t capacity;
};

struct search {
    struct run *run;
    struct lint_configs *configs;
    bool told; /* something at the threshold */
    const char **paths;
    uint32_t count;
    uint32_t capacity;
    struct file_set found;
    struct file_set passed; /* what this run reads or writes beside the policies */
};

static void set_init(struct file_set *set, struct arena *arena)
{
    *set = (struct file_set){0};
    hash_table_init(&set->table, arena, 0);
}

static bool key_of(const char *path, struct file_key *key)
{
    struct stat status;
    *key = (struct file_key){0};
    if (strcmp(path, "-") == 0 || stat(path, &status) != 0)
        return false;
    *key = (struct file_key){status.st_dev, status.st_ino};
    return true;
}

static bool set_has(const struct file_set *set, struct file_key key)
{
    uint32_t hash = hash_bytes(0, &key, sizeof key);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&set->table, hash, &probe, &index))
        if (set->list[index].device == key.device && set->list[index].inode == key.inode)
            return true;
    return false;
}

/* Adds a file; false if it is there already. */
static bool set_add_key(struct file_set *set, struct file_key key)
{
    if (set_has(set, key))
        return false;
    set->list =
        array_grow(set->table.arena, set->list, set->count, &set->capacity, sizeof *set->list);
    set->list[set->count] = key;
    hash_table_insert(&set->table, hash_bytes(0, &key, sizeof key), set->count++);
    return true;
}

static void set_add_all(struct file_set *set, const struct file_set *others)
{
    for (uint32_t i = 0; i < others->count; i++)
        set_add_key(set, others->list[i]);
}

/* The same of the file PATH. What cannot be looked at is always new. */
static bool set_add(struct file_set *set, const char *path)
{
    struct file_key key;
    return !key_of(path, &key) || set_add_key(set, key);
}

/* --- Operands and folders --------------------------------------------------------------------- */

static void add_path(struct search *search, const char *path)
{
    if (!set_add(&search->found, path))
        return;
    search->paths = array_grow(&search->run->arena, search->paths, search->count,
                               &search->capacity, sizeof *search->paths);
    search->paths[search->count++] = path;
}

static void report_unseen(struct run *run, const char *path, int error)
{
    const struct code_entry *entry = code_entry(CODE_FILE_READ);
    diag_mend(&run->diag, diag_report_file(&run->diag, CODE_FILE_READ, path, "%s: %s",
                                           entry->title, strerror(error)));
}

/* Says that nothing is recognised in FOLDER, as the settings that hold there want it. */
static void report_empty(struct search *search, const char *folder)
{
    struct run *run = search->run;
    struct diag *diag = &run->diag;
    const struct lint_config *config =
        lint_config_find(search->configs, arena_printf(&run->arena, "%s/.", folder));
    if (config->broken)
        return;
    lint_config_use(run, config);
    enum severity severity = diag_severity(diag, CODE_FOLDER_EMPTY);
    uint32_t before = diag->counts[severity];
    diag_mend(diag, diag_report_file(diag, CODE_FOLDER_EMPTY, folder, "%s",
                                     code_entry(CODE_FOLDER_EMPTY)->title));
    search->told =
        search->told || (severity >= config->fail_on && diag->counts[severity] > before);
    diag->levels = NULL;
}

static void search_folder(struct search *search, const char *folder)
{
    struct run *run = search->run;
    uint32_t count;
    bool any = false;
    bool failed = false;
    const struct folder_file *files = folder_search(&run->arena, folder, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct file_key key;
        int error = files[i].error;
        bool passed = key_of(files[i].path, &key) && set_has(&search->passed, key);
        bool recognised = error == 0 && !passed &&
                          recognise_file(files[i].path, &error) != FORMAT_UNKNOWN;
        failed = failed || error != 0;
        any = any || recognised;
        if (error != 0)
            report_unseen(run, files[i].path, error);
        else if (recognised)
            add_path(search, files[i].path);
    }
    if (!any && !failed)
        report_empty(search, folder);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/*
 * Files that this run reads or writes for itself are no policies, though in a folder of them. What
 * -o names is looked at: a report of an earlier run is not recognised, and what is must stay.
 */
static void pass_own_files(struct search *search)
{
    static const enum option_id options[] = {OPTION_BASELINE, OPTION_WRITE_BASELINE,
                                             OPTION_XML_MAP, OPTION_DTD};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *path = option_value(&search->run->line, options[i]);
        if (path != NULL)
            set_add(&search->passed, path);
    }
}

/* --- What others include ---------------------------------------------------------------------- */

static bool is_source(const char *path)
{
    struct stat status;
    int error;
    return strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           recognise_file(path, &error) == FORMAT_POLICY;
}

/* Adds what the policy source PATH includes to INCLUDED. It is read aside: nothing is reported. */
static void add_included(struct run *run, const char *path, struct file_set *included)
{
    struct sources sources;
    struct diag diag;
    struct policy policy;
    sources_init(&sources, &run->arena);
    diag_init(&diag, &run->arena, &sources);
    policy_init(&policy, &run->arena, &sources, &run->store);
    read_file(&policy, &diag, &run->read_options, FORMAT_POLICY, path);
    for (uint32_t i = 0; i < sources.count; i++)
        if (sources.list[i]->included_by.offset != 0)
            set_add(included, sources.list[i]->name);
}

static bool is_in(const struct file_set *set, const char *path)
{
    struct file_key key;
    return key_of(path, &key) && set_has(set, key);
}

/* Leaves out what others include; of sources that include each other the first stays. */
static void drop_included(struct search *search)
{
    struct arena *arena = &search->run->arena;
    struct file_set *own = arena_zero(arena, search->count, sizeof *own);
    struct file_set included; /* by any */
    struct file_set read;     /* by those that stay */
    uint32_t count = 0;
    set_init(&included, arena);
    set_init(&read, arena);
    for (uint32_t i = 0; i < search->count; i++) {
        set_init(&own[i], arena);
        if (is_source(search->paths[i]))
            add_included(search->run, search->paths[i], &own[i]);
        set_add_all(&included, &own[i]);
    }
    for (uint32_t i = 0; i < search->count; i++)
        if (!is_in(&included, search->paths[i]))
            set_add_all(&read, &own[i]);
    for (uint32_t i = 0; i < search->count; i++) {
        bool top = !is_in(&included, search->paths[i]);
        if (!top && is_in(&read, search->paths[i]))
            continue;
        if (!top)
            set_add_all(&read, &own[i]);
        search->paths[count++] = search->paths[i];
    }
    search->count = count;
}

const char **lint_files(struct run *run, struct lint_configs *configs, uint32_t *count,
                        bool *found)
{
    const struct command_line *line = &run->line;
    struct search search = {.run = run, .configs = configs};
    set_init(&search.found, &run->arena);
    set_init(&search.passed, &run->arena);
    pass_own_files(&search);
    for (int i = 0; i < line->operand_count; i++) {
        if (is_folder(line->operands[i]))
            search_folder(&search, line->operands[i]);
        else
            add_path(&search, line->operands[i]);
    }
    if (search.count > 1 && (run->from == FORMAT_UNKNOWN || run->from == FORMAT_POLICY))
        drop_included(&search);
    *count = search.count;
    *found = search.told;
    return search.paths;
}
