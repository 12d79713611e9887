/* SPDX-License-Identifier: MIT */
/*
 * Joining two people's changes of one table of destinations, setting by setting: what one side
 * changed and the other did not is taken; what both changed otherwise is a conflict.
 * Source: docs/merge.md.
 */
#ifndef DESTC_EDIT_MERGE_H
#define DESTC_EDIT_MERGE_H

#include "model/policy.h"

enum merge_kind {
    MERGE_TAKE,    /* theirs takes the place of ours, which may give none */
    MERGE_DROP,    /* theirs has taken the setting out */
    MERGE_CONFLICT,
};

/* What a side gives; of what it does not give the text is empty. */
struct merge_value {
    bool given;
    struct view text; /* as an export spells it */
};

struct merge_setting {
    enum merge_kind kind;
    struct view name; /* as an export calls it */
    struct merge_value base;
    struct merge_value ours;
    struct merge_value theirs;
};

enum merge_whole {
    MERGE_INSIDE,      /* both have the entry: its settings are told */
    MERGE_ADD,         /* theirs has a new entry: all of its settings, to be taken */
    MERGE_REMOVE,      /* theirs has removed the entry, which ours left as it was */
    MERGE_OURS_GONE,   /* a conflict: ours has removed what theirs changed; theirs' settings */
    MERGE_THEIRS_GONE, /* a conflict: theirs has removed what ours changed */
};

/* An entry that changes, or would. */
struct merge_entry {
    enum merge_whole whole;
    bool is_default;
    struct view name;
    uint32_t ours;   /* number of the destination, or NO_ENTRY */
    uint32_t theirs;
    struct merge_setting *settings;
    uint32_t setting_count;
};

struct merge {
    struct merge_entry *entries; /* the default entry, ours' order, then what theirs adds */
    uint32_t count;
    uint32_t capacity;
    uint32_t conflicts; /* settings, and whole entries */
};

/* What is to be done to OURS. The three share one store. Lives in ARENA. O(n). */
void merge_policies(struct arena *arena, const struct policy *base, const struct policy *ours,
                    const struct policy *theirs, struct merge *merge);

#endif
