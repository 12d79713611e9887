/* SPDX-License-Identifier: MIT */
#include "analysis/assert.h"

#include "analysis/assert_report.h"
#include "analysis/below.h"
#include "analysis/match.h"
#include "base/buffer.h"

/* What an assertion says of a set of settings; good while the epoch is the judge's. */
struct mark {
    uint32_t epoch;
    uint32_t group; /* one more than its number; 0: none yet */
    enum verdict verdict;
    bool inherited; /* what decides is the default entry's: the same for all that inherit it */
};

struct judge {
    struct arena *arena;
    struct diag *diag;
    struct term *terms; /* by assertion */
    bool *usable;       /* by assertion: there is something to be judged */
    struct below below;
    struct absence *absences; /* by question of BELOW: tables without such an entry */
    const struct assert_subject *subject;
    const struct set_use *sets; /* of the subject; NULL as long as nobody needed them */
    uint32_t set_count;
    const struct assertion *assertion;
    const struct term *term;
    uint32_t epoch;     /* a number for each assertion on each subject */
    struct mark *marks; /* by number of set */
    uint32_t mark_capacity;
    struct mark default_mark;
    uint32_t *seen; /* by entry: the epoch in which it was judged last */
    uint32_t seen_capacity;
    struct assert_group *groups; /* of the assertion on the subject */
    uint32_t group_count;
    uint32_t group_capacity;
    uint32_t inherited_group; /* one more than its number; 0: none yet */
};

/* Reading assertions */

static struct phrase phrase_of(const struct assertion_part *part)
{
    return (struct phrase){part->text, part->place};
}

static bool read_term(struct diag *diag, const struct assertion *assertion, struct term *term)
{
    struct phrase name = phrase_of(&assertion->name);
    struct phrase operation = phrase_of(&assertion->operation);
    struct phrase value = phrase_of(&assertion->value);
    if (!assertion->enforced)
        return term_read(diag, &name, &operation, &value, term);
    if (term_read_enforced(name.text, term))
        return true;
    struct message *message =
        diag_report(diag, CODE_CONDITION_NAME, name.place, "\"%.*s enforced\" means nothing",
                    VIEW_ARG(name.text));
    const char *near = term_near_enforced(diag->arena, name.text);
    if (near != NULL)
        diag_help(diag, message, "did you mean %s?", near);
    else
        diag_help(diag, message, "write encryption enforced or verification enforced");
    return false;
}

static bool is_about_something(struct diag *diag, const struct assertion *assertion)
{
    if (assertion->target != ASSERTION_FOR_NAMES || assertion->name_count > 0)
        return true;
    struct message *message = diag_report(diag, CODE_SET_EMPTY, assertion->place,
                                          "the assertion is about nothing: %.*s is empty",
                                          VIEW_ARG(assertion->target_text));
    diag_mend(diag, message);
    return false;
}

static void ask_below(struct judge *judge, const struct assertion *assertion)
{
    for (uint32_t i = 0; i < assertion->name_count; i++)
        if (assertion->names[i].domain.kind == DOMAIN_PARTIAL)
            below_ask(&judge->below, assertion->names[i].domain.key);
}

static void prepare(struct judge *judge, const struct assertion *assertions, uint32_t count)
{
    judge->terms = arena_zero(judge->arena, count, sizeof *judge->terms);
    judge->usable = arena_zero(judge->arena, count, sizeof *judge->usable);
    for (uint32_t i = 0; i < count; i++) {
        bool good = read_term(judge->diag, &assertions[i], &judge->terms[i]);
        judge->usable[i] = is_about_something(judge->diag, &assertions[i]) && good;
        if (judge->usable[i])
            ask_below(judge, &assertions[i]);
    }
}

/* Judging */

