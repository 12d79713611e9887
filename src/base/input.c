/* SPDX-License-Identifier: MIT */
#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 4 * 1024 * 1024, FIRST_STEP = 64 * 1024 };

/* Lets INPUT hold at least MORE bytes on top of what it has, and the padding. */
static void reserve(struct input *input, struct arena *arena, size_t *capacity, size_t more)
{
    size_t needed = input->size + more + INPUT_PADDING;
    if (needed <= *capacity)
        return;
    size_t grown = *capacity * 2 > needed ? *capacity * 2 : needed;
    char *text = arena_alloc(arena, grown);
    if (input->size > 0)
        memcpy(text, input->text, input->size);
    input->text = text;
    *capacity = grown;
}

/*
 * Jumps from line end to line end, a limit's length at a time and looking backwards, so that
 * the cost does not depend on the number of lines. *LINE is where the last line begins.
 */
static bool has_long_line(const struct input *input, size_t *line)
{
    while (input->size - *line > INPUT_LINE_LIMIT) {
        const char *start = input->text + *line;
        const char *end = memrchr(start, '\n', INPUT_LINE_LIMIT + 1);
        if (end == NULL)
            return true;
        *line = (size_t)(end + 1 - input->text);
    }
    return false;
}

static enum input_status read_all(struct input *input, struct arena *arena, int descriptor,
                                  size_t expected, bool (*has_lines)(struct view beginning))
{
    bool limited = has_lines != NULL;
    size_t capacity = 0;
    size_t line = 0;
    reserve(input, arena, &capacity, expected + 1);
    for (;;) {
        size_t room = capacity - INPUT_PADDING - input->size;
        if (room == 0) {
            reserve(input, arena, &capacity, FIRST_STEP);
            room = capacity - INPUT_PADDING - input->size;
        }
        ssize_t got = read(descriptor, input->text + input->size, room < STEP ? room : STEP);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            input->error = errno;
            return INPUT_FAILED;
        }
        if (got == 0)
            break;
        input->size += (size_t)got;
        if (limited && has_long_line(input, &line)) {
            limited = has_lines((struct view){input->text, input->size});
            if (limited) {
                input->long_line = true;
                input->long_line_offset = line;
                break;
            }
        }
        if (input->size > INPUT_SIZE_LIMIT)
            return INPUT_TOO_LARGE;
    }
    memset(input->text + input->size, 0, INPUT_PADDING);
    return INPUT_READ;
}

enum input_status input_read(struct input *input, struct arena *arena, const char *path,
                             bool (*has_lines)(struct view beginning))
{
    *input = (struct input){0};
    bool standard = strcmp(path, "-") == 0;
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        input->error = errno;
        if (descriptor >= 0 && !standard)
            close(descriptor);
        return INPUT_FAILED;
    }
    enum input_status result;
    size_t expected = S_ISREG(status.st_mode) ? (size_t)status.st_size : FIRST_STEP;
    if (S_ISDIR(status.st_mode))
        result = INPUT_DIRECTORY;
    else if (expected > INPUT_SIZE_LIMIT)
        result = INPUT_TOO_LARGE;
    else
        result = read_all(input, arena, descriptor, expected, has_lines);
    if (!standard)
        close(descriptor);
    return result;
}
