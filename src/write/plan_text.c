/* SPDX-License-Identifier: MIT */
#include "write/plan_text.h"

#include "diag/show.h"
#include "write/plan_words.h"

static void write_words(struct arena *arena, struct output *output, const char *words)
{
    output_view(output, escape_controls(arena, view_of(words)));
}

/* "Protection is lost (1):", and where. */
static void write_weight(struct arena *arena, const struct plan *plan, enum plan_weight weight,
                         const char *before, struct output *output)
{
    uint32_t count = plan_weight_count(plan, weight);
    if (count == 0)
        return;
    output_printf(output, "%s%s (%u):\n", before, plan_weight_words(weight), count);
    for (uint32_t i = 0; i < plan->weighed->count; i++) {
        const char *weighing = plan_weighing_words(arena, &plan->weighed->list[i], weight);
        if (weighing == NULL)
            continue;
        output_printf(output, "%s  ", before);
        write_words(arena, output, weighing);
        output_char(output, '\n');
    }
    output_string(output, *before == '\0' ? "\n" : "#\n");
}

void write_plan_head(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                     const char *before, struct output *output)
{
    for (int i = 0; i < PLAN_WEIGHT_COUNT; i++)
        write_weight(arena, plan, (enum plan_weight)i, before, output);
    output_printf(output, "%sPlan %s\n", before, plan_summary(arena, plan, frame));
    output_printf(output, "%sFingerprint of %s: %s\n", before, frame->before_name, frame->print);
    if (plan->keeps_default)
        output_printf(output, "%sThe appliance keeps its default entry: %s has none.\n", before,
                      plan_wanted_words(frame));
}

static void write_lack(struct arena *arena, const struct plan *plan, const struct plan_step *step,
                       struct output *output)
{
    static const char *const way_words[PLAN_WAY_COUNT] = {[PLAN_BATCH] = "in the batch form",
                                                          [PLAN_DIALOGUE] = "in the dialogue"};
    const char *before = "      not ";
    for (int i = 0; i < PLAN_WAY_COUNT; i++) {
        enum plan_way way = (enum plan_way)i;
        if (step->lacks[i].obstacles == 0)
            continue;
        output_printf(output, "%s%s: ", before, way_words[i]);
        write_words(arena, output, plan_lack_words(arena, plan, step, way));
        before = "; nor ";
    }
    if (*before == ';')
        output_char(output, '\n');
}

static void write_step(struct arena *arena, const struct plan *plan, const struct plan_step *step,
                       struct output *output)
{
    const struct change_list *changes = step->difference->changes;
    output_printf(output, "  %s ", plan_action_words(step->action));
    write_words(arena, output, plan_name_words(arena, step->name));
    if (step->is_default && plan->differences->reached_count > 0)
        output_printf(output, ", from which %u inherit what changes",
                      plan->differences->reached_count);
    output_char(output, '\n');
    bool has_changes = changes != NULL && step->action != PLAN_DELETE;
    for (uint32_t i = 0; has_changes && i < changes->count; i++) {
        output_string(output, "      ");
        write_words(arena, output, plan_change_words(arena, &changes->list[i]));
        output_char(output, '\n');
    }
    write_lack(arena, plan, step, output);
}

static void write_steps(struct arena *arena, const struct plan *plan,
                        const struct plan_frame *frame, struct output *output)
{
    const char *line;
    output_string(output, "\nSteps:\n");
    for (uint32_t i = 0; i < plan->count; i++)
        write_step(arena, plan, &plan->steps[i], output);
    output_string(output, "\nOn the appliance:\n");
    for (uint32_t i = 0;
         (line = plan_routine(arena, plan, plan_form(VIEW("text")), frame, i)) != NULL; i++)
        output_printf(output, "  %u. %s\n", i + 1, line);
}

void write_plan_text(struct arena *arena, const struct plan *plan, const struct plan_frame *frame,
                     struct output *output)
{
    write_plan_head(arena, plan, frame, "", output);
    if (plan->count > 0)
        write_steps(arena, plan, frame, output);
}
