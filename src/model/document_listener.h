/* SPDX-License-Identifier: MIT */
/*
 * The listeners' part of the policy document: the walk through a listener in the document's order,
 * which the writer and the validator take, and the spellings that differ from those of a table.
 *
 * The document's words are the policy language's. What no element has room for stands in
 * <parameter> as a table has it: parameters that are not known, and values that are none of a
 * known parameter's words.
 */
#ifndef DESTC_MODEL_DOCUMENT_LISTENER_H
#define DESTC_MODEL_DOCUMENT_LISTENER_H

#include "model/document.h"
#include "model/listener.h"

/* A walk through a listener. */
struct listener_walk {
    const struct listener *listener;
    /* Every entry, member and recipient; else one of each kind, which speaks for the others. */
    bool all;
    /* Called, unless it is NULL, for what is left out since no XML document can hold it. */
    void (*lost)(void *context, const char *what, struct span place);
    void *context;
    struct span place; /* of what the sink is being told of, in what was read */
};

/* Walks through the listener, with its own element. Values that a reader rejected are left out. */
void document_walk_listener(struct listener_walk *walk, const struct document_sink *sink);

/* --- For readers ------------------------------------------------------------------------------ */

/*
 * TEXT, the text of the element of PARAM, as a table has it: with its quotes, and in the table's
 * words. The document's texts have a table's escapes already, unlike those that
 * flow_policy_text() takes.
 */
struct view document_flow_text(struct arena *arena, enum flow_param param, struct view text);

/* Offers NEAREST the elements of a block of TABLE. */
void document_nearest_flow(enum flow_table table, struct nearest *nearest);

/* The behavior, action or type of listener called WORD; COUNT or LISTENER_UNKNOWN if none is. */
enum behavior document_behavior(struct view word);
enum recipient_action document_action(struct view word);
enum listener_type document_listener_type(struct view word);

/* The elements of a listener's own settings, in the document's order. */
enum listener_setting {
    LISTENER_INTERFACE,
    LISTENER_PROTOCOL,
    LISTENER_PORT,
    LISTENER_DEFAULT_DOMAIN,
    LISTENER_MAX_CONNECTIONS,
    LISTENER_QUEUE_SIZE,
    LISTENER_BOUNCE_PROFILE,
    LISTENER_CERTIFICATE,
    LISTENER_SETTING_COUNT
};

/* The element's name. */
const char *document_listener_setting(enum listener_setting setting);

/* Whether its text is a number. */
bool document_listener_is_number(enum listener_setting setting);

/* The text of the setting's element, digits in BUFFER; empty: the listener does not say it. */
struct view document_listener_text(const struct listener *listener, enum listener_setting setting,
                                   char buffer[FLOW_MOST_DIGITS]);

/* The word of a type; empty of one that is not known. */
const char *document_type_word(enum listener_type type);

/*
 * Gives LISTENER what the text of a setting's element says. False if it is no number where one is
 * needed.
 */
bool document_listener_set(struct listener *listener, enum listener_setting setting,
                           struct view text);

#endif
