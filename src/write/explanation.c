/* SPDX-License-Identifier: MIT */
#include "write/explanation.h"

#include "base/buffer.h"
#include "diag/show.h"
#include "model/removals.h"
#include "write/names.h"

#include <stdio.h>

struct view match_name(struct explainer *explainer, const struct match *match)
{
    const struct policy *policy = explainer->policy;
    if (match->entry == NO_ENTRY)
        return VIEW("DEFAULT");
    return name_shown(policy->arena, policy_destination(policy, match->entry),
                      explainer->options->idn, false);
}

uint32_t match_section(const struct explainer *explainer, const struct match *match)
{
    if (match->entry == NO_ENTRY)
        return explainer->options->defaults.section;
    return policy_destination(explainer->policy, match->entry)->section;
}

struct view asked_name(struct explainer *explainer, const struct asked *asked)
{
    if (asked->is_default)
        return VIEW("DEFAULT");
    return domain_in_form(explainer->policy->arena, asked->domain.name, explainer->options->idn);
}

struct shown_place explainer_place(struct explainer *explainer, uint32_t offset)
{
    struct position position = sources_position(explainer->policy->sources, offset);
    if (position.source == NULL)
        return (struct shown_place){.file = VIEW("")};
    if (explainer->shown != position.source) {
        explainer->shown = position.source;
        explainer->shown_name =
            escape_controls(explainer->policy->arena, view_of(position.source->name));
    }
    return (struct shown_place){explainer->shown_name, position.line, position.column};
}

void explainer_add_place(struct explainer *explainer, uint32_t offset)
{
    struct buffer *text = &explainer->grid.text;
    struct shown_place place = explainer_place(explainer, offset);
    if (place.line == 0)
        return;
    if (explainer->only == NULL)
        buffer_printf(text, "%.*s:", VIEW_ARG(place.file));
    buffer_printf(text, "%u:%u", place.line, place.column);
}

struct view explainer_atom(struct explainer *explainer, atom text)
{
    return escape_controls(explainer->policy->arena, atom_view(explainer->policy->store, text));
}

struct view explainer_value(struct explainer *explainer, enum param param, struct value value,
                            char buffer[VALUE_BUFFER])
{
    if (value.kind == VALUE_NUMBER || value.kind == VALUE_WORD)
        return value_export(explainer->policy->store, param, value, buffer);
    return value.kind == VALUE_ABSENT ? VIEW("") : explainer_atom(explainer, value.number);
}

/* The resolved settings of set NUMBER: worked out once for all the entries that share it. */
static const struct resolved *resolved_set(struct explainer *explainer, uint32_t number)
{
    const struct policy *policy = explainer->policy;
    if (explainer->resolved == NULL) {
        explainer->resolved_count = policy->store->set_count;
        explainer->resolved =
            arena_zero(policy->arena, explainer->resolved_count, sizeof(*explainer->resolved));
    }
    if (explainer->resolved[number] == NULL) {
        explainer->resolved[number] = arena_alloc(policy->arena, sizeof(struct resolved));
        resolve(policy_settings(policy, number), &explainer->options->defaults,
                explainer->resolved[number]);
    }
    return explainer->resolved[number];
}

/* A name that is written in its own script is compared in its xn-- form. */
static bool is_converted(const struct explanation *explanation)
{
    const struct domain *domain = &explanation->asked.domain;
    const struct destination *destination = explanation->destination;
    if (destination == NULL || domain->kind == DOMAIN_ADDRESS)
        return false;
    return !view_equal(domain->name, domain->key) ||
           (destination->flags & DESTINATION_OWN_KEY) != 0;
}

static void assume_match(struct explanation *explanation)
{
    const struct destination *destination = explanation->destination;
    explanation->assumed[ASSUMED_MATCHING] =
        match_is_assumed(&explanation->asked, &explanation->matches);
    explanation->assumed[ASSUMED_NAMES] =
        explanation->below != NO_ENTRY ||
        (destination != NULL && destination->kind != DOMAIN_FULL);
    explanation->assumed[ASSUMED_IDN] = is_converted(explanation);
}

