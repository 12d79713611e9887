/* SPDX-License-Identifier: MIT */
#include "read/policy_broken.h"

#include "base/buffer.h"

/* The same for words that differ in case only. */
static uint32_t word_hash(const struct broken_words *words, struct view word)
{
    char lower[BROKEN_WORD_LONGEST];
    for (size_t i = 0; i < word.length; i++)
        lower[i] = ascii_lower(word.text[i]);
    return hash_bytes(words->seed, lower, word.length);
}

bool broken_has(const struct broken_words *words, struct view word)
{
    if (words->count == 0 || word.length > BROKEN_WORD_LONGEST)
        return false;
    if (words->count == BROKEN_WORDS_MOST)
        return true;
    uint32_t hash = word_hash(words, word);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&words->table, hash, &probe, &index))
        if (view_equal_nocase(words->list[index], word))
            return true;
    return false;
}

static void add(struct broken_words *words, struct arena *arena, struct view word)
{
    if (word.length == 0 || word.length > BROKEN_WORD_LONGEST || broken_has(words, word))
        return;
    if (words->count == 0) {
        hash_table_init(&words->table, arena, 0);
        words->seed = hash_seed();
    }
    words->list =
        array_grow(arena, words->list, words->count, &words->capacity, sizeof *words->list);
    words->list[words->count] = word;
    hash_table_insert(&words->table, word_hash(words, word), words->count++);
}

/* TEXT up to the first character of MARKS, or all of it. */
static struct view up_to(struct view text, struct view marks)
{
    for (size_t i = 0; i < text.length; i++)
        if (view_has(marks, text.text[i]))
            return (struct view){text.text, i};
    return text;
}

void broken_add(struct broken_words *words, struct arena *arena, struct view text)
{
    while (text.length > 0) {
        struct view rest = {text.text + 1, text.length - 1};
        struct view part = {text.text, 1};
        if (*text.text == '#') {
            part = up_to(text, VIEW("\n"));
        } else if (*text.text == '"') {
            part = up_to(rest, VIEW("\"\n"));
            add(words, arena, part);
            part.length += part.length < rest.length;
            part = (struct view){text.text, part.length + 1};
        } else if (!view_has(VIEW(" \t\r\n{};,=<>!@"), *text.text)) {
            part = up_to(text, VIEW(" \t\r\n{};,\"#=<>!"));
            add(words, arena, part);
        }
        text = (struct view){text.text + part.length, text.length - part.length};
    }
}
