/* SPDX-License-Identifier: MIT */
/*
 * What a policy source asserts and expects of listeners: from its statements to the model.
 */
#include "read/policy_lower.h"

#include "read/value.h"

struct collecting {
    struct lowering *lowering;
    struct assertion_part *list;
    uint32_t count;
    uint32_t capacity;
};

static struct assertion_part part_of(struct tree_text text)
{
    return (struct assertion_part){text.text, text.place};
}

static void add(struct collecting *collecting, struct assertion_part part)
{
    collecting->list =
        array_grow(collecting->lowering->diag->arena, collecting->list, collecting->count,
                   &collecting->capacity, sizeof *collecting->list);
    collecting->list[collecting->count++] = part;
}

static void add_subject(void *context, uint32_t subject, struct span place)
{
    struct collecting *collecting = context;
    add(collecting, (struct assertion_part){
                        collecting->lowering->names.subjects[subject].domain.name, place});
}

/* The members of a set, of which recipients may be named and nothing else. */
static void add_set(struct collecting *collecting, const struct tree_list_item *item,
                    enum expectation_kind kind)
{
    struct names *names = &collecting->lowering->names;
    struct tree_list_item alone = *item;
    alone.next = NULL;
    const struct tree_list list = {&alone, &alone};
    if (kind != EXPECT_RECIPIENTS) {
        struct message *message = diag_report(names->diag, CODE_POLICY_SYNTAX, item->text.place,
                                              "sets are of destinations");
        diag_help(names->diag, message, "name the mail flow policies one by one");
        return;
    }
    names_report_empty(names, &list);
    names_each(names, &list, collecting, add_subject);
}

/* Whether TEXT, if it is there, can be a name; reported if not. */
static bool is_name(struct lowering *lowering, struct tree_text text)
{
    return text.place.offset == 0 ||
           lowering_take_label(lowering, text).text == text.text.text;
}

/* The same of what is no name: a recipient, an address or a score. */
static bool is_value(struct lowering *lowering, struct tree_text text)
{
    size_t control;
    if (text.place.offset == 0 ||
        (text.text.length > 0 && view_trim(text.text).length == text.text.length &&
         !text_has_control(text.text, &control)))
        return true;
    diag_mend(lowering->diag,
              diag_report(lowering->diag, CODE_EXPECTATION_VALUE, text.place,
                          "\"%.*s\" is no recipient, address or score", VIEW_ARG(text.text)));
    return false;
}

/* Whether TEXT, a part of a condition, can stand on one line; reported if not. */
static bool is_clean(struct lowering *lowering, struct tree_text text)
{
    size_t control;
    if (!text_has_control(text.text, &control))
        return true;
    diag_mend(lowering->diag, diag_report(lowering->diag, CODE_CONTROL_CHARACTER, text.place,
                                          "a control character in a condition"));
    return false;
}

/* Whether all texts but the sets' are such as the XML document has, too; reported if not. */
static bool are_lines(struct lowering *lowering, const struct tree_statement *statement)
{
    const struct tree_expectation *said = statement->expectation;
    bool recipients = said->kind == EXPECT_RECIPIENTS;
    bool good = is_name(lowering, statement->name);
    good &= is_value(lowering, said->address);
    good &= is_name(lowering, said->named);
    good &= is_value(lowering, said->scored);
    good &= is_name(lowering, said->result);
    if (statement->condition != NULL) {
        good &= is_clean(lowering, statement->condition->name);
        good &= is_clean(lowering, statement->condition->value);
    }
    for (const struct tree_list_item *item = statement->list.first; item != NULL;
         item = item->next)
        if (!item->is_set)
            good &= recipients ? is_value(lowering, item->text) : is_name(lowering, item->text);
    return good;
}

static void lower(struct lowering *lowering, const struct tree_statement *statement)
{
    struct diag *diag = lowering->diag;
    struct policy *policy = lowering->policy;
    static const struct tree_condition none;
    if (statement->condition != NULL && statement->condition->enforced) {
        struct tree_text name = statement->condition->name;
        diag_help(diag,
                  diag_report(diag, CODE_POLICY_SYNTAX, name.place,
                              "%.*s enforced is asserted of destinations, not of listeners",
                              VIEW_ARG(name.text)),
                  "write assert tls >= required");
        return;
    }
    if (!are_lines(lowering, statement))
        return;
    const struct tree_expectation *said = statement->expectation;
    const struct tree_condition *condition =
        statement->condition == NULL ? &none : statement->condition;
    struct span written = {statement->place.offset, statement->place.end - 1};
    struct collecting collecting = {.lowering = lowering};
    const struct tree_list_item *item = statement->list.first;
    for (; item != NULL; item = item->next) {
        if (item->is_set)
            add_set(&collecting, item, (enum expectation_kind)said->kind);
        else
            add(&collecting, part_of(item->text));
    }
    if (collecting.count == 0 && statement->list.first != NULL)
        return; /* about nothing, as was reported */
    policy->expectations =
        array_grow(diag->arena, policy->expectations, policy->expectation_count,
                   &policy->expectation_capacity, sizeof *policy->expectations);
    policy->expectations[policy->expectation_count++] = (struct expectation){
        .kind = (enum expectation_kind)said->kind,
        .place = statement->place,
        .text = view_trim(sources_text(diag->sources, written)),
        .message = statement->file.text,
        .listener = part_of(statement->name),
        .action = part_of(said->action),
        .name = part_of(condition->name),
        .operation = part_of(condition->operation),
        .value = part_of(condition->value),
        .target = statement->target == TREE_FOR_ALL       ? ASSERTION_FOR_ALL
                  : statement->target == TREE_FOR_DEFAULT ? ASSERTION_FOR_DEFAULT
                                                          : ASSERTION_FOR_NAMES,
        .address = part_of(said->address),
        .named = part_of(said->named),
        .scored = part_of(said->scored),
        .result = part_of(said->result),
        .subjects = collecting.list,
        .subject_count = collecting.count,
    };
}

void lowering_expectations(struct lowering *lowering)
{
    const struct tree_statement *statement = lowering->tree->first;
    for (; statement != NULL; statement = statement->next)
        if (statement->kind == TREE_EXPECT)
            lower(lowering, statement);
    struct policy *policy = lowering->policy;
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        policy->appliances[i].policy->expectations = policy->expectations;
        policy->appliances[i].policy->expectation_count = policy->expectation_count;
    }
}
