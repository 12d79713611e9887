/* SPDX-License-Identifier: MIT */
#include "write/sheet.h"

#include "base/buffer.h"
#include "base/utf8.h"

/*
 * Rows of one huge cell and a hundred thousand small ones would else be mostly blanks. Behind the
 * last column nothing stands, so its rule need not be as long as its longest text.
 */
enum { GAP = 2, WIDEST = 64, WIDEST_LAST = 32 };

void sheet_init(struct sheet *sheet, struct arena *arena, const char *header)
{
    *sheet = (struct sheet){.rows = 0};
    table_init(&sheet->table, arena, header);
    sheet->table.is_bare = true;
}

void sheet_column(struct sheet *sheet, const char *header)
{
    table_add(&sheet->table, header);
}

struct view *sheet_row(struct sheet *sheet)
{
    uint32_t columns = sheet->table.count;
    sheet->cells = array_grow(sheet->table.arena, sheet->cells, sheet->rows, &sheet->capacity,
                              columns * sizeof *sheet->cells);
    struct view *cells = &sheet->cells[(size_t)sheet->rows++ * columns];
    for (uint32_t i = 0; i < columns; i++)
        cells[i] = VIEW("");
    return cells;
}

static uint32_t digits(uint32_t number)
{
    uint32_t count = 1;
    for (; number >= 10; number /= 10)
        count++;
    return count;
}

struct view sheet_number(struct arena *arena, uint32_t number, uint32_t most)
{
    return view_of(arena_printf(arena, "%*u", (int)digits(most), number));
}

static void fit(struct sheet *sheet)
{
    const struct view *cell = sheet->cells;
    for (uint32_t row = 0; row < sheet->rows; row++) {
        for (uint32_t i = 0; i < sheet->table.count; i++, cell++) {
            size_t width = utf8_width(*cell);
            size_t most = i + 1 < sheet->table.count ? WIDEST : WIDEST_LAST;
            table_fit_width(&sheet->table, i, width < most ? width : most);
        }
    }
}

static void write_row(const struct table *table, const struct view *cells, struct output *output)
{
    uint32_t last = table->count;
    while (last > 1 && cells[last - 1].length == 0)
        last--;
    for (uint32_t i = 0; i < last; i++) {
        output_view(output, cells[i]);
        if (i + 1 == last)
            break;
        size_t width = utf8_width(cells[i]);
        size_t wanted = table->columns[i].width;
        output_repeat(output, ' ', GAP + (width < wanted ? wanted - width : 0));
    }
    output_char(output, '\n');
}

void sheet_write(struct sheet *sheet, struct output *output)
{
    fit(sheet);
    table_ready(&sheet->table);
    table_head(&sheet->table, output);
    for (uint32_t row = 0; row < sheet->rows; row++)
        write_row(&sheet->table, &sheet->cells[(size_t)row * sheet->table.count], output);
}
