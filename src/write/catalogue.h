/* SPDX-License-Identifier: MIT */
/*
 * The catalogues: message codes and assumptions, as their tables have them.
 */
#ifndef DESTC_WRITE_CATALOGUE_H
#define DESTC_WRITE_CATALOGUE_H

#include "base/output.h"
#include "diag/codes.h"
#include "model/assumptions.h"

/* All codes, a line each: id, severity, title. */
void write_rules(struct arena *arena, struct output *output);

/* One code with everything that is said of it. */
void write_rule(struct arena *arena, enum code code, struct output *output);

/* One assumption. */
void write_assumption(enum assumption assumption, struct output *output);

/* All assumptions: what is assumed, why, and how to try it on an appliance. */
void write_assumptions(struct output *output);

#endif
