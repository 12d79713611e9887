/* SPDX-License-Identifier: MIT */
#include "cli/comparison.h"

#include "analysis/difference_listener.h"

const char *comparison_prepare(struct run *run, struct comparison *comparison)
{
    static const enum option_id beside[] = {OPTION_DEFAULT, OPTION_LISTENER_DEFAULTS,
                                            OPTION_XML_MAP, OPTION_DTD};
    const char *form = option_value(&run->line, OPTION_FORMAT);
    *comparison = (struct comparison){.run = run};
    comparison->form = difference_form(view_of(form == NULL ? "text" : form));
    comparison->wish.effective = option_given(&run->line, OPTION_EFFECTIVE);
    comparison->before.role = "old";
    comparison->after.role = "new";
    if (!sides_take_appliances(run, &comparison->before, &comparison->after))
        return "--appliance is given once, or once for each side";
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (option_is(&run->line, beside[i], "-"))
            return "of diff only OLD or NEW can be standard input (-)";
    return gate_read(run, &comparison->gate);
}

/* --- Comparing -------------------------------------------------------------------------------- */

/* That a listener is not named, and which of several is meant is not clear. */
static void report_unclear(struct comparison *comparison)
{
    const struct loaded_side *unnamed =
        comparison->before.side.unnamed ? &comparison->before : &comparison->after;
    struct message *message =
        diag_report(&comparison->run->diag, CODE_DIFF_KINDS, SPAN_NONE,
                    "the %s side, %s, does not say whose table it holds, and the other side has "
                    "several listeners",
                    unnamed->role, side_name(unnamed));
    diag_help(&comparison->run->diag, message, "--listener NAME says whose it is");
}

static void report_kinds(struct comparison *comparison)
{
    const struct loaded_side *before = &comparison->before;
    const struct loaded_side *after = &comparison->after;
    diag_mend(&comparison->run->diag,
              diag_report(&comparison->run->diag, CODE_DIFF_KINDS, SPAN_NONE,
                          "the old side, %s, holds %s, and the new side, %s, %s: they have "
                          "nothing in common to compare",
                          side_name(before), side_holding(&comparison->run->arena, before),
                          side_name(after), side_holding(&comparison->run->arena, after)));
}

/* --effective needs both default entries. */
static bool check_defaults(struct comparison *comparison)
{
    const struct loaded_side *sides[2] = {&comparison->before, &comparison->after};
    bool good = true;
    for (int i = 0; i < 2 && comparison->wish.effective; i++) {
        const struct policy *policy = sides[i]->side.policy;
        if (sides[i]->side.defaults.settings != NULL || policy->count == 0)
            continue;
        struct message *message =
            diag_report(&comparison->run->diag, CODE_NO_DEFAULT, SPAN_NONE,
                        "--effective needs a default entry, and the %s side, %s, has none",
                        sides[i]->role, side_name(sides[i]));
        diag_mend(&comparison->run->diag, message);
        good = false;
    }
    return good;
}

static bool compare(struct comparison *comparison)
{
    struct run *run = comparison->run;
    const struct side *before = &comparison->before.side;
    const struct side *after = &comparison->after.side;
    struct differences *differences = &comparison->differences;
    bool is_clear = difference_listeners_clear(before, after);
    difference_destinations(&run->arena, &run->store, before, after, &comparison->wish,
                            differences);
    difference_listeners(&run->arena, before, after, &comparison->wish, differences);
    if (!is_clear)
        report_unclear(comparison);
    else if (!differences->has_destinations && !differences->has_listeners)
        report_kinds(comparison);
    return !diag_has_errors(&run->diag);
}

bool comparison_make(struct comparison *comparison)
{
    return sides_load(comparison->run, &comparison->before, &comparison->after) &&
           check_defaults(comparison) && compare(comparison);
}

/* --- What else is to be said ------------------------------------------------------------------ */

/* What OTHER holds and SIDE does not: it is neither added nor removed. */
static void report_not_compared(struct comparison *comparison, const struct loaded_side *side,
                                const struct loaded_side *other)
{
    unsigned more = side_holds(&other->side) & ~side_holds(&side->side);
    if (side->side.absent || other->side.absent)
        return;
    for (int i = 0; i < SIDE_CONTENT_COUNT; i++)
        if ((more & 1U << i) != 0)
            diag_mend(&comparison->run->diag,
                      diag_report(&comparison->run->diag, CODE_DIFF_NOT_COMPARED, SPAN_NONE,
                                  "the %s side, %s, holds no %s: those of %s are not compared",
                                  side->role, side_name(side),
                                  side_content_name((enum side_content)i), side_name(other)));
}

static void report_missing_default(struct comparison *comparison)
{
    const struct loaded_side *before = &comparison->before;
    const struct loaded_side *after = &comparison->after;
    bool old = before->side.defaults.settings == NULL;
    bool new = after->side.defaults.settings == NULL;
    const struct loaded_side *lacking = old ? before : after;
    struct message *message =
        old && new ? diag_report(&comparison->run->diag, CODE_DIFF_NO_DEFAULT, SPAN_NONE,
                                 "what some changes weigh depends on the default entry, and "
                                 "neither side has one")
                   : diag_report(&comparison->run->diag, CODE_DIFF_NO_DEFAULT, SPAN_NONE,
                                 "what some changes weigh depends on the default entry, and the %s "
                                 "side, %s, has none",
                                 lacking->role, side_name(lacking));
    diag_mend(&comparison->run->diag, message);
}

void comparison_report(struct comparison *comparison)
{
    struct diag *diag = &comparison->run->diag;
    report_not_compared(comparison, &comparison->before, &comparison->after);
    report_not_compared(comparison, &comparison->after, &comparison->before);
    if (comparison->differences.wants_default)
        report_missing_default(comparison);
    if (comparison->differences.wants_flow_defaults &&
        gate_is_open(&comparison->gate, &comparison->differences))
        diag_mend(diag, diag_report(diag, CODE_DIFF_NO_FLOW_DEFAULTS, SPAN_NONE, "%s",
                                    code_entry(CODE_DIFF_NO_FLOW_DEFAULTS)->title));
}

/* --- Showing ---------------------------------------------------------------------------------- */

void comparison_show(struct comparison *comparison, struct output *output)
{
    struct run *run = comparison->run;
    const struct difference_frame frame = {
        .before_name = side_name(&comparison->before),
        .after_name = side_name(&comparison->after),
        .before = &comparison->before.side,
        .after = &comparison->after.side,
        .effective = comparison->wish.effective,
        .names = option_given(&run->line, OPTION_NAMES),
        .color = run_use_color(run, output->descriptor),
        .summary = option_given(&run->line, OPTION_SUMMARY),
        .gate = gate_words(&run->arena, &comparison->gate, &comparison->differences),
        .idn = run->write_options.idn,
    };
    comparison->form->write(&run->arena, &comparison->differences, &frame, output);
}

void comparison_free(struct comparison *comparison)
{
    side_free(&comparison->before);
    side_free(&comparison->after);
}
