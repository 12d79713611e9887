/* SPDX-License-Identifier: MIT */
#include "read/json_listener.h"

#include "base/near.h"
#include "model/document_listener.h"
#include "read/access.h"
#include "read/access_recipients.h"
#include "read/flow.h"
#include "read/listener.h"

struct reader {
    struct policy *policy;
    struct diag *diag;
    struct arena *arena;
    const struct source *source;
    struct read_options options; /* which name the listener */
    struct listener *listener;
    struct flow_reader flow;
    struct access_reader access;
    struct recipients_reader recipients;
};

static struct span place_of(const struct reader *reader, const struct json_token *token)
{
    uint32_t offset = reader->source->base + (uint32_t)(token->text.text - reader->source->text);
    return (struct span){offset, offset + (uint32_t)token->text.length};
}

static struct message *report(struct reader *reader, const struct json_token *token,
                              const char *text)
{
    return diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, token), "%s", text);
}

/* --- Members of objects ----------------------------------------------------------------------- */

/* A member that an object may have. */
struct known {
    const char *name;
    char kind;                /* the value's: " 0 { [, or b for true or false, * for any */
    struct json_token value;  /* its kind is NUL where it is missing */
};

static bool is_kind(char wanted, char kind)
{
    return wanted == '*' || wanted == kind || (wanted == 'b' && kind == 't');
}

static const char *kind_text(char kind)
{
    static const struct {
        char kind;
        const char *text;
    } kinds[] = {{'"', "a string"}, {'0', "a number"}, {'{', "an object"}, {'[', "an array"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].kind == kind)
            return kinds[i].text;
    return "true";
}

static void report_unknown(struct reader *reader, const struct json_token *key,
                           const struct known *known, size_t count)
{
    struct view text = json_string_text(reader->arena, key);
    struct nearest nearest = nearest_to(text);
    struct message *message =
        diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, key),
                    "unknown member \"%.*s\"", VIEW_ARG(text));
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, view_of(known[i].name), view_of(known[i].name));
    if (nearest_found(&nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->arena, &nearest, "\"", "\""));
    else
        diag_mend(reader->diag, message);
}

/* Finds the members of OBJECT; reports others, and those of a wrong kind: they are missing then. */
static void find_members(struct reader *reader, const struct json_token *object,
                         struct known *known, size_t count)
{
    struct json_cursor members = json_members(object->text);
    struct json_member member;
    while (json_next_member(&members, &member)) {
        struct view name = json_string_text(reader->arena, &member.key);
        size_t i = 0;
        while (i < count && !view_equal(name, view_of(known[i].name)))
            i++;
        if (i == count) {
            report_unknown(reader, &member.key, known, count);
        } else if (known[i].value.kind != '\0') {
            diag_note(reader->diag,
                      diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, &member.key),
                                  "\"%.*s\" is given twice", VIEW_ARG(name)),
                      place_of(reader, &known[i].value), "first given here");
        } else if (member.value.kind != 'n' && !is_kind(known[i].kind, member.value.kind)) {
            diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, &member.value),
                        "\"%.*s\" must be %s", VIEW_ARG(name), kind_text(known[i].kind));
        } else if (member.value.kind != 'n') {
            known[i].value = member.value;
        }
    }
}

/* The items of an array. */
static bool next_item(struct json_cursor *items, struct json_token *item)
{
    json_skip_blanks(items);
    while (items->next < items->end && *items->next == ',') {
        items->next++;
        json_skip_blanks(items);
    }
    if (items->next >= items->end || *items->next == ']')
        return false;
    const char *end = json_value_end(items->next, items->end);
    if (end == NULL)
        return false;
    *item = json_token(items->next, end);
    items->next = end;
    return true;
}

static struct access_text text_of(struct reader *reader, const struct json_token *token)
{
    if (token->kind != '"')
        return (struct access_text){VIEW(""), place_of(reader, token)};
    return (struct access_text){json_string_text(reader->arena, token), place_of(reader, token)};
}

/* A description, if TOKEN is there and holds one. */
static struct access_note note_of(struct reader *reader, const struct json_token *token)
{
    if (token->kind != '"')
        return (struct access_note){.given = false};
    struct access_text text = text_of(reader, token);
    bool good = flow_check_text(&reader->flow, text.text, text.place, "a description");
    return (struct access_note){good, text.text};
}

