/* SPDX-License-Identifier: MIT */
/*
 * What a block says itself of a wish, and what is to stand there instead: the half of a setting
 * that a wish does not name stays as the block has it.
 */
#ifndef DESTC_EDIT_SOURCE_UNIT_H
#define DESTC_EDIT_SOURCE_UNIT_H

#include "edit/source_words.h"
#include "edit/statement.h"
#include "read/policy_tree.h"

struct block_unit {
    struct token_range settings[PARAM_COUNT]; /* those that are about it, in their order */
    uint32_t count;
    bool is_parameter;              /* the first is parameter "NAME" "VALUE" */
    struct view words[WISH_PARTS]; /* the values; empty where there is none */
};

/* What BLOCK, whose text TOKENS are of, says of WISH. Its words live in the arena of TOKENS. */
struct block_unit block_unit_read(const struct tokens *tokens, const struct store *store,
                                  const struct tree_block *block, const struct source_wish *wish);

/*
 * WISH as the setting that is to stand in the place of UNIT. HALF is what the entries have in its
 * open part, empty where they do not agree: then it stays open.
 */
const char *block_unit_text(struct arena *arena, const struct block_unit *unit,
                            const struct source_wish *wish, struct view half);

#endif
