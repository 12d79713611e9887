/* SPDX-License-Identifier: MIT */
/*
 * What a Host Access Table gives a connection: entries are tried top down, and the first that has
 * a member which matches holds; CONTINUE goes on behind it. What is not known of the caller leaves
 * members undecided: then the result is the first entry that matches for certain.
 *
 *     struct connector connector;
 *     connector_build(arena, listener, &connector);           once
 *     struct connection found = connect_find(&connector, &caller);
 *     connect_steps(arena, &connector, &caller, &found);      how it came there
 */
#ifndef DESTC_ANALYSIS_CONNECT_H
#define DESTC_ANALYSIS_CONNECT_H

#include "analysis/caller.h"
#include "analysis/members.h"
#include "analysis/ranges.h"

/* --- Members ---------------------------------------------------------------------------------- */

/* What of a caller a member looks at. */
enum trait {
    TRAIT_ADDRESS,
    TRAIT_NAME,    /* its validated host name */
    TRAIT_LOOKUP,  /* why it has none */
    TRAIT_SCORE,
    TRAIT_OWNER,
    TRAIT_DNSLIST,
    TRAIT_COUNTRY,
    TRAIT_ANY, /* nothing: ALL */
    TRAIT_COUNT
};

enum trait trait_of(enum member_kind kind);

/* "address", "name", "lookup", "score", "owner", "dnslist", "country", "any". */
const char *trait_name(enum trait trait);

/* Whether TRAIT of CALLER is known. */
bool trait_is_known(const struct caller *caller, enum trait trait);

enum verdict { VERDICT_NO, VERDICT_YES, VERDICT_OPEN };

/* Whether MEMBER matches CALLER. */
enum verdict member_verdict(const struct member *member, const struct caller *caller);

/* --- The first match -------------------------------------------------------------------------- */

enum { SCORE_SLOTS = SCORE_MOST - SCORE_LEAST + 1 };

/* A HAT, prepared for many callers. */
struct connector {
    struct members members;
    struct range_index addresses;
    uint32_t scores[SCORE_SLOTS]; /* by score: the first member whose range has it */
    uint32_t kinds[MEMBER_KIND_COUNT]; /* the first member of each kind */
};

/* LISTENER must stay as it is as long as CONNECTOR is used. O(n log n). */
void connector_build(struct arena *arena, const struct listener *listener,
                     struct connector *connector);

struct connection {
    uint32_t entry;  /* the first that matches for certain and ends the way; or NO_ACCESS */
    uint32_t member; /* the first of its members that does */
    bool is_open;    /* before it stands one that may match, and would end the way too */
};

/* O(log n), whatever the table. */
struct connection connect_find(const struct connector *connector, const struct caller *caller);

/* --- The way there ---------------------------------------------------------------------------- */

enum step_verdict {
    CONNECT_PASSED,    /* none of its members matches */
    CONNECT_OPEN,      /* one may */
    CONNECT_CONTINUED, /* one matches for certain, and CONTINUE goes on */
    CONNECT_VERDICT_COUNT
};

/* "passed", "undecided", "continued". */
const char *step_verdict_name(enum step_verdict verdict);

/* The members of a step that look at one trait. */
struct step_members {
    uint32_t count;
    uint32_t first; /* the number of the first */
};

/* An entry above the one that holds; or several single hosts in a row that are passed by. */
struct connect_step {
    enum step_verdict verdict;
    uint32_t entry;
    uint32_t count;  /* of entries, from ENTRY on */
    uint32_t member; /* that matches, of CONNECT_CONTINUED */
    struct step_members traits[TRAIT_COUNT];
};

struct connect_steps {
    struct connect_step *list;
    uint32_t count;
    uint32_t capacity;
};

/* All entries above the one FOUND, top down; all of them if there is none. O(n). */
struct connect_steps connect_steps(struct arena *arena, const struct connector *connector,
                                   const struct caller *caller, const struct connection *found);

#endif
