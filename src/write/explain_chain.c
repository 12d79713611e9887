/* SPDX-License-Identifier: MIT */
#include "write/explain_chain.h"

#include "diag/show.h"

/* Where a step comes from, for people and for programs. */
struct step_words {
    const char *text; /* before the name in quotes, where there is one */
    const char *key;
};

static const struct step_words step_words[] = {
    [STEP_BUNDLE] = {"bundle", "bundle"},
    [STEP_BLOCK] = {"the entry's own block", "block"},
    [STEP_SCOPE] = {"scope of the default entry", "scope"},
    [STEP_OVERLAY_BUNDLE] = {"overlay, bundle", "overlay-bundle"},
    [STEP_OVERLAY] = {"overlay of appliance", "overlay"},
};

const struct composition *explanation_chain(const struct explainer *explainer,
                                            const struct explanation *explanation)
{
    return explanation->section == 0
               ? NULL
               : policy_composition(explainer->policy, explanation->section);
}

/* The setting's word; safe to show. */
static struct view step_setting(struct explainer *explainer, const struct step *step)
{
    if (step->param == PARAM_COUNT)
        return escape_controls(explainer->policy->arena, step->other);
    return view_of(parameter(step->param)->policy_name);
}

static struct view step_value(struct explainer *explainer, const struct step *step,
                              char buffer[VALUE_BUFFER])
{
    if (step->takes_back)
        return VIEW("default");
    const struct store *store = explainer->policy->store;
    struct view value = step->param == PARAM_COUNT
                            ? atom_view(store, step->value.number)
                            : value_policy(store, step->param, step->value, buffer);
    return escape_controls(explainer->policy->arena, value);
}

/* Whether STEP is the last word about its parameter. */
static bool step_wins(const struct composition *chain, const struct step *step)
{
    for (const struct step *later = step + 1; later < chain->steps + chain->step_count; later++)
        if (step_same(later, step))
            return false;
    return true;
}

static void add_place(struct explainer *explainer, uint32_t offset)
{
    explainer_add_place(explainer, offset);
    grid_cell_end(&explainer->grid);
}

static void add_step(struct explainer *explainer, const struct composition *chain,
                     const struct step *step)
{
    char buffer[VALUE_BUFFER];
    struct grid *grid = &explainer->grid;
    const char *from = step_words[step->kind].text;
    grid_row(grid);
    grid_add_view(grid, step_setting(explainer, step));
    buffer_add(&grid->text, step_value(explainer, step, buffer));
    if (!step_wins(chain, step))
        buffer_add_string(&grid->text, " (overridden)");
    grid_cell_end(grid);
    buffer_add_string(&grid->text, from);
    if (step->name.length > 0)
        buffer_printf(&grid->text, " %.*s",
                      VIEW_ARG(escape_controls(explainer->policy->arena, step->name)));
    grid_cell_end(grid);
    add_place(explainer, step->place.offset);
}

static void add_note(struct explainer *explainer, const struct entry_note *note)
{
    struct grid *grid = &explainer->grid;
    grid_row(grid);
    grid_add(grid, note->is_until ? "until" : "note");
    grid_add_view(grid, escape_controls(explainer->policy->arena, note->text));
    add_place(explainer, note->place.offset);
}

enum { INDENT = 4 };

void chain_text(struct explainer *explainer, const struct composition *chain)
{
    if (chain == NULL)
        return;
    if (chain->step_count > 0)
        output_string(explainer->output, "\n  How the source makes the entry\n");
    for (uint32_t i = 0; i < chain->step_count; i++)
        add_step(explainer, chain, &chain->steps[i]);
    grid_write(&explainer->grid, INDENT, explainer->output);
    if (chain->note_count > 0)
        output_string(explainer->output, "\n  Notes\n");
    for (uint32_t i = 0; i < chain->note_count; i++)
        add_note(explainer, &chain->notes[i]);
    grid_write(&explainer->grid, INDENT, explainer->output);
}

static void set_view(json_t *object, const char *key, struct view text)
{
    json_object_set_new(object, key, json_stringn(text.text, text.length));
}

static void set_place(struct explainer *explainer, json_t *object, uint32_t offset)
{
    struct shown_place place = explainer_place(explainer, offset);
    set_view(object, "file", place.file);
    json_object_set_new(object, "line", json_integer(place.line));
    json_object_set_new(object, "column", json_integer(place.column));
}

json_t *chain_json(struct explainer *explainer, const struct composition *chain)
{
    json_t *list = json_array();
    for (uint32_t i = 0; chain != NULL && i < chain->step_count; i++) {
        const struct step *step = &chain->steps[i];
        char buffer[VALUE_BUFFER];
        json_t *object = json_object();
        set_view(object, "setting", step_setting(explainer, step));
        if (step->takes_back)
            json_object_set_new(object, "value", json_null());
        else
            set_view(object, "value", step_value(explainer, step, buffer));
        json_object_set_new(object, "from", json_string(step_words[step->kind].key));
        set_view(object, "name", escape_controls(explainer->policy->arena, step->name));
        json_object_set_new(object, "wins", json_boolean(step_wins(chain, step)));
        set_place(explainer, object, step->place.offset);
        json_array_append_new(list, object);
    }
    return list;
}

json_t *chain_notes_json(struct explainer *explainer, const struct composition *chain)
{
    json_t *list = json_array();
    for (uint32_t i = 0; chain != NULL && i < chain->note_count; i++) {
        const struct entry_note *note = &chain->notes[i];
        json_t *object = json_object();
        json_object_set_new(object, "kind", json_string(note->is_until ? "until" : "note"));
        set_view(object, "text", escape_controls(explainer->policy->arena, note->text));
        set_place(explainer, object, note->place.offset);
        json_array_append_new(list, object);
    }
    return list;
}
