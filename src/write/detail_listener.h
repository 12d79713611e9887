/* SPDX-License-Identifier: MIT */
/*
 * Everything about listeners, in blocks: a mail flow policy with each parameter, an entry of the
 * Host Access Table with all its members, the Recipient Access Table.
 */
#ifndef DESTC_WRITE_DETAIL_LISTENER_H
#define DESTC_WRITE_DETAIL_LISTENER_H

#include "analysis/flow_resolve.h"
#include "base/near.h"
#include "write/write.h"

/*
 * Whether a listener that is shown has something called NAME: $NAME is a policy; NAME a policy, a
 * sender group, a host on its own or a recipient; DEFAULT the listener's default policy parameters.
 */
bool detail_listeners_have(const struct policy *policy, const struct write_options *options,
                           struct view name);

/* Offers to NEAREST, whose text is such a name, what there is. */
void detail_listeners_nearest(const struct policy *policy, const struct write_options *options,
                              struct nearest *nearest);

/*
 * Writes the listeners of POLICY, or the one that OPTIONS name, a blank line between two blocks; of
 * OPTIONS effective counts too: then a parameter that a policy does not give has what it inherits,
 * with where from. With a NAME that is not empty only what is called so is written. DEFAULTS stand
 * for the default policy parameters of a listener that has none.
 */
void write_detail_listeners(const struct policy *policy, const struct write_options *options,
                            const struct flow_defaults *defaults, struct view name,
                            struct output *output);

#endif
