/* SPDX-License-Identifier: MIT */
/*
 * What is worked out of a connection before it is explained in one form or another. Only the files
 * of explain_listener.h include this.
 */
#ifndef DESTC_WRITE_RECEPTION_H
#define DESTC_WRITE_RECEPTION_H

#include "analysis/receipt.h"
#include "write/explain_listener.h"
#include "write/explain_parts.h"
#include "write/listener_shown.h"

struct reception {
    struct explainer *explainer;
    const struct connector *connector;
    const struct listener *listener;
    const struct caller *caller;
    struct connection found;
    struct connect_steps steps;
    const struct access_entry *entry; /* that holds; NULL if none does */
    struct flow_resolved resolved;    /* what it gives; only where one holds */
    bool assumed[ASSUMPTION_COUNT];
};

/* The caller's address as it is written. */
struct view reception_address(const struct reception *reception);

/* -1.1, "none", or an empty text. */
struct view reception_score(const struct reception *reception);

/* What was asked for, in a line: a line of the log as ADDRESS,NAME,SCORE. */
struct view reception_asked(const struct reception *reception);

/* Whether the connection is refused. */
bool reception_refuses(const struct reception *reception);

/* The name of an entry: a group's, the member of a single host, ALL. */
struct view entry_label(const struct access_entry *entry);

/* "group", "host", "all". */
const char *entry_kind_name(enum access_kind kind);

/* From whom a setting comes: "the entry", "$NAME"; for a value that is known. */
struct view origin_label(const struct reception *reception, enum flow_origin origin);

/* What a step is about, in words. */
struct view step_words(const struct reception *reception, const struct connect_step *step);

/* A remark on the caller's address, or NULL. */
const char *reception_remark(const struct reception *reception);

/* What the TLS setting does; NULL if it is not known or has no part. */
const struct receipt *reception_tls(const struct reception *reception);

/* The TLS setting, or what stands for it. */
struct view reception_tls_words(const struct reception *reception);

/* The forms. */
void reception_text(struct reception *reception);
void reception_brief(struct reception *reception);
void reception_json(struct reception *reception);

#endif
