/* SPDX-License-Identifier: MIT */
/*
 * An appliance's listeners as what makes them differ from the base's.
 */
#ifndef DESTC_MODEL_LISTENER_OVERLAY_H
#define DESTC_MODEL_LISTENER_OVERLAY_H

#include "model/listener.h"

/* Whether two listeners say the same in the same order and spelling; places do not count. */
bool listener_same(const struct listener *a, const struct listener *b);

/* The same of their parts. */
bool listener_same_policy(const struct mail_flow_policy *a, const struct mail_flow_policy *b);
bool listener_same_member(const struct member *a, const struct member *b);
bool listener_same_entry(const struct access_entry *a, const struct access_entry *b);
bool listener_same_recipient(const struct recipient_entry *a, const struct recipient_entry *b);

/*
 * BASE with the listeners of CHANGED in the place of those of their names, or behind all others,
 * and without those that have a name of REMOVED.
 */
struct listeners listeners_combine(const struct listeners *base, const struct listeners *changed,
                                   const struct listeners *removed);

/* What makes whole listeners of the base's. */
struct listeners_overlay {
    const struct listener **changed; /* of the whole: new, or not the same */
    uint32_t changed_count;
    const struct listener **removed; /* of the base */
    uint32_t removed_count;
};

void listeners_difference(const struct listeners *base, const struct listeners *whole,
                          struct listeners_overlay *overlay);

#endif
