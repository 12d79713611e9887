/* SPDX-License-Identifier: MIT */
#include "model/policy_style.h"

#include "base/utf8.h"

/* Words that mean something where a name could stand. */
static bool is_keyword(struct view name)
{
    static const struct view keywords[] = {
        {"all", 3},  {"default", 7}, {"destination", 11}, {"enforced", 8}, {"extends", 7},
        {"file", 4}, {"for", 3},     {"uses", 4},
    };
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (view_equal(name, keywords[i]))
            return true;
    return false;
}

/* Whether NAME is read as a name wherever one stands without quotes. */
static bool style_is_plain(struct view name)
{
    if (name.length == 0 || name.text[0] == '@')
        return false;
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.text[i] <= ' ' || view_has(VIEW("{};,\"#=<>!"), name.text[i]))
            return false;
    return !is_keyword(name);
}

void style_add_string(struct buffer *buffer, struct view text)
{
    buffer_add_char(buffer, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (view_has(VIEW("\"\\"), text.text[i]))
            buffer_add_char(buffer, '\\');
        buffer_add_char(buffer, text.text[i]);
    }
    buffer_add_char(buffer, '"');
}

void style_add_name(struct buffer *buffer, struct view name)
{
    if (style_is_plain(name))
        buffer_add(buffer, name);
    else
        style_add_string(buffer, name);
}

struct styled styled_new(struct arena *arena)
{
    return (struct styled){.text = buffer_new(arena), .word = buffer_new(arena)};
}

static void add_blanks(struct styled *styled, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add_char(&styled->text, ' ');
    styled->column += count;
}

void styled_begin(struct styled *styled, size_t indent)
{
    styled->indent = indent;
    styled->column = 0;
    styled->is_new = true;
    styled->is_broken = false;
    add_blanks(styled, indent);
}

void styled_text(struct styled *styled, struct view text)
{
    size_t width = utf8_width(text);
    if (!styled->is_new && styled->column + 1 + width > STYLE_COLUMNS) {
        buffer_add_char(&styled->text, '\n');
        styled->column = 0;
        styled->is_broken = true;
        add_blanks(styled, styled->indent + STYLE_HANG);
    } else if (!styled->is_new) {
        add_blanks(styled, 1);
    }
    buffer_add(&styled->text, text);
    styled->column += width;
    styled->is_new = false;
}

void styled_name(struct styled *styled, const char *lead, struct view name, const char *tail)
{
    styled->word.length = 0;
    buffer_add_string(&styled->word, lead);
    style_add_name(&styled->word, name);
    buffer_add_string(&styled->word, tail);
    styled_text(styled, buffer_view(&styled->word));
}

void styled_string(struct styled *styled, const char *lead, struct view text, const char *tail)
{
    styled->word.length = 0;
    buffer_add_string(&styled->word, lead);
    style_add_string(&styled->word, text);
    buffer_add_string(&styled->word, tail);
    styled_text(styled, buffer_view(&styled->word));
}

void styled_end(struct styled *styled)
{
    buffer_add_char(&styled->text, '\n');
}
