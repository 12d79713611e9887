/* SPDX-License-Identifier: MIT */
/*
 * What the XML reader knows of the listener that is open. For xml_reader.h only.
 *
 * What elements say is put together and judged by read/access.h and read/access_recipients.h, as it
 * is for HAT and RAT files: so the same is wrong in each format.
 */
#ifndef DESTC_READ_XML_LISTENER_H
#define DESTC_READ_XML_LISTENER_H

#include "read/access.h"
#include "read/access_recipients.h"
#include "read/flow.h"

struct xml_listener {
    struct policy *policy; /* whose it is: the base, or what differs on an appliance */
    struct listener *listener;
    struct access_reader access;         /* its HAT */
    struct recipients_reader recipients; /* its RAT */
    struct flow_reader flow;             /* the block that is open, and behind it what it has */
    /* The policy, behavior or recipient that is open: its name, and what becomes of it. */
    struct view name;
    struct span name_place;
    struct view word;
    struct span word_place;
    /* The entry that is open. */
    bool misplaced;   /* as the schema says; whether that is said, the table's end decides */
    bool has_subject; /* it has been begun: what it is about is known */
    bool has_use;     /* and what it gets has been read: NAME or WORD */
    struct access_note description;
    struct access_note member_description;
};

#endif
