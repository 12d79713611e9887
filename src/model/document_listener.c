/* SPDX-License-Identifier: MIT */
#include "model/document_listener.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

enum { MOST_WORD = 24 };

/* --- Words ------------------------------------------------------------------------------------ */

static const char *const listener_types[] = {
    [LISTENER_UNKNOWN] = "",
    [LISTENER_PUBLIC] = "public",
    [LISTENER_PRIVATE] = "private",
    [LISTENER_BLACKHOLE] = "blackhole",
};

enum { TYPE_COUNT = sizeof listener_types / sizeof listener_types[0] };

/* A table's word in small letters. */
static struct view lower(const char *word, char buffer[MOST_WORD])
{
    size_t length = 0;
    for (; length < MOST_WORD && word[length] != '\0'; length++)
        buffer[length] = ascii_lower(word[length]);
    return (struct view){buffer, length};
}

enum behavior document_behavior(struct view word)
{
    char buffer[MOST_WORD];
    int behavior = 0;
    while (behavior < BEHAVIOR_COUNT &&
           !view_equal(word, lower(behavior_word((enum behavior)behavior), buffer)))
        behavior++;
    return (enum behavior)behavior;
}

enum recipient_action document_action(struct view word)
{
    char buffer[MOST_WORD];
    int action = 0;
    while (action < RECIPIENT_ACTION_COUNT &&
           !view_equal(word, lower(recipient_action_word((enum recipient_action)action), buffer)))
        action++;
    return (enum recipient_action)action;
}

enum listener_type document_listener_type(struct view word)
{
    for (int i = LISTENER_UNKNOWN + 1; i < TYPE_COUNT; i++)
        if (view_equal(word, view_of(listener_types[i])))
            return (enum listener_type)i;
    return LISTENER_UNKNOWN;
}

const char *document_type_word(enum listener_type type)
{
    return listener_types[type];
}

struct view document_flow_text(struct arena *arena, enum flow_param param, struct view text)
{
    enum flow_type type = flow_parameter(param)->type;
    text = flow_table_word(param, text);
    if (type != FLOW_TYPE_TEXT && !flow_type_has_words(type))
        return text;
    return view_of(arena_printf(arena, "\"%.*s\"", VIEW_ARG(text)));
}

void document_nearest_flow(enum flow_table table, struct nearest *nearest)
{
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        if (row->table == table)
            nearest_offer(nearest, view_of(row->policy_name), view_of(row->policy_name));
    }
}

/* --- The walk --------------------------------------------------------------------------------- */

/* Masks of what the sink has been told of, where one may speak for its like. */
struct seen {
    uint32_t members[2]; /* kinds, without and with a description */
    uint32_t entries;    /* shapes */
};

/* What a walk has at hand. */
struct tour {
    struct listener_walk *walk;
    const struct document_sink *sink;
    struct seen *seen; /* of the HAT */
};

/* An element that stands for what is at PLACE. */
static void start(const struct tour *tour, const char *name,
                  const struct document_attribute *attributes, size_t count, struct span place)
{
    tour->walk->place = place;
    tour->sink->start(tour->sink->context, view_of(name), attributes, count, VIEW(""));
}

static void end(const struct tour *tour, struct span place)
{
    tour->walk->place = place;
    tour->sink->end(tour->sink->context);
}

/* Whether TEXT can be written; tells of it if not. */
static bool holds(const struct tour *tour, struct view text, const char *what, struct span place)
{
    if (document_holds(text))
        return true;
    if (tour->walk->lost != NULL)
        tour->walk->lost(tour->walk->context, what, place);
    return false;
}

static void leaf(const struct tour *tour, const char *name,
                 const struct document_attribute *attributes, size_t count, struct view text,
                 struct span place)
{
    start(tour, name, attributes, count, place);
    if (text.length > 0)
        tour->sink->text(tour->sink->context, text);
    tour->sink->end(tour->sink->context);
}

static struct document_attribute attribute(struct view name, struct view value)
{
    return (struct document_attribute){name, value, VIEW("")};
}

