/* SPDX-License-Identifier: MIT */
/*
 * One page by itself: a table that is complete without a script, and what makes it easier to use
 * with one. A difference is a body of the table, since its rows belong together.
 */
#include "write/difference_sections.h"
#include "write/difference_page.h"

#include <inttypes.h>

struct html_form {
    const struct differences *differences;
    const struct difference_frame *frame;
    struct output *output;
    struct buffer text;         /* of a cell */
    uint32_t parts[PART_COUNT]; /* how many are about each */
    bool has_parts;             /* not about destinations alone: a column says what about */
};

static void put(const struct html_form *form, const char *markup)
{
    output_string(form->output, markup);
}

/* Writes what stands in the buffer, and empties it. */
static void put_text(struct html_form *form)
{
    html_text(form->output, buffer_view(&form->text));
    form->text.length = 0;
}

/* --- The head --------------------------------------------------------------------------------- */

static void put_sides(struct html_form *form)
{
    put(form, "<dl class=\"sides\">\n<dt>Before</dt><dd><code>");
    html_text(form->output, view_of(form->frame->before_name));
    put(form, "</code></dd>\n<dt>After</dt><dd><code>");
    html_text(form->output, view_of(form->frame->after_name));
    put(form, "</code></dd>\n</dl>\n");
}

/* How many are weaker and so on, in the colours that rows have. */
static void put_counts(const struct html_form *form)
{
    const struct differences *differences = form->differences;
    const uint32_t counts[TONE_COUNT] = {
        [TONE_WEAKER] = differences->weaker,
        [TONE_STOP] = differences->may_stop,
        [TONE_UNKNOWN] = differences->unknown,
        [TONE_STRONGER] = differences->stronger,
    };
    if (weight_is_neutral(differences->weight))
        return;
    put(form, "<ul class=\"weights\" aria-label=\"Weights\">");
    for (int i = 0; i < TONE_NEUTRAL; i++)
        if (counts[i] > 0)
            output_printf(form->output,
                          "<li class=\"weight %s\"><strong>%" PRIu32 "</strong> %s</li>",
                          tone_name((enum tone)i), counts[i], tone_words((enum tone)i));
    put(form, "</ul>\n");
}

/* Whom the change of the default entry reaches. */
static void put_reached(struct html_form *form)
{
    const struct differences *differences = form->differences;
    if (differences->reached_count == 0)
        return;
    put(form, form->frame->names ? "<details>\n<summary>The default entry differs: "
                                 : "<p>The default entry differs: ");
    add_reached(&form->text, differences);
    put_text(form);
    if (!form->frame->names) {
        put(form, ". The option <code>" NAMES_OPTION "</code> tells which.</p>\n");
        return;
    }
    put(form, "</summary>\n<ul class=\"names\">\n");
    for (uint32_t i = 0; i < differences->reached_count; i++) {
        put(form, "<li>");
        add_reached_name(&form->text, form->frame, differences->reached[i].entry);
        put_text(form);
        put(form, "</li>\n");
    }
    put(form, "</ul>\n</details>\n");
}

/* What differs on appliances, a line for each. */
static void put_appliances(struct html_form *form)
{
    const struct appliance_differences *appliances = &form->frame->appliances;
    if (appliances_same(appliances))
        return;
    put(form, "<ul class=\"appliances\">\n");
    for (uint32_t i = 0; i < appliances->count; i++) {
        const struct appliance_difference *appliance = &appliances->list[i];
        if (appliance_same(appliance))
            continue;
        struct appliance_words words =
            appliance_words(form->text.arena, form->frame, appliance);
        put(form, "<li>");
        put(form, words.before);
        put(form, "<bdi>");
        html_text(form->output, appliance->name);
        put(form, "</bdi>");
        html_text(form->output, words.behind);
        html_text(form->output, words.side);
        put(form, "</li>\n");
    }
    put(form, "</ul>\n");
}

