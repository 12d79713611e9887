/* SPDX-License-Identifier: MIT */
#include "read/xml_map.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/text.h"
#include "read/value.h"

static const char *const key_names[MAP_KEY_COUNT] = {
    [MAP_CONFIG] = "config",
    [MAP_ENTRY] = "entry",
    [MAP_DOMAIN] = "domain",
    [MAP_DEFAULT] = "default",
    [MAP_DEFAULT_ENTRY] = "default-entry",
    [MAP_IGNORE] = "ignore",
};

enum section {
    SECTION_TOP,
    SECTION_PARAMETERS,
    SECTION_VALUES,
    SECTION_WRONG, /* its lines are passed over */
};

struct map_reader {
    struct xml_map *map;
    struct diag *diag;
    struct store *store;
    const struct source *source;
    enum section section;
    enum param param; /* of VALUES */
    bool has_destinations; /* something is said of destinations */
};

/* --- Lines ------------------------------------------------------------------------------------ */

static struct xml_map_word word_of(const struct map_reader *reader, struct view text)
{
    uint32_t offset = reader->source->base + (uint32_t)(text.text - reader->source->text);
    return (struct xml_map_word){text, {offset, offset + (uint32_t)text.length}};
}

static bool begins_with(struct view text, struct view prefix)
{
    return text.length >= prefix.length && memcmp(text.text, prefix.text, prefix.length) == 0;
}

/* TEXT without its first LENGTH bytes and the blanks behind them. */
static struct view behind(struct view text, size_t length)
{
    return view_trim((struct view){text.text + length, text.length - length});
}

/* Up to, not including, the first MARK; all of it if there is none. */
static struct view up_to(struct view text, char mark)
{
    const char *found = memchr(text.text, mark, text.length);
    text.length = found == NULL ? text.length : (size_t)(found - text.text);
    return text;
}

static bool is_limited(struct view beginning)
{
    (void)beginning;
    return true;
}

/* --- What is wrong ---------------------------------------------------------------------------- */

static void report_form(const struct map_reader *reader, struct view text, const char *what,
                        const char *help)
{
    struct message *message =
        diag_report(reader->diag, CODE_MAP_SYNTAX, word_of(reader, text).place, "%s", what);
    diag_help(reader->diag, message, "%s", help);
}

/* NAME is no KIND; NEAREST was offered those that are. */
static void report_unknown(const struct map_reader *reader, const char *kind, struct view name,
                           const struct nearest *nearest, const char *known)
{
    struct message *message =
        diag_report(reader->diag, CODE_MAP_NAME, word_of(reader, name).place,
                    "unknown %s \"%.*s\"", kind, VIEW_ARG(name));
    if (nearest_found(nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->diag->arena, nearest, "", ""));
    else
        diag_help(reader->diag, message, "%s", known);
}

static void report_twice(const struct map_reader *reader, struct view what, struct span place,
                         struct span first)
{
    struct message *message = diag_report(reader->diag, CODE_MAP_TWICE, place,
                                          "%.*s is named twice", VIEW_ARG(what));
    diag_note(reader->diag, message, first, "first named here");
    diag_mend(reader->diag, message);
}

/* --- Paths ------------------------------------------------------------------------------------ */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           view_has(VIEW("_-.:"), c) || (unsigned char)c >= 0x80;
}

/* The "[N]" at the end of STEP, which goes; false if it is none. */
static bool take_number(struct view *step)
{
    if (step->length == 0 || step->text[step->length - 1] != ']')
        return true;
    size_t at = step->length - 1;
    while (at > 0 && step->text[at - 1] >= '0' && step->text[at - 1] <= '9')
        at--;
    size_t digits = step->length - 1 - at;
    if (digits == 0 || digits > 6 || at == 0 || step->text[at] == '0' || step->text[at - 1] != '[')
        return false;
    step->length = at - 1;
    return true;
}

/* Whether TEXT is names of elements with slashes between them, NUMBERED ones perhaps. */
static bool is_path(struct view text, bool numbered)
{
    for (;;) {
        struct view step = up_to(text, '/');
        size_t length = step.length;
        if (numbered && !take_number(&step))
            return false;
        for (size_t i = 0; i < step.length; i++)
            if (!is_name_byte(step.text[i]))
                return false;
        if (step.length == 0)
            return false;
        if (length == text.length)
            return true;
        text = (struct view){text.text + length + 1, text.length - length - 1};
    }
}