/* --- Blocks ----------------------------------------------------------------------------------- */

static void walk_setting(const struct tour *tour, const struct flow_setting *setting)
{
    char buffer[FLOW_MOST_DIGITS];
    bool known = setting->param != FLOW_COUNT;
    struct document_attribute name = attribute(VIEW("name"), setting->name);
    if (known)
        name.value = view_of(flow_parameter(setting->param)->name);
    if (setting->kind == FLOW_VALUE_REJECTED ||
        !holds(tour, name.value, "a parameter", setting->name_place))
        return;
    if (setting->kind == FLOW_VALUE_UNKNOWN) {
        if (holds(tour, setting->text, "a parameter's value", setting->place))
            leaf(tour, "parameter", &name, 1, setting->text, setting->place);
        return;
    }
    struct view text = flow_policy_word(setting, buffer);
    if (holds(tour, text, "a parameter's value", setting->place))
        leaf(tour, flow_parameter(setting->param)->policy_name, NULL, 0, text, setting->place);
}

/* An element with a block in it. */
static void walk_block(const struct tour *tour, const char *name,
                       const struct document_attribute *attributes, size_t count,
                       const struct flow_settings *settings, struct span place)
{
    start(tour, name, attributes, count, place);
    for (uint32_t i = 0; i < settings->count; i++)
        walk_setting(tour, &settings->list[i]);
    end(tour, place);
}

/* --- Host Access Table ------------------------------------------------------------------------ */

static void walk_policy(const struct tour *tour, const struct mail_flow_policy *policy)
{
    char buffer[MOST_WORD];
    const struct document_attribute attributes[] = {
        attribute(VIEW("name"), policy->name),
        attribute(VIEW("behavior"), lower(behavior_word(policy->behavior), buffer)),
    };
    walk_block(tour, "mail-flow-policy", attributes, sizeof attributes / sizeof *attributes,
               &policy->settings, policy->place);
}

static void walk_member(const struct tour *tour, const struct member *member)
{
    const struct view *text = member->description;
    struct document_attribute description = attribute(VIEW("description"), VIEW(""));
    bool described = text != NULL && holds(tour, *text, "a member's description", member->place);
    if (described)
        description.value = *text;
    if (described || member->kind != MEMBER_ALL)
        leaf(tour, "member", &description, described, member->text, member->place);
}

/* Whether MEMBER has to be told of: there was none like it. */
static bool is_new_member(const struct tour *tour, const struct member *member)
{
    uint32_t bit = UINT32_C(1) << member->kind;
    uint32_t *seen = &tour->seen->members[member->description != NULL];
    bool told = (*seen & bit) != 0;
    *seen |= bit;
    return tour->walk->all || !told;
}

/*
 * The same of ENTRY: apart from its members, which may be new, it is like any other of its shape,
 * if its names are names and it has no block.
 */
static bool is_new_entry(const struct tour *tour, const struct access_entry *entry)
{
    bool uses = entry->policy.length > 0;
    unsigned shape = (unsigned)entry->kind * 8 + uses * 4U + entry->has_description * 2U +
                     (entry->member_count > 0);
    bool told = (tour->seen->entries & UINT32_C(1) << shape) != 0;
    tour->seen->entries |= UINT32_C(1) << shape;
    if (tour->walk->all || !told || entry->settings.count > 0 || entry->kind == ACCESS_ALL ||
        (uses && !listener_is_name(entry->policy)) ||
        (entry->kind == ACCESS_GROUP && !listener_is_name(entry->name)))
        return true;
    for (uint32_t i = 0; i < entry->member_count; i++) {
        const struct member *member = &entry->members[i];
        uint32_t seen = tour->seen->members[member->description != NULL];
        if ((seen & UINT32_C(1) << member->kind) == 0)
            return true;
    }
    return false;
}

