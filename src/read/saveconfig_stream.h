/* SPDX-License-Identifier: MIT */
/*
 * The appliance's own XML file, piece by piece: libxml2's push parser behind the filter for
 * captures. Only what is asked for is kept. Nothing is fetched; a document type without an internal
 * subset is passed over, and the document is held against the DTD that the user gives, if any.
 */
#ifndef DESTC_READ_SAVECONFIG_STREAM_H
#define DESTC_READ_SAVECONFIG_STREAM_H

#include "read/entry.h"

/* What is wanted of the text of an element. */
struct saveconfig_want {
    size_t most;    /* its bytes; 0: nobody wants it */
    bool leaf_only; /* if there is an element in it, it was no text that was wanted */
};

/* The text of an element that is wanted. */
struct saveconfig_found {
    struct view path;
    char *text; /* without blanks round it, with two NULs behind it; it lasts */
    size_t length;
    struct span place;            /* in the file */
    struct span name;             /* of the element, in its start tag */
    const struct source_map *map; /* from each byte of the text to the file */
    bool is_cut; /* the file ends in it: these are the lines that are whole */
};

/*
 * A path is that of an element below <config>, or below what else is read (saveconfig_level.h):
 * "listeners/listener/hat"; "" is <config> itself.
 */
struct saveconfig_handler {
    void *context;
    struct saveconfig_want (*wanted)(void *context, struct view path);
    void (*text)(void *context, const struct saveconfig_found *found);
    /* The element at PATH, whose start tag has its name at PLACE, ends. */
    void (*end)(void *context, struct view path, struct span place);
};

enum {
    SAVECONFIG_MOST_DEPTH = 64,               /* elements within elements */
    SAVECONFIG_MOST_TEXT = 16 * 1024 * 1024,  /* bytes of a text that nobody wants */
    SAVECONFIG_MOST_MARKUP = 1024 * 1024,     /* bytes of a tag or comment */
};

/*
 * Parses SOURCE, by the xml-map and the DTD of OPTIONS if there are any. What is wrong is reported
 * and stops the parser; what came before has been handed over. True if the end was reached. The
 * library must have been initialised (schema_library_init in schema/schema.h).
 */
bool saveconfig_parse(const struct source *source, struct diag *diag,
                      const struct read_options *options,
                      const struct saveconfig_handler *handler);

#endif
