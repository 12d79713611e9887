/* SPDX-License-Identifier: MIT */
#include "write/explanation.h"

#include "diag/show.h"

/* The only file that a run has texts of, what was made from it included; NULL if there are more. */
static const struct source *only_file(const struct sources *sources)
{
    const struct source *only = NULL;
    for (uint32_t i = 0; i < sources->count; i++) {
        if (sources->list[i]->origin != NULL)
            continue;
        if (only != NULL)
            return NULL;
        only = sources->list[i];
    }
    return only;
}

struct explainer *explain_begin(const struct explain_request *request, struct diag *diag,
                                struct output *output)
{
    struct arena *arena = request->policy->arena;
    const struct write_options *options = request->options;
    struct explainer *explainer = arena_zero(arena, 1, sizeof *explainer);
    explainer->policy = request->policy;
    explainer->options = options;
    explainer->target = options->has_target ? options->target : RELEASE_NEWEST;
    explainer->form = request->form;
    explainer->only = only_file(request->policy->sources);
    explainer->diag = diag;
    explainer->output = output;
    explainer->grid = grid_new(arena);
    resolve_default(&options->defaults, &explainer->resolved_default);
    if (explainer->form == EXPLAIN_JSON)
        output_char(output, '[');
    return explainer;
}

static void write_place(struct explainer *explainer, const struct finding *finding)
{
    struct output *output = explainer->output;
    struct shown_place place = explainer_place(explainer, finding->place.offset);
    if (place.line == 0) {
        output_string(output, origin_words(finding->origin));
        return;
    }
    output_view(output, place.file);
    output_char(output, ':');
    output_number(output, place.line);
    output_char(output, ':');
    output_number(output, place.column);
}

static void write_ids(struct explainer *explainer, const bool assumed[ASSUMPTION_COUNT])
{
    bool first = true;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!assumed[i])
            continue;
        if (!first)
            output_char(explainer->output, ',');
        output_string(explainer->output, assumption_entry((enum assumption)i)->id);
        first = false;
    }
}

/*
 * ", DANE Mandatory" behind the TLS setting, unless DANE is off. Where neither is in the file, the
 * words for TLS say so for both.
 */
static void write_dane(struct explainer *explainer, struct explanation *explanation,
                       const struct finding *tls)
{
    struct finding finding;
    char buffer[WORDS_BUFFER];
    if (!explanation_setting(explainer, explanation, PARAM_DANE_OPTION, &finding))
        return;
    const struct value *value = &finding.value;
    if ((value->kind == VALUE_ABSENT && tls->value.kind == VALUE_ABSENT) ||
        (value->kind == VALUE_WORD && value->number == DANE_OFF))
        return;
    explanation->assumed[finding.assumed] = true;
    output_string(explainer->output, ", DANE ");
    output_view(explainer->output, finding_words(explainer, explanation, &finding, buffer));
}

static void explain_brief(struct explainer *explainer, struct explanation *explanation)
{
    struct output *output = explainer->output;
    struct finding finding;
    char buffer[WORDS_BUFFER];
    explanation_setting(explainer, explanation, PARAM_TABLE_TLS, &finding);
    explanation->assumed[finding.assumed] = true;
    output_view(output, escape_controls(explainer->policy->arena, explanation->asked.text));
    output_char(output, '\t');
    output_view(output, match_name(explainer, &explanation->matches.list[0]));
    output_char(output, '\t');
    output_view(output, finding_words(explainer, explanation, &finding, buffer));
    write_dane(explainer, explanation, &finding);
    output_char(output, '\t');
    write_place(explainer, &finding);
    output_char(output, '\t');
    write_ids(explainer, explanation->assumed);
    output_char(output, '\n');
}

static void report_fault(struct explainer *explainer, struct view name, struct span place,
                         const struct domain_fault *fault)
{
    const struct code_entry *entry = code_entry(fault->code);
    struct span at = {place.offset + (uint32_t)fault->offset,
                      place.offset + (uint32_t)(fault->offset + fault->length)};
    if (place.offset == 0 || fault->length == 0 || at.end > place.end)
        at = place;
    struct message *message = diag_report(explainer->diag, fault->code, at, "%s: \"%.*s\"",
                                          domain_fault_words(explainer->diag->arena, fault),
                                          VIEW_ARG(name));
    diag_help(explainer->diag, message, "%s", fault->help == NULL ? entry->mend : fault->help);
}

bool explain(struct explainer *explainer, struct view name, struct span place)
{
    struct asked asked;
    struct domain_fault fault;
    if (!asked_parse(explainer->policy->arena, name, &asked, &fault)) {
        uint32_t blanks = (uint32_t)(asked.text.text - name.text);
        if (place.offset != 0)
            place = (struct span){place.offset + blanks,
                                  place.offset + blanks + (uint32_t)asked.text.length};
        report_fault(explainer, asked.text, place, &fault);
        return false;
    }
    struct explanation explanation;
    explanation_find(explainer, &asked, &explanation);
    if (explainer->form == EXPLAIN_BRIEF) {
        explain_brief(explainer, &explanation);
    } else {
        explanation_assume(explainer, &explanation);
        if (explainer->form == EXPLAIN_TEXT)
            explain_text(explainer, &explanation);
        else
            explain_json(explainer, &explanation);
    }
    explainer->explained++;
    return true;
}

void explain_end(struct explainer *explainer)
{
    if (explainer->form == EXPLAIN_JSON)
        output_string(explainer->output, explainer->explained == 0 ? "]\n" : "\n]\n");
}
