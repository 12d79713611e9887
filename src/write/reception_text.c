/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "diag/show.h"
#include "write/reception.h"

static void add_row(struct explainer *explainer, const char *role, struct view name,
                    const char *words)
{
    grid_row(&explainer->grid);
    grid_add(&explainer->grid, role);
    page_add_text(explainer, name);
    grid_add(&explainer->grid, words);
}

/* --- What was asked for and what holds -------------------------------------------------------- */

static void add_caller(const struct reception *reception)
{
    static const char undecided[] = "members that look at it are undecided";
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    const struct caller *caller = reception->caller;
    struct view name = VIEW("not given");
    struct view score = reception_score(reception);
    if (caller->has_name == CALLER_NAME_GIVEN)
        name = domain_in_form(arena, caller->host, explainer->options->idn);
    else if (caller->has_name == CALLER_NAME_NONE)
        name = VIEW("none");
    add_row(explainer, "Host name", name,
            caller->has_name == CALLER_NAME_GIVEN  ? "validated"
            : caller->has_name == CALLER_NAME_NONE ? "that is validated"
                                                   : undecided);
    add_row(explainer, "Score", score.length == 0 ? VIEW("not given") : score,
            score.length == 0 ? undecided : "");
    const char *type = listener_type_word(reception->listener->type);
    add_row(explainer, "Listener", reception->listener->name, type == NULL ? "" : type);
}

/* The entry that holds and the member that matches. */
static void add_match(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    const struct access_entry *entry = reception->entry;
    if (entry == NULL) {
        add_row(explainer, "Match", VIEW("none"), "no entry matches for certain");
        return;
    }
    const struct member *member = reception->connector->members.list[reception->found.member];
    struct view text = escape_controls(arena, member->text);
    const char *words = "the host itself";
    if (entry->kind == ACCESS_GROUP)
        words = arena_printf(arena, "by its member %.*s", VIEW_ARG(text));
    else if (entry->kind == ACCESS_ALL)
        words = "everything that no entry above takes";
    else if (trait_of(member->kind) != TRAIT_NAME && trait_of(member->kind) != TRAIT_ADDRESS)
        words = "by itself";
    add_row(explainer, "Match", entry_label(entry), words);
    page_add_place(explainer, member->place);
}

static void add_policy(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    const struct access_entry *entry = reception->entry;
    const struct flow_resolved *resolved = &reception->resolved;
    if (entry == NULL)
        return;
    struct view gives =
        access_policy_shown(explainer->policy->arena, reception->listener, entry);
    if (resolved->policy != NULL) {
        add_row(explainer, "Policy", gives, behavior_word(resolved->behavior));
        page_add_place(explainer, resolved->policy->place);
        return;
    }
    bool lacking = resolved->behavior == BEHAVIOR_COUNT;
    add_row(explainer, lacking ? "Policy" : "Behavior", gives,
            lacking ? "its behavior is not known" : "of the entry itself");
    page_add_place(explainer, entry->policy_place);
}

static void write_top(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    const struct access_entry *entry = reception->entry;
    const char *remark = reception_remark(reception);
    page_title(explainer, reception_address(reception));
    add_caller(reception);
    add_match(reception);
    add_policy(reception);
    grid_write(&explainer->grid, PAGE_HEAD, explainer->output);
    if (entry != NULL && entry->has_description)
        page_note(explainer, arena_printf(arena, "Described as: %.*s",
                                          VIEW_ARG(escape_controls(arena, entry->description))));
    if (reception->found.is_open)
        page_note(explainer, entry == NULL
                                 ? "An entry that is undecided may match: see below."
                                 : "Unless one of the undecided entries below matches: they stand "
                                   "above this one, and the first that matches holds.");
    if (entry != NULL && reception->resolved.behavior != BEHAVIOR_COUNT)
        page_note(explainer, receipt_behavior(reception->resolved.behavior));
    if (remark != NULL)
        page_note(explainer, remark);
}

/* --- The way down ----------------------------------------------------------------------------- */

static void add_step(const struct reception *reception, const struct connect_step *step)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    struct grid *grid = &explainer->grid;
    const struct access_entry *entry = &reception->listener->entries[step->entry];
    grid_row(grid);
    if (step->count > 1)
        grid_add(grid, arena_printf(arena, "%u single hosts", step->count));
    else
        page_add_text(explainer, entry_label(entry));
    page_add_place(explainer, entry->place);
    grid_add(grid, step_verdict_name(step->verdict));
    page_add_text(explainer, step_words(reception, step));
}

static void write_steps(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    if (reception->steps.count == 0)
        return;
    page_head(explainer, reception->entry == NULL ? "Entries, top down"
                                                  : "Entries above it, top down");
    for (uint32_t i = 0; i < reception->steps.count; i++)
        add_step(reception, &reception->steps.list[i]);
    grid_write(&explainer->grid, PAGE_BODY, explainer->output);
}

/* --- Settings --------------------------------------------------------------------------------- */

static void add_origin(const struct reception *reception, enum flow_origin origin,
                       struct span place)
{
    struct explainer *explainer = reception->explainer;
    buffer_add(&explainer->grid.text, origin_label(reception, origin));
    buffer_add_string(&explainer->grid.text, ", ");
    page_add_place(explainer, place);
}

enum { VALUE_WIDTH = 38 }; /* of the column of values: that of what stands for an unknown one */

