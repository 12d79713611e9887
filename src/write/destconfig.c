/* SPDX-License-Identifier: MIT */
#include "write/destconfig.h"

#include "base/buffer.h"
#include "write/nothing.h"

/* One set of settings that is about to be written, and where to point when it cannot be. */
struct candidate {
    const struct policy *policy;
    const struct write_options *options;
    struct diag *diag;
    const struct settings *settings;
    uint32_t section; /* of the first entry that uses it */
    uint32_t count;   /* entries that use it */
};

static struct message *report(const struct candidate *candidate, enum code code, struct view name,
                              const char *text)
{
    struct span place = policy_locate(candidate->policy, candidate->section, name);
    struct message *message = diag_report(candidate->diag, code, place, "%s", text);
    if (candidate->count > 1)
        diag_note(candidate->diag, message, SPAN_NONE, "the same in %u more entries",
                  candidate->count - 1);
    return message;
}

/* Whether the appliance's reader could take a part of TEXT for a comment or a reference. */
static bool is_safe(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool after_blank = i == 0 || text.text[i - 1] == ' ' || text.text[i - 1] == '\t';
        if (text.text[i] == '%' || (text.text[i] == ';' && after_blank))
            return false;
    }
    return text.length > 0;
}

/* Whether NAME can stand at the beginning of a line and be read as a parameter again. */
static bool is_safe_name(struct view name)
{
    if (!is_safe(name) || !view_equal(view_trim(name), name))
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (view_has(VIEW("=:\r\n"), name.text[i]))
            return false;
    return !view_has(VIEW("[#;"), name.text[0]);
}

static void check_safe(const struct candidate *candidate, struct view name, struct view text)
{
    if (is_safe(text))
        return;
    const char *words =
        arena_printf(candidate->diag->arena, "%.*s = %.*s cannot be written: the appliance may "
                     "take a part of the value for a comment or a reference",
                     VIEW_ARG(name), VIEW_ARG(text));
    diag_help(candidate->diag, report(candidate, CODE_OUTPUT_UNSAFE, name, words), "%s",
              code_entry(CODE_OUTPUT_UNSAFE)->mend);
}

static void check_assumed(const struct candidate *candidate, enum param param)
{
    const struct parameter *row = parameter(param);
    struct value value = candidate->settings->values[param];
    if (value.kind != VALUE_WORD || value.seen != SEEN_NOWHERE ||
        candidate->options->accept_assumptions)
        return;
    const struct word *word = word_by_code(row->words, value.number);
    if (word->assumed == ASSUMED_NONE)
        return;
    const struct assumption_entry *assumption = assumption_entry(word->assumed);
    const char *text =
        arena_printf(candidate->diag->arena, "%s = %s rests on assumption %s: no document shows "
                     "how an export spells it",
                     row->export_name, word->export_word, assumption->id);
    struct message *message =
        report(candidate, CODE_OUTPUT_ASSUMED, view_of(row->export_name), text);
    diag_help(candidate->diag, message, "%s", code_entry(CODE_OUTPUT_ASSUMED)->mend);
}

static void check_settings(const struct candidate *candidate)
{
    const struct settings *settings = candidate->settings;
    const struct store *store = candidate->policy->store;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        struct value value = settings->values[param];
        if (value.kind == VALUE_ABSENT)
            continue;
        check_assumed(candidate, param);
        if (value.kind == VALUE_NAME || value.kind == VALUE_UNKNOWN)
            check_safe(candidate, view_of(parameter(param)->export_name),
                       atom_view(store, value.number));
    }
    for (uint32_t i = 0; i < settings->other_count; i++) {
        struct view name = atom_view(store, settings->others[i].name);
        check_safe(candidate, name, atom_view(store, settings->others[i].text));
        if (is_safe_name(name))
            continue;
        const char *text = arena_printf(candidate->diag->arena,
                                        "a parameter named \"%.*s\" cannot be written",
                                        VIEW_ARG(name));
        report(candidate, CODE_OUTPUT_UNSAFE, name, text);
    }
}

