/* SPDX-License-Identifier: MIT */
/*
 * Settings that are wished for, in the words of the policy language. What the language says in one
 * statement, a limit with its window and the two words of a scope, is one wish.
 */
#ifndef DESTC_EDIT_SOURCE_WORDS_H
#define DESTC_EDIT_SOURCE_WORDS_H

#include "diag/source.h"
#include "edit/table_set.h"

enum { WISH_PARTS = 2 };

struct source_wish {
    enum param params[WISH_PARTS]; /* PARAM_COUNT: there is no such part */
    struct view words[WISH_PARTS]; /* as a source has them; empty: as the entry has it */
    struct view texts[WISH_PARTS]; /* the same as a table has them */
    struct value values[WISH_PARTS]; /* what they mean; VALUE_REJECTED for what means nothing */
    bool leaves;                   /* the entry is to inherit it */
};

/*
 * Makes wishes of COUNT settings. Returns how many; *MISTAKE says what does not go together. What
 * a value means is put down in STORE; what is wrong with it the source's reader will say.
 */
uint32_t source_wishes(struct arena *arena, struct sources *sources, struct store *store,
                       const struct wanted_setting *settings, uint32_t count,
                       struct source_wish *wishes, const char **mistake);

/* A mask of the wish's parameters. */
uint32_t source_wish_mask(const struct source_wish *wish);

/* VALUE as a source has it. */
struct view source_value_word(struct arena *arena, const struct store *store, enum param param,
                              struct value value);

/* Whether WISH asks for a value of its part PART. */
static inline bool source_wish_names(const struct source_wish *wish, int part)
{
    return wish->words[part].length > 0;
}

/* The part of WISH that is not named beside one that is; WISH_PARTS if there is none. */
int source_wish_open(const struct source_wish *wish);

/*
 * What an entry that gives SETTINGS, NULL for none, has in the open part of WISH, as a source has
 * it; empty if it has nothing there, or the wish is open nowhere.
 */
struct view source_wish_half(const struct source_wish *wish, struct arena *arena,
                             const struct store *store, const struct settings *settings);

/* Whether SETTINGS give what WISH names. One that leaves names nothing. */
bool source_wish_given(const struct source_wish *wish, const struct settings *settings);

/*
 * The setting without its semicolon: "tls required"; a wish that leaves is "tls default". One with
 * an open part is that of a table: parameter "limit_type" "host".
 */
const char *source_wish_text(struct arena *arena, const struct source_wish *wish);

#endif
