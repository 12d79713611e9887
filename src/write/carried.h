/* SPDX-License-Identifier: MIT */
/*
 * Which parts of a policy a format has room for, and whose table a HAT or RAT file is.
 */
#ifndef DESTC_WRITE_CARRIED_H
#define DESTC_WRITE_CARRIED_H

#include "write/write.h"

/* Tells of each part of POLICY that WRITER's format leaves out altogether. */
void check_carried(const struct policy *policy, const struct format_writer *writer,
                   const struct write_options *options, struct diag *diag);

/*
 * The listener whose HAT or RAT is written: the one that OPTIONS name, or the only one that has
 * such a table; else NULL.
 */
const struct listener *hat_listener(const struct policy *policy,
                                    const struct write_options *options);
const struct listener *rat_listener(const struct policy *policy,
                                    const struct write_options *options);

/* Reports why there is none. */
void report_no_hat(const struct policy *policy, const struct write_options *options,
                   struct diag *diag);
void report_no_rat(const struct policy *policy, const struct write_options *options,
                   struct diag *diag);

#endif
