/* SPDX-License-Identifier: MIT */
#include "write/json_listener.h"

#include "base/buffer.h"
#include "model/document_listener.h"
#include "write/json_text.h"

#include <inttypes.h>

/* An object that is being written. */
struct object {
    struct output *output;
    bool any; /* it has a member */
};

static struct object begin(struct output *output)
{
    output_char(output, '{');
    return (struct object){output, false};
}

static void put_key(struct object *object, const char *separator, struct view name)
{
    if (object->any)
        output_string(object->output, separator);
    object->any = true;
    output_json_string(object->output, name);
    output_string(object->output, ": ");
}

static void put_string(struct object *object, const char *name, struct view text)
{
    put_key(object, ", ", view_of(name));
    output_json_string(object->output, text);
}

/* --- Settings --------------------------------------------------------------------------------- */

/*
 * What a table's TEXT says, with its escapes read; false if it has others than \" and \\, which
 * would not come back.
 */
static bool read_escapes(struct arena *arena, struct view text, struct view *meaning)
{
    struct buffer buffer = buffer_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '"')
            return false;
        if (text.text[i] == '\\' &&
            (++i == text.length || !view_has(VIEW("\"\\"), text.text[i])))
            return false;
        buffer_add_char(&buffer, text.text[i]);
    }
    *meaning = text.length == 0 ? VIEW("") : buffer_view(&buffer);
    return true;
}

/* The value as a table has it, where JSON has no form of its own for it. */
static void put_raw(struct output *output, struct view text)
{
    output_string(output, "{\"text\": ");
    output_json_string(output, text);
    output_char(output, '}');
}

static void put_value(struct arena *arena, struct output *output,
                      const struct flow_setting *setting)
{
    struct view meaning;
    bool known = setting->param != FLOW_COUNT;
    bool is_switch = known && flow_parameter(setting->param)->type == FLOW_TYPE_SWITCH;
    if (setting->kind == FLOW_VALUE_NUMBER)
        output_printf(output, "%" PRId64, setting->number);
    else if (setting->kind == FLOW_VALUE_WORD && is_switch)
        output_string(output, setting->number == FLOW_ON ? "true" : "false");
    else if (setting->kind == FLOW_VALUE_WORD)
        output_json_string(output, view_of(flow_word((enum flow_word)setting->number)));
    else if (setting->kind == FLOW_VALUE_UNKNOWN)
        put_raw(output, setting->text);
    else if (read_escapes(arena, setting->text, &meaning))
        output_json_string(output, meaning);
    else
        put_raw(output, view_of(arena_printf(arena, "\"%.*s\"", VIEW_ARG(setting->text))));
}

static void put_settings(struct arena *arena, struct output *output,
                         const struct flow_settings *settings)
{
    struct object object = begin(output);
    for (uint32_t i = 0; i < settings->count; i++) {
        const struct flow_setting *setting = &settings->list[i];
        if (setting->kind == FLOW_VALUE_REJECTED)
            continue;
        put_key(&object, ", ",
                setting->param == FLOW_COUNT ? setting->name
                                             : view_of(flow_parameter(setting->param)->name));
        put_value(arena, output, setting);
    }
    output_char(output, '}');
}

/* The same as a member, if there are any. */
static void put_block(struct arena *arena, struct object *object, const char *name,
                      const struct flow_settings *settings)
{
    if (settings->count == 0)
        return;
    put_key(object, ", ", view_of(name));
    put_settings(arena, object->output, settings);
}

/* --- Tables ----------------------------------------------------------------------------------- */

static void put_policy(struct arena *arena, struct output *output,
                       const struct mail_flow_policy *policy)
{
    struct object object = begin(output);
    put_string(&object, "policy", policy->name);
    put_string(&object, "behavior", view_of(behavior_word(policy->behavior)));
    put_block(arena, &object, "settings", &policy->settings);
    output_char(output, '}');
}

static void put_member(struct output *output, const struct member *member)
{
    if (member->description == NULL) {
        output_json_string(output, member->text);
        return;
    }
    struct object object = begin(output);
    put_string(&object, "member", member->text);
    put_string(&object, "description", *member->description);
    output_char(output, '}');
}

