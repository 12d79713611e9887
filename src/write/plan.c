/* SPDX-License-Identifier: MIT */
#include "write/plan.h"

#include "base/buffer.h"
#include "base/shell.h"
#include "write/plan_batch.h"
#include "write/plan_dialogue.h"
#include "write/plan_text.h"
#include "write/plan_words.h"

static const struct plan_form forms[] = {
    {"text", PLAN_WAY_COUNT, true, NULL, NULL, write_plan_text},
    {"batch", PLAN_BATCH, false,
     "run every line but the last, which is the commit, in the cluster mode that has this table",
     "run every line in the cluster mode that has this table; no commit is among them",
     write_plan_batch},
    {"import", PLAN_WAY_COUNT, false,
     "put this file into the appliance's configuration folder; destconfig, IMPORT, in the cluster "
     "mode that has this table",
     NULL, NULL},
    {"dialogue", PLAN_DIALOGUE, true, "answer as below, each answer under its question",
     "answer as below, each answer under its question", write_plan_dialogue},
};

const struct plan_form *plan_form(struct view name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (view_equal(name, view_of(forms[i].name)))
            return &forms[i];
    return NULL;
}

const struct plan_form *plan_other_form(const struct plan_step *step, enum plan_way way)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].way != way && forms[i].way != PLAN_WAY_COUNT)
            return step->lacks[forms[i].way].obstacles == 0 ? &forms[i] : NULL;
    return NULL;
}

uint32_t plan_left_out(const struct plan *plan, const struct plan_form *form)
{
    return form->way == PLAN_WAY_COUNT ? 0 : plan->lacking[form->way];
}

static const char *entries_words(struct arena *arena, const struct side *side)
{
    uint32_t count = side->policy->count + side->policy->has_default;
    return arena_printf(arena, "%u entr%s", count, count == 1 ? "y" : "ies");
}

const char *plan_summary(struct arena *arena, const struct plan *plan,
                         const struct plan_frame *frame)
{
    struct buffer words = buffer_new(arena);
    const char *before = ": ";
    buffer_printf(&words, "from %s (%s) to %s (%s)", frame->before_name,
                  entries_words(arena, plan->before), frame->after_name,
                  entries_words(arena, plan->after));
    for (int i = 0; i < PLAN_ACTION_COUNT; i++) {
        if (plan->counts[i] == 0)
            continue;
        buffer_printf(&words, "%s%u %s", before, plan->counts[i],
                      plan_action_words((enum plan_action)i));
        before = ", ";
    }
    buffer_add_string(&words, plan->count == 0 ? ": nothing to do" : "");
    return buffer_string(&words);
}

/* --- What to do round it ---------------------------------------------------------------------- */

/* The form that can do all that FORM leaves out, beside the import; NULL: there is none. */
static const struct plan_form *form_of_rest(const struct plan *plan, const struct plan_form *form)
{
    const struct plan_form *other = NULL;
    for (uint32_t i = 0; i < plan->count; i++) {
        if (plan->steps[i].lacks[form->way].obstacles == 0)
            continue;
        other = plan_other_form(&plan->steps[i], form->way);
        if (other == NULL)
            return NULL;
    }
    return other;
}

/* Half of a plan is not committed. */
static const char *rest_line(struct arena *arena, const struct plan *plan,
                             const struct plan_form *form)
{
    uint32_t left = plan_left_out(plan, form);
    const char *entries =
        left == 1 ? "the entry that is" : arena_printf(arena, "the %u entries that are", left);
    const struct plan_form *other = form_of_rest(plan, form);
    const char *how = other == NULL ? "--format import, which does all"
                                    : arena_printf(arena, "--format %s, or all by --format import",
                                                   other->name);
    return arena_printf(arena, "do not commit before %s left out here %s done too, by %s", entries,
                        left == 1 ? "is" : "are", how);
}

const char *plan_diff_command(struct arena *arena, const struct plan_frame *frame)
{
    if (frame->before_operand == NULL || frame->after_operand == NULL)
        return "destc diff";
    return arena_printf(arena, "destc diff %s %s", frame->before_operand, frame->after_operand);
}

const char *plan_wanted_words(const struct plan_frame *frame)
{
    return frame->after_operand == NULL ? "the wanted table" : frame->after_name;
}

static const char *check_line(struct arena *arena, const struct plan *plan,
                              const struct plan_frame *frame)
{
    struct buffer words = buffer_new(arena);
    bool is_named = frame->after_operand != NULL;
    buffer_add_string(&words, is_named ? "" : "compare the wanted table with check.txt by ");
    buffer_add_string(&words, "destc diff");
    if (frame->appliance != NULL)
        buffer_printf(&words, " --appliance %s",
                      shell_word(arena, view_of(frame->appliance)));
    if (is_named)
        buffer_printf(&words, " %s check.txt", frame->after_operand);
    buffer_add_string(&words, ": it must find no difference");
    if (plan->keeps_default)
        buffer_printf(&words, " but the default entry, which %s does not have",
                      plan_wanted_words(frame));
    return buffer_string(&words);
}

/* What is done with a plan for people: another form has it ready, if it can say all of it. */
static const char *ready_line(struct arena *arena, const struct plan *plan)
{
    bool batch = plan->lacking[PLAN_BATCH] == 0;
    bool dialogue = plan->lacking[PLAN_DIALOGUE] == 0;
    return arena_printf(arena, "make the changes in the cluster mode that has this table: --format "
                        "import%s%s%s has them ready", batch ? dialogue ? ", " : " or " : "",
                        batch ? "batch" : "", dialogue ? " or dialogue" : "");
}

const char *plan_routine(struct arena *arena, const struct plan *plan,
                         const struct plan_form *form, const struct plan_frame *frame,
                         uint32_t number)
{
    uint32_t left = plan_left_out(plan, form);
    bool is_partial = left > 0;
    number += is_partial && left == plan->count; /* there is nothing to be run */
    if (is_partial && number == 1)
        return rest_line(arena, plan, form);
    switch (is_partial && number > 1 ? number - 1 : number) {
    case 0:
        if (form->how == NULL)
            return ready_line(arena, plan);
        return is_partial ? form->how_partly : form->how;
    case 1:
        return "destconfig, EXPORT to check.txt, before the commit; fetch check.txt";
    case 2:
        return check_line(arena, plan, frame);
    case 3:
        return "as it must be: commit; otherwise: clear, which drops every change since the last "
               "commit";
    default:
        return NULL;
    }
}
