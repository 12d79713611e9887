/* SPDX-License-Identifier: MIT */
/*
 * The law of plans: applied to the older table a plan gives the newer one. The import is read back;
 * the batch form is done by a small interpreter, which knows what the command reference says of the
 * command and nothing of plans.
 *
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/plan_outcome.h"
#include "read/destconfig.h"
#include "support_plan.h"
#include "support_random.h"
#include "write/write.h"

enum { MOST_ENTRIES = 12, MOST_LINES = 16 };

#define SAY(seed) ((unsigned long long)(seed))

/* --- The interpreter of the batch form -------------------------------------------------------- */

/* An entry of the appliance's table: lines of its section, by name of the parameter. */
struct machine_entry {
    struct view name;
    bool is_there;
    struct {
        struct view name;
        struct view value;
    } lines[MOST_LINES];
    int count;
};

struct machine {
    struct arena *arena;
    struct machine_entry entries[2 * MOST_ENTRIES + 2];
    int count;
    int commits;
};

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

static struct view next_word(struct view *rest, char end)
{
    const char *found = memchr(rest->text, end, rest->length);
    struct view word = {rest->text, found == NULL ? rest->length : (size_t)(found - rest->text)};
    size_t used = word.length + (found == NULL ? 0 : 1);
    *rest = (struct view){rest->text + used, rest->length - used};
    return word;
}

/* Two names of one entry are the same name. */
static struct view machine_key(const struct machine *machine, struct view name)
{
    struct domain domain;
    struct domain_fault fault;
    if (view_equal_nocase(name, VIEW("default")))
        return VIEW("DEFAULT");
    assert_true(domain_parse(machine->arena, name, &domain, &fault));
    return domain.key;
}

static struct machine_entry *machine_find(struct machine *machine, struct view name)
{
    struct view key = machine_key(machine, name);
    for (int i = 0; i < machine->count; i++)
        if (machine->entries[i].is_there &&
            view_equal(machine_key(machine, machine->entries[i].name), key))
            return &machine->entries[i];
    return NULL;
}

static struct machine_entry *machine_add(struct machine *machine, struct view name)
{
    struct machine_entry *entry = &machine->entries[machine->count++];
    assert_true(machine->count <= 2 * MOST_ENTRIES + 2);
    *entry = (struct machine_entry){.name = name, .is_there = true};
    return entry;
}

static void machine_put(struct machine_entry *entry, struct view name, struct view value)
{
    int i = 0;
    while (i < entry->count && !view_equal_nocase(entry->lines[i].name, name))
        i++;
    assert_true(i < MOST_LINES);
    entry->lines[i].name = name;
    entry->lines[i].value = value;
    entry->count = i == entry->count ? i + 1 : entry->count;
}

/* Takes a table file in its canonical form. */
static void machine_load(struct machine *machine, struct view table)
{
    struct machine_entry *entry = NULL;
    while (table.length > 0) {
        struct view line = next_word(&table, '\n');
        if (line.length == 0)
            continue;
        bool is_head = line.text[0] == '[' && line.text[line.length - 1] == ']';
        if (is_head && memchr(line.text, '=', line.length) == NULL) {
            entry = machine_add(machine, (struct view){line.text + 1, line.length - 2});
            continue;
        }
        struct view name = next_word(&line, '=');
        machine_put(entry, view_trim(name), view_trim(line));
    }
}

static void machine_set(struct machine_entry *entry, struct view option)
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

