/* SPDX-License-Identifier: MIT */
/*
 * The lines of a text: where one begins and ends, and cutting something out of them.
 */
#ifndef DESTC_EDIT_SOURCE_LINE_H
#define DESTC_EDIT_SOURCE_LINE_H

#include "diag/source.h"
#include "edit/patch.h"

/* Where the line begins on which the byte at AT stands. */
uint32_t source_line_begin(const struct source *source, uint32_t at);

/* Where that line ends: before its line end, which may be CR LF. */
uint32_t source_line_end(const struct source *source, uint32_t at);

/* Where the next one begins, or the text ends. */
uint32_t source_line_next(const struct source *source, uint32_t at);

/* The line end that the text has, by its first line. */
const char *source_line_break(const struct source *source);

/* TEXT, whose lines end in LF, with those line ends. */
struct view source_line_breaks(struct arena *arena, const struct source *source, const char *text);

/* Before the blanks that stand before AT, or behind those that stand behind it, on its line. */
uint32_t source_line_back(const struct source *source, uint32_t at);
uint32_t source_line_on(const struct source *source, uint32_t at);

/* Whether only blanks stand before AT on its line, or behind it. */
bool source_line_starts(const struct source *source, uint32_t at);
bool source_line_ends(const struct source *source, uint32_t at);

/*
 * Behind the semicolons that stand behind AT, where they end nothing any more: those on its line,
 * or on further LINES too.
 */
uint32_t source_line_strays(const struct source *source, uint32_t at, bool lines);

/*
 * Takes out the bytes from BEGIN up to END, and with them the line if nothing else stands on it,
 * else the blanks that would be left over: at the end of the line, or between what stays.
 */
void source_line_cut(const struct source *source, uint32_t begin, uint32_t end,
                     struct patch *patch);

#endif
