/* SPDX-License-Identifier: MIT */
#include "write/explain_chain.h"

#include "base/utf8.h"
#include "diag/show.h"

/* The page's margins: a section's head, what stands below it. */
enum { HEAD = 2, BODY = 4 };

static void write_head(struct explainer *explainer, const char *head)
{
    output_char(explainer->output, '\n');
    output_repeat(explainer->output, ' ', HEAD);
    output_string(explainer->output, head);
    output_char(explainer->output, '\n');
}

static void write_paragraph(struct explainer *explainer, const char *text)
{
    output_repeat(explainer->output, ' ', BODY);
    write_wrapped(explainer->output, view_of(text), BODY, BODY, LAYOUT_WIDTH);
}

/* A sentence below the entries. */
static void write_note(struct explainer *explainer, const char *text)
{
    output_repeat(explainer->output, ' ', HEAD);
    write_wrapped(explainer->output, view_of(text), HEAD, HEAD, LAYOUT_WIDTH);
}

/* The name, an internationalised one in both its forms, underlined. */
static void write_name(struct explainer *explainer, const struct explanation *explanation)
{
    struct arena *arena = explainer->policy->arena;
    struct output *output = explainer->output;
    struct view name = asked_name(explainer, &explanation->asked);
    struct view other =
        domain_in_form(arena, name, utf8_is_ascii(name) ? IDN_UNICODE : IDN_ASCII);
    size_t width = utf8_width(name);
    output_view(output, name);
    if (!view_equal(name, other)) {
        output_string(output, " (");
        output_view(output, other);
        output_char(output, ')');
        width += utf8_width(other) + 3;
    }
    output_char(output, '\n');
    output_repeat(output, '=', width);
    output_char(output, '\n');
    if (explainer->only != NULL)
        write_note(explainer, arena_printf(arena, "Places are LINE:COLUMN in %s.",
                                           escape_controls(arena, view_of(explainer->only->name))
                                               .text));
}

/* Adds what PARENT, a partial domain, covers. */
static void add_covered(struct grid *grid, const char *before, struct view parent,
                        const char *after)
{
    buffer_add_string(&grid->text, before);
    buffer_add(&grid->text, (struct view){parent.text + 1, parent.length - 1});
    buffer_add_string(&grid->text, after);
}

/* Why the entry that takes effect does. */
static void add_reason(struct explainer *explainer, const struct explanation *explanation)
{
    static const char *const exact[] = {
        [DOMAIN_FULL] = "the name itself",
        [DOMAIN_PARTIAL] = "the entry itself",
        [DOMAIN_ADDRESS] = "the address itself",
    };
    struct grid *grid = &explainer->grid;
    const struct match *match = &explanation->matches.list[0];
    if (match->kind == MATCH_PARTIAL)
        add_covered(grid, "covers every host below ", match_name(explainer, match), "");
    else if (match->kind == MATCH_EXACT)
        buffer_add_string(&grid->text, exact[explanation->destination->kind]);
    else if (explanation->asked.is_default)
        buffer_add_string(&grid->text, "the default entry");
    else
        buffer_add_string(&grid->text, "not listed: no entry matches but this one");
}

static void add_entry(struct explainer *explainer, const char *role, const struct match *match)
{
    grid_row(&explainer->grid);
    grid_add(&explainer->grid, role);
    grid_add_view(&explainer->grid, match_name(explainer, match));
}

static void add_section(struct explainer *explainer, const struct match *match)
{
    uint32_t section = match_section(explainer, match);
    grid_cell_end(&explainer->grid);
    if (section == 0)
        buffer_add_string(&explainer->grid.text,
                          origin_words(explainer->options->defaults.origin));
    explainer_add_place(explainer, section);
    grid_cell_end(&explainer->grid);
}

/* What the base lists and the appliance does not. */
static void add_removed(struct explainer *explainer, const struct explanation *explanation)
{
    struct grid *grid = &explainer->grid;
    struct arena *arena = explainer->policy->arena;
    struct view appliance = escape_controls(arena, explainer->policy->appliance->name);
    grid_row(grid);
    grid_add(grid, "Removed");
    grid_add_view(grid, asked_name(explainer, &explanation->asked));
    buffer_add_string(&grid->text, "on ");
    buffer_add(&grid->text, appliance);
    buffer_add_string(&grid->text, "; the base lists it");
    grid_cell_end(grid);
    explainer_add_place(explainer, explanation->removed.offset);
    grid_cell_end(grid);
}

