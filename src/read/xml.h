/* SPDX-License-Identifier: MIT */
/*
 * The policy document (schemas/policy.xsd), read in streaming: values go to the model through
 * read/entry.h, and the document itself to the schema's validator, which judges what the model
 * does not see: the order of elements, missing parts, the spelling of values.
 */
#ifndef DESTC_READ_XML_H
#define DESTC_READ_XML_H

#include "read/entry.h"

void read_xml(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source);

/* See locate_function in model/policy.h. */
struct span locate_xml(const struct source *source, uint32_t section, struct view name);

#endif
