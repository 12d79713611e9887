/* SPDX-License-Identifier: MIT */
#include "write/plan.h"

#include "base/buffer.h"
#include "write/plan_batch.h"
#include "write/plan_dialogue.h"
#include "write/plan_text.h"
#include "write/plan_words.h"

static const struct plan_form forms[] = {
    {"text", PLAN_WAY_COUNT, true,
     "make the changes in the cluster mode that has this table: --format import, batch or "
     "dialogue has them ready",
     write_plan_text},
    {"batch", PLAN_BATCH, false,
     "run every line but the last, which is the commit, in the cluster mode that has this table",
     write_plan_batch},
    {"import", PLAN_WAY_COUNT, false,
     "put this file into the appliance's configuration folder; destconfig, IMPORT, in the cluster "
     "mode that has this table",
     NULL},
    {"dialogue", PLAN_DIALOGUE, true, "answer as below, each answer under its question",
     write_plan_dialogue},
};

const struct plan_form *plan_form(struct view name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (view_equal(name, view_of(forms[i].name)))
            return &forms[i];
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

/* What the check is to find, where it is not nothing. */
static void add_exceptions(struct buffer *words, const struct plan *plan,
                           const struct plan_form *form, const struct plan_frame *frame)
{
    uint32_t left = plan_left_out(plan, form);
    const char *before = " but ";
    if (plan->keeps_default) {
        buffer_printf(words, "%sthe default entry, which %s does not have", before,
                      frame->after_name);
        before = ", and ";
    }
    if (left == 1)
        buffer_printf(words, "%sthe entry that is left out here", before);
    else if (left > 1)
        buffer_printf(words, "%sthe %u entries that are left out here", before, left);
}

static const char *check_line(struct arena *arena, const struct plan *plan,
                              const struct plan_form *form, const struct plan_frame *frame)
{
    struct buffer words = buffer_new(arena);
    buffer_add_string(&words, "destc diff ");
    if (frame->appliance != NULL)
        buffer_printf(&words, "--appliance %s ", frame->appliance);
    buffer_printf(&words, "%s check.txt: it must find no difference", frame->after_name);
    add_exceptions(&words, plan, form, frame);
    return buffer_string(&words);
}

const char *plan_routine(struct arena *arena, const struct plan *plan,
                         const struct plan_form *form, const struct plan_frame *frame,
                         uint32_t number)
{
    switch (number) {
    case 0:
        return form->how;
    case 1:
        return "destconfig, EXPORT to check.txt, before the commit; fetch check.txt";
    case 2:
        return check_line(arena, plan, form, frame);
    case 3:
        return "as it must be: commit; otherwise: clear, which drops every change since the last commit";
    default:
        return NULL;
    }
}
