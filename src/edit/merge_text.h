/* SPDX-License-Identifier: MIT */
/*
 * A merge as changes of the text of ours: what is taken from theirs, and marks round conflicts.
 */
#ifndef DESTC_EDIT_MERGE_TEXT_H
#define DESTC_EDIT_MERGE_TEXT_H

#include "edit/merge.h"
#include "edit/table.h"

/*
 * Asks PATCH for all that MERGE does to TABLE, the text of ours. An entry that comes from THEIRS
 * comes as it stands there, with the comments in it and right above it.
 */
void merge_apply(const struct table *table, const struct table *theirs, const struct merge *merge,
                 struct patch *patch);

/*
 * Where ours gives the setting called NAME of ENTRY; its section's name if it does not, or NAME is
 * empty; SPAN_NONE if it has no such section.
 */
struct span merge_place(const struct table *table, const struct merge_entry *entry,
                        struct view name);

#endif
