/* SPDX-License-Identifier: MIT */
#include "diag/sections_known.h"

#include "base/buffer.h"
#include "diag/allow_sections.h"

enum { MOST_HEAD = 1024, MOST_LEVELS = 64 };

struct known_text {
    const struct source *source;
    const char *text; /* the source's, or a copy: scanners write into that */
    enum allow_style style;
    bool found;
    struct sections sections;
};

struct known_sections {
    struct known_text *list; /* by base */
    uint32_t count;
    uint32_t capacity;
};

static void find_in(struct diag *diag, struct known_text *text)
{
    if (!text->found)
        sections_find(&text->sections, diag->arena,
                      (struct view){text->text, text->source->size}, text->style);
    text->found = true;
}

/* Whether somebody will ask about messages while the text is read. */
static bool is_wanted(const struct diag *diag)
{
    bool wanted = diag->excuse != NULL && diag->excusable == NULL;
    for (int i = 0; i < CODE_COUNT && diag->excuse != NULL && !wanted; i++)
        wanted = diag->excusable[i];
    return wanted;
}

void sections_note(struct diag *diag, const struct source *source, enum allow_style style)
{
    if (diag->sections == NULL)
        diag->sections = arena_zero(diag->arena, 1, sizeof *diag->sections);
    struct known_sections *known = diag->sections;
    if (style == ALLOW_NONE || source->load != NULL ||
        (known->count > 0 && known->list[known->count - 1].source->base >= source->base))
        return;
    known->list = array_grow(diag->arena, known->list, known->count, &known->capacity,
                             sizeof *known->list);
    struct known_text *text = &known->list[known->count++];
    *text = (struct known_text){.source = source, .text = source->text, .style = style};
    if (is_wanted(diag))
        text->text = arena_copy(diag->arena, (struct view){source->text, source->size}).text;
}

/* The text that OFFSET is in; NULL if it was not noted. */
static struct known_text *find_text(const struct known_sections *known, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = known == NULL ? 0 : known->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (known->list[middle].source->base <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || offset - known->list[low - 1].source->base > known->list[low - 1].source->size)
        return NULL;
    return &known->list[low - 1];
}

/* Adds TEXT to WORDS, each run of blanks and line ends as one blank. */
static void add_words(struct buffer *words, struct view text)
{
    text = view_trim(text);
    for (size_t i = 0; i < text.length; i++) {
        bool blank = view_has(VIEW(" \t\r\n"), text.text[i]);
        if (!blank)
            buffer_add_char(words, text.text[i]);
        else if (words->length > 0 && words->text[words->length - 1] != ' ')
            buffer_add_char(words, ' ');
    }
}

/* Where the head of a section ends: behind its first byte, before one of these. */
static struct view stops_of(enum allow_style style)
{
    return style == ALLOW_STATEMENTS ? VIEW("{;")
           : style == ALLOW_OBJECTS  ? VIEW(",{[}")
           : style == ALLOW_ELEMENTS ? VIEW("/>")
           : style == ALLOW_SECTIONS ? VIEW("\r\n")
                                     : VIEW("{\r\n");
}

static struct view head_of(const struct known_text *text, const struct section *section)
{
    const char *start = text->text + section->start;
    size_t most = section->end - section->start;
    size_t length = most > 0;
    struct view stops = stops_of(text->style);
    while (length < most && length < MOST_HEAD && !view_has(stops, start[length]))
        length++;
    return (struct view){start, length};
}

struct view sections_heads(struct diag *diag, struct span place)
{
    struct known_text *text = place.offset == 0 ? NULL : find_text(diag->sections, place.offset);
    const struct section *round[MOST_LEVELS];
    size_t levels = 0;
    if (text == NULL)
        return VIEW("");
    find_in(diag, text);
    const struct section *section =
        sections_round(&text->sections, place.offset - text->source->base);
    while (section != NULL && levels < MOST_LEVELS) {
        round[levels++] = section;
        section = section->parent == NO_SECTION ? NULL : &text->sections.list[section->parent];
    }
    struct buffer words = buffer_new(diag->arena);
    for (size_t i = levels; i > 0; i--) {
        if (words.length > 0)
            buffer_add_char(&words, ' ');
        add_words(&words, head_of(text, round[i - 1]));
    }
    return buffer_view(&words);
}

struct view sections_words(struct diag *diag, struct span place)
{
    const struct source *source =
        place.offset == 0 ? NULL : sources_find(diag->sources, place.offset);
    if (source == NULL || place.end <= place.offset)
        return VIEW("");
    size_t count;
    size_t length = place.end - place.offset;
    const char *bytes = source_bytes(diag->sources, source, place.offset - source->base,
                                     length < MOST_HEAD ? length : MOST_HEAD, &count);
    struct buffer words = buffer_new(diag->arena);
    add_words(&words, (struct view){bytes, count});
    return buffer_view(&words);
}
