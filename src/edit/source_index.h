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

enum { SHARERS_NAMED = 3 };

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
    /* What is to become of it, see edit/source_set.h: */
    bool splits;
    bool adds;             /* a statement behind it, for */
    uint32_t *fresh; /* these targets */
    uint32_t fresh_count;
    uint32_t fresh_capacity;
    uint32_t replaced;     /* masks of units: in its block, by what is wished for */
    uint32_t added;        /* in its block, where they do not stand yet */
    uint32_t fresh_units;  /* in the statement behind it */
};

struct source_index {
    struct arena *arena;
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

/* How often "@NAME" stands in the source. */
uint32_t source_index_uses(const struct source_index *index, struct view name);

#endif
