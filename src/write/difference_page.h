/* SPDX-License-Identifier: MIT */
/*
 * What the pages that show differences share: their style and their script, which are files of
 * their own beside this one and part of the program, and the parts that both know by name.
 *
 * A page is its head, a header, and in <main> a filter and one table. The table is complete without
 * the script. Its bodies are what is filtered and sorted, their attributes what the filter's
 * choices are held against: one called "kind" chooses among the words of data-kind.
 */
#ifndef DESTC_WRITE_DIFFERENCE_PAGE_H
#define DESTC_WRITE_DIFFERENCE_PAGE_H

#include "base/output.h"

/*
 * Writes the page up to its body: its title, the style, and the policy by which a browser runs this
 * script, takes this style and fetches nothing, whatever else got in.
 */
void html_begin(struct output *output, struct view title);

/* Adds TEXT to OUTPUT as text of the page, safe also inside an attribute in double quotes. */
void html_text(struct output *output, struct view text);

/* Begins the body and its header, with a link past it if there is a table. */
void html_header(struct output *output, bool has_table);

/* Ends the header, and begins what has the filter and the table. */
void html_main(struct output *output);

/* The filter: a field for words, choices between the two calls, buttons and what is said of it. */
void html_filter(struct output *output);
void html_filter_end(struct output *output);

/* A choice of the filter, which begins with "all", and the others: WORDS are markup. */
void html_choice(struct output *output, const char *label, const char *name);
void html_option(struct output *output, const char *value, const char *words);
void html_choice_end(struct output *output);

/* What a table is: markup, and words for one of its bodies and for many. */
struct html_table {
    const char *attributes; /* "" for none */
    const char *caption;
    const char *one;
    const char *many;
};

/* Begins the table, in a frame that scrolls by itself; the cells of its head follow. */
void html_table(struct output *output, const struct html_table *table);

/* Ends the head; bodies follow. */
void html_table_head_end(struct output *output);

/* Begins CELL ("td", "th scope=...") that stands beside ROWS rows. */
void html_cell(struct output *output, const char *cell, uint32_t rows);

/* Ends the table and what html_main() began. */
void html_table_end(struct output *output);

/* Writes the script and ends the page. */
void html_end(struct output *output);

#endif
