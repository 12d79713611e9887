/* SPDX-License-Identifier: MIT */
/*
 * A Recipient Access Table put together from its parts, in whatever language they are written. What
 * concerns the table as a whole is judged here, once for all readers.
 *
 *     recipients_reader_init(...);
 *     recipients_add(...);              for each, top down
 *     recipients_check(...);
 */
#ifndef DESTC_READ_ACCESS_RECIPIENTS_H
#define DESTC_READ_ACCESS_RECIPIENTS_H

#include "read/access.h"

struct recipients_reader {
    struct diag *diag;
    struct listener *listener;    /* which the table belongs to */
    struct hash_table recipients; /* of the table */
    bool has_all;                 /* there was an ALL, good or not */
    enum vocabulary vocabulary;   /* whose words messages use; a table's, if nobody sets it */
};

/* A reader of the table of LISTENER, as a RAT has it. */
void recipients_reader_init(struct recipients_reader *reader, struct diag *diag,
                            struct listener *listener);

/*
 * Adds a recipient. ADDRESS is UTF-8 without control characters and blanks; "ALL" in any case is
 * everybody else. False, and reported, if it is none. With RECIPIENT_ACTION_COUNT, an action that
 * was reported, the address is judged and nothing is added.
 */
bool recipients_add(struct recipients_reader *reader, struct access_text address,
                    enum recipient_action action, struct span action_place,
                    struct flow_settings options);

/*
 * Reports an ALL that is missing or not the last recipient; HAS_ALL and END as access_check() takes
 * them. LISTENER need not come from a reader.
 */
void recipients_check(struct diag *diag, enum vocabulary vocabulary,
                      const struct listener *listener, bool has_all, struct span end);

#endif
