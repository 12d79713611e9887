/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_destination.h"

/*
 * A record begins with one of the first two, then the domain; then for each setting three fields:
 * the parameter's name as a table has it, the element's unless it is the same, the value. No XML
 * document can have these characters.
 */
enum { BEGINS_ENTRY = 0x1E, BEGINS_DEFAULT = 0x1D, BEGINS_FIELD = 0x1F };

enum { MOST_VALUE = 64 * 1024, PADDING = 2 };

void saveconfig_destinations_init(struct saveconfig_destinations *destinations,
                                  struct policy *policy, struct diag *diag,
                                  const struct read_options *options, const struct source *source)
{
    const struct xml_map *names = options->xml_map;
    *destinations = (struct saveconfig_destinations){
        .policy = policy,
        .diag = diag,
        .options = options,
        .source = source,
        .names = names != NULL && xml_map_has_entries(names) ? names : NULL,
        .text = buffer_new(policy->arena),
    };
    source_map_init(&destinations->map, policy->arena);
}

static const struct xml_map_word *key(const struct saveconfig_destinations *destinations,
                                      enum xml_map_key which)
{
    return &destinations->names->keys[which];
}

/* --- The entry that is open ------------------------------------------------------------------- */

/* What of PATH is below FOLDER; empty if it is not there. */
static struct view below(struct view path, struct view folder)
{
    if (folder.length == 0 || path.length <= folder.length + 1 ||
        memcmp(path.text, folder.text, folder.length) != 0 || path.text[folder.length] != '/')
        return VIEW("");
    return (struct view){path.text + folder.length + 1, path.length - folder.length - 1};
}

/* PATH below the entry that it stands in; empty if it is in none. */
static struct view below_entry(const struct saveconfig_destinations *destinations,
                               struct view path)
{
    struct view inside = below(path, key(destinations, MAP_ENTRY)->text);
    return inside.length > 0 ? inside
                             : below(path, key(destinations, MAP_DEFAULT_ENTRY)->text);
}

static bool is_domain(const struct saveconfig_destinations *destinations, struct view path)
{
    return view_equal(path, key(destinations, MAP_DOMAIN)->text);
}

struct saveconfig_want saveconfig_destination_want(const struct saveconfig_destinations *destinations,
                                                   struct view path, bool *inside)
{
    *inside = false;
    if (destinations->names == NULL)
        return (struct saveconfig_want){0, false};
    struct view name = below_entry(destinations, path);
    *inside = name.length > 0;
    if (!*inside || xml_map_ignores(destinations->names, name))
        return (struct saveconfig_want){0, false};
    bool named = is_domain(destinations, name) ||
                 xml_map_param(destinations->names, name) != PARAM_COUNT;
    return (struct saveconfig_want){MOST_VALUE, !named};
}

void saveconfig_destination_note(struct saveconfig_destinations *destinations,
                                 const struct saveconfig_found *found)
{
    struct view path = below_entry(destinations, found->path);
    if (found->length == 0)
        return; /* it is not given */
    destinations->pieces =
        array_grow(destinations->policy->arena, destinations->pieces, destinations->count,
                   &destinations->capacity, sizeof *destinations->pieces);
    destinations->pieces[destinations->count++] = (struct destination_piece){
        .path = arena_copy(destinations->policy->arena, path),
        .param = xml_map_param(destinations->names, path),
        .found = *found,
        .map = *found->map,
    };
}

/* The domain among the pieces, or NULL; a second one is reported. */
static const struct destination_piece *find_domain(
    const struct saveconfig_destinations *destinations)
{
    const struct destination_piece *first = NULL;
    for (uint32_t i = 0; i < destinations->count; i++) {
        const struct destination_piece *piece = &destinations->pieces[i];
        if (!is_domain(destinations, piece->path))
            continue;
        if (first == NULL) {
            first = piece;
            continue;
        }
        struct message *message =
            diag_report(destinations->diag, CODE_DUPLICATE_PARAMETER, piece->found.name,
                        "%.*s is given twice", VIEW_ARG(piece->path));
        diag_note(destinations->diag, message, first->found.name, "first given here");
        diag_help(destinations->diag, message, "an entry has one domain; the first is taken");
    }
    return first;
}

/* --- Writing records -------------------------------------------------------------------------- */

static void add_char(struct saveconfig_destinations *destinations, char c)
{
    buffer_add_char(&destinations->text, c);
}

