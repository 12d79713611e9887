/* SPDX-License-Identifier: MIT */
/*
 * For programs: one object; see docs/diff.md for its keys. Its list of differences is written one a
 * line, as it is put together.
 */
#include "base/utf8.h"
#include "write/difference_parts.h"
#include "write/json_text.h"
#include "write/names.h"
#include "write/said.h"

struct json_form {
    struct arena *arena;
    const struct differences *differences;
    const struct difference_frame *frame;
    struct output *output;
    struct buffer text; /* what is being written */
    struct cached *cache; /* CACHE_SIZE of them */
};

/* Many differences share one list of changes: it is put together once for those that come soon. */
struct cached {
    const struct change_list *changes; /* NULL: what is said where there are none */
    struct buffer text;                /* empty: nothing is here yet */
};

enum { CACHE_BITS = 8, CACHE_SIZE = 1 << CACHE_BITS };

/* --- Values ----------------------------------------------------------------------------------- */

static void set(const struct json_form *form, json_t *object, const char *key, json_t *value)
{
    json_text_set(form->arena, object, view_of(key), value);
}

/* Whether TEXT has a character that a terminal or a reader takes for something else. */
static bool has_hidden(struct view view)
{
    while (view.length > 0) {
        uint32_t character = (unsigned char)view.text[0];
        size_t length = character < 0x80 ? 1 : utf8_character(view, &character);
        if (character >= 0x80 && utf8_is_hidden(character))
            return true;
        view = (struct view){view.text + length, view.length - length};
    }
    return false;
}

/* VALUE, which is given away, as text. Hidden characters become \uNNNN, which means the same. */
static struct view render(struct json_form *form, json_t *value, size_t flags)
{
    form->text.length = 0;
    buffer_add_json(&form->text, json_incref(value), flags);
    if (has_hidden(buffer_view(&form->text))) {
        form->text.length = 0;
        buffer_add_json(&form->text, json_incref(value), flags | JSON_ENSURE_ASCII);
    }
    json_decref(value);
    return buffer_view(&form->text);
}

/* --- Weights ---------------------------------------------------------------------------------- */

static json_t *topics(const struct json_form *form, unsigned mask)
{
    json_t *list = json_made(form->arena, json_array());
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++)
        if ((mask & WEIGHT_BIT(i)) != 0)
            json_array_append_new(
                list, json_made(form->arena, json_string(weight_topic_name((enum weight_topic)i))));
    return list;
}

static json_t *weight_json(const struct json_form *form, struct weight weight)
{
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "weaker", topics(form, weight.weaker));
    set(form, object, "stronger", topics(form, weight.stronger));
    set(form, object, "not_known", topics(form, weight.unknown));
    set(form, object, "may_stop_mail",
        !weight.may_stop && weight.stop_unknown ? json_null() : json_boolean(weight.may_stop));
    return object;
}

static json_t *topic_counts(const struct json_form *form, const uint32_t counts[WEIGHT_TOPIC_COUNT])
{
    json_t *object = json_made(form->arena, json_object());
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++)
        set(form, object, weight_topic_name((enum weight_topic)i), json_integer(counts[i]));
    return object;
}

/* --- A difference ----------------------------------------------------------------------------- */

static json_t *said_json(const struct json_form *form, const struct said *said)
{
    bool has_value = said->how == SAID_GIVEN || said->how == SAID_INHERITED;
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "how", json_string(said_how_name(said->how)));
    set(form, object, "value", has_value ? json_any_text(form->arena, said->text) : json_null());
    set(form, object, "origin",
        said->how == SAID_INHERITED && said->origin != NULL ? json_string(said->origin)
                                                            : json_null());
    return object;
}

static json_t *change_json(const struct json_form *form, const struct change *change)
{
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "name", json_any_text(form->arena, change->name));
    set(form, object, "parameter",
        change->param == PARAM_COUNT ? json_null()
                                     : json_string(parameter(change->param)->export_name));
    set(form, object, "before", said_json(form, &change->before));
    set(form, object, "after", said_json(form, &change->after));
    set(form, object, "weight", weight_json(form, change->weight));
    return object;
}

