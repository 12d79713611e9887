/* SPDX-License-Identifier: MIT */
/*
 * One object a name, on a line of its own; see docs/explain-json.md for its keys. Each is built,
 * written and freed before the next, so that the number of names costs no memory.
 */
#include "write/explain_chain.h"

#include <jansson.h>

static json_t *text(struct view view)
{
    return json_stringn(view.text, view.length);
}

static json_t *text_or_null(const char *string)
{
    return string == NULL ? json_null() : json_string(string);
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static json_t *assumption_id(enum assumption assumption)
{
    return assumption == ASSUMED_NONE ? json_null() : json_string(assumption_entry(assumption)->id);
}

/* The keys file, line and column; null where there is no place. */
static void set_place(struct explainer *explainer, json_t *object, uint32_t offset)
{
    struct shown_place place = explainer_place(explainer, offset);
    bool none = place.line == 0;
    set(object, "file", none ? json_null() : text(place.file));
    set(object, "line", none ? json_null() : json_integer(place.line));
    set(object, "column", none ? json_null() : json_integer(place.column));
}

static json_t *matched(struct explainer *explainer, const struct matches *matches)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->list[i];
        json_t *object = json_object();
        set(object, "entry", text(match_name(explainer, match)));
        set(object, "match", json_string(match_kind_name(match->kind)));
        set_place(explainer, object, match_section(explainer, match));
        json_array_append_new(list, object);
    }
    return list;
}

/* As in the json format: numbers are numbers, switches booleans. */
static json_t *value_of(struct explainer *explainer, enum param param, const struct value *value)
{
    char buffer[VALUE_BUFFER];
    if (value->kind == VALUE_ABSENT)
        return json_null();
    if (value->kind == VALUE_NUMBER)
        return json_integer(value->number);
    if (value->kind == VALUE_WORD && parameter(param)->words == WORDS_SWITCH)
        return json_boolean(value->number == SWITCH_ON);
    if (value->kind == VALUE_WORD)
        return json_string(word_by_code(parameter(param)->words, value->number)->export_word);
    return text(explainer_value(explainer, param, *value, buffer));
}

/* In the policy language's words; null where it has none. */
static json_t *policy_value(struct explainer *explainer, enum param param,
                            const struct value *value)
{
    char buffer[VALUE_BUFFER];
    if (value->kind == VALUE_ABSENT)
        return json_null();
    if (value->kind != VALUE_WORD && value->kind != VALUE_NUMBER)
        return text(explainer_value(explainer, param, *value, buffer));
    return text(value_policy(explainer->policy->store, param, *value, buffer));
}

static const char *const origin_names[] = {
    [ORIGIN_ENTRY] = "entry",       [ORIGIN_DEFAULT] = "default",
    [ORIGIN_FILE] = "default-file", [ORIGIN_FACTORY] = "factory",
    [ORIGIN_BUILT_IN] = "built-in", [ORIGIN_APPLIANCE] = "appliance",
};

static json_t *settings(struct explainer *explainer, const struct explanation *explanation)
{
    json_t *list = json_array();
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        struct finding finding;
        char buffer[WORDS_BUFFER];
        if (!explanation_setting(explainer, explanation, param, &finding))
            continue;
        json_t *object = json_object();
        set(object, "name", json_string(parameter(param)->export_name));
        set(object, "label", json_string(parameter(param)->label));
        set(object, "value", value_of(explainer, param, &finding.value));
        set(object, "policy", policy_value(explainer, param, &finding.value));
        set(object, "words", text(finding_words(explainer, explanation, &finding, buffer)));
        set(object, "origin", json_string(origin_names[finding.origin]));
        set_place(explainer, object, finding.place.offset);
        set(object, "assumption", assumption_id(finding.assumed));
        json_array_append_new(list, object);
    }
    return list;
}

/* The place of a parameter in the entry at SECTION. */
static void set_own_place(struct explainer *explainer, json_t *object, uint32_t section,
                          struct view name)
{
    struct span place = policy_locate(explainer->policy, section, name);
    set_place(explainer, object, place.offset == 0 ? section : place.offset);
}

static json_t *idle(struct explainer *explainer, const struct explanation *explanation)
{
    json_t *list = json_array();
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if (!explanation_idle(explanation, param))
            continue;
        const char *name = parameter(param)->export_name;
        json_t *object = json_object();
        set(object, "name", json_string(name));
        set(object, "value", value_of(explainer, param, &explanation->own->values[i]));
        set_own_place(explainer, object, explanation->section, view_of(name));
        json_array_append_new(list, object);
    }
    return list;
}

static void append_unknown(struct explainer *explainer, json_t *list,
                           const struct settings *settings, uint32_t section, enum origin origin)
{
    for (uint32_t i = 0; settings != NULL && i < settings->other_count; i++) {
        const struct other *other = &settings->others[i];
        json_t *object = json_object();
        set(object, "name", text(explainer_atom(explainer, other->name)));
        set(object, "value", text(explainer_atom(explainer, other->text)));
        set(object, "origin", json_string(origin_names[origin]));
        set_own_place(explainer, object, section,
                      atom_view(explainer->policy->store, other->name));
        json_array_append_new(list, object);
    }
}

