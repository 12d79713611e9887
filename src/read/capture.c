/* SPDX-License-Identifier: MIT */
#include "read/capture.h"

enum {
    LOOK_AHEAD = 256,    /* bytes in which a residue is recognised */
    ERASING_BLANKS = 25, /* with which the pager wipes out its own line */
};

static const struct view phrase = {"-Press Any Key For More-", 24};

void capture_filter_init(struct capture_filter *filter, struct arena *arena, uint32_t start,
                         bool latin_1)
{
    *filter = (struct capture_filter){
        .arena = arena, .latin_1 = latin_1, .held = buffer_new(arena), .read = start};
}

static size_t run_of(struct view text, size_t from, char c)
{
    size_t end = from;
    while (end < text.length && text.text[end] == c)
        end++;
    return end - from;
}

static bool has_at(struct view text, size_t at, struct view part)
{
    return text.length - at >= part.length &&
           memcmp(text.text + at, part.text, part.length) == 0;
}

static bool is_at(struct view text, size_t at, char c)
{
    return at < text.length && text.text[at] == c;
}

/* Behind blanks at AT that a carriage return follows and that are MOST at least; else AT. */
static size_t behind_blanks(struct view text, size_t at, size_t most)
{
    size_t blanks = run_of(text, at, ' ');
    return blanks >= most && is_at(text, at + blanks, '\r') ? at + blanks : at;
}

/* The length of what the pager left at the beginning of TEXT; 0 if that is nothing. */
static size_t residue_length(struct view text)
{
    size_t at = run_of(text, 0, '\r');
    if (has_at(text, at, phrase))
        at = behind_blanks(text, at + phrase.length, 1);
    else if (at == 0 || behind_blanks(text, at, ERASING_BLANKS) == at)
        return 0;
    else
        at = behind_blanks(text, at, ERASING_BLANKS);
    for (;;) {
        size_t behind = at + run_of(text, at, '\r');
        if (behind == at || is_at(text, behind, '\n'))
            return at;
        at = behind_blanks(text, behind, ERASING_BLANKS);
        if (at == behind)
            return at;
    }
}

/* How many bytes at the beginning of TEXT are nothing but text. */
static size_t plain_length(const struct capture_filter *filter, struct view text)
{
    size_t at = 0;
    while (at < text.length && text.text[at] != '\r' &&
           !(text.text[at] == '-' && (at + 1 == text.length || text.text[at + 1] == 'P')) &&
           !(filter->latin_1 && (unsigned char)text.text[at] >= 0x80))
        at++;
    return at;
}

static void give(struct capture_filter *filter, struct view text, uint32_t at, struct buffer *out,
                 struct source_map *map)
{
    source_map_add(map, filter->written, at);
    buffer_add(out, text);
    filter->written += (uint32_t)text.length;
}

/* The character of ISO-8859-1 in UTF-8. */
static void give_latin(struct capture_filter *filter, char c, uint32_t at, struct buffer *out,
                       struct source_map *map)
{
    unsigned code = (unsigned char)c;
    const char bytes[2] = {(char)(0xC0 | code >> 6), (char)(0x80 | (code & 0x3F))};
    give(filter, (struct view){bytes, 2}, at, out, map);
}

/* Takes the special byte at the beginning of TEXT and what belongs to it; returns the length. */
static size_t take_special(struct capture_filter *filter, struct view text, uint32_t at,
                           struct buffer *out, struct source_map *map)
{
    if ((unsigned char)text.text[0] >= 0x80) {
        give_latin(filter, text.text[0], at, out, map);
        return 1;
    }
    struct view near = {text.text, text.length < LOOK_AHEAD ? text.length : LOOK_AHEAD};
    size_t length = residue_length(near);
    if (length > 0) {
        if (!filter->found)
            filter->residue = (struct span){at, at + (uint32_t)length};
        filter->found = true;
        return length;
    }
    size_t returns = run_of(near, 0, '\r');
    if (returns > 0 && is_at(near, returns, '\n'))
        return returns;
    give(filter, (struct view){text.text, 1}, at, out, map);
    return 1;
}

/* Takes bytes until what remains must wait for more; returns how many. */
static size_t take_bytes(struct capture_filter *filter, struct view text, bool last,
                         struct buffer *out, struct source_map *map)
{
    size_t done = 0;
    while (done < text.length) {
        struct view rest = {text.text + done, text.length - done};
        uint32_t at = filter->read + (uint32_t)done;
        size_t length = plain_length(filter, rest);
        if (length > 0)
            give(filter, (struct view){rest.text, length}, at, out, map);
        else if (rest.length < LOOK_AHEAD && !last && (unsigned char)rest.text[0] < 0x80)
            break;
        else
            length = take_special(filter, rest, at, out, map);
        done += length;
    }
    return done;
}

void capture_filter_add(struct capture_filter *filter, struct view bytes, bool last,
                        struct buffer *out, struct source_map *map)
{
    size_t held = filter->held.length;
    if (held > 0) {
        buffer_add(&filter->held, bytes);
        bytes = buffer_view(&filter->held);
    }
    size_t done = take_bytes(filter, bytes, last, out, map);
    size_t rest = bytes.length - done;
    filter->read += (uint32_t)done;
    if (held > 0)
        memmove(filter->held.text, bytes.text + done, rest);
    else
        buffer_add(&filter->held, (struct view){bytes.text + done, rest});
    filter->held.length = rest;
}

size_t capture_document(struct view head)
{
    for (size_t at = 0; at < head.length;) {
        size_t first = at;
        while (first < head.length && view_has(VIEW(" \t\r"), head.text[first]))
            first++;
        if (is_at(head, first, '<'))
            return first;
        const char *end = memchr(head.text + first, '\n', head.length - first);
        at = end == NULL ? head.length : (size_t)(end + 1 - head.text);
    }
    return 0;
}

void capture_report(struct diag *diag, const struct source *source, struct span place)
{
    struct span there = {source->base + place.offset, source->base + place.end};
    diag_mend(diag, diag_report(diag, CODE_CAPTURE, there, "%s", code_entry(CODE_CAPTURE)->title));
}