/* Whether the appliance removes the entry of that very name. */
static void find_removed(const struct explainer *explainer, struct explanation *explanation)
{
    const struct policy *policy = explainer->policy;
    struct view key = explanation->asked.domain.key;
    if (policy->base == NULL || explanation->asked.is_default ||
        explanation->matches.list[0].kind == MATCH_EXACT ||
        policy_find(policy->base, key) == NO_ENTRY)
        return;
    explanation->is_removed = true;
    explanation->removed = removals_find(
        policy->base, (uint32_t)(policy->appliance - policy->base->appliances), key);
}

void explanation_find(struct explainer *explainer, const struct asked *asked,
                      struct explanation *explanation)
{
    const struct policy *policy = explainer->policy;
    *explanation = (struct explanation){.asked = *asked};
    match_find(policy, asked, &explanation->matches);
    explanation->below = match_below(policy, asked);
    const struct match *match = &explanation->matches.list[0];
    explanation->section = match_section(explainer, match);
    if (match->entry == NO_ENTRY) {
        explanation->own = explainer->options->defaults.settings;
        explanation->resolved = &explainer->resolved_default;
    } else {
        explanation->destination = policy_destination(policy, match->entry);
        explanation->own = policy_settings(policy, explanation->destination->settings);
        explanation->resolved = resolved_set(explainer, explanation->destination->settings);
    }
    find_removed(explainer, explanation);
    assume_match(explanation);
}

static const uint32_t LIMITS =
    PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY) | PARAM_BIT(PARAM_RECIPIENT_LIMIT);

/* The scope of an entry that gives one limit holds for the other one too, which is inherited. */
static bool has_one_limit(const struct explanation *explanation)
{
    if (explanation->destination == NULL)
        return false;
    uint32_t given = explanation->own->given & LIMITS;
    return given != 0 && given != LIMITS;
}

void explanation_assume(struct explainer *explainer, struct explanation *explanation)
{
    struct finding finding;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if (explanation_setting(explainer, explanation, param, &finding))
            explanation->assumed[finding.assumed] = true;
        if (explanation_idle(explanation, param))
            explanation->assumed[ASSUMED_IDLE_SCOPE] = true;
    }
    explanation->assumed[ASSUMED_SCOPE] = has_one_limit(explanation);
    bool others = explanation->own != NULL && explanation->own->other_count > 0;
    explanation->assumed[ASSUMED_NEWER] |= others;
    enum tls_setting tls = explanation_tls(explanation);
    for (int i = 0; tls != TLS_SETTING_COUNT && i < DELIVERY_CASE_COUNT; i++)
        explanation->assumed[delivery(tls, (enum delivery_case)i)->assumed] = true;
    explanation->assumed[ASSUMED_NONE] = false;
}

/* The default entry is read for its settings' places only once. */
static struct span default_place(struct explainer *explainer, enum param param)
{
    struct span *place = &explainer->default_places[param];
    if (place->offset == 0)
        *place = policy_locate(explainer->policy, explainer->options->defaults.section,
                               view_of(parameter(param)->export_name));
    return *place;
}

static void place_in_default(struct explainer *explainer, struct finding *finding)
{
    uint32_t section = explainer->options->defaults.section;
    finding->place = default_place(explainer, finding->param);
    if (finding->place.offset != 0 || section == 0)
        return;
    finding->place = (struct span){section, section + 1};
    /* A value that the text does not give was filled in, which --lenient allows. */
    if (finding->value.kind != VALUE_ABSENT)
        finding->origin = ORIGIN_FACTORY;
}

static void place_in_entry(struct explainer *explainer, const struct explanation *explanation,
                           struct finding *finding)
{
    finding->place = policy_locate(explainer->policy, explanation->section,
                                   view_of(parameter(finding->param)->export_name));
    if (finding->place.offset == 0 && explanation->section != 0)
        finding->place = (struct span){explanation->section, explanation->section + 1};
}

