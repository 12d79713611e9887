/* SPDX-License-Identifier: MIT */
#include "write/policy_listener_change.h"

#include "analysis/listener_change.h"
#include "base/utf8.h"
#include "model/document_expect.h"
#include "model/document_listener.h"
#include "model/listener_overlay.h"
#include "write/policy_flow.h"
#include "write/policy_listener.h"

struct scribe {
    struct statements *statements;
    struct arena *arena;
    size_t indent; /* of what stands in the listener */
    const struct listener *before;
    const struct listener *after;
};

/* --- Settings --------------------------------------------------------------------------------- */

/* The settings that AFTER has and BEFORE has not, or not so. */
static struct flow_settings given(struct arena *arena, const struct flow_settings *before,
                                  const struct flow_settings *after)
{
    struct flow_settings settings = {.count = 0};
    for (uint32_t i = 0; i < after->count; i++) {
        const struct flow_setting *known = flow_counterpart(before, &after->list[i]);
        if (known == NULL || !flow_same(known, &after->list[i]))
            flow_add(arena, &settings, &after->list[i]);
    }
    return settings;
}

/* A mask of the parameters that BEFORE has and AFTER has not. */
static uint32_t taken_back(const struct flow_settings *before, const struct flow_settings *after)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < before->count; i++)
        if (before->list[i].param != FLOW_COUNT && flow_get(after, before->list[i].param) == NULL)
            mask |= FLOW_BIT(before->list[i].param);
    return mask;
}

static struct policy_part part_of(const struct scribe *scribe, const char *lead)
{
    return (struct policy_part){
        .statements = scribe->statements, .indent = scribe->indent, .lead = lead};
}

static void write_setting(const struct scribe *scribe, enum listener_setting setting)
{
    char first[FLOW_MOST_DIGITS];
    char second[FLOW_MOST_DIGITS];
    struct view before = document_listener_text(scribe->before, setting, first);
    struct view after = document_listener_text(scribe->after, setting, second);
    if (view_equal(before, after))
        return;
    styled_begin(&scribe->statements->styled, scribe->indent);
    if (after.length > 0)
        policy_listener_setting(scribe->statements, scribe->arena, setting, after);
    else
        styled_text(&scribe->statements->styled,
                    view_of(arena_printf(scribe->arena, "%s default;",
                                         document_listener_setting(setting))));
    statements_end(scribe->statements);
}

/* --- Policies --------------------------------------------------------------------------------- */

static void write_line(const struct scribe *scribe, const char *lead, struct view name)
{
    struct buffer *word = &scribe->statements->styled.word;
    styled_begin(&scribe->statements->styled, scribe->indent);
    word->length = 0;
    buffer_add_string(word, lead);
    source_add_word(word, name);
    buffer_add_char(word, ';');
    styled_text(&scribe->statements->styled, buffer_view(word));
    statements_end(scribe->statements);
}

static void write_policy(const struct scribe *scribe, const struct mail_flow_policy *before,
                         const struct mail_flow_policy *after, bool is_default)
{
    struct policy_part part = part_of(scribe, before == NULL && !is_default ? "add " : "");
    struct mail_flow_policy shown = *after;
    if (before != NULL) {
        shown.settings = given(scribe->arena, &before->settings, &after->settings);
        part.taken_back = taken_back(&before->settings, &after->settings);
        part.same_use = before->behavior == after->behavior;
    }
    policy_part_policy(&part, &shown, is_default, NULL, 0, 0);
}

