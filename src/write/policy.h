/* SPDX-License-Identifier: MIT */
/*
 * A policy source as a person would have written it: the default entry, the bundles that
 * analysis/factor.h finds, the destinations, the listeners, and what is asserted of them, each
 * part set apart by a blank line. In the canonical style of docs/policy-style.md, which fmt keeps as
 * it is.
 */
#ifndef DESTC_WRITE_POLICY_H
#define DESTC_WRITE_POLICY_H

#include "write/write.h"

void check_policy(const struct policy *policy, const struct write_options *options,
                  struct diag *diag);
void write_policy(const struct policy *policy, const struct write_options *options,
                  struct output *output);

#endif
