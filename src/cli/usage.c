/* SPDX-License-Identifier: MIT */
#include "cli/usage.h"

#include "base/buffer.h"
#include "base/near.h"
#include "base/shell.h"
#include "cli/choice.h"
#include "cli/verbs.h"
#include "model/params.h"

/* --- Verbs ------------------------------------------------------------------------------------ */

/* The verb that is one of WORDS; VERB_COUNT if there is none. */
static enum verb verb_among(const char *const *words)
{
    for (; *words != NULL; words++)
        for (int i = 0; i < VERB_COUNT; i++)
            if (strcmp(*words, verb_entry((enum verb)i)->word) == 0)
                return (enum verb)i;
    return VERB_COUNT;
}

/* The verbs, or what can stand in their place, that WORD is nearly. */
static const char *near_verb(struct arena *arena, const char *word)
{
    struct nearest nearest = nearest_to(view_of(word));
    for (int i = 0; i < VERB_COUNT; i++) {
        struct view known = view_of(verb_entry((enum verb)i)->word);
        nearest_offer(&nearest, known, known);
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_entry *option = option_entry((enum option_id)i);
        struct view known = view_of(arena_printf(arena, "--%s", option->name));
        if (option->verbs == 0 || i == OPTION_HELP || i == OPTION_VERSION)
            nearest_offer(&nearest, known, known);
    }
    return nearest_words(arena, &nearest, "", "");
}

const char *verb_mistake(struct arena *arena, const char *const *words)
{
    const char *word = words[0];
    const char *near = near_verb(arena, word);
    enum verb later = verb_among(words + 1);
    if (near != NULL)
        return arena_printf(arena, "there is no verb \"%s\"; did you mean %s?", word, near);
    if (later != VERB_COUNT)
        return arena_printf(arena, "there is no verb \"%s\"; the verb comes first: destc %s %s ...",
                            word, verb_entry(later)->word, shell_word(arena, view_of(word)));
    return arena_printf(arena, "there is no verb \"%s\"%s", word,
                        word[0] == '-' ? "; the verb comes first" : "");
}

/* --- Options ---------------------------------------------------------------------------------- */

static bool takes(enum verb verb, int option)
{
    return (option_entry((enum option_id)option)->verbs & 1U << verb) != 0;
}

/* WORD without its hyphens and its value. */
static struct view name_in(const char *word)
{
    word += strspn(word, "-");
    return (struct view){word, strcspn(word, "=")};
}

static bool has_one_hyphen(const char *word)
{
    return word[0] == '-' && word[1] != '-' && word[1] != '\0';
}

/* Whether OPTION of VERB is called NAME, or NAME and more. */
static bool begins(enum verb verb, int option, struct view name)
{
    const char *known = option_entry((enum option_id)option)->name;
    return name.length > 0 && takes(verb, option) && strncmp(known, name.text, name.length) == 0;
}

/* How many options of VERB begin with NAME; one of that very name is the only one. */
static int count_options(enum verb verb, struct view name, const char **only)
{
    int count = 0;
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (!begins(verb, i, name))
            continue;
        *only = option_entry((enum option_id)i)->name;
        count++;
        if (strlen(*only) == name.length)
            return 1;
    }
    return count;
}

bool lacks_hyphen(enum verb verb, const char *word)
{
    enum { LEAST_LETTERS = 3 }; /* fewer may be a letter and its value */
    const char *only;
    struct view name = name_in(word);
    return has_one_hyphen(word) && name.length >= LEAST_LETTERS &&
           count_options(verb, name, &only) > 0;
}

/* Adds one of COUNT words of a list: "a, b LAST c". */
static void add_word(struct buffer *list, int *added, int count, const char *last,
                     const char *word)
{
    if (*added > 0)
        buffer_add_string(list, *added == count - 1 ? last : ", ");
    buffer_add_string(list, word);
    (*added)++;
}

/* The options that begin with NAME, which are COUNT: "--from, --fail-on or --format". */
static const char *candidates(struct arena *arena, enum verb verb, struct view name, int count)
{
    struct buffer list = buffer_new(arena);
    int added = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (begins(verb, i, name))
            add_word(&list, &added, count, " or ",
                     arena_printf(arena, "--%s", option_entry((enum option_id)i)->name));
    return buffer_string(&list);
}

/* The verbs that take OPTION: "list, detail and diff". */
static const char *takers(struct arena *arena, int option)
{
    struct buffer list = buffer_new(arena);
    int count = 0;
    int added = 0;
    for (int i = 0; i < VERB_COUNT; i++)
        count += takes((enum verb)i, option);
    for (int i = 0; i < VERB_COUNT; i++)
        if (takes((enum verb)i, option))
            add_word(&list, &added, count, " and ", verb_entry((enum verb)i)->word);
    return arena_printf(arena, "%s %s", buffer_string(&list), count == 1 ? "does" : "do");
}

