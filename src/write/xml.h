/* SPDX-License-Identifier: MIT */
/*
 * The policy document, as schemas/policy.xsd describes it. Order and indentation are fixed: the
 * default entry, then the destinations sorted by name.
 */
#ifndef DESTC_WRITE_XML_H
#define DESTC_WRITE_XML_H

#include "write/write.h"

/* Names what an XML document cannot hold: texts with control characters. */
void check_xml(const struct policy *policy, const struct write_options *options,
               struct diag *diag);

void write_xml(const struct policy *policy, const struct write_options *options,
               struct output *output);

#endif
