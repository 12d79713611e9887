/* SPDX-License-Identifier: MIT */
/*
 * Destination controls of the appliance's own XML file, found by the names of an xml-map: what is
 * said of them becomes a text of records, which knows where each byte stood, and that is read into
 * the policy.
 */
#ifndef DESTC_READ_SAVECONFIG_DESTINATION_H
#define DESTC_READ_SAVECONFIG_DESTINATION_H

#include "base/buffer.h"
#include "read/saveconfig_stream.h"
#include "read/xml_map.h"

/* A text in an entry. */
struct destination_piece {
    struct view path; /* below the entry */
    enum param param; /* COUNT: of no known one */
    struct saveconfig_found found; /* without its own map */
    struct source_map map;
};

struct saveconfig_destinations {
    struct policy *policy;
    struct diag *diag;
    const struct read_options *options;
    const struct source *source;
    const struct xml_map *names; /* says where destinations stand; NULL: nothing does */
    struct destination_piece *pieces; /* of the entry that is open */
    uint32_t count;
    uint32_t capacity;
    struct buffer text;    /* the records */
    struct source_map map; /* from there to the file */
    uint32_t entry_count;
    bool default_seen;
};

/* No entry. Names are those of OPTIONS. */
void saveconfig_destinations_init(struct saveconfig_destinations *destinations,
                                  struct policy *policy, struct diag *diag,
                                  const struct read_options *options, const struct source *source);

/* What is wanted of the element at PATH; *INSIDE tells whether it stands in an entry. */
struct saveconfig_want saveconfig_destination_want(const struct saveconfig_destinations *destinations,
                                                   struct view path, bool *inside);

/* A text that was wanted. */
void saveconfig_destination_note(struct saveconfig_destinations *destinations,
                                 const struct saveconfig_found *found);

/* The element at PATH, named at PLACE, ends: an entry may be complete. */
void saveconfig_destination_end(struct saveconfig_destinations *destinations, struct view path,
                                struct span place);

/*
 * No more entries come, for the document has ended or, unless WHOLE, could not be read on: those
 * that are complete enter the policy.
 */
void saveconfig_destinations_end(struct saveconfig_destinations *destinations, bool whole);

#endif
