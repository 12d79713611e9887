/* SPDX-License-Identifier: MIT */
/*
 * The comments of a merge: what theirs changed of them and ours does not have. Comments are told
 * apart by what they stand before; what one side only moved elsewhere is no change.
 * Source: docs/merge.md.
 */
#ifndef DESTC_EDIT_MERGE_COMMENTS_H
#define DESTC_EDIT_MERGE_COMMENTS_H

#include "edit/table_comments.h"
#include "edit/merge.h"

/* Where in ours a block comes, among all that is done at one place. */
enum merge_comment_where {
    COMMENT_BEFORE,     /* before the head or the setting, or at the end of the text */
    COMMENT_WITH_ADDED, /* before the setting that is added at the end of the section */
    COMMENT_BELOW_HEAD, /* ours does not have the setting any more */
};

/* A block of comments that becomes what theirs has there, or is a conflict. */
struct merge_comment {
    struct view entry; /* as in struct comment_block */
    struct view setting;
    const struct comment_block *ours;   /* NULL: none */
    const struct comment_block *theirs; /* NULL: none */
    bool is_conflict; /* ours has changed it as well, otherwise */
    enum merge_comment_where where;
    uint32_t at;    /* where the line begins before which it stands, in ours */
    uint32_t order; /* of COMMENT_WITH_ADDED: the number of the setting in its merge_entry */
};

struct merge_comments {
    struct merge_comment *list;
    uint32_t count;
    uint32_t capacity;
    uint32_t conflicts;
    const struct table_comments *base; /* of base; NULL: merge_comments_find() was not called */
};

/* The texts of a merge, and what is done to settings and entries. */
struct merge_texts {
    const struct table *base; /* NULL: there is none */
    const struct table *ours;
    const struct table *theirs;
    struct merge *merge;
};

/*
 * What is to be done to the comments of ours. Where one side removed an entry whose comments the
 * other changed, MERGE gets a conflict about the entry. Else those of an entry that ours does not
 * have are left out: it comes with its comments or not at all. Nothing is to be done where all three are
 * table_comments_same(). Lives in ARENA.
 */
void merge_comments_find(struct arena *arena, const struct merge_texts *texts,
                         struct merge_comments *merge);

#endif
