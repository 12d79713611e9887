/* SPDX-License-Identifier: MIT */
/*
 * The law of plans: applied to the older table a plan gives the newer one. The import is read back;
 * the batch form is done by a small interpreter, which knows what the command reference says of the
 * command and nothing of plans.
 */
#include "read/destconfig.h"
#include "support_plan_law.h"

/* --- The interpreter of the batch form -------------------------------------------------------- */

static const struct {
    const char *option;
    const char *parameter;
} options[] = {
    {"concurrency_limit", "max_host_concurrency"},
    {"concurrency_limit_type", "limit_type"},
    {"concurrency_limit_apply", "limit_apply"},
    {"max_messages_per_connection", "max_messages_per_connection"},
    {"recipient_limit_minutes", "recipient_minutes"},
    {"recipient_limit", "recipient_limit"},
    {"use_tls", "table_tls"},
    {"bounce_profile", "bounce_profile"},
    {"bounce_verification", "bounce_validation"},
};

/* What the command reference lets USE_TLS say, and an export's word for it. */
static const char *const tls_words[][2] = {{"off", "off"},
                                           {"on", "on"},
                                           {"require", "required"},
                                           {"on_verify", "on_verify"},
                                           {"require_verify", "require_verify"}};

static void set_option(struct machine_entry *entry, struct view option)
{
    struct view name = next_word(&option, '=');
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (!view_equal(name, view_of(options[i].option)))
            continue;
        struct view value = option;
        bool is_tls = view_equal(name, VIEW("use_tls"));
        for (size_t k = 0; is_tls && k < sizeof tls_words / sizeof tls_words[0]; k++)
            if (view_equal(option, view_of(tls_words[k][0])))
                value = view_of(tls_words[k][1]), is_tls = false;
        assert_false(is_tls);
        if (view_equal(value, VIEW("default")))
            value = VIEW("Default");
        machine_put(entry, view_of(options[i].parameter), value);
        return;
    }
    fail_msg("no option %.*s", VIEW_ARG(name));
}

/* The batch form at work. */
struct batch {
    struct machine *machine;
    int commits;
};

static void run_line(struct batch *batch, struct view line)
{
    struct view command = next_word(&line, ' ');
    if (view_equal(command, VIEW("commit"))) {
        assert_true(line.length > 2 && line.text[0] == '"' && line.text[line.length - 1] == '"');
        batch->commits++;
        return;
    }
    assert_view_equal(command, "destconfig");
    struct view operation = next_word(&line, ' ');
    struct view name = next_word(&line, ' ');
    struct machine_entry *entry = machine_find(batch->machine, name);
    if (view_equal(operation, VIEW("new"))) {
        assert_null(entry);
        entry = machine_add(batch->machine, name);
    } else if (view_equal(operation, VIEW("delete"))) {
        assert_false(view_equal(name, VIEW("default")));
        assert_int_equal(line.length, 0);
        assert_non_null(entry);
        entry->is_there = false;
    } else {
        assert_view_equal(operation, "edit");
        assert_true(entry != NULL && line.length > 0);
    }
    while (line.length > 0)
        set_option(entry, next_word(&line, ' '));
}

static void run_all(struct batch *batch, const char *text)
{
    struct view rest = view_of(text);
    while (rest.length > 0) {
        assert_int_equal(batch->commits, 0); /* it comes last */
        run_line(batch, next_word(&rest, '\n'));
    }
}

/* --- The laws --------------------------------------------------------------------------------- */

/* Runs the plan's batch form on the older table. */
static void apply_batch(struct planned *planned, const char *texts)
{
    const struct left_out left_out = left_out_of(planned, PLAN_BATCH);
    const char *text = planned_text(planned, "batch");
    struct batch batch = {.machine = machine_load(&planned->setup.arena,
                                                  table_of(planned, planned->plan.before->policy))};
    run_all(&batch, text);
    assert_int_equal(batch.commits, *text != '\0' && planned->plan.lacking[PLAN_BATCH] == 0);
    texts = arena_printf(&planned->setup.arena, "%s\n%s", texts, text);
    is_done(planned, PLAN_BATCH, &left_out, machine_export(batch.machine), texts);
}

/* What belongs to limits that the entry did not have. */
static uint32_t companions(const struct plan_step *step)
{
    uint32_t needs = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((step->told & PARAM_BIT(i)) != 0 && !settings_has(step->old, (enum param)i))
            needs |= parameter((enum param)i)->needs;
    return needs;
}

/* Nothing is told that is as it was. */
static void touches_differences_only(struct planned *planned, const char *texts)
{
    for (uint32_t i = 0; i < planned->plan.count; i++) {
        const struct plan_step *step = &planned->plan.steps[i];
        if (step->action != PLAN_EDIT || step->old == NULL)
            continue;
        bool is_idle = step->told == 0 && step->lacks[PLAN_BATCH].obstacles == 0;
        for (int k = 0; k < PARAM_COUNT; k++)
            is_idle |= (step->told & ~companions(step) & PARAM_BIT(k)) != 0 &&
                       value_same(step->old->values[k], step->new->values[k]);
        if (is_idle)
            fail_msg("%.*s is touched\n%s", VIEW_ARG(step->name), texts);
    }
}

/* Imports the newer table; a default entry that it does not have stays. */
static void apply_import(struct planned *planned, const char *texts)
{
    struct arena *arena = &planned->setup.arena;
    struct policy *result = arena_alloc(arena, sizeof *result);
    const struct policy *before = planned->plan.before->policy;
    const struct policy *after = planned->plan.after->policy;
    setup_read(&planned->setup, result, read_destconfig, "import.txt", table_of(planned, after));
    for (uint32_t i = 0; i < before->count; i++) {
        struct view key = destination_key(policy_destination(before, i));
        bool is_deleted = false;
        for (uint32_t k = 0; k < planned->plan.count; k++)
            is_deleted |= planned->plan.steps[k].action == PLAN_DELETE &&
                          planned->plan.steps[k].difference->before == i;
        if (is_deleted != (policy_find(result, key) == NO_ENTRY))
            fail_msg("%.*s: deleted or not?\n%s", VIEW_ARG(key), texts);
    }
    if (!same_policy(result, after) || result->has_default == planned->plan.keeps_default)
        fail_msg("the import is wrong\n%s", texts);
}

static void judge(struct planned *planned, const char *texts)
{
    touches_differences_only(planned, texts);
    apply_batch(planned, texts);
    apply_import(planned, texts);
}

static void applied_to_the_old_table_a_plan_gives_the_new(void **state)
{
    (void)state;
    for_random_plans(400, judge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applied_to_the_old_table_a_plan_gives_the_new),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
