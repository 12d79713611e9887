/* SPDX-License-Identifier: MIT */
#include "analysis/expect.h"

#include "analysis/expect_judge.h"
#include "base/near.h"

struct judge {
    struct diag *diag;
    const struct assert_subject *subjects;
    uint32_t subject_count;
    const struct flow_defaults *outside;
    struct expected *list;
    uint32_t count;
    struct sighting *listeners; /* by expectation */
    struct sighting **names;    /* by expectation and name; see name_count() */
    struct tables tables;
};

/* --- What an expectation is about ------------------------------------------------------------- */

static bool has_rat(const struct listener *listener)
{
    return listener_has_rat(listener);
}

static bool has_hat(const struct listener *listener)
{
    return listener_has_hat(listener);
}

static bool has_flow(const struct listener *listener)
{
    return listener_has_hat(listener) || listener->policy_count > 0 ||
           listener->has_default_policy;
}

static const struct {
    bool (*has_table)(const struct listener *listener);
    const char *table;
    const char *name; /* what it is about by name */
} kinds[EXPECTATION_KIND_COUNT] = {
    [EXPECT_RECIPIENTS] = {has_rat, "Recipient Access Table", NULL},
    [EXPECT_FLOW] = {has_flow, "mail flow policies", "mail flow policy"},
    [EXPECT_HOST] = {has_hat, "Host Access Table", "mail flow policy or behavior"},
    [EXPECT_RELAY] = {has_hat, "Host Access Table", "sender group"},
};

/* Whether EXPECTATION is about LISTENER. */
static bool is_about(const struct expectation *expectation, const struct listener *listener)
{
    struct view name = expectation->listener.text;
    return (name.length == 0 || view_equal(name, listener->name)) &&
           kinds[expectation->kind].has_table(listener);
}

/* How many names it has that something must be found by. */
static uint32_t name_count(const struct expected *expected)
{
    const struct expectation *expectation = expected->expectation;
    switch (expectation->kind) {
    case EXPECT_FLOW:
        return expectation->target == ASSERTION_FOR_NAMES ? expectation->subject_count : 0;
    case EXPECT_RELAY:
        return expectation->subject_count;
    case EXPECT_HOST: /* the members that it matches, then the result */
        return expected->caller.matching_count + (expected->behavior == BEHAVIOR_COUNT);
    default:
        return 0;
    }
}

/* Name NUMBER is the result that a host must get. */
static bool is_result(const struct expected *expected, uint32_t number)
{
    return expected->expectation->kind == EXPECT_HOST &&
           number == expected->caller.matching_count;
}

static const struct assertion_part *name_part(const struct expected *expected, uint32_t number)
{
    return is_result(expected, number) ? &expected->expectation->result
                                       : &expected->expectation->subjects[number];
}

/* Why a host has no name is told in a word, which a table need not have. */
static bool has_member(const struct table *table, const struct member *member)
{
    return trait_of(member->kind) == TRAIT_LOOKUP || table_has_member(table, member);
}

/* Whether LISTENER has what EXPECTED calls by its name NUMBER. */
static bool has_name(struct judge *judge, const struct expected *expected,
                     const struct listener *listener, uint32_t number)
{
    enum expectation_kind kind = expected->expectation->kind;
    struct view name = name_part(expected, number)->text;
    if (kind == EXPECT_RELAY)
        return listener_group(listener, name) != NULL;
    if (kind == EXPECT_FLOW)
        return listener_policy(listener, name) != NULL;
    struct table *table = tables_get(&judge->tables, listener);
    table_connect(judge->diag->arena, table);
    return is_result(expected, number) ? table_has_policy(table, name)
                                       : has_member(table, &expected->caller.matching[number]);
}

/* --- What is not there ------------------------------------------------------------------------ */

static void miss(struct sighting *sighting, const struct assert_subject *subject)
{
    sighting->missing++;
    if (sighting->first == NULL && !subject->is_beside)
        sighting->first = subject;
}

