/* SPDX-License-Identifier: MIT */
#include "analysis/matrix.h"

#include "analysis/difference_listener.h"
#include "base/buffer.h"

#include <stdlib.h>

/* What the comparison of one column with the first says of a thing. */
struct mention {
    const struct difference *difference;
    uint32_t column;
    struct mention *next; /* of the same thing, by column */
};

/* What rows are about: a destination, a policy, a group. */
struct thing {
    enum difference_part part;
    struct view listener;
    struct view key;
    struct view name;
    struct mention *first;
    struct mention *last;
};

/* What one column says. */
struct cell {
    struct said said;
    uint32_t column;
    bool missing;
};

struct making {
    struct arena *arena;
    struct matrix *matrix;
    uint64_t seed;
    struct hash_table table;
    struct thing *things;
    uint32_t thing_count;
    uint32_t thing_capacity;
    struct cell *cells;          /* one a column: of the row at work */
    const struct mention **said; /* by column: what it says of the thing at work; NULL: nothing */
    struct view *settings;       /* of the thing at work */
    uint32_t setting_count;
    uint32_t setting_capacity;
};

static const struct view members = {"members", sizeof "members" - 1};

/* --- Things ----------------------------------------------------------------------------------- */

/* By what a thing is known in every column. */
static struct view key_of(const struct making *making, const struct difference *difference,
                          uint32_t column)
{
    const struct matrix_column *columns = making->matrix->columns;
    if (difference->part != PART_DESTINATION)
        return difference->name;
    return difference->after != NO_ENTRY
               ? destination_key(policy_destination(columns[column].side.policy, difference->after))
               : destination_key(policy_destination(columns[0].side.policy, difference->before));
}

static struct thing *find_thing(struct making *making, const struct difference *difference,
                                uint32_t column)
{
    struct view key = key_of(making, difference, column);
    struct view listener = difference->listener;
    uint32_t hash = hash_bytes(making->seed + difference->part, key.text, key.length) ^
                    hash_bytes(making->seed, listener.text, listener.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&making->table, hash, &probe, &index)) {
        struct thing *thing = &making->things[index];
        if (thing->part == difference->part && view_equal(thing->key, key) &&
            view_equal(thing->listener, listener))
            return thing;
    }
    making->things = array_grow(making->arena, making->things, making->thing_count,
                                &making->thing_capacity, sizeof *making->things);
    hash_table_insert(&making->table, hash, making->thing_count);
    struct thing *thing = &making->things[making->thing_count++];
    *thing = (struct thing){difference->part, listener, key, difference->name, NULL, NULL};
    return thing;
}

static void mention(struct making *making, const struct difference *difference, uint32_t column)
{
    struct thing *thing = find_thing(making, difference, column);
    struct mention *mention = arena_zero(making->arena, 1, sizeof *mention);
    *mention = (struct mention){difference, column, NULL};
    if (thing->first == NULL)
        thing->first = mention;
    else
        thing->last->next = mention;
    thing->last = mention;
}

/* Who is treated otherwise follows from the other rows, and is a matter of two. */
static void compare_column(struct making *making, struct store *store, uint32_t column,
                           const struct difference_wish *wish)
{
    struct matrix_column *columns = making->matrix->columns;
    struct differences *differences = arena_zero(making->arena, 1, sizeof *differences);
    difference_destinations(making->arena, store, &columns[0].side, &columns[column].side, wish,
                            differences);
    difference_listeners(making->arena, &columns[0].side, &columns[column].side, wish,
                         differences);
    columns[column].comparable =
        differences->has_destinations || differences->has_listeners ||
        sides_alike(&columns[0].side, &columns[column].side);
    columns[column].lacks = differences->lacks;
    columns[column].lack_count = differences->lack_count;
    for (uint32_t i = 0; i < differences->count; i++)
        if (differences->list[i].part != PART_FATE)
            mention(making, &differences->list[i], column);
}

static int by_part_and_name(const void *a, const void *b)
{
    const struct thing *first = a;
    const struct thing *second = b;
    bool is_about_listener = first->listener.length > 0 || second->listener.length > 0;
    int order = is_about_listener ? view_compare(first->listener, second->listener) : 0;
    if (order == 0)
        order = (int)first->part - (int)second->part;
    return order != 0 ? order : view_compare(first->name, second->name);
}

/* --- Cells ------------------------------------------------------------------------------------ */

/* Whether the thing is in the first column; else those that have it are said to have added it. */
static bool first_has(const struct thing *thing)
{
    return thing->first == NULL || thing->first->difference->kind != DIFFERENCE_ADDED;
}

/* Whether a destination that is not there has what holds for it: then no column lacks it. */
static bool is_held(const struct making *making, const struct thing *thing)
{
    return making->matrix->effective &&
           (thing->part == PART_DESTINATION || thing->part == PART_DEFAULT);
}

static bool is_missing(const struct making *making, const struct thing *thing, uint32_t column)
{
    const struct mention *mention = making->said[column];
    if (is_held(making, thing))
        return false;
    if (column == 0 || mention == NULL)
        return !first_has(thing);
    return mention->difference->kind == DIFFERENCE_REMOVED;
}

