/* SPDX-License-Identifier: MIT */
/*
 * What an appliance changes in a listener it changes in one place: of two statements about the same
 * thing one would win, and nobody could say which was meant.
 */
#ifndef DESTC_READ_POLICY_OVERLAY_ONCE_H
#define DESTC_READ_POLICY_OVERLAY_ONCE_H

#include "diag/diag.h"
#include "read/policy_tree.h"

/* The changes of one listener so far, by what they are about. */
struct changed_once {
    struct diag *diag;
    struct hash_table table;
    uint64_t seed;
    const struct tree_part **list;
    uint32_t count;
    uint32_t capacity;
};

void changed_once_init(struct changed_once *changed, struct diag *diag, uint64_t seed);

/*
 * Whether PART, a change, is the first about what it is about: a setting, a mail flow policy, a
 * sender group, a host, all. Reports it if not.
 */
bool changed_once(struct changed_once *changed, const struct tree_part *part);

#endif
