/* SPDX-License-Identifier: MIT */
/*
 * For a comment on a merge request: what weighs most first, long lists folded, and nothing in a
 * name or value that could be taken for markup, a mention or a link.
 *
 * A comment that is too long is refused by whoever keeps it, so the form ends before that and says
 * how much it leaves out.
 */
#include "write/difference_sections.h"

#include "write/markdown.h"

#include <inttypes.h>

struct markdown_form {
    const struct difference_frame *frame;
    const struct differences *differences;
    const struct difference_section *sections;
    uint32_t section_count;
    struct buffer page;
    struct buffer table; /* of one tone */
    struct buffer row;   /* of one group, before it is known to have room */
    struct buffer cell;
    uint32_t left_out;
    bool is_full;
};

/* --- Entries ---------------------------------------------------------------------------------- */

static void add_weight_cell(struct buffer *row, struct weight weight)
{
    const char *separator = "";
    for (int i = 0; i < TONE_NEUTRAL; i++) {
        if (!weight_says(weight, (enum tone)i))
            continue;
        bool is_heavy = i == TONE_WEAKER || i == TONE_STOP;
        buffer_printf(row, "%s%s", separator, is_heavy ? "**" : "");
        add_tone(row, weight, (enum tone)i);
        buffer_add_string(row, is_heavy ? "**" : "");
        separator = "; ";
    }
}

static void add_name_code(struct markdown_form *form, struct buffer *row,
                          const struct difference *difference)
{
    form->cell.length = 0;
    add_name(&form->cell, form->frame, difference);
    markdown_code(row, buffer_view(&form->cell), MARKDOWN_CELL);
}

/* The names of a group, folded; of many the first. */
static void add_names(struct markdown_form *form, struct buffer *row,
                      const struct difference_group *group)
{
    size_t start = row->length;
    uint32_t i = 0;
    buffer_add_string(row, "<details><summary>");
    add_counted(row, group->count, group->members[0]->part);
    buffer_add_string(row, "</summary>");
    for (; i < group->count && row->length - start < MARKDOWN_NAMES; i++) {
        buffer_add_string(row, i == 0 ? "" : ", ");
        add_name_code(form, row, group->members[i]);
    }
    if (i < group->count)
        buffer_printf(row, " and %" PRIu32 " more", group->count - i);
    buffer_add_string(row, "</details>");
}

/* "sender group `SUSPECTLIST` of `InboundMail`". */
static void add_entry(struct markdown_form *form, const struct difference_group *group)
{
    const struct difference *first = group->members[0];
    struct buffer *row = &form->row;
    bool has_name = first->name.length > 0 && first->part != PART_DEFAULT;
    if (group->count > 1) {
        add_names(form, row, group);
    } else {
        if (first->part != PART_DESTINATION || !has_name)
            buffer_printf(row, "%s%s", part_words(first->part)->one, has_name ? " " : "");
        if (has_name)
            add_name_code(form, row, first);
    }
    struct view listener = listener_label(form->frame, first->listener);
    if (listener.length > 0 && first->part != PART_LISTENER) {
        buffer_add_string(row, " of ");
        markdown_escaped(row, listener, MARKDOWN_CELL);
    }
    if (holder_words(first, group->count) != NULL) {
        buffer_add_string(row, "<br>");
        markdown_escaped(row, first->holds, MARKDOWN_CELL);
        buffer_add_string(row, holder_words(first, group->count));
    }
}

/* The rows of a group. */
static void make_rows(struct markdown_form *form, const struct difference_group *group)
{
    const struct difference *first = group->members[0];
    const struct change_list *changes = first->changes;
    struct buffer *row = &form->row;
    row->length = 0;
    buffer_printf(row, "| %s | ", difference_kind_name(first->kind));
    add_entry(form, group);
    if (changes == NULL || changes->count == 0)
        buffer_add_string(row, " | | | | |\n");
    for (uint32_t i = 0; changes != NULL && i < changes->count; i++) {
        const struct change *change = &changes->list[i];
        buffer_add_string(row, i == 0 ? " | " : "| | | ");
        markdown_escaped(row, change->name, MARKDOWN_CELL);
        buffer_add_string(row, " | ");
        markdown_said(row, &change->before);
        buffer_add_string(row, " | ");
        markdown_said(row, &change->after);
        buffer_add_string(row, " | ");
        add_weight_cell(row, change->weight);
        buffer_add_string(row, " |\n");
    }
}

/* --- Tables ----------------------------------------------------------------------------------- */

/* Puts the rows of GROUP into the table, if the page has room for them. */
static void add_group(struct markdown_form *form, const struct difference_group *group)
{
    make_rows(form, group);
    if (form->page.length + form->table.length + form->row.length > MARKDOWN_MOST)
        form->is_full = true;
    if (form->is_full)
        form->left_out += group->count;
    else
        buffer_add(&form->table, buffer_view(&form->row));
}