static bool is_member(const struct change *change)
{
    return view_equal(change->name, VIEW("member"));
}

static const struct change *find_change(const struct difference *difference, struct view setting)
{
    const struct change_list *changes = difference->changes;
    for (uint32_t i = 0; changes != NULL && i < changes->count; i++)
        if (view_equal(changes->list[i].name, setting))
            return &changes->list[i];
    return NULL;
}

/* The change of SETTING in any column. */
static const struct change *any_change(const struct thing *thing, struct view setting)
{
    const struct change *change = NULL;
    for (const struct mention *mention = thing->first; mention != NULL && change == NULL;
         mention = mention->next)
        change = find_change(mention->difference, setting);
    return change;
}

/* What the first column says: as every column that differs in it has it on its older side. */
static struct said said_first(const struct thing *thing, struct view setting)
{
    const struct change *change = any_change(thing, setting);
    if (change == NULL)
        return (struct said){.how = SAID_INHERITED};
    return change->before;
}

/* "with 192.0.2.0/25; without 192.0.2.128/25". */
static struct said said_members(const struct making *making, const struct difference *difference)
{
    static const char *const words[2] = {"with ", "without "};
    struct buffer text = buffer_new(making->arena);
    const struct change_list *changes = difference->changes;
    for (int goes = 0; goes < 2; goes++) {
        const char *separator = words[goes];
        for (uint32_t i = 0; changes != NULL && i < changes->count; i++) {
            const struct change *change = &changes->list[i];
            const struct said *said = goes ? &change->before : &change->after;
            if (!is_member(change) || said->how == SAID_NOTHING)
                continue;
            if (goes && separator == words[goes] && text.length > 0)
                buffer_add_string(&text, "; ");
            buffer_add_string(&text, separator);
            buffer_add(&text, said->text);
            separator = ", ";
        }
    }
    return (struct said){text.length == 0 ? SAID_NOTHING : SAID_GIVEN, buffer_view(&text), NULL};
}

static struct said members_of(const struct making *making, const struct thing *thing,
                              uint32_t column)
{
    const struct mention *mention = making->said[column];
    struct said said = {.how = SAID_NOTHING};
    if (mention != NULL)
        said = said_members(making, mention->difference);
    if (said.how == SAID_NOTHING && first_has(thing))
        return (struct said){SAID_GIVEN,
                             view_of(arena_printf(making->arena, "as in %s",
                                                  making->matrix->columns[0].name)),
                             NULL};
    return said;
}

static struct said said_in(const struct making *making, const struct thing *thing,
                           struct view setting, uint32_t column)
{
    const struct mention *mention = making->said[column];
    if (view_equal(setting, members))
        return members_of(making, thing, column);
    const struct change *any = any_change(thing, setting);
    if (making->matrix->effective && thing->part == PART_DESTINATION && any->param != PARAM_COUNT)
        return difference_effective(making->arena, &making->matrix->columns[column].side,
                                    thing->name, thing->key, any->param);
    const struct change *change =
        mention == NULL ? NULL : find_change(mention->difference, setting);
    if (change != NULL)
        return change->after;
    if (mention != NULL && mention->difference->kind == DIFFERENCE_ADDED)
        return (struct said){.how = thing->part == PART_DESTINATION ? SAID_INHERITED
                                                                    : SAID_NOTHING};
    return said_first(thing, setting);
}

/* What is compared: without --effective what is inherited is the same whatever it is. */
static struct said compared(const struct making *making, const struct thing *thing,
                            struct said said)
{
    bool is_destination = thing->part == PART_DESTINATION;
    if (making->matrix->effective)
        return said;
    if (said.how == SAID_INHERITED || said.how == SAID_UNKNOWN ||
        (said.how == SAID_NOTHING && is_destination))
        return (struct said){.how = SAID_INHERITED};
    return said;
}

static void fill_cells(struct making *making, const struct thing *thing, struct view setting)
{
    for (uint32_t i = 0; i < making->matrix->column_count; i++) {
        bool missing = is_missing(making, thing, i);
        struct said said = {.how = SAID_NOTHING};
        if (setting.length > 0 && !missing)
            said = compared(making, thing, said_in(making, thing, setting, i));
        making->cells[i] = (struct cell){said, i, missing};
    }
}

/* --- Rows ------------------------------------------------------------------------------------- */

static int has_text(const struct said *said)
{
    return said->how == SAID_GIVEN || said->how == SAID_INHERITED;
}

/* Given and inherited values are told apart by their words alone, where these are compared. */
static int compare_said(const struct said *a, const struct said *b)
{
    if (has_text(a) != has_text(b))
        return has_text(a) - has_text(b);
    if (!has_text(a))
        return (int)a->how - (int)b->how;
    if ((a->text.length == 0) != (b->text.length == 0))
        return (a->text.length == 0) - (b->text.length == 0);
    return view_compare(a->text, b->text);
}

static int compare_cells(const struct cell *a, const struct cell *b)
{
    return a->missing != b->missing ? a->missing - b->missing : compare_said(&a->said, &b->said);
}

