/* SPDX-License-Identifier: MIT */
#include "read/json.h"

#include "read/json_listener.h"
#include "read/json_text.h"
#include "read/text.h"

#include <jansson.h>

enum {
    /* The largest entry that is handed to the library at once: its tree takes ten times as much. */
    ENTRY_LIMIT = 1 << 20,
    LISTENER_LIMIT = 1 << 26, /* the same of a listener, which has its tables in it */
    UTF8_MOST = 4, /* bytes in a character */
};

struct reader {
    struct entry_reader entry;
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    const struct read_options *options;
    struct policy *policy;
    struct json_cursor cursor;
    size_t limit; /* of the value that is read next */
    bool stopped; /* after an error behind which nothing can be trusted */
};

static struct span span_of(const struct source *source, struct view text)
{
    uint32_t offset = source->base + (uint32_t)(text.text - source->text);
    return (struct span){offset, offset + (uint32_t)text.length};
}

static struct span place_of(const struct reader *reader, struct view text)
{
    return span_of(reader->source, text);
}

/* The document's frame is broken here: reading stops. */
static void report_frame(struct reader *reader, const char *expected)
{
    bool ended = reader->cursor.next == reader->cursor.end;
    struct view here = {reader->cursor.next, ended ? 0 : 1};
    diag_report(reader->diag, CODE_JSON_SYNTAX, place_of(reader, here), "%s%s expected",
                ended ? "the document ends too early: " : "", expected);
    reader->stopped = true;
}

/* The library's complaint without the text it stands near, which is shown beside it. */
static const char *complaint(const json_error_t *error, int *length)
{
    static const struct {
        enum json_error_code code;
        const char *text;
    } plainer[] = {
        {json_error_premature_end_of_input, "the document ends too early"},
        {json_error_stack_overflow, "nested over 2048 deep"},
        {json_error_null_character, "\\u0000 in a string"},
        {json_error_null_byte_in_key, "\\u0000 in a name"},
    };
    const char *text = error->text;
    for (size_t i = 0; i < sizeof plainer / sizeof plainer[0]; i++)
        if (json_error_code(error) == plainer[i].code)
            text = plainer[i].text;
    const char *near = strstr(text, " near '");
    *length = (int)(near == NULL ? strlen(text) : (size_t)(near - text));
    return text;
}

/* Reports why the library did not read the value at START; it was given LENGTH bytes. */
static struct message *report_broken(struct reader *reader, const char *start, size_t length,
                                     const json_error_t *error)
{
    if (json_error_code(error) == json_error_out_of_memory || error->text[0] == '\0')
        arena_give_up(reader->arena);
    const char *at = start + error->position;
    if ((size_t)error->position + UTF8_MOST > length && start + length < reader->cursor.end)
        return diag_report(reader->diag, CODE_JSON_LARGE,
                           place_of(reader, (struct view){start, 1}), "%s over %zu bytes",
                           reader->limit == ENTRY_LIMIT ? "an entry" : "a listener",
                           reader->limit);
    if (json_error_code(error) == json_error_invalid_utf8)
        return text_report_bad_utf8(reader->diag, place_of(reader, (struct view){at, 1}), *at);
    int text_length;
    const char *text = complaint(error, &text_length);
    return diag_report(reader->diag, CODE_JSON_SYNTAX,
                       place_of(reader, json_token_before(start, at)), "%.*s", text_length, text);
}

/*
 * Reads the next value and moves behind it. False if it is broken; then the cursor is behind it
 * if its brackets and quotes tell where that is, else reading stops.
 */
