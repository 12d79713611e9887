/* SPDX-License-Identifier: MIT */
#include "base/view.h"

int view_compare(struct view a, struct view b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.text, b.text, shared);
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

bool view_same_letters(struct view a, struct view b)
{
    for (size_t i = 0; i < a.length; i++)
        if (ascii_lower(a.text[i]) != ascii_lower(b.text[i]))
            return false;
    return true;
}

int view_compare_nocase(struct view a, struct view b)
{
    size_t length = a.length < b.length ? a.length : b.length;
    for (size_t i = 0; i < length; i++) {
        unsigned char left = (unsigned char)ascii_lower(a.text[i]);
        unsigned char right = (unsigned char)ascii_lower(b.text[i]);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct view view_trim(struct view view)
{
    while (view.length > 0 && is_blank(view.text[view.length - 1]))
        view.length--;
    while (view.length > 0 && is_blank(view.text[0])) {
        view.text++;
        view.length--;
    }
    return view;
}

struct view view_take_line(struct view *text)
{
    const char *end = memchr(text->text, '\n', text->length);
    size_t length = end == NULL ? text->length : (size_t)(end - text->text);
    struct view line = {text->text, length};
    length += end != NULL;
    *text = (struct view){text->text + length, text->length - length};
    return view_trim(line);
}