/* Looks in SUBJECT for what expectation NUMBER is about. */
static void look(struct judge *judge, uint32_t number, const struct assert_subject *subject)
{
    const struct expected *expected = &judge->list[number];
    const struct expectation *expectation = expected->expectation;
    const struct listeners *listeners = &subject->policy->listeners;
    bool is_there = false;
    for (uint32_t i = 0; i < listeners->count; i++)
        is_there |= is_about(expectation, &listeners->list[i]);
    judge->listeners[number].asked++;
    if (!is_there) {
        miss(&judge->listeners[number], subject);
        return;
    }
    for (uint32_t k = 0; k < name_count(expected); k++) {
        bool found = false;
        for (uint32_t i = 0; i < listeners->count && !found; i++)
            found = is_about(expectation, &listeners->list[i]) &&
                    has_name(judge, expected, &listeners->list[i], k);
        judge->names[number][k].asked++;
        if (!found)
            miss(&judge->names[number][k], subject);
    }
}

/* Says in the message's help what the listener's NAME may misspell, or how tables get names. */
static void help_listener(struct judge *judge, struct message *message, struct view name)
{
    struct diag *diag = judge->diag;
    struct nearest nearest = nearest_to(name);
    bool by_option = false;
    for (uint32_t i = 0; i < judge->subject_count; i++) {
        const struct listeners *listeners = &judge->subjects[i].policy->listeners;
        for (uint32_t k = 0; k < listeners->count; k++) {
            nearest_offer(&nearest, listeners->list[k].name, listeners->list[k].name);
            by_option |= listeners->list[k].place.offset == 0;
        }
    }
    if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "\"", "\""));
    else if (by_option)
        diag_help(diag, message, "--listener NAME says whose table a HAT or RAT file is");
    else
        diag_mend(diag, message);
}

/* Whether all that was read is one table of a listener, from a file that does not say whose. */
static bool is_lone_table(const struct listeners *listeners)
{
    const struct listener *listener = listeners->list;
    return listeners->count == 1 && listener->place.offset == 0 &&
           listener_has_hat(listener) != listener_has_rat(listener);
}

static void report_listener(struct judge *judge, const struct expectation *expectation,
                            const struct sighting *sighting)
{
    const struct assertion_part *part = &expectation->listener;
    const struct listener *listener =
        listeners_find(&sighting->first->policy->listeners, part->text);
    struct span place = part->place.offset != 0 ? part->place : expectation->place;
    const char *what = arena_printf(judge->diag->arena, "there is no listener \"%.*s\"",
                                    VIEW_ARG(part->text));
    if (part->text.length == 0)
        what = arena_printf(judge->diag->arena, "no listener has %s%s",
                            expectation->kind == EXPECT_FLOW ? "" : "a ",
                            kinds[expectation->kind].table);
    else if (listener != NULL)
        what = arena_printf(judge->diag->arena, "the listener %.*s has no %s",
                            VIEW_ARG(part->text), kinds[expectation->kind].table);
    struct message *message =
        report_missing(judge->diag, sighting, CODE_EXPECTATION_LISTENER, place, what);
    bool nowhere = sighting->missing == sighting->asked;
    if (part->text.length > 0 && listener == NULL && nowhere)
        help_listener(judge, message, part->text);
    else if (nowhere && is_lone_table(&sighting->first->policy->listeners))
        diag_help(judge->diag, message, "a HAT or RAT file has one table, and files are judged one "
                  "by one: join the two with compile --to xml HAT RAT, and give the document");
    else
        diag_mend(judge->diag, message);
}

/* Offers NEAREST the members of LISTENER that a host can be said to match. */
static void offer_members(const struct listener *listener, struct nearest *nearest)
{
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        for (uint32_t k = 0; k < entry->member_count; k++)
            if (trait_of(entry->members[k].kind) == TRAIT_DNSLIST)
                nearest_offer(nearest, entry->members[k].text, entry->members[k].text);
    }
}

