/* SPDX-License-Identifier: MIT */
/*
 * The release that is written for: a parameter that it does not have must not stand in any written
 * format, as the appliance would refuse the table or misread it.
 */
#ifndef DESTC_WRITE_RELEASE_H
#define DESTC_WRITE_RELEASE_H

#include "diag/diag.h"
#include "write/write.h"

/*
 * Holds what is written of POLICY against the target release of OPTIONS, if it has one. A parameter
 * that the release lacks is reported once for each distinct set of settings that gives it: an
 * error, or a warning under --lenient, in which case it is taken out of POLICY.
 */
void release_fit(struct policy *policy, const struct write_options *options, struct diag *diag);

#endif
