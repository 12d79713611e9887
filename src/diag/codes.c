/* SPDX-License-Identifier: MIT */
#include "diag/codes.h"

#define LETTER_E SEVERITY_ERROR
#define LETTER_W SEVERITY_WARNING
#define LETTER_I SEVERITY_INFO

enum kind { KIND_false, KIND_true, KIND_FINDING };

static const struct code_entry entries[] = {
#define CODE(letter, number, name, kind, title, why, example, mend)                                \
    {#letter #number, LETTER_##letter, KIND_##kind == KIND_true, KIND_##kind == KIND_FINDING,      \
     title,           why,             example,                  mend},
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

const char *severity_name(enum severity severity)
{
    static const char *const names[SEVERITY_COUNT] = {"info", "warning", "error"};
    return names[severity];
}
