/* SPDX-License-Identifier: MIT */
#include "cli/plan_report.h"

#include "write/plan_words.h"

/* --- Refusals --------------------------------------------------------------------------------- */

void report_stale(struct run *run, const struct plan_frame *frame, const char *expected,
                  enum plan_print whose)
{
    struct message *message =
        diag_report_file(&run->diag, CODE_PLAN_STALE, frame->before_name,
                         "the fingerprint is %s, not %s", frame->print, expected);
    if (whose == PRINT_AIM)
        diag_help(&run->diag, message, "that is the fingerprint of %s: were the two files swapped?",
                  frame->after_name);
    else if (whose == PRINT_BACK_AIM)
        diag_help(&run->diag, message,
                  "that is the fingerprint of %s: the way back begins at %s, and --expect wants the "
                  "fingerprint of that",
                  frame->after_name, frame->before_name);
    else
        diag_mend(&run->diag, message);
}

/* The least percentage that lets PLAN pass; 0: none does, OLD is empty. */
static uint64_t wanted_percent(const struct plan *plan)
{
    uint64_t entries = plan_entries(plan);
    return entries == 0 ? 0 : ((uint64_t)plan->count * 100 + entries - 1) / entries;
}

static void report_touched(struct run *run, const struct plan *plan, uint32_t most)
{
    uint64_t percent = wanted_percent(plan);
    struct message *message =
        diag_report(&run->diag, CODE_PLAN_LARGE, SPAN_NONE,
                    "the plan touches %u entries; the table has %u, of which %u may be touched",
                    plan->count, plan_entries(plan), most);
    if (percent == 0)
        diag_help(&run->diag, message, "see what it is with --force; that allows it");
    else
        diag_help(&run->diag, message,
                  "see what changes with destc diff; --max-change %llu, or --force, allows it",
                  (unsigned long long)percent);
}

enum { MOST_NAMED = 10 }; /* of the entries that a refused plan deletes */

static void name_deleted(struct run *run, const struct plan *plan, struct message *message)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < plan->count && named < MOST_NAMED; i++)
        if (plan->steps[i].action == PLAN_DELETE) {
            diag_note(&run->diag, message, SPAN_NONE, "%s",
                      plan_name_words(&run->arena, plan->steps[i].name));
            named++;
        }
    if (plan->counts[PLAN_DELETE] > named)
        diag_note(&run->diag, message, SPAN_NONE, "and %u more",
                  plan->counts[PLAN_DELETE] - named);
}

void report_size(struct run *run, const struct plan *plan, const struct plan_bounds *bounds)
{
    uint32_t most = plan_most_touched(plan, bounds);
    uint32_t deleted = plan->counts[PLAN_DELETE];
    if (plan->count > most)
        report_touched(run, plan, most);
    if (deleted <= bounds->deletions)
        return;
    struct message *message =
        diag_report(&run->diag, CODE_PLAN_DELETES, SPAN_NONE,
                    "the plan deletes %u of %u entries, and may delete %u", deleted,
                    plan_entries(plan), bounds->deletions);
    if (message != NULL)
        name_deleted(run, plan, message);
    diag_help(&run->diag, message, "--max-delete %u, or --force, allows it", deleted);
}

void report_no_table(struct run *run, const struct loaded_side *side)
{
    struct message *message = diag_report(
        &run->diag, CODE_DIFF_KINDS, SPAN_NONE,
        "a plan is of destinations, and the %s side, %s, holds %s", side->role, side_name(side),
        side_holding(&run->arena, side));
    diag_help(&run->diag, message, "name two tables of destinations, OLD and NEW; destc diff has "
              "what differs between listeners");
}

/* --- What stands beside a form that has no room for it ---------------------------------------- */

static const char *plural(uint32_t count)
{
    return count == 1 ? "y" : "ies";
}

static const enum code weight_codes[PLAN_WEIGHT_COUNT] = {
    [PLAN_WEAKER] = CODE_PLAN_WEAKER,
    [PLAN_MAY_STOP] = CODE_PLAN_MAY_STOP,
    [PLAN_NOT_KNOWN] = CODE_PLAN_NOT_KNOWN,
};

static void report_weight(struct run *run, const struct plan *plan, enum plan_weight weight,
                          const struct plan_frame *frame)
{
    static const char *const words_of[PLAN_WEIGHT_COUNT] = {
        [PLAN_WEAKER] = "protection is lost in",
        [PLAN_MAY_STOP] = "mail may stop by",
        [PLAN_NOT_KNOWN] = "whether protection is lost, or mail may stop, is not known of",
    };
    uint32_t count = plan_weight_count(plan, weight);
    if (count == 0)
        return;
    struct message *message = diag_report(&run->diag, weight_codes[weight], SPAN_NONE,
                                          "%s %u entr%s", words_of[weight], count, plural(count));
    for (uint32_t i = 0; message != NULL && i < plan->weighed->count; i++) {
        const char *words = plan_weighing_words(&run->arena, &plan->weighed->list[i], weight);
        if (words != NULL)
            diag_note(&run->diag, message, SPAN_NONE, "%s", words);
    }
    if (weight == PLAN_NOT_KNOWN && plan->weighed->wants_default)
        diag_help(&run->diag, message, "--default FILE names a table with the appliance's default "
                  "entry, --factory-default takes AsyncOS's");
    else
        diag_help(&run->diag, message, "%s shows what changes",
                  plan_diff_command(&run->arena, frame));
}

