/* SPDX-License-Identifier: MIT */
#include "cli/set_links.h"

#include "read/policy_include.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Whether FILE has further names at all; *STATUS is what it is. */
static bool is_linked(const struct source *file, struct stat *status)
{
    return stat(file->name, status) == 0 && status->st_nlink > 1;
}

/* Whether PATH is another name of the file with STATUS, which is called NAME. */
static bool is_other_name(const char *path, const struct stat *status, const char *name)
{
    struct stat other;
    if (stat(path, &other) != 0 || other.st_dev != status->st_dev ||
        other.st_ino != status->st_ino)
        return false;
    char *resolved = realpath(path, NULL);
    bool same = resolved != NULL && strcmp(resolved, name) == 0;
    free(resolved);
    return !same;
}

static bool check_file(struct setting_run *set, const struct source_index *index, uint32_t draft,
                       const struct stat *status)
{
    struct run *run = set->run;
    const struct tree_statement *statement = index->tree.first;
    for (; statement != NULL; statement = statement->next) {
        if (statement->kind != TREE_INCLUDE)
            continue;
        struct span place = statement->file.place;
        const char *path = policy_path(&run->arena, source_index_file(index, place)->source,
                                       statement->file.text);
        if (!is_other_name(path, status, set->drafts[draft].path))
            continue;
        struct message *message =
            diag_report(&run->diag, CODE_REFUSED, place,
                        "%s is %s under another name: only one of the two names would have the "
                        "new text",
                        path, set->files[draft]->name);
        diag_help(&run->diag, message,
                  "include it by one name, or make a symbolic link of the hard link");
        return false;
    }
    return true;
}

bool set_check_links(struct setting_run *set, const struct source_index *index)
{
    struct stat status;
    for (uint32_t i = 0; i < set->draft_count; i++)
        if (is_linked(set->files[i], &status) && !check_file(set, index, i, &status))
            return false;
    return true;
}
