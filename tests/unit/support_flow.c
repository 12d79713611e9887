/* SPDX-License-Identifier: MIT */
#include "support_flow.h"

struct flow_setting flow_of_number(enum flow_param param, int64_t number)
{
    return (struct flow_setting){.param = param, .kind = FLOW_VALUE_NUMBER, .number = number};
}

struct flow_setting flow_of_word(enum flow_param param, enum flow_word word)
{
    return (struct flow_setting){.param = param, .kind = FLOW_VALUE_WORD, .number = word};
}

struct flow_setting flow_of_text(enum flow_param param, const char *text)
{
    return (struct flow_setting){.param = param, .kind = FLOW_VALUE_TEXT, .text = view_of(text)};
}

struct flow_setting flow_of_unknown(const char *name, const char *text)
{
    return (struct flow_setting){.param = FLOW_COUNT,
                                 .name = view_of(name),
                                 .kind = FLOW_VALUE_UNKNOWN,
                                 .text = view_of(text)};
}

struct flow_settings flow_of(struct setup *setup, const struct flow_setting *list, uint32_t count)
{
    struct flow_settings settings = {.count = 0};
    for (uint32_t i = 0; i < count; i++)
        flow_add(&setup->arena, &settings, &list[i]);
    return settings;
}

struct listener *listener_made(struct policy *policy, const char *name)
{
    struct listener *listener = listeners_get(&policy->listeners, view_of(name));
    listener->hat_place = (struct span){1, 2};
    return listener;
}

void add_policy(struct setup *setup, struct listener *listener, const char *name,
                enum behavior behavior, struct flow_settings settings)
{
    struct mail_flow_policy policy = {
        .name = view_of(name), .behavior = behavior, .settings = settings};
    listener_add_policy(&setup->arena, listener, &policy);
}

struct access_entry *add_entry(struct setup *setup, struct listener *listener, const char *name,
                               const char *const *members, const char *policy,
                               const char *description)
{
    struct access_entry entry = {.kind = ACCESS_GROUP};
    if (name != NULL)
        entry.name = view_of(name);
    else
        entry.kind = strcmp(members[0], "ALL") == 0 ? ACCESS_ALL : ACCESS_HOST;
    for (; members != NULL && *members != NULL; members++)
        access_add_member(&setup->arena, &entry,
                          &(struct member){.kind = MEMBER_HOST, .text = view_of(*members)});
    if (*policy == '$')
        entry.policy = view_of(policy + 1);
    else
        entry.behavior = behavior_find(view_of(policy));
    entry.has_description = description != NULL;
    if (description != NULL)
        entry.description = view_of(description);
    return listener_add_entry(&setup->arena, listener, &entry);
}

void add_recipient(struct setup *setup, struct listener *listener, const char *text,
                   enum recipient_action action, struct flow_settings options)
{
    struct recipient_entry entry = {.text = view_of(text), .action = action, .options = options};
    listener->rat_place = (struct span){1, 2};
    listener_add_recipient(&setup->arena, listener, &entry);
}
