/* SPDX-License-Identifier: MIT */
#include "write/plan_dialogue.h"

#include "diag/show.h"
#include "write/plan_text.h"
#include "write/plan_words.h"

/* The writing of one step. */
struct answers {
    struct arena *arena;
    struct output *output;
    const struct store *store;
    const struct plan_step *step;
    uint32_t asked; /* a mask */
    struct view name;
};

/* A question, in which %s is the entry's name, and its answer. */
static void answer(const struct answers *answers, const char *question, const char *text)
{
    const char *slot = strstr(question, "%s");
    output_string(answers->output, "# ");
    if (slot == NULL) {
        output_string(answers->output, question);
    } else {
        output_write(answers->output, question, (size_t)(slot - question));
        output_view(answers->output, answers->name);
        output_string(answers->output, slot + 2);
    }
    output_printf(answers->output, "\n%s\n", text);
}

static bool gives(const struct answers *answers, enum param param)
{
    return settings_has(answers->step->new, param);
}

static const char *number_of(const struct answers *answers, enum param param, uint32_t more)
{
    return arena_printf(answers->arena, "%u", answers->step->new->values[param].number + more);
}

static bool asks(const struct answers *answers, enum param param)
{
    return (answers->asked & PARAM_BIT(param)) != 0;
}

/* A question whether a setting is wished for; returns WISH, the answer. */
static bool wishes(const struct answers *answers, const char *question, bool wish)
{
    answer(answers, question, wish ? "Y" : "N");
    return wish;
}

/* What no document numbers is chosen by eye. */
static const char *chosen(const struct answers *answers, enum param param)
{
    struct view name = atom_view(answers->store, answers->step->new->values[param].number);
    if (param == PARAM_BOUNCE_PROFILE && view_equal_nocase(name, VIEW("Default")))
        return "1";
    struct view shown = escape_controls(answers->arena, name);
    return arena_printf(answers->arena, "(the number before %.*s)", VIEW_ARG(shown));
}

static void answer_limits(const struct answers *answers)
{
    if (wishes(answers, "Do you wish to configure a concurrency limit for %s? [Y]",
               gives(answers, PARAM_MAX_HOST_CONCURRENCY)))
        answer(answers, "Enter the max concurrency limit for \"%s\".",
               number_of(answers, PARAM_MAX_HOST_CONCURRENCY, 0));
    if (wishes(answers, "Do you wish to apply a messages-per-connection limit to this domain? [N]",
               gives(answers, PARAM_MAX_MESSAGES_PER_CONNECTION)))
        answer(answers, "Enter the max number of messages per connection for \"%s\".",
               number_of(answers, PARAM_MAX_MESSAGES_PER_CONNECTION, 0));
    if (wishes(answers, "Do you wish to apply a recipient limit to this domain? [N]",
               asks(answers, PARAM_RECIPIENT_MINUTES))) {
        const char *minutes = number_of(answers, PARAM_RECIPIENT_MINUTES, 0);
        answer(answers, "Enter the number of minutes used to measure the recipient limit.",
               minutes);
        answer(answers,
               arena_printf(answers->arena,
                            "Enter the max number of recipients per %s minutes for \"%%s\".",
                            minutes),
               number_of(answers, PARAM_RECIPIENT_LIMIT, 0));
    }
    if (!asks(answers, PARAM_LIMIT_TYPE))
        return;
    answer(answers, "Select how you want to apply the limits for %s:",
           number_of(answers, PARAM_LIMIT_TYPE, 1));
    answer(answers, "Select how the limits will be enforced:",
           number_of(answers, PARAM_LIMIT_APPLY, 1));
}

static void answer_rest(const struct answers *answers)
{
    const struct settings *new = answers->step->new;
    if (wishes(answers, "Do you wish to apply a specific TLS setting for this domain? [N]",
               gives(answers, PARAM_TABLE_TLS)))
        answer(answers, "Do you want to use TLS support?", number_of(answers, PARAM_TABLE_TLS, 1));
    if (wishes(answers,
               "Do you wish to apply a specific bounce verification address tagging setting for "
               "this domain? [N]",
               gives(answers, PARAM_BOUNCE_VALIDATION)))
        answer(answers, "Perform bounce verification address tagging? [N]",
               new->values[PARAM_BOUNCE_VALIDATION].number == SWITCH_ON ? "Y" : "N");
    if (asks(answers, PARAM_BOUNCE_PROFILE) &&
        wishes(answers, "Do you wish to apply a specific bounce profile to this domain? [N]",
               gives(answers, PARAM_BOUNCE_PROFILE)))
        answer(answers, "Please choose a bounce profile to apply:",
               chosen(answers, PARAM_BOUNCE_PROFILE));
    if (wishes(answers, "Do you wish to apply a specific IP sort preference to this domain? [N]",
               gives(answers, PARAM_IP_SORT_PREF)))
        answer(answers, "Choose the IP sort preference:",
               number_of(answers, PARAM_IP_SORT_PREF, 1));
}

