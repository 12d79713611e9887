/* SPDX-License-Identifier: MIT */
#include "edit/merge_text.h"

#include "edit/conflict.h"

#include <stdlib.h>

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
    struct view theirs = setting->theirs.text;
    if (setting->kind == MERGE_CONFLICT)
        conflict_mark_setting(table, head, setting->name, mark,
                              setting->theirs.given ? &theirs : NULL, patch);
    else if (setting->kind == MERGE_DROP)
        table_remove_setting(table, mark, patch);
    else if (mark == TABLE_NONE)
        table_add_setting(table, head, setting->name, theirs, patch);
    else
        table_change_setting(table, mark, theirs, patch);
}

/* --- Sections of theirs ----------------------------------------------------------------------- */

/* Whether the line that begins at AT is a comment. */
static bool is_comment(const struct source *source, uint32_t at)
{
    while (at < source->size && view_has(VIEW(" \t"), source->text[at]))
        at++;
    return at < source->size && view_has(VIEW("#;"), source->text[at]);
}

static uint32_t line_before(const struct source *source, uint32_t at)
{
    at--;
    while (at > source_begin(source) && source->text[at - 1] != '\n')
        at--;
    return at;
}

/* Where the section whose head is HEAD begins with the comments that stand right above it. */
static uint32_t commented_begin(const struct table *table, uint32_t head)
{
    const struct source *source = table->source;
    uint32_t begin = table_line_begin(table, head);
    while (begin > source_begin(source) && is_comment(source, line_before(source, begin)))
        begin = line_before(source, begin);
    return begin;
}

/* Puts the section of ENTRY in at the end of TABLE as THEIRS has it, comments and all. */
static void add_section(const struct table *table, const struct table *theirs,
                        const struct merge_entry *entry, struct patch *patch)
{
    const struct policy *policy = &theirs->policy;
    const struct source *source = theirs->source;
    uint32_t head = table_section(theirs, entry->is_default
                                              ? policy->default_section
                                              : policy_destination(policy, entry->theirs)->section);
    uint32_t at = commented_begin(theirs, head);
    uint32_t end = table_line_end(theirs, table_last_mark(theirs, head));
    table_insert_break(table, patch);
    while (at < end) {
        const char *line = source->text + at;
        const char *stop = memchr(line, '\n', end - at);
        size_t length = stop == NULL ? end - at : (size_t)(stop - line);
        at += (uint32_t)length + (stop != NULL);
        if (length > 0 && line[length - 1] == '\r')
            length--;
        table_insert_line(table, table->source->size,
                          arena_copy(table->arena, (struct view){line, length}).text, patch);
    }
}

/* --- Entries ---------------------------------------------------------------------------------- */

/* Something to be done, and where: what is asked for at one place is done in the order of asking. */
struct work {
    uint32_t at;
    uint32_t index;
};

static int by_place(const void *a, const void *b)
{
    const struct work *first = a;
    const struct work *second = b;
    if (first->at != second->at)
        return first->at < second->at ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

static void change_settings(const struct table *table, uint32_t head,
                            const struct merge_entry *entry, struct patch *patch)
{
    struct work *works =
        arena_alloc(table->arena, ((size_t)entry->setting_count + 1) * sizeof *works);
    for (uint32_t i = 0; i < entry->setting_count; i++)
        works[i] = (struct work){table_setting(table, head, entry->settings[i].name), i};
    qsort(works, entry->setting_count, sizeof *works, by_place);
    for (uint32_t i = 0; i < entry->setting_count; i++)
        change_setting(table, head, &entry->settings[works[i].index], patch);
}

static void change_entry(const struct table *table, const struct table *theirs,
                         const struct merge_entry *entry, struct patch *patch)
{
    uint32_t head = head_of(table, entry);
    switch (entry->whole) {
    case MERGE_INSIDE:
        change_settings(table, head, entry, patch);
        break;
    case MERGE_ADD:
        add_section(table, theirs, entry, patch);
        break;
    case MERGE_REMOVE:
        table_remove_section(table, head, patch);
        break;
    case MERGE_THEIRS_GONE:
        conflict_mark_section(table, head, patch);
        break;
    case MERGE_OURS_GONE:
        conflict_begin_missing(table, patch);
        add_section(table, theirs, entry, patch);
        conflict_end_missing(table, patch);
        break;
    }
}

void merge_apply(const struct table *table, const struct table *theirs, const struct merge *merge,
                 struct patch *patch)
{
    struct work *works = arena_alloc(table->arena, ((size_t)merge->count + 1) * sizeof *works);
    for (uint32_t i = 0; i < merge->count; i++)
        works[i] = (struct work){head_of(table, &merge->entries[i]), i};
    qsort(works, merge->count, sizeof *works, by_place);
    for (uint32_t i = 0; i < merge->count; i++)
        change_entry(table, theirs, &merge->entries[works[i].index], patch);
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
