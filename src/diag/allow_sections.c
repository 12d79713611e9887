/* SPDX-License-Identifier: MIT */
#include "diag/allow_sections.h"

#include "base/buffer.h"

struct finder {
    struct sections *sections;
    struct arena *arena;
    struct view text;
    size_t at;
    uint32_t open; /* the innermost section that has no end yet, or NO_SECTION */
};

static void begin(struct finder *finder, size_t start, bool whole)
{
    struct sections *sections = finder->sections;
    sections->list = array_grow(finder->arena, sections->list, sections->count,
                                &sections->capacity, sizeof *sections->list);
    sections->list[sections->count] =
        (struct section){start, finder->text.length, finder->open, whole};
    finder->open = sections->count++;
}

static void end(struct finder *finder, size_t at)
{
    if (finder->open == NO_SECTION)
        return;
    finder->sections->list[finder->open].end = at;
    finder->open = finder->sections->list[finder->open].parent;
}

/* --- Formats of lines ------------------------------------------------------------------------- */

/* The next line, without blanks round it, and where it begins; false at the end. */
static bool take_line(struct finder *finder, struct view *line)
{
    if (finder->at >= finder->text.length)
        return false;
    const char *start = finder->text.text + finder->at;
    size_t left = finder->text.length - finder->at;
    const char *stop = memchr(start, '\n', left);
    size_t length = stop == NULL ? left : (size_t)(stop - start) + 1;
    *line = view_trim((struct view){start, length});
    finder->at += length;
    return true;
}

static size_t start_of(const struct finder *finder, struct view line)
{
    return (size_t)(line.text - finder->text.text);
}

static void find_sections(struct finder *finder)
{
    for (struct view line; take_line(finder, &line);) {
        if (line.length == 0 || line.text[0] != '[')
            continue;
        end(finder, start_of(finder, line));
        begin(finder, start_of(finder, line), true);
    }
}

static bool is_comment(struct view line)
{
    return line.length == 0 || line.text[0] == '#';
}

static bool ends_in(struct view line, char c)
{
    return line.length > 0 && line.text[line.length - 1] == c;
}

/* Whether LINE begins with a name and a colon, as a group does. */
static bool is_group(struct view line)
{
    size_t i = 0;
    while (i < line.length && !view_has(VIEW(" \t:"), line.text[i]))
        i++;
    return i > 0 && i < line.length && line.text[i] == ':' &&
           (i + 1 == line.length || view_has(VIEW(" \t"), line.text[i + 1]));
}

/* A policy goes to its closing brace, a group to the line with its policy. */
static void find_groups(struct finder *finder)
{
    bool group = false;
    for (struct view line; take_line(finder, &line);) {
        if (is_comment(line))
            continue;
        bool policy = line.text[0] == '$';
        if (finder->open == NO_SECTION || is_group(line)) {
            end(finder, start_of(finder, line));
            group = is_group(line);
            begin(finder, start_of(finder, line), true);
            policy = !group && !policy; /* a host, of one line */
        } else if (!group) {
            policy = ends_in(line, '}');
        }
        if (policy && !ends_in(line, '{'))
            end(finder, finder->at);
    }
}

static void find_entries(struct finder *finder)
{
    for (struct view line; take_line(finder, &line);) {
        if (is_comment(line))
            continue;
        if (finder->open == NO_SECTION)
            begin(finder, start_of(finder, line), true);
        if (!ends_in(line, '{') &&
            (ends_in(line, '}') ||
             memchr(finder->text.text + finder->sections->list[finder->open].start, '{',
                    finder->at - finder->sections->list[finder->open].start) == NULL))
            end(finder, finder->at);
    }
}

/* --- Statements ------------------------------------------------------------------------------- */

/* Behind the string or comment that begins at AT. */
static size_t skip_quiet(struct view text, size_t at)
{
    char stop = text.text[at] == '#' ? '\n' : '"';
    for (at++; at < text.length && text.text[at] != stop && text.text[at] != '\n'; at++)
        if (stop == '"' && text.text[at] == '\\')
            at++;
    return at < text.length ? at + 1 : text.length;
}

static void find_statements(struct finder *finder)
{
    struct view text = finder->text;
    size_t start = SIZE_MAX; /* of the statement at hand */
    while (finder->at < text.length) {
        size_t at = finder->at;
        char c = text.text[at];
        finder->at = c == '#' || c == '"' ? skip_quiet(text, at) : at + 1;
        if (c == '#' || view_has(VIEW(" \t\r\n"), c))
            continue;
        if (c == '}') {
            end(finder, at + 1);
            start = SIZE_MAX;
            continue;
        }
        start = start == SIZE_MAX ? at : start;
        if (c == '{' || (c == ';' && finder->open == NO_SECTION)) {
            begin(finder, start, true);
            if (c == ';')
                end(finder, at + 1);
        }
        if (c == '{' || c == ';')
            start = SIZE_MAX;
    }
}

