/* SPDX-License-Identifier: MIT */
#include "model/listener_overlay.h"

#include "model/document_listener.h"

/* --- Whether they are the same ---------------------------------------------------------------- */

bool listener_same_policy(const struct mail_flow_policy *a, const struct mail_flow_policy *b)
{
    return view_equal(a->name, b->name) && a->behavior == b->behavior &&
           flow_settings_same(&a->settings, &b->settings);
}

bool listener_same_member(const struct member *a, const struct member *b)
{
    if (!view_equal(a->text, b->text) || (a->description == NULL) != (b->description == NULL))
        return false;
    return a->description == NULL || view_equal(*a->description, *b->description);
}

bool listener_same_entry(const struct access_entry *a, const struct access_entry *b)
{
    if (a->kind != b->kind || !view_equal(a->name, b->name) || !view_equal(a->policy, b->policy) ||
        (a->policy.length == 0 && a->behavior != b->behavior) ||
        !flow_settings_same(&a->settings, &b->settings) ||
        a->has_description != b->has_description ||
        (a->has_description && !view_equal(a->description, b->description)) ||
        a->member_count != b->member_count)
        return false;
    for (uint32_t i = 0; i < a->member_count; i++)
        if (!listener_same_member(&a->members[i], &b->members[i]))
            return false;
    return true;
}

bool listener_same_recipient(const struct recipient_entry *a, const struct recipient_entry *b)
{
    return a->kind == b->kind && a->action == b->action && view_equal(a->text, b->text) &&
           flow_settings_same(&a->options, &b->options);
}

static bool same_settings(const struct listener *a, const struct listener *b)
{
    char first[FLOW_MOST_DIGITS];
    char second[FLOW_MOST_DIGITS];
    if (!view_equal(a->name, b->name) || a->type != b->type ||
        a->has_default_policy != b->has_default_policy ||
        listener_has_hat(a) != listener_has_hat(b) || listener_has_rat(a) != listener_has_rat(b))
        return false;
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++)
        if (!view_equal(document_listener_text(a, (enum listener_setting)i, first),
                        document_listener_text(b, (enum listener_setting)i, second)))
            return false;
    return !a->has_default_policy ||
           flow_settings_same(&a->default_policy.settings, &b->default_policy.settings);
}

bool listener_same(const struct listener *a, const struct listener *b)
{
    if (a == b)
        return true;
    if (!same_settings(a, b) || a->policy_count != b->policy_count ||
        a->entry_count != b->entry_count || a->recipient_count != b->recipient_count)
        return false;
    for (uint32_t i = 0; i < a->policy_count; i++)
        if (!listener_same_policy(&a->policies[i], &b->policies[i]))
            return false;
    for (uint32_t i = 0; i < a->entry_count; i++)
        if (!listener_same_entry(&a->entries[i], &b->entries[i]))
            return false;
    for (uint32_t i = 0; i < a->recipient_count; i++)
        if (!listener_same_recipient(&a->recipients[i], &b->recipients[i]))
            return false;
    return true;
}

/* --- To and fro ------------------------------------------------------------------------------- */

static void add(struct listeners *listeners, const struct listener *listener)
{
    *listeners_get(listeners, listener->name) = *listener;
}

struct listeners listeners_combine(const struct listeners *base, const struct listeners *changed,
                                   const struct listeners *removed)
{
    struct listeners whole;
    if (changed->count == 0 && removed->count == 0)
        return *base;
    listeners_init(&whole, base->arena, base->seed);
    for (uint32_t i = 0; i < base->count; i++) {
        const struct listener *listener = &base->list[i];
        const struct listener *change = listeners_find(changed, listener->name);
        if (listeners_find(removed, listener->name) == NULL)
            add(&whole, change == NULL ? listener : change);
    }
    for (uint32_t i = 0; i < changed->count; i++)
        if (listeners_find(base, changed->list[i].name) == NULL)
            add(&whole, &changed->list[i]);
    return whole;
}

void listeners_difference(const struct listeners *base, const struct listeners *whole,
                          struct listeners_overlay *overlay)
{
    *overlay = (struct listeners_overlay){.changed_count = 0};
    if (base->list == whole->list)
        return; /* the base's own */
    overlay->changed =
        arena_alloc(whole->arena, ((size_t)whole->count + 1) * sizeof *overlay->changed);
    overlay->removed =
        arena_alloc(whole->arena, ((size_t)base->count + 1) * sizeof *overlay->removed);
    for (uint32_t i = 0; i < whole->count; i++) {
        const struct listener *known = listeners_find(base, whole->list[i].name);
        if (known == NULL || !listener_same(known, &whole->list[i]))
            overlay->changed[overlay->changed_count++] = &whole->list[i];
    }
    for (uint32_t i = 0; i < base->count; i++)
        if (listeners_find(whole, base->list[i].name) == NULL)
            overlay->removed[overlay->removed_count++] = &base->list[i];
}
