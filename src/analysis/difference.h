/* SPDX-License-Identifier: MIT */
/*
 * What differs between two policies, by meaning. The result is one list of differences in one shape,
 * whatever they are about; so a form of showing it has to know one shape only.
 *
 * Order, case, white space, how a value is spelt and comments are no difference. The two policies
 * may come from different runs, with stores of their own.
 * Source: docs/diff.md.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_H
#define DESTC_ANALYSIS_DIFFERENCE_H

#include "analysis/flow_resolve.h"
#include "analysis/weight.h"

/* --- The two sides ---------------------------------------------------------------------------- */

/* One side of a comparison. */
struct side {
    const struct policy *policy;
    enum carrier carrier;              /* what its file is; an appliance's policy does not say it */
    struct defaults defaults;          /* of POLICY's store, as run_defaults() gives them */
    struct flow_defaults flow_defaults; /* of listeners that have none of their own */
    bool unnamed; /* the listener of a HAT or RAT file, which names none */
    bool absent;  /* there is no such file: all that the other side has is new, or gone */
};

/* What a policy can hold; a mask has one bit for each. */
enum side_content {
    SIDE_DESTINATIONS,
    SIDE_HATS,
    SIDE_RATS,
    SIDE_FLOW_DEFAULTS, /* a listener's default policy parameters */
    SIDE_LISTENERS,     /* listeners by their names, any number */
    SIDE_CONTENT_COUNT
};

/* "destinations", "Host Access Tables", ...; of one listener "Host Access Table", ... */
const char *side_content_name(enum side_content content);
const char *side_content_of_one(enum side_content content);

/* Which tables SIDE holds, as a mask of bits 1 << content. */
unsigned side_holds(const struct side *side);

/* Whether a file like SIDE's could hold CONTENT. */
bool side_can_hold(const struct side *side, enum side_content content);

/*
 * Whether what one side lacks is not there, since its file would say it as the other's does: both
 * are sources, or both an appliance's own files.
 */
bool sides_alike(const struct side *before, const struct side *after);

/*
 * What one side holds and is not compared, since the other side's file does not say whether it is
 * there.
 */
struct lack {
    enum side_content content;
    bool by_older;        /* the older side lacks it */
    struct view listener; /* whose it is; empty: the side lacks all of that kind */
};

/* What is to be compared. */
struct difference_wish {
    bool effective; /* only what takes effect: how it comes about is no difference */
    bool empty_too; /* a side that has no destinations is a table without entries */
    bool unweighed; /* destinations of a file that one side does not have weigh nothing: else that
                       is not known, unless a default entry is given to hold them against */
};

/* --- Differences ------------------------------------------------------------------------------ */

/* What a difference is about. In this order they are listed, listener by listener. */
enum difference_part {
    PART_DEFAULT,       /* the default entry */
    PART_DESTINATION,
    PART_LISTENER,      /* a listener as such: its type, interface and so on */
    PART_FLOW_DEFAULTS, /* its default policy parameters */
    PART_FLOW_POLICY,   /* a mail flow policy */
    PART_GROUP,         /* a sender group; its name */
    PART_HOST,          /* a host that is an entry of its own, or ALL; the member's text */
    PART_FATE,          /* callers who get something else: addresses, scores, names */
    PART_RECIPIENT,     /* of the RAT */
    PART_COUNT
};

/* "default-entry", "destination", "listener", "listener-defaults", "policy", ... */
const char *difference_part_name(enum difference_part part);

enum difference_kind {
    DIFFERENCE_ADDED,
    DIFFERENCE_REMOVED,
    DIFFERENCE_CHANGED, /* or moved: the change called "place" says where it stood and stands */
    DIFFERENCE_KIND_COUNT
};

/* "added", "removed", "changed". */
const char *difference_kind_name(enum difference_kind kind);

enum said_how {
    SAID_NOTHING,   /* it has none, or there is no such entry: the text is empty */
    SAID_GIVEN,     /* the entry itself gives it */
    SAID_INHERITED, /* it comes from elsewhere: ORIGIN */
    SAID_UNKNOWN,   /* nothing that was read says it; the text says whose it is, or is empty */
};

