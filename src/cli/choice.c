/* SPDX-License-Identifier: MIT */
#include "cli/choice.h"

#include "base/near.h"

/* Takes the next word of a choice from *REST, up to "|", "]" or the end; false after the last. */
static bool next_word(const char **rest, struct view *word)
{
    *word = (struct view){*rest, strcspn(*rest, "|]")};
    *rest += word->length;
    *rest += **rest != '\0';
    return word->length > 0;
}

/* Whether ARGUMENT is a choice of words; WORDS is where they begin. */
static bool is_choice(const char *argument, const char **words)
{
    if (argument == NULL)
        return false;
    *words = argument + (*argument == '[');
    return *words != argument || strchr(argument, '|') != NULL;
}

struct view choice_find(const char *argument, struct view text)
{
    const char *words;
    if (!is_choice(argument, &words))
        return VIEW("");
    for (struct view word; next_word(&words, &word);)
        if (view_equal_nocase(word, text))
            return word;
    return VIEW("");
}

/* Whether ABBREVIATION has WORD's first letter and others of it in their order: "md", "mark". */
static bool abbreviates(struct view abbreviation, struct view word)
{
    size_t found = 0;
    for (size_t i = 0; i < word.length && found < abbreviation.length; i++) {
        bool same = ascii_lower(word.text[i]) == ascii_lower(abbreviation.text[found]);
        if (i == 0 && !same)
            return false;
        found += same;
    }
    return found > 0 && found == abbreviation.length;
}

/* What VALUE may have meant: what it abbreviates, else what it is near to; NULL if nothing. */
static const char *near_words(struct arena *arena, const char *words, struct view value)
{
    struct nearest abbreviated = nearest_to(value);
    struct nearest nearest = nearest_to(value);
    for (struct view word; next_word(&words, &word);) {
        if (abbreviates(value, word))
            nearest_offer(&abbreviated, value, word);
        nearest_offer(&nearest, word, word);
    }
    return nearest_words(arena, nearest_found(&abbreviated) ? &abbreviated : &nearest, "", "");
}

const char *choice_mistake(struct arena *arena, const char *name, const char *argument,
                           const char *value)
{
    const char *words;
    if (!is_choice(argument, &words))
        return NULL;
    const char *rest = words;
    for (struct view word; next_word(&rest, &word);)
        if (view_equal(word, view_of(value)))
            return NULL;
    const char *near = near_words(arena, words, view_of(value));
    return arena_printf(arena, "--%s takes %s, not \"%s\"%s%s%s", name, argument, value,
                        near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
                        near == NULL ? "" : "?");
}
