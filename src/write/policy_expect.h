/* SPDX-License-Identifier: MIT */
/*
 * What a policy asserts and expects of listeners, as statements of a policy source.
 */
#ifndef DESTC_WRITE_POLICY_EXPECT_H
#define DESTC_WRITE_POLICY_EXPECT_H

#include "model/policy.h"
#include "write/statement.h"

/* Writes the expectations of POLICY as a part of the source; nothing if there are none. */
void policy_expectations(const struct policy *policy, struct statements *statements);

#endif
