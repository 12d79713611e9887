/* SPDX-License-Identifier: MIT */
/*
 * The one in-memory policy, whatever format it was read from: a default entry, which may be
 * missing, destinations, and listeners. Everything lives in the arena of the run; names and texts
 * are views into what was read, so the sources must live as long.
 */
#ifndef DESTC_MODEL_POLICY_H
#define DESTC_MODEL_POLICY_H

#include "model/assertions.h"
#include "model/comments.h"
#include "model/domain.h"
#include "model/listener.h"
#include "model/provenance.h"
#include "model/references.h"
#include "model/settings.h"

/* The number of no destination. */
#define NO_ENTRY UINT32_MAX

enum {
    DESTINATION_OWN_KEY = 1 << 0, /* the key differs from the name and stands behind it */
};

struct destination {
    const char *name;
    uint32_t settings; /* number of its stored set */
    uint32_t section;  /* offset of the section, element, object or row that gave it */
    uint16_t length;   /* of the name */
    uint8_t kind;      /* enum domain_kind */
    uint8_t flags;
};

/*
 * Finds the place of a setting again: the value of the parameter that an export calls NAME, in the
 * entry that begins at SECTION. SPAN_NONE if it is not there. Each reader has one.
 */
typedef struct span locate_function(const struct source *source, uint32_t section,
                                    struct view name);

struct policy_text {
    const struct source *source;
    locate_function *locate;
};

/*
 * What a policy was read from. That decides what could stand there, and so whether what does not is
 * not there or is not known. Where there are several files it is the last one's.
 */
enum carrier {
    CARRIER_NONE,   /* nothing was read */
    CARRIER_TABLE,  /* a table of destinations */
    CARRIER_HAT,    /* one table of one listener, which it does not name */
    CARRIER_RAT,
    CARRIER_EXPORT, /* an appliance's own file */
    CARRIER_SOURCE, /* destc's own: the policy language, the policy document, JSON */
    CARRIER_COUNT
};

struct tree; /* see read/policy_tree.h */
struct removals;

enum { DESTINATIONS_PER_CHUNK = 512 }; /* lint keeps a policy for each file of a folder */

struct policy {
    struct arena *arena;
    struct sources *sources;
    struct store *store;
    enum carrier carrier;
    bool has_default;
    uint32_t default_settings;
    uint32_t default_section;
    struct destination **chunks;
    uint32_t chunk_capacity;
    uint32_t count;
    struct hash_table names;
    struct listeners listeners;
    struct references references; /* what the appliance has by name, where a file lists it */
    struct policy_text *texts;
    uint32_t text_count;
    uint32_t text_capacity;
    struct comments comments; /* in what was read: no written format carries them */
    struct comments source_comments; /* in policy sources, which are kept beside what they give */
    struct tree *tree; /* statements of a policy source that wait for policy_lower(); or NULL */
    struct provenance *provenance; /* of a policy source's entries; NULL if there is none */
    struct unused_definitions unused; /* of a policy source */
    const struct policy *outside;  /* whose default entry holds where this has none; or NULL */
    struct assertion *assertions;
    uint32_t assertion_count;
    uint32_t assertion_capacity;
    struct expectation *expectations; /* of listeners */
    uint32_t expectation_count;
    uint32_t expectation_capacity;
    struct appliance *appliances; /* in the order they are written */
    uint32_t appliance_count;
    uint32_t appliance_capacity;
    struct removals *removals; /* see model/removals.h; NULL if there are none */
    /* Of an appliance's policy, once the run is about it: */
    const struct policy *base;
    const struct appliance *appliance;
    bool has_target;
    struct release target; /* the release that the source names */
    struct view name;      /* that the source gives itself; may be empty */
};

/* An appliance of a policy source: the whole policy that its overlay makes of the base. */
struct appliance {
    struct view name;
    struct span place;
    struct policy *policy; /* without appliances; with the base's assertions */
    /*
     * While files are being read: what POLICY lacks of the base. POLICY holds only what differs
     * then, and overlay_complete() makes it whole. NULL: POLICY is whole.
     */
    struct policy *removed;
};

/* An empty policy. STORE may be shared by several policies, which makes their sets comparable. */
void policy_init(struct policy *policy, struct arena *arena, struct sources *sources,
                 struct store *store);

/* Makes room for about EXPECTED destinations at once, so that tables need not grow. */
void policy_expect(struct policy *policy, uint32_t expected);

/* Tells how settings are found again in SOURCE. */
void policy_add_text(struct policy *policy, const struct source *source, locate_function *locate);

/*
 * The hash of a key, for the calls below. The processor is told to fetch the key's place in the
 * table: worth calling early, when there is other work to do before the look-up.
 */
uint32_t policy_hash(const struct policy *policy, struct view key);

/* Gives every destination its name in FORM; keys stay as they are. */
void policy_convert_names(struct policy *policy, enum idn_form form);

/* The destination with this key, whose hash is HASH; or NO_ENTRY. */
uint32_t policy_find_hashed(const struct policy *policy, struct view key, uint32_t hash);

/* The same without a hash at hand. */
uint32_t policy_find(const struct policy *policy, struct view key);

/*
 * Adds a destination that is not there yet and returns its number; numbers run from 0 in the
 * order of adding. DOMAIN's name is kept as a view; HASH is its key's.
 */
uint32_t policy_add(struct policy *policy, const struct domain *domain, uint32_t hash,
                    uint32_t settings, uint32_t section);

static inline struct destination *policy_destination(const struct policy *policy, uint32_t index)
{
    return &policy->chunks[index / DESTINATIONS_PER_CHUNK][index % DESTINATIONS_PER_CHUNK];
}

static inline struct view destination_name(const struct destination *destination)
{
    return (struct view){destination->name, destination->length};
}

/* What is compared: see domain.h. */
struct view destination_key(const struct destination *destination);

static inline const struct settings *policy_settings(const struct policy *policy, uint32_t number)
{
    return policy->store->sets[number];
}

/* The default entry's settings, or NULL if the table has none. */
static inline const struct settings *policy_default(const struct policy *policy)
{
    return policy->has_default ? policy->store->sets[policy->default_settings] : NULL;
}

/*
 * The place of the value of PARAM in the entry at SECTION, found by reading that section again.
 * SPAN_NONE if the text does not give it.
 */
struct span policy_locate(const struct policy *policy, uint32_t section, struct view name);

/*
 * What the entry at SECTION, of POLICY or its outside, is put together of; NULL if that is not
 * known, as for an entry of a table.
 */
const struct composition *policy_composition(const struct policy *policy, uint32_t section);

/* The place of NAME, by which the entry at SECTION begins; its first byte if it is not found. */
struct span policy_name_place(const struct policy *policy, uint32_t section, struct view name);

/* A set of settings and who uses it. */
struct set_use {
    uint32_t settings; /* number of the stored set */
    uint32_t first;    /* the first destination that uses it */
    uint32_t count;    /* how many do */
};

/*
 * The distinct sets that destinations use, in the order of their first use; *COUNT of them. The
 * default entry's set is not among them unless a destination has the same. The array is the
 * arena's.
 */
const struct set_use *policy_sets(const struct policy *policy, uint32_t *count);

/* The numbers of all destinations, sorted bytewise by name. The array is the arena's. */
const uint32_t *policy_sorted(const struct policy *policy);

#endif
