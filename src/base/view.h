/* SPDX-License-Identifier: MIT */
/*
 * A view: a piece of text that somebody else owns. Not terminated, may hold any byte.
 */
#ifndef DESTC_BASE_VIEW_H
#define DESTC_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct view {
    const char *text;
    size_t length;
};

/* The view of a string literal. */
#define VIEW(literal) ((struct view){"" literal, sizeof(literal) - 1})

/* What printf's "%.*s" takes. Only for views shorter than INT_MAX. */
#define VIEW_ARG(view) (int)(view).length, (view).text

/* The view of a NUL-terminated string. */
static inline struct view view_of(const char *string)
{
    return (struct view){string, strlen(string)};
}

static inline bool view_equal(struct view a, struct view b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

/* Whether C is one of the bytes of SET: view_has(VIEW(",;"), c). */
static inline bool view_has(struct view set, char c)
{
    return set.length > 0 && memchr(set.text, c, set.length) != NULL;
}

/* Bytewise order; a prefix comes before what it begins. Like memcmp: below, at or above 0. */
int view_compare(struct view a, struct view b);

/* The same when ASCII letters' case is left out of account, whatever the locale. */
int view_compare_nocase(struct view a, struct view b);

/* What view_equal_nocase() does for two texts of one length that differ. */
bool view_same_letters(struct view a, struct view b);

/* Equal when ASCII letters' case is left out of account, whatever the locale. */
static inline bool view_equal_nocase(struct view a, struct view b)
{
    if (a.length != b.length)
        return false;
    return view_equal(a, b) || view_same_letters(a, b);
}

/* Without blanks (space, tab, CR, LF) at either end. */
struct view view_trim(struct view view);

/* The first line of *TEXT without blanks round it; *TEXT loses it. */
struct view view_take_line(struct view *text);

/* An ASCII letter in lower case, any other byte as it is, whatever the locale. */
static inline char ascii_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

#endif
