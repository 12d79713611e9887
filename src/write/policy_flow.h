/* SPDX-License-Identifier: MIT */
/*
 * The settings of mail flow policies and the options of recipients in the words of the policy
 * language.
 */
#ifndef DESTC_WRITE_POLICY_FLOW_H
#define DESTC_WRITE_POLICY_FLOW_H

#include "model/flow.h"
#include "write/statement.h"

/* Adds a line for each of COUNT settings to the block. Values that a reader rejected have none. */
void policy_flow_lines(struct statements *statements, const struct flow_setting *settings,
                       uint32_t count);

/* A line that takes the setting of PARAM back. */
void policy_flow_default(struct statements *statements, enum flow_param param);

#endif
