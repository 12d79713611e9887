/* SPDX-License-Identifier: MIT */
/*
 * Lines of two Recipient Access Tables whose users differ in the case of their letters alone.
 * Whether the appliance tells them apart is not documented; this gives the tables as they are if it
 * does not.
 */
#ifndef DESTC_ANALYSIS_RECIPIENT_LETTERS_H
#define DESTC_ANALYSIS_RECIPIENT_LETTERS_H

#include "analysis/recipient.h"

struct recipient_letters {
    struct listener tables[2];  /* where such users are spelt in one way */
    const bool *is_concerned[2]; /* by side and number of a line: its user is one of them */
};

/* Finds them in two listeners. False if there are none; then LETTERS is not set. O(n). */
bool recipient_letters_find(struct arena *arena, const struct listener *before,
                            const struct listener *after, struct recipient_letters *letters);

#endif
