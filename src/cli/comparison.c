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
    comparison->wish.unweighed = option_given(&run->line, OPTION_GIT);
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

/* " on the appliance dmz"; "" for the base. */
static const char *appliance_place(struct arena *arena, struct view appliance)
{
    if (appliance.length == 0)
        return "";
    return arena_printf(arena, " on the appliance %.*s", VIEW_ARG(appliance));
}

bool comparison_has_defaults(struct comparison *comparison, const struct side *before,
                             const struct side *after, struct view appliance)
{
    const struct loaded_side *loaded[2] = {&comparison->before, &comparison->after};
    const struct side *sides[2] = {before, after};
    struct run *run = comparison->run;
    bool good = true;
    for (int i = 0; i < 2 && comparison->wish.effective; i++) {
        if (sides[i]->defaults.settings != NULL || sides[i]->policy->count == 0)
            continue;
        diag_mend(&run->diag,
                  diag_report(&run->diag, CODE_NO_DEFAULT, SPAN_NONE,
                              "--effective needs a default entry, and the %s side, %s, has none%s",
                              loaded[i]->role, side_name(loaded[i]),
                              appliance_place(&run->arena, appliance)));
        good = false;
    }
    return good;
}

/* Whether SIDE holds no table of any kind. */
static bool is_empty(const struct loaded_side *side)
{
    return side_holds(&side->side) == 0 && side->side.policy->listeners.count == 0;
}

/* Whether both sides are tables of destinations, one at least without entries, as --from says. */
static bool have_empty(const struct comparison *comparison)
{
    bool old = is_empty(&comparison->before);
    bool new = is_empty(&comparison->after);
    unsigned holds = side_holds(&comparison->before.side) | side_holds(&comparison->after.side);
    return comparison->run->from != FORMAT_UNKNOWN && (old || new) &&
           ((old && new) || (holds & 1U << SIDE_DESTINATIONS) != 0);
}

static bool compare(struct comparison *comparison)
{
    struct run *run = comparison->run;
    const struct side *before = &comparison->before.side;
    const struct side *after = &comparison->after.side;
    struct differences *differences = &comparison->differences;
    bool is_clear = difference_listeners_clear(before, after);
    comparison->wish.empty_too = have_empty(comparison);
    difference_destinations(&run->arena, &run->store, before, after, &comparison->wish,
                            differences);
    difference_listeners(&run->arena, before, after, &comparison->wish, differences);
    differences->has_destinations |= comparison->wish.empty_too;
    if (!is_clear)
        report_unclear(comparison);
    else if (!differences->has_destinations && !differences->has_listeners &&
             !sides_alike(before, after))
        report_kinds(comparison);
    return !diag_has_errors(&run->diag);
}

bool comparison_make(struct comparison *comparison)
{
    return sides_load(comparison->run, &comparison->before, &comparison->after) &&
           comparison_has_defaults(comparison, &comparison->before.side, &comparison->after.side,
                                   VIEW("")) &&
           compare(comparison);
}

bool comparison_passes(const struct comparison *comparison)
{
    bool passes = gate_passes(&comparison->gate, &comparison->differences);
    for (uint32_t i = 0; i < comparison->appliances.count; i++) {
        const struct appliance_difference *appliance = &comparison->appliances.list[i];
        passes &= gate_is_set(&comparison->gate)
                      ? gate_passes(&comparison->gate, &appliance->found)
                      : appliance_same(appliance);
    }
    return passes;
}

/* --- What else is to be said ------------------------------------------------------------------ */

/*
 * What one side does not say is neither added nor removed. Where its file could say it, that does
 * not pass --fail-on; a table, which cannot, is judged by what it holds.
 */
static void report_lack(struct comparison *comparison, const struct lack *lack)
{
    struct diag *diag = &comparison->run->diag;
    const struct loaded_side *side = lack->by_older ? &comparison->before : &comparison->after;
    const struct loaded_side *other = lack->by_older ? &comparison->after : &comparison->before;
    bool could = side_can_hold(&side->side, lack->content);
    bool is_judged = gate_is_set(&comparison->gate);
    const char *words = lack_words(&comparison->run->arena, &side->side, lack);
    const char *what = lack->listener.length > 0 ? "what" : "those of";
    const char *says = lack->listener.length > 0 ? " says of it" : "";
    const char *are = lack->listener.length > 0 ? "is" : "are";
    struct message *message =
        could && is_judged
            ? diag_report(diag, CODE_DIFF_NOT_JUDGED, SPAN_NONE,
                          "the %s side, %s, %s: --fail-on cannot judge %s %s%s", side->role,
                          side_name(side), words, what, side_name(other), says)
            : diag_report(diag, CODE_DIFF_NOT_COMPARED, SPAN_NONE,
                          "the %s side, %s, %s: %s %s%s %s not compared%s", side->role,
                          side_name(side), words, what, side_name(other), says, are,
                          is_judged ? ", nor judged by --fail-on" : "");
    diag_mend(diag, message);
}

