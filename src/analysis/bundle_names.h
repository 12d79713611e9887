/* SPDX-License-Identifier: MIT */
/*
 * Choosing names for bundles of settings: each is called by its values, of which a name has as many
 * as it takes for no other bundle to begin the same way.
 */
#ifndef DESTC_ANALYSIS_BUNDLE_NAMES_H
#define DESTC_ANALYSIS_BUNDLE_NAMES_H

#include "base/buffer.h"

enum { BUNDLE_MOST_PARTS = 32 };

/* All that a bundle can be called: its values in a row, of which a name has the first few. */
struct bundle_candidate {
    struct view text;
    uint32_t ends[BUNDLE_MOST_PARTS]; /* where the first value ends, the second, ... */
    uint32_t count;
};

/*
 * Adds TEXT without what a word cannot hold, and not too much of it: one hyphen for each such run,
 * none at the ends. If nothing is left, the hyphen before it goes as well.
 */
void bundle_add_word(struct buffer *buffer, struct view text);

/* Names that are chosen: SEED is for hashes; TAKEN are names that nobody may have. */
struct bundle_naming {
    struct arena *arena;
    uint64_t seed;
    const struct view *taken;
    uint32_t taken_count;
};

/*
 * Gives each of the COUNT candidates a name of its own, in NAMES. Those that cannot be told apart
 * by their values are numbered.
 */
void bundle_choose_names(const struct bundle_naming *naming,
                         const struct bundle_candidate *candidates, uint32_t count,
                         struct view *names);

#endif
