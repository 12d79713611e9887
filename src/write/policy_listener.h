/* SPDX-License-Identifier: MIT */
/*
 * Listeners in a policy source: bundles of mail flow settings and sets of recipients, as
 * analysis/factor_flow.h finds them, and the listeners that use them. Entries, members and
 * recipients keep their order, and settings theirs: compiled again, a table is the same.
 */
#ifndef DESTC_WRITE_POLICY_LISTENER_H
#define DESTC_WRITE_POLICY_LISTENER_H

#include "model/document_listener.h"
#include "write/statement.h"
#include "write/write.h"

/* Reports what of LISTENER a source has no place for. */
void policy_listener_check(const struct listener *listener, struct diag *diag);

/* The same of LISTENERS. */
void policy_listeners_check(const struct listeners *listeners, struct diag *diag);

/*
 * Writes LISTENERS with what they share, part by part. Bundles get none of the TAKEN_COUNT names
 * in TAKEN.
 */
void policy_listeners_write(struct statements *statements, const struct listeners *listeners,
                            const struct view *taken, uint32_t taken_count);

/* Writes one listener whole; LEAD stands before it: "add ". */
void policy_listener_write(struct statements *statements, struct arena *arena,
                           const struct listener *listener, const char *lead, size_t indent);

/* --- For differences -------------------------------------------------------------------------- */

/* What stands before a part and in its head. */
struct policy_part {
    struct statements *statements;
    size_t indent;
    const char *lead;   /* "add ", "remove " or "" */
    struct view before; /* the group that a new entry stands before; empty: none */
    bool before_all;
    /* Of a change: */
    bool same_use;       /* what it uses or does is not said again */
    uint32_t taken_back; /* a mask: parameters that lines take back */
    const struct access_entry *old; /* whose members have been said; NULL: none */
};

/* NAME as it stands or, where it would not be read as a name, in quotes. */
void source_add_word(struct buffer *buffer, struct view name);

/* A member as it is written in a block or behind "host". */
void source_add_member(struct buffer *buffer, const struct member *member);

/* A recipient as it is written in a list. */
void source_add_recipient(struct buffer *word, const struct recipient_entry *recipient);

/* Adds the listener's own SETTING, which is TEXT, to the statement. */
void policy_listener_setting(struct statements *statements, struct arena *arena,
                             enum listener_setting setting, struct view text);

/*
 * A mail flow policy that uses the bundles NAMES, which give it its first settings, as many as
 * SKIPPED says.
 */
void policy_part_policy(const struct policy_part *part, const struct mail_flow_policy *policy,
                        bool is_default, const struct view *names, uint32_t name_count,
                        uint32_t skipped);

/* An entry of the Host Access Table. */
void policy_part_entry(const struct policy_part *part, const struct access_entry *entry);

/* COUNT RECIPIENTS with one action and equal options, or the SET that they are. */
void policy_part_recipients(const struct policy_part *part,
                            const struct recipient_entry *recipients, uint32_t count,
                            struct view set);

#endif
