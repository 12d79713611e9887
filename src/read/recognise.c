/* SPDX-License-Identifier: MIT */
#include "read/recognise.h"

#include "model/flow.h"
#include "model/params.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { HEAD = 64 * 1024, FURTHER_HEAD = 64 * HEAD };

/* Whether NAME, in any case, is a destination's parameter as a table has it. */
static bool is_parameter(struct view name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (view_equal_nocase(name, view_of(parameter((enum param)i)->export_name)))
            return true;
    return false;
}

/* What stands before the first byte of STOPS, without blanks round it. */
static struct view before(struct view line, struct view stops)
{
    size_t length = 0;
    while (length < line.length && !view_has(stops, line.text[length]))
        length++;
    return view_trim((struct view){line.text, length});
}

static bool is_setting(struct view line)
{
    struct view name = before(line, VIEW("=:"));
    return name.length < line.length && is_parameter(name);
}

/* A header with another of the table's columns beside "domain". */
static bool is_header(struct view line)
{
    for (size_t at = 0; at < line.length; at++) {
        struct view field = before((struct view){line.text + at, line.length - at},
                                   VIEW(",;\t\""));
        if (is_parameter(field))
            return true;
        at += before((struct view){line.text + at, line.length - at}, VIEW(",;\t\"")).length;
    }
    return false;
}

/* A line with a policy's name, or with a behavior behind something, or alone. */
static bool is_access(struct view line)
{
    if (line.length > 1 && line.text[0] == '$')
        return true;
    struct view first = before(line, VIEW(" \t"));
    struct view rest = {line.text + first.length, line.length - first.length};
    if (behavior_find(before(line, VIEW(" \t{"))) != BEHAVIOR_COUNT)
        return view_trim(rest).length == 0 || view_trim(rest).text[0] == '{';
    return behavior_find(before(view_trim(rest), VIEW(" \t{"))) != BEHAVIOR_COUNT;
}

/* A name of JSON: a table's keys, or a parameter. */
static bool is_key(struct view line)
{
    for (size_t at = 0; at < line.length; at++) {
        if (line.text[at] != '"')
            continue;
        struct view key = before((struct view){line.text + at + 1, line.length - at - 1},
                                 VIEW("\""));
        if (view_equal(key, VIEW("destinations")) || view_equal(key, VIEW("listeners")) ||
            is_parameter(key))
            return true;
        at += key.length + 1;
    }
    return false;
}

/* A line of a policy source, or what stands there before a comment. */
static bool is_end_of_statement(struct view line)
{
    bool quoted = false;
    size_t length = 0;
    for (; length < line.length && (quoted || line.text[length] != '#'); length++) {
        if (quoted && line.text[length] == '\\')
            length++;
        else if (line.text[length] == '"')
            quoted = !quoted;
    }
    line = view_trim((struct view){line.text, length < line.length ? length : line.length});
    return line.length > 0 && view_has(VIEW(";{}"), line.text[line.length - 1]);
}

static bool is_any(struct view line)
{
    (void)line;
    return true;
}

static bool has_namespace(struct view line)
{
    static const char name[] = "urn:destc:policy:";
    return memmem(line.text, line.length, name, sizeof name - 1) != NULL;
}

/* Whether the first line that is no comment is a section's head, or a setting. */
static bool begins_table(struct view head)
{
    while (head.length > 0) {
        struct view line = view_take_line(&head);
        if (line.length > 0 && line.text[0] != '#' && line.text[0] != ';')
            return line.text[0] == '[' || is_setting(line);
    }
    return false;
}

enum format recognise(struct view head)
{
    /* What a line of a text in this format must be, one of them at least. */
    static bool (*const proofs[FORMAT_COUNT])(struct view line) = {
        [FORMAT_DESTCONFIG] = is_setting,    [FORMAT_XML] = has_namespace,
        [FORMAT_CSV] = is_header,            [FORMAT_JSON] = is_key,
        [FORMAT_POLICY] = is_end_of_statement, [FORMAT_HAT] = is_access,
        [FORMAT_RAT] = is_any,               [FORMAT_SAVECONFIG] = is_any,
    };
    if (memchr(head.text, '\0', head.length) != NULL)
        return FORMAT_UNKNOWN;
    if (head.length >= 3 && memcmp(head.text, "\xEF\xBB\xBF", 3) == 0)
        head = (struct view){head.text + 3, head.length - 3};
    enum format format = format_detect(head);
    if (format == FORMAT_DESTCONFIG && !begins_table(head))
        return FORMAT_UNKNOWN;
    while (format != FORMAT_UNKNOWN && head.length > 0)
        if (proofs[format](view_take_line(&head)))
            return format;
    return FORMAT_UNKNOWN;
}

/* Up to SIZE bytes that a file begins with, into HEAD; *ERROR is an errno, or 0. */
static size_t read_head(const char *path, char *head, size_t size, int *error)
{
    size_t length = 0;
    ssize_t got = 1;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *error = descriptor < 0 ? errno : 0;
    while (descriptor >= 0 && got > 0 && length < size) {
        got = read(descriptor, head + length, size - length);
        if (got > 0)
            length += (size_t)got;
        else if (got < 0)
            *error = errno;
    }
    if (descriptor >= 0)
        close(descriptor);
    return length;
}

enum format recognise_file(const char *path, int *error)
{
    char head[HEAD];
    size_t length = read_head(path, head, sizeof head, error);
    struct view text = {head, length};
    enum format format = *error == 0 ? recognise(text) : FORMAT_UNKNOWN;
    if (*error != 0 || format != FORMAT_UNKNOWN || length < sizeof head)
        return format;
    /* What begins with many comments says nothing so far. */
    bool open = format_is_bare(text) || format_detect(text) != FORMAT_UNKNOWN || head[0] == '<';
    char *more = open ? malloc(FURTHER_HEAD) : NULL;
    if (more == NULL)
        return FORMAT_UNKNOWN;
    length = read_head(path, more, FURTHER_HEAD, error);
    format = *error == 0 ? recognise((struct view){more, length}) : FORMAT_UNKNOWN;
    free(more);
    return format;
}
