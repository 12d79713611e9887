/* SPDX-License-Identifier: MIT */
#include "edit/statement.h"

#include "edit/source_line.h"

#include "policy.tab.h"

#include <stdlib.h>

uint32_t tokens_at(const struct tokens *tokens, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = tokens->marks.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->marks.list[middle].place.end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < tokens->marks.count && tokens->marks.list[low].place.offset <= offset;
    return found ? low : TOKEN_INDEX_NONE;
}

static bool ends_statement(int kind)
{
    return kind == POLICY_TOKEN_SEMICOLON || kind == POLICY_TOKEN_LEFT ||
           kind == POLICY_TOKEN_RIGHT;
}

struct token_range statement_setting(const struct tokens *tokens, uint32_t index)
{
    const struct token_range none = {TOKEN_INDEX_NONE, TOKEN_INDEX_NONE};
    struct token_range setting = {index, index};
    if (index == TOKEN_INDEX_NONE || ends_statement(tokens_kind(tokens, index)))
        return none;
    while (setting.first > 0 && !ends_statement(tokens_kind(tokens, setting.first - 1)))
        setting.first--;
    while (tokens_kind(tokens, setting.last) != TOKEN_NONE &&
           !ends_statement(tokens_kind(tokens, setting.last)))
        setting.last++;
    return tokens_kind(tokens, setting.last) == POLICY_TOKEN_SEMICOLON ? setting : none;
}

/* The brace that opens the block in which the token at INDEX stands. */
static uint32_t opening(const struct tokens *tokens, uint32_t index)
{
    uint32_t closed = 0;
    while (index > 0) {
        int kind = tokens_kind(tokens, --index);
        if (kind == POLICY_TOKEN_LEFT && closed == 0)
            return index;
        if (kind == POLICY_TOKEN_RIGHT)
            closed++;
        else if (kind == POLICY_TOKEN_LEFT)
            closed--;
    }
    return TOKEN_INDEX_NONE;
}

/* The first token of the statement whose brace is LEFT. */
static uint32_t head_of(const struct tokens *tokens, uint32_t left)
{
    while (left > 0 && !ends_statement(tokens_kind(tokens, left - 1)))
        left--;
    return left;
}

bool statement_is_own(const struct tokens *tokens, struct token_range setting)
{
    uint32_t left = setting.first == TOKEN_INDEX_NONE ? TOKEN_INDEX_NONE
                                                      : opening(tokens, setting.first);
    if (left == TOKEN_INDEX_NONE || opening(tokens, left) != TOKEN_INDEX_NONE)
        return false;
    uint32_t head = head_of(tokens, left);
    int name = tokens_kind(tokens, head + 1);
    int behind = tokens_kind(tokens, head + 2);
    if (tokens_kind(tokens, head) != POLICY_TOKEN_DESTINATION ||
        (name != POLICY_TOKEN_WORD && name != POLICY_TOKEN_STRING) ||
        (behind != POLICY_TOKEN_LEFT && behind != POLICY_TOKEN_USES))
        return false;
    for (uint32_t i = setting.first + 1; i <= setting.last; i++)
        if (tokens_commented(tokens, i))
            return false;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct token_range *first = a;
    const struct token_range *second = b;
    return first->first < second->first ? -1 : first->first > second->first;
}

/*
 * Whether NEXT follows on the same line, or is the same: they go together, so that a line that only
 * they stand on goes too.
 */
static bool are_neighbours(const struct tokens *tokens, struct token_range range,
                           struct token_range next)
{
    if (next.first <= range.last)
        return true;
    uint32_t end = tokens_end(tokens, range.last);
    return next.first == range.last + 1 &&
           memchr(tokens->source->text + end, '\n', tokens_begin(tokens, next.first) - end) == NULL;
}

void statement_remove_settings(const struct tokens *tokens, struct token_range *settings,
                               uint32_t count, struct patch *patch)
{
    if (count > 1)
        qsort(settings, count, sizeof *settings, by_place);
    for (uint32_t i = 0; i < count; i++) {
        struct token_range range = settings[i];
        while (i + 1 < count && are_neighbours(tokens, range, settings[i + 1]))
            range.last = settings[++i].last;
        source_line_cut(tokens->source, tokens_begin(tokens, range.first),
                        tokens_end(tokens, range.last), patch);
    }
}
