/* SPDX-License-Identifier: MIT */
/*
 * Tables without any entry: in some formats they would be empty files.
 */
#ifndef DESTC_WRITE_NOTHING_H
#define DESTC_WRITE_NOTHING_H

#include "write/write.h"

/* Whether no entry of POLICY would be written. */
bool has_no_entry(const struct policy *policy, const struct write_options *options);

/* Reports that POLICY would be written as an empty file; WHY that is wrong. */
void report_nothing(const struct policy *policy, struct diag *diag, const char *why);

#endif
