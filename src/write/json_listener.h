/* SPDX-License-Identifier: MIT */
/*
 * Listeners in JSON: in the words of their tables, a line for each policy, entry and recipient.
 */
#ifndef DESTC_WRITE_JSON_LISTENER_H
#define DESTC_WRITE_JSON_LISTENER_H

#include "base/output.h"
#include "model/listener.h"

/* Writes the array of LISTENERS, up to its bracket. */
void json_write_listeners(struct output *output, const struct listeners *listeners);

#endif
