/* SPDX-License-Identifier: MIT */
/*
 * The Recipient Access Table: a recipient and its action a line, in their order; options in a block
 * behind the action, indented by 4 blanks.
 */
#ifndef DESTC_WRITE_RAT_H
#define DESTC_WRITE_RAT_H

#include "write/write.h"

void check_rat(const struct policy *policy, const struct write_options *options,
               struct diag *diag);
void write_rat(const struct policy *policy, const struct write_options *options,
               struct output *output);

#endif
