/* SPDX-License-Identifier: MIT */
/*
 * Settings that are wished for, in the words of the policy language. What the language says in one
 * statement, a limit with its window and the two words of a scope, is one wish.
 */
#ifndef DESTC_EDIT_SOURCE_WORDS_H
#define DESTC_EDIT_SOURCE_WORDS_H

#include "edit/table_set.h"

enum { WISH_PARTS = 2 };

struct source_wish {
    enum param params[WISH_PARTS]; /* PARAM_COUNT: there is no such part */
    struct view words[WISH_PARTS]; /* as a source has them; empty: as the entry has it */
    bool leaves;                   /* the entry is to inherit it */
};

/* Makes wishes of COUNT settings. Returns how many; *MISTAKE says what does not go together. */
uint32_t source_wishes(struct arena *arena, const struct wanted_setting *settings, uint32_t count,
                       struct source_wish *wishes, const char **mistake);

/* A mask of the wish's parameters. */
uint32_t source_wish_mask(const struct source_wish *wish);

/* VALUE as a source has it. */
struct view source_value_word(struct arena *arena, const struct store *store, enum param param,
                              struct value value);

/* What WISH's parts that are open still are taken from SETTINGS; false if one stays open. */
bool source_wish_fill(struct source_wish *wish, struct arena *arena, const struct store *store,
                      const struct settings *settings);

/* The setting without its semicolon: "tls required"; a wish that leaves is "tls default". */
const char *source_wish_text(struct arena *arena, const struct source_wish *wish);

#endif
