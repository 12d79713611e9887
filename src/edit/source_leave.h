/* SPDX-License-Identifier: MIT */
/*
 * Taking destinations out of a statement that others share.
 */
#ifndef DESTC_EDIT_SOURCE_LEAVE_H
#define DESTC_EDIT_SOURCE_LEAVE_H

#include "edit/source_set.h"

/*
 * Takes the targets of STATEMENT out of its list, and out of sets that nothing else uses. COMMENTS
 * gets the comments of their lines. False, and reported, if a set is used elsewhere too, or comes
 * from a file.
 */
bool source_leave(struct source_change *change, const struct source_statement *statement,
                  struct buffer *comments);

#endif