static void put_head(struct html_form *form)
{
    const char *note;
    html_header(form->output, form->differences->count > 0);
    put_sides(form);
    put(form, "<p class=\"summary\">");
    if (differences_none(form->differences))
        buffer_add_string(&form->text, same_words(form->frame));
    else
        add_summary(&form->text, form->differences);
    add_gate(&form->text, form->frame);
    put_text(form);
    put(form, "</p>\n");
    put_counts(form);
    if (form->frame->effective)
        put(form, "<p class=\"soft\">Only what takes effect was compared.</p>\n");
    for (uint32_t i = 0; (note = difference_note(form->differences, i)) != NULL; i++)
        output_printf(form->output, "<p class=\"note\">%s</p>\n", note);
    put_reached(form);
    put_appliances(form);
    put(form, "</header>\n");
}

/* --- The filter ------------------------------------------------------------------------------- */

static void put_filter(const struct html_form *form)
{
    struct output *output = form->output;
    html_filter(output);
    html_choice(output, "Weight", "weight");
    for (int i = 0; i < TONE_COUNT; i++)
        html_option(output, tone_name((enum tone)i), tone_words((enum tone)i));
    html_choice_end(output);
    html_choice(output, "Kind", "kind");
    for (int i = 0; i < DIFFERENCE_KIND_COUNT; i++)
        html_option(output, difference_kind_name((enum difference_kind)i),
                    difference_kind_name((enum difference_kind)i));
    html_choice_end(output);
    if (form->has_parts) {
        html_choice(output, "Part", "part");
        for (int i = 0; i < PART_COUNT; i++)
            if (form->parts[i] > 0)
                html_option(output, difference_part_name((enum difference_part)i),
                            part_words((enum difference_part)i)->one);
        html_choice_end(output);
    }
    html_filter_end(output);
}

/* --- Rows ------------------------------------------------------------------------------------- */

static void put_said(struct html_form *form, const struct said *said)
{
    put(form, "<td>");
    add_said(&form->text, said);
    put_text(form);
    if (said->how == SAID_INHERITED && said->origin != NULL) {
        put(form, " <span class=\"soft\">");
        html_text(form->output, view_of(said->origin));
        put(form, "</span>");
    }
    put(form, "</td>");
}

static void put_weight(struct html_form *form, struct weight weight)
{
    if (weight_is_neutral(weight)) {
        put(form, "<td class=\"neutral\">neutral</td>");
        return;
    }
    put(form, "<td>");
    for (int i = 0; i < TONE_NEUTRAL; i++) {
        if (!weight_says(weight, (enum tone)i))
            continue;
        put(form, "<span class=\"weight ");
        put(form, tone_name((enum tone)i));
        put(form, "\">");
        add_tone(&form->text, weight, (enum tone)i);
        put_text(form);
        put(form, "</span> ");
    }
    put(form, "</td>");
}

static void put_change(struct html_form *form, const struct change *change)
{
    put(form, "<td>");
    html_text(form->output, change->name);
    put(form, "</td>");
    put_said(form, &change->before);
    put_said(form, &change->after);
    put_weight(form, change->weight);
}

/* Who it is: the cells that all rows share. */
static void put_entry(struct html_form *form, const struct difference *difference, uint32_t rows)
{
    html_cell(form->output, "th scope=\"rowgroup\"", rows);
    put(form, "<bdi>");
    add_name(&form->text, form->frame, difference);
    put_text(form);
    put(form, "</bdi>");
    if (holder_words(difference, 1) != NULL) {
        put(form, " <span class=\"soft\">");
        html_text(form->output, difference->holds);
        put(form, holder_words(difference, 1));
        put(form, "</span>");
    }
    put(form, "</th>");
    if (form->has_parts) {
        html_cell(form->output, "td", rows);
        put(form, part_words(difference->part)->one);
        struct view listener = listener_label(form->frame, difference->listener);
        if (listener.length > 0 && difference->part != PART_LISTENER) {
            put(form, " <span class=\"soft\">");
            html_text(form->output, listener);
            put(form, "</span>");
        }
        put(form, "</td>");
    }
    html_cell(form->output, "td", rows);
    put(form, difference_kind_name(difference->kind));
    put(form, "</td>");
}

