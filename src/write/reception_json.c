/* SPDX-License-Identifier: MIT */
#include "write/reception.h"

/* --- The entry -------------------------------------------------------------------------------- */

static json_t *member_json(const struct reception *reception, uint32_t number)
{
    if (number == NO_MEMBER)
        return json_null();
    const struct member *member = reception->connector->members.list[number];
    json_t *object = json_object();
    object_set(object, "text", object_text(reception->explainer, member->text));
    object_place(reception->explainer, object, member->place);
    return object;
}

/* The keys entry, kind, description and the place of an entry. */
static void set_entry(const struct reception *reception, json_t *object,
                      const struct access_entry *entry)
{
    struct explainer *explainer = reception->explainer;
    object_set(object, "entry",
               entry == NULL ? json_null() : object_text(explainer, entry_label(entry)));
    object_set(object, "kind",
               entry == NULL ? json_null() : json_string(entry_kind_name(entry->kind)));
    object_set(object, "description",
               entry != NULL && entry->has_description ? object_text(explainer, entry->description)
                                                       : json_null());
    object_place(explainer, object, entry == NULL ? SPAN_NONE : entry->place);
}

/* The policy and behavior of an entry, null where it has none or none is known. */
static void set_policy(const struct reception *reception, json_t *object,
                       const struct access_entry *entry)
{
    enum behavior behavior =
        entry == NULL ? BEHAVIOR_COUNT : access_behavior(reception->listener, entry);
    object_set(object, "policy",
               entry == NULL || entry->policy.length == 0
                   ? json_null()
                   : object_text(reception->explainer, entry->policy));
    object_set(object, "behavior",
               object_string(behavior == BEHAVIOR_COUNT ? NULL : behavior_word(behavior)));
}

/* --- The way down ----------------------------------------------------------------------------- */

/* What must be known for an undecided entry to be decided. */
static json_t *needs(const struct reception *reception, const struct connect_step *step)
{
    json_t *list = json_array();
    for (int i = 0; i < TRAIT_COUNT; i++)
        if (step->verdict == CONNECT_OPEN && step->traits[i].count > 0 &&
            !trait_is_known(reception->caller, (enum trait)i))
            json_array_append_new(list, json_string(trait_name((enum trait)i)));
    return list;
}

static json_t *steps(const struct reception *reception)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < reception->steps.count; i++) {
        const struct connect_step *step = &reception->steps.list[i];
        const struct access_entry *entry = &reception->listener->entries[step->entry];
        json_t *object = json_object();
        object_set(object, "verdict", json_string(step_verdict_name(step->verdict)));
        object_set(object, "entries", json_integer(step->count));
        set_entry(reception, object, entry);
        set_policy(reception, object, entry);
        object_set(object, "member", member_json(reception, step->member));
        object_set(object, "needs", needs(reception, step));
        object_set(object, "words",
                   object_text(reception->explainer, step_words(reception, step)));
        json_array_append_new(list, object);
    }
    return list;
}

/* --- Settings --------------------------------------------------------------------------------- */

static const char *const origin_names[FLOW_ORIGIN_COUNT] = {
    [FLOW_FROM_ENTRY] = "entry",      [FLOW_FROM_POLICY] = "policy",
    [FLOW_FROM_DEFAULTS] = "listener", [FLOW_FROM_FILE] = "listener-file",
    [FLOW_FROM_UNKNOWN] = "listener", [FLOW_FROM_NO_POLICY] = "policy",
};

static json_t *setting_json(const struct reception *reception, enum flow_param param)
{
    struct explainer *explainer = reception->explainer;
    const struct flow_parameter *row = flow_parameter(param);
    const struct flow_effective *effective = &reception->resolved.params[param];
    const struct flow_setting *setting = effective->setting;
    bool assumed = setting != NULL && row->assumed != ASSUMED_NONE;
    struct view words = setting == NULL ? flow_unknown_shown(effective->origin)
                                        : flow_value_shown(explainer->policy->arena, setting);
    json_t *object = json_object();
    object_set(object, "name", json_string(row->name));
    object_set(object, "label", json_string(row->label));
    object_set(object, "value", setting == NULL ? json_null() : flow_value(explainer, setting));
    object_set(object, "words", object_text(explainer, words));
    object_set(object, "origin", json_string(origin_names[effective->origin]));
    object_place(explainer, object, setting == NULL ? SPAN_NONE : setting->place);
    object_set(object, "assumption",
               object_string(assumed ? assumption_entry(row->assumed)->id : NULL));
    return object;
}

