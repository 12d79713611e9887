/* SPDX-License-Identifier: MIT */
/*
 * The policy document held against its schema as it is read. What the validator says is reported
 * at the reader's own places, unless a message about the same thing has been given there: about a
 * value at once; about an entry's structure when the entry ends, for its own rules may still say
 * the same in better words.
 */
#ifndef DESTC_READ_XML_CHECK_H
#define DESTC_READ_XML_CHECK_H

#include "diag/diag.h"
#include "read/xml_parse.h"
#include "schema/schema.h"

enum { XML_MOST_SHOWN = 4 }; /* attributes of one element that the schema knows */

/* What the validator says of an entry's structure, kept until the entry ends. */
struct xml_held {
    const char *text;
    struct span place;
};

struct xml_check {
    struct diag *diag;
    struct schema_validator *validator; /* NULL if the schema cannot be used */
    struct span place;                  /* of what the validator is being shown */
    bool told;                          /* a message about it has been given */
    struct schema_attribute attributes[XML_MOST_SHOWN];
    struct span attribute_places[XML_MOST_SHOWN];
    bool attribute_told[XML_MOST_SHOWN];
    size_t attribute_count;
    bool unexpected; /* the element that began must not stand there */
    struct xml_held *held;
    uint32_t held_count;
    uint32_t held_capacity;
};

void xml_check_init(struct xml_check *check, struct diag *diag);
void xml_check_free(struct xml_check *check);

/* An attribute of the element that xml_check_start() will show. */
void xml_check_attribute(struct xml_check *check, const struct xml_attribute *attribute, bool told);
/* Forgets the attributes that were gathered. */
void xml_check_clear(struct xml_check *check);

/* Element NAME, at PLACE, begins. False if the schema does not expect it: it is not judged. */
bool xml_check_start(struct xml_check *check, struct view name, struct span place);
/* TEXT, at PLACE, is all that stands in the element, which ends. */
void xml_check_text(struct xml_check *check, struct view text, struct span place, bool told);
/* The element, which began at PLACE, ends. */
void xml_check_end(struct xml_check *check, struct span place);
/* The document ends early and another begins, in whose root element ROOT we are then. */
void xml_check_restart(struct xml_check *check, struct view root);
/* An element that was open before the document ended early begins again, with what it had. */
void xml_check_reopen(struct xml_check *check, struct view name,
                      const struct schema_attribute *attributes, size_t count);

/* Reports what was held, or, when it has been EXCUSED by other messages, drops it. */
void xml_check_release(struct xml_check *check, bool excused);

#endif