static bool read_value(struct reader *reader, struct json_token *value)
{
    static const size_t flags =
        JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;
    struct json_cursor *cursor = &reader->cursor;
    const char *start = cursor->next;
    size_t length = (size_t)(cursor->end - start);
    json_error_t error = {.position = 0};
    if (length > reader->limit)
        length = reader->limit;
    json_t *tree = json_loadb(start, length, flags, &error);
    if (tree != NULL) {
        json_decref(tree);
        cursor->next = start + error.position;
        *value = json_token(start, cursor->next);
        return true;
    }
    struct message *message = report_broken(reader, start, length, &error);
    const char *end = json_value_end(start, cursor->end);
    struct json_cursor behind = {end, cursor->end};
    if (end != NULL)
        json_skip_blanks(&behind);
    if (end != NULL && behind.next < behind.end && view_has(VIEW(",]}"), *behind.next)) {
        cursor->next = end;
    } else {
        if (start + error.position < cursor->end)
            diag_note(reader->diag, message, SPAN_NONE, "what follows was not read");
        reader->stopped = true;
    }
    return false;
}

static struct message *report_shape(struct reader *reader, struct view place, const char *text)
{
    return diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, place), "%s", text);
}

/* An object's or the document's members that mean something. */
struct member_names {
    const char *const *names;
    size_t count;
    const char *help; /* all of them */
};

/* The number of KEY among NAMES, or their count. */
static size_t find_member(const struct reader *reader, const struct member_names *names,
                          const struct json_token *key)
{
    struct view text = json_string_text(reader->arena, key);
    size_t i = 0;
    while (i < names->count && !view_equal(text, view_of(names->names[i])))
        i++;
    return i;
}

static void report_member(struct reader *reader, const struct member_names *names,
                          const struct json_token *key)
{
    struct view text = json_string_text(reader->arena, key);
    struct message *message =
        diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, key->text),
                    "unknown member \"%.*s\"", VIEW_ARG(text));
    struct nearest nearest = nearest_to(text);
    for (size_t i = 0; i < names->count; i++)
        nearest_offer(&nearest, view_of(names->names[i]), view_of(names->names[i]));
    if (nearest_found(&nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->arena, &nearest, "\"", "\""));
    else if (param_find(text) != PARAM_COUNT)
        diag_help(reader->diag, message, "it is a parameter: write it within \"settings\"");
    else
        diag_help(reader->diag, message, "%s", names->help);
}

/* A member that stands in its object a second time. */
static void report_twice(struct reader *reader, const struct json_token *key, struct span first)
{
    struct message *message = diag_report(reader->diag, CODE_JSON_SHAPE,
                                          place_of(reader, key->text), "\"%.*s\" is given twice",
                                          VIEW_ARG(key->text));
    diag_note(reader->diag, message, first, "first given here");
}

/* What a parameter's value is written as; PARAM_COUNT for an unknown one. */
static const char *form_of(enum param param)
{
    if (param == PARAM_COUNT)
        return "a string";
    const struct parameter *row = parameter(param);
    if (row->words == WORDS_SWITCH)
        return "true or false";
    return row->type == TYPE_NUMBER || row->type == TYPE_LIMIT ? "a number" : "a string";
}

/*
 * The export's text for VALUE, if it has a form that PARAM can be written in; else false. A number
 * is taken as it stands, so that it is judged as in an export.
 */
static bool value_text(const struct reader *reader, enum param param,
                       const struct json_token *value, struct view *text)
{
    bool known = param != PARAM_COUNT;
    const struct parameter *row = known ? parameter(param) : NULL;
    bool exact = known && row->type == TYPE_NAME;
    switch (value->kind) {
    case '"':
        *text = json_string_text(reader->arena, value);
        *text = exact ? *text : view_trim(*text);
        return exact || text->length > 0;
    case '0':
        *text = value->text;
        return known && row->type != TYPE_NAME;
    case 't':
    case 'f':
        if (!known || row->words != WORDS_SWITCH)
            return false;
        *text = view_of(
            word_by_code(WORDS_SWITCH, value->kind == 't' ? SWITCH_ON : SWITCH_OFF)->export_word);
        return true;
    default:
        return false;
    }
}

