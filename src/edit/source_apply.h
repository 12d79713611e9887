/* SPDX-License-Identifier: MIT */
/*
 * Writing down what edit/source_set.h has decided about the statements of a source. Where a call
 * says false, a part of a setting is missing, which is reported.
 */
#ifndef DESTC_EDIT_SOURCE_APPLY_H
#define DESTC_EDIT_SOURCE_APPLY_H

#include "edit/source_set.h"

/* What the entry of TARGET gives; NULL if there is none. */
const struct settings *source_settings_now(const struct source_change *change, uint32_t target);

/* TARGET is to stand in the statement behind STATEMENT. */
void source_add_fresh(struct source_change *change, struct source_statement *statement,
                      uint32_t target);

/* Changes the wish's setting in the bundle from which STATEMENT has it. */
bool source_apply_bundle(struct source_change *change, const struct source_statement *statement,
                         uint32_t wish);

/* Changes the block of STATEMENT, which is about targets alone. */
bool source_apply_block(struct source_change *change, const struct source_statement *statement);

/* Makes the statement behind STATEMENT, for those who leave it or for what nothing gives yet. */
bool source_apply_behind(struct source_change *change, struct source_statement *statement);

/* Makes a statement for a destination, or the default entry, that has none. */
bool source_apply_new(struct source_change *change, uint32_t target);

#endif
