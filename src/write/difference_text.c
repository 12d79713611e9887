/* SPDX-License-Identifier: MIT */
/*
 * For people:
 *
 *     Destinations: 2 changed
 *       changed  partner.example  tls             required -> (preferred)  weaker: tls
 *                                 bounce-profile  (Default) -> strict
 */
#include "write/difference_sections.h"

#include "base/utf8.h"
#include "diag/show.h"
#include "write/layout.h"

#include <stdlib.h>

/* The columns behind the kind. */
enum { COLUMN_NAME, COLUMN_SETTING, COLUMN_BEFORE, COLUMN_AFTER, COLUMN_COUNT };

enum {
    INDENT = 2,
    GAP = 2,
    KIND = 7, /* the width of "changed" and "removed" */
    NAMES_AT = INDENT + KIND + GAP,
    WIDEST = 40, /* a wider cell does not widen its column */
};

enum style { STYLE_PLAIN, STYLE_HEAD, STYLE_WEAKER, STYLE_STRONGER, STYLE_STOP, STYLE_UNKNOWN };

struct text_form {
    const struct differences *differences;
    const struct difference_frame *frame;
    struct output *output;
    struct buffer cell;  /* the one that is at work */
    struct buffer names; /* of a group */
    size_t widths[COLUMN_COUNT];
};

static void set_style(const struct text_form *form, enum style style)
{
    static const char *const sequences[] = {
        [STYLE_PLAIN] = "\033[0m",     [STYLE_HEAD] = "\033[1m",
        [STYLE_WEAKER] = "\033[1;31m", [STYLE_STRONGER] = "\033[1;32m",
        [STYLE_STOP] = "\033[1;33m",   [STYLE_UNKNOWN] = "\033[1;35m",
    };
    if (form->frame->color)
        output_string(form->output, sequences[style]);
}

/* --- Cells ------------------------------------------------------------------------------------ */

static struct view name_cell(struct text_form *form, const struct difference_group *group)
{
    form->cell.length = 0;
    if (group->count == 1)
        add_name(&form->cell, form->frame, group->members[0]);
    else
        add_counted(&form->cell, group->count, group->members[0]->part);
    return buffer_view(&form->cell);
}

static struct view said_cell(struct text_form *form, const struct said *said)
{
    form->cell.length = 0;
    add_said(&form->cell, said);
    return buffer_view(&form->cell);
}

static struct view setting_cell(struct text_form *form, const struct change *change)
{
    return escape_controls(form->cell.arena, change->name);
}

static void fit(struct text_form *form, int column, struct view cell)
{
    size_t width = utf8_width(cell);
    width = width < WIDEST ? width : WIDEST;
    if (width > form->widths[column])
        form->widths[column] = width;
}

static uint32_t change_count(const struct difference_group *group)
{
    const struct change_list *changes = group->members[0]->changes;
    return changes == NULL ? 0 : changes->count;
}

static void fit_section(struct text_form *form, const struct difference_section *section)
{
    memset(form->widths, 0, sizeof form->widths);
    for (uint32_t i = 0; i < section->count; i++) {
        const struct difference_group *group = &section->groups[i];
        fit(form, COLUMN_NAME, name_cell(form, group));
        for (uint32_t j = 0; j < change_count(group); j++) {
            const struct change *change = &group->members[0]->changes->list[j];
            fit(form, COLUMN_SETTING, setting_cell(form, change));
            fit(form, COLUMN_BEFORE, said_cell(form, &change->before));
            if (!weight_is_neutral(change->weight)) /* else nothing stands behind it */
                fit(form, COLUMN_AFTER, said_cell(form, &change->after));
        }
    }
}

/* --- Rows ------------------------------------------------------------------------------------- */

/* CELL, and the blanks that its column takes before what comes next. */
static void put_padded(struct text_form *form, int column, struct view cell)
{
    size_t width = utf8_width(cell);
    size_t wanted = form->widths[column];
    output_view(form->output, cell);
    output_repeat(form->output, ' ', width < wanted ? wanted - width : 0);
}

static void put_weight(struct text_form *form, struct weight weight)
{
    static const enum style styles[TONE_COUNT] = {
        [TONE_WEAKER] = STYLE_WEAKER,   [TONE_STOP] = STYLE_STOP,
        [TONE_UNKNOWN] = STYLE_UNKNOWN, [TONE_STRONGER] = STYLE_STRONGER,
    };
    const char *separator = "";
    for (int i = 0; i < TONE_NEUTRAL; i++) {
        if (!weight_says(weight, (enum tone)i))
            continue;
        form->cell.length = 0;
        add_tone(&form->cell, weight, (enum tone)i);
        output_string(form->output, separator);
        set_style(form, styles[i]);
        output_view(form->output, buffer_view(&form->cell));
        set_style(form, STYLE_PLAIN);
        separator = "; ";
    }
}

