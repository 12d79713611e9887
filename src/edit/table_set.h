/* SPDX-License-Identifier: MIT */
/*
 * Changes of a table file entry by entry: settings get a value or go, entries come or go. What
 * becomes of it is for the reader to judge.
 */
#ifndef DESTC_EDIT_TABLE_SET_H
#define DESTC_EDIT_TABLE_SET_H

#include "edit/table.h"

/* What is to become of a setting. */
struct wanted_setting {
    enum param param;
    struct view value; /* as a table has it; empty: the entry is not to give it */
};

/* A table that is being changed. */
struct table_change {
    struct table table;
    struct patch patch;
};

/*
 * Gives the entry of KEY, or the default entry where that is empty, COUNT settings; false if there
 * is none. Settings that come new stand in the order of the list, at the end of their section.
 */
bool table_set_entry(struct table_change *change, struct view key,
                     const struct wanted_setting *settings, uint32_t count);

/* Adds an entry called NAME at the end; after the last table_set_entry(). */
void table_add_entry(struct table_change *change, struct view name,
                     const struct wanted_setting *settings, uint32_t count);

/* Takes the entry out; false if there is none. */
bool table_remove_entry(struct table_change *change, struct view key);

#endif
