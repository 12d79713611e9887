/* SPDX-License-Identifier: MIT */
/*
 * Where a line of a text that is to be changed stands in the text as it is.
 */
#ifndef DESTC_EDIT_DRAFT_PLACE_H
#define DESTC_EDIT_DRAFT_PLACE_H

#include "base/view.h"

#include <stdint.h>

/*
 * Makes *OFFSET, which lies in AFTER, that of the same byte in BEFORE, if its line stands before
 * all changes, or behind them all. False, and nothing changed, if it stands among them: then
 * nothing says that BEFORE has that line.
 */
bool draft_place(struct view before, struct view after, uint32_t *offset);

#endif
