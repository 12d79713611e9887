/* SPDX-License-Identifier: MIT */
#include "cli/lint_run.h"

#include "cli/judge.h"

/* JUDGED is the base where POLICY is an appliance's and the base was judged before; else NULL. */
static void judge(struct linting *linting, const struct policy *policy,
                  const struct lint_config *config, const struct policy *judged)
{
    struct run *run = linting->run;
    struct lint_settings settings = config->settings;
    settings.judged = judged;
    if (!settings.has_target && !policy->has_target && config->house.target_place.offset != 0) {
        settings.has_target = true;
        settings.target = config->house.target;
    }
    lint(policy, run_defaults(run, policy), run->flow_defaults, &settings, &linting->gaps,
         &run->diag);
}

/* The base, and each appliance: what is found in what they share is said once. */
static void judge_all(struct linting *linting, const struct policy *policy,
                      const struct lint_config *config)
{
    struct diag *diag = &linting->run->diag;
    judge(linting, policy, config, NULL);
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        diag->about = arena_printf(diag->arena, "on the appliance %.*s",
                                   VIEW_ARG(policy->appliances[i].name));
        judge(linting, policy->appliances[i].policy, config, policy);
        diag->about = NULL;
    }
}

/* Holds everything against the policy that was read; false if the run cannot go on. */
static bool judge_policy(struct linting *linting, const struct policy *policy,
                         const struct lint_config *config)
{
    struct run *run = linting->run;
    const struct appliance *appliance;
    if (!run_choose(run, policy, &appliance))
        return false;
    const struct policy *chosen = appliance == NULL ? policy : appliance->policy;
    run_use(run, chosen);
    run_assert(run, policy, policy, appliance);
    if (linting->rules != NULL)
        run_assert(run, linting->rules, policy, appliance);
    /* One line of a source can decide for many entries, and for several appliances. */
    if (chosen->provenance != NULL || policy->appliance_count > 0)
        diag_tell_once(&run->diag);
    if (appliance == NULL)
        judge_all(linting, policy, config);
    else
        judge(linting, chosen, config, NULL);
    diag_tell_all(&run->diag);
    return true;
}

/* The text of the file PATH, which was read after FIRST sources. */
static const struct source *source_of(const struct sources *sources, uint32_t first,
                                      const char *path)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    for (uint32_t i = first; i < sources->count; i++)
        if (strcmp(sources->list[i]->name, name) == 0)
            return sources->list[i];
    return NULL;
}

void lint_tell_of_file(struct linting *linting, const struct source *source, bool judged)
{
    struct run *run = linting->run;
    struct span place = source == NULL ? SPAN_NONE : (struct span){source->base, source->base};
    bool unjudged[CODE_COUNT] = {false};
    for (int need = 0; need < LINT_NEED_COUNT; need++)
        for (int code = 0; code < CODE_COUNT; code++)
            unjudged[code] = unjudged[code] || linting->gaps.missed[need][code];
    lint_tell_gaps(&linting->gaps, place, &run->diag);
    /* Of one appliance, what is allowed for the others is not found. */
    allow_report(&linting->excuses.allowances,
                 judged && !option_given(&run->line, OPTION_APPLIANCE), unjudged);
}

bool lint_file(struct linting *linting, const char *path, const struct lint_config *config,
               struct policy *policy, bool *judged, const struct source **source)
{
    struct run *run = linting->run;
    uint32_t first = run->sources.count;
    linting->gaps = (struct lint_gaps){0};
    *judged = run_read(run, policy, &path, 1);
    *source = source_of(&run->sources, first, path);
    if (*source != NULL)
        run->diag.home = (struct span){(*source)->base, (*source)->base};
    bool good = !*judged || judge_policy(linting, policy, config);
    run->diag.home = SPAN_NONE;
    return good;
}

const struct standing *lint_standings(struct run *run, const struct policy *policy,
                                      uint32_t *count)
{
    *count = policy->appliance_count + 1;
    struct standing *standings = arena_zero(&run->arena, *count, sizeof *standings);
    standings[0] = (struct standing){policy, run_defaults(run, policy)};
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        const struct policy *other = policy->appliances[i].policy;
        standings[i + 1] = (struct standing){other, run_defaults(run, other)};
    }
    return standings;
}
