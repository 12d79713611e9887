/* SPDX-License-Identifier: MIT */
#include "edit/tokens.h"

#include "policy.tab.h"

bool tokens_read(struct tokens *tokens, struct diag *diag, const struct source *source)
{
    struct tree tree = {0};
    uint32_t errors = diag->counts[SEVERITY_ERROR];
    *tokens = (struct tokens){.source = source};
    policy_parse_marked(&tree, diag, source, &tokens->marks);
    if (diag->counts[SEVERITY_ERROR] == errors)
        return true;
    tokens->marks.count = 0;
    return false;
}

int tokens_kind(const struct tokens *tokens, uint32_t index)
{
    return index < tokens->marks.count ? tokens->marks.list[index].kind : TOKEN_NONE;
}

struct view tokens_text(const struct tokens *tokens, uint32_t index)
{
    struct span place = tokens->marks.list[index].place;
    return (struct view){tokens->source->text + (place.offset - tokens->source->base),
                         place.end - place.offset};
}

/* The kind of the token that stands COUNT tokens before INDEX. */
static int kind_before(const struct tokens *tokens, uint32_t index, uint32_t count)
{
    return index < count ? TOKEN_NONE : tokens_kind(tokens, index - count);
}

/* The words that may stand as the token at INDEX, if it is a setting's value. */
static enum word_list words_of_value(const struct tokens *tokens, uint32_t index)
{
    int before = kind_before(tokens, index, 1);
    enum param param = PARAM_COUNT;
    if (before == POLICY_TOKEN_SETTING)
        param = (enum param)tokens->marks.list[index - 1].param;
    else if (before == POLICY_TOKEN_PER &&
             kind_before(tokens, index, 2) == POLICY_TOKEN_LIMITS)
        param = PARAM_LIMIT_TYPE;
    else if (before == POLICY_TOKEN_COMMA &&
             kind_before(tokens, index, 4) == POLICY_TOKEN_LIMITS)
        param = PARAM_LIMIT_APPLY;
    return param == PARAM_COUNT ? WORDS_NONE : parameter(param)->words;
}

struct view tokens_canonical(const struct tokens *tokens, uint32_t index)
{
    struct view text = tokens_text(tokens, index);
    if (tokens_kind(tokens, index) != POLICY_TOKEN_WORD)
        return text;
    enum word_list words = words_of_value(tokens, index);
    if (words == WORDS_NONE || word_find_policy(words, text) != NULL)
        return text;
    bool numeric;
    const struct word *word = word_find(words, text, &numeric);
    return word == NULL || numeric ? text : view_of(word->policy_word);
}

struct gap tokens_gap(const struct tokens *tokens, uint32_t index)
{
    const struct source *source = tokens->source;
    const struct policy_mark *list = tokens->marks.list;
    uint32_t start = index == 0 ? source_begin(source) : list[index - 1].place.end - source->base;
    uint32_t end =
        index < tokens->marks.count ? list[index].place.offset - source->base : source->size;
    return (struct gap){source->text + start, source->text + end, 0};
}

bool gap_next(struct gap *gap, struct view *comment)
{
    gap->line_ends = 0;
    while (gap->next < gap->end && *gap->next != '#')
        gap->line_ends += *gap->next++ == '\n';
    if (gap->next == gap->end)
        return false;
    const char *start = gap->next;
    const char *end = memchr(start, '\n', (size_t)(gap->end - start));
    gap->next = end == NULL ? gap->end : end;
    *comment = view_trim((struct view){start, (size_t)(gap->next - start)});
    return true;
}

bool tokens_commented(const struct tokens *tokens, uint32_t index)
{
    struct gap gap = tokens_gap(tokens, index);
    struct view comment;
    return gap_next(&gap, &comment);
}

bool tokens_apart(const struct tokens *tokens, uint32_t index)
{
    struct gap gap = tokens_gap(tokens, index);
    struct view comment;
    while (gap_next(&gap, &comment))
        if (gap.line_ends > 1)
            return true;
    return gap.line_ends > 1;
}