/* What one side says of a setting. */
struct said {
    enum said_how how;
    struct view text;   /* in the policy language's words */
    const char *origin; /* of SAID_INHERITED, in words: "default entry", "listener's default" */
};

/* One setting, member, option that differs. A member that comes or goes has one side only. */
struct change {
    enum param param;  /* of a destination's parameter; else PARAM_COUNT */
    struct view name;  /* the setting's word in the policy language; "member", "place", ... */
    struct said before;
    struct said after;
    struct weight weight;
};

struct change_list {
    const struct change *list;
    uint32_t count;
    struct weight weight; /* of all of them */
};

/* An entry that inherits something of what differs in the default entry. */
struct reached {
    uint32_t entry;  /* its number on the newer side */
    uint32_t params; /* what it inherits of it, a PARAM_BIT() each */
};

struct difference {
    enum difference_kind kind;
    enum difference_part part;
    uint32_t before;     /* number of the destination on each side; NO_ENTRY where there is none */
    uint32_t after;
    struct view listener; /* empty for destinations */
    struct view name;
    struct view holds;    /* of a destination that one side lacks: which entry holds for it there
                             ("default entry", ".example.com") and gives the changes' other side */
    const struct change_list *changes; /* shared by all that have the same; NULL: none to be told */
};

struct differences {
    struct difference *list; /* part by part, listener by listener; within a part by name, or in the
                                order of the newer side where order is meaning */
    uint32_t count;
    uint32_t capacity;
    uint32_t counts[PART_COUNT][DIFFERENCE_KIND_COUNT];
    struct weight weight; /* of all */
    uint32_t weaker_in[WEIGHT_TOPIC_COUNT]; /* how many are weaker in a topic */
    uint32_t stronger_in[WEIGHT_TOPIC_COUNT];
    uint32_t weaker; /* how many are weaker in any, stronger in any, may stop mail, are not known */
    uint32_t stronger;
    uint32_t may_stop;
    uint32_t unknown;
    /* Where the default entry differs: the entries of the newer side that inherit some of what
       differs, sorted by name; and how many inherit each of it. */
    const struct reached *reached;
    uint32_t reached_count;
    uint32_t reached_by[PARAM_COUNT];
    struct lack *lacks;
    uint32_t lack_count;
    uint32_t lack_capacity;
    bool has_destinations; /* both sides had something to compare */
    bool has_listeners;
    bool wants_default; /* a weight needs a default entry that a side does not have */
    bool wants_flow_defaults; /* the same of a listener's default policy parameters */
};

/* What differs on one appliance of sources that have several. */
struct appliance_difference {
    struct view name;
    bool in_before; /* whether the sides have it: where one lacks it, nothing is compared */
    bool in_after;
    bool has_default_before; /* whether there is a default entry on it */
    bool has_default_after;
    struct differences found; /* without the differences themselves: how many, and their weight */
};

struct appliance_differences {
    struct appliance_difference *list; /* in the order of the newer side, then the older one's */
    uint32_t count;
};

/* Whether there is no difference. */
bool differences_none(const struct differences *differences);

/* The same of one appliance, and of all: there is none, or it is on each side and the same. */
bool appliance_same(const struct appliance_difference *appliance);
bool appliances_same(const struct appliance_differences *appliances);

/* Adds one, and counts it with its weight. */
void differences_add(struct arena *arena, struct differences *differences,
                     const struct difference *difference);

/* Adds a lack; one of all of a kind once. */
void differences_lack(struct arena *arena, struct differences *differences,
                      const struct lack *lack);

/* --- Comparing -------------------------------------------------------------------------------- */

/*
 * Compares the destinations of two sides, as far as both have any (destinations or a default entry)
 * or are alike, and adds what differs. A destination that one side lacks is held against the entry
 * that holds for its name there. STORE is where sets of both sides are made comparable: one of the
 * two, or another.
 * O(n) for n entries, but for sorting what differs.
 */
void difference_destinations(struct arena *arena, struct store *store, const struct side *before,
                             const struct side *after, const struct difference_wish *wish,
                             struct differences *differences);

/*
 * What takes effect on SIDE for the destination called NAME, whose key is KEY, or for mail to that
 * name where there is no such destination.
 */
struct said difference_effective(struct arena *arena, const struct side *side, struct view name,
                                 struct view key, enum param param);

#endif
