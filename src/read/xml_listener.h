/* SPDX-License-Identifier: MIT */
/*
 * What the XML reader knows of the listener that is open. For xml_reader.h only.
 *
 * What an element says is judged by the functions that the readers of HAT and RAT files call for
 * what their grammars find: so the same is wrong in each format, in the same words.
 */
#ifndef DESTC_READ_XML_LISTENER_H
#define DESTC_READ_XML_LISTENER_H

#include "read/hat.h"
#include "read/rat.h"

struct xml_listener {
    struct listener *listener;
    struct hat_reader hat;
    struct rat_reader rat;
    struct flow_reader defaults; /* of the default policy */
    struct flow_reader *flow;    /* whose block is open */
    /* The policy, behavior or recipient that is open: its name, and what becomes of it. */
    struct view name;
    struct span name_place;
    struct view word;
    struct span word_place;
    /* The entry that is open. */
    bool misplaced;   /* as the schema says; whether that is said, the table's end decides */
    bool has_subject; /* the reader of HATs has been given what it is about */
    bool has_use;     /* and what it gets has been read: NAME or WORD */
    struct hat_description description;
    struct hat_description member_description;
};

#endif
