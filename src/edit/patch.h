/* SPDX-License-Identifier: MIT */
/*
 * Changes of a text that are made at once: a list of ranges of bytes, and what stands there
 * instead. What lies between them stays as it is, to the byte.
 *
 *     patch_replace(...);       any number of times, in any order
 *     patch_settle(...);        sorts them, and leaves out what does not go together
 *     patch_apply(...);
 */
#ifndef DESTC_EDIT_PATCH_H
#define DESTC_EDIT_PATCH_H

#include "base/arena.h"

#include <stdint.h>

/* The bytes from BEGIN up to, not including, END become TEXT; an insertion where both are equal. */
struct replacement {
    uint32_t begin;
    uint32_t end;
    struct view text;
    uint32_t order; /* of being asked for; decides between insertions at one place */
};

struct patch {
    struct arena *arena;
    struct replacement *list;
    uint32_t count;
    uint32_t capacity;
};

/* An empty one. */
struct patch patch_new(struct arena *arena);

/* Asks for a replacement. TEXT must live until patch_apply(). */
void patch_replace(struct patch *patch, uint32_t begin, uint32_t end, struct view text);

/*
 * Sorts the list by place. Two that only take out and overlap become one, what says the same twice
 * is there once; of any other two that overlap the first by place stays. Returns how many were left
 * out so.
 */
uint32_t patch_settle(struct patch *patch);

/* TEXT with all of the settled PATCH. The result lives in the patch's arena. */
struct view patch_apply(const struct patch *patch, struct view text);

#endif
