/* SPDX-License-Identifier: MIT */
#include "read/access_detect.h"

#include "model/listener.h"

/* What a line shows. */
enum sign {
    SIGN_NONE,
    SIGN_POLICY, /* $NAME: only a HAT has it */
    SIGN_GROUP,  /* NAME: the same */
    SIGN_HAT,    /* a line as a HAT has it, or a row of a RAT that is broken in two */
    SIGN_RAT,    /* only a RAT has it */
    SIGN_BOTH,   /* an action behind something that either can have */
    SIGN_COUNT
};

/* The first word of *LINE; *LINE loses it. */
static struct view take_word(struct view *line)
{
    size_t end = 0;
    while (end < line->length && !view_has(VIEW(" \t"), line->text[end]))
        end++;
    struct view word = {line->text, end};
    *line = view_trim((struct view){line->text + end, line->length - end});
    return word;
}

static bool has(struct view text, char c)
{
    return view_has(text, c);
}

/*
 * A host, an address, a mailbox or another form of an entry, as far as that can be seen; several
 * with commas between, which neither table has, are meant for that too.
 */
static bool is_entry(struct view word)
{
    if (view_equal(word, view_of(member_word(MEMBER_ALL))))
        return true;
    for (size_t i = 0; i < word.length; i++)
        if (view_has(VIEW("=<>{}\"';|\\"), word.text[i]))
            return false;
    return has(word, '.') || has(word, ':') || has(word, '@');
}

static bool is_policy(struct view word)
{
    return word.length > 1 && word.text[0] == '$' &&
           listener_is_name((struct view){word.text + 1, word.length - 1});
}

/* A group's name and its colon, with nothing behind it but what a HAT has there. */
static bool is_label(struct view word, struct view rest)
{
    return word.length > 1 && word.text[word.length - 1] == ':' &&
           listener_is_name((struct view){word.text, word.length - 1}) &&
           (rest.length == 0 || has(VIEW("$("), rest.text[0]));
}

/* Whether digits, dots and what ranges have are all that is in WORD. */
static bool is_address(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!has(VIEW("0123456789./-"), word.text[i]))
            return false;
    return word.length > 0;
}

/* What WORD shows with ACTION behind it. */
static enum sign sign_of_action(struct view word, enum recipient_action action)
{
    if (word.text[0] == '[' || has(word, '@'))
        return SIGN_RAT;
    bool owner = has(word, '[') || (action == RECIPIENT_RELAY && is_address(word));
    return owner ? SIGN_HAT : SIGN_BOTH;
}

static enum sign sign_of(struct view line)
{
    struct view rest = line;
    struct view word = take_word(&rest);
    bool alone = rest.length == 0 || has(VIEW("({"), rest.text[0]);
    if (is_policy(word))
        return SIGN_POLICY;
    if (is_label(word, rest))
        return SIGN_GROUP;
    if (alone && behavior_find(word) != BEHAVIOR_COUNT)
        return SIGN_HAT;
    struct view second = take_word(&rest);
    if (is_entry(word) && is_policy(second))
        return SIGN_POLICY;
    enum recipient_action action = recipient_action_find(second);
    if (action != RECIPIENT_ACTION_COUNT)
        return is_entry(word) ? sign_of_action(word, action) : SIGN_NONE;
    return is_entry(word) && behavior_find(second) != BEHAVIOR_COUNT ? SIGN_HAT : SIGN_NONE;
}

/* A name alone may be a group's without its colon, or a policy's without its dollar sign. */
static bool is_bare_name(struct view line)
{
    struct view rest = line;
    struct view word = take_word(&rest);
    return listener_is_name(word) && (rest.length == 0 || behavior_find(rest) != BEHAVIOR_COUNT);
}

bool access_is_row(struct view line)
{
    enum sign sign = sign_of(line);
    return sign == SIGN_RAT || sign == SIGN_BOTH;
}

bool access_begins_with_entry(struct view line)
{
    struct view word = take_word(&line);
    return is_entry(word) && !has(word, ',');
}

/* Whether lines that show COUNTS are a HAT's. */
static bool is_hat(const uint32_t *counts)
{
    uint32_t sure = counts[SIGN_POLICY] + counts[SIGN_GROUP];
    uint32_t against = counts[SIGN_RAT] + (sure > 0 ? 0 : counts[SIGN_BOTH]);
    return sure + counts[SIGN_HAT] > 0 && sure + counts[SIGN_HAT] >= against;
}

bool access_detect(struct view first, struct view rest, bool *hat)
{
    uint32_t counts[SIGN_COUNT] = {0};
    struct view behind = first;
    enum sign begins = sign_of(first);
    bool likely = begins != SIGN_NONE || is_entry(take_word(&behind));
    if (!likely && !is_bare_name(first))
        return false;
    counts[begins]++;
    while (rest.length > 0) {
        struct view line = view_take_line(&rest);
        if (line.length > 0 && line.text[0] != '#')
            counts[sign_of(line)]++;
    }
    *hat = is_hat(counts);
    if (!likely) /* many a text begins with one word */
        return *hat && counts[SIGN_POLICY] > 0;
    return *hat || counts[SIGN_RAT] + counts[SIGN_BOTH] > 0;
}