/* Fills the table with the groups whose heaviest weight is TONE; how many differences that are. */
static uint32_t fill_table(struct markdown_form *form, enum tone tone, uint32_t *rows)
{
    uint32_t count = 0;
    form->table.length = 0;
    *rows = 0;
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct difference_section *section = &form->sections[i];
        for (uint32_t j = 0; j < section->count; j++) {
            const struct difference_group *group = &section->groups[j];
            const struct change_list *changes = group->members[0]->changes;
            if (weight_tone(difference_weight(group->members[0])) != tone)
                continue;
            add_group(form, group);
            count += group->count;
            *rows += changes == NULL || changes->count == 0 ? 1 : changes->count;
        }
    }
    return count;
}

static void add_table(struct markdown_form *form, enum tone tone)
{
    struct buffer *page = &form->page;
    uint32_t rows;
    uint32_t count = fill_table(form, tone, &rows);
    if (form->table.length == 0)
        return;
    form->cell.length = 0;
    buffer_add_string(&form->cell, tone_words(tone));
    form->cell.text[0] = (char)(form->cell.text[0] - ('a' - 'A'));
    buffer_printf(page, "\n#### %.*s: %" PRIu32 "\n\n", VIEW_ARG(buffer_view(&form->cell)), count);
    markdown_fold(page, rows, tone == TONE_WEAKER || tone == TONE_STOP);
    buffer_add_string(page, "| | Entry | Setting | Before | After | Weight |\n"
                            "| --- | --- | --- | --- | --- | --- |\n");
    buffer_add(page, buffer_view(&form->table));
    markdown_fold_end(page, rows);
}

/* --- The page --------------------------------------------------------------------------------- */

/* Whom the change of the default entry reaches. */
static void add_reached_names(struct markdown_form *form)
{
    const struct differences *differences = form->differences;
    struct buffer *page = &form->page;
    if (differences->reached_count == 0)
        return;
    buffer_add_string(page, "\nThe default entry differs: ");
    add_reached(page, differences);
    buffer_add_string(page, ".\n");
    if (!form->frame->names)
        return;
    size_t start = page->length;
    uint32_t i = 0;
    buffer_add_string(page, "\n<details><summary>Their names</summary>\n\n");
    for (; i < differences->reached_count && page->length - start < MARKDOWN_NAMES; i++) {
        form->cell.length = 0;
        add_reached_name(&form->cell, form->frame, differences->reached[i].entry);
        buffer_add_string(page, i == 0 ? "" : ", ");
        markdown_code(page, buffer_view(&form->cell), MARKDOWN_CELL);
    }
    if (i < differences->reached_count)
        buffer_printf(page, " and %" PRIu32 " more", differences->reached_count - i);
    buffer_add_string(page, "\n\n</details>\n");
}

/* What differs on appliances, an item for each; of many the first. */
static void add_appliances(struct markdown_form *form)
{
    const struct appliance_differences *appliances = &form->frame->appliances;
    struct buffer *page = &form->page;
    const char *separator = "\n";
    size_t start = page->length;
    uint32_t more = 0;
    for (uint32_t i = 0; i < appliances->count; i++) {
        const struct appliance_difference *appliance = &appliances->list[i];
        if (appliance_same(appliance))
            continue;
        if (page->length - start >= MARKDOWN_NAMES) {
            more++;
            continue;
        }
        struct appliance_words words = appliance_words(page->arena, form->frame, appliance);
        buffer_printf(page, "%s- %s", separator, words.before);
        markdown_escaped(page, appliance->name, MARKDOWN_CELL);
        buffer_add(page, words.behind);
        if (words.side.length > 0)
            markdown_escaped(page, words.side, MARKDOWN_SIDE);
        buffer_add_char(page, '\n');
        separator = "";
    }
    if (more > 0)
        buffer_printf(page, "- and something on %" PRIu32 " more\n", more);
}

static void add_head(struct markdown_form *form)
{
    struct buffer *page = &form->page;
    bool is_same = differences_none(form->differences);
    const char *note;
    buffer_add_string(page, "### ");
    markdown_escaped(page, view_of(form->frame->before_name), MARKDOWN_SIDE);
    buffer_add_string(page, " \xE2\x86\x92 ");
    markdown_escaped(page, view_of(form->frame->after_name), MARKDOWN_SIDE);
    buffer_add_string(page, "\n\n**");
    if (is_same)
        buffer_add_string(page, same_words(form->frame));
    else
        add_summary(page, form->differences);
    add_gate(page, form->frame);
    buffer_add_string(page, "**\n");
    if (!is_same)
        buffer_add_string(page, "\nWhat is inherited stands in parentheses.\n");
    for (uint32_t i = 0; (note = difference_note(form->differences, i)) != NULL; i++)
        buffer_printf(page, "\n> %s\n", note);
}

void difference_markdown(struct arena *arena, const struct differences *differences,
                         const struct difference_frame *frame, struct output *output)
{
    struct markdown_form form = {.frame = frame,
                                 .differences = differences,
                                 .page = buffer_new(arena),
                                 .table = buffer_new(arena),
                                 .row = buffer_new(arena),
                                 .cell = buffer_new(arena)};
    form.sections = difference_sections(arena, differences, &form.section_count);
    add_head(&form);
    add_reached_names(&form);
    add_appliances(&form);
    for (int tone = 0; tone < TONE_COUNT; tone++)
        add_table(&form, (enum tone)tone);
    markdown_left_out(&form.page, form.left_out, "destc diff");
    output_view(output, buffer_view(&form.page));
}
