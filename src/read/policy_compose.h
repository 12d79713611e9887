/* SPDX-License-Identifier: MIT */
/*
 * Putting an entry together from statements. A composition is what a sequence of statements gives;
 * entries that are made by the same statements share it, so it is worked out once.
 */
#ifndef DESTC_READ_POLICY_COMPOSE_H
#define DESTC_READ_POLICY_COMPOSE_H

#include "model/policy.h"
#include "read/policy_names.h"

#define NO_COMPOSITION UINT32_MAX
#define TAKEN_AWAY (UINT32_MAX - 1) /* an appliance does not have the entry that the base has */

/* What one statement gives: its bundles, then its block. */
struct giving {
    const struct step *steps;
    uint32_t step_count;
    const struct entry_note *notes;
    uint32_t note_count;
    bool is_partial; /* something in it could not be read, which has been reported */
};

/* Arrays for what is being put together. */
struct scratch {
    struct step *steps;
    uint32_t step_capacity;
    struct entry_note *notes;
    uint32_t note_capacity;
};

struct composer {
    struct names *names;
    struct diag *diag;
    struct store *store;
    struct composition *list;
    uint32_t count;
    uint32_t capacity;
    bool *partial; /* by composition: a statement in it could not be read as a whole */
    uint32_t partial_capacity;
    struct hash_table table; /* from a composition and a statement to what they make together */
    struct composed {
        uint32_t before;
        uint32_t giving;
        uint32_t result;
    } *known;
    uint32_t known_count;
    uint32_t known_capacity;
    struct giving *givings;
    uint32_t giving_count;
    uint32_t giving_capacity;
    struct scratch scratch[2]; /* of a statement, and of its own block */
};

void composer_init(struct composer *composer, struct names *names, struct diag *diag,
                   struct store *store);

/* Makes a bundle's steps; the callback of names_resolve(). CONTEXT is the composer. */
void compose_bundle(void *context, struct definition *bundle);

/* What STATEMENT gives; OVERLAY is the appliance's name, empty in the base. Returns a number. */
uint32_t compose_giving(struct composer *composer, struct tree_statement *statement,
                        struct view overlay);

/*
 * The composition that GIVING makes of BEFORE (NO_COMPOSITION: of nothing). Two statements of one
 * level that give different values for one setting are reported.
 */
uint32_t compose(struct composer *composer, uint32_t before, uint32_t giving);

/*
 * A composition of what a file of another format gives: the stored set SETTINGS of the entry of
 * BASE at SECTION.
 */
uint32_t compose_foreign(struct composer *composer, const struct policy *base, uint32_t settings,
                         uint32_t section);

/* Puts what COMPOSITION gives into DRAFT. */
void compose_draft(struct composer *composer, const struct composition *composition,
                   struct draft *draft);

#endif