static json_t *unknown(struct explainer *explainer, const struct explanation *explanation)
{
    const struct defaults *defaults = &explainer->options->defaults;
    json_t *list = json_array();
    if (explanation->destination != NULL)
        append_unknown(explainer, list, explanation->own, explanation->section, ORIGIN_ENTRY);
    append_unknown(explainer, list, defaults->settings, defaults->section, defaults->origin);
    return list;
}

static json_t *tls_cases(const struct explainer *explainer,
                         const struct explanation *explanation)
{
    enum tls_setting tls = explanation_tls(explanation);
    if (tls == TLS_SETTING_COUNT)
        return json_null();
    json_t *cases = json_array();
    for (int i = 0; i < DELIVERY_CASE_COUNT; i++) {
        const struct delivery_case_entry *entry = delivery_case_entry((enum delivery_case)i);
        const struct delivery *result = delivery(tls, (enum delivery_case)i);
        json_t *object = json_object();
        set(object, "case", json_string(entry->name));
        set(object, "when", json_string(entry->words));
        set(object, "result", json_string(delivery_result_name(result->result)));
        set(object, "words", json_string(result->words));
        set(object, "assumption", assumption_id(result->assumed));
        json_array_append_new(cases, object);
    }
    json_t *object = json_object();
    set(object, "setting", json_string(word_by_code(WORDS_TLS, tls)->policy_word));
    set(object, "cases", cases);
    set(object, "not_delivered",
        text_or_null(delivery_may_fail(tls) ? delivery_not_delivered() : NULL));
    set(object, "check", text_or_null(delivery_check(tls)));
    set(object, "dane", text_or_null(explanation_dane(explainer, explanation)));
    return object;
}

static void append_limit(json_t *list, const char *about, const char *words)
{
    json_t *object = json_object();
    set(object, "about", json_string(about));
    set(object, "words", json_string(words));
    json_array_append_new(list, object);
}

static json_t *cannot_tell(const struct explainer *explainer,
                           const struct explanation *explanation)
{
    json_t *list = json_array();
    const struct delivery_limit *limit = NULL;
    const char *dane = explanation_dane(explainer, explanation);
    bool known = explanation_tls(explanation) != TLS_SETTING_COUNT;
    if (!known)
        append_limit(list, "tls-setting", delivery_unknown());
    if (!known && dane != NULL)
        append_limit(list, "dane-setting", dane);
    while ((limit = delivery_limit_next(limit, explainer->target)) != NULL)
        append_limit(list, limit->name, limit->words);
    return list;
}

static json_t *assumptions(const struct explanation *explanation)
{
    json_t *list = json_array();
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (!explanation->assumed[i])
            continue;
        const struct assumption_entry *entry = assumption_entry((enum assumption)i);
        json_t *object = json_object();
        set(object, "id", json_string(entry->id));
        set(object, "claim", json_string(entry->claim));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *removed(struct explainer *explainer, const struct explanation *explanation)
{
    json_t *object = json_object();
    set(object, "appliance", text(explainer->policy->appliance->name));
    set_place(explainer, object, explanation->removed.offset);
    return object;
}

static json_t *document(struct explainer *explainer, const struct explanation *explanation)
{
    const struct asked *asked = &explanation->asked;
    const struct match *match = &explanation->matches.list[0];
    json_t *object = json_object();
    set(object, "asked", text(asked->text));
    set(object, "name", text(asked_name(explainer, asked)));
    set(object, "key", asked->is_default ? json_null() : text(asked->domain.key));
    set(object, "entry", text(match_name(explainer, match)));
    set(object, "match", json_string(match_kind_name(match->kind)));
    set(object, "matched", matched(explainer, &explanation->matches));
    if (explanation->is_removed)
        set(object, "removed", removed(explainer, explanation));
    set(object, "settings", settings(explainer, explanation));
    const struct composition *chain = explanation_chain(explainer, explanation);
    if (chain != NULL) {
        set(object, "steps", chain_json(explainer, chain));
        set(object, "notes", chain_notes_json(explainer, chain));
    }
    set(object, "idle", idle(explainer, explanation));
    set(object, "unknown", unknown(explainer, explanation));
    set(object, "tls", tls_cases(explainer, explanation));
    set(object, "cannot_tell", cannot_tell(explainer, explanation));
    set(object, "assumptions", assumptions(explanation));
    return object;
}

static int write_part(const char *part, size_t size, void *output)
{
    output_write(output, part, size);
    return 0;
}

void explain_json(struct explainer *explainer, const struct explanation *explanation)
{
    output_string(explainer->output, explainer->explained == 0 ? "\n" : ",\n");
    json_t *object = document(explainer, explanation);
    /* jansson fails for lack of memory only: every text here is UTF-8. */
    if (json_dump_callback(object, write_part, explainer->output, 0) != 0)
        arena_give_up(explainer->policy->arena);
    json_decref(object);
}
