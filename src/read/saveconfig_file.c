/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_file.h"

#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 64 * 1024 };

/* A file that was cut off meanwhile gives less than is asked for. */
static size_t load(void *context, uint32_t offset, char *bytes, size_t size)
{
    const int *descriptor = context;
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(*descriptor, bytes + done, size - done, (off_t)offset + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

/* The size of the file, if it is one that can be read again from its beginning; else 0. */
static size_t size_of(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < 0 ||
        (uintmax_t)status.st_size > INPUT_SIZE_LIMIT || lseek(descriptor, 0, SEEK_CUR) != 0)
        return 0;
    return (size_t)status.st_size;
}

/* The open file as a source, if it is WANTED. */
static struct source *add(struct diag *diag, const char *path, int descriptor,
                          bool (*wanted)(struct view head))
{
    size_t size = size_of(descriptor);
    size_t length = size < HEAD ? size : HEAD;
    char *head = arena_zero(diag->arena, length + INPUT_PADDING, 1);
    int *kept = arena_alloc(diag->arena, sizeof *kept);
    *kept = descriptor;
    if (length == 0 || load(kept, 0, head, length) != length ||
        memchr(head, '\0', length) != NULL || !wanted((struct view){head, length}))
        return NULL;
    return sources_add_loaded(diag->sources, path, head, size, load, kept);
}

const struct source *saveconfig_load(struct diag *diag, const char *path,
                                     bool (*wanted)(struct view head))
{
    bool standard = strcmp(path, "-") == 0;
    struct stat status;
    /* A pipe must not be opened twice: its writer would see the first reader go. */
    if (!standard && (stat(path, &status) != 0 || !S_ISREG(status.st_mode)))
        return NULL;
    int descriptor =
        standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return NULL;
    const struct source *source =
        add(diag, standard ? "standard input" : path, descriptor, wanted);
    if (source == NULL)
        close(descriptor);
    return source;
}
