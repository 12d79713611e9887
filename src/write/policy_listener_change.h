/* SPDX-License-Identifier: MIT */
/*
 * What an appliance changes in a listener, as a block of its own in a policy source.
 */
#ifndef DESTC_WRITE_POLICY_LISTENER_CHANGE_H
#define DESTC_WRITE_POLICY_LISTENER_CHANGE_H

#include "model/listener.h"
#include "write/statement.h"

/* Writes what makes AFTER of BEFORE; false, and nothing, if only the whole listener can say it. */
bool policy_listener_change_write(struct statements *statements, struct arena *arena,
                                  const struct listener *before, const struct listener *after,
                                  size_t indent);

#endif
