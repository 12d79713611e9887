/* SPDX-License-Identifier: MIT */
#include "cli/diff_matrix.h"

#include "analysis/flow_resolve.h"
#include "analysis/matrix.h"
#include "base/buffer.h"
#include "cli/saveconfig_options.h"
#include "cli/sides.h"
#include "write/matrix.h"

struct comparison {
    struct run *run;
    struct policy *policies; /* one an operand */
    struct matrix_column *columns;
    uint32_t count;
    uint32_t capacity;
    const struct matrix_form *form;
};

static const char *find_mistake(struct comparison *comparison)
{
    static const enum option_id excluded[] = {OPTION_FAIL_ON, OPTION_APPLIANCE, OPTION_NAMES};
    struct run *run = comparison->run;
    const char *form = option_value(&run->line, OPTION_FORMAT);
    for (size_t i = 0; i < sizeof excluded / sizeof *excluded; i++)
        if (option_given(&run->line, excluded[i]))
            return arena_printf(&run->arena, "--matrix and --%s exclude each other",
                                option_entry(excluded[i])->name);
    comparison->form = matrix_form(view_of(form == NULL ? "text" : form));
    return NULL;
}

/* --- Reading ---------------------------------------------------------------------------------- */

static bool read_all(struct comparison *comparison)
{
    struct run *run = comparison->run;
    bool good = true;
    comparison->policies =
        arena_zero(&run->arena, (size_t)run->line.operand_count, sizeof *comparison->policies);
    run->is_side = true;
    run->diag.findings_allowed = true;
    for (int i = 0; i < run->line.operand_count; i++) {
        run->diag.side = arena_printf(&run->arena, "this is %s", run->line.operands[i]);
        good &= run_read(run, &comparison->policies[i], &run->line.operands[i], 1);
        run_tell(run, &comparison->policies[i], 1);
    }
    run->diag.side = NULL;
    if (good)
        check_saveconfig_options(run);
    return good && !diag_has_errors(&run->diag);
}

static void add_column(struct comparison *comparison, const struct policy *policy,
                       enum carrier carrier, const char *name)
{
    struct run *run = comparison->run;
    comparison->columns =
        array_grow(&run->arena, comparison->columns, comparison->count, &comparison->capacity,
                   sizeof *comparison->columns);
    comparison->columns[comparison->count++] = (struct matrix_column){
        .name = name,
        .side = {.policy = policy,
                 .carrier = carrier,
                 .defaults = run_defaults(run, policy),
                 .flow_defaults = *run->flow_defaults,
                 .unnamed = side_is_unnamed(run, policy)}};
}

/* A source with appliances is a column for each of them; of one file alone by their names. */
static void add_columns(struct comparison *comparison)
{
    struct run *run = comparison->run;
    for (int i = 0; i < run->line.operand_count; i++) {
        const struct policy *policy = &comparison->policies[i];
        const char *path = run->line.operands[i];
        if (policy->appliance_count == 0)
            add_column(comparison, policy, policy->carrier, path);
        for (uint32_t j = 0; j < policy->appliance_count; j++) {
            struct view name = policy->appliances[j].name;
            add_column(comparison, policy->appliances[j].policy, policy->carrier,
                       run->line.operand_count == 1
                           ? arena_printf(&run->arena, "%.*s", VIEW_ARG(name))
                           : arena_printf(&run->arena, "%s:%.*s", path, VIEW_ARG(name)));
        }
    }
}

/* --- Judging ---------------------------------------------------------------------------------- */

static void report_kinds(struct comparison *comparison, const char *name)
{
    struct diag *diag = &comparison->run->diag;
    diag_mend(diag, diag_report(diag, CODE_DIFF_KINDS, SPAN_NONE,
                                "%s and %s hold nothing that could be compared",
                                comparison->columns[0].name, name));
}

/* --effective needs every default entry. */
static bool check_defaults(struct comparison *comparison)
{
    struct run *run = comparison->run;
    for (uint32_t i = 0; i < comparison->count; i++) {
        const struct matrix_column *column = &comparison->columns[i];
        if (column->side.policy->count > 0 && column->side.defaults.settings == NULL &&
            option_given(&run->line, OPTION_EFFECTIVE))
            diag_mend(&run->diag,
                      diag_report(&run->diag, CODE_NO_DEFAULT, SPAN_NONE,
                                  "--effective needs a default entry, and %s has none",
                                  column->name));
    }
    return !diag_has_errors(&run->diag);
}

static bool check_columns(struct comparison *comparison)
{
    bool several = comparison->count > 1;
    if (comparison->count == 1)
        run_refuse(comparison->run,
                   arena_printf(&comparison->run->arena,
                                "--matrix compares several policies, and %s is one: it has no "
                                "appliances",
                                comparison->columns[0].name));
    return several && check_defaults(comparison);
}

/* What one of the two does not say is not compared. */
static void report_lack(struct diag *diag, const struct matrix_column *first,
                        const struct matrix_column *column, const struct lack *lack)
{
    const struct matrix_column *lacking = lack->by_older ? first : column;
    const struct matrix_column *having = lack->by_older ? column : first;
    bool is_all = lack->listener.length == 0;
    diag_mend(diag, diag_report(diag, CODE_DIFF_NOT_COMPARED, SPAN_NONE,
                                "%s %s: %s of %s %s not compared with it", lacking->name,
                                lack_words(diag->arena, &lacking->side, lack),
                                is_all ? "those" : "that", having->name, is_all ? "are" : "is"));
}

/* All are compared with the first. */
static void report_columns(struct comparison *comparison)
{
    struct diag *diag = &comparison->run->diag;
    for (uint32_t i = 1; i < comparison->count; i++) {
        const struct matrix_column *column = &comparison->columns[i];
        if (!column->comparable) {
            report_kinds(comparison, column->name);
            continue;
        }
        for (uint32_t j = 0; j < column->lack_count; j++)
            report_lack(diag, &comparison->columns[0], column, &column->lacks[j]);
    }
}

/* --- All of it -------------------------------------------------------------------------------- */

static void show(struct comparison *comparison, const struct matrix *matrix)
{
    struct run *run = comparison->run;
    struct output output;
    if (!run_open(run, &output))
        return;
    const struct matrix_frame frame = {.color = run_use_color(run, output.descriptor),
                                       .summary = option_given(&run->line, OPTION_SUMMARY)};
    comparison->form->write(&run->arena, matrix, &frame, &output);
    run_close(run, &output);
}

static int compare_all(struct comparison *comparison)
{
    struct run *run = comparison->run;
    const struct difference_wish wish = {.effective = option_given(&run->line, OPTION_EFFECTIVE)};
    struct matrix matrix;
    matrix_make(&run->arena, &run->store, comparison->columns, comparison->count, &wish, &matrix);
    report_columns(comparison);
    if (diag_has_errors(&run->diag))
        return run_finish(run, STATUS_FAILED);
    show(comparison, &matrix);
    return run_finish(run, matrix.row_count == 0 ? STATUS_DONE : STATUS_FOUND);
}

int run_diff_matrix(struct run *run)
{
    struct comparison comparison = {.run = run};
    const char *mistake = find_mistake(&comparison);
    if (mistake != NULL)
        return usage_error(run, mistake);
    if (!read_all(&comparison))
        return run_finish(run, STATUS_FAILED);
    add_columns(&comparison);
    return check_columns(&comparison) ? compare_all(&comparison)
                                      : run_finish(run, STATUS_FAILED);
}
