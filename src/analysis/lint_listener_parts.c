/* SPDX-License-Identifier: MIT */
#include "analysis/lint_listener_parts.h"

#include "base/buffer.h"

#include <stdarg.h>

/* --- Names ------------------------------------------------------------------------------------ */

struct view access_name(const struct access_entry *entry)
{
    return entry->kind == ACCESS_GROUP || entry->member_count == 0 ? entry->name
                                                                   : entry->members[0].text;
}

struct member_words hat_member_words(const struct hat_lint *hat, uint32_t number)
{
    const struct access_entry *entry =
        &hat->listener->entries[members_entry(&hat->members, number)];
    const struct member *member = hat->members.list[number];
    bool is_group = entry->kind == ACCESS_GROUP;
    struct view text = member->kind == MEMBER_ALL ? VIEW("ALL") : member->text;
    return (struct member_words){text, is_group ? " of " : "", is_group ? entry->name : VIEW("")};
}

bool hat_is_stranger(enum member_kind kind)
{
    return kind != MEMBER_ADDRESS && kind != MEMBER_HOST && kind != MEMBER_PARTIAL &&
           kind != MEMBER_OWNER;
}

/* --- Reports ---------------------------------------------------------------------------------- */

/* The name of what TOPIC is about, after its listener's. */
static struct view full_name(struct linter *linter, const struct listener_topic *topic)
{
    struct buffer name = buffer_new(linter->arena);
    buffer_add(&name, topic->listener->name);
    if (topic->name.length > 0) {
        buffer_add_char(&name, '/');
        buffer_add_string(&name, topic->sigil == NULL ? "" : topic->sigil);
        buffer_add(&name, topic->name);
    }
    return buffer_view(&name);
}

static struct message *report(struct linter *linter, enum code code, struct span place,
                              const struct listener_topic *topic, const char *format,
                              va_list arguments) __attribute__((format(printf, 5, 0)));

/* A message that is not kept needs no topic. */
static struct message *report(struct linter *linter, enum code code, struct span place,
                              const struct listener_topic *topic, const char *format,
                              va_list arguments)
{
    struct diag *diag = linter->diag;
    struct topic full = {.setting = topic->setting, .value = topic->value};
    if (diag->excuse != NULL || diag_would_keep(diag, diag_severity(diag, code), place))
        full.entry = full_name(linter, topic);
    return diag_vreport_about(diag, code, place, &full, format, arguments);
}

struct message *lint_report_listener(struct linter *linter, enum code code, struct span place,
                                     const struct listener_topic *topic, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct message *message = report(linter, code, place, topic, format, arguments);
    va_end(arguments);
    return message;
}

struct message *lint_report_member(const struct hat_lint *hat, enum code code, uint32_t number,
                                   const char *format, ...)
{
    const struct access_entry *entry =
        &hat->listener->entries[members_entry(&hat->members, number)];
    const struct member *member = hat->members.list[number];
    const struct listener_topic topic = {.listener = hat->listener,
                                         .name = access_name(entry),
                                         .setting = VIEW("member"),
                                         .value = member->text};
    va_list arguments;
    va_start(arguments, format);
    struct message *message =
        report(hat->linter, code, member->place, &topic, format, arguments);
    va_end(arguments);
    return message;
}

/* --- What may be unknown ---------------------------------------------------------------------- */

static void miss(struct linter *linter, enum lint_need need, enum code code)
{
    if (lint_wants(linter, code))
        lint_unknown(linter, need, code);
}

enum listener_type lint_type(const struct linter *linter, const struct listener *listener)
{
    if (listener->type != LISTENER_UNKNOWN)
        return listener->type;
    if (linter->settings->listener_type != LISTENER_UNKNOWN)
        return linter->settings->listener_type;
    return listener_has_rat(listener) ? LISTENER_PUBLIC : LISTENER_UNKNOWN;
}

bool lint_is_public(struct linter *linter, const struct listener *listener, enum code code,
                    struct span place)
{
    enum listener_type type = lint_type(linter, listener);
    if (type == LISTENER_UNKNOWN && lint_wants(linter, code))
        lint_unknown_at(linter, LINT_NEEDS_LISTENER_TYPE, code, place);
    return type == LISTENER_PUBLIC;
}

const struct flow_setting *lint_flow(struct linter *linter, const struct flow_resolved *resolved,
                                     enum flow_param param, enum code code)
{
    const struct flow_effective *effective = &resolved->params[param];
    if (effective->setting == NULL && effective->origin == FLOW_FROM_UNKNOWN)
        miss(linter, LINT_NEEDS_LISTENER_DEFAULTS, code);
    return effective->setting;
}

bool flow_is_word(const struct flow_setting *setting, enum flow_word word)
{
    return setting->kind == FLOW_VALUE_WORD && setting->number == (int64_t)word;
}

/* --- What entries give ------------------------------------------------------------------------ */

/*
 * Where it is remembered what ENTRY gives, which has nothing but its policy or behavior. Policies
 * that are not defined here give the same: nothing.
 */
static const struct flow_resolved **remembered(struct hat_lint *hat,
                                               const struct access_entry *entry)
{
    if (entry->policy.length == 0)
        return &hat->behaviors[entry->behavior];
    const struct listener *listener = hat->listener;
    const struct mail_flow_policy *policy = listener_policy(listener, entry->policy);
    return &hat->policies[policy == NULL ? listener->policy_count : policy - listener->policies];
}

static void resolve_entry(struct hat_lint *hat, const struct access_entry *entry,
                          struct flow_resolved *resolved)
{
    flow_resolve_entry(hat->linter->arena, hat->listener, entry, &hat->defaults, resolved);
}

const struct flow_resolved *hat_resolved(struct hat_lint *hat, const struct access_entry *entry)
{
    if (entry->settings.count > 0) {
        resolve_entry(hat, entry, &hat->own);
        return &hat->own;
    }
    const struct flow_resolved **known = remembered(hat, entry);
    if (*known == NULL) {
        struct flow_resolved *resolved = arena_alloc(hat->linter->arena, sizeof *resolved);
        resolve_entry(hat, entry, resolved);
        *known = resolved;
    }
    return *known;
}
