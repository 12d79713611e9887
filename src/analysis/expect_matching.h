/* SPDX-License-Identifier: MIT */
/*
 * What an expectation says that a host matches, read. Only expect_read.c includes this.
 */
#ifndef DESTC_ANALYSIS_EXPECT_MATCHING_H
#define DESTC_ANALYSIS_EXPECT_MATCHING_H

#include "analysis/caller.h"
#include "diag/diag.h"
#include "model/assertions.h"

/*
 * Takes what EXPECTATION, of a host, says behind "matching" into CALLER, whose name is read
 * already: a host that is said to lack a PTR record has no validated name. False, and reported, if
 * it cannot be said.
 */
bool matching_read(struct diag *diag, const struct expectation *expectation,
                   struct caller *caller);

#endif
