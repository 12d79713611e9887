/* SPDX-License-Identifier: MIT */
/*
 * Values and sets of them. What an entry gives is a set of settings; equal sets are stored once
 * (a table of a million destinations has a few hundred), so whatever is worked out about a set is
 * worked out once. A draft is a set that is still being read, with the places of its parts.
 */
#ifndef DESTC_MODEL_SETTINGS_H
#define DESTC_MODEL_SETTINGS_H

#include "base/hash.h"
#include "diag/source.h"
#include "model/params.h"

/* A text that is stored once; equal texts have equal numbers. */
typedef uint32_t atom;

enum value_kind {
    VALUE_ABSENT,
    VALUE_NUMBER,   /* of a NUMBER or LIMIT parameter */
    VALUE_WORD,     /* the code of a word */
    VALUE_NAME,     /* an atom: the name of something on the appliance */
    VALUE_UNKNOWN,  /* an atom: a word of a newer release, kept as it stands */
    VALUE_REJECTED, /* an atom: a value that a reader has reported as an error */
};

/* How an export spelt a word whose spelling is assumed; see assumptions.def. */
enum spelling_seen { SEEN_NOWHERE, SEEN_WORD, SEEN_NUMBER };

struct value {
    uint8_t kind;
    uint8_t seen; /* enum spelling_seen, for words whose spelling is assumed; else 0 */
    uint16_t unused;
    uint32_t number; /* the number, the code or the atom */
};

/* A parameter that is not known, kept and written back as it stands. */
struct other {
    atom name;
    atom text;
};

struct settings {
    struct value values[PARAM_COUNT];
    uint32_t given;      /* a mask: which values are not absent */
    uint32_t complained; /* a mask: what a reader has reported an error about */
    uint32_t other_count;
    const struct other *others; /* by name, whatever its case: order has no meaning */
};

struct draft_other {
    atom key; /* the name in lower case: what is compared */
    atom name;
    atom text;
    struct span name_place;
    bool judged; /* whether it is a misspelling has been said */
};

struct draft {
    struct settings set; /* others not filled in */
    struct span names[PARAM_COUNT];
    struct span values[PARAM_COUNT];
    struct draft_other *others;
    uint32_t other_count;
    uint32_t other_capacity;
};

/* The stored texts and sets of a run. */
struct store {
    struct arena *arena;
    uint64_t seed;
    struct hash_table atom_table;
    struct view *atoms;
    uint32_t atom_count;
    uint32_t atom_capacity;
    struct hash_table set_table;
    struct settings **sets;
    uint32_t set_count;
    uint32_t set_capacity;
};

void store_init(struct store *store, struct arena *arena);

/* The number of TEXT; the text is copied when it is new. */
atom store_atom(struct store *store, struct view text);

/* The text of an atom, NUL-terminated behind its length. */
static inline struct view atom_view(const struct store *store, atom number)
{
    return store->atoms[number];
}

/* Empties DRAFT for the next entry; keeps its memory. */
void draft_reset(struct draft *draft);

/* Puts a value into DRAFT with its places. */
void draft_set(struct draft *draft, enum param param, struct value value, struct span name,
               struct span place);

/* Takes a value out again. */
void draft_clear(struct draft *draft, enum param param);

/* Adds an unknown parameter. */
void draft_add_other(struct store *store, struct draft *draft, struct draft_other other);

/* The number of the stored set that equals DRAFT's, whose unknown parameters it puts in order. */
uint32_t store_settings(struct store *store, struct draft *draft);

/* The number of the stored set that is SET without the parameters of the mask LESS. */
uint32_t store_without(struct store *store, const struct settings *set, uint32_t less);

static inline bool settings_has(const struct settings *settings, enum param param)
{
    return (settings->given & PARAM_BIT(param)) != 0;
}

/*
 * The number in STORE of the set that equals SET, which lives in FROM; how words whose spelling is
 * assumed were spelt, and what errors were reported, is left out of account.
 */
uint32_t store_adopt(struct store *store, const struct store *from, const struct settings *set);

/* Whether two values mean the same; how they were spelt is left out of account. */
static inline bool value_same(struct value a, struct value b)
{
    return a.kind == b.kind && a.number == b.number;
}

/* Whether two sets of one store mean the same; unknown parameters in one order, in one spelling. */
bool settings_same(const struct settings *a, const struct settings *b);

/*
 * Whether two sets of STORE give the same of parameters that are not known, in any order; the names'
 * case makes no difference.
 */
bool settings_same_others(const struct store *store, const struct settings *a,
                          const struct settings *b);

/* The factory default's value of PARAM; absent where it has none. */
struct value factory_value(struct store *store, enum param param);

/*
 * The value as an export spells it ("require_verify", "500", "strict"). BUFFER is for numbers.
 * Absent values are "".
 */
enum { VALUE_BUFFER = 16 };
struct view value_export(const struct store *store, enum param param, struct value value,
                         char buffer[VALUE_BUFFER]);

/* The same in the policy language's words. */
struct view value_policy(const struct store *store, enum param param, struct value value,
                         char buffer[VALUE_BUFFER]);

#endif
