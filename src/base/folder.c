/* SPDX-License-Identifier: MIT */
#include "base/folder.h"

#include "base/buffer.h"

#include <dirent.h>
#include <errno.h>
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
