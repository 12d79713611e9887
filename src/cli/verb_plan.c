/* SPDX-License-Identifier: MIT */
#include "analysis/plan_outcome.h"
#include "base/shell.h"
#include "cli/judge.h"
#include "cli/plan_report.h"
#include "cli/sides.h"
#include "cli/verbs.h"
#include "diag/show.h"
#include "write/release.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The planning of a run. */
struct planning {
    struct run *run;
    struct loaded_side before;
    struct loaded_side after;
    bool is_back;
    const struct plan_form *form;
    struct plan_bounds bounds;
    struct differences differences;
    struct differences weighed; /* where the form makes another table than NEW */
    struct plan plan;
    char print[FINGERPRINT_DIGITS];
};

/* --- Options ---------------------------------------------------------------------------------- */

static bool take_number(const char *text, uint32_t most, uint32_t *number)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value > most)
        return false;
    *number = (uint32_t)value;
    return true;
}

static bool take_percentage(struct arena *arena, const char *text, uint32_t *percent)
{
    size_t length = strlen(text);
    bool has_sign = length > 0 && text[length - 1] == '%';
    return take_number(has_sign ? arena_printf(arena, "%.*s", (int)length - 1, text) : text,
                       UINT32_MAX, percent);
}

static const char *take_bounds(struct planning *planning)
{
    const struct command_line *line = &planning->run->line;
    const char *change = option_value(line, OPTION_MAX_CHANGE);
    const char *deletions = option_value(line, OPTION_MAX_DELETE);
    uint32_t percent = PLAN_PERCENT;
    planning->bounds.deletions = 0;
    if (change != NULL && !take_percentage(&planning->run->arena, change, &percent))
        return arena_printf(&planning->run->arena, "--max-change takes a percentage, not \"%s\"",
                            change);
    if (deletions != NULL && !take_number(deletions, UINT32_MAX, &planning->bounds.deletions))
        return arena_printf(&planning->run->arena,
                            "--max-delete takes a number of entries, not \"%s\"", deletions);
    planning->bounds.percent = percent;
    return NULL;
}

enum { LEAST_DIGITS = 8 }; /* of a fingerprint that is given */

static bool is_print(const char *text)
{
    size_t length = strspn(text, "0123456789abcdefABCDEF");
    return text[length] == '\0' && length >= LEAST_DIGITS && length < FINGERPRINT_DIGITS;
}

/* Which operand is applied to, and which is the aim. */
static void take_sides(struct planning *planning)
{
    const char *const *operands = planning->run->line.operands;
    struct loaded_side *old = planning->is_back ? &planning->after : &planning->before;
    struct loaded_side *new = planning->is_back ? &planning->before : &planning->after;
    old->path = operands[0];
    old->role = "old";
    new->path = operands[1];
    new->role = "new";
}

static const char *find_mistake(struct planning *planning)
{
    struct run *run = planning->run;
    static const enum option_id beside[] = {OPTION_DEFAULT, OPTION_LISTENER_DEFAULTS,
                                            OPTION_XML_MAP, OPTION_DTD};
    const char *expected = option_value(&run->line, OPTION_EXPECT);
    const char *format = option_value(&run->line, OPTION_FORMAT);
    planning->form = plan_form(view_of(format == NULL ? "text" : format));
    planning->is_back = option_given(&run->line, OPTION_ROLLBACK);
    take_sides(planning);
    bool is_named = planning->is_back
                        ? sides_take_appliances(run, &planning->after, &planning->before)
                        : sides_take_appliances(run, &planning->before, &planning->after);
    if (!is_named)
        return "--appliance is given once, or once for each side";
    if (expected != NULL && !is_print(expected))
        return "--expect takes a fingerprint, as a plan prints it, or its first 8 digits at least";
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (option_is(&run->line, beside[i], "-"))
            return "of plan only OLD or NEW can be standard input (-)";
    return take_bounds(planning);
}

/* --- What was read ---------------------------------------------------------------------------- */

/* The appliance that is meant; NULL: there are none. */
static const struct appliance *own_appliance(const struct loaded_side *side)
{
    for (uint32_t i = 0; i < side->policy.appliance_count; i++)
        if (side->policy.appliances[i].policy == side->side.policy)
            return &side->policy.appliances[i];
    return NULL;
}

/* SIDE's policy; it is this run's to change. */
static struct policy *own_policy(struct loaded_side *side)
{
    const struct appliance *appliance = own_appliance(side);
    return appliance == NULL ? &side->policy : appliance->policy;
}

/* The base of a policy with appliances is on none of them. */
static bool check_appliance(struct run *run, struct loaded_side *side)
{
    if (side->side.policy != &side->policy || side->policy.appliance_count == 0)
        return true;
    run_refuse(run, arena_printf(&run->arena, "the %s side, %s, has appliances: plan needs "
                                 "--appliance NAME; there is %s", side->role, side_name(side),
                                 appliance_names(&run->arena, &side->policy)));
    return false;
}

/* What compile would say of the newer side, whatever the form: it is to be on an appliance. */
static void judge_after(struct planning *planning)
{
    struct loaded_side *side = &planning->after;
    struct run *own = &side->run;
    const struct policy *policy = side->side.policy;
    own->diag = planning->run->diag; /* the side's messages are among them already */
    run_use(own, policy);
    run_assert(own, &side->policy, &side->policy, own_appliance(side));
    release_fit(own_policy(side), &own->write_options, &own->diag);
    if (planning->form->write == NULL)
        format_check(format_writer(VIEW("destconfig")), policy, &own->write_options, &own->diag);
    planning->run->diag = own->diag;
    side->side.defaults = run_defaults(own, policy); /* release_fit() may take a parameter out */
}

