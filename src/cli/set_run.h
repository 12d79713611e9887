/* SPDX-License-Identifier: MIT */
/*
 * What verb_set.c and the rooms of set share. Nobody else includes this.
 */
#ifndef DESTC_CLI_SET_RUN_H
#define DESTC_CLI_SET_RUN_H

#include "cli/verbs.h"
#include "edit/table_set.h"

/* What is to be done, and to whom. */
struct setting_run {
    struct run *run;
    const char *path;
    bool removes;
    struct wanted_setting settings[PARAM_COUNT]; /* in the order in which an export has them */
    uint32_t setting_count;
    struct domain *destinations; /* an empty key: the default entry */
    uint32_t count;
    uint32_t capacity;
    struct span *places; /* of their names, in the file of --domains; else SPAN_NONE */
    uint32_t place_capacity;
    struct hash_table known; /* by key the number above */
    struct policy before;
    struct policy after;
    const struct source *source;
    bool is_policy; /* a policy source; else a table file */
    struct source_draft *drafts; /* what the files are to hold */
    const struct source **files; /* in the same order; as they are */
    uint32_t draft_count;
    uint32_t draft_capacity;
    uint32_t file_capacity;
    bool text_differs; /* a draft is another text than its file */
    bool differs;      /* and says something else, on some appliance at least */
    uint32_t draft_first; /* the number of the first text that was read instead of a file */
};

/* The number of the destination with KEY; UINT32_MAX if it is none of those. */
uint32_t set_find(const struct setting_run *set, struct view key);

/* What FILE is to hold. */
void set_add_draft(struct setting_run *set, const struct source *file, struct view text);

#endif
