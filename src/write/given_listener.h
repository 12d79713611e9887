/* SPDX-License-Identifier: MIT */
/*
 * Listeners in the listing for programs that compare texts, see write/given.h: a line says one
 * thing and does not depend on others, so nothing is numbered or aligned. The order of lines is
 * that of the tables.
 */
#ifndef DESTC_WRITE_GIVEN_LISTENER_H
#define DESTC_WRITE_GIVEN_LISTENER_H

#include "analysis/flow_resolve.h"
#include "write/write.h"

/*
 * Writes the listeners of POLICY, or the one that OPTIONS name: "LISTENER: PART: WHAT", where a
 * part is $POLICY, a group, a host, ALL, or a recipient. Of OPTIONS effective counts too: then each
 * parameter of a policy is there as far as it is known, with DEFAULTS for a listener that has no
 * default policy parameters.
 */
void write_given_listeners(const struct policy *policy, const struct write_options *options,
                           const struct flow_defaults *defaults, struct output *output);

#endif