static bool check_path(const struct map_reader *reader, struct view text, bool numbered)
{
    if (is_path(text, numbered))
        return true;
    struct message *message =
        diag_report(reader->diag, CODE_MAP_SYNTAX, word_of(reader, text).place,
                    "\"%.*s\" is no element's name or path", VIEW_ARG(text));
    diag_help(reader->diag, message,
              "names of elements with / between them and none before or behind them: a/b%s",
              numbered ? "; a/b[2]/c is below the second b" : "");
    return false;
}

/* --- The top ---------------------------------------------------------------------------------- */

static void read_key(struct map_reader *reader, struct view name, struct view value)
{
    struct nearest nearest = nearest_to(name);
    int key = 0;
    for (; key < MAP_KEY_COUNT && !view_equal(name, view_of(key_names[key])); key++)
        nearest_offer(&nearest, view_of(key_names[key]), view_of(key_names[key]));
    if (key == MAP_KEY_COUNT) {
        report_unknown(reader, "key", name, &nearest,
                       param_find(name) == PARAM_COUNT
                           ? "config, entry, domain, default, default-entry or ignore; parameters "
                             "stand behind [parameters]"
                           : "parameters stand behind a line [parameters]");
        return;
    }
    struct xml_map_word *word = &reader->map->keys[key];
    reader->has_destinations |= key != MAP_CONFIG;
    if (word->text.length > 0)
        report_twice(reader, name, word_of(reader, name).place, word->place);
    else if (key == MAP_DEFAULT || key == MAP_IGNORE || check_path(reader, value, key == MAP_CONFIG))
        *word = word_of(reader, value);
}

/* --- Parameters ------------------------------------------------------------------------------- */

/* The parameter called NAME; PARAM_COUNT, and reported, if there is none. */
static enum param find_param(const struct map_reader *reader, struct view name)
{
    enum param param = param_find(name);
    struct nearest nearest = nearest_to(name);
    if (param != PARAM_COUNT)
        return param;
    param_nearest(&nearest, 0);
    report_unknown(reader, "parameter", name, &nearest,
                   "parameters are called as in the file that destconfig's EXPORT writes");
    return PARAM_COUNT;
}

static void read_parameter(struct map_reader *reader, struct view name, struct view value)
{
    enum param param = find_param(reader, name);
    reader->has_destinations = true;
    if (param == PARAM_COUNT)
        return;
    struct xml_map_word *element = &reader->map->elements[param];
    if (element->text.length > 0)
        report_twice(reader, name, word_of(reader, name).place, element->place);
    else if (check_path(reader, value, false))
        *element = word_of(reader, value);
}

/* --- Values ----------------------------------------------------------------------------------- */

static void read_value(struct map_reader *reader, struct view name, struct view value)
{
    struct xml_map *map = reader->map;
    struct xml_map_word word = word_of(reader, name);
    for (uint32_t i = 0; i < map->value_count; i++) {
        if (map->values[i].param != reader->param || !view_equal(map->values[i].word.text, name))
            continue;
        report_twice(reader, name, word.place, map->values[i].word.place);
        return;
    }
    /* A value that is wrong is so here, and not at each place where the word stands. */
    value_read(reader->store, reader->diag, VOCABULARY_EXPORT_LIKE, reader->param, value,
               word_of(reader, value).place);
    map->values = array_grow(reader->diag->arena, map->values, map->value_count,
                             &map->value_capacity, sizeof *map->values);
    map->values[map->value_count++] = (struct xml_map_value){reader->param, word, value};
}

/* --- Sections --------------------------------------------------------------------------------- */

