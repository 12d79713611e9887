/* SPDX-License-Identifier: MIT */
#include "read/formats.h"

#include "read/access_detect.h"
#include "read/csv.h"
#include "read/destconfig.h"
#include "read/hat.h"
#include "read/json.h"
#include "read/policy.h"
#include "read/rat.h"
#include "read/saveconfig.h"
#include "read/xml.h"

static const struct format_reader readers[FORMAT_COUNT] = {
    [FORMAT_DESTCONFIG] = {"destconfig", CARRIER_TABLE, ALLOW_SECTIONS, true, read_destconfig},
    [FORMAT_XML] = {"xml", CARRIER_SOURCE, ALLOW_ELEMENTS, false, read_xml},
    [FORMAT_CSV] = {"csv", CARRIER_TABLE, ALLOW_ROWS, true, read_csv},
    [FORMAT_JSON] = {"json", CARRIER_SOURCE, ALLOW_OBJECTS, false, read_json},
    [FORMAT_POLICY] = {"policy", CARRIER_SOURCE, ALLOW_STATEMENTS, true, read_policy},
    [FORMAT_HAT] = {"hat", CARRIER_HAT, ALLOW_GROUPS, true, read_hat},
    [FORMAT_RAT] = {"rat", CARRIER_RAT, ALLOW_ENTRIES, true, read_rat},
    [FORMAT_SAVECONFIG] = {"saveconfig", CARRIER_EXPORT, ALLOW_ELEMENTS, false, read_saveconfig},
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

/* TEXT without a byte order mark. */
static struct view without_mark(struct view text)
{
    return begins_with(text, "\xEF\xBB\xBF") ? (struct view){text.text + 3, text.length - 3} : text;
}

/* The first line that is neither blank nor a comment; *TEXT loses it and what stands before it. */
static struct view take_significant(struct view *text)
{
    while (text->length > 0) {
        struct view line = view_take_line(text);
        if (line.length > 0 && line.text[0] != '#' && line.text[0] != ';')
            return line;
    }
    return VIEW("");
}

bool format_is_bare(struct view text)
{
    text = without_mark(text);
    return take_significant(&text).length == 0;
}

bool format_has_section(struct view text)
{
    while (text.length > 0) {
        struct view line = view_take_line(&text);
        if (line.length > 2 && line.text[0] == '[' && line.text[line.length - 1] == ']')
            return true;
    }
    return false;
}

bool format_has_entry(struct view text)
{
    text = without_mark(text);
    return access_begins_with_entry(take_significant(&text));
}

/* A comment of another language. */
static bool is_foreign_comment(struct view line)
{
    return begins_with(line, "//") || begins_with(line, "/*");
}

bool format_has_foreign_comment(struct view text)
{
    text = without_mark(text);
    return is_foreign_comment(take_significant(&text));
}

static bool is_csv_header(struct view line)
{
    size_t start = line.length > 0 && line.text[0] == '"' ? 1 : 0;
    struct view rest = {line.text + start, line.length - start};
    if (!begins_with(rest, "domain"))
        return false;
    struct view behind = {rest.text + sizeof "domain" - 1, rest.length - (sizeof "domain" - 1)};
    behind = view_trim(behind);
    return behind.length == 0 || view_has(VIEW(",;\t\""), behind.text[0]) ||
           rest.text[sizeof "domain" - 1] == '\t';
}

/* Whether LINE, and REST behind it, begin an array of objects. */
static bool is_json_array(struct view line, struct view rest)
{
    struct view first = view_trim((struct view){line.text + 1, line.length - 1});
    if (first.length == 0)
        first = view_trim(rest);
    return line.text[0] == '[' && first.length > 0 && first.text[0] == '{';
}

enum { DETECTED_IN = 64 * 1024 }; /* bytes that are looked at */

static struct view beginning(struct view text)
{
    return (struct view){text.text, text.length < DETECTED_IN ? text.length : DETECTED_IN};
}

enum format format_detect(struct view text)
{
    bool hat;
    text = without_mark(text);
    if (saveconfig_detect(beginning(text)))
        return FORMAT_SAVECONFIG;
    struct view line = take_significant(&text);
    if (line.length == 0)
        return FORMAT_UNKNOWN;
    if (line.text[0] == '<')
        return line.length > 6 && memcmp(line.text, "<<<<<<<", 7) == 0
                   ? FORMAT_DESTCONFIG /* with marks of a conflict: its reader knows them */
                   : FORMAT_XML;
    if (line.text[0] == '{' || is_json_array(line, text))
        return FORMAT_JSON;
    if (csv_is_separator_line(line) && is_csv_header(take_significant(&text)))
        return FORMAT_CSV;
    if (line.text[0] == '[' && !access_is_row(line))
        return FORMAT_DESTCONFIG;
    if (policy_detect(line))
        return FORMAT_POLICY;
    if (is_csv_header(line))
        return FORMAT_CSV;
    if (access_detect(line, beginning(text), &hat))
        return hat ? FORMAT_HAT : FORMAT_RAT;
    if (memchr(line.text, '=', line.length) != NULL && !is_foreign_comment(line))
        return FORMAT_DESTCONFIG;
    return FORMAT_UNKNOWN;
}
