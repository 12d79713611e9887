/* SPDX-License-Identifier: MIT */
#include "analysis/validate.h"

#include "base/buffer.h"
#include "model/document_expect.h"
#include "model/document_listener.h"
#include "model/listener_overlay.h"
#include "model/overlay.h"
#include "schema/schema.h"

#include <stdio.h>

/* A complaint about a set of settings, kept until the entries that use it are told. */
struct complaint {
    const char *text;
    struct view subject; /* the export's name of the parameter; empty: the entry as a whole */
    struct span place;   /* of a listener's part */
};

enum { MOST_OPEN = 4 }; /* below an entry the document is two levels deep */

struct judge {
    const struct policy *policy; /* whose entries are judged: the base or an appliance's */
    struct diag *diag;
    struct schema_validator *validator;
    struct complaint *list;
    uint32_t count;
    uint32_t capacity;
    const struct settings *set; /* what is being streamed; NULL: what stands round the entries */
    struct view open[MOST_OPEN]; /* the subjects of the open elements */
    unsigned depth;
    const struct document_attribute *attributes; /* of the element that is beginning */
    size_t attribute_count;
    const struct listener_walk *walk; /* through the listener that is judged; NULL: none is */
    bool excused;                     /* what a listener lacks may have been reported */
};

/* What a complaint is about: an attribute of the element that begins, or the open element. */
static struct view subject_of(const struct judge *judge, const struct schema_complaint *complaint)
{
    for (size_t i = 0; i < judge->attribute_count; i++)
        if (view_equal(judge->attributes[i].name, complaint->attribute))
            return judge->attributes[i].subject;
    return judge->depth == 0 || judge->depth > MOST_OPEN ? VIEW("") : judge->open[judge->depth - 1];
}

/*
 * Keeps a complaint unless a reader has reported what it is about. What is missing from an entry
 * cannot be told apart from what a reader found missing, so there any report counts.
 */
static void complain(void *context, const struct schema_complaint *complaint)
{
    struct judge *judge = context;
    struct view subject = complaint->structural ? VIEW("") : subject_of(judge, complaint);
    enum param param = param_find(subject);
    uint32_t complained = judge->set == NULL ? 0 : judge->set->complained;
    if (complaint->structural ? complained != 0 || (judge->walk != NULL && judge->excused)
                              : param != PARAM_COUNT && (complained & PARAM_BIT(param)) != 0)
        return;
    judge->list = array_grow(judge->diag->arena, judge->list, judge->count, &judge->capacity,
                             sizeof *judge->list);
    judge->list[judge->count++] = (struct complaint){
        .text = arena_string(judge->diag->arena, complaint->text),
        .subject = subject,
        .place = judge->walk == NULL ? SPAN_NONE : judge->walk->place,
    };
}

static void on_start(void *context, struct view name, const struct document_attribute *attributes,
                     size_t count, struct view subject)
{
    struct judge *judge = context;
    struct schema_attribute shown[MOST_OPEN];
    for (size_t i = 0; i < count && i < MOST_OPEN; i++)
        shown[i] = (struct schema_attribute){attributes[i].name, attributes[i].value};
    if (judge->depth < MOST_OPEN)
        judge->open[judge->depth] = subject;
    judge->depth++;
    judge->attributes = attributes;
    judge->attribute_count = count;
    schema_start(judge->validator, name, shown, count);
    judge->attribute_count = 0;
}

static void on_text(void *context, struct view text)
{
    struct judge *judge = context;
    schema_text(judge->validator, text);
}

static void on_end(void *context)
{
    struct judge *judge = context;
    schema_end(judge->validator);
    judge->depth--;
}

/* Streams an entry; a destination has NAME, the default entry none. */
static void judge_entry(struct judge *judge, uint32_t number, struct view name)
{
    const struct document_sink sink = {judge, on_start, on_text, on_end};
    struct schema_attribute domain = {VIEW("domain"), name};
    judge->set = policy_settings(judge->policy, number);
    if (name.length > 0)
        schema_start(judge->validator, VIEW("destination"), &domain, 1);
    else
        schema_start(judge->validator, VIEW("default"), NULL, 0);
    document_walk(judge->policy->store, judge->set, &sink);
    schema_end(judge->validator);
}

