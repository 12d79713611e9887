/* SPDX-License-Identifier: MIT */
/*
 * For programs: one object, a row a line; see docs/diff.md for its keys.
 */
#include "write/json_text.h"
#include "write/matrix_parts.h"
#include "write/said.h"

struct json_form {
    struct arena *arena;
    const struct matrix *matrix;
    struct output *output;
    struct buffer text; /* what is being written */
};

static void set(const struct json_form *form, json_t *object, const char *key, json_t *value)
{
    json_text_set(form->arena, object, view_of(key), value);
}

static json_t *text_or_null(const struct json_form *form, struct view view)
{
    return view.length == 0 ? json_null() : json_any_text(form->arena, view);
}

static json_t *column(const struct json_form *form, uint32_t number)
{
    return json_any_text(form->arena, view_of(form->matrix->columns[number].name));
}

static const char *how_of(const struct matrix_row *row, const struct matrix_value *value)
{
    if (row->setting.length == 0)
        return value->missing ? MATRIX_MISSING : MATRIX_THERE;
    return said_how_name(value->said.how);
}

static json_t *value_json(const struct json_form *form, const struct matrix_row *row,
                          const struct matrix_value *value)
{
    const struct said *said = &value->said;
    bool has_text = said->how == SAID_GIVEN ||
                    (said->how == SAID_INHERITED && said->text.length > 0);
    json_t *object = json_made(form->arena, json_object());
    json_t *columns = json_made(form->arena, json_array());
    for (uint32_t i = 0; i < value->count; i++)
        json_array_append_new(columns, column(form, value->columns[i]));
    set(form, object, "how", json_string(how_of(row, value)));
    set(form, object, "value",
        row->setting.length > 0 && has_text ? json_any_text(form->arena, said->text) : json_null());
    set(form, object, "columns", columns);
    return object;
}

static json_t *row_json(const struct json_form *form, const struct matrix_row *row)
{
    json_t *object = json_made(form->arena, json_object());
    json_t *values = json_made(form->arena, json_array());
    for (uint32_t i = 0; i < row->value_count; i++)
        json_array_append_new(values, value_json(form, row, &row->values[i]));
    set(form, object, "part", json_string(difference_part_name(row->part)));
    set(form, object, "listener", text_or_null(form, row->listener));
    set(form, object, "name",
        row->part == PART_DEFAULT ? json_null() : text_or_null(form, row->name));
    set(form, object, "setting", text_or_null(form, row->setting));
    set(form, object, "tie", json_boolean(row->is_tie));
    set(form, object, "values", values);
    return object;
}

/* Writes VALUE, which is given away, in one line. */
static void put(struct json_form *form, json_t *value)
{
    form->text.length = 0;
    buffer_add_json(&form->text, value, JSON_ENSURE_ASCII);
    output_view(form->output, buffer_view(&form->text));
}

static json_t *columns_json(const struct json_form *form)
{
    json_t *list = json_made(form->arena, json_array());
    for (uint32_t i = 0; i < form->matrix->column_count; i++)
        json_array_append_new(list, column(form, i));
    return list;
}

static json_t *deviations_json(const struct json_form *form)
{
    json_t *list = json_made(form->arena, json_array());
    for (uint32_t i = 0; i < form->matrix->column_count; i++)
        json_array_append_new(
            list, json_made(form->arena, json_integer(form->matrix->deviations[i])));
    return list;
}

void matrix_json(struct arena *arena, const struct matrix *matrix,
                 const struct matrix_frame *frame, struct output *output)
{
    struct json_form form = {arena, matrix, output, buffer_new(arena)};
    (void)frame;
    output_string(output, "{\n  \"columns\": ");
    put(&form, columns_json(&form));
    output_string(output, ",\n  \"deviations\": ");
    put(&form, deviations_json(&form));
    output_printf(output, ",\n  \"effective\": %s,\n  \"same\": %s,\n  \"rows\": [",
                  matrix->effective ? "true" : "false", matrix->row_count == 0 ? "true" : "false");
    for (uint32_t i = 0; i < matrix->row_count; i++) {
        output_string(output, i == 0 ? "\n    " : ",\n    ");
        put(&form, row_json(&form, &matrix->rows[i]));
    }
    output_string(output, matrix->row_count == 0 ? "]\n}\n" : "\n  ]\n}\n");
}
