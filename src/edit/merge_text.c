/* SPDX-License-Identifier: MIT */
#include "edit/merge_text.h"

#include "edit/conflict.h"

/* The head of ENTRY's section; TABLE_NONE if there is none. */
static uint32_t head_of(const struct table *table, const struct merge_entry *entry)
{
    const struct policy *policy = &table->policy;
    if (entry->is_default)
        return policy->has_default ? table_section(table, policy->default_section) : TABLE_NONE;
    if (entry->ours == NO_ENTRY)
        return TABLE_NONE;
    return table_section(table, policy_destination(policy, entry->ours)->section);
}

static void change_setting(const struct table *table, uint32_t head,
                           const struct merge_setting *setting, struct patch *patch)
{
    uint32_t mark = table_setting(table, head, setting->name);
    const struct view *theirs = setting->theirs.given ? &setting->theirs.text : NULL;
    if (setting->kind == MERGE_CONFLICT)
        conflict_mark_setting(table, head, setting->name, mark, theirs, patch);
    else if (setting->kind == MERGE_DROP)
        table_remove_setting(table, mark, patch);
    else if (mark == TABLE_NONE)
        table_add_setting(table, head, setting->name, *theirs, patch);
    else
        table_change_setting(table, mark, *theirs, patch);
}

static void add_section(const struct table *table, const struct merge_entry *entry,
                        struct patch *patch)
{
    table_add_section(table, entry->name, patch);
    for (uint32_t i = 0; i < entry->setting_count; i++)
        table_add_last(table, entry->settings[i].name, entry->settings[i].theirs.text, patch);
}

static void change_entry(const struct table *table, const struct merge_entry *entry,
                         struct patch *patch)
{
    uint32_t head = head_of(table, entry);
    switch (entry->whole) {
    case MERGE_INSIDE:
        for (uint32_t i = 0; i < entry->setting_count; i++)
            change_setting(table, head, &entry->settings[i], patch);
        break;
    case MERGE_ADD:
        add_section(table, entry, patch);
        break;
    case MERGE_REMOVE:
        table_remove_section(table, head, patch);
        break;
    case MERGE_THEIRS_GONE:
        conflict_mark_section(table, head, patch);
        break;
    case MERGE_OURS_GONE:
        conflict_begin_missing(table, patch);
        add_section(table, entry, patch);
        conflict_end_missing(table, patch);
        break;
    }
}

void merge_apply(const struct table *table, const struct merge *merge, struct patch *patch)
{
    for (uint32_t i = 0; i < merge->count; i++)
        change_entry(table, &merge->entries[i], patch);
}

struct span merge_place(const struct table *table, const struct merge_entry *entry,
                        struct view name)
{
    uint32_t head = head_of(table, entry);
    if (head == TABLE_NONE)
        return SPAN_NONE;
    uint32_t mark = name.length == 0 ? TABLE_NONE : table_setting(table, head, name);
    return mark == TABLE_NONE ? table->marks.list[head].name : table->marks.list[mark].value;
}
