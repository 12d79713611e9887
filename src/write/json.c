/* SPDX-License-Identifier: MIT */
#include "write/json.h"

#include "write/json_listener.h"
#include "write/json_text.h"
#include "write/shown.h"

void check_json(const struct policy *policy, const struct write_options *options,
                struct diag *diag)
{
    /* JSON carries whatever the model has. */
    (void)policy;
    (void)options;
    (void)diag;
}

static json_t *new_object(struct arena *arena)
{
    json_t *object = json_object();
    if (object == NULL)
        arena_give_up(arena);
    return object;
}

static json_t *value_json(const struct policy *policy, enum param param, struct value value)
{
    char number[VALUE_BUFFER];
    if (value.kind == VALUE_ABSENT)
        return json_null();
    if (value.kind == VALUE_NUMBER)
        return json_integer(value.number);
    if (value.kind == VALUE_WORD && parameter(param)->words == WORDS_SWITCH)
        return json_boolean(value.number == SWITCH_ON);
    return json_text_value(policy->arena, value_export(policy->store, param, value, number));
}

static json_t *settings_json(const struct policy *policy, const struct write_options *options,
                             const struct settings *settings, enum entry_kind kind)
{
    struct value shown[PARAM_COUNT];
    json_t *object = new_object(policy->arena);
    shown_values(settings, kind, options, shown);
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        bool shows_null = options->effective && shown_has_place(param, kind) &&
                          !shown_is_lacking(param, options);
        if (shown[i].kind == VALUE_ABSENT && !shows_null)
            continue;
        json_text_set(policy->arena, object, view_of(parameter(param)->export_name),
                      value_json(policy, param, shown[i]));
    }
    return object;
}

/* Puts the unknown parameters into OBJECT, if there are any. */
static void add_others(const struct policy *policy, const struct settings *settings,
                       json_t *object)
{
    if (settings->other_count == 0)
        return;
    json_t *others = new_object(policy->arena);
    for (uint32_t i = 0; i < settings->other_count; i++)
        json_text_set(policy->arena, others, atom_view(policy->store, settings->others[i].name),
                      json_text_value(policy->arena,
                                      atom_view(policy->store, settings->others[i].text)));
    json_text_set(policy->arena, object, VIEW("other"), others);
}

/* A destination's members behind its name. */
static struct view render(const struct policy *policy, const struct write_options *options,
                          const struct settings *settings)
{
    struct buffer buffer = buffer_new(policy->arena);
    json_t *object = new_object(policy->arena);
    json_text_set(policy->arena, object, VIEW("settings"),
                  settings_json(policy, options, settings, ENTRY_IS_DESTINATION));
    add_others(policy, settings, object);
    buffer_add_json(&buffer, object, JSON_EMBED);
    return buffer_view(&buffer);
}

static void write_default(const struct policy *policy, const struct write_options *options,
                          struct output *output)
{
    const struct settings *settings = policy_default(policy);
    struct buffer buffer = buffer_new(policy->arena);
    json_t *object = new_object(policy->arena);
    json_t *entry = settings_json(policy, options, settings, ENTRY_IS_DEFAULT);
    add_others(policy, settings, entry);
    json_text_set(policy->arena, object, VIEW("default"), entry);
    buffer_add_json(&buffer, object, JSON_EMBED | JSON_INDENT(2));
    /* The library ends the last line; a comma belongs before that. */
    output_view(output, (struct view){buffer.text, buffer.length - 1});
    output_char(output, ',');
}

static void write_destinations(const struct policy *policy, const struct write_options *options,
                               struct output *output)
{
    struct view *rendered = arena_zero(policy->arena, policy->store->set_count, sizeof *rendered);
    const uint32_t *order = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, order[i]);
        struct view *members = &rendered[destination->settings];
        if (members->text == NULL)
            *members = render(policy, options, policy_settings(policy, destination->settings));
        output_view(output, i == 0 ? VIEW("\n    {\"domain\": ") : VIEW(",\n    {\"domain\": "));
        output_json_string(output, domain_in_form(policy->arena, destination_name(destination),
                                                  options->idn));
        output_view(output, VIEW(", "));
        output_view(output, *members);
        output_char(output, '}');
    }
    if (policy->count > 0)
        output_view(output, VIEW("\n  "));
}

void write_json(const struct policy *policy, const struct write_options *options,
                struct output *output)
{
    output_char(output, '{');
    if (policy->has_default && !options->omit_default)
        write_default(policy, options, output);
    output_view(output, VIEW("\n  \"destinations\": ["));
    write_destinations(policy, options, output);
    output_char(output, ']');
    if (policy->listeners.count > 0) {
        output_string(output, ",\n  \"listeners\": ");
        json_write_listeners(output, &policy->listeners);
    }
    output_view(output, VIEW("\n}\n"));
}
