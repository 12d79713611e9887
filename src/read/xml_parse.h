/* SPDX-License-Identifier: MIT */
/*
 * XML text, read with libxml2's push parser: elements, attributes and texts come to a handler with
 * their exact places in the source. Document types are refused; depth and sizes are limited.
 */
#ifndef DESTC_READ_XML_PARSE_H
#define DESTC_READ_XML_PARSE_H

#include "diag/diag.h"

enum {
    XML_MOST_DEPTH = 64,         /* elements within elements */
    XML_MOST_BYTES = 64 * 1024, /* of one tag, text or comment */
};

/* Names and namespaces are good until the parser ends. */
struct xml_attribute {
    struct view name; /* without prefix */
    struct view uri;  /* of its namespace; empty if it has none */
    struct view value; /* a part of the source, or the arena's where it holds references */
    struct span place; /* of its name */
    struct span value_place; /* between the quotes */
};

struct xml_element {
    struct view name;
    struct view uri;
    struct span place; /* of its name; the tag begins one byte before */
    const struct xml_attribute *attributes; /* good until the handler returns */
    size_t count;
};

/* A function that returns false stops the parser; nothing more is called then. */
struct xml_handler {
    bool (*start)(void *context, const struct xml_element *element);
    /*
     * All of the text between two tags, comments left out. TEXT is good until the handler returns,
     * or for ever if it is a part of the source.
     */
    bool (*text)(void *context, struct view text, struct span place);
    /* PLACE is the end tag; the whole tag of an element without content. */
    bool (*end)(void *context, struct span place);
    void (*comment)(void *context, struct span place);
};

/*
 * Whether the document declares no encoding or one that is UTF-8; reports it if not. xml_parse()
 * asks this by itself.
 */
bool xml_check_encoding(const struct source *source, struct diag *diag);

/*
 * Parses the text of SOURCE, which is UTF-8 (a byte order mark is skipped). What is wrong is
 * reported to DIAG and stops the parser. The library must have been initialised
 * (schema_library_init in schema/schema.h).
 */
void xml_parse(const struct source *source, struct diag *diag, const struct xml_handler *handler,
               void *context);

#endif