/* The certificate is asked for first, whatever is to change. */
static void answer_setup(const struct answers *answers)
{
    const struct settings *new = answers->step->new;
    answer(answers, "Choose the operation you want to perform:", "SETUP");
    answer(answers, "Please choose the certificate to apply:",
           gives(answers, PARAM_CERTIFICATE)
               ? chosen(answers, PARAM_CERTIFICATE)
               : "(the number before the one in use: Demo, if the appliance has just said so)");
    answer(answers, "Do you want to send an alert when a required TLS connection fails? [N]",
           new->values[PARAM_SEND_TLS_REQ_ALERT].number == SWITCH_ON ? "Y" : "N");
}

static void answer_entry(const struct answers *answers, const char *operation)
{
    const char *name = arena_printf(answers->arena, "%.*s", VIEW_ARG(answers->name));
    answer(answers, "Choose the operation you want to perform:", operation);
    if (!answers->step->is_default)
        answer(answers, "Enter the domain you wish to configure.", name);
    if (strcmp(operation, "DELETE") == 0)
        return;
    answer_limits(answers);
    answer_rest(answers);
}

static void answer_step(const struct answers *answers)
{
    const struct plan_step *step = answers->step;
    if (step->is_default) {
        if (asks(answers, PARAM_CERTIFICATE))
            answer_setup(answers);
        if (asks(answers, PARAM_TABLE_TLS))
            answer_entry(answers, "DEFAULT");
        return;
    }
    if (step->action == PLAN_DELETE || step->action == PLAN_RENEW)
        answer_entry(answers, "DELETE");
    if (step->action == PLAN_NEW || step->action == PLAN_RENEW)
        answer_entry(answers, "NEW");
    if (step->action == PLAN_EDIT)
        answer_entry(answers, "EDIT");
}

static void write_step(struct arena *arena, const struct plan *plan, const struct plan_step *step,
                       struct output *output)
{
    const struct answers answers = {.arena = arena,
                                    .output = output,
                                    .store = plan->after->policy->store,
                                    .step = step,
                                    .asked = plan_asked(step),
                                    .name = escape_controls(arena, step->typed)};
    struct view shown = escape_controls(arena, step->name);
    output_printf(output, "\n# %s %.*s\n", plan_action_words(step->action), VIEW_ARG(shown));
    if (step->lacks[PLAN_DIALOGUE].obstacles == 0) {
        answer_step(&answers);
        return;
    }
    struct view words =
        escape_controls(arena, view_of(plan_lack_words(arena, plan, step, PLAN_DIALOGUE)));
    const struct plan_form *other = plan_other_form(step, PLAN_DIALOGUE);
    output_printf(output, "# left out: by import %s%s, the dialogue has no answer for %.*s\n",
                  other == NULL ? "alone" : "or ", other == NULL ? "" : other->name,
                  VIEW_ARG(words));
}

/* --- What stands above the answers ------------------------------------------------------------ */

/* Answers that are given where nobody expects them can empty a table. */
static const char expected_mode[] =
    "#\n"
    "# Cluster mode expected: the one that has this table, cluster, group or machine; on an\n"
    "# appliance that is in no cluster there is but one. If destconfig first asks \"What would "
    "you\n"
    "# like to do?\", it is another: give no answer from here, since starting a new, empty\n"
    "# configuration takes the table away. Leave with Ctrl-C and change the mode first.\n";

static void write_head(struct arena *arena, const struct plan *plan,
                       const struct plan_frame *frame, struct output *output)
{
    const char *line;
    write_plan_head(arena, plan, frame, "# ", output);
    if (plan->count == 0)
        return;
    output_string(output, expected_mode);
    output_string(output, "#\n");
    for (uint32_t i = 0;
         (line = plan_routine(arena, plan, plan_form(VIEW("dialogue")), frame, i)) != NULL; i++)
        output_printf(output, "# %u. %s\n", i + 1, line);
}

void write_plan_dialogue(struct arena *arena, const struct plan *plan,
                         const struct plan_frame *frame, struct output *output)
{
    write_head(arena, plan, frame, output);
    if (plan_left_out(plan, plan_form(VIEW("dialogue"))) == plan->count) {
        for (uint32_t i = 0; i < plan->count; i++)
            write_step(arena, plan, &plan->steps[i], output);
        return;
    }
    output_string(output, "\n# At the appliance's prompt, in the cluster mode expected:\n"
                          "destconfig\n");
    for (uint32_t i = 0; i < plan->count; i++)
        write_step(arena, plan, &plan->steps[i], output);
    output_string(output, "\n# Choose the operation you want to perform: (an empty line leaves "
                          "destconfig)\n\n");
}