/* --- Settings --------------------------------------------------------------------------------- */

/* How VALUE stands in a table; false if it has no form that it could have there. */
static bool table_text(struct reader *reader, enum flow_param param, const struct json_token *value,
                       struct flow_text *text)
{
    enum flow_type type = param == FLOW_COUNT ? FLOW_TYPE_TEXT : flow_parameter(param)->type;
    struct known raw = {.name = "text", .kind = '"'};
    bool quoted = type == FLOW_TYPE_TEXT || flow_type_has_words(type);
    struct view word = value->text;
    if (value->kind == '{') {
        find_members(reader, value, &raw, 1);
        text->text = text_of(reader, &raw.value).text;
        bool marked = text->text.length > 0 && text->text.text[0] == '"';
        text->form = marked ? FLOW_QUOTED : FLOW_BARE;
        return raw.value.kind == '"' && text->text.length > 0;
    }
    if (param == FLOW_COUNT)
        return false;
    if (value->kind == '"')
        word = json_string_text(reader->arena, value);
    else if (value->kind == 't' || value->kind == 'f')
        word = view_of(flow_word(value->kind == 't' ? FLOW_ON : FLOW_OFF));
    else if (value->kind != '0')
        return false;
    if ((value->kind == '0' && quoted) ||
        ((value->kind == 't' || value->kind == 'f') && !flow_type_has(type, FLOW_ON)))
        return false;
    *text = (struct flow_text){flow_policy_text(reader->arena, param, word),
                               quoted ? FLOW_QUOTED : FLOW_BARE};
    return true;
}

static void read_setting(struct reader *reader, const struct json_member *member)
{
    struct flow_text text;
    struct view name = json_string_text(reader->arena, &member->key);
    enum flow_param param = flow_find(reader->flow.table, name);
    if (member->value.kind == 'n')
        return;
    if (table_text(reader, param, &member->value, &text)) {
        flow_read_setting(&reader->flow, name, place_of(reader, &member->key), text,
                          place_of(reader, &member->value));
        return;
    }
    struct message *message =
        diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, &member->value),
                    "not a value of %.*s", VIEW_ARG(name));
    diag_help(reader->diag, message,
              "write a number, true or false, a string, or {\"text\": T} with the text that a "
              "table has");
}

/* The settings in OBJECT, which may be missing. */
static struct flow_settings read_settings(struct reader *reader, enum flow_table table,
                                          const struct json_token *object)
{
    struct json_member member;
    flow_reader_init(&reader->flow, reader->diag, table, reader->policy->store->seed, true);
    if (object->kind != '{')
        return (struct flow_settings){.count = 0};
    struct json_cursor members = json_members(object->text);
    flow_begin(&reader->flow, place_of(reader, object));
    while (json_next_member(&members, &member))
        read_setting(reader, &member);
    flow_end(&reader->flow);
    return flow_take(&reader->flow);
}

/* --- Host Access Table ------------------------------------------------------------------------ */

static void read_policy(struct reader *reader, const struct json_token *item)
{
    enum { NAME, BEHAVIOR, SETTINGS, COUNT };
    struct known known[COUNT] = {{.name = "policy", .kind = '"'},
                                 {.name = "behavior", .kind = '"'},
                                 {.name = "settings", .kind = '{'}};
    if (item->kind != '{') {
        report(reader, item, "a policy expected, {\"policy\": NAME, \"behavior\": ...}");
        return;
    }
    find_members(reader, item, known, COUNT);
    struct access_text name = text_of(reader, &known[NAME].value);
    struct mail_flow_policy policy = {
        .name = name.text,
        .settings = read_settings(reader, FLOW_TABLE_HAT, &known[SETTINGS].value),
        .place = name.place};
    if (known[NAME].value.kind == '\0' || known[BEHAVIOR].value.kind == '\0') {
        report(reader, item, "a policy needs a \"policy\", its name, and a \"behavior\"");
        return;
    }
    policy.behavior = access_read_behavior(reader->diag, VOCABULARY_EXPORT_LIKE,
                                           text_of(reader, &known[BEHAVIOR].value));
    if (access_policy_name(reader->diag, VOCABULARY_EXPORT_LIKE, name) &&
        policy.behavior != BEHAVIOR_COUNT)
        access_policy(&reader->access, &policy);
}

