/* SPDX-License-Identifier: MIT */
#include "base/near.h"

enum { LONGEST = 64, LONG_WORD = 8 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: three rows of the table are all it needs. */
static unsigned distance(struct view a, struct view b)
{
    unsigned rows[3][LONGEST + 1];
    for (unsigned j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= a.length; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i - 1) % 3];
        row[0] = i;
        for (unsigned j = 1; j <= b.length; j++) {
            bool same = ascii_lower(a.text[i - 1]) == ascii_lower(b.text[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && ascii_lower(a.text[i - 1]) == ascii_lower(b.text[j - 2]) &&
                ascii_lower(a.text[i - 2]) == ascii_lower(b.text[j - 1]))
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[a.length % 3][b.length];
}

bool near_miss(struct view a, struct view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    size_t longer = a.length < b.length ? b.length : a.length;
    unsigned allowed = shorter >= LONG_WORD ? 2 : 1;
    if (longer > LONGEST || longer - shorter > allowed || view_equal_nocase(a, b))
        return false;
    return distance(a, b) <= allowed;
}
