/* SPDX-License-Identifier: MIT */
#include "edit/tokens.h"

#include "model/listener.h"

#include "policy.tab.h"

/* Takes out the semicolons that end nothing: behind a brace or another one. */
static void drop_strays(struct policy_marks *marks)
{
    uint32_t kept = 0;
    int before = POLICY_TOKEN_SEMICOLON;
    for (uint32_t i = 0; i < marks->count; i++) {
        bool ended = before == POLICY_TOKEN_SEMICOLON || before == POLICY_TOKEN_LEFT ||
                     before == POLICY_TOKEN_RIGHT;
        before = marks->list[i].kind;
        if (before != POLICY_TOKEN_SEMICOLON || !ended)
            marks->list[kept++] = marks->list[i];
    }
    marks->count = kept;
}

bool tokens_read(struct tokens *tokens, struct diag *diag, const struct source *source)
{
    struct tree tree = {0};
    uint32_t errors = diag->counts[SEVERITY_ERROR];
    *tokens = (struct tokens){.arena = diag->arena, .source = source};
    policy_parse_marked(&tree, diag, source, &tokens->marks);
    if (diag->counts[SEVERITY_ERROR] == errors) {
        drop_strays(&tokens->marks);
        return true;
    }
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
        param = (enum param)tokens->marks.list[index - 1].number;
    else if (before == POLICY_TOKEN_PER &&
             kind_before(tokens, index, 2) == POLICY_TOKEN_LIMITS)
        param = PARAM_LIMIT_TYPE;
    else if (before == POLICY_TOKEN_COMMA &&
             kind_before(tokens, index, 4) == POLICY_TOKEN_LIMITS)
        param = PARAM_LIMIT_APPLY;
    return param == PARAM_COUNT ? WORDS_NONE : parameter(param)->words;
}

/* A parameter's value in the language's words: "on" is preferred, -1 unlimited. */
static struct view canonical_flow(enum flow_param param, struct view text)
{
    char digits[FLOW_MOST_DIGITS];
    struct flow_setting setting = {.param = param, .kind = FLOW_VALUE_WORD};
    enum flow_type type = flow_parameter(param)->type;
    setting.number = flow_word_find(type, text);
    if (setting.number == FLOW_WORD_COUNT) {
        setting.kind = FLOW_VALUE_NUMBER;
        setting.number = FLOW_UNLIMITED;
        if (type != FLOW_TYPE_COUNT || !view_equal(text, VIEW("-1")))
            return text;
    }
    return flow_policy_word(&setting, digits); /* a word, which lasts */
}

/* Whether the token at INDEX is a word behind what is to be let in: a behavior, if it is one. */
static bool is_behind_entry(const struct tokens *tokens, uint32_t index)
{
    static const int ends[] = {POLICY_TOKEN_SEMICOLON, POLICY_TOKEN_LEFT, POLICY_TOKEN_RIGHT,
                               POLICY_TOKEN_USES, TOKEN_NONE};
    int before = kind_before(tokens, index, 1);
    if (before == POLICY_TOKEN_ALL)
        return true;
    for (uint32_t count = 2;; count++) {
        int kind = kind_before(tokens, index, count);
        if (kind == POLICY_TOKEN_SENDER_GROUP || kind == POLICY_TOKEN_HOST ||
            kind == POLICY_TOKEN_MAIL_FLOW_POLICY)
            return before != POLICY_TOKEN_BEFORE && before != POLICY_TOKEN_USES;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (kind == ends[i])
                return false;
    }
}

static struct view in_small_letters(const struct tokens *tokens, struct view text)
{
    char *small = arena_alloc(tokens->arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        small[i] = ascii_lower(text.text[i]);
    return (struct view){small, text.length};
}

/* sbrs[-3.0:-1.0] as the language has it: sbrs -3.0 to -1.0. Anything else as it is. */
static struct view canonical_member(const struct tokens *tokens, struct view text)
{
    struct view front = {text.text, sizeof "sbrs[" - 1};
    if (text.length <= front.length || !view_equal_nocase(front, VIEW("sbrs[")) ||
        text.text[text.length - 1] != ']')
        return text;
    struct view inside = {text.text + front.length, text.length - front.length - 1};
    const char *colon = memchr(inside.text, ':', inside.length);
    size_t low = colon == NULL ? inside.length : (size_t)(colon - inside.text);
    if (low == 0 || low + 1 == inside.length)
        return text;
    if (colon == NULL)
        return view_of(arena_printf(tokens->arena, "sbrs %.*s", (int)low, inside.text));
    return view_of(arena_printf(tokens->arena, "sbrs %.*s to %.*s", (int)low, inside.text,
                                (int)(inside.length - low - 1), colon + 1));
}

struct view tokens_canonical(const struct tokens *tokens, uint32_t index)
{
    struct view text = tokens_text(tokens, index);
    if (tokens_kind(tokens, index) != POLICY_TOKEN_WORD)
        return text;
    int before = kind_before(tokens, index, 1);
    if (before == POLICY_TOKEN_FLOW)
        return canonical_flow((enum flow_param)tokens->marks.list[index - 1].number, text);
    enum behavior behavior = behavior_find(text);
    if (behavior != BEHAVIOR_COUNT && is_behind_entry(tokens, index))
        return in_small_letters(tokens, text);
    if (before == POLICY_TOKEN_HOST || before == POLICY_TOKEN_SEMICOLON ||
        before == POLICY_TOKEN_LEFT || before == POLICY_TOKEN_REMOVE)
        return canonical_member(tokens, text);
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
    for (; gap->next < gap->end && *gap->next != '#'; gap->next++) {
        gap->line_ends += *gap->next == '\n';
        /* A semicolon that ends nothing goes with its line. */
        gap->line_ends -= *gap->next == ';' && gap->line_ends > 0;
    }
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
