/* SPDX-License-Identifier: MIT */
/*
 * HAT and RAT files do not say whose they are: which listener they go to.
 */
#ifndef DESTC_READ_LISTENER_H
#define DESTC_READ_LISTENER_H

#include "read/entry.h"

/*
 * The listener of POLICY that OPTIONS name, for a table that begins at PLACE. CODE is reported if
 * it has such a table already; then the table goes to a listener that is in no policy, so that it
 * is judged all the same.
 */
struct listener *listener_for_hat(struct policy *policy, struct diag *diag,
                                  const struct read_options *options, struct span place);
struct listener *listener_for_rat(struct policy *policy, struct diag *diag,
                                  const struct read_options *options, struct span place);

#endif
