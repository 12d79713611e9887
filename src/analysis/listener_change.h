/* SPDX-License-Identifier: MIT */
/*
 * What changes between two listeners of one name, part by part: what is new, what is gone, what says
 * something else. The order of a table is its meaning, so a change is one of a place too: new
 * policies and members stand behind the old ones, a new entry before another, a new recipient before
 * ALL. Where that does not tell all, the listeners have no change that could be said in parts.
 */
#ifndef DESTC_ANALYSIS_LISTENER_CHANGE_H
#define DESTC_ANALYSIS_LISTENER_CHANGE_H

#include "model/listener.h"

/* The setting of SETTINGS for the same parameter as SETTING, or NULL. */
const struct flow_setting *flow_counterpart(const struct flow_settings *settings,
                                            const struct flow_setting *setting);

/* Each has no BEFORE where it is new, and no AFTER where it is gone. */
struct policy_change {
    const struct mail_flow_policy *before;
    const struct mail_flow_policy *after;
};

struct entry_change {
    const struct access_entry *before;
    const struct access_entry *after;
    bool anew; /* it cannot be changed: the old one goes, the new one comes */
    const struct access_entry *successor; /* of a new one: the group or ALL that it stands before */
};

struct recipient_change {
    const struct recipient_entry *before;
    const struct recipient_entry *after;
};

struct listener_change {
    bool in_parts; /* else only the whole listener says it, and what follows is not to be used */
    struct policy_change *policies;
    uint32_t policy_count;
    struct entry_change *entries;
    uint32_t entry_count;
    struct recipient_change *recipients;
    uint32_t recipient_count;
};

/* What makes AFTER of BEFORE. Its lists live in ARENA. */
void listener_change(struct arena *arena, const struct listener *before,
                     const struct listener *after, struct listener_change *change);

/* For each member of ENTRY whether OTHER has none that means the same; of no OTHER, all. */
const bool *entry_members_beside(struct arena *arena, const struct access_entry *entry,
                                 const struct access_entry *other);

#endif
