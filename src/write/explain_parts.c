/* SPDX-License-Identifier: MIT */
#include "write/explain_parts.h"

#include "base/utf8.h"
#include "diag/show.h"

/* --- Pages ------------------------------------------------------------------------------------ */

void page_title(struct explainer *explainer, struct view title)
{
    struct arena *arena = explainer->policy->arena;
    struct output *output = explainer->output;
    if (explainer->explained > 0)
        output_char(output, '\n');
    output_view(output, title);
    output_char(output, '\n');
    output_repeat(output, '=', utf8_width(title));
    output_char(output, '\n');
    if (explainer->only != NULL)
        page_note(explainer, arena_printf(arena, "Places are LINE:COLUMN in %s.",
                                          escape_controls(arena, view_of(explainer->only->name))
                                              .text));
}

void page_head(struct explainer *explainer, const char *head)
{
    output_char(explainer->output, '\n');
    output_repeat(explainer->output, ' ', PAGE_HEAD);
    output_string(explainer->output, head);
    output_char(explainer->output, '\n');
}

void page_paragraph(struct explainer *explainer, const char *text)
{
    output_repeat(explainer->output, ' ', PAGE_BODY);
    write_wrapped(explainer->output, view_of(text), PAGE_BODY, PAGE_BODY, LAYOUT_WIDTH);
}

void page_note(struct explainer *explainer, const char *text)
{
    output_repeat(explainer->output, ' ', PAGE_HEAD);
    write_wrapped(explainer->output, view_of(text), PAGE_HEAD, PAGE_HEAD, LAYOUT_WIDTH);
}

void page_add_text(struct explainer *explainer, struct view text)
{
    grid_add_view(&explainer->grid, escape_controls(explainer->policy->arena, text));
}

void page_add_place(struct explainer *explainer, struct span place)
{
    explainer_add_place(explainer, place.offset);
    grid_cell_end(&explainer->grid);
}

void page_assumptions(struct explainer *explainer, const bool assumed[ASSUMPTION_COUNT])
{
    struct grid *grid = &explainer->grid;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!assumed[i])
            continue;
        grid_row(grid);
        grid_add(grid, assumption_entry((enum assumption)i)->id);
        grid_add(grid, assumption_entry((enum assumption)i)->claim);
    }
    if (grid->row_count == 0)
        return;
    page_head(explainer, "This rests on assumptions (destc assumptions says how to try each)");
    grid_write(grid, PAGE_BODY, explainer->output);
}

void brief_assumptions(struct explainer *explainer, const bool assumed[ASSUMPTION_COUNT])
{
    bool first = true;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!assumed[i])
            continue;
        output_string(explainer->output, first ? "" : ",");
        output_string(explainer->output, assumption_entry((enum assumption)i)->id);
        first = false;
    }
    output_char(explainer->output, '\n');
}

void brief_field(struct explainer *explainer, struct view text)
{
    output_view(explainer->output, escape_controls(explainer->policy->arena, text));
    output_char(explainer->output, '\t');
}

void brief_place(struct explainer *explainer, struct span place)
{
    struct shown_place shown = explainer_place(explainer, place.offset);
    if (shown.line > 0)
        output_printf(explainer->output, "%.*s:%u:%u", VIEW_ARG(shown.file), shown.line,
                      shown.column);
    output_char(explainer->output, '\t');
}

/* --- Objects ---------------------------------------------------------------------------------- */

void object_set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

json_t *object_text(struct explainer *explainer, struct view text)
{
    struct view shown = escape_controls(explainer->policy->arena, text);
    return json_stringn(shown.text, shown.length);
}

json_t *object_string(const char *string)
{
    return string == NULL ? json_null() : json_string(string);
}

void object_place(struct explainer *explainer, json_t *object, struct span place)
{
    struct shown_place shown = explainer_place(explainer, place.offset);
    bool none = shown.line == 0;
    object_set(object, "file",
               none ? json_null() : json_stringn(shown.file.text, shown.file.length));
    object_set(object, "line", none ? json_null() : json_integer(shown.line));
    object_set(object, "column", none ? json_null() : json_integer(shown.column));
}

json_t *object_assumptions(const bool assumed[ASSUMPTION_COUNT])
{
    json_t *list = json_array();
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!assumed[i])
            continue;
        const struct assumption_entry *entry = assumption_entry((enum assumption)i);
        json_t *object = json_object();
        object_set(object, "id", json_string(entry->id));
        object_set(object, "claim", json_string(entry->claim));
        json_array_append_new(list, object);
    }
    return list;
}

static int write_part(const char *part, size_t size, void *output)
{
    output_write(output, part, size);
    return 0;
}

void object_write(struct explainer *explainer, json_t *object)
{
    output_string(explainer->output, explainer->explained == 0 ? "\n" : ",\n");
    /* jansson fails for lack of memory only: every text here is UTF-8. */
    if (json_dump_callback(object, write_part, explainer->output, 0) != 0)
        arena_give_up(explainer->policy->arena);
    json_decref(object);
}

json_t *flow_value(struct explainer *explainer, const struct flow_setting *setting)
{
    if (setting->kind == FLOW_VALUE_NUMBER)
        return json_integer(setting->number);
    if (setting->kind != FLOW_VALUE_WORD)
        return object_text(explainer, setting->text);
    if (flow_parameter(setting->param)->type == FLOW_TYPE_SWITCH)
        return json_boolean(setting->number == FLOW_ON);
    return json_string(flow_word((enum flow_word)setting->number));
}
