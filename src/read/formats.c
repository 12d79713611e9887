/* SPDX-License-Identifier: MIT */
#include "read/formats.h"

#include "read/csv.h"
#include "read/destconfig.h"
#include "read/json.h"
#include "read/xml.h"

static const struct format_reader readers[FORMAT_COUNT] = {
    [FORMAT_DESTCONFIG] = {"destconfig", true, read_destconfig},
    [FORMAT_XML] = {"xml", false, read_xml},
    [FORMAT_CSV] = {"csv", true, read_csv},
    [FORMAT_JSON] = {"json", false, read_json},
};

const struct format_reader *format_reader(enum format format)
{
    return &readers[format];
}

enum format format_find(struct view name)
{
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (view_equal(name, view_of(readers[i].name)))
            return (enum format)i;
    return FORMAT_UNKNOWN;
}

static bool begins_with(struct view text, const char *prefix)
{
    struct view head = view_of(prefix);
    return text.length >= head.length &&
           view_equal_nocase((struct view){text.text, head.length}, head);
}

/* The first line that is neither blank nor a comment. */
static struct view first_line(struct view text)
{
    if (begins_with(text, "\xEF\xBB\xBF"))
        text = (struct view){text.text + 3, text.length - 3};
    while (text.length > 0) {
        const char *end = memchr(text.text, '\n', text.length);
        size_t length = end == NULL ? text.length : (size_t)(end - text.text);
        struct view line = view_trim((struct view){text.text, length});
        if (line.length > 0 && line.text[0] != '#' && line.text[0] != ';')
            return line;
        length += end != NULL;
        text = (struct view){text.text + length, text.length - length};
    }
    return text;
}

static bool is_csv_header(struct view line)
{
    size_t start = line.text[0] == '"' ? 1 : 0;
    struct view rest = {line.text + start, line.length - start};
    if (!begins_with(rest, "domain"))
        return false;
    struct view behind = {rest.text + sizeof "domain" - 1, rest.length - (sizeof "domain" - 1)};
    behind = view_trim(behind);
    return behind.length == 0 || view_has(VIEW(",;\t\""), behind.text[0]) ||
           rest.text[sizeof "domain" - 1] == '\t';
}

enum format format_detect(struct view text)
{
    struct view line = first_line(text);
    if (line.length == 0)
        return FORMAT_UNKNOWN;
    if (line.text[0] == '<')
        return FORMAT_XML;
    if (line.text[0] == '{')
        return FORMAT_JSON;
    if (line.text[0] == '[')
        return FORMAT_DESTCONFIG;
    if (is_csv_header(line))
        return FORMAT_CSV;
    if (memchr(line.text, '=', line.length) != NULL)
        return FORMAT_DESTCONFIG;
    return FORMAT_UNKNOWN;
}