/* --- Rows and objects ------------------------------------------------------------------------- */

static void find_rows(struct finder *finder)
{
    for (struct view line; take_line(finder, &line);) {
        if (line.length == 0)
            continue;
        begin(finder, start_of(finder, line), true);
        end(finder, finder->at);
    }
}

static void find_objects(struct finder *finder)
{
    struct view text = finder->text;
    while (finder->at < text.length) {
        size_t at = finder->at;
        char c = text.text[at];
        finder->at = c == '"' ? skip_quiet(text, at) : at + 1;
        if (c == '{')
            begin(finder, at, true);
        else if (c == '}')
            end(finder, at + 1);
    }
}

/* --- Elements --------------------------------------------------------------------------------- */

/* Behind the next STOP from AT on. */
static size_t behind(struct view text, size_t at, const char *stop)
{
    size_t length = strlen(stop);
    const char *found = memmem(text.text + at, text.length - at, stop, length);
    return found == NULL ? text.length : (size_t)(found - text.text) + length;
}

/* Behind the tag that begins at AT: quoted values can have anything in them. */
static size_t behind_tag(struct view text, size_t at)
{
    char quote = '\0';
    for (; at < text.length && (quote != '\0' || text.text[at] != '>'); at++) {
        char c = text.text[at];
        if (quote == c)
            quote = '\0';
        else if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
    }
    return at < text.length ? at + 1 : at;
}

static bool begins_with(struct view text, size_t at, const char *prefix)
{
    size_t length = strlen(prefix);
    return text.length - at >= length && memcmp(text.text + at, prefix, length) == 0;
}

size_t sections_markup_end(struct view text, size_t at)
{
    static const struct {
        const char *begin;
        const char *stop;
    } kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}, {"</", ">"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins_with(text, at, kinds[i].begin))
            return behind(text, at + strlen(kinds[i].begin), kinds[i].stop);
    return behind_tag(text, at);
}

static void find_elements(struct finder *finder)
{
    struct view text = finder->text;
    for (const char *found;
         (found = memchr(text.text + finder->at, '<', text.length - finder->at)) != NULL;) {
        size_t at = (size_t)(found - text.text);
        finder->at = sections_markup_end(text, at);
        if (begins_with(text, at, "</"))
            end(finder, finder->at);
        if (begins_with(text, at, "<!") || begins_with(text, at, "<?") ||
            begins_with(text, at, "</"))
            continue;
        if (finder->open != NO_SECTION) /* its parent has an element in it */
            finder->sections->list[finder->open].whole = true;
        begin(finder, at, false);
        if (finder->at - at >= 2 && text.text[finder->at - 2] == '/')
            end(finder, finder->at);
    }
}

/* ---------------------------------------------------------------------------------------------- */

void sections_find(struct sections *sections, struct arena *arena, struct view text,
                   enum allow_style style)
{
    static void (*const ways[])(struct finder *finder) = {
        [ALLOW_NONE] = NULL,
        [ALLOW_ROWS] = find_rows,
        [ALLOW_OBJECTS] = find_objects,
        [ALLOW_SECTIONS] = find_sections,
        [ALLOW_STATEMENTS] = find_statements,
        [ALLOW_GROUPS] = find_groups,
        [ALLOW_ENTRIES] = find_entries,
        [ALLOW_ELEMENTS] = find_elements,
    };
    struct finder finder = {
        .sections = sections, .arena = arena, .text = text, .open = NO_SECTION};
    *sections = (struct sections){0};
    if (ways[style] != NULL)
        ways[style](&finder);
}

/* How many sections begin before or at AT. */
static uint32_t count_until(const struct sections *sections, size_t at)
{
    uint32_t low = 0;
    uint32_t high = sections->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sections->list[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct section *sections_round(const struct sections *sections, size_t at)
{
    uint32_t count = count_until(sections, at);
    uint32_t number = count == 0 ? NO_SECTION : count - 1;
    while (number != NO_SECTION && at >= sections->list[number].end)
        number = sections->list[number].parent;
    return number == NO_SECTION ? NULL : &sections->list[number];
}

const struct section *sections_meant(const struct sections *sections, size_t at, size_t next)
{
    uint32_t count = count_until(sections, next);
    if (count > 0 && sections->list[count - 1].start == next && sections->list[count - 1].whole)
        return &sections->list[count - 1];
    count = count_until(sections, at);
    uint32_t number = count == 0 ? NO_SECTION : count - 1;
    while (number != NO_SECTION) {
        const struct section *section = &sections->list[number];
        if (section->whole && at < section->end)
            return section;
        number = section->parent;
    }
    return NULL;
}