static void machine_run(struct machine *machine, struct view line)
{
    struct view command = next_word(&line, ' ');
    if (view_equal(command, VIEW("commit"))) {
        assert_true(line.length > 2 && line.text[0] == '"' && line.text[line.length - 1] == '"');
        machine->commits++;
        return;
    }
    assert_view_equal(command, "destconfig");
    struct view operation = next_word(&line, ' ');
    struct view name = next_word(&line, ' ');
    struct machine_entry *entry = machine_find(machine, name);
    if (view_equal(operation, VIEW("new"))) {
        assert_null(entry);
        entry = machine_add(machine, name);
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
        machine_set(entry, next_word(&line, ' '));
}

static void machine_run_all(struct machine *machine, const char *batch)
{
    struct view rest = view_of(batch);
    while (rest.length > 0) {
        assert_int_equal(machine->commits, 0); /* it comes last */
        machine_run(machine, next_word(&rest, '\n'));
    }
}

static struct view machine_export(const struct machine *machine)
{
    struct buffer text = buffer_new(machine->arena);
    for (int i = 0; i < machine->count; i++) {
        const struct machine_entry *entry = &machine->entries[i];
        if (!entry->is_there)
            continue;
        buffer_printf(&text, "[%.*s]\n", VIEW_ARG(entry->name));
        for (int k = 0; k < entry->count; k++)
            buffer_printf(&text, "%.*s = %.*s\n", VIEW_ARG(entry->lines[k].name),
                          VIEW_ARG(entry->lines[k].value));
    }
    return buffer_view(&text);
}

/* --- Random tables ---------------------------------------------------------------------------- */

static void add_value(struct buffer *text, uint64_t *seed, enum param param)
{
    static const char *const profiles[] = {"slow", "Default", "default", "two words", "quo\"ted"};
    const struct parameter *row = parameter(param);
    buffer_printf(text, "%s = ", row->export_name);
    if (row->type == TYPE_WORD)
        buffer_add_string(text, random_below(seed, 12) == 0 ? "quantumly"
                                                            : random_word(seed, row->words));
    else if (row->type == TYPE_NAME)
        buffer_add_string(text, param == PARAM_CERTIFICATE ? "c" : PICK(seed, profiles));
    else
        buffer_printf(text, "%u", row->least + random_below(seed, 4));
    buffer_add_char(text, '\n');
}

static void add_values(struct buffer *text, uint64_t *seed, uint32_t mask)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            add_value(text, seed, (enum param)i);
    if (random_below(seed, 8) == 0)
        buffer_printf(text, "zz_other = %u\n", random_below(seed, 2));
}

/* Scope words alone have no effect, and stand in tables all the same. */
static uint32_t entry_mask(uint64_t *seed)
{
    uint32_t mask = random_mask(seed, 3 + random_below(seed, 8));
    if (random_below(seed, 8) == 0)
        mask |= PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
    return mask;
}

static void add_default(struct buffer *text, uint64_t *seed)
{
    uint32_t mask = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (random_in_default(seed, (enum param)i))
            mask |= PARAM_BIT(i);
    buffer_add_string(text, "[DEFAULT]\n");
    add_values(text, seed, mask);
}

/* Now and then in another spelling. */
static void add_name(struct buffer *text, uint64_t *seed, uint32_t number)
{
    bool is_other = random_below(seed, 4) == 0;
    if (number % 5 == 0)
        buffer_printf(text, is_other ? "[xn--bcher%u-j2a.example]\n" : "[b%u.example]\n", number);
    else if (number % 5 == 1)
        buffer_printf(text, is_other ? "[xn--bcher-kva.h%u.example]\n"
                                     : "[b\xC3\xBC" "cher.h%u.example]\n", number);
    else if (number % 5 == 2)
        buffer_printf(text, is_other ? "[[2001:db8:0:0::%x]]\n" : "[2001:db8::%x]\n", number);
    else if (number % 5 == 3)
        buffer_printf(text, is_other ? "[.H%u.Example]\n" : "[.h%u.example]\n", number);
    else
        buffer_printf(text, is_other ? "[192.0.2.%u]\n" : "[[192.0.2.%u]]\n", number);
}

/* What stood in the other table stands in this one mostly, the same or not. */
static const char *random_text(struct arena *arena, uint64_t *seed, uint64_t shared)
{
    struct buffer text = buffer_new(arena);
    uint64_t own = *seed;
    if (random_below(seed, 4) != 0)
        add_default(&text, random_below(seed, 2) == 0 ? &shared : seed);
    for (uint32_t i = 0; i < MOST_ENTRIES; i++) {
        uint64_t same = shared + UINT64_C(7919) * i;
        if (random_below(seed, 4) == 0)
            continue;
        add_name(&text, seed, i);
        bool is_same = random_below(seed, 2) == 0;
        add_values(&text, is_same ? &same : seed, entry_mask(is_same ? &same : &own));
    }
    if (text.length == 0)
        buffer_add_string(&text, "[lone.example]\n");
    return buffer_string(&text);
}

/* --- The law ---------------------------------------------------------------------------------- */

static const struct write_options writing = {.accept_assumptions = true,
                                             .allow_demo_certificate = true};

static struct view table_of(struct planned *planned, const struct policy *policy)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &planned->setup.arena);
    format_writer(VIEW("destconfig"))->write(policy, &writing, output);
    return capture_end(&capture);
}

static const struct settings *find(const struct policy *policy, struct view key)
{
    uint32_t entry = policy_find(policy, key);
    return entry == NO_ENTRY ? NULL
                             : policy_settings(policy, policy_destination(policy, entry)->settings);
}

static bool is_left_out(const struct planned *planned, struct view key)
{
    for (uint32_t i = 0; i < planned->plan.count; i++) {
        const struct plan_step *step = &planned->plan.steps[i];
        struct domain domain;
        struct domain_fault fault;
        if (step->is_default || step->lacks[PLAN_BATCH].obstacles == 0)
            continue;
        assert_true(domain_parse(planned->plan.before->policy->arena, step->name, &domain, &fault));
        if (view_equal(domain.key, key))
            return true;
    }
    return false;
}

