/* SPDX-License-Identifier: MIT */
/*
 * The table file of destinations as its text: what stands where, by the parser's own tokens, and
 * changes of it. A change concerns whole lines or single tokens; comments, the order and the line
 * ends of everything else stay.
 */
#ifndef DESTC_EDIT_TABLE_H
#define DESTC_EDIT_TABLE_H

#include "edit/patch.h"
#include "read/destconfig.h"

struct table {
    struct arena *arena;
    const struct source *source;
    struct policy policy; /* what it says, without an outside */
    struct destconfig_marks marks;
};

/* The number of no mark. */
#define TABLE_NONE UINT32_MAX

/* Reads SOURCE; sets are kept in STORE. False, and reported, if it is not sound. */
bool table_parse(struct table *table, struct diag *diag, struct store *store,
                const struct read_options *options, const struct source *source);

/* The head of the section that begins at OFFSET, in the space of offsets; or TABLE_NONE. */
uint32_t table_section(const struct table *table, uint32_t offset);

/* The setting that an export calls NAME, of the section whose head is HEAD; or TABLE_NONE. */
uint32_t table_setting(const struct table *table, uint32_t head, struct view name);

/* Where the line of a mark begins, and where the next one does. */
uint32_t table_line_begin(const struct table *table, uint32_t mark);
uint32_t table_line_end(const struct table *table, uint32_t mark);

/* The last mark of the section whose head is HEAD: HEAD itself if it gives nothing. */
uint32_t table_last_mark(const struct table *table, uint32_t head);

/*
 * Puts LINE in at AT, where a line begins or the text ends. Several that are put in at one place
 * stand in the order of the calls.
 */
void table_insert_line(const struct table *table, uint32_t at, const char *line,
                       struct patch *patch);

/* Puts a blank line in at the end of the text, unless one is there. */
void table_insert_break(const struct table *table, struct patch *patch);

/* Takes out the line of the setting MARK. */
void table_remove_setting(const struct table *table, uint32_t mark, struct patch *patch);

/* Gives the setting MARK another value. */
void table_change_setting(const struct table *table, uint32_t mark, struct view value,
                          struct patch *patch);

/*
 * Adds a setting at the end of the section whose head is HEAD. Several that are added there stand
 * in the order of the calls.
 */
void table_add_setting(const struct table *table, uint32_t head, struct view name,
                       struct view value, struct patch *patch);

/*
 * Takes out the section whose head is HEAD: its head, a blank line before it, and its settings.
 * Comments on lines of their own stay.
 */
void table_remove_section(const struct table *table, uint32_t head, struct patch *patch);

/*
 * Adds the head of a section called NAME at the end of the text, behind a blank line. Settings that
 * are added with table_add_last() follow it.
 */
void table_add_section(const struct table *table, struct view name, struct patch *patch);
void table_add_last(const struct table *table, struct view name, struct view value,
                    struct patch *patch);

#endif
