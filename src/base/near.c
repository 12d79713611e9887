/* SPDX-License-Identifier: MIT */
#include "base/near.h"

#include "base/buffer.h"

enum { LONGEST = 64, LONG_WORD = 8 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/*
 * Optimal string alignment: three rows of the table are all it needs, and of a row only the cells
 * that are at most MOST away from the diagonal. NEAR_FAR if the distance is over MOST. The lengths
 * differ by no more than that.
 */
static unsigned distance(struct view a, struct view b, unsigned most)
{
    unsigned rows[3][LONGEST + 2];
    unsigned before = 0; /* the least of the row above */
    for (unsigned j = 0; j <= most && j <= b.length; j++)
        rows[0][j] = j;
    rows[0][most + 1] = NEAR_FAR;
    for (unsigned i = 1; i <= a.length; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i - 1) % 3];
        unsigned from = i > most ? i - most : 1;
        unsigned to = least(i + most, (unsigned)b.length);
        unsigned found = row[from - 1] = i > most ? NEAR_FAR : i;
        for (unsigned j = from; j <= to; j++) {
            bool same = ascii_lower(a.text[i - 1]) == ascii_lower(b.text[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && ascii_lower(a.text[i - 1]) == ascii_lower(b.text[j - 2]) &&
                ascii_lower(a.text[i - 2]) == ascii_lower(b.text[j - 1]))
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            found = least(found, row[j]);
        }
        row[to + 1] = NEAR_FAR;
        /* A cell comes from the two rows above it. */
        if (found > most && before > most)
            return NEAR_FAR;
        before = found;
    }
    unsigned found = rows[a.length % 3][b.length];
    return found <= most ? found : NEAR_FAR;
}

unsigned near_distance(struct view a, struct view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    size_t longer = a.length < b.length ? b.length : a.length;
    unsigned allowed = shorter >= LONG_WORD ? 2 : 1;
    if (view_equal_nocase(a, b))
        return 0;
    if (longer > LONGEST || longer - shorter > allowed)
        return NEAR_FAR;
    return distance(a, b, allowed);
}

bool near_miss(struct view a, struct view b)
{
    unsigned found = near_distance(a, b);
    return found != 0 && found != NEAR_FAR;
}

static void take(struct nearest *nearest, unsigned distance, struct view name)
{
    if (distance < nearest->distance)
        nearest->count = 0;
    else if (distance > nearest->distance || nearest->count == NEAREST_MOST)
        return;
    for (int i = 0; i < nearest->count; i++)
        if (view_equal(nearest->names[i], name))
            return;
    nearest->distance = distance;
    nearest->names[nearest->count++] = name;
}

void nearest_offer(struct nearest *nearest, struct view spelling, struct view name)
{
    unsigned distance = near_distance(nearest->text, spelling);
    if (distance != NEAR_FAR)
        take(nearest, distance, name);
}

void nearest_offer_exact(struct nearest *nearest, struct view spelling, struct view name)
{
    if (view_equal_nocase(nearest->text, spelling))
        take(nearest, 0, name);
}

const char *nearest_words(struct arena *arena, const struct nearest *nearest, const char *before,
                          const char *after)
{
    if (!nearest_found(nearest))
        return NULL;
    struct buffer words = buffer_new(arena);
    for (int i = 0; i < nearest->count; i++)
        buffer_printf(&words, "%s%s%.*s%s",
                      i == 0 ? "" : i == nearest->count - 1 ? " or " : ", ", before,
                      VIEW_ARG(nearest->names[i]), after);
    return buffer_string(&words);
}
