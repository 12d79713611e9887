/* SPDX-License-Identifier: MIT */
/*
 * What makes an appliance's policy of the base, as a block of a policy source: settings,
 * destinations and listeners that are new, gone or changed. What cannot be changed in place is
 * removed and added again, whole.
 */
#ifndef DESTC_WRITE_POLICY_OVERLAY_H
#define DESTC_WRITE_POLICY_OVERLAY_H

#include "write/statement.h"
#include "write/write.h"

/* Reports what of the appliances of BASE a source has no place for. */
void policy_overlays_check(const struct policy *base, const struct write_options *options,
                           struct diag *diag);

/* Writes the blocks of all appliances of BASE. */
void policy_overlays_write(struct statements *statements, const struct policy *base,
                           const struct write_options *options);

#endif
