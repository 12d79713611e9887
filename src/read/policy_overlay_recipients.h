/* SPDX-License-Identifier: MIT */
/*
 * What an appliance changes in a listener's table of recipients.
 */
#ifndef DESTC_READ_POLICY_OVERLAY_RECIPIENTS_H
#define DESTC_READ_POLICY_OVERLAY_RECIPIENTS_H

#include "base/chain.h"
#include "read/policy_lower.h"

/* A table that is being changed. */
struct recipients_overlay {
    struct lowering *lowering;
    struct listener *listener; /* which is without recipients until the end */
    struct chain recipients;   /* of struct recipient_entry */
    bool any;                  /* there is a table */
    bool had_all;              /* and it ended with ALL */
};

/* Takes the recipients of LISTENER, of an appliance, which is then without them. */
void recipients_overlay_begin(struct recipients_overlay *overlay, struct lowering *lowering,
                              struct listener *listener);

/* Takes those statements of TABLE, in an appliance's listener, that do what EDIT says. */
void recipients_overlay_take(struct recipients_overlay *overlay, const struct tree_part *table,
                             enum tree_edit edit);

/* Gives the listener its recipients; reports at END that ALL is no longer the last of them. */
void recipients_overlay_end(const struct recipients_overlay *overlay, struct span end);

#endif
