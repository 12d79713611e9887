/* SPDX-License-Identifier: MIT */
#include "base/placing.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

uint32_t outputs_find_shared(const struct output *outputs, uint32_t count, uint32_t *other)
{
    struct hash_table targets;
    uint64_t seed = hash_seed();
    if (count == 0)
        return count;
    hash_table_init(&targets, outputs->arena, count);
    for (uint32_t i = 0; i < count; i++) {
        if (outputs[i].target == NULL)
            continue;
        uint32_t hash = hash_bytes(seed, outputs[i].target, strlen(outputs[i].target));
        uint32_t probe = hash;
        while (hash_table_next(&targets, hash, &probe, other))
            if (strcmp(outputs[*other].target, outputs[i].target) == 0)
                return i;
        hash_table_insert(&targets, hash, i);
    }
    return count;
}

/* A name changed under FLAGS; 0 or an errno. */
static int change_name(const char *from, const char *to, unsigned flags)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, flags) == 0 ? 0 : errno;
}

/* Whether ERROR says that the file system knows no flags for a change of names. */
static bool lacks_flags(int error)
{
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* To a name that must be free: two outputs may be one on a file system that ignores case. */
static int place_new(struct output *output)
{
    int error = change_name(output->temporary, output->target, RENAME_NOREPLACE);
    struct stat status;
    if (lacks_flags(error) && lstat(output->target, &status) == 0)
        error = EEXIST;
    else if (lacks_flags(error))
        error = rename(output->temporary, output->target) == 0 ? 0 : errno;
    output->placed = error == 0;
    return error;
}

/* Over an old file that gets the name SPARE first. */
static int place_over(struct output *output, const char *spare)
{
    struct stat status;
    if (lstat(output->target, &status) != 0)
        return errno == ENOENT ? place_new(output) : errno;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (link(output->target, spare) != 0 && rename(output->target, spare) != 0)
        return errno;
    output->aside = spare;
    output->placed = true;
    return rename(output->temporary, output->target) == 0 ? 0 : errno;
}

static int place(struct output *output, const char *spare)
{
    if (output->is_new)
        return place_new(output);
    int error = change_name(output->temporary, output->target, RENAME_EXCHANGE);
    if (error == ENOENT)
        return place_new(output);
    if (lacks_flags(error))
        return place_over(output, spare);
    if (error != 0)
        return error;
    output->aside = output->temporary;
    output->placed = true;
    return is_folder(output->aside) ? EISDIR : 0;
}

/* 0 or an errno. */
static int take_back(const struct output *output)
{
    if (output->aside == NULL)
        return unlink(output->target) == 0 ? 0 : errno;
    if (output->aside == output->temporary)
        return change_name(output->aside, output->target, RENAME_EXCHANGE);
    if (rename(output->aside, output->target) != 0)
        return errno;
    unlink(output->aside); /* two names of one file: then rename() has done nothing */
    return 0;
}

static void put_back(struct output *output)
{
    output->stuck = output->placed ? take_back(output) : 0;
    if (output->stuck != 0)
        output->temporary = NULL; /* which may be the old text now */
    output_abandon(output, NULL);
}

/* The folder of the output before is often the same. */
static void sync_folders(const struct output *outputs, uint32_t count)
{
    const char *before = "";
    size_t length = SIZE_MAX;
    for (uint32_t i = 0; i < count; i++) {
        const char *target = outputs[i].target;
        if (target == NULL)
            continue;
        const char *slash = strrchr(target, '/');
        size_t folder = slash == NULL ? 0 : (size_t)(slash - target);
        if (folder != length || strncmp(before, target, folder) != 0)
            output_sync_folder(&outputs[i]);
        before = target;
        length = folder;
    }
}

static void finish(struct output *outputs, uint32_t count)
{
    sync_folders(outputs, count);
    for (uint32_t i = 0; i < count; i++) {
        if (outputs[i].aside != NULL)
            unlink(outputs[i].aside);
        outputs[i].temporary = NULL;
    }
}

uint32_t outputs_place(struct output *outputs, uint32_t count)
{
    if (count == 0)
        return count;
    /* Memory first: where none is left, nothing may have moved yet. */
    const char **spares = arena_zero(outputs->arena, count, sizeof *spares);
    for (uint32_t i = 0; i < count; i++)
        if (outputs[i].temporary != NULL)
            spares[i] = arena_printf(outputs->arena, "%s-old", outputs[i].temporary);
    uint32_t failed = 0;
    for (; failed < count; failed++) {
        struct output *output = &outputs[failed];
        if (output->temporary != NULL && output->error == 0)
            output->error = place(output, spares[failed]);
        if (output->error != 0)
            break;
    }
    if (failed == count)
        finish(outputs, count);
    else
        for (uint32_t i = count; i-- > 0;)
            put_back(&outputs[i]);
    return failed;
}
