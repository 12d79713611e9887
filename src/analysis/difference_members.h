/* SPDX-License-Identifier: MIT */
/*
 * The members of sender groups as sets: addresses and scores by what they cover, however that is
 * written, all others one by one. Neither order nor repetition is a difference.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_MEMBERS_H
#define DESTC_ANALYSIS_DIFFERENCE_MEMBERS_H

#include "analysis/listener_pair.h"
#include "analysis/ranges.h"

enum { SCORE_PLACES = SCORE_MOST - SCORE_LEAST + 1 };

struct member_set {
    struct range_set addresses;
    bool has_scores;
    bool scores[SCORE_PLACES];
    const struct member **others; /* each once, in the table's order */
    uint32_t other_count;
    struct hash_table table;      /* of these */
    uint64_t seed;
};

/* The members of ENTRY. SEED is one for all sets that are compared. O(n log n). */
void member_set_make(struct arena *arena, uint64_t seed, const struct access_entry *entry,
                     struct member_set *set);

bool member_sets_same(const struct member_set *a, const struct member_set *b);

/* A hash of what that compares. */
uint32_t member_set_hash(const struct member_set *set);

/* Whether two entries have the same members, written in the same order. */
bool members_alike(const struct access_entry *before, const struct access_entry *after);

/*
 * Adds to CHANGES a "member" for each that comes or goes; either entry may be NULL. Addresses are
 * told as the fewest networks and ranges.
 */
void difference_members(uint64_t seed, const struct access_entry *before,
                        const struct access_entry *after, struct changes *changes);

/* "192.0.2.0/25", "sbrs[-10.0:-3.0]". */
struct view range_said(struct arena *arena, const struct address_range *range);
struct view scores_said(struct arena *arena, int first, int last);

#endif
