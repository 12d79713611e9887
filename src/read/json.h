/* SPDX-License-Identifier: MIT */
/*
 * Tables as JSON:
 *
 *     {"default": {NAME: VALUE, "other": {NAME: TEXT}},
 *      "destinations": [{"domain": D, "settings": {NAME: VALUE}, "other": {NAME: TEXT}}]}
 *
 * NAMEs are an export's. Numbers are numbers (or strings), switches true and false (or their
 * words), everything else strings; null is an inherited setting, as one that is left out.
 * "other" has the parameters that are not known.
 */
#ifndef DESTC_READ_JSON_H
#define DESTC_READ_JSON_H

#include "read/entry.h"

/*
 * Reads SOURCE into POLICY; whatever is wrong goes to DIAG. Entries are parsed one by one, so
 * that memory does not grow with their number.
 */
void read_json(struct policy *policy, struct diag *diag, const struct read_options *options,
               const struct source *source);

/* See locate_function in model/policy.h. A section is the object of an entry. */
struct span locate_json(const struct source *source, uint32_t section, struct view name);

#endif
