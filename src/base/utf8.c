/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

bool utf8_is_ascii(struct view text)
{
    size_t i = 0;
    for (; i + 8 <= text.length; i += 8) {
        uint64_t bytes;
        memcpy(&bytes, text.text + i, 8);
        if ((bytes & UINT64_C(0x8080808080808080)) != 0)
            return false;
    }
    for (; i < text.length; i++)
        if ((unsigned char)text.text[i] >= 0x80)
            return false;
    return true;
}

bool utf8_check(struct view text, size_t *offset)
{
    if (utf8_is_ascii(text))
        return true;
    const uint8_t *bad = u8_check((const uint8_t *)text.text, text.length);
    if (bad == NULL)
        return true;
    *offset = (size_t)(bad - (const uint8_t *)text.text);
    return false;
}

size_t utf8_character(struct view text, uint32_t *character)
{
    if (text.length == 0)
        return 0;
    ucs4_t read;
    int length = u8_mbtoucr(&read, (const uint8_t *)text.text, text.length);
    if (length <= 0)
        return 0;
    *character = read;
    return (size_t)length;
}

bool utf8_is_hidden(uint32_t character)
{
    static const uint32_t kinds = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zs |
                                  UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;
    if (character < 0x80)
        return false;
    return uc_is_general_category_withtable(character, kinds) ||
           uc_is_property_default_ignorable_code_point(character) || character == 0xFFFE ||
           character == 0xFFFF;
}

struct view utf8_lower(struct arena *arena, struct view text)
{
    enum { MOST_OCTETS = 4 }; /* of a character */
    uint8_t *lower = arena_alloc(arena, text.length * MOST_OCTETS + 1);
    size_t length = 0;
    uint32_t character;
    for (size_t i = 0, step; i < text.length; i += step) {
        step = utf8_character((struct view){text.text + i, text.length - i}, &character);
        if (step == 0)
            return text;
        length += (size_t)u8_uctomb(lower + length, uc_tolower(character), MOST_OCTETS);
    }
    size_t size;
    uint8_t *normal = u8_normalize(UNINORM_NFC, lower, length, NULL, &size);
    if (normal == NULL)
        arena_give_up(arena);
    struct view copy = arena_copy(arena, (struct view){(const char *)normal, size});
    free(normal);
    return copy;
}

/* XML 1.0, production 2; what is no UTF-8 has been ruled out. */
static bool is_xml_character(const unsigned char *c, size_t left)
{
    if (*c < 0x20)
        return *c == '\t' || *c == '\n' || *c == '\r';
    return *c != 0xEF || left < 3 || c[1] != 0xBF || c[2] < 0xBE;
}

bool utf8_is_xml(struct view text)
{
    size_t offset;
    if (!utf8_check(text, &offset))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!is_xml_character((const unsigned char *)text.text + i, text.length - i))
            return false;
    return true;
}

size_t utf8_width(struct view text)
{
    if (utf8_is_ascii(text))
        return text.length;
    int width = u8_width((const uint8_t *)text.text, text.length, "UTF-8");
    return width < 0 ? text.length : (size_t)width;
}
