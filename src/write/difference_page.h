/* SPDX-License-Identifier: MIT */
/*
 * The fixed parts of the page that shows differences: its style and its script, which are files of
 * their own beside this one and part of the program.
 */
#ifndef DESTC_WRITE_DIFFERENCE_PAGE_H
#define DESTC_WRITE_DIFFERENCE_PAGE_H

#include "base/output.h"

/*
 * Writes the page up to its body: its title, the style, and the policy by which a browser runs this
 * script, takes this style and fetches nothing, whatever else got in.
 */
void html_begin(struct output *output, struct view title);

/* Writes the script and ends the page. */
void html_end(struct output *output);

/* Adds TEXT to OUTPUT as text of the page, safe also inside an attribute in double quotes. */
void html_text(struct output *output, struct view text);

#endif
