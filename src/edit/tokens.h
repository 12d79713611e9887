/* SPDX-License-Identifier: MIT */
/*
 * A policy source as its text: the parser's tokens, and the comments that stand between them.
 */
#ifndef DESTC_EDIT_TOKENS_H
#define DESTC_EDIT_TOKENS_H

#include "read/policy_parse.h"

struct tokens {
    struct arena *arena;
    const struct source *source;
    struct policy_marks marks;
};

/* The kind of what stands before the first token and behind the last; the parser's are above. */
enum { TOKEN_NONE = 0 };

/*
 * What stands before a token, piece by piece: see tokens_gap(). LINE_ENDS counts the line ends
 * since the last token or comment.
 */
struct gap {
    const char *next;
    const char *end;
    unsigned line_ends;
};

/*
 * Parses SOURCE; semicolons that end nothing are no tokens. False, and reported, if it is not
 * sound: then there are none at all.
 */
bool tokens_read(struct tokens *tokens, struct diag *diag, const struct source *source);

/* The kind of the token at INDEX, POLICY_TOKEN_... of policy.tab.h, or TOKEN_NONE. */
int tokens_kind(const struct tokens *tokens, uint32_t index);

/* Where the token begins and ends, in its text. */
static inline uint32_t tokens_begin(const struct tokens *tokens, uint32_t index)
{
    return tokens->marks.list[index].place.offset - tokens->source->base;
}

static inline uint32_t tokens_end(const struct tokens *tokens, uint32_t index)
{
    return tokens->marks.list[index].place.end - tokens->source->base;
}

/* The token as it is written. */
struct view tokens_text(const struct tokens *tokens, uint32_t index);

/* The same, but for a setting's value in an export's spelling: that in the language's own. */
struct view tokens_canonical(const struct tokens *tokens, uint32_t index);

/* The gap before the token at INDEX, or before the end of the text. */
struct gap tokens_gap(const struct tokens *tokens, uint32_t index);

/*
 * Moves GAP to its next comment, which goes from its # to the last that is no blank. False at
 * the gap's end.
 */
bool gap_next(struct gap *gap, struct view *comment);

/* Whether a comment stands before the token at INDEX. */
bool tokens_commented(const struct tokens *tokens, uint32_t index);

/* Whether a blank line stands before the token at INDEX, or before a comment before it. */
bool tokens_apart(const struct tokens *tokens, uint32_t index);

#endif
