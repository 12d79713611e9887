/* SPDX-License-Identifier: MIT */
/*
 * A policy source as statements that give settings to destinations: which of them name the
 * destinations that are to be changed, and who shares them. It is read again from its text, by the
 * language's own reader.
 */
#ifndef DESTC_EDIT_SOURCE_INDEX_H
#define DESTC_EDIT_SOURCE_INDEX_H

#include "edit/patch.h"
#include "edit/tokens.h"
#include "read/policy_compose.h"

/* One file of the source. */
struct source_file {
    const struct source *source;
    struct tokens tokens;
    struct patch patch;
};

/* A destination to be changed, as a statement names it. */
struct named_target {
    uint32_t target;
    struct view name;  /* as the source has it */
    struct span place; /* of that, or of the @set, in the statement's list */
};

enum { SHARERS_NAMED = 5 };

/* A statement that gives something to destinations, or to the default entry. */
struct source_statement {
    const struct tree_statement *tree;
    uint32_t file;
    uint32_t giving;          /* the composer's number */
    struct view appliance;    /* whose overlay it stands in; empty in the base */
    struct named_target *targets;
    uint32_t target_count;
    uint32_t target_capacity;
    uint32_t others;          /* destinations that are not to be changed, and */
    struct view sharers[SHARERS_NAMED]; /* the first of them */
    /* What is to become of it, see edit/source_set.h; masks of wishes: */
    bool splits;           /* the targets leave it for a statement behind it */
    uint32_t in_block;     /* those to be written down in its block, or taken out of it */
    uint32_t fresh;        /* in the statement behind it, for those who leave */
    uint32_t homes;        /* those that all its targets need, and could have here */
    bool homes_known;
    struct source_group *groups; /* statements beside it */
    struct source_group *last_group;
};

/* Targets of a statement that get another one behind it. */
struct source_group {
    uint32_t wishes;
    uint32_t *members; /* numbers of the statement's targets */
    uint32_t count;
    uint32_t capacity;
    struct source_group *next;
};

/* Where a target is named: the number among the targets of the statement. */
struct source_mention {
    uint32_t statement;
    uint32_t number;
};

struct source_index {
    struct arena *arena;
    uint64_t seed; /* of hashes */
    struct diag aside; /* what is wrong with the text has been said elsewhere */
    struct tree tree;
    struct names names;
    struct composer composer;
    struct source_file *files;
    uint32_t file_count;
    struct source_statement *statements;
    uint32_t count;
    uint32_t capacity;
    const struct domain *targets; /* an empty key: the default entry */
    uint32_t target_count;
    struct hash_table known; /* from a key to its target */
    struct source_mention *mentions; /* those of each target together, in the source's order */
    uint32_t *first_mentions;        /* by target, and one more */
    uint32_t *file_order;            /* the files by the place of their texts */
    struct hash_table sharers;       /* of steps of bundles, by their place */
    struct source_sharer {
        uint32_t offset;
        uint32_t statement;
    } *sharer_list;
    uint32_t sharer_count;
    uint32_t sharer_capacity;
    struct hash_table uses; /* of sets, by their names */
    struct source_use {
        struct view name;
        uint32_t count;
    } *use_list;
    uint32_t use_count;
    uint32_t use_capacity;
};

/*
 * Reads SOURCE and what it includes; false if it is not sound. TARGETS are COUNT destinations with
 * different keys.
 */
bool source_index_read(struct source_index *index, struct arena *arena, struct sources *sources,
                       struct store *store, const struct source *source,
                       const struct domain *targets, uint32_t count);

/* The target with KEY, or NULL. */
const struct domain *source_index_target(const struct source_index *index, struct view key);

/* The file in which PLACE stands. */
struct source_file *source_index_file(const struct source_index *index, struct span place);

/* What the statement gives: its bundles, then its block. */
const struct giving *source_index_giving(const struct source_index *index,
                                         const struct source_statement *statement);

/*
 * The step of what STATEMENT gives that decides about a parameter of MASK, of its block too if
 * BLOCKS, else of its bundles; NULL if none is there.
 */
const struct step *source_index_gives(const struct source_index *index,
                                      const struct source_statement *statement, uint32_t mask,
                                      bool blocks);

/* Where TARGET is named: COUNT places. */
const struct source_mention *source_index_mentions(const struct source_index *index,
                                                   uint32_t target, uint32_t *count);

/*
 * The first statement, not about targets alone, that gets the setting of a bundle whose value
 * stands at PLACE; NULL if there is none.
 */
const struct source_statement *source_index_sharer(const struct source_index *index,
                                                   struct span place);

/* How often "@NAME" stands in the source. */
uint32_t source_index_uses(const struct source_index *index, struct view name);

#endif
