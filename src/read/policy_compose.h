/* SPDX-License-Identifier: MIT */
/*
 * Putting an entry together from statements. A composition is what a sequence of statements gives;
 * entries that are made by the same statements share it, so it is worked out once.
 */
#ifndef DESTC_READ_POLICY_COMPOSE_H
#define DESTC_READ_POLICY_COMPOSE_H

#include "read/policy_names.h"

#define NO_COMPOSITION UINT32_MAX

/* What one statement gives: its bundles, then its block. */
struct giving {
    const struct step *steps;
    uint32_t step_count;
    const struct entry_note *notes;
    uint32_t note_count;
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

/* Puts what COMPOSITION gives into DRAFT. */
void compose_draft(struct composer *composer, const struct composition *composition,
                   struct draft *draft);

#endif
