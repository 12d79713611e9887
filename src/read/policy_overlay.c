/* SPDX-License-Identifier: MIT */
#include "read/policy_lower.h"

#include "base/near.h"
#include "model/overlay.h"
#include "model/removals.h"
#include "read/policy_listener.h"

/*
 * The composition of SUBJECT on the appliance that is being worked on, NO_COMPOSITION if it has no
 * such entry. An entry that a file of another format gave to the base has one when it is asked for.
 */
static uint32_t overlaid(struct lowering *lowering, uint32_t number)
{
    lowering_make_room(lowering, number);
    uint32_t *composition = &lowering->overlay[number];
    const struct subject *subject = &lowering->names.subjects[number];
    const struct policy *base = lowering->policy;
    uint32_t known = policy_find_hashed(base, subject->domain.key, subject->hash);
    if (*composition == NO_COMPOSITION && known < lowering->emitter.foreign) {
        const struct destination *destination = policy_destination(base, known);
        *composition = compose_foreign(&lowering->composer, base, destination->settings,
                                       destination->section);
    }
    return *composition == TAKEN_AWAY ? NO_COMPOSITION : *composition;
}

/* The same without making one. */
static bool has_entry(const struct lowering *lowering, uint32_t number)
{
    const struct subject *subject = &lowering->names.subjects[number];
    uint32_t composition = number < lowering->room ? lowering->overlay[number] : NO_COMPOSITION;
    if (composition != NO_COMPOSITION)
        return composition != TAKEN_AWAY;
    return policy_find_hashed(lowering->policy, subject->domain.key, subject->hash) <
           lowering->emitter.foreign;
}

enum { MOST_NEAR = 10000 }; /* names that a misspelt one is compared with */

/* "did you mean", of the destinations that the appliance has so far. */
static void help_subject(struct lowering *lowering, struct message *message, struct view name)
{
    struct nearest nearest = nearest_to(name);
    for (uint32_t i = 0; message != NULL && i < lowering->names.subject_count && i < MOST_NEAR; i++)
        if (has_entry(lowering, i))
            nearest_offer(&nearest, lowering->names.subjects[i].domain.name,
                          lowering->names.subjects[i].domain.name);
    if (nearest_found(&nearest))
        diag_help(lowering->diag, message, "did you mean %s?",
                  nearest_words(lowering->diag->arena, &nearest, "", ""));
    else
        diag_mend(lowering->diag, message);
}

static void report_overlay(const struct applying *applying, enum code code, uint32_t subject,
                           struct span place)
{
    struct lowering *lowering = applying->lowering;
    const struct subject *known = &lowering->names.subjects[subject];
    if (code != CODE_OVERLAY_KNOWN && broken_has(&lowering->tree->broken, known->domain.name))
        return;
    struct message *message =
        diag_report(lowering->diag, code, place, "%s: %.*s", code_entry(code)->title,
                    VIEW_ARG(known->domain.name));
    if (code == CODE_OVERLAY_KNOWN) {
        uint32_t foreign = policy_find_hashed(lowering->policy, known->domain.key, known->hash);
        struct span first = known->place;
        if (foreign < lowering->emitter.foreign)
            first.offset = policy_destination(lowering->policy, foreign)->section;
        first.end = first.offset < known->place.offset ? first.offset + 1 : known->place.end;
        diag_note(lowering->diag, message, first, "it is named here first");
        diag_mend(lowering->diag, message);
    } else {
        help_subject(lowering, message, known->domain.name);
    }
}

static void apply_overlay(void *context, uint32_t subject, struct span place)
{
    struct applying *applying = context;
    struct lowering *lowering = applying->lowering;
    uint32_t composition = overlaid(lowering, subject);
    if (composition == NO_COMPOSITION)
        report_overlay(applying, CODE_OVERLAY_UNKNOWN, subject, place);
    else
        lowering->overlay[subject] =
            compose(&lowering->composer, composition, applying->giving);
}

static void apply_add(void *context, uint32_t subject, struct span place)
{
    struct applying *applying = context;
    struct lowering *lowering = applying->lowering;
    if (overlaid(lowering, subject) != NO_COMPOSITION) {
        report_overlay(applying, CODE_OVERLAY_KNOWN, subject, place);
        return;
    }
    lowering->overlay[subject] = compose(&lowering->composer, NO_COMPOSITION, applying->giving);
    /* Of a set it is the member's own place that tells the entries apart. */
    bool by_set = view_has(VIEW("@"), *sources_text(lowering->diag->sources, place).text);
    lowering->added[subject] = by_set ? lowering->names.subjects[subject].place : place;
}

static void apply_remove(void *context, uint32_t subject, struct span place)
{
    struct applying *applying = context;
    struct lowering *lowering = applying->lowering;
    if (overlaid(lowering, subject) == NO_COMPOSITION)
        report_overlay(applying, CODE_REMOVE_UNKNOWN, subject, place);
    else
        removals_add(lowering->policy, lowering->names.subjects[subject].domain.key, place);
    lowering->overlay[subject] = TAKEN_AWAY;
}

