/* SPDX-License-Identifier: MIT */
/*
 * Tables as JSON, one destination a line so that line-by-line comparisons show what changed:
 * {"default": {NAME: VALUE}, "destinations": [{"domain": D, "settings": {NAME: VALUE}}]}. Numbers
 * are numbers, switches true and false, everything else strings; unknown parameters are below
 * "other". Inherited settings are left out or, with --effective, null where nothing is known.
 */
#ifndef DESTC_WRITE_JSON_H
#define DESTC_WRITE_JSON_H

#include "write/write.h"

/* See struct format_writer. */
void check_json(const struct policy *policy, const struct write_options *options,
                struct diag *diag);
void write_json(const struct policy *policy, const struct write_options *options,
                struct output *output);

#endif
