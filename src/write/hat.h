/* SPDX-License-Identifier: MIT */
/*
 * The Host Access Table: policies first, then the entries in their order. Behaviors and members
 * are indented by 4 blanks, a group's policy by 8. A policy with nothing of its own has no braces.
 */
#ifndef DESTC_WRITE_HAT_H
#define DESTC_WRITE_HAT_H

#include "write/write.h"

void check_hat(const struct policy *policy, const struct write_options *options,
               struct diag *diag);
void write_hat(const struct policy *policy, const struct write_options *options,
               struct output *output);

#endif