static void overlay_default(struct lowering *lowering, struct tree_statement *statement,
                            struct view name)
{
    uint32_t giving = compose_giving(&lowering->composer, statement, name);
    lowering->overlay_statement = statement;
    lowering->default_overlay =
        compose(&lowering->composer, lowering->default_overlay, giving);
}

/* The appliance begins as the base is. */
static void begin_overlay(struct lowering *lowering)
{
    const struct policy *base = lowering->policy;
    if (lowering->room > 0) {
        memcpy(lowering->overlay, lowering->base, lowering->room * sizeof *lowering->base);
        memset(lowering->added, 0, lowering->room * sizeof *lowering->added);
    }
    lowering->overlay_statement = lowering->default_statement;
    lowering->default_overlay = lowering->default_base;
    if (lowering->default_base != NO_COMPOSITION || !base->has_default)
        return;
    if (lowering->emitter.default_foreign == NO_COMPOSITION)
        lowering->emitter.default_foreign =
            compose_foreign(&lowering->composer, base, base->default_settings,
                            base->default_section);
    lowering->default_overlay = lowering->emitter.default_foreign;
}

/*
 * The statements of an appliance, on top of the base's. They stand in any order: what is removed
 * and added is looked at first.
 */
static void overlay_base(struct lowering *lowering, struct policy *policy,
                         const struct tree_statement *appliance)
{
    static const struct {
        enum tree_kind kind;
        names_function *each;
    } order[] = {{TREE_REMOVE, apply_remove},
                 {TREE_ADD, apply_add},
                 {TREE_DESTINATION, apply_overlay}};
    const struct tree_statement *release = NULL;
    struct tree_statement *child;
    begin_overlay(lowering);
    for (child = appliance->children; child != NULL; child = child->next) {
        if (child->kind == TREE_ASYNCOS)
            lowering_take_release(lowering, policy, child, &release);
        else if (child->kind == TREE_DEFAULT)
            overlay_default(lowering, child, appliance->name.text);
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        for (child = appliance->children; child != NULL; child = child->next)
            if (child->kind == order[i].kind)
                lowering_apply(lowering, child, appliance->name.text, order[i].each);
}

static void lower_appliance(struct lowering *lowering, const struct definition *definition)
{
    struct arena *arena = lowering->diag->arena;
    struct tree_text name = definition->statement->name;
    struct policy *base = lowering->policy;
    name.text = lowering_take_label(lowering, name);
    struct policy *policy = arena_zero(arena, 1, sizeof *policy);
    policy_init(policy, arena, base->sources, base->store);
    policy->has_target = base->has_target;
    policy->target = base->target;
    policy->references = base->references;
    policy->name = base->name;
    policy->listeners = base->listeners;
    policy->texts = base->texts;
    policy->text_count = policy->text_capacity = base->text_count; /* it grows by itself */
    if (overlay_find(base, name.text) != NULL)
        diag_report(lowering->diag, CODE_DEFINED_TWICE, name.place,
                    "the appliance %.*s is defined twice: an XML document has it too",
                    VIEW_ARG(name.text));
    lowering->diag->about =
        arena_printf(arena, "on the appliance %.*s", VIEW_ARG(name.text));
    overlay_base(lowering, policy, definition->statement);
    lowering_overlay_listeners(lowering, policy, definition->statement);
    lowering_emit(lowering, policy, lowering->default_overlay, lowering->overlay_statement,
         (struct emitted_entries){lowering->overlay, lowering->added, 0});
    lowering->diag->about = NULL;
    lowering->entries += policy->count;
    base->appliances = array_grow(arena, base->appliances, base->appliance_count,
                                  &base->appliance_capacity, sizeof *base->appliances);
    base->appliances[base->appliance_count++] =
        (struct appliance){.name = name.text, .place = name.place, .policy = policy};
}

/* Whether COUNT more appliances can be held; reports it at the next one, DEFINITION, if not. */
static bool has_room(struct lowering *lowering, const struct definition *definition,
                     uint64_t count)
{
    const struct policy *base = lowering->policy;
    if (base->appliance_count + count <= OVERLAY_MOST &&
        lowering->entries + count * base->count <= OVERLAY_MOST_ENTRIES)
        return true;
    struct message *message =
        diag_report(lowering->diag, CODE_APPLIANCES_MANY, definition->statement->name.place,
                    "%s", code_entry(CODE_APPLIANCES_MANY)->title);
    diag_mend(lowering->diag, message);
    return false;
}

void lowering_appliances(struct lowering *lowering)
{
    const struct names *names = &lowering->names;
    uint64_t left = 0;
    for (uint32_t i = 0; i < names->definition_count; i++)
        left += names->definitions[i]->kind == DEFINITION_APPLIANCE;
    for (uint32_t i = 0; i < names->definition_count && left > 0; i++) {
        if (names->definitions[i]->kind != DEFINITION_APPLIANCE)
            continue;
        if (!has_room(lowering, names->definitions[i], left--))
            return;
        lower_appliance(lowering, names->definitions[i]);
    }
}
