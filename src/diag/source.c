/* SPDX-License-Identifier: MIT */
#include "diag/source.h"

#include "base/buffer.h"
#include "base/utf8.h"

/* Counting from the nearest mark takes about a microsecond. */
enum { MARK_DISTANCE = 4096 };

void sources_init(struct sources *sources, struct arena *arena)
{
    *sources = (struct sources){.arena = arena, .next_base = 1};
}

struct source *sources_add(struct sources *sources, const char *name, char *text, size_t size)
{
    /* One offset more than bytes: the end of a file is a place too. */
    if (size >= UINT32_MAX - sources->next_base)
        return NULL;
    struct source *source = arena_zero(sources->arena, 1, sizeof *source);
    source->name = name;
    source->text = text;
    source->size = (uint32_t)size;
    source->base = sources->next_base;
    source->included_by = sources->including;
    sources->next_base += source->size + 1;
    sources->list = array_grow(sources->arena, sources->list, sources->count, &sources->capacity,
                               sizeof(*sources->list));
    sources->list[sources->count++] = source;
    return source;
}

static struct source *find(const struct sources *sources, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = sources->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct source *source = sources->list[middle];
        if (offset < source->base)
            high = middle;
        else if (offset > source->base + source->size)
            low = middle + 1;
        else
            return source;
    }
    return NULL;
}

const struct source *sources_find(const struct sources *sources, uint32_t offset)
{
    return find(sources, offset);
}

static bool is_ascii_word(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return (bytes & UINT64_C(0x8080808080808080)) == 0;
}

/* Counts the characters up to AT, which lies in MARK's line. One that AT cuts does not count. */
static void count_characters(const struct source *source, struct source_mark *mark, uint32_t at)
{
    const char *text = source->text;
    while (mark->offset < at) {
        size_t length = 1;
        uint32_t character;
        if (at - mark->offset >= sizeof(uint64_t) && is_ascii_word(text + mark->offset)) {
            mark->offset += (uint32_t)sizeof(uint64_t);
            mark->characters += (uint32_t)sizeof(uint64_t);
            continue;
        }
        if ((unsigned char)text[mark->offset] >= 0x80)
            length = utf8_character(
                (struct view){text + mark->offset, source->size - mark->offset}, &character);
        length = length == 0 ? 1 : length;
        if (length > at - mark->offset)
            return;
        mark->offset += (uint32_t)length;
        mark->characters++;
    }
}

/* Moves MARK on to AT. */
static void advance(const struct source *source, struct source_mark *mark, uint32_t at)
{
    const char *text = source->text;
    const char *end;
    while ((end = memchr(text + mark->offset, '\n', at - mark->offset)) != NULL) {
        mark->line++;
        mark->offset = (uint32_t)(end + 1 - text);
        mark->start = mark->offset;
        mark->characters = 0;
    }
    count_characters(source, mark, at);
}

/* The last of the marks at or before AT; those that are not there yet are made. */
static struct source_mark mark_before(struct arena *arena, struct source *source, uint32_t at)
{
    uint32_t begin = source_begin(source);
    struct source_mark mark = {.offset = begin, .line = 1, .start = begin};
    uint32_t wanted = at / MARK_DISTANCE;
    if (source->mark_count > 0)
        mark = source->marks[wanted < source->mark_count ? wanted : source->mark_count - 1];
    while (source->mark_count <= wanted) {
        if (source->mark_count > 0)
            advance(source, &mark, source->mark_count * MARK_DISTANCE);
        source->marks = array_grow(arena, source->marks, source->mark_count,
                                   &source->mark_capacity, sizeof *source->marks);
        source->marks[source->mark_count++] = mark;
    }
    return mark;
}

/* Without the line's end: LF or CR LF. */
static struct view line_text(const struct source *source, uint32_t start, uint32_t at)
{
    uint32_t ahead = source->size - at;
    ahead = ahead < POSITION_AHEAD ? ahead : POSITION_AHEAD;
    const char *end = memchr(source->text + at, '\n', ahead);
    uint32_t length = end == NULL ? at + ahead - start : (uint32_t)(end - source->text) - start;
    if (end != NULL && length > 0 && source->text[start + length - 1] == '\r')
        length--;
    return (struct view){source->text + start, length};
}

struct position sources_position(struct sources *sources, uint32_t offset)
{
    struct source *source = offset == 0 ? NULL : find(sources, offset);
    if (source == NULL)
        return (struct position){0};
    uint32_t at = offset - source->base;
    if (at < source_begin(source))
        at = source_begin(source);
    struct source_mark mark = mark_before(sources->arena, source, at);
    advance(source, &mark, at);
    struct view text = line_text(source, mark.start, at);
    size_t line_offset = mark.offset - mark.start;
    return (struct position){
        .source = source,
        .line = mark.line,
        .column = mark.characters + 1,
        .line_text = text,
        .line_offset = line_offset < text.length ? line_offset : text.length,
    };
}

struct view sources_text(const struct sources *sources, struct span span)
{
    const struct source *source = span.offset == 0 ? NULL : sources_find(sources, span.offset);
    if (source == NULL || span.end < span.offset || span.end > source->base + source->size)
        return (struct view){"", 0};
    return (struct view){source->text + (span.offset - source->base), span.end - span.offset};
}
