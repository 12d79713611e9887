/* SPDX-License-Identifier: MIT */
#include "cli/appliance_files.h"
#include "cli/judge.h"
#include "cli/verbs.h"
#include "write/release.h"

/* Who compiles a policy source to a table keeps it; a source made of it would take its place. */
static void report_comments(struct run *run, const struct policy *policy,
                            const struct format_writer *writer)
{
    struct comments lost = policy->comments;
    const struct comments *more = &policy->source_comments;
    if (writer->source && more->count > 0) {
        if (lost.count == 0 || more->first.offset < lost.first.offset)
            lost.first = more->first;
        lost.count += more->count;
    }
    if (lost.count == 0)
        return;
    struct message *message =
        diag_report(&run->diag, CODE_COMMENTS_LOST, lost.first,
                    lost.count == 1 ? "a comment is not carried over"
                                    : "%u comments are not carried over",
                    lost.count);
    diag_help(&run->diag, message, "%s", code_entry(CODE_COMMENTS_LOST)->mend);
}

/* The policies that are compiled: the base, or appliances'. */
struct targets {
    const struct appliance *appliances; /* NULL: the base alone */
    uint32_t count;
    struct policy *base;
    const struct format_writer *writer; /* NULL with --check alone */
    struct table_files files;           /* that are written; none: one output */
};

static struct policy *target_policy(const struct targets *targets, uint32_t number)
{
    return targets->appliances == NULL ? targets->base : targets->appliances[number].policy;
}

/* What is compiled; false, and reported, if the options leave it open. */
static bool choose_targets(struct run *run, struct policy *policy,
                           const struct format_writer *writer, struct targets *targets)
{
    bool all = option_given(&run->line, OPTION_ALL_APPLIANCES);
    bool check = option_given(&run->line, OPTION_CHECK);
    const struct appliance *chosen;
    if (!run_choose(run, policy, &chosen))
        return false;
    *targets = (struct targets){
        .appliances = chosen, .count = 1, .base = policy, .writer = writer};
    bool carried = policy->appliance_count == 0 || (writer != NULL && writer->appliances);
    if (chosen != NULL || (carried && !all))
        return true;
    if (policy->appliance_count == 0) {
        run_refuse(run, "--all-appliances: the policy has no appliances");
        return false;
    }
    if (!all && !check && writer != NULL) {
        run_refuse(run, arena_printf(&run->arena, "the policy has appliances: --to %s needs "
                                     "--appliance NAME, or --all-appliances -o FOLDER",
                                     writer->name));
        return false;
    }
    targets->appliances = policy->appliances;
    targets->count = policy->appliance_count;
    return true;
}

/* Leaves POLICY the listener that --listener names, and no other; those are told of. */
static void keep_listener(struct run *run, struct policy *policy, struct view name)
{
    struct listeners kept;
    const struct listener *wanted = listeners_find(&policy->listeners, name);
    listeners_init(&kept, policy->arena, policy->listeners.seed);
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (listener == wanted)
            *listeners_get(&kept, name) = *listener;
        else if (wanted != NULL)
            diag_report(&run->diag, CODE_OUTPUT_OTHER, listener->place,
                        "the listener %.*s is left out: --listener names another",
                        VIEW_ARG(listener->name));
    }
    policy->listeners = kept;
}

/* --listener chooses of what a format with several listeners holds, too. */
static bool choose_listener(struct run *run, const struct targets *targets)
{
    const char *wanted = option_value(&run->line, OPTION_LISTENER);
    struct policy *base = targets->base;
    if (wanted == NULL || targets->writer == NULL || targets->writer->carries != CARRIES_ALL)
        return true;
    bool any = base->listeners.count > 0;
    bool found = listeners_find(&base->listeners, view_of(wanted)) != NULL;
    for (uint32_t i = 0; i < base->appliance_count; i++) {
        const struct listeners *listeners = &base->appliances[i].policy->listeners;
        any |= listeners->count > 0;
        found |= listeners_find(listeners, view_of(wanted)) != NULL;
    }
    if (any && !found) {
        run_refuse(run, arena_printf(&run->arena, "no listener \"%s\" in what was read", wanted));
        return false;
    }
    keep_listener(run, base, view_of(wanted));
    for (uint32_t i = 0; i < base->appliance_count; i++)
        keep_listener(run, base->appliances[i].policy, view_of(wanted));
    return true;
}

