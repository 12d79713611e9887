/* SPDX-License-Identifier: MIT */
#include "write/given_listener.h"

#include "diag/show.h"
#include "write/listener_shown.h"

/* The lines of one part of a listener. */
struct lines {
    struct arena *arena;
    const struct listener *listener;
    struct view head; /* "LISTENER: PART: " */
    struct output *output;
};

/* The lines are about PART from now on. */
static void begin_part(struct lines *lines, const char *before, struct view part)
{
    struct view listener = escape_controls(lines->arena, lines->listener->name);
    part = escape_controls(lines->arena, part);
    lines->head = view_of(arena_printf(lines->arena, "%.*s: %s%.*s: ", VIEW_ARG(listener), before,
                                       VIEW_ARG(part)));
}

static void write_line(const struct lines *lines, struct view label, struct view text)
{
    output_view(lines->output, lines->head);
    output_view(lines->output, label);
    output_string(lines->output, label.length > 0 ? ": " : "");
    output_view(lines->output, text);
    output_char(lines->output, '\n');
}

static void write_setting(const struct lines *lines, const struct flow_setting *setting)
{
    write_line(lines, flow_name_shown(lines->arena, setting),
               flow_value_shown(lines->arena, setting));
}

static void write_settings(const struct lines *lines, const struct flow_settings *settings)
{
    for (uint32_t i = 0; i < settings->count; i++)
        write_setting(lines, &settings->list[i]);
}

static void write_resolved(const struct lines *lines, const struct flow_resolved *resolved)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        if (resolved->params[i].setting != NULL)
            write_setting(lines, resolved->params[i].setting);
    for (uint32_t i = 0; i < resolved->other_count; i++)
        write_setting(lines, resolved->others[i].setting);
}

static void write_policy(struct lines *lines, const struct mail_flow_policy *policy,
                         const struct write_options *options, const struct flow_defaults *defaults)
{
    struct flow_resolved resolved;
    begin_part(lines, "$", policy->name);
    write_line(lines, VIEW("Behavior"), view_of(behavior_word(policy->behavior)));
    if (!options->effective) {
        write_settings(lines, &policy->settings);
        return;
    }
    flow_resolve_policy(lines->arena, lines->listener, policy, defaults, &resolved);
    write_resolved(lines, &resolved);
}

static void write_entry(struct lines *lines, const struct access_entry *entry)
{
    bool group = entry->kind == ACCESS_GROUP;
    begin_part(lines, "", group ? entry->name : entry->members[0].text);
    for (uint32_t i = 0; i < entry->member_count; i++)
        if (group || entry->members[i].description != NULL)
            write_line(lines, VIEW("Member"), member_shown(lines->arena, &entry->members[i]));
    if (entry->policy.length > 0)
        write_line(lines, VIEW("Policy"),
                   view_of(arena_printf(lines->arena, "$%.*s", VIEW_ARG(entry->policy))));
    else
        write_line(lines, VIEW("Behavior"), view_of(behavior_word(entry->behavior)));
    write_settings(lines, &entry->settings);
    if (entry->has_description)
        write_line(lines, VIEW("Description"), escape_controls(lines->arena, entry->description));
}

static void write_recipient(struct lines *lines, const struct recipient_entry *entry)
{
    begin_part(lines, "recipient ", entry->text);
    write_line(lines, VIEW(""), view_of(recipient_action_word(entry->action)));
    write_settings(lines, &entry->options);
}

void write_given_listeners(const struct policy *policy, const struct write_options *options,
                           const struct flow_defaults *defaults, struct output *output)
{
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        struct lines lines = {.arena = policy->arena, .listener = listener, .output = output};
        struct flow_defaults used = flow_defaults_of(listener, defaults);
        if (!shows_listener(options, listener))
            continue;
        for (uint32_t j = 0; j < listener->policy_count; j++)
            write_policy(&lines, &listener->policies[j], options, &used);
        if (listener->has_default_policy) {
            begin_part(&lines, "", VIEW("(Default)"));
            write_settings(&lines, &listener->default_policy.settings);
        }
        for (uint32_t j = 0; j < listener->entry_count; j++)
            write_entry(&lines, &listener->entries[j]);
        for (uint32_t j = 0; j < listener->recipient_count; j++)
            write_recipient(&lines, &listener->recipients[j]);
    }
}
