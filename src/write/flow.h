/* SPDX-License-Identifier: MIT */
/*
 * The blocks of HAT and RAT files: what stands between the braces.
 */
#ifndef DESTC_WRITE_FLOW_H
#define DESTC_WRITE_FLOW_H

#include "write/write.h"

/*
 * Reports what of SETTINGS must not be written into a block of TABLE: an error for a parameter whose
 * name there is assumed, unless OPTIONS accept that or it was read from such a file; and for what
 * no table can hold.
 */
void check_flow_block(struct diag *diag, const struct write_options *options,
                      enum flow_table table, const struct flow_settings *settings);

/*
 * Writes " {", a line for each setting, and "}" on a line whose indent is INDENT blanks; a setting
 * has 4 more. Nothing if there are no settings.
 */
void write_flow_block(struct output *output, const struct flow_settings *settings, size_t indent);

#endif