/* Offers NEAREST what LISTENER has of the kind of names that KIND is about. */
static void offer_names(enum expectation_kind kind, const struct listener *listener,
                        struct nearest *nearest)
{
    for (uint32_t i = 0; i < listener->policy_count && kind != EXPECT_RELAY; i++)
        nearest_offer(nearest, listener->policies[i].name, listener->policies[i].name);
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        if (kind == EXPECT_RELAY && entry->kind == ACCESS_GROUP)
            nearest_offer(nearest, entry->name, entry->name);
        else if (kind == EXPECT_HOST && entry->policy.length > 0)
            nearest_offer(nearest, entry->policy, entry->policy);
    }
    if (kind == EXPECT_HOST)
        behavior_nearest(nearest);
}

/* Says in the message's help that GROUP is named where what it gives is meant. */
static void help_group(struct diag *diag, struct message *message,
                       const struct access_entry *group)
{
    if (group->policy.length > 0)
        diag_help(diag, message,
                  "%.*s is a sender group: name the mail flow policy that it uses, %.*s",
                  VIEW_ARG(group->name), VIEW_ARG(group->policy));
    else
        diag_help(diag, message, "%.*s is a sender group: name what it gives, %s",
                  VIEW_ARG(group->name), behavior_word(group->behavior));
}

/* Says in the message's help that NAME is a group where a policy is meant, or the reverse. */
static bool help_other_kind(struct judge *judge, struct message *message,
                            const struct expectation *expectation, struct view name)
{
    for (uint32_t i = 0; i < judge->subject_count; i++) {
        const struct listeners *listeners = &judge->subjects[i].policy->listeners;
        for (uint32_t k = 0; k < listeners->count; k++) {
            const struct listener *listener = &listeners->list[k];
            const struct access_entry *group = listener_group(listener, name);
            bool relays = expectation->kind == EXPECT_RELAY;
            if (!is_about(expectation, listener) ||
                (relays ? listener_policy(listener, name) == NULL : group == NULL))
                continue;
            if (relays)
                diag_help(judge->diag, message,
                          "%.*s is a mail flow policy: name the sender groups that use it",
                          VIEW_ARG(name));
            else
                help_group(judge->diag, message, group);
            return true;
        }
    }
    return false;
}

static void report_name(struct judge *judge, const struct expected *expected, uint32_t number,
                        const struct sighting *sighting)
{
    struct diag *diag = judge->diag;
    const struct expectation *expectation = expected->expectation;
    const struct assertion_part *part = name_part(expected, number);
    bool is_member = expectation->kind == EXPECT_HOST && !is_result(expected, number);
    struct nearest nearest = nearest_to(part->text);
    const char *what = arena_printf(diag->arena, "there is no %s \"%.*s\"",
                                    is_member ? "member" : kinds[expectation->kind].name,
                                    VIEW_ARG(part->text));
    struct message *message =
        report_missing(diag, sighting, CODE_EXPECTATION_SUBJECT, part->place, what);
    bool nowhere = sighting->missing == sighting->asked;
    for (uint32_t i = 0; i < judge->subject_count && nowhere; i++) {
        const struct listeners *listeners = &judge->subjects[i].policy->listeners;
        for (uint32_t k = 0; k < listeners->count; k++) {
            const struct listener *listener = &listeners->list[k];
            if (is_about(expectation, listener) && is_member)
                offer_members(listener, &nearest);
            else if (is_about(expectation, listener))
                offer_names(expectation->kind, listener, &nearest);
        }
    }
    if (nowhere && !is_member && help_other_kind(judge, message, expectation, part->text))
        return;
    if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "", ""));
    else if (is_member)
        diag_help(diag, message, "name a member that the table has, or leave it out");
    else
        diag_mend(diag, message);
}