/* A member as a string, or as an object with its description. False, reported, if it is neither. */
static bool read_member(struct reader *reader, const struct json_token *item,
                        struct access_text *text, struct access_note *note)
{
    struct known known[] = {{.name = "member", .kind = '"'}, {.name = "description", .kind = '"'}};
    *note = (struct access_note){.given = false};
    if (item->kind == '{') {
        find_members(reader, item, known, 2);
        *note = note_of(reader, &known[1].value);
    }
    const struct json_token *found = item->kind == '{' ? &known[0].value : item;
    if (found->kind != '"') {
        report(reader, item, "a member expected, a string or {\"member\": M, ...}");
        return false;
    }
    *text = text_of(reader, found);
    return flow_check_text(&reader->flow, text->text, text->place, "a member");
}

static void read_members(struct reader *reader, const struct json_token *array)
{
    struct json_cursor items = json_members(array->text);
    struct json_token item;
    struct access_text text;
    struct access_note note;
    while (array->kind == '[' && next_item(&items, &item))
        if (read_member(reader, &item, &text, &note))
            access_member(&reader->access, text.text, text.place, note);
}

enum entry_member {
    ENTRY_GROUP,
    ENTRY_HOST,
    ENTRY_ALL,
    ENTRY_MEMBERS,
    ENTRY_USES,
    ENTRY_BEHAVIOR,
    ENTRY_SETTINGS,
    ENTRY_NOTE,
    ENTRY_MEMBER_COUNT
};

/* Begins the entry that KNOWN is about. */
static void begin_entry(struct reader *reader, const struct known *known)
{
    struct access_text text;
    struct access_note note = {.given = false};
    const struct json_token *all = &known[ENTRY_ALL].value;
    if (known[ENTRY_GROUP].value.kind != '\0') {
        text = text_of(reader, &known[ENTRY_GROUP].value);
        access_group(&reader->access, text.text, text.place);
        read_members(reader, &known[ENTRY_MEMBERS].value);
    } else if (known[ENTRY_HOST].value.kind != '\0') {
        if (read_member(reader, &known[ENTRY_HOST].value, &text, &note))
            access_host(&reader->access, text.text, text.place, note);
        else
            access_no_host(&reader->access, place_of(reader, &known[ENTRY_HOST].value));
    } else {
        if (all->kind == '{')
            read_member(reader, all, &text, &note);
        access_all(&reader->access, place_of(reader, all), note);
    }
}

static void end_entry(struct reader *reader, const struct known *known,
                      struct flow_settings settings)
{
    struct access_note note = note_of(reader, &known[ENTRY_NOTE].value);
    if (known[ENTRY_USES].value.kind != '\0') {
        struct access_text uses = text_of(reader, &known[ENTRY_USES].value);
        if (!access_policy_name(reader->diag, VOCABULARY_EXPORT_LIKE, uses))
            uses.text = VIEW("");
        access_use(&reader->access, uses, settings, note);
        return;
    }
    struct access_text word = text_of(reader, &known[ENTRY_BEHAVIOR].value);
    enum behavior behavior = access_read_behavior(reader->diag, VOCABULARY_EXPORT_LIKE, word);
    access_behave(&reader->access, behavior == BEHAVIOR_COUNT ? BEHAVIOR_REJECT : behavior,
                  word.place, settings, note);
}

