/* SPDX-License-Identifier: MIT */
#include "diag/codes.h"

#include "base/near.h"

#define LETTER_E SEVERITY_ERROR
#define LETTER_W SEVERITY_WARNING
#define LETTER_I SEVERITY_INFO

enum kind { KIND_false, KIND_true, KIND_FINDING, KIND_LINT, KIND_LINT_OFF, KIND_UNREADABLE };

static const struct code_entry entries[] = {
#define CODE(letter, number, name, kind, what, reason, input, advice)                               \
    {.id = #letter #number,                                                                        \
     .severity = LETTER_##letter,                                                                  \
     .lenient = KIND_##kind == KIND_true,                                                          \
     .finding = KIND_##kind == KIND_FINDING,                                                       \
     .lint = KIND_##kind == KIND_LINT || KIND_##kind == KIND_LINT_OFF,                             \
     .off = KIND_##kind == KIND_LINT_OFF,                                                          \
     .unreadable = KIND_##kind == KIND_UNREADABLE,                                                 \
     .title = what,                                                                                \
     .why = reason,                                                                                \
     .example = input,                                                                             \
     .mend = advice},
#include "diag/codes.def"
#undef CODE
};

const struct code_entry *code_entry(enum code code)
{
    return &entries[code];
}

enum code code_find(struct view id)
{
    for (int i = 0; i < CODE_COUNT; i++) {
        struct view known = view_of(entries[i].id);
        struct view number = {known.text + 1, known.length - 1};
        struct view shorter = {known.text + 2, known.length - 2};
        bool zero = *number.text == '0';
        if (view_equal_nocase(id, known) || view_equal(id, number) ||
            (zero && view_equal(id, shorter)))
            return (enum code)i;
    }
    return CODE_COUNT;
}

/* The code that WORD is when letters that look like figures are taken for them; or CODE_COUNT. */
static enum code find_lookalike(struct view word)
{
    static const char letters[] = "OolISB";
    static const char figures[] = "001158";
    char fixed[8];
    if (word.length == 0 || word.length > sizeof fixed)
        return CODE_COUNT;
    for (size_t i = 0; i < word.length; i++) {
        const char *found = i == 0 ? NULL : memchr(letters, word.text[i], sizeof letters - 1);
        fixed[i] = word.text[i];
        if (found != NULL)
            fixed[i] = figures[found - letters];
    }
    return code_find((struct view){fixed, word.length});
}

const char *code_choose(struct arena *arena, struct view word, enum code *code)
{
    struct nearest nearest = nearest_to(word);
    *code = code_find(word);
    if (*code != CODE_COUNT && !entries[*code].unreadable)
        return NULL;
    if (*code != CODE_COUNT)
        return arena_printf(arena, "%s says that something cannot be read or done, which stays an "
                                   "error", entries[*code].id);
    for (int i = 0; i < CODE_COUNT; i++)
        nearest_offer(&nearest, view_of(entries[i].id), view_of(entries[i].id));
    enum code alike = find_lookalike(word);
    if (alike != CODE_COUNT)
        return arena_printf(arena, "there is no code \"%.*s\"; did you mean %s?", VIEW_ARG(word),
                            entries[alike].id);
    if (nearest_found(&nearest))
        return arena_printf(arena, "there is no code \"%.*s\"; did you mean %s?", VIEW_ARG(word),
                            nearest_words(arena, &nearest, "", ""));
    return arena_printf(arena, "there is no code \"%.*s\"; destc rules lists them all",
                        VIEW_ARG(word));
}

const char *severity_name(enum severity severity)
{
    static const char *const names[SEVERITY_COUNT] = {"info", "warning", "error"};
    return names[severity];
}
