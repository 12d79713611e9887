/* SPDX-License-Identifier: MIT */
/*
 * The blocks of HAT and RAT files: what stands between the braces.
 */
#ifndef DESTC_WRITE_FLOW_H
#define DESTC_WRITE_FLOW_H

#include "base/output.h"
#include "model/flow.h"

/*
 * Writes " {", a line for each setting, and "}" on a line whose indent is INDENT blanks; a setting
 * has 4 more. Nothing if there are no settings.
 */
void write_flow_block(struct output *output, const struct flow_settings *settings, size_t indent);

#endif
