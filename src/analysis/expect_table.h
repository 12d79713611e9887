/* SPDX-License-Identifier: MIT */
/*
 * Listeners' tables, prepared for many expectations. Appliances share most of their listeners: what
 * is prepared for one serves all that have the same. Only the files of expect.h include this.
 */
#ifndef DESTC_ANALYSIS_EXPECT_TABLE_H
#define DESTC_ANALYSIS_EXPECT_TABLE_H

#include "analysis/connect.h"

/* What entries that end the way down lead to: a policy, or a behavior. */
struct outcome {
    struct view policy;     /* empty: a behavior */
    enum behavior behavior; /* the policy's too; BEHAVIOR_COUNT: it is not defined here */
    uint32_t firsts[TRAIT_COUNT]; /* the first entry with a member of that trait, or NO_ACCESS */
};

struct table {
    const struct listener *listener; /* the first that has it */
    bool is_connected;
    bool is_listed;
    struct connector connector; /* of a table that is connected, like what follows */
    struct outcome *outcomes;
    uint32_t outcome_count;
    uint32_t outcome_capacity;
    struct hash_table policies;              /* outcomes by the name of their policy */
    uint32_t behaviors[BEHAVIOR_COUNT]; /* one more than the number of the outcome; 0: none */
    uint32_t *relays; /* of a table that is listed: entries that relay, or may */
    uint32_t relay_count;
    uint32_t *blocks; /* entries with settings of their own */
    uint32_t block_count;
};

struct tables {
    struct arena *arena;
    uint64_t seed;
    struct hash_table known;
    struct table **list;
    uint32_t count;
    uint32_t capacity;
};

void tables_init(struct tables *tables, struct arena *arena, uint64_t seed);

/* The table of LISTENER, which is LISTENER's Host Access Table with its policies. */
struct table *tables_get(struct tables *tables, const struct listener *listener);

/* Prepares TABLE for callers, unless that was done. O(n log n). */
void table_connect(struct arena *arena, struct table *table);

/* Finds the entries that relay and those with settings of their own, unless that was done. */
void table_list(struct arena *arena, struct table *table);

/* Whether TABLE, which is connected, defines the policy NAME or has an entry that uses it. */
bool table_has_policy(const struct table *table, struct view name);

/* Whether one of its entries has MEMBER. */
bool table_has_member(const struct table *table, const struct member *member);

/* The name of ENTRY: a group's, a host's member, ALL. */
struct view entry_name(const struct access_entry *entry);

#endif
