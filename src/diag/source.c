/* SPDX-License-Identifier: MIT */
#include "diag/source.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <stdlib.h>

/* Counting from the nearest mark takes about a microsecond. */
enum { MARK_DISTANCE = 4096 };

void sources_init(struct sources *sources, struct arena *arena)
{
    *sources = (struct sources){.arena = arena, .next_base = 1, .last_base = UINT32_MAX};
}

void sources_init_half(struct sources *sources, struct arena *arena, bool upper)
{
    static const uint32_t border = UINT32_C(1) << 31;
    sources_init(sources, arena);
    if (upper)
        sources->next_base = border;
    else
        sources->last_base = border;
}

void sources_join(struct sources *sources, const struct sources *half)
{
    for (uint32_t i = 0; i < half->count; i++) {
        sources->list = array_grow(sources->arena, sources->list, sources->count,
                                   &sources->capacity, sizeof(*sources->list));
        sources->list[sources->count++] = half->list[i];
    }
    sources->next_base = half->next_base;
}

struct source *sources_add(struct sources *sources, const char *name, char *text, size_t size)
{
    /* One offset more than bytes: the end of a file is a place too. */
    if (size >= sources->last_base - sources->next_base)
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

const struct source_draft *sources_draft(const struct sources *sources, const char *name)
{
    const struct source_draft *found = NULL;
    char *path = sources->draft_count == 0 ? NULL : realpath(name, NULL);
    for (uint32_t i = 0; path != NULL && i < sources->draft_count; i++)
        if (strcmp(sources->drafts[i].path, path) == 0)
            found = &sources->drafts[i];
    free(path);
    return found;
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

/* --- Texts that are made from others ---------------------------------------------------------- */

void source_map_init(struct source_map *map, struct arena *arena)
{
    *map = (struct source_map){.arena = arena};
}

void source_map_add(struct source_map *map, uint32_t offset, uint32_t origin)
{
    if (map->count > 0 && map->list[map->count - 1].offset == offset)
        map->count--;
    if (map->count > 0) {
        const struct source_stretch *last = &map->list[map->count - 1];
        if (origin - last->origin == offset - last->offset)
            return;
    }
    map->list = array_grow(map->arena, map->list, map->count, &map->capacity, sizeof *map->list);
    map->list[map->count++] = (struct source_stretch){offset, origin};
}

uint32_t source_map_find(const struct source_map *map, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = map->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (map->list[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return offset;
    const struct source_stretch *stretch = &map->list[low - 1];
    return stretch->origin + (offset - stretch->offset);
}

struct source *sources_add_derived(struct sources *sources, const struct source *origin, char *text,
                                   size_t size, const struct source_map *map)
{
    struct source *source = sources_add(sources, origin->name, text, size);
    if (source == NULL)
        return NULL;
    source->origin = origin;
    source->included_by = origin->included_by;
    source->map = *map;
    return source;
}

/* Where OFFSET, which lies in SOURCE, stands in the text that SOURCE is made from. */
static uint32_t one_step(const struct source *source, uint32_t offset)
{
    uint32_t at = source_map_find(&source->map, offset - source->base);
    uint32_t most = source->origin->size;
    return source->origin->base + (at < most ? at : most);
}

static uint32_t original(const struct sources *sources, uint32_t offset)
{
    const struct source *source = offset == 0 ? NULL : find(sources, offset);
    for (; source != NULL && source->origin != NULL; source = source->origin)
        offset = one_step(source, offset);
    return offset;
}

struct span sources_original(const struct sources *sources, struct span span)
{
    const struct source *source = span.offset == 0 ? NULL : find(sources, span.offset);
    if (source == NULL || source->origin == NULL)
        return span;
    struct span found = {original(sources, span.offset), original(sources, span.end)};
    if (found.end < found.offset)
        found.end = found.offset;
    return found;
}

/* --- Texts that are not in memory ------------------------------------------------------------- */

struct source *sources_add_loaded(struct sources *sources, const char *name, char *head,
                                  size_t size, source_load *load, void *context)
{
    struct source *source = sources_add(sources, name, head, size);
    if (source == NULL)
        return NULL;
    source->load = load;
    source->context = context;
    return source;
}

/* Room for SIZE bytes in the window of SOURCE. */
static char *window_of(struct sources *sources, struct source *source, size_t size)
{
    if (source->window_capacity < size) {
        source->window = arena_alloc(sources->arena, size);
        source->window_capacity = size;
    }
    return source->window;
}

const char *source_bytes(struct sources *sources, const struct source *source, uint32_t offset,
                         size_t size, size_t *count)
{
    struct source *known = find(sources, source->base);
    size_t left = source->size - offset;
    *count = size < left ? size : left;
    if (source->load == NULL)
        return source->text + offset;
    char *window = window_of(sources, known, *count);
    *count = source->load(source->context, offset, window, *count);
    return window;
}

/* --- Lines and columns ------------------------------------------------------------------------ */

/* Bytes of a text: those from OFFSET on. */
struct stretch {
    const char *text;
    uint32_t offset;
    uint32_t end;
};

enum { MOST_BEHIND = 3 }; /* bytes of a character behind its first one */

/* The bytes from FROM up to TO, and behind TO what the last character may need. */
static struct stretch bytes_between(struct sources *sources, const struct source *source,
                                    uint32_t from, uint32_t to)
{
    size_t count;
    const char *text =
        source_bytes(sources, source, from, (size_t)(to - from) + MOST_BEHIND, &count);
    return (struct stretch){text, from, from + (uint32_t)count};
}

static bool is_ascii_word(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return (bytes & UINT64_C(0x8080808080808080)) == 0;
}

/* Counts the characters up to AT, which lies in MARK's line. One that AT cuts does not count. */
static void count_characters(const struct stretch *bytes, struct source_mark *mark, uint32_t at)
{
    while (mark->offset < at) {
        const char *text = bytes->text + (mark->offset - bytes->offset);
        size_t length = 1;
        uint32_t character;
        if (at - mark->offset >= sizeof(uint64_t) && is_ascii_word(text)) {
            mark->offset += (uint32_t)sizeof(uint64_t);
            mark->characters += (uint32_t)sizeof(uint64_t);
            continue;
        }
        if ((unsigned char)text[0] >= 0x80)
            length = utf8_character((struct view){text, bytes->end - mark->offset}, &character);
        length = length == 0 ? 1 : length;
        if (length > at - mark->offset)
            return;
        mark->offset += (uint32_t)length;
        mark->characters++;
    }
}

/* Moves MARK on to AT, or to where the text ends. */
static void advance(struct sources *sources, const struct source *source, struct source_mark *mark,
                    uint32_t at)
{
    struct stretch bytes = bytes_between(sources, source, mark->offset, at);
    at = at < bytes.end ? at : bytes.end;
    const char *end;
    while ((end = memchr(bytes.text + (mark->offset - bytes.offset), '\n', at - mark->offset)) !=
           NULL) {
        mark->line++;
        mark->offset = bytes.offset + (uint32_t)(end + 1 - bytes.text);
        mark->start = mark->offset;
        mark->characters = 0;
    }
    count_characters(&bytes, mark, at);
}

/* The last of the marks at or before AT; those that are not there yet are made. */
static struct source_mark mark_before(struct sources *sources, struct source *source, uint32_t at)
{
    uint32_t begin = source_begin(source);
    struct source_mark mark = {.offset = begin, .line = 1, .start = begin};
    uint32_t wanted = at / MARK_DISTANCE;
    if (source->mark_count > 0)
        mark = source->marks[wanted < source->mark_count ? wanted : source->mark_count - 1];
    while (source->mark_count <= wanted) {
        if (source->mark_count > 0)
            advance(sources, source, &mark, source->mark_count * MARK_DISTANCE);
        source->marks = array_grow(sources->arena, source->marks, source->mark_count,
                                   &source->mark_capacity, sizeof *source->marks);
        source->marks[source->mark_count++] = mark;
    }
    return mark;
}

/* Where the line that begins at START is shown from, for a place at AT. */
static uint32_t shown_from(const struct source *source, uint32_t start, uint32_t at)
{
    return source->load == NULL || at - start < POSITION_AHEAD ? start : at - POSITION_AHEAD;
}

/* From START to the line's end, without it: LF or CR LF. */
static struct view line_text(struct sources *sources, const struct source *source, uint32_t start,
                             uint32_t at)
{
    uint32_t ahead = source->size - at;
    ahead = ahead < POSITION_AHEAD ? ahead : POSITION_AHEAD;
    size_t length;
    const char *text =
        source_bytes(sources, source, start, (size_t)(at - start) + ahead, &length);
    size_t before = at - start < length ? at - start : length;
    const char *end = memchr(text + before, '\n', length - before);
    if (end != NULL)
        length = (size_t)(end - text);
    if (end != NULL && length > 0 && text[length - 1] == '\r')
        length--;
    struct view line = {text, length};
    return source->load == NULL ? line : arena_copy(sources->arena, line);
}

struct position sources_position(struct sources *sources, uint32_t offset)
{
    offset = original(sources, offset);
    struct source *source = offset == 0 ? NULL : find(sources, offset);
    if (source == NULL)
        return (struct position){0};
    uint32_t at = offset - source->base;
    if (at < source_begin(source))
        at = source_begin(source);
    struct source_mark mark = mark_before(sources, source, at);
    advance(sources, source, &mark, at);
    uint32_t start = shown_from(source, mark.start, at);
    struct view text = line_text(sources, source, start, at);
    size_t line_offset = mark.offset - start;
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
    if (source == NULL || source->load != NULL || span.end < span.offset ||
        span.end > source->base + source->size)
        return (struct view){"", 0};
    return (struct view){source->text + (span.offset - source->base), span.end - span.offset};
}