bool explanation_setting(struct explainer *explainer, const struct explanation *explanation,
                         enum param param, struct finding *finding)
{
    const struct effective *effective = &explanation->resolved->settings[param];
    *finding = (struct finding){
        .param = param, .value = effective->value, .origin = effective->origin};
    finding->lacking = release_compare(parameter(param)->since, explainer->target) > 0;
    bool given = finding->origin == ORIGIN_ENTRY || finding->origin == ORIGIN_DEFAULT ||
                 finding->origin == ORIGIN_FILE;
    if (finding->lacking && (!given || finding->value.kind == VALUE_ABSENT))
        return false;
    if (finding->origin == ORIGIN_ENTRY)
        place_in_entry(explainer, explanation, finding);
    else if (given)
        place_in_default(explainer, finding);
    if (finding->lacking && finding->origin == ORIGIN_FACTORY)
        return false;
    struct effective found = {finding->value, finding->origin};
    finding->assumed = resolved_assumption(param, &found);
    return true;
}

const char *origin_words(enum origin origin)
{
    static const char *const words[] = {
        [ORIGIN_FACTORY] = "factory default",
        [ORIGIN_BUILT_IN] = "built in, given nowhere",
        [ORIGIN_APPLIANCE] = "not in this file",
    };
    return origin < sizeof words / sizeof words[0] ? words[origin] : NULL;
}

static const char *absent_words(const struct finding *finding)
{
    if (finding->origin == ORIGIN_APPLIANCE)
        return "(appliance default)";
    if (finding->param == PARAM_BOUNCE_PROFILE)
        return "Default";
    if (finding->param == PARAM_CERTIFICATE)
        return "none: the demonstration certificate";
    return "not given";
}

static struct view limit_words(struct explainer *explainer, const struct explanation *explanation,
                               uint32_t limit, char buffer[WORDS_BUFFER])
{
    if (limit == 0)
        return VIEW("no limit");
    char number[VALUE_BUFFER];
    struct value minutes = explanation->resolved->settings[PARAM_RECIPIENT_MINUTES].value;
    struct view text =
        value_export(explainer->policy->store, PARAM_RECIPIENT_MINUTES, minutes, number);
    bool known = minutes.kind == VALUE_NUMBER;
    bool one = known && minutes.number == 1;
    int length = snprintf(buffer, WORDS_BUFFER, "%u per %.*s minute%s", limit,
                          known ? (int)text.length : 1, known ? text.text : "?", one ? "" : "s");
    return (struct view){buffer, (size_t)length};
}

struct view finding_words(struct explainer *explainer, const struct explanation *explanation,
                          const struct finding *finding, char buffer[WORDS_BUFFER])
{
    const struct value *value = &finding->value;
    const struct parameter *row = parameter(finding->param);
    switch ((enum value_kind)value->kind) {
    case VALUE_ABSENT:
        return view_of(absent_words(finding));
    case VALUE_NUMBER:
        if (finding->param == PARAM_RECIPIENT_LIMIT)
            return limit_words(explainer, explanation, value->number, buffer);
        return value_export(explainer->policy->store, finding->param, *value, buffer);
    case VALUE_WORD:
        return view_of(word_by_code(row->words, value->number)->detail);
    case VALUE_NAME:
    case VALUE_UNKNOWN:
    case VALUE_REJECTED:
        break;
    }
    struct view text = explainer_atom(explainer, value->number);
    if (value->kind != VALUE_UNKNOWN || explainer->form == EXPLAIN_JSON)
        return text;
    return view_of(arena_printf(explainer->policy->arena, "\"%.*s\"", VIEW_ARG(text)));
}

bool explanation_idle(const struct explanation *explanation, enum param param)
{
    const struct parameter *row = parameter(param);
    return explanation->destination != NULL && row->idle != 0 &&
           settings_has(explanation->own, param) && (explanation->own->given & row->idle) == 0;
}

enum tls_setting explanation_tls(const struct explanation *explanation)
{
    const struct value *value = &explanation->resolved->settings[PARAM_TABLE_TLS].value;
    return value->kind == VALUE_WORD ? (enum tls_setting)value->number : TLS_SETTING_COUNT;
}

const char *explanation_dane(const struct explainer *explainer,
                             const struct explanation *explanation)
{
    const struct value *value = &explanation->resolved->settings[PARAM_DANE_OPTION].value;
    bool lacking = release_compare(parameter(PARAM_DANE_OPTION)->since, explainer->target) > 0;
    uint32_t code = value->kind == VALUE_WORD ? value->number : DANE_UNKNOWN;
    bool cases = explanation_tls(explanation) != TLS_SETTING_COUNT;
    return lacking ? NULL : delivery_dane(code, cases);
}
