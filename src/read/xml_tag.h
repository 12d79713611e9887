/* SPDX-License-Identifier: MIT */
/*
 * The parts of an XML tag and where they stand. For text that an XML parser has accepted already:
 * nothing is judged here. Places are offsets in TEXT, and LIMIT is where looking ends.
 */
#ifndef DESTC_READ_XML_TAG_H
#define DESTC_READ_XML_TAG_H

#include "diag/source.h"

/* A space, tab or line end. */
bool xml_is_blank(char c);

/* Where the name that begins at BEGIN ends. */
uint32_t xml_name_end(const char *text, uint32_t begin, uint32_t limit);

/* The name from BEGIN to END without its prefix. */
struct view xml_local_name(const char *text, uint32_t begin, uint32_t end);

struct xml_raw_attribute {
    struct span name;
    struct span value; /* between the quotes */
};

/* The attribute from *AT on, which is moved behind it. False if there is none up to LIMIT. */
bool xml_next_attribute(const char *text, uint32_t *at, uint32_t limit,
                        struct xml_raw_attribute *attribute);

/*
 * Where the declaration with which TEXT, up to LIMIT, begins names an encoding, between the quotes;
 * SPAN_NONE if it does not.
 */
struct span xml_declared_encoding(const char *text, uint32_t limit);

/* Whether the attribute declares a namespace. */
bool xml_declares_namespace(const char *text, struct span name);

#endif
