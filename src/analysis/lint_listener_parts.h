/* SPDX-License-Identifier: MIT */
/*
 * What the rules about listeners share: what an entry gives, how a finding names it, what of it may
 * be unknown.
 */
#ifndef DESTC_ANALYSIS_LINT_LISTENER_PARTS_H
#define DESTC_ANALYSIS_LINT_LISTENER_PARTS_H

#include "analysis/lint.h"
#include "analysis/members.h"
#include "analysis/ranges.h"

/* The linting of one listener's Host Access Table. */
struct hat_lint {
    struct linter *linter;
    const struct listener *listener;
    struct members members;
    const struct range_cover *covers; /* by member: who takes it */
    struct flow_defaults defaults;
    const struct flow_resolved **policies; /* by policy: what it gives; NULL: not asked for yet */
    const struct flow_resolved *behaviors[BEHAVIOR_COUNT + 1]; /* the same without a policy */
    bool harvest_told;        /* of the default policy parameters */
    struct flow_resolved own; /* of the entry with a block that was asked for last */
};

/* What ENTRY gives to those who match it; good until the next entry is asked for. */
const struct flow_resolved *hat_resolved(struct hat_lint *hat, const struct access_entry *entry);

/* Whether a member of KIND stands for callers that are not named one by one. */
bool hat_is_stranger(enum member_kind kind);

/* Whether something gets to member NUMBER: no member before it takes it whole. */
static inline bool hat_is_reached(const struct hat_lint *hat, uint32_t number)
{
    return hat->covers[number].item == NO_OWNER;
}

/* A member and its group, as messages name them. */
struct member_words {
    struct view member;
    const char *of; /* " of " before the name of a group */
    struct view group;
};

struct member_words hat_member_words(const struct hat_lint *hat, uint32_t number);

/* What printf's "%.*s%s%.*s" takes. */
#define MEMBER_ARG(words) VIEW_ARG((words).member), (words).of, VIEW_ARG((words).group)

/* "%.*s" of an entry: a group's name, a host, ALL. */
struct view access_name(const struct access_entry *entry);

/* What a finding about a listener is about: views that stay; see struct topic. */
struct listener_topic {
    const struct listener *listener;
    const char *sigil; /* before NAME: "$" of a policy; NULL: none */
    struct view name;  /* of an entry or a policy; empty: the listener itself */
    struct view setting;
    struct view value;
};

/* Reports CODE at PLACE. The result as of diag_report(). */
struct message *lint_report_listener(struct linter *linter, enum code code, struct span place,
                                     const struct listener_topic *topic, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same about member NUMBER, at its place. */
struct message *lint_report_member(const struct hat_lint *hat, enum code code, uint32_t number,
                                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * The type of LISTENER: its own, or what the user says, or public where it has a Recipient Access
 * Table and nothing else is known: no other listener has one.
 */
enum listener_type lint_type(const struct linter *linter, const struct listener *listener);

/* Whether it is public; where that is not known, CODE cannot be judged of what stands at PLACE. */
bool lint_is_public(struct linter *linter, const struct listener *listener, enum code code,
                    struct span place);

/* The setting of PARAM that takes effect; where it is not known NULL, and CODE is not judged. */
const struct flow_setting *lint_flow(struct linter *linter, const struct flow_resolved *resolved,
                                     enum flow_param param, enum code code);

/* Whether SETTING is WORD; not for NULL. */
bool flow_is_word(const struct flow_setting *setting, enum flow_word word);

#endif
