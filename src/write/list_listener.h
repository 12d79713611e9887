/* SPDX-License-Identifier: MIT */
/*
 * The listing of listeners: for each its mail flow policies, the entries of its Host Access Table
 * in their order, its Recipient Access Table.
 */
#ifndef DESTC_WRITE_LIST_LISTENER_H
#define DESTC_WRITE_LIST_LISTENER_H

#include "analysis/flow_resolve.h"
#include "write/write.h"

/* Which parameters of policies have a column. */
enum flow_columns {
    FLOW_COLUMNS_FEW,   /* the same few always; what is inherited reads "Default" */
    FLOW_COLUMNS_GIVEN, /* each that a policy gives; what is inherited stands in parentheses */
};

/*
 * Writes the listeners of POLICY, or the one that OPTIONS name, a blank line between two tables. Of
 * OPTIONS effective counts too: then a cell of a policy has what takes effect, and a column that
 * the listener's default gives is one of those that are given. DEFAULTS stand for the default
 * policy parameters of a listener that has none.
 */
void write_list_listeners(const struct policy *policy, const struct write_options *options,
                          const struct flow_defaults *defaults, enum flow_columns columns,
                          struct output *output);

#endif
