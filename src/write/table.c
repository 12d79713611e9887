/* SPDX-License-Identifier: MIT */
#include "write/table.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum { GAP = 2 };

static struct table_column make_column(const char *header)
{
    const char *blank = strrchr(header, ' ');
    if (blank == NULL)
        return (struct table_column){VIEW(""), view_of(header), strlen(header)};
    struct view upper = {header, (size_t)(blank - header)};
    struct view lower = view_of(blank + 1);
    return (struct table_column){upper, lower,
                                 upper.length > lower.length ? upper.length : lower.length};
}

void table_init(struct table *table, struct arena *arena, const char *header)
{
    *table = (struct table){.arena = arena};
    table_add(table, header);
}

uint32_t table_add(struct table *table, const char *header)
{
    table->columns[table->count] = make_column(header);
    return table->count++;
}

void table_fit_width(struct table *table, uint32_t column, size_t width)
{
    if (table->columns[column].width < width)
        table->columns[column].width = width;
}

void table_fit(struct table *table, uint32_t column, struct view text)
{
    table_fit_width(table, column, utf8_width(text));
}

void table_ready(struct table *table)
{
    size_t width = table->columns[0].width;
    char *blanks = arena_alloc(table->arena, width);
    memset(blanks, ' ', width);
    table->blanks = blanks;
}

static void add_repeated(struct buffer *buffer, char c, size_t count)
{
    while (count-- > 0)
        buffer_add_char(buffer, c);
}

static void add_padded(struct buffer *buffer, struct view text, size_t width)
{
    buffer_add(buffer, text);
    add_repeated(buffer, ' ', width - utf8_width(text));
}

static void add_line(const struct table *table, struct buffer *buffer, bool upper)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const struct table_column *column = &table->columns[i];
        add_repeated(buffer, ' ', i == 0 ? 0 : GAP);
        add_padded(buffer, upper ? column->upper : column->lower, column->width);
    }
    while (table->is_bare && buffer->length > 0 && buffer->text[buffer->length - 1] == ' ')
        buffer->length--;
    buffer_add_char(buffer, '\n');
}

static bool has_upper_line(const struct table *table)
{
    for (uint32_t i = 0; i < table->count; i++)
        if (table->columns[i].upper.length > 0)
            return true;
    return false;
}

void table_head(const struct table *table, struct output *output)
{
    struct buffer head = buffer_new(table->arena);
    if (has_upper_line(table))
        add_line(table, &head, true);
    add_line(table, &head, false);
    for (uint32_t i = 0; i < table->count; i++) {
        add_repeated(&head, ' ', i == 0 ? 0 : GAP);
        add_repeated(&head, '=', table->columns[i].width);
    }
    buffer_add_char(&head, '\n');
    output_view(output, buffer_view(&head));
}

struct view table_rest(const struct table *table, const struct view *cells)
{
    struct buffer rest = buffer_new(table->arena);
    for (uint32_t i = 1; i < table->count; i++) {
        add_repeated(&rest, ' ', GAP);
        add_padded(&rest, cells[i], table->columns[i].width);
    }
    buffer_add_char(&rest, '\n');
    return buffer_view(&rest);
}
