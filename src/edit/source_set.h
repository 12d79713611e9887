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

struct source_change {
    struct source_index index;
    struct diag *diag;
    const struct policy *policy; /* what the source says */
    struct source_wish wishes[PARAM_COUNT];
    uint32_t wish_count;
    bool splits;
    bool *exists;      /* by target */
    uint32_t *given;   /* by target: the wishes that a statement gives, a mask */
    uint32_t *edited;  /* offsets of settings of bundles that were changed */
    uint32_t edited_count;
    uint32_t edited_capacity;
};

/*
 * Fulfils CHANGE's wishes for the targets of its index, in the patches of the index's files. False,
 * and reported, if something is in the way.
 */
bool source_change_set(struct source_change *change);

/* Takes the targets out, as far as they are there. */
bool source_change_remove(struct source_change *change);

#endif
