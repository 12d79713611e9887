/* SPDX-License-Identifier: MIT */
#include "edit/table.h"

#include "edit/source_line.h"

bool table_parse(struct table *table, struct diag *diag, struct store *store,
                const struct read_options *options, const struct source *source)
{
    uint32_t errors = diag->counts[SEVERITY_ERROR];
    *table = (struct table){.arena = diag->arena, .source = source};
    policy_init(&table->policy, diag->arena, diag->sources, store);
    read_destconfig_marked(&table->policy, diag, options, source, &table->marks);
    return diag->counts[SEVERITY_ERROR] == errors;
}

/* The bytes of a mark's name or value, for a patch. */
static struct replacement table_bytes(const struct table *table, struct span place)
{
    uint32_t base = table->source->base;
    return (struct replacement){.begin = place.offset - base, .end = place.end - base};
}

uint32_t table_section(const struct table *table, uint32_t offset)
{
    const struct destconfig_marks *marks = &table->marks;
    uint32_t low = 0;
    uint32_t high = marks->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (marks->list[middle].name.offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    /* The head's name is behind its bracket, where the section begins. */
    if (low == marks->count || !marks->list[low].is_head ||
        marks->list[low].value.offset != offset)
        return TABLE_NONE;
    return low;
}

uint32_t table_setting(const struct table *table, uint32_t head, struct view name)
{
    const struct destconfig_marks *marks = &table->marks;
    uint32_t found = TABLE_NONE;
    for (uint32_t i = head + 1; i < marks->count && !marks->list[i].is_head; i++) {
        struct replacement at = table_bytes(table, marks->list[i].name);
        struct view text = {table->source->text + at.begin, at.end - at.begin};
        if (view_equal_nocase(text, name))
            found = i;
    }
    return found;
}

/* --- Lines ------------------------------------------------------------------------------------ */

static bool is_ended(const struct source *source)
{
    return source->size == source_begin(source) || source->text[source->size - 1] == '\n';
}

static void remove_line(const struct table *table, uint32_t mark, struct patch *patch)
{
    struct replacement name = table_bytes(table, table->marks.list[mark].name);
    patch_replace(patch, source_line_begin(table->source, name.begin),
                  source_line_next(table->source, name.begin), VIEW(""));
}

uint32_t table_line_begin(const struct table *table, uint32_t mark)
{
    return source_line_begin(table->source, table_bytes(table, table->marks.list[mark].name).begin);
}

uint32_t table_line_end(const struct table *table, uint32_t mark)
{
    return source_line_next(table->source, table_bytes(table, table->marks.list[mark].name).begin);
}

uint32_t table_last_mark(const struct table *table, uint32_t head)
{
    const struct destconfig_marks *marks = &table->marks;
    uint32_t last = head;
    while (last + 1 < marks->count && !marks->list[last + 1].is_head)
        last++;
    return last;
}

void table_insert_line(const struct table *table, uint32_t at, const char *line,
                        struct patch *patch)
{
    const struct source *source = table->source;
    const char *end = source_line_break(source);
    bool open = at == source->size && !is_ended(source);
    /* Behind a line without an end comes the end first, and the new last line has none. */
    patch_replace(patch, at, at,
                  view_of(open ? arena_printf(table->arena, "%s%s", end, line)
                               : arena_printf(table->arena, "%s%s", line, end)));
}

/* --- Changes ---------------------------------------------------------------------------------- */

void table_remove_setting(const struct table *table, uint32_t mark, struct patch *patch)
{
    remove_line(table, mark, patch);
}

void table_change_setting(const struct table *table, uint32_t mark, struct view value,
                          struct patch *patch)
{
    struct replacement at = table_bytes(table, table->marks.list[mark].value);
    patch_replace(patch, at.begin, at.end, value);
}

/* As an export has it. */
static const char *setting_line(const struct table *table, struct view name, struct view value)
{
    return arena_printf(table->arena, "%.*s = %.*s", VIEW_ARG(name), VIEW_ARG(value));
}

void table_add_setting(const struct table *table, uint32_t head, struct view name,
                       struct view value, struct patch *patch)
{
    uint32_t last = table_last_mark(table, head);
    table_insert_line(table, table_line_end(table, last), setting_line(table, name, value), patch);
}

void table_remove_section(const struct table *table, uint32_t head, struct patch *patch)
{
    const struct destconfig_marks *marks = &table->marks;
    const struct source *source = table->source;
    uint32_t begin = table_line_begin(table, head);
    uint32_t before = begin == source_begin(source) ? begin : source_line_begin(source, begin - 1);
    struct view line = {source->text + before, begin - before};
    if (view_trim(line).length > 0)
        before = begin;
    patch_replace(patch, before, table_line_end(table, head), VIEW(""));
    for (uint32_t i = head + 1; i < marks->count && !marks->list[i].is_head; i++)
        remove_line(table, i, patch);
}

/* Whether the last line has anything on it. */
static bool ends_blank(const struct source *source)
{
    uint32_t end = source->size;
    uint32_t lines = 0;
    for (; end > source_begin(source) && view_has(VIEW(" \t\r\n"), source->text[end - 1]); end--)
        lines += source->text[end - 1] == '\n';
    return end == source_begin(source) || lines > 1;
}

void table_insert_break(const struct table *table, struct patch *patch)
{
    const struct source *source = table->source;
    bool again = patch->count > 0 && patch->list[patch->count - 1].begin == source->size;
    if (again || !ends_blank(source))
        table_insert_line(table, source->size, "", patch);
}

void table_add_section(const struct table *table, struct view name, struct patch *patch)
{
    table_insert_break(table, patch);
    table_insert_line(table, table->source->size,
                      arena_printf(table->arena, "[%.*s]", VIEW_ARG(name)), patch);
}

void table_add_last(const struct table *table, struct view name, struct view value,
                    struct patch *patch)
{
    table_insert_line(table, table->source->size, setting_line(table, name, value), patch);
}
