/* SPDX-License-Identifier: MIT */
/*
 * A Recipient Access Table, prepared for being asked by its own lines and those of another: which
 * line holds for all whom a line stands for.
 */
#ifndef DESTC_ANALYSIS_RECIPIENT_BOOK_H
#define DESTC_ANALYSIS_RECIPIENT_BOOK_H

#include "analysis/recipient.h"
#include "base/hash.h"

struct recipient_book {
    const struct listener *listener;
    struct hash_table firsts; /* of each that stands for the same the first line */
};

/* What two lines that stand for the same have in common, as a hash. */
uint32_t recipient_hash(uint64_t seed, const struct recipient_entry *entry);
bool recipient_same(const struct recipient_entry *a, const struct recipient_entry *b);

/* Prepares the table of LISTENER, which stays as it is meanwhile. O(n). */
void recipient_book_make(struct arena *arena, const struct listener *listener,
                         struct recipient_book *book);

/* The first line of the table that stands for the same as LIKE, or NO_RECIPIENT. */
uint32_t recipient_book_find(const struct recipient_book *book, const struct recipient_entry *like);

/*
 * The first line that takes everybody whom LIKE stands for, or NO_RECIPIENT: itself, or a line for
 * more. What holds for some of them only is no matter.
 */
uint32_t recipient_book_holder(const struct recipient_book *book,
                               const struct recipient_entry *like);

#endif