static json_t *changes_json(const struct json_form *form, const struct change_list *changes)
{
    json_t *list = json_made(form->arena, json_array());
    for (uint32_t i = 0; changes != NULL && i < changes->count; i++)
        json_array_append_new(list, change_json(form, &changes->list[i]));
    return list;
}

/* The members weight and changes, embedded. */
static struct view changes_text(struct json_form *form, const struct change_list *changes)
{
    uint64_t spread = (uint64_t)(uintptr_t)changes * UINT64_C(0x9E3779B97F4A7C15);
    struct cached *cached = &form->cache[spread >> (64 - CACHE_BITS)];
    if (cached->changes == changes && cached->text.length > 0)
        return buffer_view(&cached->text);
    json_t *object = json_made(form->arena, json_object());
    static const struct weight none = {0};
    set(form, object, "weight", weight_json(form, changes == NULL ? none : changes->weight));
    set(form, object, "changes", changes_json(form, changes));
    cached->changes = changes;
    cached->text.arena = form->arena;
    cached->text.length = 0;
    buffer_add(&cached->text, render(form, object, JSON_EMBED));
    return buffer_view(&cached->text);
}

static void put_key(const struct json_form *form, const char *key)
{
    output_string(form->output, ", \"");
    output_string(form->output, key);
    output_string(form->output, "\": ");
}

static void put_text_or_null(struct json_form *form, const char *key, struct view view)
{
    put_key(form, key);
    if (view.length == 0)
        output_string(form->output, "null");
    else if (utf8_is_ascii(view))
        output_json_string(form->output, view);
    else
        output_view(form->output, render(form, json_any_text(form->arena, view), 0));
}

static void put_difference(struct json_form *form, const struct difference *difference)
{
    struct view name = difference->name;
    if (difference->part == PART_DESTINATION)
        name = domain_in_form(form->arena, name, form->frame->idn);
    if (difference->part == PART_DEFAULT)
        name = VIEW("");
    output_string(form->output, "{\"part\": \"");
    output_string(form->output, difference_part_name(difference->part));
    output_string(form->output, "\", \"kind\": \"");
    output_string(form->output, difference_kind_name(difference->kind));
    output_char(form->output, '"');
    put_text_or_null(form, "listener", difference->listener);
    put_text_or_null(form, "name", name);
    put_text_or_null(form, "holds", difference->holds);
    output_string(form->output, ", ");
    output_view(form->output, changes_text(form, difference->changes));
    output_char(form->output, '}');
}

static void put_differences(struct json_form *form)
{
    const struct differences *differences = form->differences;
    for (uint32_t i = 0; i < differences->count; i++) {
        output_string(form->output, i == 0 ? "\n    " : ",\n    ");
        put_difference(form, &differences->list[i]);
    }
    output_string(form->output, differences->count == 0 ? "" : "\n  ");
}

static void put_reached(struct json_form *form)
{
    const struct differences *differences = form->differences;
    if (!form->frame->names) {
        output_string(form->output, "null");
        return;
    }
    output_char(form->output, '[');
    for (uint32_t i = 0; i < differences->reached_count; i++) {
        const struct destination *destination =
            policy_destination(form->frame->after->policy, differences->reached[i].entry);
        output_string(form->output, i == 0 ? "\n    " : ",\n    ");
        struct view name = name_shown(form->arena, destination, form->frame->idn, false);
        output_view(form->output, render(form, json_any_text(form->arena, name), 0));
    }
    output_string(form->output, differences->reached_count == 0 ? "]" : "\n  ]");
}

/* --- The head --------------------------------------------------------------------------------- */

static json_t *counts_json(const struct json_form *form, const struct differences *differences)
{
    json_t *object = json_made(form->arena, json_object());
    for (int part = 0; part < PART_COUNT; part++) {
        json_t *counts = json_made(form->arena, json_object());
        for (int kind = 0; kind < DIFFERENCE_KIND_COUNT; kind++)
            set(form, counts, difference_kind_name((enum difference_kind)kind),
                json_integer(differences->counts[part][kind]));
        set(form, object, difference_part_name((enum difference_part)part), counts);
    }
    return object;
}