/* A form that speaks says itself what it weighs; but that the run fails of it, no form can say. */
static bool is_told_beside(const struct run *run, const struct plan_form *form,
                           enum plan_weight weight)
{
    enum code code = weight_codes[weight];
    return !form->speaks || (!diag_is_off(&run->diag, code) &&
                             diag_severity(&run->diag, code) == SEVERITY_ERROR);
}

/* The entries that go, those that enforce TLS first. */
static void report_deletions(struct run *run, const struct plan *plan)
{
    static const char *const behind[PLAN_TLS_COUNT] = {
        [PLAN_TLS_ENFORCED] = ", which enforces TLS",
        [PLAN_TLS_UNKNOWN] = ", which may enforce TLS: the appliance's default entry says",
        [PLAN_TLS_LEFT] = "",
    };
    uint32_t count = plan->counts[PLAN_DELETE];
    if (count == 0)
        return;
    struct message *message = diag_report(&run->diag, CODE_PLAN_DELETION, SPAN_NONE,
                                          "the import deletes %u entr%s", count, plural(count));
    uint8_t *kinds = arena_alloc(&run->arena, plan->count);
    for (uint32_t i = 0; i < plan->count; i++)
        kinds[i] = plan->steps[i].action == PLAN_DELETE
                       ? (uint8_t)plan_tls(plan->before, plan->steps[i].old)
                       : PLAN_TLS_COUNT;
    for (int kind = 0; kind < PLAN_TLS_COUNT; kind++)
        for (uint32_t i = 0; i < plan->count; i++)
            if (kinds[i] == kind)
                diag_note(&run->diag, message, SPAN_NONE, "%s%s",
                          plan_name_words(&run->arena, plan->steps[i].name), behind[kind]);
    diag_mend(&run->diag, message);
}

static void report_left_out(struct run *run, const struct plan *plan, const struct plan_form *form)
{
    uint32_t count = plan_left_out(plan, form);
    if (count == 0)
        return;
    struct message *message = diag_report(&run->diag, CODE_PLAN_BEYOND, SPAN_NONE,
                                          "%u entr%s left out: the %s form cannot say it all",
                                          count, count == 1 ? "y is" : "ies are", form->name);
    for (uint32_t i = 0; message != NULL && i < plan->count; i++) {
        const struct plan_step *step = &plan->steps[i];
        if (step->lacks[form->way].obstacles == 0)
            continue;
        const struct plan_form *other = plan_other_form(step, form->way);
        const char *words = plan_lack_words(&run->arena, plan, step, form->way);
        diag_note(&run->diag, message, SPAN_NONE, "%s: %s (--format import%s%s)",
                  plan_name_words(&run->arena, step->name), words, other == NULL ? "" : " or ",
                  other == NULL ? "" : other->name);
    }
    diag_help(&run->diag, message, "--format import has all of it; what is said here of protection "
              "and of mail is of the form's part alone, --format text says it of the whole");
}

static void report_routine(struct run *run, const struct plan *plan, const struct plan_form *form,
                           const struct plan_frame *frame)
{
    const char *line;
    struct message *message =
        diag_report(&run->diag, CODE_PLAN_ROUTINE, SPAN_NONE, "plan %s; fingerprint of %s: %s",
                    plan_summary(&run->arena, plan, frame), frame->before_name, frame->print);
    for (uint32_t i = 0; message != NULL && plan->count > 0 &&
                         (line = plan_routine(&run->arena, plan, form, frame, i)) != NULL;
         i++)
        diag_note(&run->diag, message, SPAN_NONE, "%u. %s", i + 1, line);
}

enum { MOST_BESIDE = PLAN_WEIGHT_COUNT + 3 }; /* messages that report_beside() makes */

void report_beside(struct run *run, const struct plan *plan, const struct plan_form *form,
                   const struct plan_frame *frame)
{
    if (run->diag.limit != 0) /* they are a part of the plan: no other message crowds them out */
        run->diag.limit += MOST_BESIDE;
    for (int i = 0; i < PLAN_WEIGHT_COUNT; i++)
        if (is_told_beside(run, form, (enum plan_weight)i))
            report_weight(run, plan, (enum plan_weight)i, frame);
    if (form->write == NULL)
        report_deletions(run, plan);
    report_left_out(run, plan, form);
    if (!form->speaks)
        report_routine(run, plan, form, frame);
}