static bool is_default_left_out(const struct planned *planned)
{
    for (uint32_t i = 0; i < planned->plan.count; i++)
        if (planned->plan.steps[i].is_default)
            return planned->plan.steps[i].lacks[PLAN_BATCH].obstacles != 0;
    return planned->plan.keeps_default;
}

static bool same(const struct settings *a, const struct settings *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->given != b->given || a->other_count != b->other_count)
        return false;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (i != PARAM_BOUNCE_PROFILE && !value_same(a->values[i], b->values[i]))
            return false;
    for (uint32_t i = 0; i < a->other_count; i++)
        if (a->others[i].name != b->others[i].name || a->others[i].text != b->others[i].text)
            return false;
    return true;
}

/* The profile's name, in which Default may stand in any case. */
static bool same_profile(const struct store *store, const struct settings *a,
                         const struct settings *b)
{
    if (a == NULL || b == NULL || !settings_has(a, PARAM_BOUNCE_PROFILE))
        return true;
    return view_equal_nocase(atom_view(store, a->values[PARAM_BOUNCE_PROFILE].number),
                             atom_view(store, b->values[PARAM_BOUNCE_PROFILE].number));
}

/* RESULT is the newer table, but for what is left out, which is as it was. */
static void is_applied(struct planned *planned, const struct policy *result, const char *texts)
{
    const struct policy *sides[3] = {planned->plan.before->policy, planned->plan.after->policy,
                                     result};
    const struct store *store = &planned->setup.store;
    for (int side = 0; side < 3; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++) {
            struct view key = destination_key(policy_destination(sides[side], i));
            const struct settings *wanted = find(sides[is_left_out(planned, key) ? 0 : 1], key);
            const struct settings *found = find(result, key);
            if (!same(found, wanted) || !same_profile(store, found, wanted))
                fail_msg("%.*s is wrong\n%s", VIEW_ARG(key), texts);
        }
    const struct settings *wanted = policy_default(sides[is_default_left_out(planned) ? 0 : 1]);
    if (!same(policy_default(result), wanted))
        fail_msg("the default entry is wrong\n%s", texts);
}

/* The table that the plan's weights are told of is the one that comes of it, RESULT. */
static void is_foretold(struct planned *planned, const struct policy *result, const char *texts)
{
    struct plan_outcome outcome;
    plan_apply(&planned->setup.arena, &planned->setup.store, &planned->plan, PLAN_BATCH, &outcome);
    is_applied(planned, &outcome.policy, texts);
    if (outcome.policy.count != result->count || outcome.policy.has_default != result->has_default)
        fail_msg("it is foretold otherwise\n%s", texts);
}

/* Runs the plan's batch form on the older table. */
static void apply_batch(struct planned *planned, const char *texts)
{
    struct arena *arena = &planned->setup.arena;
    struct policy *result = arena_alloc(arena, sizeof *result);
    struct machine *machine = arena_zero(arena, 1, sizeof *machine);
    const char *batch = planned_text(planned, "batch");
    machine->arena = arena;
    machine_load(machine, table_of(planned, planned->plan.before->policy));
    machine_run_all(machine, batch);
    assert_int_equal(machine->commits, *batch != '\0' && planned->plan.lacking[PLAN_BATCH] == 0);
    setup_read(&planned->setup, result, read_destconfig, "export.txt", machine_export(machine));
    texts = arena_printf(arena, "%s\n%s", texts, batch);
    is_applied(planned, result, texts);
    is_foretold(planned, result, texts);
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

static void one_round(struct arena *arena, uint64_t *seed)
{
    uint64_t start = *seed;
    struct planned planned;
    uint64_t shared = random_next(seed);
    const char *before = random_text(arena, seed, shared);
    const char *after = random_text(arena, seed, shared);
    const char *texts = arena_printf(arena, "SEED=%llu\n%s\n-----\n%s", SAY(start), before, after);
    planned_begin(&planned, before, after);
    for (int from = 0; from < 2; from++) { /* there, and the way back */
        plan_again(&planned, from);
        touches_differences_only(&planned, texts);
        apply_batch(&planned, texts);
        apply_import(&planned, texts);
    }
    setup_end(&planned.setup);
}

static void applied_to_the_old_table_a_plan_gives_the_new(void **state)
{
    uint64_t seed = environment_number("SEED", 11);
    uint64_t rounds = environment_number("ROUNDS", 400);
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        one_round(&arena, &seed);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applied_to_the_old_table_a_plan_gives_the_new),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
