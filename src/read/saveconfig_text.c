/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_text.h"

struct decoder {
    struct saveconfig_text *text;
    char *out;
    size_t written;
    uint32_t stretch; /* of the stream's map: the first one behind what was copied */
};

/* Bytes at AT of the raw text come next. */
static void place(struct decoder *decoder, size_t at)
{
    const struct saveconfig_text *text = decoder->text;
    source_map_add(&decoder->text->map, (uint32_t)decoder->written,
                   source_map_find(text->stream, text->begin + (uint32_t)at));
}

/* Copies the bytes between two offsets, each stretch of the stream with its own place. */
static void copy(struct decoder *decoder, size_t from, size_t to)
{
    const struct saveconfig_text *text = decoder->text;
    const struct source_map *stream = text->stream;
    place(decoder, from);
    while (decoder->stretch < stream->count &&
           stream->list[decoder->stretch].offset < text->begin + to) {
        const struct source_stretch *next = &stream->list[decoder->stretch++];
        if (next->offset > text->begin + from)
            source_map_add(&decoder->text->map,
                           (uint32_t)(decoder->written + (next->offset - text->begin - from)),
                           next->origin);
    }
    memmove(decoder->out + decoder->written, text->raw.text + from, to - from);
    decoder->written += to - from;
}

/* "lt" or "#60" as a character; 0 if it is none. */
static uint32_t referenced(struct view name)
{
    static const struct {
        const char *name;
        uint32_t character;
    } known[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (view_equal(name, view_of(known[i].name)))
            return known[i].character;
    bool hexadecimal = name.length > 1 && name.text[1] == 'x';
    uint32_t number = 0;
    for (size_t i = hexadecimal ? 2 : 1; i < name.length && number < 0x110000; i++) {
        char c = ascii_lower(name.text[i]);
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)(c - 'a' + 10);
        number = number * (hexadecimal ? 16 : 10) + digit;
    }
    return number < 0x110000 ? number : 0;
}

/* Writes CHARACTER in UTF-8; no reference is shorter than what it stands for. */
static void write_character(struct decoder *decoder, uint32_t character)
{
    char *out = decoder->out + decoder->written;
    if (character < 0x80) {
        out[0] = (char)character;
        decoder->written += 1;
        return;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, character >>= 6)
        out[i] = (char)(0x80 | (character & 0x3F));
    out[0] = (char)((0xF0 << (4 - length) & 0xF0) | character);
    decoder->written += length;
}

/* Takes "&...;" at AT; returns where it ends. */
static size_t take_reference(struct decoder *decoder, size_t at)
{
    struct view raw = decoder->text->raw;
    const char *end = memchr(raw.text + at, ';', raw.length - at);
    if (end == NULL)
        return raw.length;
    struct view name = {raw.text + at + 1, (size_t)(end - raw.text) - at - 1};
    uint32_t character = referenced(name);
    size_t behind = (size_t)(end - raw.text) + 1;
    place(decoder, at);
    if (character != 0)
        write_character(decoder, character);
    return behind;
}

/* Where MARK stands at or behind AT; the text's end if it does not. */
static size_t find_mark(struct view raw, size_t at, const char *mark)
{
    const char *found =
        at >= raw.length ? NULL : memmem(raw.text + at, raw.length - at, mark, strlen(mark));
    return found == NULL ? raw.length : (size_t)(found - raw.text);
}

/* Takes a section, comment or instruction at AT; returns where it ends. */
static size_t take_markup(struct decoder *decoder, size_t at)
{
    struct view section = VIEW("<![CDATA[");
    struct view raw = decoder->text->raw;
    size_t left = raw.length - at;
    if (left >= section.length && memcmp(raw.text + at, section.text, section.length) == 0) {
        size_t begin = at + section.length;
        size_t end = find_mark(raw, begin, "]]>");
        copy(decoder, begin, end);
        return end + 3 < raw.length ? end + 3 : raw.length;
    }
    bool comment = left > 1 && raw.text[at + 1] == '!';
    size_t end = find_mark(raw, at + (comment ? 4 : 2), comment ? "-->" : "?>");
    end += comment ? 3 : 2;
    return end < raw.length ? end : raw.length;
}

/* The first stretch of MAP behind OFFSET. */
static uint32_t stretch_behind(const struct source_map *map, uint32_t offset)
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
    return low;
}

size_t saveconfig_decode(struct saveconfig_text *text, char *out)
{
    struct decoder decoder = {
        .text = text, .out = out, .stretch = stretch_behind(text->stream, text->begin)};
    size_t at = 0;
    while (at < text->raw.length) {
        size_t end = at;
        while (end < text->raw.length && text->raw.text[end] != '&' && text->raw.text[end] != '<')
            end++;
        if (end > at)
            copy(&decoder, at, end);
        else if (text->raw.text[at] == '&')
            end = take_reference(&decoder, at);
        else
            end = take_markup(&decoder, at);
        at = end;
    }
    place(&decoder, text->raw.length);
    return decoder.written;
}
