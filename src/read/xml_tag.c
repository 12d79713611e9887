/* SPDX-License-Identifier: MIT */
#include "read/xml_tag.h"

bool xml_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

uint32_t xml_name_end(const char *text, uint32_t begin, uint32_t limit)
{
    while (begin < limit && !xml_is_blank(text[begin]) && text[begin] != '=' &&
           text[begin] != '/' && text[begin] != '>')
        begin++;
    return begin;
}

struct view xml_local_name(const char *text, uint32_t begin, uint32_t end)
{
    const char *colon = memchr(text + begin, ':', end - begin);
    const char *name = colon == NULL ? text + begin : colon + 1;
    return (struct view){name, (size_t)(text + end - name)};
}

static uint32_t skip_blanks(const char *text, uint32_t at, uint32_t limit)
{
    while (at < limit && xml_is_blank(text[at]))
        at++;
    return at;
}

bool xml_next_attribute(const char *text, uint32_t *at, uint32_t limit,
                        struct xml_raw_attribute *attribute)
{
    uint32_t begin = skip_blanks(text, *at, limit);
    uint32_t end = xml_name_end(text, begin, limit);
    uint32_t quote = skip_blanks(text, end, limit);
    if (end == begin || quote >= limit || text[quote] != '=')
        return false;
    quote = skip_blanks(text, quote + 1, limit);
    if (quote >= limit)
        return false;
    const char *close = memchr(text + quote + 1, text[quote], limit - quote - 1);
    if (close == NULL)
        return false;
    attribute->name = (struct span){begin, end};
    attribute->value = (struct span){quote + 1, (uint32_t)(close - text)};
    *at = attribute->value.end + 1;
    return true;
}

struct span xml_declared_encoding(const char *text, uint32_t limit)
{
    struct xml_raw_attribute raw;
    uint32_t at = 5;
    if (limit < 6 || memcmp(text, "<?xml", 5) != 0 || !xml_is_blank(text[5]))
        return SPAN_NONE;
    const char *end = memmem(text, limit, "?>", 2);
    limit = end == NULL ? 0 : (uint32_t)(end - text);
    while (xml_next_attribute(text, &at, limit, &raw))
        if (view_equal((struct view){text + raw.name.offset, raw.name.end - raw.name.offset},
                       VIEW("encoding")))
            return raw.value;
    return SPAN_NONE;
}

bool xml_declares_namespace(const char *text, struct span name)
{
    uint32_t length = name.end - name.offset;
    text += name.offset;
    return length >= 5 && memcmp(text, "xmlns", 5) == 0 && (length == 5 || text[5] == ':');
}
