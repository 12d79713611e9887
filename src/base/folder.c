/* SPDX-License-Identifier: MIT */
#include "base/folder.h"

#include "base/buffer.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

int folder_make(const char *path, bool *made)
{
    struct stat status;
    *made = mkdir(path, 0777) == 0;
    if (*made)
        return 0;
    if (errno != EEXIST)
        return errno;
    if (stat(path, &status) != 0)
        return errno;
    return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether NAME ends in SUFFIX, is not hidden and no folder's. */
static bool is_listed(DIR *folder, const char *name, struct view suffix)
{
    size_t length = strlen(name);
    struct stat status;
    if (name[0] == '.' || length < suffix.length ||
        memcmp(name + length - suffix.length, suffix.text, suffix.length) != 0)
        return false;
    return fstatat(dirfd(folder), name, &status, 0) != 0 || !S_ISDIR(status.st_mode);
}

const char **folder_list(struct arena *arena, const char *path, struct view suffix,
                         uint32_t *count)
{
    const char **names = NULL;
    uint32_t capacity = 0;
    DIR *folder = opendir(path);
    *count = 0;
    if (folder == NULL)
        return NULL;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!is_listed(folder, entry->d_name, suffix))
            continue;
        names = array_grow(arena, names, *count, &capacity, sizeof *names);
        names[(*count)++] = arena_string(arena, entry->d_name);
    }
    closedir(folder);
    if (*count > 1)
        qsort(names, *count, sizeof *names, by_bytes);
    return names;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* PATH without the slashes at its end. */
static char *without_slashes(struct arena *arena, const char *path)
{
    char *copy = arena_string(arena, path);
    size_t length = strlen(copy);
    while (length > 1 && copy[length - 1] == '/')
        copy[--length] = '\0';
    return copy;
}

static const char *found_path(struct arena *arena, const FTSENT *entry)
{
    const char *path = entry->fts_path;
    if (entry->fts_level > 0 && path[0] == '.' && path[1] == '/')
        path += 2;
    return arena_string(arena, path);
}

struct folder_file *folder_search(struct arena *arena, const char *path, uint32_t *count)
{
    struct folder_file *files = NULL;
    uint32_t capacity = 0;
    char *roots[] = {without_slashes(arena, path), NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    *count = 0;
    if (tree == NULL)
        arena_give_up(arena);
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
        bool failed = entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
                      entry->fts_info == FTS_NS;
        if (hidden && entry->fts_info == FTS_D)
            fts_set(tree, entry, FTS_SKIP);
        if (hidden || (entry->fts_info != FTS_F && !failed))
            continue;
        files = array_grow(arena, files, *count, &capacity, sizeof *files);
        files[(*count)++] =
            (struct folder_file){found_path(arena, entry), failed ? entry->fts_errno : 0};
    }
    fts_close(tree);
    return files;
}
