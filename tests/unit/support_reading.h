/* SPDX-License-Identifier: MIT */
/*
 * Texts of any format, read: what is reported about them, and whether two mean the same.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_READING_H
#define DESTC_TESTS_UNIT_SUPPORT_READING_H

#include "read/entry.h"
#include "support.h"

/* A whole default entry of a table file, in 12 lines. */
#define TABLE_DEFAULT(tls, alert, certificate)                                                     \
    "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\n"                            \
    "max_messages_per_connection = 50\nrecipient_minutes = 60\nrecipient_limit = 0\n"              \
    "limit_type = host\nlimit_apply = system\nbounce_validation = off\ntable_tls = " tls "\n"      \
    "send_tls_req_alert = " alert "\ncertificate = " certificate "\n"

/* Options for the newest release. */
extern const struct read_options newest;

/* A format's way into the model, as read_destconfig() and its like have it. */
typedef void read_function(struct policy *policy, struct diag *diag,
                           const struct read_options *options, const struct source *source);

/* Reads TEXT, called NAME, with READ into POLICY, which is a new one. */
const struct source *setup_read(struct setup *setup, struct policy *policy, read_function *read,
                                const char *name, struct view text);

/* A text that was read, in a run of its own: setup_end() ends it. */
struct reading {
    struct setup setup;
    struct policy policy;
    const struct source *source;
};

void reading_begin(struct reading *reading, read_function *read, const char *text);

/* The same for a text that may hold NULs, with --lenient or without. */
void reading_begin_view(struct reading *reading, read_function *read, struct view text,
                        bool lenient);

/*
 * READING must have given just MESSAGES, in the form of setup_messages(); then it is ended. TEXT is
 * shown if they differ.
 */
void reading_gave(struct reading *reading, const char *text, const char *messages);

/* The same in the form of setup_message_texts(). */
void reading_gave_texts(struct reading *reading, const char *text, const char *messages);

/* TEXT, read with READ, gives just MESSAGES. */
void read_gives(read_function *read, const char *text, const char *messages);

/*
 * TEXT, read with READ, has no error and means the same as the table file TABLE: the same entries
 * in the same order.
 */
void read_means(read_function *read, const char *text, const char *table);

/*
 * Whether both have the same default entry, or none, and the same destinations with the same
 * settings. They need not be in the same order.
 */
bool same_policy(const struct policy *a, const struct policy *b);

#endif
