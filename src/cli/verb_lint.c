/* SPDX-License-Identifier: MIT */
#include "cli/lint_files.h"
#include "cli/lint_fix.h"
#include "cli/lint_run.h"
#include "cli/saveconfig_options.h"
#include "cli/verbs.h"

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

/* How many messages there are at the threshold or above. */
static uint32_t count_found(const struct diag *diag, enum severity threshold)
{
    uint32_t count = 0;
    for (int i = (int)threshold; i < SEVERITY_COUNT; i++)
        count += diag->counts[i];
    return count;
}

static bool lint_one(struct linting *linting, struct lint_fixing *fixing, const char *path,
                     const struct lint_config *config)
{
    struct policy policy;
    const struct source *source;
    bool judged;
    lint_fix_file(fixing, path, config);
    if (!lint_file(linting, path, config, &policy, &judged, &source))
        return false;
    lint_tell_of_file(linting, source, judged);
    if (judged && source != NULL)
        lint_fix_tell(linting->run, &policy, source);
    return true;
}

static bool lint_all(struct linting *linting, struct lint_fixing *fixing,
                     const char *const *paths, uint32_t count)
{
    struct diag *diag = &linting->run->diag;
    bool good = true;
    for (uint32_t i = 0; i < count && good; i++) {
        const struct lint_config *config = lint_config_find(&linting->configs, paths[i]);
        if (config->broken)
            continue;
        uint32_t before = count_found(diag, config->fail_on);
        lint_config_use(linting->run, config);
        good = lint_one(linting, fixing, paths[i], config);
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
    struct lint_fixing fixing = {.run = run};
    const char *rules_path = option_value(&run->line, OPTION_ASSERT);
    struct policy rules;
    uint32_t count;
    if (!lint_options_good(run) || !lint_fix_options_good(run))
        return STATUS_FAILED;
    run->diag.linting = true;
    lint_excuses_init(&linting.excuses, run);
    if (diag_has_errors(&run->diag)) /* a broken baseline would make everything new */
        return run_finish_findings(run);
    const char **paths = lint_files(run, &linting.configs, &count, &linting.found);
    if (option_given(&run->line, OPTION_SHOW_CONFIG))
        return show_config(&linting, paths, count);
    bool good = rules_path == NULL || read_rules(run, rules_path, &rules);
    linting.rules = rules_path == NULL ? NULL : &rules;
    if (good)
        good = lint_all(&linting, &fixing, paths, count);
    if (good)
        check_saveconfig_options(run);
    if (good) {
        lint_excuses_write(&linting.excuses);
        lint_excuses_tell(&linting.excuses);
    }
    run->found = linting.found;
    if (!good && !diag_has_errors(&run->diag))
        return run_finish(run, STATUS_FAILED);
    return lint_fix_shows(run) ? lint_fix_finish(&fixing) : run_finish_findings(run);
}

