/* SPDX-License-Identifier: MIT */
#include "write/csv.h"

#include "base/buffer.h"
#include "write/shown.h"

/* Entries that have one thing in common, which is to be reported once. */
struct finding {
    uint32_t count;
    uint32_t section; /* of the first of them in the text */
    struct view text;
};

struct findings {
    const struct policy *policy;
    struct finding *lost; /* by the atom of an unknown parameter's name */
    struct finding formulas[PARAM_COUNT];
    struct finding names;
};

static void find(struct finding *finding, uint32_t count, uint32_t section, struct view text)
{
    if (finding->count == 0 || section < finding->section) {
        finding->section = section;
        finding->text = text;
    }
    finding->count += count;
}

/* Whether a spreadsheet computes a cell with this text. */
static bool is_formula(struct view text)
{
    return text.length > 0 && view_has(VIEW("=+-@"), text.text[0]);
}

/* Looks at a set of settings, which COUNT entries use, the first of them at SECTION. */
static void look_at(struct findings *findings, const struct settings *settings, uint32_t count,
                    uint32_t section)
{
    const struct store *store = findings->policy->store;
    for (uint32_t i = 0; i < settings->other_count; i++)
        find(&findings->lost[settings->others[i].name], count, section,
             atom_view(store, settings->others[i].name));
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct value value = settings->values[i];
        if (value.kind != VALUE_NAME && value.kind != VALUE_UNKNOWN)
            continue;
        if (is_formula(atom_view(store, value.number)))
            find(&findings->formulas[i], count, section, atom_view(store, value.number));
    }
}

static void look_at_all(struct findings *findings, const struct write_options *options)
{
    const struct policy *policy = findings->policy;
    uint32_t count;
    const struct set_use *uses = policy_sets(policy, &count);
    if (policy->has_default && !options->omit_default)
        look_at(findings, policy_default(policy), 1, policy->default_section);
    for (uint32_t i = 0; i < count; i++)
        look_at(findings, policy_settings(policy, uses[i].settings), uses[i].count,
                policy_destination(policy, uses[i].first)->section);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        if (is_formula(destination_name(destination)))
            find(&findings->names, 1, destination->section, destination_name(destination));
    }
}

static void add_count(struct diag *diag, struct message *message, const struct finding *finding)
{
    if (finding->count > 1)
        diag_note(diag, message, SPAN_NONE, "the same in %u more %s", finding->count - 1,
                  finding->count == 2 ? "entry" : "entries");
}

static void report_formula(struct diag *diag, const struct finding *finding, struct span place,
                           const char *what)
{
    if (finding->count == 0)
        return;
    struct message *message =
        diag_report(diag, CODE_OUTPUT_FORMULA, place,
                    "%s \"%.*s\" begins with %c: a spreadsheet takes it for a formula", what,
                    VIEW_ARG(finding->text), finding->text.text[0]);
    diag_help(diag, message, "%s", code_entry(CODE_OUTPUT_FORMULA)->mend);
    add_count(diag, message, finding);
}

/* Finding a setting again takes reading its entry again: only for this many unknown names. */
enum { MOST_LOCATED = 256 };

static void report_lost(const struct findings *findings, struct diag *diag)
{
    const struct policy *policy = findings->policy;
    uint32_t located = 0;
    for (uint32_t i = 0; i < policy->store->atom_count; i++) {
        const struct finding *lost = &findings->lost[i];
        if (lost->count == 0)
            continue;
        struct span place = {lost->section, lost->section + 1};
        if (located++ < MOST_LOCATED)
            place = policy_locate(policy, lost->section, lost->text);
        struct message *message =
            diag_report(diag, CODE_OUTPUT_LOSS, place,
                        "csv has no column for the unknown parameter %.*s: left out",
                        VIEW_ARG(lost->text));
        diag_help(diag, message, "%s", code_entry(CODE_OUTPUT_LOSS)->mend);
        add_count(diag, message, lost);
    }
}

void check_csv(const struct policy *policy, const struct write_options *options, struct diag *diag)
{
    struct findings findings = {.policy = policy};
    findings.lost = arena_zero(policy->arena, policy->store->atom_count, sizeof *findings.lost);
    look_at_all(&findings, options);
    report_lost(&findings, diag);
    for (int i = 0; i < PARAM_COUNT; i++) {
        const char *name = parameter((enum param)i)->export_name;
        const struct finding *formula = &findings.formulas[i];
        report_formula(diag, formula, policy_locate(policy, formula->section, view_of(name)),
                       name);
    }
    struct span first = {findings.names.section, findings.names.section + 1};
    report_formula(diag, &findings.names, first, "the destination");
}

/* Whether TEXT must be quoted to be read again as it is. */
static bool needs_quotes(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (view_has(VIEW(",\"\r\n"), text.text[i]))
            return true;
    return !view_equal(view_trim(text), text);
}

static void add_cell(struct buffer *buffer, struct view text)
{
    if (!needs_quotes(text)) {
        buffer_add(buffer, text);
        return;
    }
    buffer_add_char(buffer, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '"')
            buffer_add_char(buffer, '"');
        buffer_add_char(buffer, text.text[i]);
    }
    buffer_add_char(buffer, '"');
}

/* A row behind its first cell. */
static struct view render(const struct policy *policy, const struct write_options *options,
                          const struct settings *settings, enum entry_kind kind)
{
    char number[VALUE_BUFFER];
    struct value shown[PARAM_COUNT];
    struct buffer buffer = buffer_new(policy->arena);
    shown_values(settings, kind, options, shown);
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (shown_is_lacking((enum param)i, options))
            continue;
        buffer_add_char(&buffer, ',');
        add_cell(&buffer, value_export(policy->store, (enum param)i, shown[i], number));
    }
    buffer_add_char(&buffer, '\n');
    return buffer_view(&buffer);
}

static void write_header(const struct write_options *options, struct output *output)
{
    output_view(output, VIEW("domain"));
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (shown_is_lacking((enum param)i, options))
            continue;
        output_char(output, ',');
        output_string(output, parameter((enum param)i)->export_name);
    }
    output_char(output, '\n');
}

void write_csv(const struct policy *policy, const struct write_options *options,
               struct output *output)
{
    write_header(options, output);
    if (policy->has_default && !options->omit_default) {
        output_view(output, VIEW("DEFAULT"));
        output_view(output, render(policy, options, policy_default(policy), ENTRY_IS_DEFAULT));
    }
    struct view *rendered = arena_zero(policy->arena, policy->store->set_count, sizeof *rendered);
    const uint32_t *order = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, order[i]);
        struct view *row = &rendered[destination->settings];
        if (row->text == NULL)
            *row = render(policy, options, policy_settings(policy, destination->settings),
                          ENTRY_IS_DESTINATION);
        /* No character that a destination's name can have needs quotes. */
        output_view(output,
                    domain_in_form(policy->arena, destination_name(destination), options->idn));
        output_view(output, *row);
    }
}
