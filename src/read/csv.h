/* SPDX-License-Identifier: MIT */
/*
 * Tables as comma-separated values (RFC 4180), one row an entry: the header names the columns,
 * "domain" first, then parameters as an export calls them. The separator may be a comma, a
 * semicolon or a tab; a first line "sep=;", which spreadsheets write, tells it too. An empty cell
 * is an inherited setting; the row of DEFAULT is the default entry.
 */
#ifndef DESTC_READ_CSV_H
#define DESTC_READ_CSV_H

#include "read/entry.h"

/* Reads SOURCE into POLICY; whatever is wrong goes to DIAG. */
void read_csv(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source);

/* Whether LINE, without blanks round it, is no row but tells the separator. */
bool csv_is_separator_line(struct view line);

/* See locate_function in model/policy.h. A section is a row. */
struct span locate_csv(const struct source *source, uint32_t section, struct view name);

#endif
