/* SPDX-License-Identifier: MIT */
/*
 * What differs between two sets of settings: once for all destinations that have the same two.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_SETTINGS_H
#define DESTC_ANALYSIS_DIFFERENCE_SETTINGS_H

#include "analysis/difference.h"

/* The number of no set: of the default entry, or of what nothing holds for. */
#define NO_SET UINT32_MAX

/* One side of it. All sets live in the store that both sides share. */
struct settings_side {
    const struct settings *settings; /* NULL: the default entry itself */
    struct defaults defaults;
    bool absent; /* there is no such table: nothing holds, and nothing can be weighed against it */
};

/* What is to be told. */
enum settings_tell {
    TELL_CHANGED,   /* what either gives and the other does not, or otherwise */
    TELL_ADDED,     /* an entry that is new: what it gives, and what changes by it; the older side is
                       the entry that held */
    TELL_REMOVED,   /* the same the other way round */
};

/* How it is told. */
struct settings_wish {
    enum settings_tell tell;
    bool effective; /* of what is given, only what changes what takes effect */
    bool unweighed; /* beside a table that there is not, nothing weighs */
};

struct settings_difference {
    const struct change_list *changes; /* NULL: none */
    uint32_t reached; /* what both inherit and takes effect otherwise, a PARAM_BIT() each */
    bool wants_default; /* a weight could be told if the default entry were known */
};

/* Compares two sides. Results live in ARENA. */
struct settings_difference settings_difference(struct arena *arena, const struct store *store,
                                               const struct settings_side *before,
                                               const struct settings_side *after,
                                               const struct settings_wish *wish);

/*
 * What takes effect of PARAM on SIDE, given or inherited; IS_HOLDER: there is no such entry, and
 * SIDE is the one that holds instead.
 */
struct said settings_said(struct arena *arena, const struct store *store,
                          const struct settings_side *side, bool is_holder, enum param param);

#endif
