/* SPDX-License-Identifier: MIT */
/*
 * UTF-8: is it, what is seen of it, and how wide is it on a terminal.
 */
#ifndef DESTC_BASE_UTF8_H
#define DESTC_BASE_UTF8_H

#include "base/arena.h"
#include "base/view.h"

#include <stdint.h>

/* Whether every byte is below 0x80. */
bool utf8_is_ascii(struct view text);

/* Whether TEXT is valid UTF-8; if not, *OFFSET is the first byte that is not. */
bool utf8_check(struct view text, size_t *offset);

/*
 * The length in bytes of the character that TEXT begins with, and the character in *CHARACTER;
 * 0 if TEXT is empty or does not begin with valid UTF-8.
 */
size_t utf8_character(struct view text, uint32_t *character);

/*
 * Whether a character above ASCII is not seen for what it is: a control character, a blank, one
 * that turns or hides what stands round it, or one that is not shown at all (format characters,
 * joiners, selectors). U+FFFE and U+FFFF, which XML does not have, are among them.
 */
bool utf8_is_hidden(uint32_t character);

/* TEXT, which is valid, in normal form C with each letter in lower case. */
struct view utf8_lower(struct arena *arena, struct view text);

/* Whether TEXT is valid UTF-8 of characters that an XML document can hold: few controls. */
bool utf8_is_xml(struct view text);

/* How many terminal columns TEXT (valid UTF-8) takes, whatever the locale. */
size_t utf8_width(struct view text);

#endif
