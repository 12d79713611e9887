/* SPDX-License-Identifier: MIT */
#include "write/markdown.h"

#include "diag/show.h"
#include "write/difference_parts.h"

#include <inttypes.h>

/* Whether a code span holds TEXT as it is, in a table too. */
static bool fits_code_span(struct view text)
{
    if (text.length == 0 || text.text[0] == ' ' || text.text[text.length - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (view_has(VIEW("`|\\"), text.text[i]))
            return false;
    return true;
}

/* TEXT with all punctuation as character references, which are nothing but text to Markdown. */
static void add_references(struct buffer *buffer, struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.text[i];
        bool is_letter = (c >= '0' && c <= '9') || (ascii_lower((char)c) >= 'a' &&
                                                    ascii_lower((char)c) <= 'z');
        if (is_letter || c >= 0x80)
            buffer_add_char(buffer, (char)c);
        else
            buffer_printf(buffer, "&#%u;", c);
    }
}

/* The beginning of TEXT that has at most MOST bytes. */
static struct view beginning(struct view text, size_t most)
{
    if (text.length <= most)
        return text;
    size_t length = most;
    while (length > 0 && ((unsigned char)text.text[length] & 0xC0) == 0x80)
        length--;
    return (struct view){text.text, length};
}

void markdown_code(struct buffer *buffer, struct view text, size_t most)
{
    struct view shown = beginning(text, most);
    if (fits_code_span(shown)) {
        buffer_printf(buffer, "`%.*s`", VIEW_ARG(shown));
    } else {
        buffer_add_string(buffer, "<code>");
        add_references(buffer, shown);
        buffer_add_string(buffer, "</code>");
    }
    buffer_add_string(buffer, shown.length < text.length ? "..." : "");
}

void markdown_escaped(struct buffer *buffer, struct view text, size_t most)
{
    markdown_code(buffer, escape_controls(buffer->arena, text), most);
}

void markdown_said(struct buffer *buffer, const struct said *said)
{
    bool has_value = said->how == SAID_GIVEN || said->how == SAID_INHERITED;
    if (!has_value) {
        add_said(buffer, said);
        return;
    }
    buffer_add_string(buffer, said->how == SAID_INHERITED ? "(" : "");
    markdown_escaped(buffer, said->text.length == 0 ? VIEW("\"\"") : said->text, MARKDOWN_CELL);
    buffer_add_string(buffer, said->how == SAID_INHERITED ? ")" : "");
}

void markdown_fold(struct buffer *page, uint32_t rows, bool is_open)
{
    if (rows > MARKDOWN_FOLDED)
        buffer_printf(page, "<details%s><summary>%" PRIu32 " rows</summary>\n\n",
                      is_open ? " open" : "", rows);
}

void markdown_fold_end(struct buffer *page, uint32_t rows)
{
    buffer_add_string(page, rows > MARKDOWN_FOLDED ? "\n</details>\n" : "");
}

void markdown_left_out(struct buffer *page, uint32_t count, const char *command)
{
    if (count > 0)
        buffer_printf(page,
                      "\n**%" PRIu32 " more are left out**, since a comment has room for no more: "
                      "`%s` shows all.\n",
                      count, command);
}