/* From the setting on. */
static void put_change(struct text_form *form, const struct change *change)
{
    struct output *output = form->output;
    put_padded(form, COLUMN_SETTING, setting_cell(form, change));
    output_repeat(output, ' ', GAP);
    put_padded(form, COLUMN_BEFORE, said_cell(form, &change->before));
    output_string(output, " -> ");
    struct view after = said_cell(form, &change->after);
    if (weight_is_neutral(change->weight)) {
        output_view(output, after);
    } else {
        put_padded(form, COLUMN_AFTER, after);
        output_repeat(output, ' ', GAP);
        put_weight(form, change->weight);
    }
    output_char(output, '\n');
}

/* A remark below a row. */
static void put_remark(struct text_form *form, struct view text)
{
    output_repeat(form->output, ' ', NAMES_AT);
    write_wrapped(form->output, text, NAMES_AT, NAMES_AT, LAYOUT_WIDTH);
}

static void put_names(struct text_form *form, const struct difference_group *group)
{
    form->names.length = 0;
    for (uint32_t i = 0; i < group->count; i++) {
        buffer_add_string(&form->names, i == 0 ? "" : ", ");
        add_name(&form->names, form->frame, group->members[i]);
    }
    put_remark(form, buffer_view(&form->names));
}

static void put_group(struct text_form *form, const struct difference_group *group)
{
    const struct difference *first = group->members[0];
    const char *kind = difference_kind_name(first->kind);
    output_repeat(form->output, ' ', INDENT);
    output_string(form->output, kind);
    output_repeat(form->output, ' ', KIND + GAP - strlen(kind));
    if (change_count(group) == 0) {
        output_view(form->output, name_cell(form, group));
        output_char(form->output, '\n');
    }
    for (uint32_t i = 0; i < change_count(group); i++) {
        output_repeat(form->output, ' ', i == 0 ? 0 : NAMES_AT);
        put_padded(form, COLUMN_NAME, i == 0 ? name_cell(form, group) : VIEW(""));
        output_repeat(form->output, ' ', GAP);
        put_change(form, &first->changes->list[i]);
    }
    if (holder_words(first, group->count) != NULL) {
        form->names.length = 0;
        buffer_add(&form->names, escape_controls(form->names.arena, first->holds));
        buffer_add_string(&form->names, holder_words(first, group->count));
        put_remark(form, buffer_view(&form->names));
    }
    if (group->count > 1)
        put_names(form, group);
}

/* --- Sections --------------------------------------------------------------------------------- */

static void put_heading(struct text_form *form, enum difference_part part, struct view listener)
{
    const char *heading = part_words(part)->heading;
    struct buffer *cell = &form->cell;
    cell->length = 0;
    listener = listener_label(form->frame, listener);
    if (listener.length > 0) {
        buffer_add_string(cell, "Listener ");
        buffer_add(cell, escape_controls(cell->arena, listener));
        if (heading != NULL)
            buffer_printf(cell, ": %s", heading);
    } else {
        buffer_add_string(cell, heading == NULL ? part_words(part)->many : heading);
        cell->text[0] = (char)(cell->text[0] - ('a' - 'A'));
    }
    set_style(form, STYLE_HEAD);
    output_view(form->output, buffer_view(cell));
    set_style(form, STYLE_PLAIN);
}

/* "Destinations: 2 added, 41 changed". */
static void put_section_head(struct text_form *form, const struct difference_section *section)
{
    uint32_t counts[DIFFERENCE_KIND_COUNT] = {0};
    const char *separator = ": ";
    for (uint32_t i = 0; i < section->count; i++)
        counts[section->groups[i].members[0]->kind] += section->groups[i].count;
    output_char(form->output, '\n');
    put_heading(form, section->part, section->listener);
    for (int i = 0; i < DIFFERENCE_KIND_COUNT; i++) {
        if (counts[i] == 0)
            continue;
        output_printf(form->output, "%s%u %s", separator, counts[i],
                      difference_kind_name((enum difference_kind)i));
        separator = ", ";
    }
    output_char(form->output, '\n');
}

static void put_section(struct text_form *form, const struct difference_section *section)
{
    put_section_head(form, section);
    fit_section(form, section);
    for (uint32_t i = 0; i < section->count; i++)
        put_group(form, &section->groups[i]);
}

static int by_params(const void *a, const void *b)
{
    const struct reached *first = *(const struct reached *const *)a;
    const struct reached *second = *(const struct reached *const *)b;
    if (first->params != second->params)
        return first->params < second->params ? -1 : 1;
    return first < second ? -1 : first > second; /* which is by name */
}