static void read_setting(struct reader *reader, const struct json_member *member)
{
    struct view name = json_string_text(reader->arena, &member->key);
    enum param param = param_find(name);
    struct view text;
    if (member->value.kind == 'n')
        return;
    if (value_text(reader, param, &member->value, &text)) {
        entry_setting(&reader->entry, name, place_of(reader, member->key.text), text,
                      place_of(reader, member->value.text));
        return;
    }
    bool empty = member->value.kind == '"';
    struct message *message = diag_report(
        reader->diag, CODE_JSON_SHAPE, place_of(reader, member->value.text),
        "the value of %.*s must %s%s", VIEW_ARG(name), empty ? "not be " : "be ",
        empty ? "empty" : form_of(param));
    if (reader->entry.state == ENTRY_DESTINATION)
        diag_help(reader->diag, message, "null, or leaving it out, inherits it");
    if (param != PARAM_COUNT)
        entry_rejected(&reader->entry, param);
}

/* Whether VALUE can hold settings; reports it if not. */
static bool expect_settings(struct reader *reader, const struct json_token *value)
{
    if (value->kind == '{')
        return true;
    report_shape(reader, value->text, "an object of settings expected, {NAME: VALUE}");
    return false;
}

static void read_settings(struct reader *reader, const struct json_member *settings)
{
    if (!expect_settings(reader, &settings->value))
        return;
    struct json_cursor members = json_members(settings->value.text);
    struct json_member member;
    while (json_next_member(&members, &member))
        read_setting(reader, &member);
}

static void read_default(struct reader *reader, const struct json_member *entry)
{
    if (!expect_settings(reader, &entry->value))
        return;
    struct json_cursor members = json_members(entry->value.text);
    struct json_member member;
    struct json_member other = {.key.kind = '\0'};
    entry_begin_default(&reader->entry, place_of(reader, entry->key.text),
                        place_of(reader, entry->value.text).offset);
    while (json_next_member(&members, &member)) {
        if (!view_equal(member.key.text, VIEW("other")))
            read_setting(reader, &member);
        else if (other.key.kind != '\0')
            report_twice(reader, &member.key, place_of(reader, other.key.text));
        else
            other = member;
    }
    if (other.key.kind != '\0')
        read_settings(reader, &other);
    entry_end(&reader->entry);
}

enum destination_member { MEMBER_DOMAIN, MEMBER_SETTINGS, MEMBER_OTHER, DESTINATION_MEMBERS };

static const char *const destination_names[DESTINATION_MEMBERS] = {
    [MEMBER_DOMAIN] = "domain",
    [MEMBER_SETTINGS] = "settings",
    [MEMBER_OTHER] = "other",
};

static const struct member_names destination_members = {
    .names = destination_names,
    .count = DESTINATION_MEMBERS,
    .help = "a destination has \"domain\", \"settings\" and \"other\"",
};

/* The members of a destination by their meaning, whatever order they stand in. */
static void find_members(struct reader *reader, struct view object,
                         struct json_member found[DESTINATION_MEMBERS])
{
    struct json_cursor members = json_members(object);
    struct json_member member;
    while (json_next_member(&members, &member)) {
        size_t i = find_member(reader, &destination_members, &member.key);
        if (i == DESTINATION_MEMBERS)
            report_member(reader, &destination_members, &member.key);
        else if (found[i].key.kind != '\0')
            report_twice(reader, &member.key, place_of(reader, found[i].key.text));
        else
            found[i] = member;
    }
}

