/* SPDX-License-Identifier: MIT */
/*
 * What policy_lower.c and policy_overlay.c share: a policy is being made of the statements of a
 * source, first its base and then each appliance. Nobody else includes this.
 */
#ifndef DESTC_READ_POLICY_LOWER_H
#define DESTC_READ_POLICY_LOWER_H

#include "read/policy_compose.h"
#include "read/policy_emit.h"
#include "read/policy_parse.h"

/* Making a policy of the statements of a source. */
struct lowering {
    struct policy *policy;
    struct diag *diag;
    struct tree *tree;
    struct names names;
    struct composer composer;
    uint32_t *base;    /* the composition of each subject, NO_COMPOSITION for none */
    uint32_t *overlay; /* the same with the overlay that is being worked on */
    uint32_t room;     /* in these arrays */
    uint32_t default_base; /* the default entry's composition */
    uint32_t default_overlay;
    const struct tree_statement *default_statement; /* of the base, and of the overlay */
    const struct tree_statement *overlay_statement;
    struct span *added; /* by subject: where the overlay adds it; SPAN_NONE where it does not */
    struct emitter emitter;
    uint64_t entries; /* of all appliances so far */
};

/* What is done to each destination of a statement. */
struct applying {
    struct lowering *lowering;
    uint32_t giving;
};

/* Makes room in the arrays for SUBJECT. */
void lowering_make_room(struct lowering *lowering, uint32_t subject);

/*
 * Does EACH, whose context is a struct applying, to the destinations of STATEMENT, in the overlay
 * of APPLIANCE or, where that is empty, in the base.
 */
void lowering_apply(struct lowering *lowering, struct tree_statement *statement,
                    struct view appliance, names_function *each);

/*
 * Takes the release that STATEMENT gives, in the policy's block or an appliance's. *FIRST is the
 * statement of that block that gave one before, or NULL.
 */
void lowering_take_release(struct lowering *lowering, struct policy *policy,
                           const struct tree_statement *statement,
                           const struct tree_statement **first);

/* The name of a policy or an appliance: one line of text. "?", and reported, if it is not. */
struct view lowering_take_label(struct lowering *lowering, struct tree_text name);

/*
 * Makes the entries of POLICY. DEFAULT_STATEMENT is the last that gave something to its default
 * entry, whose composition is DEFAULT_ENTRY; NULL if none did.
 */
void lowering_emit(struct lowering *lowering, struct policy *policy, uint32_t default_entry,
                   const struct tree_statement *default_statement,
                   struct emitted_entries entries);

/* Takes what the source asserts and expects of listeners; the appliances are there. */
void lowering_expectations(struct lowering *lowering);

/* Makes the appliances of the source, each of its overlay and the base. */
void lowering_appliances(struct lowering *lowering);

#endif
