/* SPDX-License-Identifier: MIT */
/*
 * What callers get, as the same thing on both sides of a comparison, and who gets another: a fate
 * is a sender group with its policy; for single hosts, and for groups of one name, their policy and
 * block; ALL with its policy.
 */
#ifndef DESTC_ANALYSIS_FATE_H
#define DESTC_ANALYSIS_FATE_H

#include "analysis/listener_pair.h"

/* The fate of whom no entry takes. */
#define FATE_NONE 0

struct fate {
    struct view key;                      /* what tells it from others */
    struct view text[2];                  /* as the older and the newer side call it */
    const struct access_entry *entry[2];  /* the first that gives it; NULL: none there */
};

/* Callers who share what they got and what they get. */
struct fate_turn {
    uint32_t before; /* numbers of fates */
    uint32_t after;
    uint32_t last;   /* the number of its last piece */
    bool has_both;   /* those who match two entries are among them */
};

/* Some of them: a range of addresses, or a text. */
struct fate_piece {
    uint32_t turn;
    bool is_range;
    struct address_range range;
    struct view text;
};

struct fates {
    struct listener_pair *pair;
    struct fate *list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table keys;
    uint32_t *of_entry[2]; /* by number of an entry of a side: its fate */
    struct fate_turn *turns;
    uint32_t turn_count;
    uint32_t turn_capacity;
    struct hash_table turn_keys;
    struct fate_piece *pieces;
    uint32_t piece_count;
    uint32_t piece_capacity;
};

/* The fates of PAIR's entries, and no turn yet. */
void fates_init(struct listener_pair *pair, struct fates *fates);

/*
 * Those who got fate BEFORE get AFTER now: a range, which is joined with the one before it where
 * they touch; a text; whoever matches two entries. Nothing is added where both are the same.
 */
void fates_add_range(struct fates *fates, uint32_t before, uint32_t after,
                     const struct address_range *range);
void fates_add_text(struct fates *fates, uint32_t before, uint32_t after, struct view text);
void fates_add_both(struct fates *fates, uint32_t before, uint32_t after);

/* Adds a difference for each turn, in the order of what is got now. */
void fates_tell(struct fates *fates);

#endif