static void read_destination(struct reader *reader, const struct json_token *object)
{
    if (object->kind != '{') {
        report_shape(reader, object->text, "a destination expected, {\"domain\": D, ...}");
        return;
    }
    struct json_member found[DESTINATION_MEMBERS] = {{.key.kind = '\0'}};
    find_members(reader, object->text, found);
    const struct json_member *domain = &found[MEMBER_DOMAIN];
    if (domain->value.kind == '"') {
        entry_begin(&reader->entry, json_string_text(reader->arena, &domain->value),
                    place_of(reader, domain->value.text),
                    place_of(reader, object->text).offset);
    } else {
        bool missing = domain->key.kind == '\0';
        report_shape(reader, missing ? (struct view){object->text.text, 1} : domain->value.text,
                     missing ? "a destination without a \"domain\""
                             : "the domain must be a string");
        entry_begin_orphan(&reader->entry);
    }
    if (found[MEMBER_SETTINGS].key.kind != '\0')
        read_settings(reader, &found[MEMBER_SETTINGS]);
    if (found[MEMBER_OTHER].key.kind != '\0')
        read_settings(reader, &found[MEMBER_OTHER]);
    entry_end(&reader->entry);
}

/*
 * Whether another item follows in a frame that CLOSE ends; if so it is next. Items are separated
 * by commas; FIRST tells whether none has been read yet, WHAT an item is.
 */
static bool next_item(struct reader *reader, char close, const char *what, bool *first)
{
    struct json_cursor *cursor = &reader->cursor;
    const char *expected = close == '}' ? "',' or '}'" : "',' or ']'";
    if (reader->stopped)
        return false;
    json_skip_blanks(cursor);
    if (cursor->next < cursor->end && *cursor->next == close) {
        cursor->next++;
        return false;
    }
    if (!*first) {
        if (cursor->next == cursor->end || *cursor->next != ',') {
            report_frame(reader, expected);
            return false;
        }
        cursor->next++;
        json_skip_blanks(cursor);
    }
    *first = false;
    if (cursor->next < cursor->end && *cursor->next != close)
        return true;
    report_frame(reader, what);
    return false;
}

static void read_listener(struct reader *reader, const struct json_token *object)
{
    json_read_listener(reader->policy, reader->diag, reader->options, reader->source, object);
}

/* An array of the document: what it is expected to be, and how its items are read. */
struct array {
    const char *expected;
    const char *item;
    size_t limit;
    void (*read)(struct reader *reader, const struct json_token *item);
};

static const struct array destination_array = {"an array of destinations expected",
                                               "a destination", ENTRY_LIMIT, read_destination};
static const struct array listener_array = {"an array of listeners expected", "a listener",
                                            LISTENER_LIMIT, read_listener};

static void read_array(struct reader *reader, const struct array *array)
{
    struct json_cursor *cursor = &reader->cursor;
    struct json_token value;
    bool first = true;
    if (*cursor->next != '[') {
        if (read_value(reader, &value))
            report_shape(reader, value.text, array->expected);
        return;
    }
    cursor->next++;
    reader->limit = array->limit;
    while (next_item(reader, ']', array->item, &first))
        if (read_value(reader, &value))
            array->read(reader, &value);
    reader->limit = ENTRY_LIMIT;
}

enum document_member { MEMBER_DEFAULT, MEMBER_DESTINATIONS, MEMBER_LISTENERS, DOCUMENT_MEMBERS };

static const char *const document_names[DOCUMENT_MEMBERS] = {
    [MEMBER_DEFAULT] = "default",
    [MEMBER_DESTINATIONS] = "destinations",
    [MEMBER_LISTENERS] = "listeners",
};

static const struct member_names document_members = {
    .names = document_names,
    .count = DOCUMENT_MEMBERS,
    .help = "the document has \"default\", \"destinations\" and \"listeners\"",
};

/* Reads a member's name and the colon behind it; the value is next. */
static bool read_key(struct reader *reader, struct json_token *key)
{
    struct json_cursor *cursor = &reader->cursor;
    if (*cursor->next != '"') {
        report_frame(reader, "a member's name in quotes");
        return false;
    }
    if (!read_value(reader, key)) {
        reader->stopped = true;
        return false;
    }
    json_skip_blanks(cursor);
    if (cursor->next == cursor->end || *cursor->next != ':') {
        report_frame(reader, "':'");
        return false;
    }
    cursor->next++;
    json_skip_blanks(cursor);
    return true;
}

