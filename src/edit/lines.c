/* SPDX-License-Identifier: MIT */
#include "edit/lines.h"

#include "base/utf8.h"

enum {
    COMMENT_DISTANCE = 2, /* blanks before a comment at the end of a line */
    MOST_ALIGNED = 72,    /* a wider line leaves its neighbours' comments alone */
};

struct lines lines_new(struct arena *arena)
{
    return (struct lines){.text = buffer_new(arena)};
}

static void add_blanks(struct buffer *buffer, size_t count)
{
    while (count-- > 0)
        buffer_add_char(buffer, ' ');
}

/* A new line with nothing in it. */
static void new_line(struct lines *lines)
{
    if (lines->line > 0)
        buffer_add_char(&lines->text, '\n');
    lines->line++;
}

void lines_begin(struct lines *lines, uint32_t indent)
{
    new_line(lines);
    add_blanks(&lines->text, indent);
    lines->indent = indent;
    lines->column = indent;
    lines->is_open = true;
}

void lines_skip(struct lines *lines)
{
    if (lines->line > 0)
        new_line(lines);
    lines->is_open = false;
}

void lines_add(struct lines *lines, struct view text)
{
    buffer_add(&lines->text, text);
    lines->column += utf8_width(text);
}

void lines_comment(struct lines *lines, struct view comment)
{
    lines->comments = array_grow(lines->text.arena, lines->comments, lines->comment_count,
                                 &lines->comment_capacity, sizeof *lines->comments);
    lines->comments[lines->comment_count++] = (struct line_comment){
        comment, lines->text.length, lines->line, lines->indent, lines->column};
    lines->is_open = false;
}

void lines_own_comment(struct lines *lines, uint32_t indent, struct view comment)
{
    lines_begin(lines, indent);
    buffer_add(&lines->text, comment);
    lines->is_open = false;
}

static bool continues(const struct line_comment *last, const struct line_comment *next)
{
    return next->line == last->line + 1 && next->indent == last->indent &&
           last->width <= MOST_ALIGNED && next->width <= MOST_ALIGNED;
}

/* The index behind the comments that share a column with the one at FIRST, and that column. */
static uint32_t aligned_until(const struct lines *lines, uint32_t first, size_t *column)
{
    const struct line_comment *comments = lines->comments;
    uint32_t next = first + 1;
    *column = comments[first].width;
    for (; next < lines->comment_count && continues(&comments[next - 1], &comments[next]); next++)
        if (comments[next].width > *column)
            *column = comments[next].width;
    *column += COMMENT_DISTANCE;
    return next;
}

struct view lines_finish(struct lines *lines)
{
    if (lines->line == 0)
        return VIEW("");
    buffer_add_char(&lines->text, '\n');
    struct buffer whole = buffer_new(lines->text.arena);
    const char *text = lines->text.text;
    size_t done = 0;
    size_t column = 0;
    for (uint32_t i = 0, next = 0; i < lines->comment_count; i++) {
        const struct line_comment *comment = &lines->comments[i];
        if (i == next)
            next = aligned_until(lines, i, &column);
        buffer_add(&whole, (struct view){text + done, comment->at - done});
        add_blanks(&whole, column - comment->width);
        buffer_add(&whole, comment->text);
        done = comment->at;
    }
    if (done == 0)
        return buffer_view(&lines->text);
    buffer_add(&whole, (struct view){text + done, lines->text.length - done});
    return buffer_view(&whole);
}