/* Each policy that is written is one for its own release. */
static void fit_release(struct run *run, struct policy *policy)
{
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        run_use(run, policy->appliances[i].policy);
        release_fit(policy->appliances[i].policy, &run->write_options, &run->diag);
    }
    run_use(run, policy);
    release_fit(policy, &run->write_options, &run->diag);
}

/* Reports what a writer cannot write of a target, or must not. */
static void check_target(struct run *run, const struct targets *targets, uint32_t number)
{
    struct policy *policy = target_policy(targets, number);
    run_use(run, policy);
    if (run->write_options.effective)
        run_needs_default(run, "--effective");
    if (targets->writer == NULL)
        return;
    fit_release(run, policy);
    if (targets->files.count == 0)
        format_check(targets->writer, policy, &run->write_options, &run->diag);
}

/* The files of all targets, if they go to a folder. */
static void plan_files(struct run *run, struct targets *targets)
{
    struct table_files *files = &targets->files;
    if (!table_files_wanted(run, targets->writer))
        return;
    files->folder = option_value(&run->line, OPTION_OUTPUT);
    files->writer = targets->writer;
    files->all = option_given(&run->line, OPTION_ALL_APPLIANCES);
    for (uint32_t i = 0; i < targets->count; i++)
        table_files_add(run, files, target_policy(targets, i),
                        files->all ? &targets->appliances[i] : NULL);
}

/* The same of files, which may be several of a target. */
static void check_files(struct run *run, const struct targets *targets)
{
    const struct table_files *files = &targets->files;
    for (uint32_t i = 0; i < files->count; i++) {
        table_files_use(run, files, &files->list[i]);
        format_check(files->list[i].writer, files->list[i].policy, &run->write_options,
                     &run->diag);
    }
    if (files->count > 0 && !option_given(&run->line, OPTION_CHECK))
        table_files_check(run, files, targets->base);
}

static void write_one(struct run *run, const struct targets *targets)
{
    struct output output;
    const struct policy *policy = target_policy(targets, 0);
    run_use(run, policy);
    if (!run_open(run, &output))
        return;
    targets->writer->write(policy, &run->write_options, &output);
    run_close(run, &output);
}

static void write_targets(struct run *run, const struct targets *targets)
{
    if (targets->files.count > 0)
        table_files_write(run, &targets->files);
    else
        write_one(run, targets);
}

static const char *find_mistake(const struct run *run, const struct format_writer *writer)
{
    const struct command_line *line = &run->line;
    bool all = option_given(line, OPTION_ALL_APPLIANCES);
    bool check = option_given(line, OPTION_CHECK);
    if (writer == NULL && !check)
        return "compile needs --to FORMAT, or --check";
    if (run->write_options.effective && (writer == NULL || !writer->effective))
        return "--effective goes with --to csv and --to json";
    if (all && option_given(line, OPTION_APPLIANCE))
        return "--appliance and --all-appliances exclude each other";
    bool folder = option_given(line, OPTION_OUTPUT) && !option_is(line, OPTION_OUTPUT, "-");
    if (all && !check && !folder)
        return "--all-appliances needs -o FOLDER";
    return NULL;
}

int run_compile(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *to = option_value(line, OPTION_TO);
    bool check = option_given(line, OPTION_CHECK);
    const struct format_writer *writer = to == NULL ? NULL : format_writer(view_of(to));
    const char *mistake = find_mistake(run, writer);
    struct policy policy;
    struct targets targets;
    if (mistake != NULL)
        return usage_error(run, mistake);
    run->diag.findings_allowed = option_given(line, OPTION_ALLOW_FAILED_ASSERTIONS);
    if (!run_read(run, &policy, line->operands, line->operand_count) ||
        !choose_targets(run, &policy, writer, &targets) || !choose_listener(run, &targets))
        return run_finish(run, STATUS_FAILED);
    run_assert(run, &policy, &policy, targets.count == 1 ? targets.appliances : NULL);
    if (writer != NULL && !check)
        report_comments(run, &policy, writer);
    plan_files(run, &targets);
    if (policy.appliance_count > 0 || targets.files.count > 0)
        diag_tell_once(&run->diag); /* appliances and files share most of the source */
    for (uint32_t i = 0; i < targets.count; i++)
        check_target(run, &targets, i);
    check_files(run, &targets);
    bool good = !diag_has_errors(&run->diag) && !diag_has_findings(&run->diag);
    if (good && !check && writer != NULL)
        write_targets(run, &targets);
    return run_finish(run, STATUS_DONE);
}