static void read_entry(struct reader *reader, const struct json_token *item)
{
    struct known known[ENTRY_MEMBER_COUNT] = {
        [ENTRY_GROUP] = {.name = "group", .kind = '"'},
        [ENTRY_HOST] = {.name = "host", .kind = '*'},
        [ENTRY_ALL] = {.name = "all", .kind = '*'},
        [ENTRY_MEMBERS] = {.name = "members", .kind = '['},
        [ENTRY_USES] = {.name = "uses", .kind = '"'},
        [ENTRY_BEHAVIOR] = {.name = "behavior", .kind = '"'},
        [ENTRY_SETTINGS] = {.name = "settings", .kind = '{'},
        [ENTRY_NOTE] = {.name = "description", .kind = '"'},
    };
    if (item->kind != '{') {
        report(reader, item, "an entry expected, {\"group\": NAME, ...}");
        return;
    }
    find_members(reader, item, known, ENTRY_MEMBER_COUNT);
    int subjects = (known[ENTRY_GROUP].value.kind != '\0') +
                   (known[ENTRY_HOST].value.kind != '\0') + (known[ENTRY_ALL].value.kind != '\0');
    int uses = (known[ENTRY_USES].value.kind != '\0') + (known[ENTRY_BEHAVIOR].value.kind != '\0');
    struct flow_settings settings =
        read_settings(reader, FLOW_TABLE_HAT, &known[ENTRY_SETTINGS].value);
    if (subjects != 1 || uses != 1) {
        report(reader, item, "an entry has one of \"group\", \"host\" and \"all\", and one of "
                             "\"uses\" and \"behavior\"");
        return;
    }
    begin_entry(reader, known);
    end_entry(reader, known, settings);
}

/* --- Recipient Access Table ------------------------------------------------------------------- */

static void read_recipient(struct reader *reader, const struct json_token *item)
{
    enum { ADDRESS, ACTION, OPTIONS, COUNT };
    struct known known[COUNT] = {{.name = "recipient", .kind = '"'},
                                 {.name = "action", .kind = '"'},
                                 {.name = "options", .kind = '{'}};
    if (item->kind != '{') {
        report(reader, item, "a recipient expected, {\"recipient\": R, \"action\": ...}");
        return;
    }
    find_members(reader, item, known, COUNT);
    struct flow_settings options =
        read_settings(reader, FLOW_TABLE_RAT, &known[OPTIONS].value);
    struct access_text address = text_of(reader, &known[ADDRESS].value);
    if (known[ADDRESS].value.kind == '\0' || known[ACTION].value.kind == '\0') {
        report(reader, item, "a recipient needs a \"recipient\" and an \"action\"");
        return;
    }
    struct access_text word = text_of(reader, &known[ACTION].value);
    enum recipient_action action =
        access_read_action(reader->diag, VOCABULARY_EXPORT_LIKE, word);
    if (flow_check_text(&reader->flow, address.text, address.place, "a recipient"))
        recipients_add(&reader->recipients, address, action, word.place, options);
}

/* --- The listener ----------------------------------------------------------------------------- */

enum listener_member {
    MEMBER_NAME = LISTENER_SETTING_COUNT,
    MEMBER_TYPE,
    MEMBER_DEFAULT_POLICY,
    MEMBER_POLICIES,
    MEMBER_ACCESS,
    MEMBER_RECIPIENTS,
    LISTENER_MEMBERS
};

static void read_items(struct reader *reader, const struct json_token *array,
                       void (*read)(struct reader *reader, const struct json_token *item))
{
    struct json_cursor items = json_members(array->text);
    struct json_token item;
    while (array->kind == '[' && next_item(&items, &item))
        read(reader, &item);
}

static void read_own_settings(struct reader *reader, const struct known *known)
{
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        const struct json_token *value = &known[i].value;
        if (value->kind == '\0')
            continue;
        struct view text = value->kind == '"' ? text_of(reader, value).text : value->text;
        if ((value->kind != '"' && value->kind != '0') ||
            !flow_check_text(&reader->flow, text, place_of(reader, value), "a setting") ||
            !document_listener_set(reader->listener, (enum listener_setting)i, text))
            diag_report(reader->diag, CODE_JSON_SHAPE, place_of(reader, value),
                        "not a value of \"%s\"", known[i].name);
    }
    const struct json_token *type = &known[MEMBER_TYPE].value;
    if (type->kind == '\0')
        return;
    reader->listener->type = document_listener_type(text_of(reader, type).text);
    if (reader->listener->type == LISTENER_UNKNOWN)
        diag_help(reader->diag, report(reader, type, "not a type of listener"),
                  "write public, private or blackhole");
}