/* Reads a member of the document; MEMBERS has the keys that came before. */
static void read_member(struct reader *reader, struct json_token members[DOCUMENT_MEMBERS])
{
    struct json_member member;
    if (!read_key(reader, &member.key))
        return;
    size_t i = find_member(reader, &document_members, &member.key);
    if (i == DOCUMENT_MEMBERS)
        report_member(reader, &document_members, &member.key);
    else if (members[i].kind == '\0')
        members[i] = member.key;
    else if (i != MEMBER_DEFAULT) /* a second default is the entry reader's to report */
        report_twice(reader, &member.key, place_of(reader, members[i].text));
    if (reader->cursor.next == reader->cursor.end)
        report_frame(reader, "a value");
    else if (i == MEMBER_DESTINATIONS)
        read_array(reader, &destination_array);
    else if (i == MEMBER_LISTENERS)
        read_array(reader, &listener_array);
    else if (read_value(reader, &member.value) && i == MEMBER_DEFAULT)
        read_default(reader, &member);
}

static void read_document(struct reader *reader)
{
    struct json_token members[DOCUMENT_MEMBERS] = {{.kind = '\0'}};
    struct view start = {reader->cursor.next, 1};
    bool first = true;
    reader->cursor.next++;
    while (next_item(reader, '}', "a member", &first))
        read_member(reader, members);
    if (reader->stopped)
        return;
    json_skip_blanks(&reader->cursor);
    if (reader->cursor.next < reader->cursor.end)
        report_frame(reader, "the end of the document");
    if (first)
        diag_help(reader->diag, report_shape(reader, start, "a document without entries"),
                  "an empty table is {\"destinations\": []}");
}

/* An entry is seldom shorter than this; the tables are sized for it. */
enum { BYTES_PER_ENTRY = 96 };

void read_json(struct policy *policy, struct diag *diag, const struct read_options *options,
               const struct source *source)
{
    struct reader reader = {.diag = diag,
                            .arena = policy->arena,
                            .source = source,
                            .options = options,
                            .policy = policy,
                            .limit = ENTRY_LIMIT};
    reader.cursor.next = source->text + source_begin(source);
    reader.cursor.end = source->text + source->size;
    policy_expect(policy, source->size / BYTES_PER_ENTRY);
    policy_add_text(policy, source, locate_json);
    entry_reader_init(&reader.entry, policy, diag, options, source, VOCABULARY_EXPORT_LIKE);
    json_skip_blanks(&reader.cursor);
    struct json_token value;
    if (reader.cursor.next < reader.cursor.end && *reader.cursor.next == '{')
        read_document(&reader);
    else if (reader.cursor.next < reader.cursor.end && *reader.cursor.next == '[')
        diag_help(diag, report_shape(&reader, (struct view){reader.cursor.next, 1},
                                     "an object expected, not an array"),
                  "write {\"destinations\": [...]}");
    else if (read_value(&reader, &value))
        report_shape(&reader, value.text, "an object expected, {\"destinations\": [...]}");
}

struct span locate_json(const struct source *source, uint32_t section, struct view name)
{
    const char *start = source->text + (section - source->base);
    const char *end = json_value_end(start, source->text + source->size);
    if (end == NULL)
        return SPAN_NONE;
    /* The settings of a destination stand one level deeper than the default entry's own. */
    struct view object = {start, (size_t)(end - start)};
    struct json_cursor members = json_members(object);
    struct json_member member;
    struct view found = {NULL, 0};
    while (found.text == NULL && json_next_member(&members, &member))
        if (member.value.kind == '{')
            found = json_find_scalar(member.value.text, name);
    if (found.text == NULL)
        found = json_find_scalar(object, name);
    return found.text == NULL ? SPAN_NONE : span_of(source, found);
}
