/* SPDX-License-Identifier: MIT */
/*
 * The settings of destinations in the words of the policy language.
 */
#ifndef DESTC_WRITE_POLICY_SETTINGS_H
#define DESTC_WRITE_POLICY_SETTINGS_H

#include "model/settings.h"
#include "write/statement.h"

/* The settings of a block. */
struct policy_block {
    const struct store *store;
    const struct settings *settings;
    struct statements *statements; /* which gets its lines */
    struct buffer *lines;          /* those */
};

/* Adds those of SETTINGS that are in MASK, a line each, and unknown parameters if WITH_OTHERS. */
void policy_block_add(struct policy_block *block, const struct settings *settings, uint32_t mask,
                      bool with_others);

/* A line that takes PARAM back; it is in no pair. */
void policy_block_take_back(struct policy_block *block, enum param param);

#endif
