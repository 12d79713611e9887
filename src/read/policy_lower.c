/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"
#include "model/overlay.h"
#include "model/removals.h"
#include "read/policy.h"
#include "read/policy_compose.h"
#include "read/policy_emit.h"
#include "read/policy_include.h"
#include "read/policy_parse.h"
#include "read/value.h"

/* Making a policy of the statements of a source. */
struct lowering {
    struct policy *policy;
    struct diag *diag;
    struct tree *tree;
    struct names names;
    struct composer composer;
    uint32_t *base;    /* the composition of each subject, NO_COMPOSITION for none */
    uint32_t *overlay; /* the same with the overlay that is being worked on */
    uint32_t room;     /* in these arrays */
    uint32_t default_base; /* the default entry's composition */
    uint32_t default_overlay;
    const struct tree_statement *default_statement; /* of the base, and of the overlay */
    const struct tree_statement *overlay_statement;
    struct span *added; /* by subject: where the overlay adds it; SPAN_NONE where it does not */
    struct emitter emitter;
    uint64_t entries; /* of all appliances so far */
};

/* What is done to each destination of a statement. */
struct applying {
    struct lowering *lowering;
    uint32_t giving;
};

static uint32_t *wider(struct lowering *lowering, const uint32_t *old, uint32_t room)
{
    uint32_t *array = arena_alloc(lowering->diag->arena, (size_t)room * sizeof *array);
    for (uint32_t i = 0; i < room; i++)
        array[i] = i < lowering->room ? old[i] : NO_COMPOSITION;
    return array;
}

static void make_room(struct lowering *lowering, uint32_t subject)
{
    if (subject < lowering->room)
        return;
    uint32_t room = subject < 512 ? 1024 : subject * 2;
    lowering->base = wider(lowering, lowering->base, room);
    lowering->overlay = wider(lowering, lowering->overlay, room);
    struct span *added = arena_zero(lowering->diag->arena, room, sizeof *added);
    if (lowering->room > 0)
        memcpy(added, lowering->added, lowering->room * sizeof *added);
    lowering->added = added;
    lowering->room = room;
}

static void apply_base(void *context, uint32_t subject, struct span place)
{
    struct applying *applying = context;
    struct lowering *lowering = applying->lowering;
    (void)place;
    make_room(lowering, subject);
    lowering->base[subject] =
        compose(&lowering->composer, lowering->base[subject], applying->giving);
}

/*
 * The composition of SUBJECT on the appliance that is being worked on, NO_COMPOSITION if it has no
 * such entry. An entry that a file of another format gave to the base has one when it is asked for.
 */