static json_t *settings(const struct reception *reception)
{
    json_t *list = json_array();
    for (int i = 0; i < FLOW_COUNT && reception->entry != NULL; i++)
        if (flow_parameter((enum flow_param)i)->table == FLOW_TABLE_HAT)
            json_array_append_new(list, setting_json(reception, (enum flow_param)i));
    return list;
}

static json_t *unknown(const struct reception *reception)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < reception->resolved.other_count; i++) {
        const struct flow_effective *other = &reception->resolved.others[i];
        json_t *object = json_object();
        object_set(object, "name", object_text(reception->explainer, other->setting->name));
        object_set(object, "value", object_text(reception->explainer, other->setting->text));
        object_set(object, "origin", json_string(origin_names[other->origin]));
        object_place(reception->explainer, object, other->setting->place);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *tls(const struct reception *reception)
{
    const struct receipt *found = reception_tls(reception);
    if (found == NULL)
        return json_null();
    const struct flow_setting *setting = reception->resolved.params[FLOW_TLS].setting;
    json_t *object = json_object();
    object_set(object, "setting", flow_value(reception->explainer, setting));
    object_set(object, "result", json_string(found->result));
    object_set(object, "words", json_string(found->words));
    return object;
}

static json_t *cannot_tell(const struct reception *reception)
{
    bool refused = reception_refuses(reception);
    json_t *list = json_array();
    const struct receipt_limit *limit = NULL;
    while ((limit = receipt_limit_next(limit, refused)) != NULL) {
        json_t *object = json_object();
        object_set(object, "about", json_string(limit->name));
        object_set(object, "words", json_string(limit->words));
        json_array_append_new(list, object);
    }
    return list;
}

/* --- All of it -------------------------------------------------------------------------------- */

static void set_caller(const struct reception *reception, json_t *object)
{
    const struct caller *caller = reception->caller;
    struct explainer *explainer = reception->explainer;
    struct view score = reception_score(reception);
    object_set(object, "asked", object_text(explainer, caller->text));
    object_set(object, "address", object_text(explainer, reception_address(reception)));
    object_set(object, "host",
               caller->has_name == CALLER_NAME_GIVEN ? object_text(explainer, caller->host)
                                                     : json_null());
    object_set(object, "host_known", json_boolean(caller->has_name != CALLER_NAME_UNKNOWN));
    object_set(object, "score", score.length == 0 ? json_null() : object_text(explainer, score));
    object_set(object, "remark", object_string(reception_remark(reception)));
    object_set(object, "listener", object_text(explainer, reception->listener->name));
}

/* What the behavior does, or NULL. */
static const char *effect(const struct reception *reception)
{
    if (reception->entry == NULL || reception->resolved.behavior == BEHAVIOR_COUNT)
        return NULL;
    return receipt_behavior(reception->resolved.behavior);
}

void reception_json(struct reception *reception)
{
    json_t *object = json_object();
    set_caller(reception, object);
    set_entry(reception, object, reception->entry);
    object_set(object, "member", member_json(reception, reception->found.member));
    object_set(object, "certain",
               json_boolean(reception->entry != NULL && !reception->found.is_open));
    set_policy(reception, object, reception->entry);
    object_set(object, "effect", object_string(effect(reception)));
    object_set(object, "steps", steps(reception));
    object_set(object, "settings", settings(reception));
    object_set(object, "unknown", unknown(reception));
    object_set(object, "tls", tls(reception));
    object_set(object, "cannot_tell", cannot_tell(reception));
    object_set(object, "assumptions", object_assumptions(reception->assumed));
    object_write(reception->explainer, object);
}