/* As much of TEXT, which loses it, as fits into the column of values; cut at a blank. */
static struct view take_line(struct view *text)
{
    size_t cut = text->length;
    while (cut > 0 && utf8_width((struct view){text->text, cut}) > VALUE_WIDTH) {
        const char *blank = memrchr(text->text, ' ', cut);
        cut = blank == NULL ? 0 : (size_t)(blank - text->text);
    }
    if (cut == 0) /* a word that is too long stays whole */
        cut = text->length;
    struct view line = {text->text, cut};
    *text = view_trim((struct view){text->text + cut, text->length - cut});
    return line;
}

/* A long value goes on below itself. */
static void add_setting(const struct reception *reception, struct view label, struct view words,
                        const struct flow_effective *effective)
{
    struct explainer *explainer = reception->explainer;
    struct grid *grid = &explainer->grid;
    grid_row(grid);
    grid_add_view(grid, label);
    grid_add_view(grid, take_line(&words));
    if (effective->setting != NULL)
        add_origin(reception, effective->origin, effective->setting->place);
    while (words.length > 0) {
        grid_row(grid);
        grid_add(grid, "");
        grid_add_view(grid, take_line(&words));
    }
}

static void write_settings(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    page_head(explainer, "Settings");
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        const struct flow_effective *effective = &reception->resolved.params[i];
        if (row->table != FLOW_TABLE_HAT)
            continue;
        struct view words = effective->setting == NULL
                                ? flow_unknown_shown(effective->origin)
                                : flow_value_shown(arena, effective->setting);
        if (effective->setting != NULL && effective->setting->kind == FLOW_VALUE_UNKNOWN)
            words = view_of(arena_printf(arena, "%.*s (not known to destc)", VIEW_ARG(words)));
        add_setting(reception, view_of(row->label), words, effective);
    }
    grid_write(&explainer->grid, PAGE_BODY, explainer->output);
}

static void write_unknown(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    if (reception->resolved.other_count == 0)
        return;
    page_head(explainer, "Not known to destc, kept as it stands");
    for (uint32_t i = 0; i < reception->resolved.other_count; i++) {
        const struct flow_effective *other = &reception->resolved.others[i];
        add_setting(reception, flow_name_shown(arena, other->setting),
                    escape_controls(arena, other->setting->text), other);
    }
    grid_write(&explainer->grid, PAGE_BODY, explainer->output);
}

static void write_receipt(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    struct arena *arena = explainer->policy->arena;
    const struct receipt *tls = reception_tls(reception);
    if (tls != NULL)
        page_head(explainer, arena_printf(arena, "On receipt, with TLS %s", tls->label));
    else
        page_head(explainer, "On receipt");
    if (tls != NULL)
        page_paragraph(explainer, tls->words);
    else
        page_paragraph(explainer, reception_refuses(reception)
                                      ? receipt_refused()
                                      : receipt_unknown());
}

static void write_limits(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    bool refused = reception_refuses(reception);
    const struct receipt_limit *limit = NULL;
    page_head(explainer, "What a table cannot tell");
    while ((limit = receipt_limit_next(limit, refused)) != NULL)
        page_paragraph(explainer, limit->words);
}

void reception_text(struct reception *reception)
{
    write_top(reception);
    write_steps(reception);
    if (reception->entry != NULL) {
        write_settings(reception);
        write_unknown(reception);
        write_receipt(reception);
    }
    write_limits(reception);
    page_assumptions(reception->explainer, reception->assumed);
}

/* --- A line ----------------------------------------------------------------------------------- */

static struct view open_entries(const struct reception *reception)
{
    struct buffer text = buffer_new(reception->explainer->policy->arena);
    for (uint32_t i = 0; i < reception->steps.count; i++) {
        const struct connect_step *step = &reception->steps.list[i];
        const struct access_entry *entry = &reception->listener->entries[step->entry];
        if (step->verdict != CONNECT_OPEN ||
            access_behavior(reception->listener, entry) == BEHAVIOR_CONTINUE)
            continue;
        buffer_add_string(&text, text.length == 0 ? "" : ",");
        buffer_add(&text, entry_label(entry));
    }
    return buffer_view(&text);
}

/* The policy and its behavior, or the behavior alone. */
static void brief_policy(const struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    const struct access_entry *entry = reception->entry;
    struct arena *arena = explainer->policy->arena;
    if (entry == NULL)
        output_char(explainer->output, '-');
    else
        output_view(explainer->output, access_policy_shown(arena, reception->listener, entry));
    if (entry != NULL && reception->resolved.policy != NULL)
        output_printf(explainer->output, " %s", behavior_word(reception->resolved.behavior));
    output_char(explainer->output, '\t');
}

void reception_brief(struct reception *reception)
{
    struct explainer *explainer = reception->explainer;
    const struct access_entry *entry = reception->entry;
    const struct flow_setting *tls =
        entry == NULL ? NULL : reception->resolved.params[FLOW_TLS].setting;
    brief_field(explainer, reception_asked(reception));
    brief_field(explainer, reception->listener->name);
    brief_field(explainer, entry == NULL ? VIEW("-") : entry_label(entry));
    brief_policy(reception);
    brief_field(explainer, entry == NULL ? VIEW("-") : reception_tls_words(reception));
    brief_place(explainer, tls == NULL ? SPAN_NONE : tls->place);
    brief_field(explainer, open_entries(reception));
    brief_assumptions(explainer, reception->assumed);
}
