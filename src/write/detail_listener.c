/* SPDX-License-Identifier: MIT */
#include "write/detail_listener.h"

#include "diag/show.h"
#include "write/listener_shown.h"

/* Listeners that are being shown. */
struct detail {
    struct arena *arena;
    const struct write_options *options;
    const struct listener *listener;
    struct flow_defaults defaults;
    bool several; /* there are other listeners: a block that stands alone says whose it is */
    bool first;   /* no block has been written */
    struct output *output;
};

/* --- Names ------------------------------------------------------------------------------------ */

/* NAME without the dollar sign of a policy. */
static struct view bare_name(struct view name)
{
    return name.length > 0 && name.text[0] == '$' ? (struct view){name.text + 1, name.length - 1}
                                                  : name;
}

static bool is_policy_called(const struct mail_flow_policy *policy, struct view name)
{
    return view_equal(policy->name, bare_name(name));
}

static bool is_entry_called(const struct access_entry *entry, struct view name)
{
    if (entry->kind == ACCESS_GROUP)
        return view_equal(entry->name, name);
    return entry->kind == ACCESS_HOST && entry->member_count > 0 &&
           view_equal_nocase(entry->members[0].text, name);
}

static bool is_recipient_called(const struct recipient_entry *entry, struct view name)
{
    return entry->kind != RECIPIENT_ALL && view_equal_nocase(entry->text, name);
}

static bool is_default_called(struct view name)
{
    return view_equal_nocase(name, VIEW("DEFAULT")) || view_equal_nocase(name, VIEW("(Default)"));
}

static bool has(const struct listener *listener, struct view name)
{
    if (listener_policy(listener, bare_name(name)) != NULL)
        return true;
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (is_entry_called(&listener->entries[i], name))
            return true;
    for (uint32_t i = 0; i < listener->recipient_count; i++)
        if (is_recipient_called(&listener->recipients[i], name))
            return true;
    return listener->has_default_policy && is_default_called(name);
}

bool detail_listeners_have(const struct policy *policy, const struct write_options *options,
                           struct view name)
{
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        if (shows_listener(options, &policy->listeners.list[i]) &&
            has(&policy->listeners.list[i], name))
            return true;
    return false;
}

static void offer(const struct listener *listener, struct arena *arena, struct nearest *nearest)
{
    for (uint32_t i = 0; i < listener->policy_count; i++) {
        struct view name = listener->policies[i].name;
        struct view shown = view_of(arena_printf(arena, "$%.*s", VIEW_ARG(name)));
        nearest_offer(nearest, nearest->text.text[0] == '$' ? shown : name, shown);
    }
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (listener->entries[i].kind == ACCESS_GROUP)
            nearest_offer(nearest, listener->entries[i].name, listener->entries[i].name);
}

void detail_listeners_nearest(const struct policy *policy, const struct write_options *options,
                              struct nearest *nearest)
{
    for (uint32_t i = 0; nearest->text.length > 0 && i < policy->listeners.count; i++)
        if (shows_listener(options, &policy->listeners.list[i]))
            offer(&policy->listeners.list[i], policy->arena, nearest);
}

/* --- Blocks ----------------------------------------------------------------------------------- */

/* "WHAT NAME", and whose it is where that is not seen. */
static void begin_block(struct detail *detail, const char *what, struct view name)
{
    struct view shown = escape_controls(detail->arena, name);
    output_printf(detail->output, "%s%s%.*s", detail->first ? "" : "\n", what, VIEW_ARG(shown));
    if (detail->several) {
        struct view owner = escape_controls(detail->arena, detail->listener->name);
        output_printf(detail->output, " (listener %.*s)", VIEW_ARG(owner));
    }
    output_char(detail->output, '\n');
    detail->first = false;
}

static void write_line(const struct detail *detail, const char *label, struct view text)
{
    output_string(detail->output, label);
    output_string(detail->output, ": ");
    output_view(detail->output, text);
    output_char(detail->output, '\n');
}

