/* SPDX-License-Identifier: MIT */
#include "analysis/near_entry.h"

enum { SHORTEST = 3 }; /* what is left of a name, to be near another's */

/* TEXT without the digits that it begins with. */
static struct view without_digits(struct view text)
{
    while (text.length > 0 && text.text[0] >= '0' && text.text[0] <= '9')
        text = (struct view){text.text + 1, text.length - 1};
    return text;
}

static bool differ_in_digits(struct view a, struct view b)
{
    for (;;) {
        a = without_digits(a);
        b = without_digits(b);
        if (a.length == 0 || b.length == 0)
            return a.length == b.length;
        if (ascii_lower(a.text[0]) != ascii_lower(b.text[0]))
            return false;
        a = (struct view){a.text + 1, a.length - 1};
        b = (struct view){b.text + 1, b.length - 1};
    }
}

/* Takes off the labels that both end with. */
static void take_labels(struct view *a, struct view *b)
{
    size_t least = a->length < b->length ? a->length : b->length;
    size_t taken = 0;
    for (size_t i = 1; i <= least; i++) {
        char letter = a->text[a->length - i];
        if (ascii_lower(letter) != ascii_lower(b->text[b->length - i]))
            break;
        if (letter == '.')
            taken = i;
    }
    a->length -= taken;
    b->length -= taken;
}

/* Whether A is B with further labels before it. */
static bool is_below(struct view a, struct view b)
{
    size_t more = a.length - b.length;
    return a.length > b.length && a.text[more - 1] == '.' &&
           view_equal_nocase((struct view){a.text + more, b.length}, b);
}

bool near_entry(struct view a, struct view b)
{
    if (a.length > 0 && b.length > 0 && a.text[0] == '.' && b.text[0] == '.') {
        a = (struct view){a.text + 1, a.length - 1};
        b = (struct view){b.text + 1, b.length - 1};
    }
    if (is_below(a, b) || is_below(b, a))
        return false;
    take_labels(&a, &b);
    return a.length >= SHORTEST && b.length >= SHORTEST && near_miss(a, b) &&
           !differ_in_digits(a, b);
}
