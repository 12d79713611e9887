/* SPDX-License-Identifier: MIT */
/*
 * A listener of the appliance's own XML file: its parts are noted as they come, in any order, and
 * become a listener of the policy when they are all there.
 */
#ifndef DESTC_READ_SAVECONFIG_LISTENER_H
#define DESTC_READ_SAVECONFIG_LISTENER_H

#include "read/entry.h"

enum saveconfig_part {
    PART_NONE,
    PART_NAME,
    PART_TYPE,
    PART_PROTOCOL,
    PART_PORT,
    PART_QUEUE,
    PART_DOMAIN,
    PART_CONNECTIONS,
    PART_BOUNCE,
    PART_HAT,
    PART_DEFAULT,     /* hat_default_...: a parameter of the default policy */
    PART_RECIPIENT,
    PART_ACTION,
    PART_OPTION,      /* of recipients */
    PART_RECIPIENTS,  /* the end of a rat_entry */
    PART_COUNT
};

struct saveconfig_piece {
    enum saveconfig_part part;
    enum flow_param param; /* of DEFAULT and OPTION */
    struct view text;
    struct span place;
    const struct source *table; /* of HAT */
    bool is_cut;                /* the file ends in it */
};

struct saveconfig_listener {
    struct policy *policy;
    struct diag *diag;
    const struct read_options *options;
    const struct source *source;
    struct saveconfig_piece *pieces;
    uint32_t count;
    uint32_t capacity;
    bool cut_off; /* the file ends in it, or could be read no further */
};

/*
 * What the element at PATH, below listeners/listener/, holds: *PARAM is its parameter if it has
 * one. PART_NONE if it is nothing that is read.
 */
enum saveconfig_part saveconfig_part(struct view path, enum flow_param *param);

/* Notes a piece of the listener that is open. */
void saveconfig_note(struct saveconfig_listener *listener, const struct saveconfig_piece *piece);

/* The listener is complete, or as complete as it gets: it enters the policy, if it has a piece. */
void saveconfig_listener_end(struct saveconfig_listener *listener);

#endif