static void put_difference(struct html_form *form, const struct difference *difference)
{
    struct weight weight = difference_weight(difference);
    const struct change_list *changes = difference->changes;
    uint32_t rows = changes == NULL ? 0 : changes->count;
    const char *separator = "";
    put(form, "<tbody class=\"");
    put(form, tone_name(weight_tone(weight)));
    put(form, "\" data-order=\"");
    output_number(form->output, (uint64_t)(difference - form->differences->list));
    put(form, "\" data-kind=\"");
    put(form, difference_kind_name(difference->kind));
    put(form, "\" data-part=\"");
    put(form, difference_part_name(difference->part));
    put(form, "\" data-weight=\"");
    for (int i = 0; i < TONE_COUNT; i++) {
        if (!weight_says(weight, (enum tone)i))
            continue;
        put(form, separator);
        put(form, tone_name((enum tone)i));
        separator = " ";
    }
    put(form, "\">\n<tr>");
    put_entry(form, difference, rows);
    if (rows == 0)
        put(form, "<td></td><td></td><td></td><td class=\"neutral\">neutral</td>");
    for (uint32_t i = 0; i < rows; i++) {
        put(form, i == 0 ? "" : "</tr>\n<tr>");
        put_change(form, &changes->list[i]);
    }
    put(form, "</tr>\n</tbody>\n");
}

/* --- The table -------------------------------------------------------------------------------- */

static void put_table(struct html_form *form)
{
    const struct difference *const *sorted =
        differences_by_weight(form->text.arena, form->differences);
    html_table(form->output, &(struct html_table){
                                 .attributes = "",
                                 .caption = "What is inherited stands in parentheses. What weighs "
                                            "most comes first.",
                                 .one = "difference",
                                 .many = "differences"});
    put(form, "<th scope=\"col\" class=\"entry\" data-sort=\"entry\">Entry</th>");
    if (form->has_parts)
        put(form, "<th scope=\"col\" class=\"part\" data-sort=\"part\" data-by=\"order\">Part"
                  "</th>");
    put(form, "<th scope=\"col\" class=\"kind\" data-sort=\"kind\">Kind</th>"
              "<th scope=\"col\" class=\"setting\" data-sort=\"setting\">Setting</th>"
              "<th scope=\"col\" data-sort=\"before\">Before</th>"
              "<th scope=\"col\" data-sort=\"after\">After</th>"
              "<th scope=\"col\" class=\"heavy\" data-sort=\"weight\" data-by=\"weight\" "
              "aria-sort=\"descending\">Weight</th>");
    html_table_head_end(form->output);
    for (uint32_t i = 0; i < form->differences->count; i++)
        put_difference(form, sorted[i]);
    html_table_end(form->output);
}

static void count_parts(struct html_form *form)
{
    int used = 0;
    for (int part = 0; part < PART_COUNT; part++) {
        for (int kind = 0; kind < DIFFERENCE_KIND_COUNT; kind++)
            form->parts[part] += form->differences->counts[part][kind];
        used += form->parts[part] > 0;
    }
    form->has_parts = used > 1 || form->parts[PART_DESTINATION] + form->parts[PART_DEFAULT] == 0;
}

void difference_html(struct arena *arena, const struct differences *differences,
                     const struct difference_frame *frame, struct output *output)
{
    struct html_form form = {differences, frame, output, buffer_new(arena), {0}, false};
    count_parts(&form);
    buffer_printf(&form.text, "%s \xE2\x86\x92 %s", frame->before_name, frame->after_name);
    html_begin(output, buffer_view(&form.text));
    form.text.length = 0;
    put_head(&form);
    if (differences->count > 0) {
        html_main(output);
        put_filter(&form);
        put_table(&form);
    }
    html_end(output);
}
