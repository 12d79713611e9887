/* SPDX-License-Identifier: MIT */
/*
 * Near misses: is one word a misspelling of another, and of which one of a list most likely?
 */
#ifndef DESTC_BASE_NEAR_H
#define DESTC_BASE_NEAR_H

#include "base/arena.h"

/* The distance of words that are not close to each other. */
#define NEAR_FAR 99u

/*
 * How far A is from B: their Damerau distance (insert, delete, change, swap of neighbours), case
 * left out of account, if it is 0, 1, or 2 when the shorter has eight letters or more; else
 * NEAR_FAR. Words over 64 bytes are far from all but themselves.
 */
unsigned near_distance(struct view a, struct view b);

/* Whether A is close to B without being it. */
bool near_miss(struct view a, struct view b);

/* How many words that are equally close are named. */
enum { NEAREST_MOST = 4 };

/* The words closest to TEXT of all that were offered. */
struct nearest {
    struct view text;
    unsigned distance; /* NEAR_FAR: none is close */
    struct view names[NEAREST_MOST];
    int count;
};

static inline struct nearest nearest_to(struct view text)
{
    return (struct nearest){.text = text, .distance = NEAR_FAR};
}

/*
 * Offers a word, spelt SPELLING, that is called NAME where it is suggested. A name counts once,
 * whatever spellings it is offered with.
 */
void nearest_offer(struct nearest *nearest, struct view spelling, struct view name);

/* The same for a word that only counts if TEXT is it. */
void nearest_offer_exact(struct nearest *nearest, struct view spelling, struct view name);

static inline bool nearest_found(const struct nearest *nearest)
{
    return nearest->count > 0;
}

/*
 * "A", "A or B", "A, B or C", in the order they were offered, with BEFORE and AFTER round each
 * name; NULL if none is close.
 */
const char *nearest_words(struct arena *arena, const struct nearest *nearest, const char *before,
                          const char *after);

#endif
