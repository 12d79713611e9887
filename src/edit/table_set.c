/* SPDX-License-Identifier: MIT */
#include "edit/table_set.h"

/* The head of the entry, or TABLE_NONE. */
static uint32_t find_head(const struct table *table, struct view key)
{
    const struct policy *policy = &table->policy;
    if (key.length == 0)
        return policy->has_default ? table_section(table, policy->default_section) : TABLE_NONE;
    uint32_t entry = policy_find(policy, key);
    return entry == NO_ENTRY ? TABLE_NONE
                             : table_section(table, policy_destination(policy, entry)->section);
}

static void set_one(struct table_change *change, uint32_t head,
                    const struct wanted_setting *setting)
{
    const struct table *table = &change->table;
    struct view name = view_of(parameter(setting->param)->export_name);
    uint32_t mark = table_setting(table, head, name);
    if (mark != TABLE_NONE && setting->value.length == 0)
        table_remove_setting(table, mark, &change->patch);
    else if (mark != TABLE_NONE)
        table_change_setting(table, mark, setting->value, &change->patch);
    else if (setting->value.length > 0)
        table_add_setting(table, head, name, setting->value, &change->patch);
}

void table_add_entry(struct table_change *change, struct view name,
                     const struct wanted_setting *settings, uint32_t count)
{
    const struct table *table = &change->table;
    table_add_section(table, name, &change->patch);
    for (uint32_t i = 0; i < count; i++)
        if (settings[i].value.length > 0)
            table_add_last(table, view_of(parameter(settings[i].param)->export_name),
                           settings[i].value, &change->patch);
}

bool table_set_entry(struct table_change *change, struct view key,
                     const struct wanted_setting *settings, uint32_t count)
{
    uint32_t head = find_head(&change->table, key);
    for (uint32_t i = 0; head != TABLE_NONE && i < count; i++)
        set_one(change, head, &settings[i]);
    return head != TABLE_NONE;
}

bool table_remove_entry(struct table_change *change, struct view key)
{
    uint32_t head = find_head(&change->table, key);
    if (head != TABLE_NONE)
        table_remove_section(&change->table, head, &change->patch);
    return head != TABLE_NONE;
}