static void walk_members(const struct tour *tour, const struct access_entry *entry)
{
    for (uint32_t i = 0; i < entry->member_count; i++) {
        bool needed = i == 0 && entry->kind == ACCESS_HOST; /* the element is not whole without */
        if (is_new_member(tour, &entry->members[i]) || needed)
            walk_member(tour, &entry->members[i]);
    }
}

/* What a connection gets. */
static void walk_use(const struct tour *tour, const struct access_entry *entry)
{
    char buffer[MOST_WORD];
    bool uses = entry->policy.length > 0;
    const struct document_attribute what =
        uses ? attribute(VIEW("policy"), entry->policy)
             : attribute(VIEW("behavior"), lower(behavior_word(entry->behavior), buffer));
    walk_block(tour, uses ? "uses" : "own-policy", &what, 1, &entry->settings,
               entry->policy_place);
}

static void walk_entry(const struct tour *tour, const struct access_entry *entry)
{
    static const char *const names[] = {
        [ACCESS_GROUP] = "sender-group",
        [ACCESS_HOST] = "host",
        [ACCESS_ALL] = "all",
    };
    struct document_attribute name = attribute(VIEW("name"), entry->name);
    start(tour, names[entry->kind], &name, entry->kind == ACCESS_GROUP, entry->place);
    if (entry->has_description &&
        holds(tour, entry->description, "a description", entry->policy_place))
        leaf(tour, "description", NULL, 0, entry->description, entry->policy_place);
    walk_members(tour, entry);
    walk_use(tour, entry);
    end(tour, entry->place);
}

static void walk_hat(const struct tour *tour)
{
    const struct listener *listener = tour->walk->listener;
    start(tour, "access", NULL, 0, listener->hat_place);
    for (uint32_t i = 0; i < listener->policy_count; i++)
        walk_policy(tour, &listener->policies[i]);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (is_new_entry(tour, &listener->entries[i]))
            walk_entry(tour, &listener->entries[i]);
    end(tour, listener->hat_place);
}

/* --- Recipient Access Table ------------------------------------------------------------------- */

static void walk_recipient(const struct tour *tour, const struct recipient_entry *recipient)
{
    char buffer[MOST_WORD];
    bool all = recipient->kind == RECIPIENT_ALL;
    const struct document_attribute attributes[] = {
        attribute(VIEW("address"), recipient->text),
        attribute(VIEW("action"), lower(recipient_action_word(recipient->action), buffer)),
    };
    if (holds(tour, recipient->text, "a recipient", recipient->place))
        walk_block(tour, all ? "all" : "recipient", all ? attributes + 1 : attributes, all ? 1 : 2,
                   &recipient->options, recipient->place);
}

static void walk_rat(const struct tour *tour)
{
    const struct listener *listener = tour->walk->listener;
    uint32_t seen = 0;
    start(tour, "recipients", NULL, 0, listener->rat_place);
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *recipient = &listener->recipients[i];
        uint32_t bit = UINT32_C(1) << recipient->kind;
        if (tour->walk->all || (seen & bit) == 0 || recipient->options.count > 0 ||
            recipient->kind == RECIPIENT_ALL)
            walk_recipient(tour, recipient);
        seen |= bit;
    }
    end(tour, listener->rat_place);
}

/* --- The listener's own settings -------------------------------------------------------------- */

/* Each in its field of struct listener: a text, or a number from 1 to MOST. */
static const struct setting_row {
    const char *name;
    enum { SETTING_TEXT, SETTING_PORT, SETTING_COUNT } kind;
    size_t field;
} setting_rows[LISTENER_SETTING_COUNT] = {
    [LISTENER_INTERFACE] = {"interface", SETTING_TEXT, offsetof(struct listener, interface)},
    [LISTENER_PROTOCOL] = {"protocol", SETTING_TEXT, offsetof(struct listener, protocol)},
    [LISTENER_PORT] = {"port", SETTING_PORT, offsetof(struct listener, port)},
    [LISTENER_DEFAULT_DOMAIN] = {"default-domain", SETTING_TEXT,
                                 offsetof(struct listener, default_domain)},
    [LISTENER_MAX_CONNECTIONS] = {"max-connections", SETTING_COUNT,
                                  offsetof(struct listener, max_connections)},
    [LISTENER_QUEUE_SIZE] = {"queue-size", SETTING_COUNT, offsetof(struct listener, queue_size)},
    [LISTENER_BOUNCE_PROFILE] = {"bounce-profile", SETTING_TEXT,
                                 offsetof(struct listener, bounce_profile)},
    [LISTENER_CERTIFICATE] = {"certificate", SETTING_TEXT,
                              offsetof(struct listener, certificate)},
};