static void put_subject(struct object *object, const struct access_entry *entry)
{
    if (entry->kind != ACCESS_GROUP) {
        put_key(object, ", ", entry->kind == ACCESS_HOST ? VIEW("host") : VIEW("all"));
        if (entry->member_count > 0 &&
            (entry->kind == ACCESS_HOST || entry->members[0].description != NULL))
            put_member(object->output, &entry->members[0]);
        else
            output_string(object->output, "true");
        return;
    }
    put_string(object, "group", entry->name);
    put_key(object, ", ", VIEW("members"));
    output_char(object->output, '[');
    for (uint32_t i = 0; i < entry->member_count; i++) {
        output_string(object->output, i == 0 ? "" : ", ");
        put_member(object->output, &entry->members[i]);
    }
    output_char(object->output, ']');
}

static void put_entry(struct arena *arena, struct output *output, const struct access_entry *entry)
{
    struct object object = begin(output);
    put_subject(&object, entry);
    if (entry->policy.length > 0)
        put_string(&object, "uses", entry->policy);
    else
        put_string(&object, "behavior", view_of(behavior_word(entry->behavior)));
    put_block(arena, &object, "settings", &entry->settings);
    if (entry->has_description)
        put_string(&object, "description", entry->description);
    output_char(output, '}');
}

static void put_recipient(struct arena *arena, struct output *output,
                          const struct recipient_entry *recipient)
{
    struct object object = begin(output);
    put_string(&object, "recipient", recipient->text);
    put_string(&object, "action", view_of(recipient_action_word(recipient->action)));
    put_block(arena, &object, "options", &recipient->options);
    output_char(output, '}');
}

/* --- Listeners -------------------------------------------------------------------------------- */

/* Begins an array that is a member, and ends one. */
static void open_list(struct object *object, const char *name)
{
    put_key(object, ",\n      ", view_of(name));
    output_char(object->output, '[');
}

static void open_item(struct output *output, uint32_t index)
{
    output_string(output, index == 0 ? "\n        " : ",\n        ");
}

static void close_list(struct output *output, uint32_t count)
{
    output_string(output, count == 0 ? "]" : "\n      ]");
}

static void put_own_settings(struct object *object, const struct listener *listener)
{
    char buffer[FLOW_MOST_DIGITS];
    put_string(object, "name", listener->name);
    if (listener->type != LISTENER_UNKNOWN)
        put_string(object, "type", view_of(document_type_word(listener->type)));
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        enum listener_setting setting = (enum listener_setting)i;
        struct view text = document_listener_text(listener, setting, buffer);
        if (text.length == 0)
            continue;
        put_key(object, ", ", view_of(document_listener_setting(setting)));
        if (document_listener_is_number(setting))
            output_view(object->output, text);
        else
            output_json_string(object->output, text);
    }
}

static void put_access(struct arena *arena, struct object *object, const struct listener *listener)
{
    struct output *output = object->output;
    open_list(object, "policies");
    for (uint32_t i = 0; i < listener->policy_count; i++) {
        open_item(output, i);
        put_policy(arena, output, &listener->policies[i]);
    }
    close_list(output, listener->policy_count);
    open_list(object, "access");
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        open_item(output, i);
        put_entry(arena, output, &listener->entries[i]);
    }
    close_list(output, listener->entry_count);
}

static void put_recipients(struct arena *arena, struct object *object,
                           const struct listener *listener)
{
    open_list(object, "recipients");
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        open_item(object->output, i);
        put_recipient(arena, object->output, &listener->recipients[i]);
    }
    close_list(object->output, listener->recipient_count);
}

static void put_listener(struct arena *arena, struct output *output,
                         const struct listener *listener)
{
    struct object object = begin(output);
    put_own_settings(&object, listener);
    if (listener->has_default_policy) {
        put_key(&object, ",\n      ", VIEW("default-policy"));
        put_settings(arena, output, &listener->default_policy.settings);
    }
    if (listener_has_hat(listener))
        put_access(arena, &object, listener);
    if (listener_has_rat(listener))
        put_recipients(arena, &object, listener);
    output_char(output, '}');
}

void json_write_listeners(struct output *output, const struct listeners *listeners)
{
    output_char(output, '[');
    for (uint32_t i = 0; i < listeners->count; i++) {
        output_string(output, i == 0 ? "\n    " : ",\n    ");
        put_listener(listeners->arena, output, &listeners->list[i]);
    }
    output_string(output, listeners->count == 0 ? "]" : "\n  ]");
}