/* A text of the input; nothing if there is none. */
static void write_text(const struct detail *detail, const char *label, struct view text)
{
    if (text.length > 0)
        write_line(detail, label, escape_controls(detail->arena, text));
}

/* A number; nothing for 0. */
static void write_number(const struct detail *detail, const char *label, uint32_t number)
{
    if (number > 0)
        output_printf(detail->output, "%s: %u\n", label, number);
}

static void write_setting(const struct detail *detail, const char *indent,
                          const struct flow_setting *setting)
{
    output_string(detail->output, indent);
    output_view(detail->output, flow_name_shown(detail->arena, setting));
    output_string(detail->output, ": ");
    output_view(detail->output, flow_value_shown(detail->arena, setting));
}

static void write_settings(const struct detail *detail, const char *indent,
                           const struct flow_settings *settings)
{
    for (uint32_t i = 0; i < settings->count; i++) {
        write_setting(detail, indent, &settings->list[i]);
        output_char(detail->output, '\n');
    }
}

/* --- Mail flow policies ----------------------------------------------------------------------- */

/* A setting with where it comes from, unless that is the policy itself. */
static void write_effective(const struct detail *detail, const struct flow_effective *effective)
{
    write_setting(detail, "", effective->setting);
    if (effective->origin == FLOW_FROM_DEFAULTS || effective->origin == FLOW_FROM_FILE)
        output_string(detail->output, " (listener's default)");
    output_char(detail->output, '\n');
}

/* A parameter that nothing says anything about. */
static void write_missing(const struct detail *detail, enum flow_param param, struct view words)
{
    write_line(detail, flow_parameter(param)->label, words);
}

static void write_policy(struct detail *detail, const struct mail_flow_policy *policy)
{
    struct flow_resolved resolved;
    bool effective = detail->options->effective;
    begin_block(detail, "Mail flow policy $", policy->name);
    write_line(detail, "Behavior", view_of(behavior_word(policy->behavior)));
    flow_resolve_policy(detail->arena, detail->listener, policy, &detail->defaults, &resolved);
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_effective *param = &resolved.params[i];
        bool own = param->origin == FLOW_FROM_POLICY;
        if (flow_parameter((enum flow_param)i)->table != FLOW_TABLE_HAT)
            continue;
        if (!own && !effective)
            write_missing(detail, (enum flow_param)i, VIEW("Default"));
        else if (param->setting == NULL)
            write_missing(detail, (enum flow_param)i, flow_unknown_shown(param->origin));
        else
            write_effective(detail, param);
    }
    for (uint32_t i = 0; i < resolved.other_count; i++)
        if (effective || resolved.others[i].origin == FLOW_FROM_POLICY)
            write_effective(detail, &resolved.others[i]);
}

/* The listener's default policy parameters. */
static void write_default_policy(struct detail *detail)
{
    const struct mail_flow_policy *policy = &detail->listener->default_policy;
    begin_block(detail, "Default policy parameters", VIEW(""));
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_setting *setting = flow_get(&policy->settings, (enum flow_param)i);
        if (flow_parameter((enum flow_param)i)->table != FLOW_TABLE_HAT)
            continue;
        if (setting == NULL)
            write_missing(detail, (enum flow_param)i, VIEW("(not given)"));
        else
            write_effective(detail, &(struct flow_effective){setting, FLOW_FROM_POLICY});
    }
    for (uint32_t i = 0; i < policy->settings.count; i++)
        if (policy->settings.list[i].param == FLOW_COUNT)
            write_effective(detail, &(struct flow_effective){&policy->settings.list[i],
                                                             FLOW_FROM_POLICY});
}

/* --- Tables ----------------------------------------------------------------------------------- */

static void write_members(const struct detail *detail, const struct access_entry *entry)
{
    output_printf(detail->output, "Members: %u\n", entry->member_count);
    for (uint32_t i = 0; i < entry->member_count; i++) {
        output_string(detail->output, "  ");
        output_view(detail->output, member_shown(detail->arena, &entry->members[i]));
        output_char(detail->output, '\n');
    }
}