const char *document_listener_setting(enum listener_setting setting)
{
    return setting_rows[setting].name;
}

bool document_listener_is_number(enum listener_setting setting)
{
    return setting_rows[setting].kind != SETTING_TEXT;
}

/* The digits of NUMBER; none of 0, which stands for what is not said. */
static struct view number_text(uint32_t number, char buffer[FLOW_MOST_DIGITS])
{
    int length = number == 0 ? 0 : snprintf(buffer, FLOW_MOST_DIGITS, "%" PRIu32, number);
    return (struct view){buffer, (size_t)length};
}

struct view document_listener_text(const struct listener *listener, enum listener_setting setting,
                                   char buffer[FLOW_MOST_DIGITS])
{
    const struct setting_row *row = &setting_rows[setting];
    const char *field = (const char *)listener + row->field;
    if (row->kind == SETTING_TEXT)
        return *(const struct view *)(const void *)field;
    if (row->kind == SETTING_PORT)
        return number_text(*(const uint16_t *)(const void *)field, buffer);
    return number_text(*(const uint32_t *)(const void *)field, buffer);
}

/* A number from 1 to MOST; 0 if TEXT is none. */
static uint32_t number_of(struct view text, uint32_t most)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return 0;
        number = number * 10 + (uint64_t)(text.text[i] - '0');
        if (number > most)
            return 0;
    }
    return (uint32_t)number;
}

bool document_listener_set(struct listener *listener, enum listener_setting setting,
                           struct view text)
{
    const struct setting_row *row = &setting_rows[setting];
    void *field = (char *)listener + row->field;
    if (row->kind == SETTING_TEXT) {
        *(struct view *)field = text;
        return true;
    }
    uint32_t number = number_of(text, row->kind == SETTING_PORT ? UINT16_MAX : INT32_MAX);
    if (row->kind == SETTING_PORT)
        *(uint16_t *)field = (uint16_t)number;
    else
        *(uint32_t *)field = number;
    return number != 0;
}

static void walk_settings(const struct tour *tour)
{
    const struct listener *listener = tour->walk->listener;
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        char buffer[FLOW_MOST_DIGITS];
        struct view text = document_listener_text(listener, (enum listener_setting)i, buffer);
        if (text.length > 0 && holds(tour, text, setting_rows[i].name, listener->place))
            leaf(tour, setting_rows[i].name, NULL, 0, text, listener->place);
    }
}

void document_walk_listener(struct listener_walk *walk, const struct document_sink *sink)
{
    struct seen seen = {.entries = 0};
    const struct tour tour = {walk, sink, &seen};
    const struct listener *listener = walk->listener;
    bool typed = listener->type != LISTENER_UNKNOWN;
    const struct document_attribute attributes[] = {
        attribute(VIEW("name"), listener->name),
        attribute(VIEW("type"), view_of(listener_types[listener->type])),
    };
    if (!holds(&tour, listener->name, "a listener's name", listener->place))
        return;
    start(&tour, "listener", attributes, typed ? 2 : 1, listener->place);
    walk_settings(&tour);
    if (listener->has_default_policy)
        walk_block(&tour, "default-policy", NULL, 0, &listener->default_policy.settings,
                   listener->default_policy.place);
    if (listener_has_hat(listener))
        walk_hat(&tour);
    if (listener_has_rat(listener))
        walk_rat(&tour);
    end(&tour, listener->place);
}