/* TEXT, which stands at PLACE as it is. */
static void add_verbatim(struct saveconfig_destinations *destinations, struct view text,
                         struct span place)
{
    uint32_t base = destinations->source->base;
    source_map_add(&destinations->map, (uint32_t)destinations->text.length, place.offset - base);
    buffer_add(&destinations->text, text);
    source_map_add(&destinations->map, (uint32_t)destinations->text.length, place.end - base);
}

/* A text that knows where it stood. */
static void add_found(struct saveconfig_destinations *destinations,
                      const struct destination_piece *piece)
{
    uint32_t begin = (uint32_t)destinations->text.length;
    for (uint32_t i = 0; i < piece->map.count; i++)
        source_map_add(&destinations->map, begin + piece->map.list[i].offset,
                       piece->map.list[i].origin);
    buffer_add(&destinations->text, (struct view){piece->found.text, piece->found.length});
}

static struct view element_name(struct view path)
{
    const char *slash = memrchr(path.text, '/', path.length);
    if (slash == NULL)
        return path;
    return (struct view){slash + 1, (size_t)(path.text + path.length - slash) - 1};
}

static void add_setting(struct saveconfig_destinations *destinations,
                        const struct destination_piece *piece)
{
    struct view element = element_name(piece->path);
    bool known = piece->param != PARAM_COUNT;
    add_char(destinations, BEGINS_FIELD);
    if (known)
        buffer_add_string(&destinations->text, parameter(piece->param)->export_name);
    else
        add_verbatim(destinations, piece->path, piece->found.name);
    add_char(destinations, BEGINS_FIELD);
    if (known)
        add_verbatim(destinations, element, piece->found.name);
    add_char(destinations, BEGINS_FIELD);
    add_found(destinations, piece);
}

/* Whether the domain of an entry is the text that the default entry has there. */
static bool is_default(const struct saveconfig_destinations *destinations,
                       const struct destination_piece *domain)
{
    struct view text = {domain->found.text, domain->found.length};
    struct view word = key(destinations, MAP_DEFAULT)->text;
    return word.length > 0 && view_equal_nocase(text, word);
}

static void report_nameless(struct diag *diag, struct span place)
{
    diag_mend(diag, diag_report(diag, CODE_DOMAIN_MISSING, place, "%s",
                                code_entry(CODE_DOMAIN_MISSING)->title));
}

/* The entry at PATH whose pieces are here, and whose element is named at PLACE, as a record. */
static void add_entry(struct saveconfig_destinations *destinations, struct view path,
                      struct span place, bool own_element)
{
    const struct destination_piece *domain = find_domain(destinations);
    if (domain == NULL && !own_element)
        report_nameless(destinations->diag, place);
    bool fallback = own_element || (domain != NULL && is_default(destinations, domain));
    destinations->default_seen |= fallback;
    destinations->entry_count++;
    add_char(destinations, fallback ? BEGINS_DEFAULT : BEGINS_ENTRY);
    if (domain != NULL)
        add_found(destinations, domain);
    else if (own_element)
        add_verbatim(destinations, element_name(path), place);
    for (uint32_t i = 0; i < destinations->count; i++)
        if (!is_domain(destinations, destinations->pieces[i].path))
            add_setting(destinations, &destinations->pieces[i]);
    destinations->count = 0;
}

void saveconfig_destination_end(struct saveconfig_destinations *destinations, struct view path,
                                struct span place)
{
    if (destinations->names == NULL)
        return;
    bool own_element = view_equal(path, key(destinations, MAP_DEFAULT_ENTRY)->text);
    if (path.length > 0 && (own_element || view_equal(path, key(destinations, MAP_ENTRY)->text)))
        add_entry(destinations, path, place, own_element);
}

/* --- Reading records -------------------------------------------------------------------------- */

/* The field at AT of TEXT, which has a NUL behind it. */
static struct view field_at(const char *text, size_t at)
{
    size_t end = at + strcspn(text + at, "\x1D\x1E\x1F");
    return (struct view){text + at, end - at};
}

/* Where a record has come to. */
struct cursor {
    const struct source *source;
    size_t at; /* of what begins the next field or record */
};

static bool has_field(const struct cursor *cursor)
{
    return cursor->source->text[cursor->at] == BEGINS_FIELD;
}

static struct view next_field(struct cursor *cursor)
{
    struct view field = field_at(cursor->source->text, cursor->at + 1);
    cursor->at += 1 + field.length;
    return field;
}

static struct span span_of(const struct cursor *cursor, struct view field)
{
    uint32_t offset = cursor->source->base + (uint32_t)(field.text - cursor->source->text);
    return (struct span){offset, offset + (uint32_t)field.length};
}