static void write_entry(struct detail *detail, uint32_t number)
{
    const struct access_entry *entry = &detail->listener->entries[number];
    if (entry->kind == ACCESS_GROUP)
        begin_block(detail, "Sender group ", entry->name);
    else if (entry->kind == ACCESS_HOST)
        begin_block(detail, "Host ", entry->members[0].text);
    else
        begin_block(detail, member_word(MEMBER_ALL), VIEW(""));
    output_printf(detail->output, "Position: %u of %u\n", number + 1,
                  detail->listener->entry_count);
    write_line(detail, entry->policy.length > 0 ? "Policy" : "Behavior",
               access_policy_shown(detail->arena, detail->listener, entry));
    write_settings(detail, "", &entry->settings);
    if (entry->has_description)
        write_line(detail, "Description", escape_controls(detail->arena, entry->description));
    else if (entry->kind != ACCESS_GROUP && entry->members[0].description != NULL)
        write_text(detail, "Description", *entry->members[0].description);
    if (entry->kind == ACCESS_GROUP)
        write_members(detail, entry);
}

/* The lines of the Recipient Access Table, or of those recipients that are called NAME. */
static void write_recipients(struct detail *detail, struct view name)
{
    const struct listener *listener = detail->listener;
    bool begun = false;
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *entry = &listener->recipients[i];
        if (name.length > 0 && !is_recipient_called(entry, name))
            continue;
        if (!begun)
            begin_block(detail, "Recipient Access Table", VIEW(""));
        begun = true;
        struct view text = escape_controls(detail->arena, entry->text);
        output_printf(detail->output, "%.*s: %s\n", VIEW_ARG(text),
                      recipient_action_word(entry->action));
        write_settings(detail, "  ", &entry->options);
    }
}

/* --- Listeners -------------------------------------------------------------------------------- */

static void write_listener_block(struct detail *detail)
{
    const struct listener *listener = detail->listener;
    const char *type = listener_type_word(listener->type);
    struct view name = escape_controls(detail->arena, listener->name);
    output_printf(detail->output, "%sListener %.*s\n", detail->first ? "" : "\n", VIEW_ARG(name));
    detail->first = false;
    if (type != NULL)
        write_line(detail, "Type", view_of(type));
    write_text(detail, "Interface", listener->interface);
    write_text(detail, "Protocol", listener->protocol);
    write_number(detail, "Port", listener->port);
    write_text(detail, "Default domain", listener->default_domain);
    write_number(detail, "Maximum connections", listener->max_connections);
    write_number(detail, "Listen queue size", listener->queue_size);
    write_text(detail, "Bounce profile", listener->bounce_profile);
    write_text(detail, "TLS certificate", listener->certificate);
}

/* All of the listener, or what is called NAME. */
static void write_listener(struct detail *detail, struct view name)
{
    const struct listener *listener = detail->listener;
    bool all = name.length == 0;
    if (all)
        write_listener_block(detail);
    for (uint32_t i = 0; i < listener->policy_count; i++)
        if (all || is_policy_called(&listener->policies[i], name))
            write_policy(detail, &listener->policies[i]);
    if (listener->has_default_policy && (all || is_default_called(name)))
        write_default_policy(detail);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (all || is_entry_called(&listener->entries[i], name))
            write_entry(detail, i);
    write_recipients(detail, name);
}

void write_detail_listeners(const struct policy *policy, const struct write_options *options,
                            const struct flow_defaults *defaults, struct view name,
                            struct output *output)
{
    struct detail detail = {.arena = policy->arena,
                            .options = options,
                            .several = name.length > 0 && policy->listeners.count > 1,
                            .first = true,
                            .output = output};
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        detail.listener = &policy->listeners.list[i];
        detail.defaults = flow_defaults_of(detail.listener, defaults);
        if (shows_listener(options, detail.listener))
            write_listener(&detail, name);
    }
}
