/* SPDX-License-Identifier: MIT */
#include "support_policy.h"

#include "edit/format.h"
#include "read/policy.h"

void read_statements(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source)
{
    read_policy(policy, diag, options, source);
    policy_lower(policy, diag, options);
}

void read_source(struct reading *reading, const char *text)
{
    reading_begin(reading, read_statements, text);
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void add_settings(struct buffer *text, const struct store *store,
                         const struct settings *settings)
{
    char digits[VALUE_BUFFER];
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if (!settings_has(settings, param))
            continue;
        struct view value = value_policy(store, param, settings->values[i], digits);
        buffer_printf(text, " %s=%.*s", parameter(param)->policy_name, VIEW_ARG(value));
    }
    for (uint32_t i = 0; i < settings->other_count; i++) {
        struct view name = atom_view(store, settings->others[i].name);
        struct view value = atom_view(store, settings->others[i].text);
        buffer_printf(text, " %.*s:%.*s", VIEW_ARG(name), VIEW_ARG(value));
    }
}

const char *entries_of(const struct policy *policy)
{
    struct buffer text = buffer_new(policy->arena);
    if (policy->has_default) {
        buffer_add(&text, VIEW("DEFAULT"));
        add_settings(&text, policy->store, policy_default(policy));
        buffer_add(&text, VIEW("; "));
    }
    const uint32_t *sorted = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, sorted[i]);
        buffer_printf(&text, "%.*s", VIEW_ARG(destination_name(destination)));
        add_settings(&text, policy->store, policy_settings(policy, destination->settings));
        buffer_add(&text, VIEW("; "));
    }
    return buffer_string(&text);
}

const struct policy *appliance(const struct reading *reading, const char *name)
{
    for (uint32_t i = 0; i < reading->policy.appliance_count; i++)
        if (view_equal(reading->policy.appliances[i].name, view_of(name)))
            return reading->policy.appliances[i].policy;
    fail_msg("no appliance %s", name);
    return NULL;
}

/* --- What a text gives ------------------------------------------------------------------------ */

void gives(const char *text, const char *entries)
{
    struct reading reading;
    read_source(&reading, text);
    const char *messages = setup_messages(&reading.setup);
    const char *found = entries_of(&reading.policy);
    if (strcmp(messages, "") != 0 || strcmp(found, entries) != 0)
        fail_msg("%s\ngives %s\nnot   %s\nmessages: %s", text, found, entries, messages);
    setup_end(&reading.setup);
}

void appliance_gives(const char *text, const char *entries)
{
    struct reading reading;
    read_source(&reading, text);
    const char *messages = setup_messages(&reading.setup);
    if (strcmp(messages, "") != 0)
        fail_msg("%s\ngives %s", text, messages);
    const char *found = entries_of(appliance(&reading, "x"));
    if (strcmp(found, entries) != 0)
        fail_msg("%s\ngives %s\nnot   %s", text, found, entries);
    setup_end(&reading.setup);
}

void complains(const char *text, const char *messages)
{
    read_gives(read_statements, text, messages);
}

void says(const char *text, const char *words)
{
    struct reading reading;
    uint32_t count;
    read_source(&reading, text);
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    if (count == 0)
        fail_msg("%s\ngives no message", text);
    const char *found = arena_printf(&reading.setup.arena, "%s: %s", list[0]->text,
                                     list[0]->help == NULL ? "" : list[0]->help);
    if (strcmp(found, words) != 0)
        fail_msg("%s\nsays %s\nnot  %s", text, found, words);
    setup_end(&reading.setup);
}

/* --- Layout ----------------------------------------------------------------------------------- */

struct view format_text(struct setup *setup, struct view text)
{
    struct view result;
    const struct source *source = setup_source_view(setup, "test.policy", text);
    if (!format_policy(&setup->diag, source, &result))
        fail_msg("%s in:\n%.*s", setup_messages(setup), VIEW_ARG(text));
    return result;
}