static json_t *reached_by_json(const struct json_form *form,
                               const struct differences *differences)
{
    json_t *object = json_made(form->arena, json_object());
    for (int i = 0; i < PARAM_COUNT; i++)
        if (differences->reached_by[i] > 0)
            set(form, object, parameter((enum param)i)->policy_name,
                json_integer(differences->reached_by[i]));
    return object;
}

static json_t *summary_json(const struct json_form *form, const struct differences *differences)
{
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "counts", counts_json(form, differences));
    set(form, object, "reached", json_integer(differences->reached_count));
    set(form, object, "reached_by", reached_by_json(form, differences));
    set(form, object, "weaker", json_integer(differences->weaker));
    set(form, object, "stronger", json_integer(differences->stronger));
    set(form, object, "may_stop_mail", json_integer(differences->may_stop));
    set(form, object, "not_known", json_integer(differences->unknown));
    set(form, object, "weaker_in", topic_counts(form, differences->weaker_in));
    set(form, object, "stronger_in", topic_counts(form, differences->stronger_in));
    set(form, object, "needs_default_entry", json_boolean(differences->wants_default));
    set(form, object, "needs_listener_defaults", json_boolean(differences->wants_flow_defaults));
    return object;
}

static json_t *head_json(const struct json_form *form)
{
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "before", json_any_text(form->arena, view_of(form->frame->before_name)));
    set(form, object, "after", json_any_text(form->arena, view_of(form->frame->after_name)));
    set(form, object, "effective", json_boolean(form->frame->effective));
    set(form, object, "same", json_boolean(differences_none(form->differences) &&
                                             appliances_same(&form->frame->appliances)));
    json_t *compared = json_made(form->arena, json_object());
    set(form, compared, "destinations", json_boolean(form->differences->has_destinations));
    set(form, compared, "listeners", json_boolean(form->differences->has_listeners));
    set(form, object, "compared", compared);
    set(form, object, "summary", summary_json(form, form->differences));
    return object;
}

/* --- Appliances ------------------------------------------------------------------------------- */

static json_t *appliance_json(const struct json_form *form,
                              const struct appliance_difference *appliance)
{
    bool is_both = appliance->in_before && appliance->in_after;
    json_t *object = json_made(form->arena, json_object());
    set(form, object, "name", json_any_text(form->arena, appliance->name));
    set(form, object, "only_in",
        is_both ? json_null() : json_string(appliance->in_before ? "before" : "after"));
    set(form, object, "same", json_boolean(appliance_same(appliance)));
    set(form, object, "summary", is_both ? summary_json(form, &appliance->found) : json_null());
    return object;
}

/* Each that was compared, whether or not anything differs on it, on a line of its own. */
static void put_appliances(struct json_form *form)
{
    const struct appliance_differences *appliances = &form->frame->appliances;
    if (appliances->list == NULL) {
        output_string(form->output, "null");
        return;
    }
    output_char(form->output, '[');
    for (uint32_t i = 0; i < appliances->count; i++) {
        output_string(form->output, i == 0 ? "\n    " : ",\n    ");
        output_view(form->output, render(form, appliance_json(form, &appliances->list[i]), 0));
    }
    output_string(form->output, appliances->count == 0 ? "]" : "\n  ]");
}

void difference_json(struct arena *arena, const struct differences *differences,
                     const struct difference_frame *frame, struct output *output)
{
    struct json_form form = {arena, differences, frame, output, buffer_new(arena), NULL};
    form.cache = arena_zero(arena, CACHE_SIZE, sizeof *form.cache);
    output_char(output, '{');
    struct view head = render(&form, head_json(&form), JSON_EMBED | JSON_INDENT(2));
    /* The library ends the last line; a comma belongs before that. */
    output_view(output, (struct view){head.text, head.length - 1});
    output_string(output, ",\n  \"appliances\": ");
    put_appliances(&form);
    output_string(output, ",\n  \"reached_names\": ");
    put_reached(&form);
    output_string(output, ",\n  \"differences\": [");
    put_differences(&form);
    output_string(output, "]\n}\n");
}