/* An element that is called as a parameter, and that nobody named. */
static void report_unmapped(struct entry_reader *entry, enum param param, struct span place)
{
    const char *name = parameter(param)->export_name;
    struct message *message =
        diag_report(entry->diag, CODE_ELEMENT_UNMAPPED, place,
                    "an element called as the parameter %s, which the xml-map does not name", name);
    diag_help(entry->diag, message,
              "if it is that parameter: %s = %s behind [parameters]; if not: ignore = %s", name,
              name, name);
    entry_rejected(entry, param);
}

static void read_field(struct entry_reader *entry, const struct xml_map *names,
                       struct cursor *cursor)
{
    struct view name = next_field(cursor);
    struct view element = next_field(cursor);
    struct view value = next_field(cursor);
    struct span value_place = span_of(cursor, value);
    enum param param = param_find(name);
    if (element.length == 0 && param != PARAM_COUNT)
        report_unmapped(entry, param, span_of(cursor, name));
    else if (element.length == 0)
        entry_setting(entry, name, span_of(cursor, name), value, value_place);
    else
        entry_parameter(entry, param, span_of(cursor, element),
                        xml_map_value(names, param, value), value_place);
}

/* The place of a setting in the record whose domain begins at SECTION. */
static struct span locate(const struct source *source, uint32_t section, struct view name)
{
    struct cursor cursor = {source, section - source->base};
    cursor.at += field_at(source->text, cursor.at).length;
    while (has_field(&cursor)) {
        struct view field = next_field(&cursor);
        next_field(&cursor);
        struct view value = next_field(&cursor);
        if (view_equal_nocase(field, name))
            return span_of(&cursor, value);
    }
    return SPAN_NONE;
}

/* The records as a source; NULL, and reported, if there is no room for it. */
static const struct source *take_records(struct saveconfig_destinations *destinations)
{
    size_t length = destinations->text.length;
    for (int i = 0; i < PADDING; i++)
        add_char(destinations, '\0');
    const struct source *source =
        sources_add_derived(destinations->diag->sources, destinations->source,
                            destinations->text.text, length, &destinations->map);
    if (source == NULL)
        diag_report_file(destinations->diag, CODE_FILES_TOO_LARGE, destinations->source->name, "%s",
                         code_entry(CODE_FILES_TOO_LARGE)->title);
    return source;
}

static void read_records(struct saveconfig_destinations *destinations)
{
    struct entry_reader entry;
    struct cursor cursor = {.source = take_records(destinations)};
    if (cursor.source == NULL)
        return;
    policy_expect(destinations->policy, destinations->entry_count);
    policy_add_text(destinations->policy, cursor.source, locate);
    entry_reader_init(&entry, destinations->policy, destinations->diag, destinations->options,
                      cursor.source, VOCABULARY_EXPORT_LIKE);
    while (cursor.at < cursor.source->size) {
        bool fallback = cursor.source->text[cursor.at] == BEGINS_DEFAULT;
        struct view domain = next_field(&cursor);
        struct span place = span_of(&cursor, domain);
        if (fallback)
            entry_begin_default(&entry, place, place.offset);
        else if (domain.length == 0)
            entry_begin_orphan(&entry);
        else
            entry_begin(&entry, domain, place, place.offset);
        while (has_field(&cursor))
            read_field(&entry, destinations->names, &cursor);
        entry_end(&entry);
    }
}

/* --- The end ---------------------------------------------------------------------------------- */

static void report_unmatched(struct saveconfig_destinations *destinations, enum xml_map_key which,
                             const char *what)
{
    const struct xml_map_word *word = key(destinations, which);
    struct message *message =
        diag_report(destinations->diag, CODE_MAP_UNMATCHED, word->place, "%s %.*s in %s", what,
                    VIEW_ARG(word->text), destinations->source->name);
    diag_mend(destinations->diag, message);
}

/* What the xml-map names and the file has not. */
static void check_matched(struct saveconfig_destinations *destinations)
{
    bool own = key(destinations, MAP_DEFAULT_ENTRY)->text.length > 0;
    if (destinations->entry_count == 0)
        report_unmatched(destinations, MAP_ENTRY, "there is no element");
    else if (own && !destinations->default_seen)
        report_unmatched(destinations, MAP_DEFAULT_ENTRY, "there is no element");
    else if (key(destinations, MAP_DEFAULT)->text.length > 0 && !destinations->default_seen)
        report_unmatched(destinations, MAP_DEFAULT, "no entry is called");
}

void saveconfig_destinations_end(struct saveconfig_destinations *destinations, bool whole)
{
    if (destinations->names == NULL)
        return;
    if (whole)
        check_matched(destinations);
    if (destinations->entry_count > 0)
        read_records(destinations);
}