static void read_tables(struct reader *reader, const struct known *known)
{
    const struct json_token *access = &known[MEMBER_ACCESS].value;
    const struct json_token *policies = &known[MEMBER_POLICIES].value;
    const struct json_token *recipients = &known[MEMBER_RECIPIENTS].value;
    if (access->kind != '\0' || policies->kind != '\0') {
        struct span place = place_of(reader, access->kind != '\0' ? access : policies);
        access_reader_init(&reader->access, reader->diag,
                           listener_for_hat(reader->policy, reader->diag, &reader->options, place));
        reader->access.vocabulary = VOCABULARY_EXPORT_LIKE;
        read_items(reader, policies, read_policy);
        read_items(reader, access, read_entry);
        access_check(reader->diag, VOCABULARY_EXPORT_LIKE, reader->access.listener,
                     reader->access.has_all, place);
    }
    if (recipients->kind != '\0') {
        struct span place = place_of(reader, recipients);
        recipients_reader_init(&reader->recipients, reader->diag,
                               listener_for_rat(reader->policy, reader->diag, &reader->options,
                                                place));
        reader->recipients.vocabulary = VOCABULARY_EXPORT_LIKE;
        read_items(reader, recipients, read_recipient);
        recipients_check(reader->diag, VOCABULARY_EXPORT_LIKE, reader->recipients.listener,
                         reader->recipients.has_all, place);
    }
}

/* Makes the listener; false, and reported, if it has no name or is there already. */
static bool begin_listener(struct reader *reader, const struct json_token *value,
                           const struct json_token *name)
{
    struct access_text text = text_of(reader, name);
    if (name->kind != '"' || text.text.length == 0) {
        report(reader, name->kind == '\0' ? value : name, "a listener needs a \"name\"");
        return false;
    }
    const struct listener *known = listeners_find(&reader->policy->listeners, text.text);
    if (known != NULL) {
        struct message *message =
            diag_report(reader->diag, CODE_DEFINED_TWICE, text.place,
                        "the listener %.*s is there already", VIEW_ARG(text.text));
        diag_note(reader->diag, message, known->place, "first given here");
        return false;
    }
    reader->options.listener = text.text;
    reader->listener = listeners_get(&reader->policy->listeners, text.text);
    reader->listener->place = text.place;
    return flow_check_text(&reader->flow, text.text, text.place, "a listener's name");
}

void json_read_listener(struct policy *policy, struct diag *diag,
                        const struct read_options *options, const struct source *source,
                        const struct json_token *value)
{
    struct reader reader = {.policy = policy,
                            .diag = diag,
                            .arena = policy->arena,
                            .source = source,
                            .options = *options};
    struct known known[LISTENER_MEMBERS] = {
        [MEMBER_NAME] = {.name = "name", .kind = '"'},
        [MEMBER_TYPE] = {.name = "type", .kind = '"'},
        [MEMBER_DEFAULT_POLICY] = {.name = "default-policy", .kind = '{'},
        [MEMBER_POLICIES] = {.name = "policies", .kind = '['},
        [MEMBER_ACCESS] = {.name = "access", .kind = '['},
        [MEMBER_RECIPIENTS] = {.name = "recipients", .kind = '['},
    };
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++)
        known[i] = (struct known){
            .name = document_listener_setting((enum listener_setting)i), .kind = '*'};
    flow_reader_init(&reader.flow, diag, FLOW_TABLE_HAT, policy->store->seed, true);
    if (value->kind != '{') {
        report(&reader, value, "a listener expected, {\"name\": NAME, ...}");
        return;
    }
    find_members(&reader, value, known, LISTENER_MEMBERS);
    if (!begin_listener(&reader, value, &known[MEMBER_NAME].value))
        return;
    read_own_settings(&reader, known);
    const struct json_token *defaults = &known[MEMBER_DEFAULT_POLICY].value;
    if (defaults->kind == '{') {
        reader.listener->has_default_policy = true;
        reader.listener->default_policy = (struct mail_flow_policy){
            .settings = read_settings(&reader, FLOW_TABLE_HAT, defaults),
            .place = place_of(&reader, defaults)};
    }
    read_tables(&reader, known);
}
