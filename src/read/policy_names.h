/* SPDX-License-Identifier: MIT */
/*
 * The names of a policy source: what is defined, and the destinations that are named. Each
 * destination that occurs anywhere is one subject, however often it is named.
 */
#ifndef DESTC_READ_POLICY_NAMES_H
#define DESTC_READ_POLICY_NAMES_H

#include "model/policy.h"
#include "read/policy_tree.h"

enum definition_kind {
    DEFINITION_SET,
    DEFINITION_BUNDLE,
    DEFINITION_APPLIANCE,
    DEFINITION_FLOW_BUNDLE, /* of mail flow policies */
    DEFINITION_LISTENER,
};

struct definition {
    enum definition_kind kind;
    struct tree_statement *statement;
    uint32_t number; /* among all definitions */
    struct file_identity identity; /* of a set that was read from a file */
    enum { DEFINITION_NEW, DEFINITION_OPEN, DEFINITION_DONE } state;
    uint32_t *members; /* of a set: numbers of the subjects that stand in it itself, and */
    uint32_t member_count;
    uint32_t member_capacity;
    struct definition **parts; /* the sets that do */
    uint32_t part_count;
    uint32_t part_capacity;
    bool is_used;       /* something names it */
    bool is_empty;      /* of a set: it has no members, nor have the sets that stand in it */
    bool is_bad;        /* a part of it could not be understood, which has been reported */
    uint32_t last_walk; /* the walk that came by last */
    const struct step *steps; /* of a bundle: the last giving of each parameter */
    uint32_t step_count;
    const struct entry_note *notes; /* and its notes */
    uint32_t note_count;
    struct flow_settings flow; /* of a bundle of mail flow policies */
};

/* A destination that is named somewhere. */
struct subject {
    struct domain domain;
    uint32_t hash;
    struct span place;  /* where it is named first */
    uint32_t last_walk; /* the walk that came by last */
};

#define NO_SUBJECT UINT32_MAX

struct names {
    struct arena *arena;
    struct diag *diag;
    struct store *store;
    const struct broken_words *broken; /* what may be defined where the source is broken */
    struct hash_table definition_table;
    struct definition **definitions;
    uint32_t definition_count;
    uint32_t appliance_count; /* of them */
    uint32_t definition_capacity;
    struct hash_table subject_table;
    struct subject *subjects;
    uint32_t subject_count;
    uint32_t subject_capacity;
    struct hash_table file_table; /* from what a file is to the set that was read from it */
    uint32_t walk;                /* how many lists have been walked through */
    struct definition **waiting;  /* sets that a walk has yet to come by */
    uint32_t waiting_count;
    uint32_t waiting_capacity;
};

void names_init(struct names *names, struct diag *diag, struct store *store,
                const struct broken_words *broken);

/* Adds the definition that STATEMENT is; a second one of a name is reported. */
void names_define(struct names *names, enum definition_kind kind,
                  struct tree_statement *statement);

/* The definition of TEXT; NULL, and reported, if there is none. It has been if it is broken. */
struct definition *names_find(struct names *names, enum definition_kind kind,
                              struct tree_text text);

/* The same without a message. */
struct definition *names_known(const struct names *names, enum definition_kind kind,
                               struct view name);

/*
 * Works out every set and bundle, those that it refers to first. FINISH_BUNDLE makes what a bundle
 * of either kind gives. A definition that contains itself is reported.
 */
void names_resolve(struct names *names, void *context,
                   void (*finish_bundle)(void *context, struct definition *bundle));

/* The sets and bundles that names_find() was never asked for. The array is the arena's. */
struct unused_definitions names_unused(const struct names *names);

/* Reports each set of LIST that has no members. */
void names_report_empty(struct names *names, const struct tree_list *list);

/* Something done to each subject of a list; PLACE is the word or @set in the list. */
typedef void names_function(void *context, uint32_t subject, struct span place);

/*
 * Calls EACH for every subject of LIST, once for each. Returns how many there were; -1 if a part
 * of the list could not be understood, which has been reported.
 */
int64_t names_each(struct names *names, const struct tree_list *list, void *context,
                   names_function *each);

#endif
