/* SPDX-License-Identifier: MIT */
#include "edit/conflict.h"

#include "base/buffer.h"

static const char ours_words[] = "<<<<<<< ours";
static const char middle_words[] = "=======";
static const char theirs_words[] = ">>>>>>> theirs";

void conflict_mark_lines(const struct table *table, uint32_t begin, uint32_t end,
                         const char *const *theirs, uint32_t count, struct patch *patch)
{
    table_insert_line(table, begin, ours_words, patch);
    table_insert_line(table, end, middle_words, patch);
    for (uint32_t i = 0; i < count; i++)
        table_insert_line(table, end, theirs[i], patch);
    table_insert_line(table, end, theirs_words, patch);
}

void conflict_mark_setting(const struct table *table, uint32_t head, struct view name,
                           uint32_t ours, const struct view *theirs, struct patch *patch)
{
    uint32_t last = ours == TABLE_NONE ? table_last_mark(table, head) : ours;
    uint32_t end = table_line_end(table, last);
    uint32_t begin = ours == TABLE_NONE ? end : table_line_begin(table, ours);
    const char *line = theirs == NULL
                           ? NULL
                           : arena_printf(table->arena, "%.*s = %.*s", VIEW_ARG(name),
                                          VIEW_ARG(*theirs));
    conflict_mark_lines(table, begin, end, &line, theirs != NULL, patch);
}

void conflict_mark_section(const struct table *table, uint32_t head, struct patch *patch)
{
    uint32_t end = table_line_end(table, table_last_mark(table, head));
    table_insert_line(table, table_line_begin(table, head), ours_words, patch);
    table_insert_line(table, end, middle_words, patch);
    table_insert_line(table, end, theirs_words, patch);
}

void conflict_begin_missing(const struct table *table, struct patch *patch)
{
    table_insert_line(table, table->source->size, ours_words, patch);
    table_insert_line(table, table->source->size, middle_words, patch);
}

void conflict_end_missing(const struct table *table, struct patch *patch)
{
    table_insert_line(table, table->source->size, theirs_words, patch);
}

/* Where a line stands: in no conflict, or in a part of one. */
enum part { PART_OUTSIDE, PART_OURS, PART_BASE, PART_THEIRS, PART_WRONG };

/* Where the lines behind the mark LINE stand, which stands in PART itself; PART if it is none. */
static enum part next_part(enum part part, struct view line)
{
    static const struct {
        const char *mark;
        enum part before; /* which it ends */
        enum part also;   /* or this */
        enum part behind;
    } marks[] = {
        {"<<<<<<<", PART_OUTSIDE, PART_OUTSIDE, PART_OURS},
        {"|||||||", PART_OURS, PART_OURS, PART_BASE},
        {"=======", PART_OURS, PART_BASE, PART_THEIRS},
        {">>>>>>>", PART_THEIRS, PART_THEIRS, PART_OUTSIDE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i].mark);
        if (line.length < length || memcmp(line.text, marks[i].mark, length) != 0 ||
            (line.length > length && !view_has(VIEW(" \t\r\n"), line.text[length])))
            continue;
        return part == marks[i].before || part == marks[i].also ? marks[i].behind : PART_WRONG;
    }
    return part;
}

bool conflict_side(struct arena *arena, struct view text, bool ours, struct view *side)
{
    struct buffer lines = buffer_new(arena);
    enum part part = PART_OUTSIDE;
    bool is_marked = false;
    while (text.length > 0 && part != PART_WRONG) {
        const char *end = memchr(text.text, '\n', text.length);
        struct view line = {text.text,
                            end == NULL ? text.length : (size_t)(end + 1 - text.text)};
        text = (struct view){text.text + line.length, text.length - line.length};
        enum part next = next_part(part, line);
        if (next == part && (part == PART_OUTSIDE || part == (ours ? PART_OURS : PART_THEIRS)))
            buffer_add(&lines, line);
        is_marked |= next != part;
        part = next;
    }
    *side = buffer_view(&lines);
    return is_marked && part == PART_OUTSIDE;
}