/* Reads both sides and looks at each by itself; false if they are of no use. */
static bool load_sides(struct planning *planning)
{
    struct run *run = planning->run;
    if (!sides_load(run, &planning->before, &planning->after) ||
        !check_appliance(run, &planning->before) || !check_appliance(run, &planning->after))
        return false;
    policy_convert_names(own_policy(&planning->before), IDN_ASCII); /* as the fingerprint wants */
    judge_after(planning);
    return !diag_has_errors(&run->diag) && !diag_has_findings(&run->diag);
}

/* --- The verb --------------------------------------------------------------------------------- */

/* Whether both sides are tables. OLD may be empty: then all is new. Of NEW it would be a slip. */
static bool check_tables(struct planning *planning)
{
    static const unsigned wanted = 1U << SIDE_DESTINATIONS;
    struct run *run = planning->run;
    const struct side *before = &planning->before.side;
    bool is_empty = side_holds(before) == 0 && before->policy->listeners.count == 0;
    bool has_old = (side_holds(before) & wanted) != 0 || is_empty;
    bool has_new = (side_holds(&planning->after.side) & wanted) != 0;
    if (!has_old)
        report_no_table(run, &planning->before);
    if (!has_new)
        report_no_table(run, &planning->after);
    return has_old && has_new;
}

static bool make_plan(struct planning *planning)
{
    struct run *run = planning->run;
    static const struct difference_wish wish = {.empty_too = true};
    if (!check_tables(planning))
        return false;
    difference_destinations(&run->arena, &run->store, &planning->before.side,
                            &planning->after.side, &wish, &planning->differences);
    plan_make(&run->arena, &planning->before.side, &planning->after.side, &planning->differences,
              &planning->plan);
    plan_weigh(&run->arena, &run->store, &planning->plan, planning->form->way,
               &planning->weighed);
    int error = policy_fingerprint(planning->before.side.policy, planning->print);
    if (error != 0)
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, planning->before.path,
                         "its fingerprint cannot be made: %s", strerror(error));
    return error == 0;
}

static const char *shown_name(struct run *run, const struct loaded_side *side)
{
    struct view shown = escape_controls(&run->arena, view_of(side_name(side)));
    return arena_printf(&run->arena, "%.*s", VIEW_ARG(shown));
}

/* The same for a shell; NULL: it was standard input, and is gone. */
static const char *shown_operand(struct run *run, const struct loaded_side *side)
{
    if (strcmp(side->path, "-") == 0)
        return NULL;
    return shell_path(&run->arena, view_of(shown_name(run, side)));
}

static struct plan_frame frame_of(const struct planning *planning)
{
    struct run *run = planning->run;
    return (struct plan_frame){
        .before_name = shown_name(run, &planning->before),
        .after_name = shown_name(run, &planning->after),
        .before_operand = shown_operand(run, &planning->before),
        .after_operand = shown_operand(run, &planning->after),
        .appliance = own_appliance(&planning->after) == NULL ? NULL : planning->after.appliance,
        .print = planning->print};
}

static bool is_print_of(const char *expected, const char *print)
{
    return view_equal_nocase(view_of(expected), (struct view){print, strlen(expected)});
}

/* Whose fingerprint EXPECTED is. Names of the aim change; so it is not to be written then. */
static enum plan_print whose_print(struct planning *planning, const char *expected)
{
    char print[FINGERPRINT_DIGITS];
    policy_convert_names(own_policy(&planning->after), IDN_ASCII);
    if (policy_fingerprint(planning->after.side.policy, print) != 0 ||
        !is_print_of(expected, print))
        return PRINT_STRANGE;
    return planning->is_back ? PRINT_BACK_AIM : PRINT_AIM;
}

/* Reports why the plan is refused, if it is. */
static void check_plan(struct planning *planning, const struct plan_frame *frame)
{
    struct run *run = planning->run;
    const char *expected = option_value(&run->line, OPTION_EXPECT);
    if (expected != NULL && !is_print_of(expected, planning->print))
        report_stale(run, frame, expected, whose_print(planning, expected));
    if (!option_given(&run->line, OPTION_FORCE))
        report_size(run, &planning->plan, &planning->bounds);
}

static void write_plan(struct planning *planning, const struct plan_frame *frame)
{
    struct output output;
    if (!run_open(planning->run, &output))
        return;
    if (planning->form->write == NULL)
        format_writer(VIEW("destconfig"))
            ->write(planning->after.side.policy, &planning->after.run.write_options, &output);
    else
        planning->form->write(&planning->run->arena, &planning->plan, frame, &output);
    run_close(planning->run, &output);
}

static int plan_files(struct planning *planning)
{
    struct run *run = planning->run;
    if (!load_sides(planning) || !make_plan(planning))
        return run_finish(run, diag_has_errors(&run->diag) ? STATUS_FAILED : STATUS_FOUND);
    const struct plan_frame frame = frame_of(planning);
    check_plan(planning, &frame);
    if (diag_has_findings(&run->diag))
        return run_finish(run, STATUS_FOUND);
    report_beside(run, &planning->plan, planning->form, &frame);
    if (diag_has_errors(&run->diag))
        return run_finish(run, STATUS_FAILED);
    write_plan(planning, &frame);
    bool is_partial = plan_left_out(&planning->plan, planning->form) > 0;
    return run_finish(run, is_partial ? STATUS_FOUND : STATUS_DONE);
}

int run_plan(struct run *run)
{
    struct planning planning = {.run = run};
    const char *mistake = find_mistake(&planning);
    if (mistake != NULL)
        return usage_error(run, mistake);
    run->diag.findings_allowed = option_given(&run->line, OPTION_ALLOW_FAILED_ASSERTIONS);
    int status = plan_files(&planning);
    side_free(&planning.before);
    side_free(&planning.after);
    return status;
}
