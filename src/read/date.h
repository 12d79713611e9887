/* SPDX-License-Identifier: MIT */
/*
 * Dates as policy sources have them: 2027-06-30.
 */
#ifndef DESTC_READ_DATE_H
#define DESTC_READ_DATE_H

#include "base/arena.h"

/* Whether TEXT is a date of the calendar. */
bool date_valid(struct view text);

/*
 * How to mend TEXT, which is none: written anew where it can be one date only, else what is wrong
 * or how a date is written.
 */
const char *date_help(struct arena *arena, struct view text);

#endif
