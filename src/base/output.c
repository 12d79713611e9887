/* SPDX-License-Identifier: MIT */
#include "base/output.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_BITS = 07777, MOST_LINKS = 40 };

static void output_init(struct output *output, struct arena *arena, const char *name)
{
    *output = (struct output){.arena = arena, .name = name, .descriptor = -1};
    output->buffer = arena_alloc(arena, OUTPUT_BUFFER);
}

void output_open_descriptor(struct output *output, struct arena *arena, int descriptor,
                            const char *name)
{
    output_init(output, arena, name);
    output->descriptor = descriptor;
}

/* Where the symbolic link PATH points, seen from the same folder; NULL if it is none. */
static char *read_link(struct arena *arena, const char *path)
{
    char link[PATH_MAX];
    ssize_t length = readlink(path, link, sizeof link - 1);
    if (length < 0)
        return NULL;
    link[length] = '\0';
    const char *slash = strrchr(path, '/');
    if (link[0] == '/' || slash == NULL)
        return arena_string(arena, link);
    return arena_printf(arena, "%.*s%s", (int)(slash + 1 - path), path, link);
}

/* PATH without links, or NULL. */
static char *real_path(struct arena *arena, const char *path)
{
    char *resolved = realpath(path, NULL);
    if (resolved == NULL)
        return NULL;
    char *copy = arena_string(arena, resolved);
    free(resolved);
    return copy;
}

/* The one spelling of PATH, which is not there and no link; PATH if its folder is not there. */
static const char *real_new_path(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash == NULL ? "." : arena_printf(arena, "%.*s", (int)(slash + 1 - path), path);
    const char *resolved = real_path(arena, folder);
    if (resolved == NULL)
        return path;
    return arena_printf(arena, "%s%s%s", resolved, resolved[1] == '\0' ? "" : "/",
                        slash == NULL ? path : slash + 1);
}

/*
 * The file behind PATH in the one spelling of its name, or NULL when links lead round in a circle.
 * Links to a file that is not there yet are followed here: realpath() has no answer for them.
 */
static const char *link_target(struct arena *arena, const char *path)
{
    const char *target = real_path(arena, path);
    if (target != NULL)
        return target;
    target = path;
    for (int i = 0; i < MOST_LINKS; i++) {
        const char *next = read_link(arena, target);
        if (next == NULL)
            return real_new_path(arena, target);
        target = next;
    }
    return NULL;
}

/*
 * A file of a name that nobody can guess, so that WATCH can hear of it before it is there. A new
 * file has the mode that the user's mask gives it, an existing one keeps its own.
 */
static int open_temporary(struct output *output, const struct stat *old,
                          void (*watch)(const char *))
{
    const char *slash = strrchr(output->target, '/');
    int folder = slash == NULL ? 0 : (int)(slash + 1 - output->target);
    const char *path = arena_printf(output->arena, "%.*s.destc-%016" PRIx64, folder,
                                    output->target, hash_seed());
    if (watch != NULL)
        watch(path);
    output->descriptor =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old == NULL ? 0666 : 0600);
    if (output->descriptor >= 0)
        output->temporary = path;
    if (output->descriptor >= 0 &&
        (old == NULL || fchmod(output->descriptor, old->st_mode & MODE_BITS) == 0))
        return 0;
    int error = errno;
    output_abandon(output, watch);
    return error;
}

int output_open(struct output *output, struct arena *arena, const char *path,
                void (*watch)(const char *temporary))
{
    if (path == NULL || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) {
        output_open_descriptor(output, arena, STDOUT_FILENO, "standard output");
        return 0;
    }
    output_init(output, arena, path);
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (!exists && errno != ENOENT) /* a name that is too long, links in a circle */
        return errno;
    if (exists && S_ISDIR(status.st_mode))
        return EISDIR;
    if (exists && !S_ISREG(status.st_mode)) {
        output->descriptor = open(path, O_WRONLY | O_CLOEXEC);
        return output->descriptor < 0 ? errno : 0;
    }
    if (exists && access(path, W_OK) != 0)
        return errno;
    output->is_new = !exists;
    output->target = link_target(arena, path);
    if (output->target == NULL)
        return ELOOP;
    return open_temporary(output, exists ? &status : NULL, watch);
}

static void write_all(struct output *output, const char *text, size_t length)
{
    while (length > 0 && output->error == 0) {
        ssize_t written = write(output->descriptor, text, length);
        if (written < 0) {
            if (errno != EINTR)
                output->error = errno;
            continue;
        }
        text += written;
        length -= (size_t)written;
    }
}

static void flush(struct output *output)
{
    write_all(output, output->buffer, output->used);
    output->used = 0;
}

void output_write(struct output *output, const char *text, size_t length)
{
    if (length > OUTPUT_BUFFER - output->used)
        flush(output);
    if (length > OUTPUT_BUFFER) {
        write_all(output, text, length);
        return;
    }
    memcpy(output->buffer + output->used, text, length);
    output->used += length;
}

void output_number(struct output *output, uint64_t number)
{
    char digits[20];
    size_t start = sizeof digits;
    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    output_view(output, (struct view){digits + start, sizeof digits - start});
}

void output_printf(struct output *output, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    output_string(output, arena_vprintf(output->arena, format, arguments));
    va_end(arguments);
}

void output_repeat(struct output *output, char c, size_t count)
{
    while (count-- > 0)
        output_char(output, c);
}

void output_sync_folder(const struct output *output)
{
    const char *slash = strrchr(output->target, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash + 1 - output->target);
    char folder[PATH_MAX] = ".";
    if (length >= sizeof folder)
        return;
    if (length > 0)
        memcpy(folder, output->target, length);
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

int output_settle(struct output *output)
{
    flush(output);
    if (output->temporary != NULL && output->error == 0 && fsync(output->descriptor) != 0)
        output->error = errno;
    if (close(output->descriptor) != 0 && output->error == 0)
        output->error = errno;
    output->descriptor = -1;
    return output->error;
}

int output_close(struct output *output, void (*watch)(const char *temporary))
{
    if (output->descriptor >= 0)
        output_settle(output);
    if (output->temporary != NULL && output->error == 0) {
        if (rename(output->temporary, output->target) != 0)
            output->error = errno;
        else
            output_sync_folder(output);
    }
    if (output->error != 0)
        output_abandon(output, watch);
    else if (watch != NULL)
        watch(NULL);
    return output->error;
}

void output_abandon(struct output *output, void (*watch)(const char *temporary))
{
    if (output->descriptor >= 0)
        close(output->descriptor);
    output->descriptor = -1;
    if (output->temporary != NULL)
        unlink(output->temporary);
    output->temporary = NULL;
    if (watch != NULL)
        watch(NULL);
}
