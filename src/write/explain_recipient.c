/* SPDX-License-Identifier: MIT */
#include "diag/show.h"
#include "write/explain_listener.h"
#include "write/explain_parts.h"
#include "write/listener_shown.h"

/* What is worked out of a recipient before it is explained in one form or another. */
struct admission {
    struct explainer *explainer;
    const struct listener *listener;
    const struct recipient *recipient;
    struct recipient_match match;
    const struct recipient_entry *entry; /* that holds; NULL if none does */
    bool assumed[ASSUMPTION_COUNT];
};

#define NOT_ASKED "Where the Host Access Table gives RELAY, this table is not asked."
#define IF_CASE "matches if letters' case means nothing before the @"

static const struct recipient_entry *entry_at(const struct admission *admission, uint32_t number)
{
    return number == NO_RECIPIENT ? NULL : &admission->listener->recipients[number];
}

/* The address; an internationalised domain as --idn says. */
static struct view address_shown(const struct admission *admission)
{
    const struct explainer *explainer = admission->explainer;
    const struct recipient *recipient = admission->recipient;
    struct arena *arena = explainer->policy->arena;
    if (recipient->domain.kind == DOMAIN_ADDRESS)
        return escape_controls(arena, recipient->text);
    struct view domain =
        domain_in_form(arena, recipient->domain.name, explainer->options->idn);
    return escape_controls(arena, view_of(arena_printf(arena, "%.*s@%.*s",
                                                       VIEW_ARG(recipient->local),
                                                       VIEW_ARG(domain))));
}

/* --- A page ----------------------------------------------------------------------------------- */

static void add_row(struct explainer *explainer, const char *role, struct view name,
                    const char *words, struct span place)
{
    grid_row(&explainer->grid);
    grid_add(&explainer->grid, role);
    page_add_text(explainer, name);
    grid_add(&explainer->grid, words);
    page_add_place(explainer, place);
}

static void write_match(const struct admission *admission)
{
    struct explainer *explainer = admission->explainer;
    const struct recipient_entry *entry = admission->entry;
    const struct recipient_entry *open = entry_at(admission, admission->match.open);
    const struct recipient_entry *next = entry_at(admission, admission->match.next);
    add_row(explainer, "Listener", admission->listener->name, "", SPAN_NONE);
    if (entry == NULL) {
        add_row(explainer, "Match", VIEW("none"), "no line matches for certain", SPAN_NONE);
    } else {
        add_row(explainer, "Match", entry->text, recipient_reason(entry->kind), entry->place);
        add_row(explainer, "Action", view_of(recipient_action_word(entry->action)), "",
                entry->action_place);
    }
    if (open != NULL)
        add_row(explainer, "Undecided", open->text, IF_CASE, open->place);
    if (next != NULL)
        add_row(explainer, "Also matching", next->text,
                arena_printf(explainer->policy->arena, "further down: not used%s",
                             admission->match.later > 1 ? ", nor are others below it" : ""),
                next->place);
    grid_write(&explainer->grid, PAGE_HEAD, explainer->output);
    if (open != NULL)
        page_note(explainer, "The undecided line stands above: if it matches, it holds.");
    if (entry != NULL)
        page_note(explainer, recipient_effect(entry->action));
}

static void write_options(const struct admission *admission)
{
    struct explainer *explainer = admission->explainer;
    struct grid *grid = &explainer->grid;
    if (admission->entry == NULL || admission->entry->options.count == 0)
        return;
    page_head(explainer, "Options");
    for (uint32_t i = 0; i < admission->entry->options.count; i++) {
        const struct flow_setting *setting = &admission->entry->options.list[i];
        bool unknown = setting->param == FLOW_COUNT || setting->kind == FLOW_VALUE_UNKNOWN;
        grid_row(grid);
        grid_add_view(grid, flow_name_shown(explainer->policy->arena, setting));
        buffer_add(&grid->text, flow_value_shown(explainer->policy->arena, setting));
        buffer_add_string(&grid->text, unknown ? " (not known to destc)" : "");
        grid_cell_end(grid);
        page_add_place(explainer, setting->place);
    }
    grid_write(grid, PAGE_BODY, explainer->output);
}

static void admission_text(const struct admission *admission)
{
    page_title(admission->explainer, address_shown(admission));
    write_match(admission);
    write_options(admission);
    page_head(admission->explainer, "What a table cannot tell");
    page_paragraph(admission->explainer, NOT_ASKED);
    page_assumptions(admission->explainer, admission->assumed);
}

