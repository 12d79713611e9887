/* SPDX-License-Identifier: MIT */
/*
 * The words of statements that could not be read. What such a statement defines is not there, but
 * nobody who names it has made a mistake: one error is to be one message.
 */
#ifndef DESTC_READ_POLICY_BROKEN_H
#define DESTC_READ_POLICY_BROKEN_H

#include "base/hash.h"

enum {
    BROKEN_WORD_LONGEST = 255, /* no name that counts is longer */
    BROKEN_WORDS_MOST = 1 << 18, /* of more, any word is taken to be one */
};

/* Each word counts once, in any case. All zero is empty. */
struct broken_words {
    uint64_t seed;
    struct hash_table table;
    struct view *list;
    uint32_t count;
    uint32_t capacity;
};

/* Adds the words and strings of TEXT, which is left out; the text must live as long as WORDS. */
void broken_add(struct broken_words *words, struct arena *arena, struct view text);

/* Whether WORD stands in what was left out. */
bool broken_has(const struct broken_words *words, struct view word);

#endif
