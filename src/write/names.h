/* SPDX-License-Identifier: MIT */
/*
 * Names of destinations as listings show them.
 */
#ifndef DESTC_WRITE_NAMES_H
#define DESTC_WRITE_NAMES_H

#include "model/policy.h"

/*
 * The name of DESTINATION in FORM. With BOTH, an internationalised name has its other form in
 * parentheses behind it: "bücher.example (xn--bcher-kva.example)".
 */
struct view name_shown(struct arena *arena, const struct destination *destination,
                       enum idn_form form, bool both);

/* NAME, with its other form in parentheses behind it if it has one. */
struct view name_both_forms(struct arena *arena, struct view name);

#endif