/* Reports a complaint at the entry that begins at SECTION, or at the value in it. */
static void report(const struct judge *judge, const struct complaint *complaint, uint32_t section)
{
    struct span place = section == 0 ? SPAN_NONE : (struct span){section, section + 1};
    enum severity severity = diag_severity(judge->diag, CODE_SCHEMA);
    if (complaint->subject.length > 0 && diag_would_keep(judge->diag, severity, place)) {
        struct span found = policy_locate(judge->policy, section, complaint->subject);
        place = found.offset == 0 ? place : found;
    }
    if (complaint->place.offset != 0)
        place = complaint->place;
    diag_report(judge->diag, CODE_SCHEMA, place, "%s", complaint->text);
}

/* Reports what is in the list at SECTION and empties the list. */
static void report_all(struct judge *judge, uint32_t section)
{
    for (uint32_t i = 0; i < judge->count; i++)
        report(judge, &judge->list[i], section);
    judge->count = 0;
}

static void judge_default(struct judge *judge)
{
    const struct policy *policy = judge->policy;
    if (!policy->has_default)
        return;
    judge_entry(judge, policy->default_settings, VIEW(""));
    report_all(judge, policy->default_section);
}

/* Whether an entry of POLICY says something that the base does not say already. */
static bool is_own(const struct policy *base, const struct policy *policy, uint32_t number)
{
    return base == policy || !overlay_inherits(base, policy_destination(policy, number));
}

/* Every destination under its own name. */
static void judge_all(struct judge *judge, const struct policy *base)
{
    for (uint32_t i = 0; i < judge->policy->count; i++) {
        const struct destination *destination = policy_destination(judge->policy, i);
        if (!is_own(base, judge->policy, i))
            continue;
        judge_entry(judge, destination->settings, destination_name(destination));
        report_all(judge, destination->section);
    }
}

static void mark_used(const struct policy *policy, bool *used)
{
    for (uint32_t i = 0; i < policy->count; i++)
        used[policy_destination(policy, i)->settings] = true;
}

/*
 * Every set that a destination uses, on an appliance or in the base, once. Returns for each set
 * where its complaints end in the list; they begin where those of the set before it end.
 */
static const uint32_t *judge_sets(struct judge *judge)
{
    const struct policy *policy = judge->policy;
    uint32_t sets = policy->store->set_count;
    bool *used = arena_zero(judge->diag->arena, sets, sizeof *used);
    uint32_t *ends = arena_zero(judge->diag->arena, sets, sizeof *ends);
    mark_used(policy, used);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        mark_used(policy->appliances[i].policy, used);
    for (uint32_t i = 0; i < sets; i++) {
        if (used[i])
            judge_entry(judge, i, VIEW("a.example"));
        ends[i] = judge->count;
    }
    return ends;
}

/* Reports the complaints about sets at the entries of POLICY. */
static void report_sets(struct judge *judge, const struct policy *base,
                        const struct policy *policy, const uint32_t *ends)
{
    judge->policy = policy;
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        uint32_t set = destination->settings;
        uint32_t begin = set == 0 ? 0 : ends[set - 1];
        for (uint32_t j = begin; j < ends[set] && is_own(base, policy, i); j++)
            report(judge, &judge->list[j], destination->section);
    }
    judge->policy = base;
}

static void judge_distinct(struct judge *judge)
{
    const struct policy *base = judge->policy;
    const uint32_t *ends = judge_sets(judge);
    if (judge->count > 0) {
        report_sets(judge, base, base, ends);
        for (uint32_t i = 0; i < base->appliance_count; i++)
            report_sets(judge, base, base->appliances[i].policy, ends);
    }
    judge->count = 0;
}

/* What stands round the entries: names and releases. */
static void start_frame(struct judge *judge, const char *element, struct view name,
                        const struct policy *policy)
{
    struct schema_attribute attributes[2];
    size_t count = 0;
    char release[VALUE_BUFFER];
    judge->set = NULL;
    if (name.length > 0)
        attributes[count++] = (struct schema_attribute){VIEW("name"), name};
    if (policy->has_target) {
        int length = snprintf(release, sizeof release, "%u.%u", (unsigned)policy->target.major,
                              (unsigned)policy->target.minor);
        attributes[count++] =
            (struct schema_attribute){VIEW("asyncos"), {release, (size_t)length}};
    }
    schema_start(judge->validator, view_of(element), attributes, count);
}

static void judge_listener(struct judge *judge, const struct listener *listener, bool full);