/* NAME is an option of other verbs, or takes a verb's place; NULL if there is none. */
static const char *of_other_verbs(struct arena *arena, enum verb verb, struct view name)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_entry *option = option_entry((enum option_id)i);
        bool is_letter = name.length == 1 && name.text[0] == option->letter;
        if (takes(verb, i) || !(is_letter || view_equal(name, view_of(option->name))))
            continue;
        return arena_printf(arena, "%s does not take %s%s; %s", verb_entry(verb)->word,
                            is_letter ? arena_printf(arena, "-%c, ", option->letter) : "",
                            arena_printf(arena, "--%s", option->name),
                            option->verbs == 0 ? "it stands in the place of a verb"
                                               : takers(arena, i));
    }
    return NULL;
}

/* Whether the value can be left out, and else stands behind "=". */
static bool is_optional(int option)
{
    return option_entry((enum option_id)option)->argument[0] == '[';
}

/* What NAME may have meant: the value of a choice, or an option that is nearly called so. */
static const char *meant(struct arena *arena, enum verb verb, struct view name)
{
    struct nearest nearest = nearest_to(name);
    for (int i = 0; i < OPTION_COUNT; i++) {
        struct view known = view_of(option_entry((enum option_id)i)->name);
        if (!takes(verb, i))
            continue;
        struct view value = choice_find(option_argument((enum option_id)i, verb), name);
        if (value.length > 0)
            return arena_printf(arena, "--%s%s%.*s", known.text,
                                is_optional(i) ? "=" : " ", VIEW_ARG(value));
        nearest_offer(&nearest, known, known);
    }
    return nearest_words(arena, &nearest, "--", "");
}

/* WORD, with two hyphens, begins options of VERB; NULL if there is none. */
static const char *of_this_verb(struct arena *arena, enum verb verb, const char *word)
{
    const char *only;
    struct view name = name_in(word);
    int count = count_options(verb, name, &only);
    if (count == 1)
        return arena_printf(arena, "--%s takes no value, and \"%s\" gives it one", only, word);
    return count == 0 ? NULL
                      : arena_printf(arena, "--%.*s may mean %s", VIEW_ARG(name),
                                     candidates(arena, verb, name, count));
}

/* Of set, a setting with two hyphens before it; NULL: it is none. */
static const char *of_settings(struct arena *arena, enum verb verb, const char *word)
{
    struct view name = name_in(word);
    if (verb != VERB_SET || param_find_setting(name) == PARAM_COUNT)
        return NULL;
    return arena_printf(arena, "a setting is NAME=VALUE, without dashes: did you mean %.*s%s?",
                        VIEW_ARG(name), name.text[name.length] == '=' ? name.text + name.length
                                                                      : "=VALUE");
}

static const char *long_mistake(struct arena *arena, enum verb verb, const char *word)
{
    struct view name = name_in(word);
    const char *mistake = of_this_verb(arena, verb, word);
    if (mistake == NULL)
        mistake = of_settings(arena, verb, word);
    if (mistake == NULL)
        mistake = of_other_verbs(arena, verb, name);
    if (mistake != NULL)
        return mistake;
    const char *near = meant(arena, verb, name);
    if (near == NULL)
        return arena_printf(arena, "%s has no option %s", verb_entry(verb)->word, word);
    return arena_printf(arena, "there is no option --%.*s; did you mean %s?", VIEW_ARG(name), near);
}

/* The same of a word with one hyphen, of which LETTER is no option: a long one may be meant. */
static const char *short_mistake(struct arena *arena, enum verb verb, const char *word, int letter)
{
    const char *only;
    struct view name = name_in(word);
    int count = count_options(verb, name, &only);
    const char *mistake = NULL;
    const char *near = NULL;
    if (name.length > 1 && count == 1)
        near = arena_printf(arena, "--%s", only);
    else if (name.length > 1 && count > 1)
        near = candidates(arena, verb, name, count);
    else if (name.length > 1 && (mistake = of_other_verbs(arena, verb, name)) == NULL)
        near = meant(arena, verb, name);
    if (near != NULL)
        return arena_printf(arena, "there is no option -%.*s; did you mean %s?", VIEW_ARG(name),
                            near);
    char letters[] = {(char)letter, '\0'};
    if (mistake == NULL)
        mistake = of_other_verbs(arena, verb, view_of(letters));
    return mistake != NULL
               ? mistake
               : arena_printf(arena, "%s has no option -%s", verb_entry(verb)->word, letters);
}

const char *option_mistake(struct arena *arena, enum verb verb, const char *word, int letter)
{
    return has_one_hyphen(word) ? short_mistake(arena, verb, word, letter)
                                : long_mistake(arena, verb, word);
}