/* The names of those whom it reaches: together where they inherit the same of it. */
static void put_reached_names(struct text_form *form)
{
    const struct differences *differences = form->differences;
    uint32_t count = differences->reached_count;
    const struct reached **list = arena_alloc(form->cell.arena, (size_t)count * sizeof *list);
    for (uint32_t i = 0; i < count; i++)
        list[i] = &differences->reached[i];
    qsort(list, count, sizeof *list, by_params);
    bool is_one_group = list[0]->params == list[count - 1]->params;
    for (uint32_t i = 0; i < count;) {
        uint32_t params = list[i]->params;
        form->names.length = 0;
        if (!is_one_group) {
            add_reached_params(&form->names, params);
            buffer_add_string(&form->names, ": ");
        }
        const char *separator = "";
        for (; i < count && list[i]->params == params; i++) {
            buffer_add_string(&form->names, separator);
            add_reached_name(&form->names, form->frame, list[i]->entry);
            separator = ", ";
        }
        put_remark(form, buffer_view(&form->names));
    }
}

/* Whom the change of the default entry reaches. */
static void put_reached(struct text_form *form)
{
    const struct differences *differences = form->differences;
    if (differences->reached_count == 0)
        return;
    form->names.length = 0;
    add_reached(&form->names, differences);
    buffer_add_string(&form->names, form->frame->names ? "" : " (" NAMES_OPTION " tells which)");
    put_remark(form, buffer_view(&form->names));
    if (form->frame->names)
        put_reached_names(form);
}

static void put_sections(struct text_form *form)
{
    uint32_t count;
    const struct difference_section *sections =
        difference_sections(form->cell.arena, form->differences, &count);
    uint32_t next = 0;
    if (next < count && sections[next].part == PART_DEFAULT)
        put_section(form, &sections[next++]);
    put_reached(form);
    for (; next < count; next++)
        put_section(form, &sections[next]);
}

/* --- All of it -------------------------------------------------------------------------------- */

/* "OLD -> NEW". */
static void put_sides(const struct text_form *form)
{
    struct arena *arena = form->cell.arena;
    output_view(form->output, escape_controls(arena, view_of(form->frame->before_name)));
    output_string(form->output, " -> ");
    output_view(form->output, escape_controls(arena, view_of(form->frame->after_name)));
}

static void put_summary(struct text_form *form)
{
    form->cell.length = 0;
    add_summary(&form->cell, form->differences);
    add_gate(&form->cell, form->frame);
    output_view(form->output, buffer_view(&form->cell));
    output_char(form->output, '\n');
}

/* What a shell wants around a name with blanks or signs. */
static const char *quote_of(struct view name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!view_has(VIEW("abcdefghijklmnopqrstuvwxyz0123456789-._"), ascii_lower(name.text[i])))
            return "'";
    return "";
}

/* "On the appliance dmz: 1 changed (--appliance dmz shows it)", a line for each that differs. */
static void put_appliances(struct text_form *form)
{
    const struct difference_frame *frame = form->frame;
    struct arena *arena = form->cell.arena;
    for (uint32_t i = 0; i < frame->appliances.count; i++) {
        const struct appliance_difference *appliance = &frame->appliances.list[i];
        if (appliance_same(appliance))
            continue;
        struct appliance_words words = appliance_words(arena, frame, appliance);
        struct view name = escape_controls(arena, appliance->name);
        output_string(form->output, words.before);
        output_view(form->output, name);
        output_view(form->output, words.behind);
        output_view(form->output, escape_controls(arena, words.side));
        if (appliance->in_before && appliance->in_after)
            output_printf(form->output, " (--appliance %s%.*s%s shows it)", quote_of(name),
                          VIEW_ARG(name), quote_of(name));
        output_char(form->output, '\n');
    }
}

void difference_text(struct arena *arena, const struct differences *differences,
                     const struct difference_frame *frame, struct output *output)
{
    struct text_form form = {differences,       frame,
                             output,            buffer_new(arena),
                             buffer_new(arena), {0}};
    bool is_same = differences_none(differences);
    bool is_short = is_same || frame->summary;
    set_style(&form, is_short ? STYLE_PLAIN : STYLE_HEAD);
    put_sides(&form);
    set_style(&form, STYLE_PLAIN);
    output_string(output, is_short ? ": " : "\n");
    if (is_same) {
        buffer_add_string(&form.cell, same_words(frame));
        add_gate(&form.cell, frame);
        output_view(output, buffer_view(&form.cell));
        output_char(output, '\n');
        put_appliances(&form);
        return;
    }
    if (!frame->summary)
        put_sections(&form);
    const char *note;
    for (uint32_t i = 0; !frame->summary && (note = difference_note(differences, i)) != NULL; i++)
        output_printf(output, "\n%s\n", note);
    if (!frame->summary)
        output_char(output, '\n');
    put_summary(&form);
    if (!frame->summary && !appliances_same(&frame->appliances))
        output_char(output, '\n');
    put_appliances(&form);
}
