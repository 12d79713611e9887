/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

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
    static const struct {
        uint32_t first;
        uint32_t last;
    } hidden[] = {
        {0x80, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C},   {0x1680, 0x1680},
        {0x2000, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202F},   {0x205F, 0x206F},
        {0x3000, 0x3000}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},   {0xFFFE, 0xFFFF},
        {0xE0000, 0xE007F},
    };
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (character >= hidden[i].first && character <= hidden[i].last)
            return true;
    return false;
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
