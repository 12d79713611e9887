/* SPDX-License-Identifier: MIT */
/*
 * Where the settings of a policy source's entries come from: entry, bundle, overlay, each with its
 * place, and the notes that belong to an entry. Entries that are put together from the same
 * statements share one composition. A policy that was read from a table has none of this: there a
 * setting stands in its own section.
 */
#ifndef DESTC_MODEL_PROVENANCE_H
#define DESTC_MODEL_PROVENANCE_H

#include "model/settings.h"

enum step_kind {
    STEP_BUNDLE,         /* a bundle that the entry uses; name is the bundle's */
    STEP_BLOCK,          /* the entry's own block */
    STEP_SCOPE,          /* the scope that a limit took from the default entry */
    STEP_OVERLAY_BUNDLE, /* the same in an appliance's overlay */
    STEP_OVERLAY,
};

/* One giving of a setting. */
struct step {
    enum step_kind kind;
    bool takes_back;   /* "default": what was given before no longer counts; no value */
    bool is_parameter; /* given as parameter "limit_type" "host": may stand without company */
    enum param param;  /* PARAM_COUNT for an unknown parameter */
    struct view other; /* the name of an unknown parameter */
    struct value value; /* an unknown parameter's text is a VALUE_UNKNOWN */
    struct view name;  /* of the bundle, or of the appliance for STEP_OVERLAY */
    struct span place; /* of the value */
};

struct entry_note {
    struct view text; /* of a note, or the date of an until, 2027-06-30 */
    struct span place;
    bool is_until;
};

struct composition {
    const struct step *steps; /* in the order they count: the last of a parameter wins */
    uint32_t step_count;
    const struct entry_note *notes;
    uint32_t note_count;
};

struct provenance {
    struct arena *arena;
    struct hash_table sections; /* from an entry's section to its index below */
    uint32_t *entry_sections;
    uint32_t *entry_compositions;
    uint32_t entry_count;
    uint32_t entry_capacity;
    struct composition *compositions;
    uint32_t composition_count;
    uint32_t composition_capacity;
};

/* What a policy source defines and nothing in it uses. */
enum unused_kind { UNUSED_SET, UNUSED_BUNDLE, UNUSED_FLOW_BUNDLE };

struct unused_definition {
    enum unused_kind kind;
    struct view name;
    struct span place; /* of the name, where it is defined */
};

struct unused_definitions {
    const struct unused_definition *list; /* in the order of the source */
    uint32_t count;
};

/* An empty one. */
struct provenance *provenance_new(struct arena *arena);

/* Stores a composition and returns its number. Its arrays must live as long as the arena. */
uint32_t provenance_add(struct provenance *provenance, struct composition composition);

/* Says that the entry whose section (see struct destination) is SECTION has that composition. */
void provenance_bind(struct provenance *provenance, uint32_t section, uint32_t composition);

/* The composition of the entry at SECTION, or NULL. */
const struct composition *provenance_find(const struct provenance *provenance, uint32_t section);

/* The step that decides about PARAM, or NULL if none gives it. */
const struct step *composition_step(const struct composition *composition, enum param param);

/* The same for the parameter that an export calls NAME, known or not. */
const struct step *composition_find(const struct composition *composition, struct view name);

/* Whether two steps are about the same parameter. */
bool step_same(const struct step *a, const struct step *b);

#endif
