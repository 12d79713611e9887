/* SPDX-License-Identifier: MIT */
/*
 * Names that stand for people who have nothing to do with each other: public suffixes, shared
 * clouds, domains of mailbox providers. And names for private use, which are nobody else's.
 */
#ifndef DESTC_ANALYSIS_LINT_EVERYBODY_H
#define DESTC_ANALYSIS_LINT_EVERYBODY_H

#include "analysis/lint.h"
#include "model/listener.h"

/*
 * What .NAME, a key without its dot, covers that is everybody's: a top level's domains, or those
 * below a public suffix. NULL if nothing is. With REGISTRIES those of registries count alone, not
 * those that a company gives to its customers.
 */
const char *everybody_below(struct view name, bool registries);

/* Whether NAME, a key with or without a dot before it, stands in a top level for private use. */
bool everybody_private(struct view name);

/* The shared cloud that MEMBER has hosts of, with its dot; empty if there is none. */
struct view everybody_cloud(const struct lint_settings *settings, const struct member *member);

/* In words that MEMBER has hosts of everybody's, by suffix or cloud; NULL if it has none. */
const char *everybody_words(struct arena *arena, const struct lint_settings *settings,
                            const struct member *member);

/* Whether everybody can have a mailbox in the domain NAME, a key. */
bool everybody_mailbox(struct view name);

/*
 * Whether NAME looks like the domain of a house rather than a host in it: example.com,
 * example.co.uk. For mail.example.com nothing but the host may well be meant.
 */
bool lint_is_house(struct view name);

#endif