static void read_section(struct map_reader *reader, struct view line)
{
    struct view name = view_trim((struct view){line.text + 1, line.length - 2});
    struct view values = VIEW("values");
    struct nearest nearest = nearest_to(name);
    reader->section = SECTION_WRONG;
    if (view_equal(name, VIEW("parameters"))) {
        reader->section = SECTION_PARAMETERS;
    } else if (begins_with(name, values) && name.length > values.length &&
               view_has(VIEW(" \t"), name.text[values.length])) {
        reader->param = find_param(reader, behind(name, values.length));
        reader->section = reader->param == PARAM_COUNT ? SECTION_WRONG : SECTION_VALUES;
    } else {
        nearest_offer(&nearest, VIEW("parameters"), VIEW("parameters"));
        report_unknown(reader, "section", name, &nearest,
                       "[parameters], or [values NAME] with the name of a parameter");
    }
}

static void read_line(struct map_reader *reader, struct view line)
{
    static void (*const readers[])(struct map_reader *, struct view, struct view) = {
        [SECTION_TOP] = read_key,
        [SECTION_PARAMETERS] = read_parameter,
        [SECTION_VALUES] = read_value,
    };
    if (line.text[0] == '[' && line.text[line.length - 1] == ']') {
        read_section(reader, line);
        return;
    }
    if (reader->section == SECTION_WRONG)
        return;
    struct view before = up_to(line, '=');
    struct view name = view_trim(before);
    if (before.length == line.length || name.length == 0) {
        report_form(reader, line, "neither a section nor NAME = VALUE",
                    "a line is [SECTION], NAME = VALUE, or a comment behind #");
        return;
    }
    struct view value = behind(line, before.length + 1);
    if (value.length == 0)
        report_form(reader, name, "a name without a value", "leave out what is not to be named");
    else
        readers[reader->section](reader, name, value);
}

static void read_lines(struct map_reader *reader)
{
    const struct source *source = reader->source;
    struct view text = {source->text, source->size};
    text = (struct view){text.text + source_begin(source), text.length - source_begin(source)};
    while (text.length > 0) {
        size_t bad;
        struct view all = up_to(text, '\n');
        struct view line = view_trim(all);
        if (!utf8_check(line, &bad)) {
            struct span place = word_of(reader, line).place;
            place.offset += (uint32_t)bad;
            place.end = place.offset + 1;
            text_report_bad_utf8(reader->diag, place, line.text[bad]);
        } else if (line.length > 0 && !view_has(VIEW("#;"), line.text[0])) {
            read_line(reader, line);
        }
        size_t length = all.length + (all.length < text.length);
        text = (struct view){text.text + length, text.length - length};
    }
}

/* --- All of it -------------------------------------------------------------------------------- */

/* The next of the names of LIST, which are separated by commas; *LIST loses it. */
static struct view next_ignored(struct view *list)
{
    struct view name = up_to(*list, ',');
    size_t length = name.length + (name.length < list->length);
    *list = (struct view){list->text + length, list->length - length};
    return view_trim(name);
}

/* Everything that names an element below the entry, once: the names and what they are for. */
static void check_elements(const struct map_reader *reader)
{
    const struct xml_map *map = reader->map;
    struct view ignored = map->keys[MAP_IGNORE].text;
    const struct xml_map_word *domain = &map->keys[MAP_DOMAIN];
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct xml_map_word *element = &map->elements[i];
        const struct xml_map_word *first = domain;
        if (element->text.length == 0)
            continue;
        for (int k = 0; k < i && !view_equal(first->text, element->text); k++)
            first = &map->elements[k];
        if (view_equal(first->text, element->text))
            report_twice(reader, element->text, element->place, first->place);
    }
    while (ignored.length > 0) {
        struct view name = next_ignored(&ignored);
        enum param param = xml_map_param(map, name);
        if (!check_path(reader, name, false))
            continue;
        if (param != PARAM_COUNT)
            report_twice(reader, name, word_of(reader, name).place, map->elements[param].place);
        else if (view_equal(name, domain->text))
            report_twice(reader, name, word_of(reader, name).place, domain->place);
    }
    if (view_equal(map->keys[MAP_ENTRY].text, map->keys[MAP_DEFAULT_ENTRY].text) &&
        map->keys[MAP_ENTRY].text.length > 0)
        report_twice(reader, map->keys[MAP_ENTRY].text, map->keys[MAP_DEFAULT_ENTRY].place,
                     map->keys[MAP_ENTRY].place);
}

