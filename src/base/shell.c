/* SPDX-License-Identifier: MIT */
#include "base/shell.h"

#include "base/buffer.h"

/* Whether no shell takes C for anything but itself, at the beginning of a word either. */
static bool is_plain(char c)
{
    char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80 || view_has(VIEW("_-./:,+@%"), c);
}

static bool is_plain_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_plain(text.text[i]))
            return false;
    return text.length > 0;
}

/* In single quotes all stands for itself, but for the quote. */
static void add_word(struct buffer *word, struct view text)
{
    if (is_plain_word(text)) {
        buffer_add(word, text);
        return;
    }
    buffer_add_char(word, '\'');
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] == '\'')
            buffer_add_string(word, "'\\''");
        else
            buffer_add_char(word, text.text[i]);
    buffer_add_char(word, '\'');
}

const char *shell_word(struct arena *arena, struct view text)
{
    struct buffer word = buffer_new(arena);
    add_word(&word, text);
    return buffer_string(&word);
}

const char *shell_path(struct arena *arena, struct view path)
{
    struct buffer word = buffer_new(arena);
    if (path.length > 0 && path.text[0] == '-')
        buffer_add_string(&word, "./");
    add_word(&word, path);
    return buffer_string(&word);
}