/* The entry that takes effect, those that would, and the one that only looks like it. */
static void write_matches(struct explainer *explainer, const struct explanation *explanation)
{
    struct grid *grid = &explainer->grid;
    const struct matches *matches = &explanation->matches;
    add_entry(explainer, "Entry", &matches->list[0]);
    add_reason(explainer, explanation);
    add_section(explainer, &matches->list[0]);
    for (uint32_t i = 1; i < matches->count; i++) {
        add_entry(explainer, i == 1 ? "Also matching" : "", &matches->list[i]);
        buffer_add_string(&grid->text, matches->list[i].kind == MATCH_PARTIAL
                                           ? "less specific: not used"
                                           : "gives what the entry leaves open");
        add_section(explainer, &matches->list[i]);
    }
    if (explanation->is_removed)
        add_removed(explainer, explanation);
    if (explanation->below != NO_ENTRY) {
        struct match below = {MATCH_PARTIAL, explanation->below};
        add_entry(explainer, "Not matching", &below);
        add_covered(grid, "covers the hosts below ", match_name(explainer, &below),
                    ", not itself");
        add_section(explainer, &below);
    }
    grid_write(grid, HEAD, explainer->output);
    if (matches->list[0].kind == MATCH_DEFAULT && !explanation->asked.is_default)
        write_note(explainer, "A domain that is not listed has all of the default entry's "
                              "settings, counted for that domain alone.");
    if (explainer->options->defaults.settings == NULL)
        write_note(explainer, "What is inherited comes from the appliance's default entry, which "
                              "is not in this file. Name one with --default FILE, or take "
                              "--factory-default.");
}

/* The order in which settings are looked for when mail does not flow. */
static const enum param page_order[] = {
    PARAM_TABLE_TLS,
    PARAM_DANE_OPTION,
    PARAM_MAX_HOST_CONCURRENCY,
    PARAM_RECIPIENT_LIMIT, /* with its minutes */
    PARAM_LIMIT_TYPE,
    PARAM_LIMIT_APPLY,
    PARAM_MAX_MESSAGES_PER_CONNECTION,
    PARAM_IP_SORT_PREF,
    PARAM_BOUNCE_PROFILE,
    PARAM_BOUNCE_VALIDATION,
    PARAM_CERTIFICATE,
    PARAM_SEND_TLS_REQ_ALERT,
};

/* Adds where a setting comes from to the cell that is being written. */
static void add_origin(struct explainer *explainer, const struct explanation *explanation,
                       const struct finding *finding)
{
    struct buffer *text = &explainer->grid.text;
    bool asked_for = explanation->asked.is_default && finding->origin == ORIGIN_DEFAULT;
    if (finding->origin == ORIGIN_DEFAULT && !asked_for)
        buffer_add_string(text, "default entry, ");
    else if (finding->origin == ORIGIN_FILE)
        buffer_add_string(text, "--default, ");
    else if (finding->origin != ORIGIN_ENTRY && !asked_for)
        buffer_add_string(text, origin_words(finding->origin));
    if (finding->origin == ORIGIN_FACTORY && finding->place.offset != 0)
        buffer_add_string(text, ": missing in ");
    explainer_add_place(explainer, finding->place.offset);
}

static void add_setting(struct explainer *explainer, const struct explanation *explanation,
                        const struct finding *finding)
{
    struct grid *grid = &explainer->grid;
    char buffer[WORDS_BUFFER];
    grid_row(grid);
    grid_add(grid, parameter(finding->param)->label);
    buffer_add(&grid->text, finding_words(explainer, explanation, finding, buffer));
    if (finding->value.kind == VALUE_UNKNOWN)
        buffer_add_string(&grid->text, " (not known to destc)");
    if (finding->lacking)
        buffer_add_string(&grid->text, " (the release lacks it)");
    grid_cell_end(grid);
    add_origin(explainer, explanation, finding);
    grid_cell_end(grid);
}

static void write_settings(struct explainer *explainer, const struct explanation *explanation)
{
    write_head(explainer, "Settings");
    for (size_t i = 0; i < sizeof page_order / sizeof page_order[0]; i++) {
        struct finding finding;
        if (explanation_setting(explainer, explanation, page_order[i], &finding))
            add_setting(explainer, explanation, &finding);
    }
    grid_write(&explainer->grid, BODY, explainer->output);
}

/* What must stand beside a parameter for it to have an effect: "a or b". */
static void add_company(struct grid *grid, enum param param)
{
    bool first = true;
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((parameter(param)->idle & PARAM_BIT(i)) == 0)
            continue;
        buffer_add_string(&grid->text, first ? "needs " : " or ");
        buffer_add_string(&grid->text, parameter((enum param)i)->export_name);
        first = false;
    }
}