/* The listeners that an appliance has in another form than the base, or does not have. */
static void judge_listeners(struct judge *judge, const struct listeners *base,
                            const struct listeners *whole, bool full)
{
    struct listeners_overlay overlay;
    listeners_difference(base, whole, &overlay);
    for (uint32_t i = 0; i < overlay.changed_count; i++)
        judge_listener(judge, overlay.changed[i], full);
    for (uint32_t i = 0; i < overlay.removed_count; i++) {
        const struct schema_attribute name = {VIEW("name"), overlay.removed[i]->name};
        schema_start(judge->validator, VIEW("remove-listener"), &name, 1);
        schema_end(judge->validator);
        report_all(judge, overlay.removed[i]->place.offset);
    }
}

/* An appliance: its default entry, its listeners, and with FULL its own destinations. */
static void judge_appliance(struct judge *judge, const struct appliance *appliance, bool full)
{
    const struct policy *base = judge->policy;
    start_frame(judge, "appliance", appliance->name, appliance->policy);
    report_all(judge, appliance->place.offset);
    judge->policy = appliance->policy;
    if (!overlay_inherits_default(base, appliance->policy))
        judge_default(judge);
    if (full)
        judge_all(judge, base);
    judge_listeners(judge, &base->listeners, &appliance->policy->listeners, full);
    judge->policy = base;
    schema_end(judge->validator);
}

static void judge_assertion(struct judge *judge, const struct assertion *assertion, bool full)
{
    const struct document_sink sink = {judge, on_start, on_text, on_end};
    judge->set = NULL;
    document_walk_assertion(judge->diag->arena, assertion, IDN_AS_READ, full ? UINT32_MAX : 1,
                            &sink);
    report_all(judge, assertion->place.offset);
}

/* One about nothing, such as an empty set, was reported where it was read. */
static void judge_expectation(struct judge *judge, const struct expectation *expectation, bool full)
{
    const struct document_sink sink = {judge, on_start, on_text, on_end};
    bool by_name =
        expectation->kind != EXPECT_HOST && expectation->target == ASSERTION_FOR_NAMES;
    judge->set = NULL;
    if (by_name && expectation->subject_count == 0)
        return;
    document_walk_expectation(judge->diag->arena, expectation, full ? UINT32_MAX : 1, &sink);
    report_all(judge, expectation->place.offset);
}

/*
 * A table with errors lacks what they were about; without any, each part of the document is there.
 * Values that were rejected are not shown to the validator.
 */
static void judge_listener(struct judge *judge, const struct listener *listener, bool full)
{
    const struct document_sink sink = {judge, on_start, on_text, on_end};
    struct listener_walk walk = {.listener = listener, .all = full};
    judge->set = NULL;
    judge->walk = &walk;
    document_walk_listener(&walk, &sink);
    judge->walk = NULL;
    report_all(judge, listener->place.offset);
}

/* An XML document's frame was judged when it was read: what was said then is not said again. */
static void judge_frame(struct judge *judge, bool full)
{
    const struct policy *policy = judge->policy;
    judge->excused = judge->diag->counts[SEVERITY_ERROR] > 0;
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        judge_listener(judge, &policy->listeners.list[i], full);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        judge_appliance(judge, &policy->appliances[i], full);
    for (uint32_t i = 0; i < policy->assertion_count; i++)
        judge_assertion(judge, &policy->assertions[i], full);
    for (uint32_t i = 0; i < policy->expectation_count; i++)
        judge_expectation(judge, &policy->expectations[i], full);
}

void validate(const struct policy *policy, struct diag *diag, bool full)
{
    struct judge judge = {.policy = policy, .diag = diag};
    bool is_judged = diag->by_code[CODE_SCHEMA] + diag->by_code[CODE_XML_ATTRIBUTE] > 0;
    judge.validator = schema_new(diag->arena, complain, &judge);
    if (judge.validator == NULL) {
        diag_report(diag, CODE_SCHEMA_UNUSABLE, SPAN_NONE, "%s",
                    code_entry(CODE_SCHEMA_UNUSABLE)->title);
        return;
    }
    start_frame(&judge, "policy", is_judged ? VIEW("") : policy->name, policy);
    report_all(&judge, 0);
    judge_default(&judge);
    if (full)
        judge_all(&judge, policy);
    else
        judge_distinct(&judge);
    if (!is_judged)
        judge_frame(&judge, full);
    schema_end(judge.validator);
    schema_finish(judge.validator);
    schema_free(judge.validator);
}
