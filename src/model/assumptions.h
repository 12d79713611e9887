/* SPDX-License-Identifier: MIT */
/*
 * What no public document says and destc had to assume, one row of assumptions.def each.
 */
#ifndef DESTC_MODEL_ASSUMPTIONS_H
#define DESTC_MODEL_ASSUMPTIONS_H

#include "base/view.h"

enum assumption {
    ASSUMED_NONE,
#define ASSUMPTION(name, ...) ASSUMED_##name,
#include "model/assumptions.def"
    ASSUMPTION_COUNT
};

struct assumption_entry {
    const char *id;    /* "A01" */
    const char *claim; /* what is assumed */
    const char *why;   /* what it rests on */
    const char *trial; /* how to try it on an appliance */
};

/* Finds one by its id ("A17", in any case) or its number ("17"); ASSUMED_NONE if there is none. */
enum assumption assumption_find(struct view id);

/* The row of ASSUMPTION, which is not ASSUMED_NONE. */
const struct assumption_entry *assumption_entry(enum assumption assumption);

#endif
