/* SPDX-License-Identifier: MIT */
#include "analysis/lint_twins.h"

#include "analysis/lint_everybody.h"

/*
 * Siblings are the domains with the same settings, or all of the table where those are too few to
 * tell a habit. It is one if at least LEAST have both, and at least TIMES as many as have not.
 */
enum { GROUP_LEAST = 3, BOTH_LEAST = 2, BOTH_TIMES = 2 };

struct group {
    uint32_t both;  /* domains whose partial domain is there */
    uint32_t alone; /* whose is not, and could be */
    uint32_t first; /* one of BOTH */
};

enum state { STATE_NONE, STATE_BOTH, STATE_ALONE };

struct twins {
    const struct policy *policy;
    uint8_t *states;      /* of each destination */
    struct group *groups; /* by set of settings */
    struct group all;
};

static void count(struct twins *twins, uint32_t entry, enum state state)
{
    struct group *group = &twins->groups[policy_destination(twins->policy, entry)->settings];
    twins->states[entry] = (uint8_t)state;
    if (state == STATE_ALONE) {
        group->alone++;
        twins->all.alone++;
        return;
    }
    if (group->both++ == 0)
        group->first = entry;
    if (twins->all.both++ == 0)
        twins->all.first = entry;
}

/* From the partial domains to their domains: a key without its dot is part of the key. */
static void find_pairs(struct twins *twins)
{
    const struct policy *policy = twins->policy;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        if (destination->kind != DOMAIN_PARTIAL)
            continue;
        struct view key = destination_key(destination);
        uint32_t domain = policy_find(policy, (struct view){key.text + 1, key.length - 1});
        if (domain != NO_ENTRY)
            count(twins, domain, STATE_BOTH);
    }
}

/* Whether hosts below a domain have an entry anyway, or the domain is no usual one: one label. */
static bool is_served(const struct policy *policy, struct view key)
{
    bool dot = false;
    for (size_t i = 0; i < key.length; i++) {
        if (key.text[i] != '.')
            continue;
        dot = true;
        if (policy_find(policy, (struct view){key.text + i, key.length - i}) != NO_ENTRY)
            return true;
    }
    return !dot;
}

static void find_alone(struct twins *twins)
{
    const struct policy *policy = twins->policy;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        if (destination->kind == DOMAIN_FULL && twins->states[entry] == STATE_NONE &&
            !is_served(policy, destination_key(destination)))
            count(twins, entry, STATE_ALONE);
    }
}

static bool is_habit(const struct group *group)
{
    return group->both >= BOTH_LEAST && group->both / BOTH_TIMES >= group->alone;
}

static void judge(struct linter *linter, const struct twins *twins, uint32_t entry)
{
    static const struct set_rule rule = {.code = CODE_LINT_TWIN, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    const struct destination *destination = policy_destination(policy, entry);
    const struct group *group = &twins->groups[destination->settings];
    bool few = group->both + group->alone < GROUP_LEAST;
    if (few)
        group = &twins->all;
    if (!is_habit(group) || everybody_below(destination_key(destination), false) != NULL)
        return;
    struct view name = destination_name(destination);
    struct message *message = lint_report_entry(
        linter, &rule, entry, "%.*s has no .%.*s beside it, as %u of %u domains%s have",
        VIEW_ARG(name), VIEW_ARG(name), (unsigned)group->both,
        (unsigned)(group->both + group->alone), few ? "" : " with its settings");
    if (message == NULL)
        return;
    const struct destination *first = policy_destination(policy, group->first);
    struct view sibling = destination_name(first);
    diag_note(linter->diag, message, policy_name_place(policy, first->section, sibling),
              "one that has both");
    diag_help(linter->diag, message,
              "add .%.*s with the same settings, if hosts below the domain get mail",
              VIEW_ARG(name));
}

void lint_twins(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    if (!lint_wants(linter, CODE_LINT_TWIN) || policy->count == 0)
        return;
    struct twins twins = {
        .policy = policy,
        .states = arena_zero(linter->arena, policy->count, sizeof *twins.states),
        .groups = arena_zero(linter->arena, policy->store->set_count, sizeof *twins.groups),
    };
    find_pairs(&twins);
    if (twins.all.both < BOTH_LEAST)
        return;
    find_alone(&twins);
    for (uint32_t entry = 0; entry < policy->count; entry++)
        if (twins.states[entry] == STATE_ALONE)
            judge(linter, &twins, entry);
}
