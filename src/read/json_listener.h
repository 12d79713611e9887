/* SPDX-License-Identifier: MIT */
/*
 * Listeners in JSON: in the words of their tables. What they say is judged where a table's is.
 */
#ifndef DESTC_READ_JSON_LISTENER_H
#define DESTC_READ_JSON_LISTENER_H

#include "read/entry.h"
#include "read/json_text.h"

/* Reads a listener, whose text the JSON library has accepted, into POLICY. */
void json_read_listener(struct policy *policy, struct diag *diag,
                        const struct read_options *options, const struct source *source,
                        const struct json_token *value);

#endif
