/* SPDX-License-Identifier: MIT */
/*
 * Marks of a conflict in a table file, as git has them: ours, theirs, a setting or a section at a
 * time. A text with such marks is no table any more, until somebody has decided.
 */
#ifndef DESTC_EDIT_CONFLICT_H
#define DESTC_EDIT_CONFLICT_H

#include "edit/table.h"

/*
 * Marks a setting called NAME of the section whose head is HEAD. OURS is its mark there, or
 * TABLE_NONE; THEIRS is the value on the other side, NULL for none.
 */
void conflict_mark_setting(const struct table *table, uint32_t head, struct view name,
                           uint32_t ours, const struct view *theirs, struct patch *patch);

/*
 * Marks the lines of ours from BEGIN up to END, which can be none; THEIRS, whole lines, is what the
 * other side has.
 */
void conflict_mark_lines(const struct table *table, uint32_t begin, uint32_t end,
                         const char *const *theirs, uint32_t count, struct patch *patch);

/* Marks the section whose head is HEAD, which the other side does not have. */
void conflict_mark_section(const struct table *table, uint32_t head, struct patch *patch);

/*
 * Round a section at the end of the text that only the other side has: table_add_section() and
 * table_add_last() come between the two calls.
 */
void conflict_begin_missing(const struct table *table, struct patch *patch);
void conflict_end_missing(const struct table *table, struct patch *patch);

/*
 * TEXT as one side has it, without marks; of any format, for whoever merged it marks lines. False
 * if it has no marks, or some that do not belong together.
 */
bool conflict_side(struct arena *arena, struct view text, bool ours, struct view *side);

#endif