/* --- A line ----------------------------------------------------------------------------------- */

static void admission_brief(const struct admission *admission)
{
    struct explainer *explainer = admission->explainer;
    const struct recipient_entry *entry = admission->entry;
    const struct recipient_entry *open = entry_at(admission, admission->match.open);
    brief_field(explainer, admission->recipient->text);
    brief_field(explainer, admission->listener->name);
    brief_field(explainer, entry == NULL ? VIEW("-") : entry->text);
    brief_field(explainer,
                entry == NULL ? VIEW("-") : view_of(recipient_action_word(entry->action)));
    brief_place(explainer, entry == NULL ? SPAN_NONE : entry->action_place);
    brief_field(explainer, open == NULL ? VIEW("") : open->text);
    brief_assumptions(explainer, admission->assumed);
}

/* --- An object -------------------------------------------------------------------------------- */

/* One of the table's lines, or null. */
static json_t *line_json(const struct admission *admission, const struct recipient_entry *entry)
{
    if (entry == NULL)
        return json_null();
    json_t *object = json_object();
    object_set(object, "entry", object_text(admission->explainer, entry->text));
    object_set(object, "match", json_string(recipient_kind_name(entry->kind)));
    object_set(object, "action", json_string(recipient_action_word(entry->action)));
    object_place(admission->explainer, object, entry->place);
    return object;
}

static json_t *options_json(const struct admission *admission)
{
    json_t *list = json_array();
    const struct recipient_entry *entry = admission->entry;
    for (uint32_t i = 0; entry != NULL && i < entry->options.count; i++) {
        const struct flow_setting *setting = &entry->options.list[i];
        bool known = setting->param != FLOW_COUNT;
        json_t *object = json_object();
        object_set(object, "name",
                   known ? json_string(flow_parameter(setting->param)->name)
                         : object_text(admission->explainer, setting->name));
        object_set(object, "label",
                   object_string(known ? flow_parameter(setting->param)->label : NULL));
        object_set(object, "value", flow_value(admission->explainer, setting));
        object_place(admission->explainer, object, setting->place);
        json_array_append_new(list, object);
    }
    return list;
}

static void admission_json(const struct admission *admission)
{
    const struct recipient_entry *entry = admission->entry;
    struct explainer *explainer = admission->explainer;
    json_t *object = json_object();
    object_set(object, "asked", object_text(explainer, admission->recipient->text));
    object_set(object, "recipient", object_text(explainer, address_shown(admission)));
    object_set(object, "listener", object_text(explainer, admission->listener->name));
    object_set(object, "line", line_json(admission, entry));
    object_set(object, "certain", json_boolean(entry != NULL &&
                                               admission->match.open == NO_RECIPIENT));
    object_set(object, "undecided",
               line_json(admission, entry_at(admission, admission->match.open)));
    object_set(object, "also_matching",
               line_json(admission, entry_at(admission, admission->match.next)));
    object_set(object, "effect",
               object_string(entry == NULL ? NULL : recipient_effect(entry->action)));
    object_set(object, "options", options_json(admission));
    object_set(object, "assumptions", object_assumptions(admission->assumed));
    object_write(explainer, object);
}

/* --- All of it -------------------------------------------------------------------------------- */

/* An entry in another script than the one in which names are compared. */
static bool is_converted(const struct admission *admission)
{
    const struct recipient_entry *entry = admission->entry;
    const struct domain *domain = &admission->recipient->domain;
    if (entry == NULL || entry->domain.length == 0 || domain->kind == DOMAIN_ADDRESS)
        return false;
    return memmem(entry->text.text, entry->text.length, "xn--", 4) == NULL &&
           memmem(entry->domain.text, entry->domain.length, "xn--", 4) != NULL;
}

void explain_recipient(struct explainer *explainer, const struct listener *listener,
                       const struct recipient *recipient)
{
    struct admission admission = {
        .explainer = explainer,
        .listener = listener,
        .recipient = recipient,
        .match = recipient_find(listener, recipient),
    };
    admission.entry = entry_at(&admission, admission.match.entry);
    admission.assumed[ASSUMED_IDN] = is_converted(&admission);
    admission.assumed[ASSUMED_RAT_OPTIONS] =
        admission.entry != NULL && admission.entry->options.count > 0;
    if (explainer->form == EXPLAIN_TEXT)
        admission_text(&admission);
    else if (explainer->form == EXPLAIN_BRIEF)
        admission_brief(&admission);
    else
        admission_json(&admission);
    explainer->explained++;
}
