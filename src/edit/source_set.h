/* SPDX-License-Identifier: MIT */
/*
 * Changes of a policy source by the names of destinations: the statement that gives a value is
 * edited, or one is made. What others share is left alone, and reported, unless it is to be split:
 * then the destination leaves the statement and gets one of its own that says the same but for the
 * change. What becomes of it all is for the reader to judge.
 */
#ifndef DESTC_EDIT_SOURCE_SET_H
#define DESTC_EDIT_SOURCE_SET_H

#include "edit/source_index.h"
#include "edit/source_words.h"

/* A bundle whose setting is to be changed. */
struct source_edit {
    const struct definition *bundle;
    uint32_t wish;
};

struct source_change {
    struct source_index index;
    struct diag *diag;
    const struct policy *policy; /* what the source says */
    struct source_wish wishes[PARAM_COUNT];
    uint32_t wish_count;
    bool splits;
    bool *exists;        /* by target */
    uint32_t *told;      /* by target: wishes of which a statement gives a part, a mask */
    uint32_t *given;     /* by target: named parameters that a statement gives, a mask */
    uint32_t *edited;    /* by target: wishes that a change of a statement fulfils, a mask */
    uint32_t *homeless;  /* by target: wishes that none does, a mask */
    struct view *halves; /* by target and wish: what it has in the part that is not named */
    struct hash_table edits; /* by bundle and wish */
    struct source_edit *edit_list;
    uint32_t edit_count;
    uint32_t edit_capacity;
};

/* What the entry of TARGET has in the part of WISH that is not named; see source_wish_half(). */
static inline struct view source_change_half(const struct source_change *change, uint32_t target,
                                             uint32_t wish)
{
    return change->halves[target * change->wish_count + wish];
}

/*
 * Fulfils CHANGE's wishes for the targets of its index, in the patches of the index's files. False,
 * and reported, if something is in the way.
 */
bool source_change_set(struct source_change *change);

/* Takes the targets out, as far as they are there. */
bool source_change_remove(struct source_change *change);

#endif
