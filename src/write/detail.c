/* SPDX-License-Identifier: MIT */
#include "write/detail.h"

#include "base/buffer.h"
#include "diag/show.h"
#include "write/names.h"

/* The lines below one heading. */
struct block {
    const struct policy *policy;
    const struct settings *settings; /* what the entry gives */
    bool effective; /* what takes effect is shown, not what is given */
    struct resolved resolved;
    bool is_default;
    struct buffer text;
};

static struct view value_text(const struct block *block, enum param param, struct value value)
{
    char number[VALUE_BUFFER];
    const struct store *store = block->policy->store;
    if (value.kind == VALUE_WORD)
        return view_of(word_by_code(parameter(param)->words, value.number)->detail);
    struct arena *arena = block->policy->arena;
    struct view text = value_export(store, param, value, number);
    if (value.kind == VALUE_NUMBER)
        return arena_copy(arena, text);
    text = escape_controls(arena, text);
    return value.kind == VALUE_UNKNOWN
               ? view_of(arena_printf(arena, "\"%.*s\"", VIEW_ARG(text)))
               : text;
}

static void add_line(struct block *block, const char *label, struct view text)
{
    buffer_add_string(&block->text, label);
    buffer_add_string(&block->text, ": ");
    buffer_add(&block->text, text);
    buffer_add_char(&block->text, '\n');
}

/* What the block says of PARAM. */
static struct value shown_value(const struct block *block, enum param param)
{
    return block->effective ? block->resolved.settings[param].value
                            : block->settings->values[param];
}

/* "LABEL: what is given"; "Default" where nothing is. */
static void add_setting(struct block *block, const char *label, enum param param)
{
    struct value value = shown_value(block, param);
    add_line(block, label,
             value.kind == VALUE_ABSENT ? VIEW("Default") : value_text(block, param, value));
}

/* The same for what only a default entry has, and inherits from nothing. */
static void add_global(struct block *block, const char *label, enum param param)
{
    struct value value = block->settings->values[param];
    add_line(block, label,
             value.kind == VALUE_ABSENT ? VIEW("(none)") : value_text(block, param, value));
}

static const char *plural(uint32_t count)
{
    return count == 1 ? "" : "s";
}

static void add_connections(struct block *block)
{
    struct value value = block->resolved.settings[PARAM_MAX_HOST_CONCURRENCY].value;
    if (value.kind == VALUE_NUMBER)
        buffer_printf(&block->text, "%u concurrent connection%s\n", value.number,
                      plural(value.number));
    else
        buffer_add_string(&block->text, "Default number of concurrent connections\n");
}

static void add_recipients(struct block *block)
{
    struct value limit = block->resolved.settings[PARAM_RECIPIENT_LIMIT].value;
    struct value minutes = block->resolved.settings[PARAM_RECIPIENT_MINUTES].value;
    if (limit.kind != VALUE_NUMBER || (limit.number != 0 && minutes.kind != VALUE_NUMBER))
        buffer_add_string(&block->text, "Default recipient limit\n");
    else if (limit.number == 0)
        buffer_add_string(&block->text, "No recipient limit\n");
    else
        buffer_printf(&block->text, "%u recipient%s per %u minute%s\n", limit.number,
                      plural(limit.number), minutes.number, plural(minutes.number));
}

static void add_scope(struct block *block)
{
    struct value per = block->resolved.settings[PARAM_LIMIT_TYPE].value;
    struct value apply = block->resolved.settings[PARAM_LIMIT_APPLY].value;
    if (per.kind == VALUE_ABSENT || apply.kind == VALUE_ABSENT)
        return;
    struct view per_text = value_text(block, PARAM_LIMIT_TYPE, per);
    struct view apply_text = value_text(block, PARAM_LIMIT_APPLY, apply);
    buffer_printf(&block->text, "Limits applied to %.*s, %.*s\n", VIEW_ARG(per_text),
                  VIEW_ARG(apply_text));
}

static void add_limits(struct block *block)
{
    if (shown_value(block, PARAM_MAX_HOST_CONCURRENCY).kind == VALUE_ABSENT &&
        shown_value(block, PARAM_RECIPIENT_LIMIT).kind == VALUE_ABSENT) {
        add_line(block, "Rate Limiting", VIEW("Default"));
        return;
    }
    buffer_add_string(&block->text, "Rate Limiting:\n");
    add_connections(block);
    add_recipients(block);
    add_scope(block);
}

static struct view block_lines(struct block *block)
{
    block->text = buffer_new(block->policy->arena);
    add_setting(block, "IP Version Preference", PARAM_IP_SORT_PREF);
    add_setting(block, "Maximum messages per connection", PARAM_MAX_MESSAGES_PER_CONNECTION);
    add_limits(block);
    add_setting(block, "TLS", PARAM_TABLE_TLS);
    if (shown_value(block, PARAM_DANE_OPTION).kind != VALUE_ABSENT)
        add_setting(block, "DANE", PARAM_DANE_OPTION);
    add_setting(block, "Bounce Verification Tagging", PARAM_BOUNCE_VALIDATION);
    add_setting(block, "Bounce Profile", PARAM_BOUNCE_PROFILE);
    if (block->is_default) {
        add_global(block, "Certificate", PARAM_CERTIFICATE);
        add_global(block, "TLS Alert", PARAM_SEND_TLS_REQ_ALERT);
    }
    return buffer_view(&block->text);
}

static struct view lines_of_set(const struct policy *policy, const struct write_options *options,
                                uint32_t set)
{
    struct block block = {.policy = policy,
                          .settings = policy_settings(policy, set),
                          .effective = options->effective};
    resolve(block.settings, &options->defaults, &block.resolved);
    return block_lines(&block);
}

static struct view lines_of_default(const struct policy *policy)
{
    struct block block = {.policy = policy, .settings = policy_default(policy),
                          .is_default = true};
    struct defaults defaults = defaults_of(policy);
    resolve_default(&defaults, &block.resolved);
    return block_lines(&block);
}

static void write_block(struct output *output, bool *first, struct view head, struct view lines)
{
    if (!*first)
        output_char(output, '\n');
    *first = false;
    output_view(output, head);
    output_char(output, '\n');
    output_view(output, lines);
}

void write_detail(const struct policy *policy, const struct write_options *options,
                  const struct selection *selection, struct output *output)
{
    bool first = true;
    struct view *lines = arena_zero(policy->arena, policy->store->set_count, sizeof *lines);
    for (uint32_t i = 0; i < selection->count; i++) {
        const struct destination *destination = policy_destination(policy, selection->entries[i]);
        struct view *body = &lines[destination->settings];
        if (body->length == 0)
            *body = lines_of_set(policy, options, destination->settings);
        write_block(output, &first, name_shown(policy->arena, destination, options->idn, true),
                    *body);
    }
    if (selection->with_default)
        write_block(output, &first, VIEW("Default"), lines_of_default(policy));
}
