/* SPDX-License-Identifier: MIT */
/*
 * What the pages and the objects of explain about listeners are made of. Only the files of
 * explain_listener.h include this.
 */
#ifndef DESTC_WRITE_EXPLAIN_PARTS_H
#define DESTC_WRITE_EXPLAIN_PARTS_H

#include "model/flow.h"
#include "write/explanation.h"

#include <jansson.h>

/* --- Pages ------------------------------------------------------------------------------------ */

/* The margins: a section's head, what stands below it. */
enum { PAGE_HEAD = 2, PAGE_BODY = 4 };

/* Begins a page: its title, which is safe to show, underlined, and whose the places are. */
void page_title(struct explainer *explainer, struct view title);

void page_head(struct explainer *explainer, const char *head);

/* A paragraph below a head; a sentence below the title. */
void page_paragraph(struct explainer *explainer, const char *text);
void page_note(struct explainer *explainer, const char *text);

/* A cell of the grid that is TEXT with controls escaped, and one that is a place. */
void page_add_text(struct explainer *explainer, struct view text);
void page_add_place(struct explainer *explainer, struct span place);

void page_assumptions(struct explainer *explainer, const bool assumed[ASSUMPTION_COUNT]);

/* The last field of a brief line, and its end. */
void brief_assumptions(struct explainer *explainer, const bool assumed[ASSUMPTION_COUNT]);

/* A field of a brief line, and the tab behind it. */
void brief_field(struct explainer *explainer, struct view text);
void brief_place(struct explainer *explainer, struct span place);

/* --- Objects ---------------------------------------------------------------------------------- */

/* OBJECT takes VALUE. */
void object_set(json_t *object, const char *key, json_t *value);

/* A string with controls escaped, so that it is UTF-8; a string or null. */
json_t *object_text(struct explainer *explainer, struct view text);
json_t *object_string(const char *string);

/* The keys file, line and column; null where there is no place. */
void object_place(struct explainer *explainer, json_t *object, struct span place);

json_t *object_assumptions(const bool assumed[ASSUMPTION_COUNT]);

/* Writes OBJECT as the next of the array, and frees it. */
void object_write(struct explainer *explainer, json_t *object);

/* The value as a number, true or false, or a string. */
json_t *flow_value(struct explainer *explainer, const struct flow_setting *setting);

#endif
