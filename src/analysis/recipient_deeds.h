/* SPDX-License-Identifier: MIT */
/*
 * What the lines of two Recipient Access Tables do for whom they take: lines that do the same, on
 * whichever side, have one number. An option that is off does what one does that is not there; one
 * of an unknown name does what it says.
 */
#ifndef DESTC_ANALYSIS_RECIPIENT_DEEDS_H
#define DESTC_ANALYSIS_RECIPIENT_DEEDS_H

#include "analysis/recipient.h"

/* The number of what happens where no line takes somebody. */
#define DEED_NONE 0

struct recipient_deeds {
    uint32_t *of_line[2]; /* by side and number of a line */
};

/* Numbers the lines of two listeners. O(n) for n lines with their options. */
void recipient_deeds_make(struct arena *arena, const struct listener *before,
                          const struct listener *after, struct recipient_deeds *deeds);

/* What line NUMBER of a side does; that of NO_RECIPIENT is DEED_NONE. */
static inline uint32_t recipient_deed(const struct recipient_deeds *deeds, bool is_after,
                                      uint32_t number)
{
    return number == NO_RECIPIENT ? DEED_NONE : deeds->of_line[is_after][number];
}

/* Whether two values of an option, NULL where it is not there, do the same. */
bool recipient_same_option(const struct flow_setting *a, const struct flow_setting *b);

#endif
