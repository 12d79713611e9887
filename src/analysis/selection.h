/* SPDX-License-Identifier: MIT */
/*
 * Which entries are shown.
 */
#ifndef DESTC_ANALYSIS_SELECTION_H
#define DESTC_ANALYSIS_SELECTION_H

#include "analysis/condition.h"

struct selection {
    const uint32_t *entries; /* numbers of destinations, in the order they are shown */
    uint32_t count;
    bool with_default; /* the default entry is shown too; only where the table has one */
};

/* What is asked for; all zero asks for everything. */
struct selection_wish {
    const struct condition *conditions; /* all of them must hold */
    uint32_t condition_count;
    const char *match; /* a pattern for names, or NULL */
};

/*
 * The entries of POLICY that WISH asks for, sorted by name.
 *
 * In a pattern "*" is any run of characters and "?" is one; everything else is itself (brackets
 * too: an address may stand in them). Case is left out of account. A name fits if it does as it
 * stands, in its xn-- form, in its own script, or as an address without its brackets. The default
 * entry has no name, so a pattern leaves it out.
 *
 * Conditions are judged on what takes effect with DEFAULTS, once for each distinct set of
 * settings, and for the default entry too. Entries for which they cannot be decided are left out;
 * one warning says how many.
 */
void select_destinations(const struct policy *policy, const struct defaults *defaults,
                         const struct selection_wish *wish, struct diag *diag,
                         struct selection *selection);

/* Whether NAME fits PATTERN, letter by letter: the caller sees to case. */
bool pattern_fits(struct view pattern, struct view name);

#endif
