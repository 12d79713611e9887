/* SPDX-License-Identifier: MIT */
#include "cli/set_judge.h"

#include "analysis/assert_change.h"

/* What assertions of POLICY are held against: its appliances', or itself if it has none. */
static struct assert_subjects subjects_of(const struct setting_run *set,
                                          const struct policy *policy)
{
    const struct run *run = set->run;
    uint32_t count = policy->appliance_count;
    struct assert_subject *list = arena_zero(&set->run->arena, count + 1u, sizeof *list);
    for (uint32_t i = 0; i < count; i++)
        list[i] = (struct assert_subject){
            .policy = policy->appliances[i].policy,
            .defaults = run_defaults(run, policy->appliances[i].policy),
            .appliance = policy->appliances[i].name};
    if (count == 0)
        list[count++] = (struct assert_subject){.policy = policy,
                                                .defaults = run_defaults(run, policy)};
    return (struct assert_subjects){policy->assertions, policy->assertion_count, list, count};
}

bool set_judge(struct setting_run *set)
{
    struct diag *diag = &set->run->diag;
    uint8_t levels[CODE_COUNT];
    const struct assert_subjects before = subjects_of(set, &set->before);
    const struct assert_subjects after = subjects_of(set, &set->after);
    bool good = !assert_change_fails(&before, &after, diag);
    for (int i = 0; i < CODE_COUNT; i++) { /* what fails then did so before */
        bool error = code_entry((enum code)i)->severity == SEVERITY_ERROR;
        levels[i] = error ? LEVEL_WARNING : LEVEL_OWN;
    }
    diag->levels = good && !diag->strict ? levels : NULL;
    assert_judge(after.assertions, after.count, after.subjects, after.subject_count, diag);
    diag->levels = NULL;
    return good;
}
