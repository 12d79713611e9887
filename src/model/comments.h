/* SPDX-License-Identifier: MIT */
/*
 * Comments are kept by no reader: counted, so that a lost one can be named.
 */
#ifndef DESTC_MODEL_COMMENTS_H
#define DESTC_MODEL_COMMENTS_H

#include "diag/source.h"

struct comments {
    uint32_t count;
    struct span first; /* SPAN_NONE if there is none */
};

/* Counts the comment at PLACE. */
static inline void comments_add(struct comments *comments, struct span place)
{
    if (comments->count++ == 0)
        comments->first = place;
}

#endif
