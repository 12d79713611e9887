/* SPDX-License-Identifier: MIT */
/*
 * The statements of a policy source as its text: which tokens make a setting, and whose it is;
 * changes of it. Comments stay.
 */
#ifndef DESTC_EDIT_STATEMENT_H
#define DESTC_EDIT_STATEMENT_H

#include "edit/patch.h"
#include "edit/tokens.h"

/* The number of no token. */
#define TOKEN_INDEX_NONE UINT32_MAX

/* The token at OFFSET, in the space of offsets; or TOKEN_INDEX_NONE. */
uint32_t tokens_at(const struct tokens *tokens, uint32_t offset);

/* A setting in a block: its first token, and its semicolon; FIRST is TOKEN_INDEX_NONE for none. */
struct token_range {
    uint32_t first;
    uint32_t last;
};

/* The setting that the token at INDEX, its value, belongs to. */
struct token_range statement_setting(const struct tokens *tokens, uint32_t index);

/*
 * Whether the setting stands in a statement outside of appliances that gives settings to one
 * destination and no other, and has no comment between its tokens: only then can it be changed
 * without thinking of others.
 */
bool statement_is_own(const struct tokens *tokens, struct token_range setting);

/*
 * Takes out COUNT settings of one block, in any order, and the lines where nothing else stands on
 * them. The list is put in order.
 */
void statement_remove_settings(const struct tokens *tokens, struct token_range *settings,
                               uint32_t count, struct patch *patch);

#endif
