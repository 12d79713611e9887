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
    struct view name;
};

/* Those of SETUP, which are not asked about an entry. */
static const uint32_t of_setup =
    PARAM_BIT(PARAM_CERTIFICATE) | PARAM_BIT(PARAM_SEND_TLS_REQ_ALERT);

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

/*
 * Whether a question is answered with Y. Of the default entry the same questions are asked; no
 * recipient limit there is one of 0.
 */
static bool wishes(const struct answers *answers, enum param param, const char *question)
{
    bool is_none = answers->step->is_default && param == PARAM_RECIPIENT_LIMIT &&
                   answers->step->new->values[param].number == 0;
    bool wish = gives(answers, param) && !is_none;
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
    bool connections = wishes(answers, PARAM_MAX_HOST_CONCURRENCY,
                              "Do you wish to configure a concurrency limit for %s? [Y]");
    if (connections)
        answer(answers, "Enter the max concurrency limit for \"%s\".",
               number_of(answers, PARAM_MAX_HOST_CONCURRENCY, 0));
    if (wishes(answers, PARAM_MAX_MESSAGES_PER_CONNECTION,
               "Do you wish to apply a messages-per-connection limit to this domain? [N]"))
        answer(answers, "Enter the max number of messages per connection for \"%s\".",
               number_of(answers, PARAM_MAX_MESSAGES_PER_CONNECTION, 0));
    bool recipients = wishes(answers, PARAM_RECIPIENT_LIMIT,
                             "Do you wish to apply a recipient limit to this domain? [N]");
    if (recipients && gives(answers, PARAM_RECIPIENT_MINUTES))
        answer(answers, "Enter the number of minutes used to measure the recipient limit.",
               number_of(answers, PARAM_RECIPIENT_MINUTES, 0));
    if (recipients)
        answer(answers,
               arena_printf(answers->arena,
                            "Enter the max number of recipients per %s minutes for \"%%s\".",
                            number_of(answers, PARAM_RECIPIENT_MINUTES, 0)),
               number_of(answers, PARAM_RECIPIENT_LIMIT, 0));
    if ((connections || recipients) && gives(answers, PARAM_LIMIT_TYPE))
        answer(answers, "Select how you want to apply the limits for %s:",
               number_of(answers, PARAM_LIMIT_TYPE, 1));
    if ((connections || recipients) && gives(answers, PARAM_LIMIT_APPLY))
        answer(answers, "Select how the limits will be enforced:",
               number_of(answers, PARAM_LIMIT_APPLY, 1));
}

static void answer_rest(const struct answers *answers)
{
    const struct settings *new = answers->step->new;
    if (wishes(answers, PARAM_TABLE_TLS,
               "Do you wish to apply a specific TLS setting for this domain? [N]"))
        answer(answers, "Do you want to use TLS support?", number_of(answers, PARAM_TABLE_TLS, 1));
    if (wishes(answers, PARAM_BOUNCE_VALIDATION,
               "Do you wish to apply a specific bounce verification address tagging setting for "
               "this domain? [N]"))
        answer(answers, "Perform bounce verification address tagging? [N]",
               new->values[PARAM_BOUNCE_VALIDATION].number == SWITCH_ON ? "Y" : "N");
    if (!answers->step->is_default &&
        wishes(answers, PARAM_BOUNCE_PROFILE,
               "Do you wish to apply a specific bounce profile to this domain? [N]"))
        answer(answers, "Please choose a bounce profile to apply:",
               chosen(answers, PARAM_BOUNCE_PROFILE));
    if (wishes(answers, PARAM_IP_SORT_PREF,
               "Do you wish to apply a specific IP sort preference to this domain? [N]"))
        answer(answers, "Choose the IP sort preference:",
               number_of(answers, PARAM_IP_SORT_PREF, 1));
}

static void answer_setup(const struct answers *answers)
{
    if ((answers->step->told & of_setup) == 0)
        return;
    answer(answers, "Choose the operation you want to perform:", "SETUP");
    if (gives(answers, PARAM_CERTIFICATE))
        answer(answers, "Please choose the certificate to apply:",
               chosen(answers, PARAM_CERTIFICATE));
    if (gives(answers, PARAM_SEND_TLS_REQ_ALERT))
        answer(answers, "Do you want to send an alert when a required TLS connection fails? [N]",
               answers->step->new->values[PARAM_SEND_TLS_REQ_ALERT].number == SWITCH_ON ? "Y"
                                                                                         : "N");
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
        answer_setup(answers);
        if ((step->told & ~of_setup) != 0)
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
    const struct answers answers = {arena, output, plan->after->policy->store, step,
                                    escape_controls(arena, step->typed)};
    struct view shown = escape_controls(arena, step->name);
    output_printf(output, "\n# %s %.*s\n", plan_action_words(step->action), VIEW_ARG(shown));
    if (step->lacks[PLAN_DIALOGUE].obstacles == 0) {
        answer_step(&answers);
        return;
    }
    struct view words =
        escape_controls(arena, view_of(plan_lack_words(arena, plan, step, PLAN_DIALOGUE)));
    output_printf(output, "# left out: by import alone, the dialogue has no answer for %.*s\n",
                  VIEW_ARG(words));
}

/* --- What stands above the answers ------------------------------------------------------------ */

/* Answers that are given where nobody expects them can empty a table. */
static const char expected_mode[] =
    "#\n"
    "# Cluster mode expected: the one that has this table, cluster, group or machine; on an\n"
    "# appliance that is in no cluster there is but one. If destconfig first asks \"What would you\n"
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
