/* SPDX-License-Identifier: MIT */
/*
 * An appliance's policy as what makes it differ from the base. The policy document says it so; in
 * the model every appliance has a whole policy.
 */
#ifndef DESTC_MODEL_OVERLAY_H
#define DESTC_MODEL_OVERLAY_H

#include "diag/diag.h"
#include "model/policy.h"

enum {
    OVERLAY_MOST = 10000,            /* appliances of a policy */
    OVERLAY_MOST_ENTRIES = 1 << 25, /* in the whole policies of all appliances */
};

/* A new appliance of POLICY, with differences and removals that are empty still. */
struct appliance *overlay_begin(struct policy *policy, struct view name, struct span place);

/* The appliance of POLICY with this name, or NULL. */
struct appliance *overlay_find(const struct policy *policy, struct view name);

/*
 * Makes whole policies of the appliances of POLICY that hold differences. To be called when the
 * base is complete. Reported are a name that two appliances have, and the removal of what the base
 * does not have.
 */
void overlay_complete(struct policy *policy, struct diag *diag);

/* Whether BASE gives the same to the destination: there it has been said and judged already. */
bool overlay_inherits(const struct policy *base, const struct destination *destination);

/* The same of the default entry of WHOLE. */
bool overlay_inherits_default(const struct policy *base, const struct policy *whole);

/* What makes a whole policy of the base. Numbers of destinations, sorted by name. */
struct overlay {
    bool changes_default;    /* the default entry differs */
    const uint32_t *changed; /* of the whole policy: new, or with other settings */
    uint32_t changed_count;
    const uint32_t *removed; /* of the base */
    uint32_t removed_count;
};

void overlay_difference(const struct policy *base, const struct policy *whole,
                        struct overlay *overlay);

#endif
