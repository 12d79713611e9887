/* SPDX-License-Identifier: MIT */
/*
 * From a table to a policy source, and back.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_FACTOR_H
#define DESTC_TESTS_UNIT_SUPPORT_FACTOR_H

#include "support_policy.h"
#include "write/write.h"

/* Reads TABLE, a table file, into POLICY, which is a new one. */
void table_read(struct setup *setup, struct policy *policy, const char *table);

/* The same for TEXT, a policy source. */
void source_read(struct setup *setup, struct policy *policy, struct view text);

/* POLICY as a policy source. */
struct view source_written(struct setup *setup, const struct policy *policy);

/* The same with OPTIONS. */
struct view source_written_with(struct setup *setup, const struct policy *policy,
                                const struct write_options *options);

/* TABLE becomes the policy source SOURCE. */
void becomes(const char *table, const char *source);

/* TEXT is in canonical style: fmt has nothing to do. SEED is shown if it is not. */
void check_layout(struct setup *setup, uint64_t seed, struct view text);

#endif
