/* SPDX-License-Identifier: MIT */
/*
 * What listings and explanations call the parts of a listener: values, parameters, members,
 * policies, as text for people, safe for a terminal.
 */
#ifndef DESTC_WRITE_LISTENER_SHOWN_H
#define DESTC_WRITE_LISTENER_SHOWN_H

#include "analysis/flow_resolve.h"
#include "write/write.h"

/* Whether a listing of POLICY has a part for destinations: not if it has nothing but listeners. */
bool shows_destinations(const struct policy *policy);

/* Whether LISTENER is shown: every one is, unless OPTIONS name one. */
bool shows_listener(const struct write_options *options, const struct listener *listener);

/*
 * The value of SETTING: "50M", "Unlimited", "Preferred" (on, where TLS is offered), a text without
 * its quotes; a word or parameter that is not known in double quotes.
 */
struct view flow_value_shown(struct arena *arena, const struct flow_setting *setting);

/* The label of SETTING's parameter; the name of one that is not known. */
struct view flow_name_shown(struct arena *arena, const struct flow_setting *setting);

/* What stands for a value that nothing says, with FLOW_FROM_UNKNOWN or _NO_POLICY. */
struct view flow_unknown_shown(enum flow_origin origin);

/* The same in a column of a table, whose note says the rest. */
#define FLOW_UNKNOWN_SHORT VIEW("listener's default")

/* "$NAME", or the behavior; "$NAME (not in this file)" of a policy that LISTENER lacks. */
struct view access_policy_shown(struct arena *arena, const struct listener *listener,
                                const struct access_entry *entry);

/* A member, with its description in parentheses. */
struct view member_shown(struct arena *arena, const struct member *member);

/* "public" and so on; NULL where nothing says so. */
const char *listener_type_word(enum listener_type type);

#endif