static void write_policies(const struct scribe *scribe, const struct listener_change *change)
{
    const struct listener *before = scribe->before;
    const struct listener *after = scribe->after;
    if (after->has_default_policy &&
        (!before->has_default_policy ||
         !flow_settings_same(&before->default_policy.settings, &after->default_policy.settings)))
        write_policy(scribe, before->has_default_policy ? &before->default_policy : NULL,
                     &after->default_policy, true);
    for (uint32_t i = 0; i < change->policy_count; i++) {
        const struct policy_change *policy = &change->policies[i];
        if (policy->after == NULL)
            write_line(scribe, "remove mail-flow-policy ", policy->before->name);
        else
            write_policy(scribe, policy->before, policy->after, false);
    }
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void remove_entry(const struct scribe *scribe, const struct access_entry *entry)
{
    struct buffer *word = &scribe->statements->styled.word;
    if (entry->kind == ACCESS_GROUP) {
        write_line(scribe, "remove sender-group ", entry->name);
        return;
    }
    styled_begin(&scribe->statements->styled, scribe->indent);
    word->length = 0;
    buffer_add_string(word, "remove host ");
    source_add_member(word, &entry->members[0]);
    buffer_add_char(word, ';');
    styled_text(&scribe->statements->styled, buffer_view(word));
    statements_end(scribe->statements);
}

static void add_entry(const struct scribe *scribe, const struct entry_change *change)
{
    struct policy_part part = part_of(scribe, "");
    part.before = change->successor->name;
    part.before_all = change->successor->kind == ACCESS_ALL;
    policy_part_entry(&part, change->after);
}

static void change_entry(const struct scribe *scribe, const struct access_entry *before,
                         const struct access_entry *after)
{
    struct policy_part part = part_of(scribe, "");
    struct access_entry shown = *after;
    bool same_text = before->has_description == after->has_description &&
                     (!after->has_description ||
                      view_equal(before->description, after->description));
    shown.settings = given(scribe->arena, &before->settings, &after->settings);
    shown.has_description = after->has_description && !same_text;
    part.taken_back = taken_back(&before->settings, &after->settings);
    part.old = before;
    part.same_use = after->kind == ACCESS_GROUP && view_equal(before->policy, after->policy) &&
                    (after->policy.length > 0 || before->behavior == after->behavior);
    policy_part_entry(&part, &shown);
}

static void write_entries(const struct scribe *scribe, const struct listener_change *change)
{
    for (uint32_t i = 0; i < change->entry_count; i++)
        if (change->entries[i].before != NULL &&
            (change->entries[i].after == NULL || change->entries[i].anew))
            remove_entry(scribe, change->entries[i].before);
    for (uint32_t i = 0; i < change->entry_count; i++) {
        const struct entry_change *entry = &change->entries[i];
        if (entry->anew)
            add_entry(scribe, entry);
        else if (entry->before != NULL && entry->after != NULL)
            change_entry(scribe, entry->before, entry->after);
    }
}

/* --- Recipients ------------------------------------------------------------------------------- */

static void write_recipient(const struct scribe *scribe, const struct recipient_change *change)
{
    struct policy_part part = part_of(scribe, change->before == NULL ? "add " : "");
    part.indent += STYLE_INDENT;
    if (change->after == NULL && change->before != NULL) {
        const struct scribe inner = {.statements = scribe->statements, .indent = part.indent};
        write_line(&inner, "remove ", change->before->text);
    }
    if (change->after == NULL)
        return;
    struct recipient_entry shown = *change->after;
    if (change->before != NULL) {
        shown.options =
            given(scribe->arena, &change->before->options, &change->after->options);
        part.taken_back = taken_back(&change->before->options, &change->after->options);
    }
    policy_part_recipients(&part, &shown, 1, VIEW(""));
}

/* The table on one line, if it says one thing that fits there. */
static bool write_short_table(const struct scribe *scribe, const struct listener_change *change)
{
    static const struct flow_settings none = {.count = 0};
    struct statements *statements = scribe->statements;
    const struct recipient_entry *before = change->recipients[0].before;
    const struct recipient_entry *after = change->recipients[0].after;
    if (change->recipient_count > 1 ||
        (after != NULL &&
         !flow_settings_same(before == NULL ? &none : &before->options, &after->options)))
        return false;
    statements_clear(statements);
    buffer_add_string(&statements->lines, before == NULL ? "add " : after == NULL ? "remove " : "");
    if (after != NULL)
        buffer_printf(&statements->lines, "%s ", document_action_word(after->action));
    source_add_recipient(&statements->lines, after == NULL ? before : after);
    statements_end_line(statements);
    size_t width = scribe->indent + utf8_width(VIEW("recipients {  }")) +
                   utf8_width(buffer_view(&statements->lines));
    if (width > STYLE_COLUMNS)
        return false;
    styled_begin(&statements->styled, scribe->indent);
    styled_text(&statements->styled, VIEW("recipients {"));
    statements_put_block(statements);
    statements_end(statements);
    return true;
}

static void write_recipients(const struct scribe *scribe, const struct listener_change *change)
{
    struct styled *styled = &scribe->statements->styled;
    if (change->recipient_count == 0 || write_short_table(scribe, change))
        return;
    styled_begin(styled, scribe->indent);
    styled_text(styled, VIEW("recipients {"));
    statements_end(scribe->statements);
    for (uint32_t i = 0; i < change->recipient_count; i++)
        write_recipient(scribe, &change->recipients[i]);
    styled_begin(styled, scribe->indent);
    styled_text(styled, VIEW("}"));
    statements_end(scribe->statements);
}

/* --- The listener ----------------------------------------------------------------------------- */

bool policy_listener_change_write(struct statements *statements, struct arena *arena,
                                  const struct listener *before, const struct listener *after,
                                  size_t indent)
{
    struct listener_change change;
    const struct scribe scribe = {statements, arena, indent + STYLE_INDENT, before, after};
    const char *type = after->type == before->type ? "" : document_type_word(after->type);
    listener_change(arena, before, after, &change);
    if (!change.in_parts)
        return false;
    styled_begin(&statements->styled, indent);
    styled_string(&statements->styled, "listener ", after->name,
                  arena_printf(arena, "%s%s {", *type == '\0' ? "" : " ", type));
    statements_end(statements);
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++)
        write_setting(&scribe, (enum listener_setting)i);
    write_policies(&scribe, &change);
    write_entries(&scribe, &change);
    write_recipients(&scribe, &change);
    styled_begin(&statements->styled, indent);
    styled_text(&statements->styled, VIEW("}"));
    statements_end(statements);
    return true;
}
