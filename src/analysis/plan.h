/* SPDX-License-Identifier: MIT */
/*
 * How to get from one table of destinations to another: what is to be done with which entry. The
 * steps are made of the differences between the two; see docs/plan.md.
 */
#ifndef DESTC_ANALYSIS_PLAN_H
#define DESTC_ANALYSIS_PLAN_H

#include "analysis/difference.h"

enum plan_action {
    PLAN_NEW,
    PLAN_EDIT,
    PLAN_DELETE,
    PLAN_RENEW, /* deleted and made anew: a setting is to be inherited again, which no edit does */
    PLAN_ACTION_COUNT
};

/* The two ways of doing a step that cannot do every step; an import can. */
enum plan_way { PLAN_BATCH, PLAN_DIALOGUE, PLAN_WAY_COUNT };

/* What a way lacks for a step. */
enum plan_obstacle {
    OBSTACLE_PARAM = 1 << 0, /* it cannot say a parameter, or this value of it: see PARAMS */
    OBSTACLE_OTHER = 1 << 1, /* a parameter that is not known */
    OBSTACLE_NAME = 1 << 2,  /* a name that could be read as something else on a command line */
    OBSTACLE_GONE = 1 << 3,  /* the default entry is to lose a setting */
};

/* All zero: the way can do the step. */
struct plan_lack {
    unsigned obstacles; /* a mask of enum plan_obstacle */
    uint32_t params;    /* a mask */
};

struct plan_step {
    enum plan_action action;
    bool is_default;   /* about the default entry */
    struct view name;  /* as the newer side spells it, or the only one that has it */
    struct view typed; /* what the appliance is told: as the older side spells it, the xn-- form */
    const struct settings *old; /* in the older side's store; NULL: there was no entry */
    const struct settings *new; /* in the newer side's; NULL: there is no entry */
    uint32_t told;     /* a mask: what is to be told of NEW */
    bool is_whole;     /* that is all it gives */
    struct plan_lack lacks[PLAN_WAY_COUNT];
    const struct difference *difference;
};

struct plan {
    const struct side *before;
    const struct side *after;
    const struct differences *differences;
    const struct differences *weighed; /* whose weights are told: see analysis/plan_outcome.h */
    struct plan_step *steps; /* the default entry first, then by name */
    uint32_t count;
    uint32_t counts[PLAN_ACTION_COUNT];
    uint32_t lacking[PLAN_WAY_COUNT]; /* steps that the way cannot do */
    bool keeps_default; /* the newer side has no default entry: the appliance's stays */
};

/* What the dialogue asks about an entry, if it asks all, and what its SETUP asks; masks. */
#define PLAN_OF_SETUP                                                                              \
    (PARAM_BIT(PARAM_CERTIFICATE) | PARAM_BIT(PARAM_SEND_TLS_REQ_ALERT))
#define PLAN_OF_ENTRY                                                                              \
    ((PARAM_BIT(PARAM_COUNT) - 1) & ~(PLAN_OF_SETUP | PARAM_BIT(PARAM_DANE_OPTION)))

/*
 * The parameters, a mask, that the dialogue asks about when STEP is done in it: none if it
 * deletes, else all, changed or not, but the window and the scope of limits only behind a limit.
 * What it does not ask stays as it is on the appliance.
 */
uint32_t plan_asked(const struct plan_step *step);

/*
 * The plan of DIFFERENCES, which difference_destinations() found between BEFORE and AFTER when it
 * was not asked for effects alone. Lives in ARENA.
 */
void plan_make(struct arena *arena, const struct side *before, const struct side *after,
               const struct differences *differences, struct plan *plan);

/* Whether mail goes under TLS or not at all. */
enum plan_tls {
    PLAN_TLS_ENFORCED,
    PLAN_TLS_UNKNOWN, /* the default entry says, which was not read; or a word that is not known */
    PLAN_TLS_LEFT,
    PLAN_TLS_COUNT
};

/* The same of an entry of SIDE with SETTINGS. */
enum plan_tls plan_tls(const struct side *side, const struct settings *settings);

/* --- How large a plan may be ------------------------------------------------------------------ */

struct plan_bounds {
    uint32_t percent;   /* of the older side's entries that may be touched */
    uint32_t deletions; /* entries that may go */
};

enum {
    PLAN_PERCENT = 30,  /* where nobody says otherwise */
    PLAN_AT_LEAST = 5,  /* entries may always be touched */
};

/* How many entries the older side of PLAN has, its default entry among them. */
uint32_t plan_entries(const struct plan *plan);

/* How many entries PLAN may touch under BOUNDS. */
uint32_t plan_most_touched(const struct plan *plan, const struct plan_bounds *bounds);

#endif
