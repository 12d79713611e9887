/* SPDX-License-Identifier: MIT */
/*
 * Two policies that are compared: each is read in a run of its own, both at the same time.
 */
#ifndef DESTC_CLI_SIDES_H
#define DESTC_CLI_SIDES_H

#include "analysis/difference.h"
#include "cli/run.h"

/* A policy that was read for a comparison. */
struct loaded_side {
    const char *path;
    const char *shown; /* what it is called; NULL: by its path */
    bool absent;       /* there is no such file: an empty policy */
    const char *role; /* "old", "new": what messages call it */
    const char *appliance; /* whose policy of several is meant; NULL: the base's */
    bool must_have;   /* the side must have that appliance, and not only if it has any */
    struct run run;   /* its memory, its texts, its store */
    struct policy policy;
    struct side side;
    bool good;
};

/*
 * Reads both sides, whose path, role and appliance are set, and joins their messages to those of
 * RUN, which say which side they are about. False if there were errors.
 */
bool sides_load(struct run *run, struct loaded_side *before, struct loaded_side *after);

/*
 * Takes the appliances that --appliance names, one for both sides or one for each. False if there
 * are more.
 */
bool sides_take_appliances(const struct run *run, struct loaded_side *before,
                           struct loaded_side *after);

/* What messages and results call a side. */
const char *side_name(const struct loaded_side *side);

/* What SIDE holds, in words: "destinations and Host Access Tables"; "nothing". */
const char *side_holding(struct arena *arena, const struct loaded_side *side);

/* What SIDE lacks, in words: "holds no Host Access Tables", "can hold no listener Out". */
const char *lack_words(struct arena *arena, const struct side *side, const struct lack *lack);

/* Whether POLICY is a HAT or RAT file's, which does not name its listener, nor does --listener. */
bool side_is_unnamed(const struct run *run, const struct policy *policy);

/* Frees the memory of a side; after the messages are shown. */
void side_free(struct loaded_side *side);

#endif
