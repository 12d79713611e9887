/* SPDX-License-Identifier: MIT */
#include "edit/conflict.h"

static const char ours_words[] = "<<<<<<< ours";
static const char middle_words[] = "=======";
static const char theirs_words[] = ">>>>>>> theirs";

void conflict_mark_lines(const struct table *table, uint32_t begin, uint32_t end,
                         const char *const *theirs, uint32_t count, struct patch *patch)
{
    table_insert_line(table, begin, ours_words, patch);
    table_insert_line(table, end, middle_words, patch);
    for (uint32_t i = 0; i < count; i++)
        table_insert_line(table, end, theirs[i], patch);
    table_insert_line(table, end, theirs_words, patch);
}

void conflict_mark_setting(const struct table *table, uint32_t head, struct view name,
                           uint32_t ours, const struct view *theirs, struct patch *patch)
{
    uint32_t last = ours == TABLE_NONE ? table_last_mark(table, head) : ours;
    uint32_t end = table_line_end(table, last);
    uint32_t begin = ours == TABLE_NONE ? end : table_line_begin(table, ours);
    const char *line = theirs == NULL
                           ? NULL
                           : arena_printf(table->arena, "%.*s = %.*s", VIEW_ARG(name),
                                          VIEW_ARG(*theirs));
    conflict_mark_lines(table, begin, end, &line, theirs != NULL, patch);
}

void conflict_mark_section(const struct table *table, uint32_t head, struct patch *patch)
{
    uint32_t end = table_line_end(table, table_last_mark(table, head));
    table_insert_line(table, table_line_begin(table, head), ours_words, patch);
    table_insert_line(table, end, middle_words, patch);
    table_insert_line(table, end, theirs_words, patch);
}

void conflict_begin_missing(const struct table *table, struct patch *patch)
{
    table_insert_line(table, table->source->size, ours_words, patch);
    table_insert_line(table, table->source->size, middle_words, patch);
}

void conflict_end_missing(const struct table *table, struct patch *patch)
{
    table_insert_line(table, table->source->size, theirs_words, patch);
}
