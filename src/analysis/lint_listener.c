/* SPDX-License-Identifier: MIT */
#include "analysis/lint_listener.h"

#include "analysis/lint_access.h"
#include "analysis/lint_flows.h"
#include "analysis/lint_groups.h"
#include "analysis/lint_recipients.h"
#include "analysis/reach.h"

static void judge_hat(struct linter *linter, const struct listener *listener)
{
    struct hat_lint hat = {.linter = linter, .listener = listener};
    hat.defaults = flow_defaults_of(listener, linter->flow_defaults);
    hat.policies = arena_zero(linter->arena, listener->policy_count + 1u, sizeof(*hat.policies));
    members_number(linter->arena, listener, &hat.members);
    hat.covers = members_covered(linter->arena, &hat.members);
    lint_access(&hat);
    lint_flows(&hat);
    lint_groups(&hat);
}

void lint_listener(struct linter *linter)
{
    const struct listeners *listeners = &linter->policy->listeners;
    for (uint32_t i = 0; i < listeners->count; i++) {
        judge_hat(linter, &listeners->list[i]);
        lint_recipients(linter, &listeners->list[i]);
    }
}
