/* SPDX-License-Identifier: MIT */
#include "read/policy_lower.h"

#include "base/buffer.h"
#include "read/policy.h"
#include "read/policy_flow.h"
#include "read/policy_include.h"
#include "read/policy_listener.h"
#include "read/value.h"
#include "read/vocabulary.h"

static uint32_t *wider(struct lowering *lowering, const uint32_t *old, uint32_t room)
{
    uint32_t *array = arena_alloc(lowering->diag->arena, (size_t)room * sizeof *array);
    for (uint32_t i = 0; i < room; i++)
        array[i] = i < lowering->room ? old[i] : NO_COMPOSITION;
    return array;
}

void lowering_make_room(struct lowering *lowering, uint32_t subject)
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
    lowering_make_room(lowering, subject);
    lowering->base[subject] =
        compose(&lowering->composer, lowering->base[subject], applying->giving);
}

void lowering_apply(struct lowering *lowering, struct tree_statement *statement,
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

void lowering_take_release(struct lowering *lowering, struct policy *policy,
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

struct view lowering_take_label(struct lowering *lowering, struct tree_text name)
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
    lowering->policy->name = lowering_take_label(lowering, statement->name);
    const struct tree_statement *release = NULL;
    const struct tree_statement *child = statement->children;
    for (; child != NULL; child = child->next)
        lowering_take_release(lowering, lowering->policy, child, &release);
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
        else if (statement->kind == TREE_FLOW_BUNDLE)
            names_define(&lowering->names, DEFINITION_FLOW_BUNDLE, statement);
        else if (statement->kind == TREE_LISTENER)
            names_define(&lowering->names, DEFINITION_LISTENER, statement);
    }
}

/* What the appliance is said to have by name. */
static void lower_declarations(struct lowering *lowering)
{
    struct references *references = &lowering->policy->references;
    const struct tree_statement *statement = lowering->tree->first;
    for (; statement != NULL; statement = statement->next) {
        if (statement->kind != TREE_DECLARE)
            continue;
        bool certificate = statement->param == PARAM_CERTIFICATE;
        references->certificates_declared = references->certificates_declared || certificate;
        const struct tree_list_item *item = statement->list.first;
        for (; item != NULL; item = item->next)
            references_add(lowering->diag->arena,
                           certificate ? &references->certificates : &references->bounce_profiles,
                           &(struct reference){item->text.text, item->text.place});
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
            lowering_apply(lowering, statement, VIEW(""), apply_base);
    }
}

void lowering_emit(struct lowering *lowering, struct policy *policy, uint32_t default_entry,
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

/* Whether LIST names mail flow policies, of which an assertion without a listener is not; reported. */
static bool names_policies(struct lowering *lowering, const struct tree_statement *statement)
{
    const struct listeners *listeners = &lowering->policy->listeners;
    for (const struct tree_list_item *item = statement->list.first; item != NULL;
         item = item->next) {
        struct view name = item->text.text;
        for (uint32_t i = 0; i < listeners->count && !item->is_set && !item->text.quoted; i++) {
            if (listener_policy(&listeners->list[i], name) == NULL)
                continue;
            struct message *message = diag_report(
                lowering->diag, CODE_POLICY_SYNTAX, item->text.place,
                "%.*s is a mail flow policy, and this assertion is about destinations",
                VIEW_ARG(name));
            diag_help(lowering->diag, message,
                      "write for %.*s on listener \"%.*s\"; a destination of that name stands in "
                      "quotes",
                      VIEW_ARG(name), VIEW_ARG(listeners->list[i].name));
            return true;
        }
    }
    return false;
}

static void lower_assertion(struct lowering *lowering, const struct tree_statement *statement)
{
    static const enum assertion_target targets[] = {
        [TREE_FOR_LIST] = ASSERTION_FOR_NAMES,
        [TREE_FOR_ALL] = ASSERTION_FOR_ALL,
        [TREE_FOR_DEFAULT] = ASSERTION_FOR_DEFAULT,
    };
    const struct tree_condition *condition = statement->condition;
    struct policy *policy = lowering->policy;
    struct naming naming = {.lowering = lowering};
    if (names_policies(lowering, statement))
        return;
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

/* All statements, of the appliances too, have been looked at. */
static void lower_unused(struct lowering *lowering)
{
    struct policy *policy = lowering->policy;
    policy->unused = names_unused(&lowering->names);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        policy->appliances[i].policy->unused = policy->unused;
}

static void finish_bundle(void *context, struct definition *bundle)
{
    struct lowering *lowering = context;
    if (bundle->kind == DEFINITION_FLOW_BUNDLE)
        policy_flow_bundle(&lowering->names, bundle);
    else
        compose_bundle(&lowering->composer, bundle);
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
    lower_declarations(&lowering);
    names_resolve(&lowering.names, &lowering, finish_bundle);
    lower_base(&lowering);
    lowering_emit(&lowering, policy, lowering.default_base, lowering.default_statement,
         (struct emitted_entries){lowering.base, NULL, 0});
    lowering_listeners(&lowering);
    lowering_appliances(&lowering);
    lower_assertions(&lowering);
    lowering_expectations(&lowering);
    lower_unused(&lowering);
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
    return text.length > 0 && view_has(VIEW("{;}"), text.text[text.length - 1]) &&
           policy_nearly_begins_statement(word);
}
