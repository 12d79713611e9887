/* SPDX-License-Identifier: MIT */
/*
 * The members of a Host Access Table, numbered top down through all its entries. Of two that match
 * a connection the lower number holds, unless its entry says CONTINUE: that one does not stop the
 * way down.
 */
#ifndef DESTC_ANALYSIS_MEMBERS_H
#define DESTC_ANALYSIS_MEMBERS_H

#include "model/listener.h"

/* The number of no member, and of no entry. */
#define NO_MEMBER UINT32_MAX
#define NO_ACCESS UINT32_MAX

/*
 * The behavior of ENTRY, its own or its policy's; BEHAVIOR_COUNT if LISTENER does not have that
 * policy.
 */
enum behavior access_behavior(const struct listener *listener, const struct access_entry *entry);

struct members {
    const struct listener *listener;
    uint32_t count;
    const struct member **list;
    const uint32_t *starts;   /* by entry: the number of its first member; one more at the end */
    const bool *stops;        /* by entry: a match ends the way down */
    struct hash_table firsts; /* those that members_first() finds */
};

/* Numbers the members of LISTENER, which stays as it is meanwhile. */
void members_number(struct arena *arena, const struct listener *listener,
                    struct members *members);

/* The entry of member NUMBER; O(log n). */
uint32_t members_entry(const struct members *members, uint32_t number);

/* Whether a match of member NUMBER ends the way down. */
bool members_stops(const struct members *members, uint32_t number);

/*
 * The first member in an entry that ends the way down which is the same as LIKE; NO_MEMBER if
 * there is none. Not for addresses and ranges of scores, of which ranges.h knows more.
 */
uint32_t members_first(const struct members *members, const struct member *like);

/* The same for a host or a partial domain called NAME. */
uint32_t members_first_name(const struct members *members, enum member_kind kind,
                            struct view name);

/*
 * The first partial domain that covers NAME, a host's: of .example.com and .com for
 * www.example.com. NO_MEMBER if there is none.
 */
uint32_t members_first_parent(const struct members *members, struct view name);

#endif
