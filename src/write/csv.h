/* SPDX-License-Identifier: MIT */
/*
 * Tables as comma-separated values (RFC 4180): a header, then one row an entry, the default entry
 * first. An inherited setting is an empty cell. Unknown parameters have no column.
 */
#ifndef DESTC_WRITE_CSV_H
#define DESTC_WRITE_CSV_H

#include "write/write.h"

/* See struct format_writer. */
void check_csv(const struct policy *policy, const struct write_options *options,
               struct diag *diag);
void write_csv(const struct policy *policy, const struct write_options *options,
               struct output *output);

#endif
