/* SPDX-License-Identifier: MIT */
#include "cli/judge.h"

#include "analysis/expect.h"

static struct assert_subject subject_of(const struct run *run, const struct policy *policy,
                                        struct view appliance)
{
    return (struct assert_subject){
        .policy = policy, .defaults = run_defaults(run, policy), .appliance = appliance};
}

/* Adds the base and the appliances of POLICY that ONLY stands among. */
static uint32_t add_beside(const struct run *run, const struct policy *policy,
                           const struct appliance *only, struct assert_subject *subjects,
                           uint32_t count)
{
    uint32_t first = count;
    subjects[count++] = subject_of(run, policy, VIEW(""));
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        if (policy->appliances[i].policy != only->policy)
            subjects[count++] =
                subject_of(run, policy->appliances[i].policy, policy->appliances[i].name);
    for (uint32_t i = first; i < count; i++)
        subjects[i].is_beside = true;
    return count;
}

void run_assert(struct run *run, const struct policy *rules, const struct policy *policy,
                const struct appliance *only)
{
    const struct appliance *appliances = only != NULL ? only : policy->appliances;
    uint32_t count = only != NULL ? 1 : policy->appliance_count;
    struct assert_subject *subjects =
        arena_zero(&run->arena, policy->appliance_count + 2u, sizeof *subjects);
    for (uint32_t i = 0; i < count; i++)
        subjects[i] = subject_of(run, appliances[i].policy, appliances[i].name);
    if (count == 0)
        subjects[count++] = subject_of(run, policy, VIEW(""));
    assert_judge(rules->assertions, rules->assertion_count, subjects, count, &run->diag);
    if (only != NULL)
        count = add_beside(run, policy, only, subjects, count);
    expect_judge(rules->expectations, rules->expectation_count, subjects, count,
                 run->flow_defaults, &run->diag);
}
