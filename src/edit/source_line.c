/* SPDX-License-Identifier: MIT */
#include "edit/source_line.h"

#include "base/buffer.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

uint32_t source_line_begin(const struct source *source, uint32_t at)
{
    while (at > source_begin(source) && source->text[at - 1] != '\n')
        at--;
    return at;
}

/* Whether the line ends at AT. */
static bool is_end(const struct source *source, uint32_t at)
{
    const char *text = source->text;
    return at >= source->size || text[at] == '\n' ||
           (text[at] == '\r' && at + 1 < source->size && text[at + 1] == '\n');
}

uint32_t source_line_end(const struct source *source, uint32_t at)
{
    while (!is_end(source, at))
        at++;
    return at < source->size ? at : source->size;
}

uint32_t source_line_next(const struct source *source, uint32_t at)
{
    const char *end = memchr(source->text + at, '\n', source->size - at);
    return end == NULL ? source->size : (uint32_t)(end + 1 - source->text);
}

const char *source_line_break(const struct source *source)
{
    const char *first = memchr(source->text, '\n', source->size);
    return first != NULL && first > source->text && first[-1] == '\r' ? "\r\n" : "\n";
}

struct view source_line_breaks(struct arena *arena, const struct source *source, const char *text)
{
    struct buffer result = buffer_new(arena);
    const char *line_break = source_line_break(source);
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            buffer_add_string(&result, line_break);
        else
            buffer_add_char(&result, *text);
    }
    return buffer_view(&result);
}

uint32_t source_line_back(const struct source *source, uint32_t at)
{
    while (at > source_begin(source) && is_blank(source->text[at - 1]))
        at--;
    return at;
}

uint32_t source_line_on(const struct source *source, uint32_t at)
{
    while (at < source->size && is_blank(source->text[at]))
        at++;
    return at;
}

bool source_line_starts(const struct source *source, uint32_t at)
{
    at = source_line_back(source, at);
    return at == source_begin(source) || source->text[at - 1] == '\n';
}

bool source_line_ends(const struct source *source, uint32_t at)
{
    return is_end(source, source_line_on(source, at));
}

/* Behind the blanks that stand behind AT, and line ends if they are LINES. */
static uint32_t skip(const struct source *source, uint32_t at, bool lines)
{
    at = source_line_on(source, at);
    while (lines && at < source->size && is_end(source, at))
        at = source_line_on(source, source_line_next(source, at));
    return at;
}

uint32_t source_line_strays(const struct source *source, uint32_t at, bool lines)
{
    uint32_t next = skip(source, at, lines);
    while (next < source->size && source->text[next] == ';') {
        at = next + 1;
        next = skip(source, at, lines);
    }
    return at;
}

void source_line_cut(const struct source *source, uint32_t begin, uint32_t end,
                     struct patch *patch)
{
    uint32_t next = source_line_on(source, end);
    bool starts = source_line_starts(source, begin);
    if (!is_end(source, next)) {
        patch_replace(patch, begin, next, VIEW(""));
        return;
    }
    patch_replace(patch, source_line_back(source, begin),
                  starts ? source_line_next(source, next) : next, VIEW(""));
}
