/* SPDX-License-Identifier: MIT */
/*
 * What is said of an appliance's changes that do not go with what the base's listeners have.
 */
#ifndef DESTC_READ_POLICY_OVERLAY_REPORT_H
#define DESTC_READ_POLICY_OVERLAY_REPORT_H

#include "base/near.h"
#include "read/policy_lower.h"

/* What an appliance speaks of. */
enum overlay_thing {
    OVERLAY_LISTENER,
    OVERLAY_POLICY,
    OVERLAY_GROUP,
    OVERLAY_HOST,
    OVERLAY_ALL,
    OVERLAY_MEMBER,
    OVERLAY_RECIPIENT,
    OVERLAY_THING_COUNT
};

/* What for. */
enum overlay_use {
    OVERLAY_CHANGES,
    OVERLAY_REMOVES,
    OVERLAY_PLACES_BEFORE, /* to put something new before it */
};

/* Reports that the base has no THING called TEXT. NEAREST has what it may misspell, or is NULL. */
void overlay_report_unknown(struct lowering *lowering, enum overlay_thing thing,
                            enum overlay_use use, struct tree_text text,
                            const struct nearest *nearest);

/*
 * Reports that the THING called TEXT, which is added by the word add (ADDS), by before (PLACES), by
 * both or, of a member, by being there, is there already, at FIRST.
 */
void overlay_report_known(struct lowering *lowering, enum overlay_thing thing, bool adds,
                          bool places, struct tree_text text, struct span first);

#endif
