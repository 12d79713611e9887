/* SPDX-License-Identifier: MIT */
/*
 * The parameters of mail flow policies and the options of recipients, as a policy source gives
 * them: bundles from left to right, then the block, of which later ones win.
 */
#ifndef DESTC_READ_POLICY_FLOW_H
#define DESTC_READ_POLICY_FLOW_H

#include "model/flow.h"
#include "read/policy_names.h"

/* Makes what the bundle of a mail-flow-settings statement gives; a callback of names_resolve(). */
void policy_flow_bundle(struct names *names, struct definition *bundle);

/*
 * What USES and BLOCK make of BEFORE, which stays as it is. A parameter that is given anew keeps its
 * place; "default" takes one away. TABLE is whose parameters BLOCK has.
 */
struct flow_settings policy_flow_settings(struct names *names, enum flow_table table,
                                          const struct flow_settings *before,
                                          const struct tree_list *uses,
                                          const struct tree_flow *block);

#endif
