/* SPDX-License-Identifier: MIT */
#include "analysis/lint_letters.h"

#include "base/utf8.h"

#include <idn2.h>

static const struct view ace_prefix = {"xn--", 4};

static bool is_ace(struct view label)
{
    return label.length > ace_prefix.length && label.length <= DOMAIN_MOST_LABEL &&
           memcmp(label.text, ace_prefix.text, ace_prefix.length) == 0;
}

bool letters_are_bytes(struct view name)
{
    return utf8_is_ascii(name) &&
           memmem(name.text, name.length, ace_prefix.text, ace_prefix.length) == NULL;
}

static void add(struct letters *letters, uint32_t letter)
{
    if (letters->count < LETTERS_MOST)
        letters->list[letters->count++] = letter;
}

static void add_text(struct letters *letters, struct view text)
{
    uint32_t letter;
    for (size_t i = 0, length; i < text.length; i += length) {
        length = utf8_character((struct view){text.text + i, text.length - i}, &letter);
        if (length == 0)
            return;
        add(letters, letter);
    }
}

/* What LABEL, an xn-- label, stands for, to be freed by idn2_free(); NULL if for nothing. */
static char *decode(struct view label)
{
    char copy[DOMAIN_MOST_LABEL + 1];
    char *decoded = NULL;
    char *again = NULL;
    memcpy(copy, label.text, label.length);
    copy[label.length] = '\0';
    if (idn2_to_unicode_8z8z(copy, &decoded, 0) != IDN2_OK)
        return NULL;
    /* The library decodes more than IDNA has. */
    bool good = idn2_to_ascii_8z(decoded, &again, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) ==
                    IDN2_OK &&
                view_equal_nocase(view_of(again), label);
    if (again != NULL)
        idn2_free(again);
    if (good)
        return decoded;
    idn2_free(decoded);
    return NULL;
}

static void add_label(struct letters *letters, struct view label)
{
    char *decoded = is_ace(label) ? decode(label) : NULL;
    letters->wide = letters->wide || !utf8_is_ascii(label);
    letters->ace = letters->ace || decoded != NULL;
    add_text(letters, decoded != NULL ? view_of(decoded) : label);
    if (decoded != NULL)
        idn2_free(decoded);
}

void letters_of(struct view name, struct letters *letters)
{
    letters->count = 0;
    letters->wide = letters->ace = false;
    if (letters_are_bytes(name)) {
        for (size_t i = 0; i < name.length; i++)
            add(letters, (unsigned char)name.text[i]);
    } else {
        for (size_t start = 0; start <= name.length;) {
            const char *label = name.text + start;
            const char *dot = memchr(label, '.', name.length - start);
            size_t length = dot == NULL ? name.length - start : (size_t)(dot - label);
            add_label(letters, (struct view){label, length});
            if (dot != NULL)
                add(letters, '.');
            start += length + 1;
        }
    }
    letters->list[letters->count] = 0;
}
