/* SPDX-License-Identifier: MIT */
/*
 * Users of domains who get something else than before though neither the user's line nor the
 * domain's tells it. A line for a user and one for a domain have recipients in common, and neither
 * has all of the other's; so for joe@example.com it matters which of joe@ and example.com stands
 * first.
 */
#ifndef DESTC_ANALYSIS_RECIPIENT_CROSSINGS_H
#define DESTC_ANALYSIS_RECIPIENT_CROSSINGS_H

#include "analysis/recipient_book.h"
#include "analysis/recipient_deeds.h"

/* USER of DOMAIN: numbers of the lines that held and hold, NO_RECIPIENT where none does. */
struct crossing {
    const struct recipient_entry *user;
    const struct recipient_entry *domain; /* or all domains below one */
    uint32_t before;
    uint32_t after;
    bool is_after;   /* the user's line is the newer table's */
    uint32_t number; /* of the user's line there */
};

struct crossings {
    struct crossing *list; /* in the order of users' lines, the newer table's first */
    uint32_t count;
    bool is_whole; /* there are no more */
};

/*
 * Finds those of two tables, whose lines do what DEEDS says. A change that the user's line or the
 * domain's tells by itself is left out, and so is a user of a domain with a line of its own.
 * O(n log n) for n lines where none stand the other way round; else so many are looked at and no
 * more.
 */
void recipient_crossings(struct arena *arena, const struct recipient_book books[2],
                         const struct recipient_deeds *deeds, struct crossings *crossings);

#endif
