/* SPDX-License-Identifier: MIT */
/*
 * Writing down what edit/source_set.h has decided about the statements of a source.
 */
#ifndef DESTC_EDIT_SOURCE_APPLY_H
#define DESTC_EDIT_SOURCE_APPLY_H

#include "edit/source_set.h"
#include "edit/source_unit.h"

/* What the entry of TARGET gives; NULL if there is none. */
const struct settings *source_settings_now(const struct source_change *change, uint32_t target);

/* What the block of STATEMENT says of a wish. */
struct block_unit source_block_unit(const struct source_change *change,
                                    const struct source_statement *statement, uint32_t wish);

/* Changes a setting of a bundle. */
void source_apply_bundle(struct source_change *change, const struct source_edit *edit);

/*
 * Changes the block of STATEMENT, and makes the statements behind it. False, and reported, if its
 * targets cannot leave it.
 */
bool source_apply(struct source_change *change, const struct source_statement *statement);

/* Makes statements for destinations, and the default entry, that have none. */
void source_apply_new(struct source_change *change);

#endif
