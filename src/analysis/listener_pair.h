/* SPDX-License-Identifier: MIT */
/*
 * Two listeners that are compared, and what the comparisons of their parts share: who is whose
 * counterpart, and lists of changes while they grow.
 */
#ifndef DESTC_ANALYSIS_LISTENER_PAIR_H
#define DESTC_ANALYSIS_LISTENER_PAIR_H

#include "analysis/difference.h"

/* --- Counterparts ----------------------------------------------------------------------------- */

/* The counterpart of none. */
#define NO_PARTNER UINT32_MAX

/* Of two lists: by number in each the number of its counterpart in the other, or NO_PARTNER. */
struct partners {
    uint32_t *of_before;
    uint32_t *of_after;
    uint32_t before_count;
    uint32_t after_count;
};

/* How counterparts know each other. CONTEXT is the caller's. */
struct partner_key {
    const void *context;
    uint32_t (*hash)(const void *context, bool is_after, uint32_t index);
    bool (*same)(const void *context, bool is_after, uint32_t index, bool other_is_after,
                 uint32_t other);
};

/* Nobody has a counterpart yet. */
void partners_init(struct arena *arena, uint32_t before_count, uint32_t after_count,
                   struct partners *partners);

/*
 * Brings together those of one key which have no counterpart yet: the first with the first, the
 * second with the second. O(n).
 */
void partners_match(struct arena *arena, struct partners *partners, const struct partner_key *key);

/* --- The two listeners ------------------------------------------------------------------------ */

struct listener_half {
    const struct listener *listener;
    struct flow_defaults defaults;
};

struct listener_pair {
    struct arena *arena;
    struct listener_half before;
    struct listener_half after;
    bool effective;
    struct view name;
    struct partners policies; /* a policy that was renamed has its counterpart too */
    struct partners entries;  /* of the HAT; a group that was renamed likewise */
    struct differences *differences;
};

/* Whether entries of both sides use one policy, renamed or not, or have one behavior. */
bool pair_same_policy(const struct listener_pair *pair, const struct access_entry *before,
                      const struct access_entry *after);

/* --- Changes ---------------------------------------------------------------------------------- */

/* There may be hundreds of thousands of differences, nearly all of few changes. */
enum { CHANGES_FEW = 6 };

/* A list of changes while it grows. */
struct changes {
    struct arena *arena;
    struct change few[CHANGES_FEW]; /* all of them, as long as LIST is NULL */
    struct change *list;
    uint32_t count;
    uint32_t capacity;
    struct weight weight;
};

/* Adds one, of no destination's parameter. */
void changes_add(struct changes *changes, struct view name, struct said before, struct said after,
                 struct weight weight);

/* What is in it for a difference; NULL if there is nothing. */
const struct change_list *changes_done(const struct changes *changes);

/* What one side says: a text that it gives itself; nothing. */
struct said said_given(struct view text);
struct said said_nothing(void);

/* Adds a difference of PAIR's listener, without a destination's number. */
void pair_add(const struct listener_pair *pair, enum difference_part part,
              enum difference_kind kind, struct view name, const struct changes *changes);

/* --- Words ------------------------------------------------------------------------------------ */

/* The policy language's word of a behavior, of an action of the RAT. */
struct view behavior_said(struct arena *arena, enum behavior behavior);
struct view action_said(struct arena *arena, enum recipient_action action);

/* "$NAME", or the behavior where the entry names no policy. */
struct view access_policy_said(struct arena *arena, const struct access_entry *entry);

#endif
