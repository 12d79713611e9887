/* SPDX-License-Identifier: MIT */
/*
 * A merge as changes of the text of ours: what is taken from theirs, and marks round conflicts.
 */
#ifndef DESTC_EDIT_MERGE_TEXT_H
#define DESTC_EDIT_MERGE_TEXT_H

#include "edit/merge_comments.h"

/*
 * Asks PATCH for all that the merge of TEXTS, with COMMENTS, does to ours. An entry that comes from
 * theirs comes as it stands there, with the comments in it and right above it.
 */
void merge_apply(const struct merge_texts *texts, const struct merge_comments *comments,
                 struct patch *patch);

/*
 * Where ours gives the setting called NAME of ENTRY; its section's name if it does not, or NAME is
 * empty; SPAN_NONE if it has no such section.
 */
struct span merge_place(const struct table *table, const struct merge_entry *entry,
                        struct view name);

/* Where ours has COMMENT, or what it stands before; SPAN_NONE at the end of the text. */
struct span merge_comment_place(const struct table *table, const struct merge_comment *comment);

#endif
