/* SPDX-License-Identifier: MIT */
#include "write/plan_batch.h"

static void write_option(struct output *output, const struct store *store, enum param param,
                         struct value value)
{
    char number[VALUE_BUFFER];
    const struct parameter *row = parameter(param);
    struct view text = value.kind == VALUE_WORD ? view_of(word_batch(row->words, value.number))
                                                : value_export(store, param, value, number);
    if (param == PARAM_BOUNCE_PROFILE && view_equal_nocase(text, VIEW("Default")))
        text = VIEW("default");
    output_printf(output, " %s=%.*s", row->batch_name, VIEW_ARG(text));
}

static void write_command(struct output *output, const char *command, const struct plan *plan,
                          const struct plan_step *step, uint32_t told)
{
    output_printf(output, "destconfig %s %.*s", command, VIEW_ARG(step->typed));
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((told & PARAM_BIT(i)) != 0)
            write_option(output, plan->after->policy->store, (enum param)i,
                         step->new->values[i]);
    output_char(output, '\n');
}

static void write_step(struct output *output, const struct plan *plan,
                       const struct plan_step *step)
{
    if (step->action == PLAN_DELETE || step->action == PLAN_RENEW)
        write_command(output, "delete", plan, step, 0);
    if (step->action == PLAN_NEW || step->action == PLAN_RENEW)
        write_command(output, "new", plan, step, step->told);
    if (step->action == PLAN_EDIT)
        write_command(output, "edit", plan, step, step->told);
}

enum { PRINT_SHOWN = 12 }; /* digits of the fingerprint in the commit's comment */

void write_plan_batch(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                      struct output *output)
{
    (void)arena;
    for (uint32_t i = 0; i < plan->count; i++)
        if (plan->steps[i].lacks[PLAN_BATCH].obstacles == 0)
            write_step(output, plan, &plan->steps[i]);
    if (plan->count > 0 && plan->lacking[PLAN_BATCH] == 0)
        output_printf(output, "commit \"destc plan: %u entr%s, from %.*s\"\n", plan->count,
                      plan->count == 1 ? "y" : "ies", PRINT_SHOWN, frame->print);
}
