/* SPDX-License-Identifier: MIT */
/*
 * The table file that destconfig imports: LF, no byte order mark, no comments, the default entry
 * first, then the sections sorted bytewise by name, one blank line between them, parameters in the
 * order of params.def, unknown ones behind them by name.
 */
#ifndef DESTC_WRITE_DESTCONFIG_H
#define DESTC_WRITE_DESTCONFIG_H

#include "write/write.h"

void check_destconfig(const struct policy *policy, const struct write_options *options,
                      struct diag *diag);
void write_destconfig(const struct policy *policy, const struct write_options *options,
                      struct output *output);

#endif
