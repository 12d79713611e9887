/* SPDX-License-Identifier: MIT */
/*
 * Statements for settings that nothing gives yet: a destination's own, if all whom it names need
 * the same there; else a new one behind the last that names it.
 */
#ifndef DESTC_EDIT_SOURCE_HOMES_H
#define DESTC_EDIT_SOURCE_HOMES_H

#include "edit/source_set.h"

/*
 * Finds out which wishes no statement fulfils, and gives each a home: in statements of the index,
 * and in groups beside them.
 */
void source_find_homes(struct source_change *change);

#endif