static void write_idle(struct explainer *explainer, const struct explanation *explanation)
{
    struct grid *grid = &explainer->grid;
    const struct policy *policy = explainer->policy;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        const char *name = parameter(param)->export_name;
        char buffer[VALUE_BUFFER];
        if (!explanation_idle(explanation, param))
            continue;
        grid_row(grid);
        buffer_add_string(&grid->text, name);
        buffer_add_string(&grid->text, " = ");
        grid_add_view(grid,
                      explainer_value(explainer, param, explanation->own->values[i], buffer));
        add_company(grid, param);
        grid_cell_end(grid);
        explainer_add_place(explainer,
                  policy_locate(policy, explanation->section, view_of(name)).offset);
        grid_cell_end(grid);
    }
    if (grid->row_count == 0)
        return;
    write_head(explainer, "Given without effect");
    grid_write(grid, BODY, explainer->output);
}

/* The unknown parameters of SETTINGS, which stand in the entry at SECTION. */
static void add_unknown(struct explainer *explainer, const struct settings *settings,
                        uint32_t section, const char *whose)
{
    struct grid *grid = &explainer->grid;
    for (uint32_t i = 0; settings != NULL && i < settings->other_count; i++) {
        const struct other *other = &settings->others[i];
        struct view name = atom_view(explainer->policy->store, other->name);
        grid_row(grid);
        buffer_add(&grid->text, explainer_atom(explainer, other->name));
        buffer_add_string(&grid->text, " = ");
        grid_add_view(grid, explainer_atom(explainer, other->text));
        buffer_add_string(&grid->text, whose);
        explainer_add_place(explainer, policy_locate(explainer->policy, section, name).offset);
        grid_cell_end(grid);
    }
}

static void write_unknown(struct explainer *explainer, const struct explanation *explanation)
{
    const struct defaults *defaults = &explainer->options->defaults;
    add_unknown(explainer, explanation->own, explanation->section, "");
    if (explanation->destination != NULL)
        add_unknown(explainer, defaults->settings, defaults->section, "default entry, ");
    if (explainer->grid.row_count == 0)
        return;
    write_head(explainer, "Not known to destc, kept as it stands");
    grid_write(&explainer->grid, BODY, explainer->output);
}

static void write_cases(struct explainer *explainer, const struct explanation *explanation)
{
    enum tls_setting tls = explanation_tls(explanation);
    struct output *output = explainer->output;
    output_string(output, "\n  On delivery");
    const char *dane = explanation_dane(explainer, explanation);
    if (tls == TLS_SETTING_COUNT) {
        output_char(output, '\n');
        write_paragraph(explainer, delivery_unknown());
        if (dane != NULL)
            write_paragraph(explainer, dane);
        return;
    }
    output_string(output, ", with TLS ");
    output_string(output, word_by_code(WORDS_TLS, tls)->detail);
    output_char(output, '\n');
    for (int i = 0; i < DELIVERY_CASE_COUNT; i++) {
        grid_row(&explainer->grid);
        grid_add(&explainer->grid, delivery_case_entry((enum delivery_case)i)->words);
        grid_add(&explainer->grid, delivery(tls, (enum delivery_case)i)->words);
    }
    grid_write(&explainer->grid, BODY, output);
    if (delivery_may_fail(tls))
        write_paragraph(explainer, delivery_not_delivered());
    if (delivery_check(tls) != NULL)
        write_paragraph(explainer, delivery_check(tls));
    if (dane != NULL)
        write_paragraph(explainer, dane);
}

static void write_limits(struct explainer *explainer)
{
    const struct delivery_limit *limit = NULL;
    write_head(explainer, "What a table cannot tell");
    while ((limit = delivery_limit_next(limit, explainer->target)) != NULL)
        write_paragraph(explainer, limit->words);
}

static void write_assumed(struct explainer *explainer, const struct explanation *explanation)
{
    struct grid *grid = &explainer->grid;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!explanation->assumed[i])
            continue;
        grid_row(grid);
        grid_add(grid, assumption_entry((enum assumption)i)->id);
        grid_add(grid, assumption_entry((enum assumption)i)->claim);
    }
    if (grid->row_count == 0)
        return;
    write_head(explainer, "This rests on assumptions (destc assumptions says how to try each)");
    grid_write(grid, BODY, explainer->output);
}

void explain_text(struct explainer *explainer, const struct explanation *explanation)
{
    if (explainer->explained > 0)
        output_char(explainer->output, '\n');
    write_name(explainer, explanation);
    write_matches(explainer, explanation);
    write_settings(explainer, explanation);
    chain_text(explainer, explanation_chain(explainer, explanation));
    write_idle(explainer, explanation);
    write_unknown(explainer, explanation);
    write_cases(explainer, explanation);
    write_limits(explainer);
    write_assumed(explainer, explanation);
}
