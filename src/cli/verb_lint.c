/* SPDX-License-Identifier: MIT */
#include "analysis/lint.h"
#include "cli/judge.h"
#include "cli/lint_config.h"
#include "cli/lint_excuse.h"
#include "cli/lint_files.h"
#include "cli/saveconfig_options.h"
#include "cli/verbs.h"

/* The linting of the files of a run. */
struct linting {
    struct run *run;
    struct lint_configs configs;
    const struct policy *rules; /* --assert's, or NULL */
    struct lint_gaps gaps;      /* of the file at hand */
    struct lint_excuses excuses;
    bool found;                 /* something at the threshold, or above */
};

/* The policy that --assert names, whose assertions are held against each file. */
static bool read_rules(struct run *run, const char *path, struct policy *rules)
{
    enum format from = run->from;
    uint32_t before = run->diag.counts[SEVERITY_ERROR];
    run->from = FORMAT_UNKNOWN;
    run->diag.linting = false; /* what is wrong with it is no finding in the files */
    bool good = run_read(run, rules, &path, 1);
    run->diag.linting = true;
    run->from = from;
    bool some = rules->assertion_count > 0 || rules->expectation_count > 0;
    if (good && !some)
        diag_mend(&run->diag, diag_report_file(&run->diag, CODE_ASSERTION_NONE, path, "%s",
                                               code_entry(CODE_ASSERTION_NONE)->title));
    return good && some && run->diag.counts[SEVERITY_ERROR] == before;
}

static void judge(struct linting *linting, const struct policy *policy,
                  const struct lint_config *config)
{
    struct run *run = linting->run;
    struct lint_settings settings = config->settings;
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
    judge(linting, policy, config);
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        diag->about = arena_printf(diag->arena, "on the appliance %.*s",
                                   VIEW_ARG(policy->appliances[i].name));
        judge(linting, policy->appliances[i].policy, config);
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
        judge(linting, chosen, config);
    diag_tell_all(&run->diag);
    return true;
}

/* Where the file PATH begins, which was read after FIRST sources. */
static struct span start_of(const struct sources *sources, uint32_t first, const char *path)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    for (uint32_t i = first; i < sources->count; i++)
        if (strcmp(sources->list[i]->name, name) == 0)
            return (struct span){sources->list[i]->base, sources->list[i]->base};
    return SPAN_NONE;
}

/* What could not be judged, and what is wrong with comments that allow something. */
static void tell_of_file(struct linting *linting, struct span place, bool judged)
{
    struct run *run = linting->run;
    bool unjudged[CODE_COUNT] = {false};
    for (int need = 0; need < LINT_NEED_COUNT; need++)
        for (int code = 0; code < CODE_COUNT; code++)
            unjudged[code] = unjudged[code] || linting->gaps.missed[need][code];
    lint_tell_gaps(&linting->gaps, place, &run->diag);
    /* Of one appliance, what is allowed for the others is not found. */
    allow_report(&linting->excuses.allowances,
                 judged && !option_given(&run->line, OPTION_APPLIANCE), unjudged);
}

/* False if the run cannot go on. */
static bool lint_file(struct linting *linting, const char *path, const struct lint_config *config)
{
    struct run *run = linting->run;
    struct policy policy;
    uint32_t first = run->sources.count;
    linting->gaps = (struct lint_gaps){0};
    bool judged = run_read(run, &policy, &path, 1);
    if (judged && !judge_policy(linting, &policy, config))
        return false;
    tell_of_file(linting, start_of(&run->sources, first, path), judged);
    return true;
}

/* How many messages there are at the threshold or above. */
static uint32_t count_found(const struct diag *diag, enum severity threshold)
{
    uint32_t count = 0;
    for (int i = (int)threshold; i < SEVERITY_COUNT; i++)
        count += diag->counts[i];
    return count;
}

static bool lint_all(struct linting *linting, const char *const *paths, uint32_t count)
{
    struct diag *diag = &linting->run->diag;
    bool good = true;
    for (uint32_t i = 0; i < count && good; i++) {
        const struct lint_config *config = lint_config_find(&linting->configs, paths[i]);
        if (config->broken)
            continue;
        uint32_t before = count_found(diag, config->fail_on);
        lint_config_use(linting->run, config);
        good = lint_file(linting, paths[i], config);
        linting->found = linting->found || count_found(diag, config->fail_on) > before;
    }
    diag->levels = NULL;
    return good;
}

static int show_config(struct linting *linting, const char *const *paths, uint32_t count)
{
    struct run *run = linting->run;
    struct output output;
    for (uint32_t i = 0; i < count; i++)
        lint_config_find(&linting->configs, paths[i]);
    if (diag_has_errors(&run->diag) || !run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            output_char(&output, '\n');
        lint_config_show(run, lint_config_find(&linting->configs, paths[i]), paths[i], &output);
    }
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}

int run_lint(struct run *run)
{
    struct linting linting = {.run = run, .configs = {.run = run}};
    const char *rules_path = option_value(&run->line, OPTION_ASSERT);
    struct policy rules;
    uint32_t count;
    if (!lint_options_good(run))
        return STATUS_FAILED;
    run->diag.linting = true;
    lint_excuses_init(&linting.excuses, run);
    if (diag_has_errors(&run->diag)) /* a broken baseline would make everything new */
        return run_finish_findings(run);
    const char **paths = lint_files(run, &count);
    linting.found = count_found(&run->diag, lint_threshold(run, SEVERITY_WARNING)) > 0;
    if (option_given(&run->line, OPTION_SHOW_CONFIG))
        return show_config(&linting, paths, count);
    bool good = rules_path == NULL || read_rules(run, rules_path, &rules);
    linting.rules = rules_path == NULL ? NULL : &rules;
    if (good)
        good = lint_all(&linting, paths, count);
    if (good)
        check_saveconfig_options(run);
    if (good)
        lint_excuses_write(&linting.excuses);
    run->found = linting.found;
    if (!good && !diag_has_errors(&run->diag))
        return run_finish(run, STATUS_FAILED);
    return run_finish_findings(run);
}