static void report_missing(const struct map_reader *reader, struct span place, const char *what,
                           const char *help)
{
    struct message *message =
        diag_report(reader->diag, CODE_MAP_MISSING, place, "%s", what);
    diag_help(reader->diag, message, "%s", help);
}

static void check_whole(const struct map_reader *reader)
{
    const struct xml_map *map = reader->map;
    struct span start = {reader->source->base, reader->source->base};
    bool named = false;
    for (int i = 0; i < PARAM_COUNT; i++)
        named |= map->elements[i].text.length > 0;
    if (!reader->has_destinations) {
        if (map->keys[MAP_CONFIG].text.length == 0)
            report_missing(reader, start, "the xml-map names nothing",
                           "destination controls need entry, domain and [parameters]");
        return;
    }
    if (map->keys[MAP_ENTRY].text.length == 0)
        report_missing(reader, start, "the xml-map does not name the entry",
                       "entry = PATH of the element that holds a destination, below <config>");
    if (map->keys[MAP_DOMAIN].text.length == 0)
        report_missing(reader, start, "the xml-map does not name the domain",
                       "domain = NAME of the element that holds it, below the entry");
    if (!named)
        report_missing(reader, start, "the xml-map names no parameter's element",
                       "behind a line [parameters], for instance: table_tls = NAME");
    for (uint32_t i = 0; i < map->value_count; i++)
        if (map->elements[map->values[i].param].text.length == 0 &&
            (i == 0 || map->values[i - 1].param != map->values[i].param))
            report_missing(reader, map->values[i].word.place,
                           arena_printf(reader->diag->arena, "values of %s, whose element is not "
                                        "named", parameter(map->values[i].param)->export_name),
                           "name it behind [parameters]");
}

/* A DTD or the XML file itself, given in the place of a map: reported once, not by line. */
static bool is_markup(const struct map_reader *reader)
{
    uint32_t start = source_begin(reader->source);
    struct view text = view_trim(
        (struct view){reader->source->text + start, reader->source->size - start});
    if (text.length == 0 || text.text[0] != '<')
        return false;
    report_form(reader, (struct view){text.text, 1}, "this is a DTD or XML, and no xml-map",
                "a map has lines like entry = PATH, see docs/xml-map.md; --dtd takes a DTD");
    return true;
}

const struct xml_map *xml_map_read(struct diag *diag, struct store *store, const char *path)
{
    bool usable;
    uint32_t before = diag->counts[SEVERITY_ERROR];
    struct xml_map *map = arena_zero(diag->arena, 1, sizeof *map);
    struct map_reader reader = {.map = map, .diag = diag, .store = store};
    reader.source = text_read(diag, path, is_limited, &usable);
    if (!usable)
        return map;
    if (is_markup(&reader))
        return map;
    read_lines(&reader);
    check_elements(&reader);
    if (diag->counts[SEVERITY_ERROR] == before) /* else what is missing may be what is wrong */
        check_whole(&reader);
    map->good = diag->counts[SEVERITY_ERROR] == before;
    return map;
}

/* --- Asking it -------------------------------------------------------------------------------- */

bool xml_map_has_entries(const struct xml_map *map)
{
    return map->good && map->keys[MAP_ENTRY].text.length > 0;
}

enum param xml_map_param(const struct xml_map *map, struct view path)
{
    int param = 0;
    while (param < PARAM_COUNT && (map->elements[param].text.length == 0 ||
                                   !view_equal(map->elements[param].text, path)))
        param++;
    return (enum param)param;
}

bool xml_map_ignores(const struct xml_map *map, struct view path)
{
    struct view list = map->keys[MAP_IGNORE].text;
    while (list.length > 0) {
        struct view name = next_ignored(&list);
        if (begins_with(path, name) && name.length > 0 &&
            (path.length == name.length || path.text[name.length] == '/'))
            return true;
    }
    return false;
}

struct view xml_map_value(const struct xml_map *map, enum param param, struct view text)
{
    for (uint32_t i = 0; i < map->value_count; i++)
        if (map->values[i].param == param && view_equal(map->values[i].word.text, text))
            return map->values[i].value;
    return text;
}