static bool is_inherited(const struct term *term, const struct resolved *resolved)
{
    enum param param = term->enforced ? PARAM_TABLE_TLS : term->param;
    return resolved->settings[param].origin != ORIGIN_ENTRY &&
           (!term->enforced ||
            resolved->settings[PARAM_DANE_OPTION].origin != ORIGIN_ENTRY);
}

static void judge_mark(struct judge *judge, struct mark *mark, const struct resolved *resolved)
{
    const struct store *store = judge->subject->policy->store;
    *mark = (struct mark){.epoch = judge->epoch,
                          .verdict = term_holds(judge->term, store, resolved),
                          .inherited = is_inherited(judge->term, resolved)};
}

/* The mark of a set of settings, judged if it was not. */
static struct mark *mark_of(struct judge *judge, uint32_t set)
{
    struct mark *mark = &judge->marks[set];
    if (mark->epoch != judge->epoch) {
        struct resolved resolved;
        resolve(policy_settings(judge->subject->policy, set), &judge->subject->defaults,
                &resolved);
        judge_mark(judge, mark, &resolved);
    }
    return mark;
}

static struct mark *mark_of_default(struct judge *judge)
{
    struct mark *mark = &judge->default_mark;
    if (mark->epoch != judge->epoch) {
        struct resolved resolved;
        resolve_default(&judge->subject->defaults, &resolved);
        judge_mark(judge, mark, &resolved);
    }
    return mark;
}

/* A new group, of which ENTRY is the first; one more than its number. */
static uint32_t begin_group(struct judge *judge, enum verdict verdict, uint32_t entry)
{
    judge->groups = array_grow(judge->arena, judge->groups, judge->group_count,
                               &judge->group_capacity, sizeof *judge->groups);
    judge->groups[judge->group_count] = (struct assert_group){.verdict = verdict, .entry = entry};
    return ++judge->group_count;
}

/* Notes that the assertion does not hold for NAME, which ENTRY rules. */
static void note(struct judge *judge, struct mark *mark, uint32_t entry, struct view name)
{
    if (mark->verdict == VERDICT_TRUE)
        return;
    if (mark->group == 0 && mark->inherited)
        mark->group = judge->inherited_group;
    if (mark->group == 0)
        mark->group = begin_group(judge, mark->verdict, entry);
    if (mark->inherited)
        judge->inherited_group = mark->group;
    struct assert_group *group = &judge->groups[mark->group - 1];
    if (group->count < ASSERT_MOST_NAMED)
        group->names[group->count] = name;
    group->count++;
}

static void judge_entry(struct judge *judge, uint32_t entry)
{
    const struct destination *destination = policy_destination(judge->subject->policy, entry);
    if (judge->seen[entry] == judge->epoch)
        return;
    judge->seen[entry] = judge->epoch;
    note(judge, mark_of(judge, destination->settings), entry, destination_name(destination));
}

static void judge_default(struct judge *judge)
{
    note(judge, mark_of_default(judge), NO_ENTRY, VIEW(""));
}

/* What mail to a domain gets. */
static void judge_domain(struct judge *judge, const struct assertion_name *name)
{
    struct matches matches;
    struct asked asked = {.domain = name->domain};
    match_find(judge->subject->policy, &asked, &matches);
    uint32_t entry = matches.list[0].entry;
    struct mark *mark = entry == NO_ENTRY
                            ? mark_of_default(judge)
                            : mark_of(judge, policy_destination(judge->subject->policy,
                                                                entry)->settings);
    note(judge, mark, entry, name->domain.name);
}

static void judge_below(struct judge *judge, const struct assertion_name *name)
{
    uint32_t count;
    uint32_t question = below_ask(&judge->below, name->domain.key);
    const uint32_t *entries = below_entries(&judge->below, question, &count);
    for (uint32_t i = 0; i < count; i++)
        judge_entry(judge, entries[i]);
}

