/* SPDX-License-Identifier: MIT */
#include "cli/judge.h"

#include "analysis/expect.h"

static struct assert_subject subject_of(const struct run *run, const struct policy *policy,
                                        struct view appliance)
{
    return (struct assert_subject){policy, run_defaults(run, policy), appliance};
}

void run_assert(struct run *run, const struct policy *rules, const struct policy *policy,
                const struct appliance *only)
{
    const struct appliance *appliances = only != NULL ? only : policy->appliances;
    uint32_t count = only != NULL ? 1 : policy->appliance_count;
    struct assert_subject *subjects = arena_zero(&run->arena, count + 1u, sizeof *subjects);
    for (uint32_t i = 0; i < count; i++)
        subjects[i] = subject_of(run, appliances[i].policy, appliances[i].name);
    if (count == 0)
        subjects[count++] = subject_of(run, policy, VIEW(""));
    assert_judge(rules->assertions, rules->assertion_count, subjects, count, &run->diag);
    expect_judge(rules->expectations, rules->expectation_count, subjects, count,
                 run->flow_defaults, &run->diag);
}
