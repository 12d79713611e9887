/* SPDX-License-Identifier: MIT */
/*
 * The appliance's own XML file, as saveconfig writes it: its listeners with their tables, and the
 * names that a policy can refer to. Its elements for destination controls are not public: they are
 * read if an xml-map names them, and else it is said that they are not.
 */
#ifndef DESTC_READ_SAVECONFIG_H
#define DESTC_READ_SAVECONFIG_H

#include "read/entry.h"

/* Whether a text that begins with HEAD is such a file, perhaps captured from a terminal. */
bool saveconfig_detect(struct view head);

/* Reads SOURCE, which may be one that is not in memory, into POLICY. */
void read_saveconfig(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source);

#endif
