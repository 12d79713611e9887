/* SPDX-License-Identifier: MIT */
#include "support_plan.h"

#include "read/destconfig.h"

void plan_again(struct planned *planned, int from)
{
    static const struct difference_wish wish = {.effective = false};
    struct side *before = &planned->sides[from];
    struct side *after = &planned->sides[1 - from];
    planned->differences = (struct differences){.count = 0};
    difference_destinations(&planned->setup.arena, &planned->setup.store, before, after, &wish,
                            &planned->differences);
    plan_make(&planned->setup.arena, before, after, &planned->differences, &planned->plan);
    planned->frame = (struct plan_frame){.before_name = from == 0 ? "old.txt" : "new.txt",
                                         .after_name = from == 0 ? "new.txt" : "old.txt",
                                         .before_operand = from == 0 ? "old.txt" : "new.txt",
                                         .after_operand = from == 0 ? "new.txt" : "old.txt",
                                         .print = "0123456789abcdef"};
}

void planned_begin(struct planned *planned, const char *before, const char *after)
{
    const char *const texts[2] = {before, after};
    setup_begin(&planned->setup);
    for (int i = 0; i < 2; i++) {
        setup_read(&planned->setup, &planned->policies[i], read_destconfig,
                   i == 0 ? "old.txt" : "new.txt", view_of(texts[i]));
        planned->sides[i] = (struct side){.policy = &planned->policies[i],
                                          .defaults = defaults_of(&planned->policies[i])};
    }
    if (planned->setup.diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%s\n%s", setup_messages(&planned->setup), before, after);
    plan_again(planned, 0);
}

const char *planned_text(struct planned *planned, const char *form)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &planned->setup.arena);
    plan_form(view_of(form))
        ->write(&planned->setup.arena, &planned->plan, &planned->frame, output);
    return capture_end(&capture).text;
}