static uint32_t overlaid(struct lowering *lowering, uint32_t number)
{
    make_room(lowering, number);
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

static void apply(struct lowering *lowering, struct tree_statement *statement,
                  struct view appliance, names_function *each)
{
    struct applying applying = {lowering, NO_COMPOSITION};
    if (statement->kind != TREE_REMOVE)
        applying.giving = compose_giving(&lowering->composer, statement, appliance);
    if (names_each(&lowering->names, &statement->list, &applying, each) == 0)
        names_report_empty(&lowering->names, &statement->list);
}

static void report_twice(struct diag *diag, enum code code, struct span place, struct span first)
{
    struct message *message = diag_report(diag, code, place, "%s", code_entry(code)->title);
    diag_note(diag, message, first, "first given here");
    vocabulary_mend(diag, message, VOCABULARY_SOURCE, code);
}

/* What is wrong with a release, of which the first two numbers count. */
static void help_release(struct lowering *lowering, struct message *message, struct view text)
{
    bool is_number = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        is_number = is_number && text.text[i] >= '0' && text.text[i] <= '9';
    if (is_number)
        diag_help(lowering->diag, message, "write its second number too, as in %.*s.0",
                  VIEW_ARG(text));
    else
        diag_mend(lowering->diag, message);
}

/*
 * A release's number, in the policy's block or an appliance's, which *FIRST has already if that is
 * not NULL.
 */
static void take_release(struct lowering *lowering, struct policy *policy,
                         const struct tree_statement *statement,
                         const struct tree_statement **first)
{
    struct release release;
    struct tree_text text = statement->file;
    if (*first != NULL) {
        struct message *message = diag_report(lowering->diag, CODE_DEFINED_TWICE,
                                              statement->keyword, "asyncos is given twice");
        diag_note(lowering->diag, message, (*first)->keyword, "first given here");
        diag_help(lowering->diag, message, "keep one of the two");
        return;
    }
    *first = statement;
    if (!release_parse(text.text, &release)) {
        struct message *message = diag_report(lowering->diag, CODE_ASYNCOS_RELEASE, text.place,
                                              "\"%.*s\" is not a release", VIEW_ARG(text.text));
        help_release(lowering, message, text.text);
        return;
    }
    policy->has_target = true;
    policy->target = release;
}

/* The name of a policy or an appliance: one line of text. "?", and reported, if it is not. */
static struct view take_label(struct lowering *lowering, struct tree_text name)
{
    size_t control;
    if (name.text.length > 0 && view_trim(name.text).length == name.text.length &&
        !text_has_control(name.text, &control))
        return name.text;
    diag_mend(lowering->diag, diag_report(lowering->diag, CODE_LABEL, name.place,
                                          "\"%.*s\" cannot be a name", VIEW_ARG(name.text)));
    return VIEW("?");
}

static void take_policy(struct lowering *lowering, const struct tree_statement *statement,
                        const struct tree_statement **first)
{
    if (*first != NULL) {
        report_twice(lowering->diag, CODE_DEFINED_TWICE, statement->name.place,
                     (*first)->name.place);
        return;
    }
    *first = statement;
    if (lowering->policy->name.length > 0 || lowering->policy->has_target) {
        diag_mend(lowering->diag,
                  diag_report(lowering->diag, CODE_DEFINED_TWICE, statement->name.place,
                              "an XML document names the policy already"));
        return;
    }
    lowering->policy->name = take_label(lowering, statement->name);
    const struct tree_statement *release = NULL;
    const struct tree_statement *child = statement->children;
    for (; child != NULL; child = child->next)
        take_release(lowering, lowering->policy, child, &release);
}

/* What can be named before it is defined. */
static void collect(struct lowering *lowering)
{
    const struct tree_statement *first = NULL;
    struct tree_statement *statement = lowering->tree->first;
    for (; statement != NULL; statement = statement->next) {
        if (statement->kind == TREE_POLICY)
            take_policy(lowering, statement, &first);
        else if (statement->kind == TREE_DEFINE)
            names_define(&lowering->names, DEFINITION_SET, statement);
        else if (statement->kind == TREE_SETTINGS)
            names_define(&lowering->names, DEFINITION_BUNDLE, statement);
        else if (statement->kind == TREE_APPLIANCE)
            names_define(&lowering->names, DEFINITION_APPLIANCE, statement);
    }
}

static void lower_default(struct lowering *lowering, struct tree_statement *statement)
{
    if (lowering->default_statement != NULL) {
        report_twice(lowering->diag, CODE_DUPLICATE_DEFAULT, statement->keyword,
                     lowering->default_statement->keyword);
        if (diag_severity(lowering->diag, CODE_DUPLICATE_DEFAULT) == SEVERITY_ERROR)
            return;
    }
    lowering->default_statement = statement;
    uint32_t giving = compose_giving(&lowering->composer, statement, VIEW(""));
    lowering->default_base = compose(&lowering->composer, NO_COMPOSITION, giving);
}

static void lower_base(struct lowering *lowering)
{
    struct tree_statement *statement = lowering->tree->first;
    for (; statement != NULL; statement = statement->next) {
        if (statement->kind == TREE_DEFAULT)
            lower_default(lowering, statement);
        else if (statement->kind == TREE_DESTINATION)
            apply(lowering, statement, VIEW(""), apply_base);
    }
}

static void emit(struct lowering *lowering, struct policy *policy, uint32_t default_entry,
                 const struct tree_statement *default_statement, struct emitted_entries entries)
{
    struct emitted_default emitted = {.composition = default_entry};
    if (default_statement != NULL)
        emitted.place = emitted.origin = default_statement->keyword;
    if (lowering->default_statement != NULL)
        emitted.origin = lowering->default_statement->keyword;
    entries.count = lowering->names.subject_count;
    if (entries.count > lowering->room)
        entries.count = lowering->room;
    emit_policy(&lowering->emitter, policy, emitted, entries);
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
            take_release(lowering, policy, child, &release);
        else if (child->kind == TREE_DEFAULT)
            overlay_default(lowering, child, appliance->name.text);
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        for (child = appliance->children; child != NULL; child = child->next)
            if (child->kind == order[i].kind)
                apply(lowering, child, appliance->name.text, order[i].each);
}

static void lower_appliance(struct lowering *lowering, const struct definition *definition)
{
    struct arena *arena = lowering->diag->arena;
    struct tree_text name = definition->statement->name;
    struct policy *base = lowering->policy;
    name.text = take_label(lowering, name);
    struct policy *policy = arena_zero(arena, 1, sizeof *policy);
    policy_init(policy, arena, base->sources, base->store);
    policy->has_target = base->has_target;
    policy->target = base->target;
    policy->name = base->name;
    policy->texts = base->texts;
    policy->text_count = policy->text_capacity = base->text_count; /* it grows by itself */
    if (overlay_find(base, name.text) != NULL)
        diag_report(lowering->diag, CODE_DEFINED_TWICE, name.place,
                    "the appliance %.*s is defined twice: an XML document has it too",
                    VIEW_ARG(name.text));
    lowering->diag->about =
        arena_printf(arena, "on the appliance %.*s", VIEW_ARG(name.text));
    overlay_base(lowering, policy, definition->statement);
    emit(lowering, policy, lowering->default_overlay, lowering->overlay_statement,
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

static void lower_appliances(struct lowering *lowering)
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

/* The names of an assertion. */
struct naming {
    struct lowering *lowering;
    struct assertion_name *names;
    uint32_t count;
    uint32_t capacity;
};

static void add_name(void *context, uint32_t subject, struct span place)
{
    struct naming *naming = context;
    const struct subject *known = &naming->lowering->names.subjects[subject];
    naming->names = array_grow(naming->lowering->diag->arena, naming->names, naming->count,
                               &naming->capacity, sizeof *naming->names);
    naming->names[naming->count++] = (struct assertion_name){known->domain, place};
}

/* The names as they are written, on one line. */
static struct view list_text(const struct lowering *lowering, const struct tree_list *list)
{
    struct buffer text = buffer_new(lowering->diag->arena);
    for (const struct tree_list_item *item = list->first; item != NULL; item = item->next) {
        if (text.length > 0)
            buffer_add_string(&text, ", ");
        if (item->is_set)
            buffer_printf(&text, "@%.*s", VIEW_ARG(item->text.text));
        else
            buffer_add(&text, sources_text(lowering->diag->sources, item->text.place));
    }
    return buffer_view(&text);
}

/* The setting that a condition names, as its word is spelt; NAME where there is none. */
static struct view setting_word(struct view name)
{
    enum param param = param_find_setting(name);
    return param == PARAM_COUNT ? name : view_of(parameter(param)->policy_name);
}

static void lower_assertion(struct lowering *lowering, const struct tree_statement *statement)
{
    static const enum assertion_target targets[] = {
        [TREE_FOR_LIST] = ASSERTION_FOR_NAMES,
        [TREE_FOR_ALL] = ASSERTION_FOR_ALL,
        [TREE_FOR_DEFAULT] = ASSERTION_FOR_DEFAULT,
    };
    const struct tree_condition *condition = &statement->condition;
    struct policy *policy = lowering->policy;
    struct naming naming = {.lowering = lowering};
    names_each(&lowering->names, &statement->list, &naming, add_name);
    names_report_empty(&lowering->names, &statement->list);
    if (naming.count == 0 && statement->target == TREE_FOR_LIST)
        return;
    struct span written = {statement->place.offset, statement->place.end - 1};
    policy->assertions = array_grow(lowering->diag->arena, policy->assertions,
                                    policy->assertion_count, &policy->assertion_capacity,
                                    sizeof *policy->assertions);
    policy->assertions[policy->assertion_count++] = (struct assertion){
        .place = statement->place,
        .text = view_trim(sources_text(lowering->diag->sources, written)),
        .message = statement->file.text,
        .enforced = condition->enforced,
        .name = {setting_word(condition->name.text), condition->name.place},
        .operation = {condition->operation.text, condition->operation.place},
        .value = {condition->value.text, condition->value.place},
        .target = targets[statement->target],
        .names = naming.names,
        .name_count = naming.count,
        .target_text = list_text(lowering, &statement->list),
    };
}

static void lower_assertions(struct lowering *lowering)
{
    const struct tree_statement *statement = lowering->tree->first;
    for (; statement != NULL; statement = statement->next)
        if (statement->kind == TREE_ASSERT)
            lower_assertion(lowering, statement);
    struct policy *policy = lowering->policy;
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        policy->appliances[i].policy->assertions = policy->assertions;
        policy->appliances[i].policy->assertion_count = policy->assertion_count;
    }
}

void policy_lower(struct policy *policy, struct diag *diag, const struct read_options *options)
{
    struct tree *tree = policy->tree;
    if (tree == NULL)
        return;
    policy->tree = NULL;
    struct lowering lowering = {.policy = policy,
                                .diag = diag,
                                .tree = tree,
                                .default_base = NO_COMPOSITION};
    names_init(&lowering.names, diag, policy->store, &tree->broken);
    composer_init(&lowering.composer, &lowering.names, diag, policy->store);
    emitter_init(&lowering.emitter, &lowering.composer, options, policy);
    collect(&lowering);
    names_resolve(&lowering.names, &lowering.composer, compose_bundle);
    lower_base(&lowering);
    emit(&lowering, policy, lowering.default_base, lowering.default_statement,
         (struct emitted_entries){lowering.base, NULL, 0});
    lower_appliances(&lowering);
    lower_assertions(&lowering);
}

void read_policy(struct policy *policy, struct diag *diag, const struct read_options *options,
                 const struct source *source)
{
    (void)options;
    if (policy->tree == NULL)
        policy->tree = arena_zero(diag->arena, 1, sizeof *policy->tree);
    policy_read_files(policy->tree, diag, source);
    policy->source_comments = policy->tree->comments;
}

bool policy_detect(struct view text)
{
    struct view word = text;
    for (size_t i = 0; i < word.length; i++)
        if (view_has(VIEW(" \t\r\n{\"=,;#"), word.text[i]))
            word.length = i;
    if (policy_begins_statement(word))
        return true;
    /* A misspelt one, in a line that looks like the language. */
    char last = text.length > 0 ? text.text[text.length - 1] : '\0';
    return (last == '{' || last == ';' || last == '}') && policy_nearly_begins_statement(word);
}
