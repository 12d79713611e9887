/* SPDX-License-Identifier: MIT */
/*
 * The part of an explanation that only a policy source has: how its statements make the entry,
 * step by step, and the notes that stand in them. See model/provenance.h.
 */
#ifndef DESTC_WRITE_EXPLAIN_CHAIN_H
#define DESTC_WRITE_EXPLAIN_CHAIN_H

#include "write/explanation.h"

#include <jansson.h>

/* What the entry, or the default entry, is made of; NULL if no policy source made it. */
const struct composition *explanation_chain(const struct explainer *explainer,
                                            const struct explanation *explanation);

/* Writes the chain and the notes as sections of the page; nothing for NULL. */
void chain_text(struct explainer *explainer, const struct composition *chain);

/*
 * The steps as an array of objects with setting, value (null where it is taken back), from, name,
 * wins, file, line, column; and the notes likewise with kind and text. New references.
 */
json_t *chain_json(struct explainer *explainer, const struct composition *chain);
json_t *chain_notes_json(struct explainer *explainer, const struct composition *chain);

#endif