static int by_value(const void *a, const void *b)
{
    const struct cell *first = a;
    const struct cell *second = b;
    int order = compare_cells(first, second);
    return order != 0 ? order : (first->column > second->column) - (first->column < second->column);
}

static int by_count(const void *a, const void *b)
{
    const struct matrix_value *first = a;
    const struct matrix_value *second = b;
    if (first->count != second->count)
        return first->count < second->count ? 1 : -1;
    return first->columns[0] < second->columns[0] ? -1 : 1;
}

/* Brings the sorted cells COUNT together into values. */
static void gather(struct making *making, uint32_t count, struct matrix_row *row)
{
    struct matrix_value *values = arena_alloc(making->arena, count * sizeof *values);
    uint32_t *columns = arena_alloc(making->arena, count * sizeof *columns);
    for (uint32_t i = 0; i < count; i++) {
        const struct cell *cell = &making->cells[i];
        columns[i] = cell->column;
        if (i == 0 || compare_cells(&making->cells[i - 1], cell) != 0)
            values[row->value_count++] =
                (struct matrix_value){cell->said, cell->missing, &columns[i], 0};
        values[row->value_count - 1].count++;
    }
    qsort(values, row->value_count, sizeof *values, by_count);
    row->values = values;
    row->is_tie = row->value_count > 1 && values[0].count == values[1].count;
}

static void count_deviations(struct matrix *matrix, const struct matrix_row *row)
{
    for (uint32_t i = row->is_tie ? 0 : 1; i < row->value_count; i++)
        for (uint32_t j = 0; j < row->values[i].count; j++)
            matrix->deviations[row->values[i].columns[j]]++;
}

/* Whether the cells up to COUNT are not all the same. */
static bool differ(const struct making *making, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (compare_cells(&making->cells[0], &making->cells[i]) != 0)
            return true;
    return false;
}

/* Adds the row of SETTING, or of being there at all, if it is not the same everywhere. */
static void add_row(struct making *making, const struct thing *thing, struct view setting)
{
    struct matrix *matrix = making->matrix;
    uint32_t count = 0;
    fill_cells(making, thing, setting);
    for (uint32_t i = 0; i < matrix->column_count; i++)
        if (setting.length == 0 || !making->cells[i].missing)
            making->cells[count++] = making->cells[i];
    if (!differ(making, count))
        return;
    qsort(making->cells, count, sizeof *making->cells, by_value);
    struct matrix_row row = {thing->part, thing->listener, thing->name, setting, NULL, 0, false};
    gather(making, count, &row);
    count_deviations(matrix, &row);
    matrix->rows = array_grow(making->arena, matrix->rows, matrix->row_count,
                              &matrix->row_capacity, sizeof *matrix->rows);
    matrix->rows[matrix->row_count++] = row;
}

static void add_setting(struct making *making, struct view setting)
{
    for (uint32_t i = 0; i < making->setting_count; i++)
        if (view_equal(making->settings[i], setting))
            return;
    making->settings = array_grow(making->arena, making->settings, making->setting_count,
                                  &making->setting_capacity, sizeof *making->settings);
    making->settings[making->setting_count++] = setting;
}

static void add_settings(struct making *making, const struct difference *difference)
{
    const struct change_list *changes = difference->changes;
    bool has_members = false;
    for (uint32_t i = 0; changes != NULL && i < changes->count; i++) {
        has_members |= is_member(&changes->list[i]);
        if (!is_member(&changes->list[i]))
            add_setting(making, changes->list[i].name);
    }
    if (has_members)
        add_setting(making, members);
}

static void add_thing(struct making *making, const struct thing *thing)
{
    uint32_t before = making->matrix->row_count;
    memset(making->said, 0, making->matrix->column_count * sizeof *making->said);
    making->setting_count = 0;
    for (const struct mention *mention = thing->first; mention != NULL; mention = mention->next) {
        making->said[mention->column] = mention;
        add_settings(making, mention->difference);
    }
    add_row(making, thing, VIEW(""));
    for (uint32_t i = 0; i < making->setting_count; i++)
        add_row(making, thing, making->settings[i]);
    making->matrix->thing_count += making->matrix->row_count > before;
}

void matrix_make(struct arena *arena, struct store *store, struct matrix_column *columns,
                 uint32_t count, const struct difference_wish *wish, struct matrix *matrix)
{
    *matrix = (struct matrix){
        .columns = columns, .column_count = count, .effective = wish->effective};
    struct making making = {.arena = arena, .matrix = matrix, .seed = hash_seed()};
    matrix->deviations = arena_zero(arena, count + 1, sizeof *matrix->deviations);
    making.cells = arena_zero(arena, count + 1, sizeof *making.cells);
    making.said = arena_zero(arena, count + 1, sizeof *making.said);
    hash_table_init(&making.table, arena, 0);
    for (uint32_t i = 0; i < count; i++) {
        columns[i].comparable = true;
        if (i > 0)
            compare_column(&making, store, i, wish);
    }
    if (making.thing_count > 0)
        qsort(making.things, making.thing_count, sizeof *making.things, by_part_and_name);
    for (uint32_t i = 0; i < making.thing_count; i++)
        add_thing(&making, &making.things[i]);
}

