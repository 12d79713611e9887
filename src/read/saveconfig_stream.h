/* SPDX-License-Identifier: MIT */
/*
 * The appliance's own XML file, piece by piece: libxml2's push parser behind the filter for
 * captures. Only what is asked for is kept. Nothing is fetched; a document type without an internal
 * subset is passed over.
 */
#ifndef DESTC_READ_SAVECONFIG_STREAM_H
#define DESTC_READ_SAVECONFIG_STREAM_H

#include "diag/diag.h"

/* A path is that of an element below <config>: "listeners/listener/hat"; "" is <config> itself. */
struct saveconfig_handler {
    void *context;
    /* How long the text of the element at PATH may be, in bytes; 0 if nobody wants it. */
    size_t (*wanted)(void *context, struct view path);
    /*
     * The text of an element that is wanted, blanks round it left out, with two NULs behind it; it
     * lasts. PLACE is in the file; MAP leads there from each byte.
     */
    void (*text)(void *context, struct view path, char *text, size_t length, struct span place,
                 const struct source_map *map);
    /* The element at PATH, whose start tag has its name at PLACE, ends. */
    void (*end)(void *context, struct view path, struct span place);
};

enum {
    SAVECONFIG_MOST_DEPTH = 64,               /* elements within elements */
    SAVECONFIG_MOST_TEXT = 16 * 1024 * 1024,  /* bytes of a text that nobody wants */
    SAVECONFIG_MOST_MARKUP = 1024 * 1024,     /* bytes of a tag or comment */
};

/*
 * Parses SOURCE. What is wrong is reported and stops the parser; what came before has been handed
 * over. The library must have been initialised (schema_library_init in schema/schema.h).
 */
void saveconfig_parse(const struct source *source, struct diag *diag,
                      const struct saveconfig_handler *handler);

#endif
