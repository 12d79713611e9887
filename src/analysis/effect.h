/* SPDX-License-Identifier: MIT */
/*
 * Whether two policies of one run have the same effect on destinations: what an editor of texts
 * promises, and can be held to.
 */
#ifndef DESTC_ANALYSIS_EFFECT_H
#define DESTC_ANALYSIS_EFFECT_H

#include "analysis/resolve.h"

/* A policy, and what stands for its default entry. */
struct standing {
    const struct policy *policy;
    struct defaults defaults;
};

/*
 * Whether both have the same destinations, and for each of them and for the default entry the same
 * values take effect. Both have their settings in one store. No bounce profile is the one called
 * Default.
 */
bool same_effect(const struct standing *a, const struct standing *b);

#endif
