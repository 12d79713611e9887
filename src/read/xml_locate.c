/* SPDX-License-Identifier: MIT */
/*
 * Finding a value again in a document that has been read: the entry's element is scanned for the
 * tags of the value's path. What is looked for is well-formed, so the scan is simple.
 */
#include "read/xml.h"

#include "read/xml_tag.h"

struct search {
    const char *text;
    uint32_t size;
    struct view name; /* the export's */
    struct view path; /* the document's; empty for an unknown parameter */
    unsigned depth;   /* of the element that is open; the entry is 1 */
    unsigned matched; /* how many of the elements below the entry lie on the path */
    uint32_t value;   /* where the value's text begins; 0: not in its element */
    unsigned value_depth;
    struct span value_tag; /* the name in its element's tag, for a value without text */
    struct span found;
};

/* Part NUMBER of the path, counted from 1; empty if it has no more. */
static struct view path_part(struct view path, unsigned number)
{
    const char *part = path.text;
    const char *end = path.text + path.length;
    while (number > 1 && part < end) {
        const char *slash = memchr(part, '/', (size_t)(end - part));
        part = slash == NULL ? end : slash + 1;
        number--;
    }
    const char *slash = memchr(part, '/', (size_t)(end - part));
    return (struct view){part, (size_t)((slash == NULL ? end : slash) - part)};
}

/* The value of the attribute with this local name in a tag; SPAN_NONE if it is not there. */
static struct span attribute_value(const struct search *search, uint32_t at, uint32_t limit,
                                   struct view name)
{
    struct xml_raw_attribute raw;
    while (xml_next_attribute(search->text, &at, limit, &raw))
        if (!xml_declares_namespace(search->text, raw.name) &&
            view_equal(xml_local_name(search->text, raw.name.offset, raw.name.end), name))
            return raw.value;
    return SPAN_NONE;
}

/* <parameter name="..."> directly below the entry. */
static bool is_parameter(const struct search *search, struct view name, uint32_t at,
                         uint32_t limit)
{
    if (search->depth != 2 || !view_equal(name, VIEW("parameter")))
        return false;
    struct span value = attribute_value(search, at, limit, VIEW("name"));
    struct view text = {search->text + value.offset, value.end - value.offset};
    return view_equal_nocase(text, search->name);
}

/* A start tag whose name is TAG; the rest of it runs up to LIMIT. */
static void start_tag(struct search *search, struct span tag, uint32_t limit)
{
    struct view name = xml_local_name(search->text, tag.offset, tag.end);
    search->depth++;
    bool is_value = is_parameter(search, name, tag.end, limit);
    if (search->depth >= 2 && search->matched == search->depth - 2 && search->path.length > 0 &&
        view_equal(name, path_part(search->path, search->depth - 1))) {
        search->matched++;
        struct view next = path_part(search->path, search->depth);
        is_value |= next.length == 0;
        if (next.length > 0 && next.text[0] == '@') {
            next = (struct view){next.text + 1, next.length - 1};
            struct span value = attribute_value(search, tag.end, limit, next);
            search->found = value.end == 0 ? search->found : value;
        }
    }
    if (is_value) {
        search->value = limit + 1;
        search->value_depth = search->depth;
        search->value_tag = tag;
    }
}

/* The tag that ends the element which is open begins at AT. */
static void end_tag(struct search *search, uint32_t at)
{
    if (search->value != 0 && search->depth == search->value_depth) {
        search->found = at > search->value ? (struct span){search->value, at} : search->value_tag;
        search->value = 0;
    }
    search->depth--;
    if (search->depth == 0 || search->matched > search->depth - 1)
        search->matched = search->depth == 0 ? 0 : search->depth - 1;
}

/* Where a tag, comment or section that begins at AT ends: behind MARK. */
static uint32_t behind(const struct search *search, uint32_t at, const char *mark)
{
    const char *found = memmem(search->text + at, search->size - at, mark, strlen(mark));
    return found == NULL ? search->size : (uint32_t)(found - search->text) + (uint32_t)strlen(mark);
}

/* The '>' of a start tag: none within an attribute's quotes. */
static uint32_t tag_close(const struct search *search, uint32_t at)
{
    struct xml_raw_attribute raw;
    while (xml_next_attribute(search->text, &at, search->size, &raw))
        ;
    const char *close = memchr(search->text + at, '>', search->size - at);
    return close == NULL ? search->size : (uint32_t)(close - search->text);
}

/* Takes the tag that begins at AT; returns where to go on. */
static uint32_t take_tag(struct search *search, uint32_t at)
{
    const char *text = search->text + at; /* the text is followed by NULs */
    if (strncmp(text, "<!--", 4) == 0)
        return behind(search, at + 4, "-->");
    if (strncmp(text, "<![CDATA[", 9) == 0)
        return behind(search, at + 9, "]]>");
    if (text[1] == '?')
        return behind(search, at, "?>");
    if (text[1] == '/') {
        end_tag(search, at);
        return at + 2;
    }
    uint32_t name_end = xml_name_end(search->text, at + 1, search->size);
    uint32_t close = tag_close(search, name_end);
    if (close >= search->size)
        return search->size;
    bool empty = search->text[close - 1] == '/';
    start_tag(search, (struct span){at + 1, name_end}, close);
    if (empty)
        end_tag(search, search->value);
    return close + 1;
}

struct span locate_xml(const struct source *source, uint32_t section, struct view name)
{
    enum param param = param_find(name);
    struct search search = {
        .text = source->text,
        .size = source->size,
        .name = name,
        .path = param == PARAM_COUNT ? VIEW("") : view_of(parameter(param)->element),
    };
    uint32_t at = section - source->base;
    do {
        const char *tag =
            at >= search.size ? NULL : memchr(search.text + at, '<', search.size - at);
        if (tag == NULL)
            break;
        at = take_tag(&search, (uint32_t)(tag - search.text));
    } while (search.depth > 0);
    if (search.found.end == 0)
        return SPAN_NONE;
    return (struct span){source->base + search.found.offset, source->base + search.found.end};
}