static void judge_names(struct judge *judge)
{
    for (uint32_t i = 0; i < judge->assertion->name_count; i++) {
        const struct assertion_name *name = &judge->assertion->names[i];
        if (name->domain.kind == DOMAIN_PARTIAL)
            judge_below(judge, name);
        else
            judge_domain(judge, name);
    }
}

/* Entries are looked at one by one only if some set of settings fails. */
static void judge_all(struct judge *judge)
{
    const struct policy *policy = judge->subject->policy;
    bool good = true;
    if (judge->sets == NULL)
        judge->sets = policy_sets(policy, &judge->set_count);
    for (uint32_t i = 0; i < judge->set_count; i++)
        good &= mark_of(judge, judge->sets[i].settings)->verdict == VERDICT_TRUE;
    for (uint32_t i = 0; !good && i < policy->count; i++)
        judge_entry(judge, i);
    judge_default(judge);
}

static void judge_assertion(struct judge *judge)
{
    static void (*const targets[])(struct judge *judge) = {
        [ASSERTION_FOR_NAMES] = judge_names,
        [ASSERTION_FOR_ALL] = judge_all,
        [ASSERTION_FOR_DEFAULT] = judge_default,
    };
    judge->epoch++;
    judge->group_count = judge->inherited_group = 0;
    targets[judge->assertion->target](judge);
    for (uint32_t i = 0; i < judge->group_count; i++)
        assert_report(judge->diag, judge->subject, judge->assertion, judge->term,
                      &judge->groups[i]);
}

/* Room for marks and for what was seen; old epochs stay below the judge's. */
static void begin_subject(struct judge *judge, const struct assert_subject *subject)
{
    uint32_t sets = subject->policy->store->set_count;
    judge->subject = subject;
    judge->sets = NULL;
    if (judge->mark_capacity < sets) {
        judge->marks = arena_zero(judge->arena, sets, sizeof *judge->marks);
        judge->mark_capacity = sets;
    }
    if (judge->seen_capacity < subject->policy->count) {
        judge->seen = arena_zero(judge->arena, subject->policy->count, sizeof *judge->seen);
        judge->seen_capacity = subject->policy->count;
    }
    below_find(&judge->below, subject->policy);
    for (uint32_t question = 0; question < judge->below.count; question++) {
        uint32_t count;
        below_entries(&judge->below, question, &count);
        if (count == 0 && judge->absences[question].count++ == 0)
            judge->absences[question].first = subject;
    }
}

/* What is said of .D where no table, or not every one, has an entry for it. */
static void report_absences(struct judge *judge, const struct assertion *assertion,
                            uint32_t subject_count)
{
    for (uint32_t i = 0; i < assertion->name_count; i++) {
        const struct assertion_name *name = &assertion->names[i];
        if (name->domain.kind != DOMAIN_PARTIAL)
            continue;
        uint32_t question = below_ask(&judge->below, name->domain.key);
        const struct absence *absence = &judge->absences[question];
        if (absence->count > 0)
            assert_report_absence(judge->diag, absence, subject_count, assertion, name);
    }
}

void assert_judge(const struct assertion *assertions, uint32_t count,
                  const struct assert_subject *subjects, uint32_t subject_count, struct diag *diag)
{
    struct judge judge = {.arena = diag->arena, .diag = diag};
    if (count == 0)
        return;
    below_init(&judge.below, diag->arena, hash_seed());
    prepare(&judge, assertions, count);
    judge.absences = arena_zero(diag->arena, judge.below.count, sizeof *judge.absences);
    for (uint32_t i = 0; i < subject_count; i++) {
        begin_subject(&judge, &subjects[i]);
        for (uint32_t j = 0; j < count; j++) {
            judge.assertion = &assertions[j];
            judge.term = &judge.terms[j];
            if (judge.usable[j])
                judge_assertion(&judge);
        }
    }
    for (uint32_t j = 0; j < count && subject_count > 0; j++)
        if (judge.usable[j])
            report_absences(&judge, &assertions[j], subject_count);
}