/* That a weight needs a default entry, which OLD and NEW say whether the sides have. */
static void report_missing_default(struct comparison *comparison, bool old, bool new,
                                   struct view appliance)
{
    struct run *run = comparison->run;
    const struct loaded_side *lacking = old ? &comparison->after : &comparison->before;
    const char *place = appliance_place(&run->arena, appliance);
    struct message *message =
        old == new ? diag_report(&run->diag, CODE_DIFF_NO_DEFAULT, SPAN_NONE,
                                 "what some changes weigh%s depends on the default entry, and "
                                 "neither side has one",
                                 place)
                   : diag_report(&run->diag, CODE_DIFF_NO_DEFAULT, SPAN_NONE,
                                 "what some changes weigh%s depends on the default entry, and the "
                                 "%s side, %s, has none",
                                 place, lacking->role, side_name(lacking));
    diag_mend(&run->diag, message);
}

/* The same, once: of the sides, else of the first appliance where it is so. */
static void report_missing_defaults(struct comparison *comparison)
{
    const struct appliance_differences *appliances = &comparison->appliances;
    if (comparison->differences.wants_default) {
        report_missing_default(comparison, comparison->before.side.defaults.settings != NULL,
                               comparison->after.side.defaults.settings != NULL, VIEW(""));
        return;
    }
    for (uint32_t i = 0; i < appliances->count; i++) {
        const struct appliance_difference *appliance = &appliances->list[i];
        if (!appliance->found.wants_default)
            continue;
        report_missing_default(comparison, appliance->has_default_before,
                               appliance->has_default_after, appliance->name);
        return;
    }
}

/* Whether a listener's default policy parameters would decide whether all of it passes. */
static bool wants_flow_defaults(const struct comparison *comparison)
{
    const struct gate *gate = &comparison->gate;
    struct differences all = comparison->differences;
    bool wants = all.wants_flow_defaults && gate_is_open(gate, &all);
    for (uint32_t i = 0; i < comparison->appliances.count; i++) {
        const struct differences *found = &comparison->appliances.list[i].found;
        all.weight = weight_join(all.weight, found->weight);
        wants |= found->wants_flow_defaults && gate_is_open(gate, found);
    }
    return wants && gate_is_open(gate, &all);
}

void comparison_report(struct comparison *comparison)
{
    struct diag *diag = &comparison->run->diag;
    for (uint32_t i = 0; i < comparison->differences.lack_count; i++)
        report_lack(comparison, &comparison->differences.lacks[i]);
    report_missing_defaults(comparison);
    if (wants_flow_defaults(comparison))
        diag_mend(diag, diag_report(diag, CODE_DIFF_NO_FLOW_DEFAULTS, SPAN_NONE, "%s",
                                    code_entry(CODE_DIFF_NO_FLOW_DEFAULTS)->title));
}

/* --- Showing ---------------------------------------------------------------------------------- */

/* What --fail-on makes of the base and of all appliances. */
static const char *gate_told(struct comparison *comparison)
{
    struct run *run = comparison->run;
    enum gate_verdict verdict = !comparison_passes(comparison) ? GATE_HELD
                                : diag_has_errors(&run->diag)  ? GATE_NOT_JUDGED
                                                               : GATE_PASSED;
    uint32_t count = gate_count(&comparison->gate, &comparison->differences);
    for (uint32_t i = 0; i < comparison->appliances.count; i++)
        count += !gate_passes(&comparison->gate, &comparison->appliances.list[i].found);
    return gate_words(&run->arena, &comparison->gate, verdict, count);
}

void comparison_show(struct comparison *comparison, struct output *output)
{
    struct run *run = comparison->run;
    const struct difference_frame frame = {
        .before_name = side_name(&comparison->before),
        .after_name = side_name(&comparison->after),
        .before = &comparison->before.side,
        .after = &comparison->after.side,
        .appliances = comparison->appliances,
        .effective = comparison->wish.effective,
        .names = option_given(&run->line, OPTION_NAMES),
        .color = run_use_color(run, output->descriptor),
        .summary = option_given(&run->line, OPTION_SUMMARY),
        .gate = gate_told(comparison),
        .idn = run->write_options.idn,
    };
    comparison->form->write(&run->arena, &comparison->differences, &frame, output);
}

void comparison_free(struct comparison *comparison)
{
    side_free(&comparison->before);
    side_free(&comparison->after);
}
