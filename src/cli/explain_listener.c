/* SPDX-License-Identifier: MIT */
#include "cli/explain_listener.h"

#include "cli/listener_defaults.h"
#include "write/explain_listener.h"
#include "write/listener_shown.h"

/* A question about a listener: a row an option. */
struct question {
    enum option_id option;
    bool (*has_table)(const struct listener *listener);
    const char *table;
    const char *take; /* how a mistake in its value begins */
};

static const struct question questions[] = {
    {OPTION_FROM_HOST, listener_has_hat, "Host Access Table",
     "--from-host takes IP[,[NAME][,SCORE]]"},
    {OPTION_FROM_LOG, listener_has_hat, "Host Access Table",
     "--from-log takes a line of the mail log"},
    {OPTION_RECIPIENT, listener_has_rat, "Recipient Access Table",
     "--recipient takes a mail address"},
};

enum { QUESTION_COUNT = sizeof questions / sizeof questions[0] };

static const struct question *question_of(const struct option_use *use)
{
    for (int i = 0; i < QUESTION_COUNT; i++)
        if (questions[i].option == use->option)
            return &questions[i];
    return NULL;
}

/* What the use of a question's option asks about: one of the two. */
struct asked_of {
    bool is_caller;
    struct caller caller;
    struct recipient recipient;
};

static bool parse(struct run *run, const struct option_use *use, struct asked_of *asked,
                  const char **mistake)
{
    struct view value = view_of(use->value);
    asked->is_caller = use->option != OPTION_RECIPIENT;
    if (use->option == OPTION_FROM_HOST)
        return caller_parse(&run->arena, value, &asked->caller, mistake);
    if (use->option == OPTION_FROM_LOG)
        return caller_parse_log(&run->arena, value, &asked->caller, mistake);
    return recipient_parse(&run->arena, value, &asked->recipient, mistake);
}

bool asks_about_listeners(const struct run *run)
{
    for (int i = 0; i < run->line.use_count; i++)
        if (question_of(&run->line.uses[i]) != NULL)
            return true;
    return false;
}

const char *listener_questions_check(struct run *run)
{
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        const struct question *question = question_of(use);
        struct asked_of asked;
        const char *mistake = NULL;
        if (question != NULL && !parse(run, use, &asked, &mistake))
            return arena_printf(&run->arena, "%s; %s", question->take, mistake);
    }
    return NULL;
}

/* Why no listener can answer QUESTION. */
static void refuse(struct run *run, const struct policy *policy, const struct question *question)
{
    const char *option = option_entry(question->option)->name;
    const char *name = option_value(&run->line, OPTION_LISTENER);
    if (policy->listeners.count == 0)
        run_refuse(run, arena_printf(&run->arena, "--%s asks about a listener, and %s has none",
                                     option, run->line.operands[0]));
    else if (name == NULL)
        run_refuse(run, arena_printf(&run->arena, "--%s: no listener in %s has a %s", option,
                                     run->line.operands[0], question->table));
    else
        run_refuse(run, arena_printf(&run->arena, "--%s: the listener %s has no %s", option, name,
                                     question->table));
}

/* The connector of each listener, made when it is first asked for. */
static const struct connector *connector_of(struct run *run, struct connector **made,
                                            const struct policy *policy, uint32_t index)
{
    if (made[index] == NULL) {
        made[index] = arena_alloc(&run->arena, sizeof *made[index]);
        connector_build(&run->arena, &policy->listeners.list[index], made[index]);
    }
    return made[index];
}

/* Answers one question, of each listener; false if none has such a table. */
static bool answer(struct run *run, struct explainer *explainer, const struct policy *policy,
                   const struct option_use *use, struct connector **made)
{
    const struct question *question = question_of(use);
    struct asked_of asked;
    const char *mistake;
    bool answered = false;
    if (!parse(run, use, &asked, &mistake))
        return false;
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (!shows_listener(&run->write_options, listener) || !question->has_table(listener))
            continue;
        answered = true;
        if (asked.is_caller)
            explain_caller(explainer, connector_of(run, made, policy, i), run->flow_defaults,
                           &asked.caller);
        else
            explain_recipient(explainer, listener, &asked.recipient);
    }
    return answered;
}

bool explain_listeners(struct run *run, struct explainer *explainer, const struct policy *policy)
{
    struct connector **made =
        arena_zero(&run->arena, (size_t)policy->listeners.count + 1, sizeof *made);
    if (!check_listener_name(run, policy))
        return false;
    for (int i = 0; i < run->line.use_count; i++) {
        const struct question *question = question_of(&run->line.uses[i]);
        if (question != NULL && !answer(run, explainer, policy, &run->line.uses[i], made)) {
            refuse(run, policy, question);
            return false;
        }
    }
    return true;
}