static void check_default(struct candidate *candidate)
{
    const struct policy *policy = candidate->policy;
    candidate->settings = policy_default(policy);
    candidate->section = policy->default_section;
    candidate->count = 1;
    check_settings(candidate);
    if (settings_has(candidate->settings, PARAM_CERTIFICATE) ||
        candidate->options->allow_demo_certificate)
        return;
    struct span place = {policy->default_section, policy->default_section + 1};
    struct message *message = diag_report(
        candidate->diag, CODE_OUTPUT_DEMO_CERTIFICATE, place,
        "importing a default entry without certificate would make the appliance use its "
        "demonstration certificate");
    diag_help(candidate->diag, message, "%s", code_entry(CODE_OUTPUT_DEMO_CERTIFICATE)->mend);
}

void check_destconfig(const struct policy *policy, const struct write_options *options,
                      struct diag *diag)
{
    struct candidate candidate = {.policy = policy, .options = options, .diag = diag};
    if (has_no_entry(policy, options))
        report_nothing(policy, diag, "an import of it would delete every destination");
    if (policy->has_default && !options->omit_default)
        check_default(&candidate);
    uint32_t count;
    const struct set_use *uses = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        candidate.settings = policy_settings(policy, uses[i].settings);
        candidate.section = policy_destination(policy, uses[i].first)->section;
        candidate.count = uses[i].count;
        check_settings(&candidate);
    }
}

static void add_line(struct buffer *buffer, struct view name, struct view value)
{
    buffer_add(buffer, name);
    buffer_add_string(buffer, " = ");
    buffer_add(buffer, value);
    buffer_add_char(buffer, '\n');
}

static struct view in_lower_case(struct arena *arena, struct view name)
{
    char *text = arena_alloc(arena, name.length);
    for (size_t i = 0; i < name.length; i++)
        text[i] = ascii_lower(name.text[i]);
    return (struct view){text, name.length};
}

/* The lines below a section's head. */
static struct view render(const struct policy *policy, const struct settings *settings,
                          bool folds_names)
{
    char number[VALUE_BUFFER];
    const struct store *store = policy->store;
    struct buffer buffer = buffer_new(policy->arena);
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if (settings_has(settings, param))
            add_line(&buffer, view_of(parameter(param)->export_name),
                     value_export(store, param, settings->values[param], number));
    }
    for (uint32_t i = 0; i < settings->other_count; i++) {
        struct view name = atom_view(store, settings->others[i].name);
        add_line(&buffer, folds_names ? in_lower_case(policy->arena, name) : name,
                 atom_view(store, settings->others[i].text));
    }
    return buffer_view(&buffer);
}

static void write_section(struct output *output, struct view name, struct view lines, bool first)
{
    output_view(output, first ? VIEW("[") : VIEW("\n["));
    output_view(output, name);
    output_view(output, VIEW("]\n"));
    output_view(output, lines);
}

enum { AHEAD = 8 }; /* names that are fetched before their turn */

void write_destconfig(const struct policy *policy, const struct write_options *options,
                      struct output *output)
{
    bool first = true;
    if (policy->has_default && !options->omit_default) {
        write_section(output, VIEW("DEFAULT"),
                      render(policy, policy_default(policy), options->fold_names), first);
        first = false;
    }
    struct view *rendered = arena_zero(policy->arena, policy->store->set_count, sizeof *rendered);
    const uint32_t *order = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        /* In the order of names, entries and names lie all over the memory. */
        if (i + 2 * AHEAD < policy->count)
            __builtin_prefetch(policy_destination(policy, order[i + 2 * AHEAD]));
        if (i + AHEAD < policy->count)
            __builtin_prefetch(policy_destination(policy, order[i + AHEAD])->name);
        const struct destination *destination = policy_destination(policy, order[i]);
        struct view *lines = &rendered[destination->settings];
        if (lines->text == NULL)
            *lines = render(policy, policy_settings(policy, destination->settings),
                            options->fold_names);
        if (lines->text == NULL)
            *lines = VIEW("");
        struct view name =
            domain_in_form(policy->arena, destination_name(destination), options->idn);
        write_section(output, name, *lines, first);
        first = false;
    }
}
