/* SPDX-License-Identifier: MIT */
/*
 * Where appliances remove what the base has: for explaining, so it is kept beside the policies.
 */
#ifndef DESTC_MODEL_REMOVALS_H
#define DESTC_MODEL_REMOVALS_H

#include "model/policy.h"

/*
 * The appliance of BASE that is being made, and comes next among its appliances, removes the entry
 * with this key at PLACE. Of very many removals the first are kept.
 */
void removals_add(struct policy *base, struct view key, struct span place);

/* Where the appliance of this number removes it; SPAN_NONE if that is not known. */
struct span removals_find(const struct policy *base, uint32_t appliance, struct view key);

#endif
