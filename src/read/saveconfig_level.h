/* SPDX-License-Identifier: MIT */
/*
 * Which element of the appliance's own XML file is the one below which everything is read: <config>,
 * in a cluster's file <cluster_config><cluster><config>, or what an xml-map names. What holds
 * settings beside it is told of.
 */
#ifndef DESTC_READ_SAVECONFIG_LEVEL_H
#define DESTC_READ_SAVECONFIG_LEVEL_H

#include "base/buffer.h"
#include "read/xml_map.h"

enum { LEVEL_MOST_STEPS = 64 };

/* An element of the way to it. */
struct level_step {
    struct view name;
    uint32_t number; /* which of those of its name; 0: it was not said */
    uint32_t count;  /* how many of its name there were below the one before */
};

struct saveconfig_level {
    struct diag *diag;
    const struct xml_map_word *told; /* config of an xml-map; NULL: it was not said */
    struct level_step steps[LEVEL_MOST_STEPS];
    unsigned step_count;
    unsigned depth;      /* elements that are open */
    unsigned matched;    /* how many of them are on the way */
    unsigned unread;     /* the depth of one that was told of; 0: none is open */
    struct buffer path;  /* of what is open */
    struct span root;    /* the name of the root element */
    struct span found;   /* the name of the element that is read; SPAN_NONE: it has not come */
};

enum level_place {
    LEVEL_OUTSIDE, /* an element outside what is read */
    LEVEL_READ,    /* the element below which everything is read */
    LEVEL_WRONG,   /* no file of an appliance: reported */
};

/* No element is open. MAP may be NULL. */
void saveconfig_level_init(struct saveconfig_level *level, struct diag *diag,
                           const struct xml_map *map);

/*
 * The element NAME, which stands at PLACE, begins. One that is LEVEL_READ must be closed too, and
 * what is in it is not told of.
 */
enum level_place saveconfig_level_open(struct saveconfig_level *level, struct view name,
                                       struct span place);

/* The element NAME ends. */
void saveconfig_level_close(struct saveconfig_level *level, struct view name);

/* The document has ended: reports it if what was to be read was not there. */
void saveconfig_level_end(const struct saveconfig_level *level);

#endif
