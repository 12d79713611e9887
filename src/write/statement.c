/* SPDX-License-Identifier: MIT */
#include "write/statement.h"

#include "base/utf8.h"

enum { FLUSH_FROM = 64 * 1024 };

struct statements statements_new(struct arena *arena, struct output *output)
{
    return (struct statements){
        .output = output, .styled = styled_new(arena), .lines = buffer_new(arena)};
}

static void flush(struct statements *statements)
{
    output_view(statements->output, buffer_view(&statements->styled.text));
    statements->styled.text.length = 0;
}

void statements_relieve(struct statements *statements)
{
    if (statements->styled.text.length > FLUSH_FROM)
        flush(statements);
}

void statements_part(struct statements *statements)
{
    if (statements->any)
        output_char(statements->output, '\n');
    statements->any = true;
}

void statements_clear(struct statements *statements)
{
    statements->lines.length = 0;
    statements->line_count = 0;
}

void statements_end_line(struct statements *statements)
{
    buffer_add_string(&statements->lines, ";\n");
    statements->line_count++;
}

void statements_add(struct statements *statements, struct view text)
{
    struct styled *styled = &statements->styled;
    buffer_add_char(&styled->text, ' ');
    buffer_add(&styled->text, text);
    styled->column += 1 + utf8_width(text);
}

/* Puts the block on the line of its head if it is one setting that fits there. */
static bool join_block(struct statements *statements)
{
    const struct styled *styled = &statements->styled;
    struct view setting = buffer_view(&statements->lines);
    if (statements->line_count != 1 || styled->is_broken)
        return false;
    setting.length--;
    if (styled->column + 1 + utf8_width(setting) + 2 > STYLE_COLUMNS)
        return false;
    statements_add(statements, setting);
    statements_add(statements, VIEW("}"));
    return true;
}

void statements_put_block(struct statements *statements)
{
    struct styled *styled = &statements->styled;
    struct view left = buffer_view(&statements->lines);
    size_t indent = styled->indent;
    if (left.length == 0 || join_block(statements))
        return;
    styled_end(styled);
    while (left.length > 0) {
        const char *end = memchr(left.text, '\n', left.length);
        size_t length = (size_t)(end - left.text);
        styled_begin(styled, indent + STYLE_INDENT);
        styled_text(styled, (struct view){left.text, length});
        styled_end(styled);
        statements_relieve(statements);
        left = (struct view){end + 1, left.length - length - 1};
    }
    styled_begin(styled, indent);
    styled_text(styled, VIEW("}"));
    styled->is_broken = true; /* what follows is not on the first line */
}

void statements_end(struct statements *statements)
{
    styled_end(&statements->styled);
    flush(statements);
}