/*
 * Reports what expectation NUMBER is about and is not there. That an appliance lacks a group or a
 * result is no matter: it relays for fewer, or fails.
 */
static void report_absences(struct judge *judge, uint32_t number)
{
    struct expected *expected = &judge->list[number];
    const struct expectation *expectation = expected->expectation;
    if (judge->listeners[number].first != NULL)
        report_listener(judge, expectation, &judge->listeners[number]);
    for (uint32_t k = 0; k < name_count(expected); k++) {
        const struct sighting *sighting = &judge->names[number][k];
        bool nowhere = sighting->missing == sighting->asked;
        if (sighting->first == NULL || (!nowhere && expectation->kind != EXPECT_FLOW))
            continue;
        report_name(judge, expected, k, sighting);
        expected->usable &= !nowhere || expectation->kind == EXPECT_FLOW;
    }
}

/* --- Judging ---------------------------------------------------------------------------------- */

static void judge_one(struct judge *judge, const struct spot *spot)
{
    enum expectation_kind kind = spot->expected->expectation->kind;
    struct table *table =
        kind == EXPECT_RECIPIENTS ? NULL : tables_get(&judge->tables, spot->listener);
    switch (kind) {
    case EXPECT_RECIPIENTS:
        judge_recipients(spot);
        break;
    case EXPECT_FLOW:
        judge_flow(spot, table, judge->outside);
        break;
    case EXPECT_HOST:
        judge_host(spot, table);
        break;
    default:
        judge_relay(spot, table);
    }
}

static void judge_subject(struct judge *judge, const struct assert_subject *subject)
{
    const struct listeners *listeners = &subject->policy->listeners;
    for (uint32_t number = 0; number < judge->count; number++) {
        const struct expected *expected = &judge->list[number];
        for (uint32_t i = 0; i < listeners->count && expected->usable; i++) {
            struct spot spot = {judge->diag, subject, &listeners->list[i], expected};
            if (is_about(expected->expectation, spot.listener))
                judge_one(judge, &spot);
        }
    }
}

/* A listener's name that is given and empty would mean all of them. */
static void check_listener(struct diag *diag, struct expected *expected)
{
    const struct assertion_part *part = &expected->expectation->listener;
    if (part->text.length > 0 || part->place.offset == 0)
        return;
    expected->usable = false;
    diag_help(diag, diag_report(diag, CODE_EXPECTATION_VALUE, part->place,
                                "the name of a listener is not empty"),
              "leave \"on listener\" out for all that have such a table");
}

void expect_judge(const struct expectation *list, uint32_t count,
                  const struct assert_subject *subjects, uint32_t subject_count,
                  const struct flow_defaults *outside, struct diag *diag)
{
    struct judge judge = {.diag = diag, .subjects = subjects, .subject_count = subject_count,
                          .outside = outside, .count = count};
    if (count == 0)
        return;
    judge.list = arena_alloc(diag->arena, count * sizeof *judge.list);
    judge.listeners = arena_zero(diag->arena, count, sizeof *judge.listeners);
    judge.names = arena_zero(diag->arena, count, sizeof *judge.names);
    tables_init(&judge.tables, diag->arena, hash_seed());
    for (uint32_t i = 0; i < count; i++) {
        expected_read(diag, &list[i], &judge.list[i]);
        check_listener(diag, &judge.list[i]);
        judge.names[i] =
            arena_zero(diag->arena, name_count(&judge.list[i]) + 1u, sizeof **judge.names);
    }
    for (uint32_t k = 0; k < subject_count; k++)
        for (uint32_t i = 0; i < count; i++)
            if (judge.list[i].usable)
                look(&judge, i, &subjects[k]);
    for (uint32_t i = 0; i < count && subject_count > 0; i++)
        if (judge.list[i].usable)
            report_absences(&judge, i);
    for (uint32_t k = 0; k < subject_count; k++)
        if (!subjects[k].is_beside)
            judge_subject(&judge, &subjects[k]);
}
