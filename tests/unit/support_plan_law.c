/* SPDX-License-Identifier: MIT */
#include "support_plan_law.h"

#include "analysis/plan_outcome.h"
#include "read/destconfig.h"
#include "support_random.h"
#include "write/write.h"

/* --- Random tables ---------------------------------------------------------------------------- */

static void add_value(struct buffer *text, uint64_t *seed, enum param param)
{
    static const char *const profiles[] = {"slow", "Default", "default", "two words", "quo\"ted"};
    static const char *const certificates[] = {"c", "Demo", "mx \"east\""};
    const struct parameter *row = parameter(param);
    buffer_printf(text, "%s = ", row->export_name);
    if (row->type == TYPE_WORD)
        buffer_add_string(text, random_below(seed, 12) == 0 ? "quantumly"
                                                            : random_word(seed, row->words));
    else if (row->type == TYPE_NAME)
        buffer_add_string(text, param == PARAM_CERTIFICATE ? PICK(seed, certificates)
                                                           : PICK(seed, profiles));
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

const char *random_table(struct arena *arena, uint64_t *seed, uint64_t shared)
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

struct view table_of(struct planned *planned, const struct policy *policy)
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

static struct view key_of(const struct planned *planned, struct view name)
{
    struct domain domain;
    struct domain_fault fault;
    assert_true(domain_parse(planned->plan.before->policy->arena, name, &domain, &fault));
    return domain.key;
}

struct left_out left_out_of(const struct planned *planned, enum plan_way way)
{
    struct left_out left_out = {.count = 0};
    for (uint32_t i = 0; i < planned->plan.count; i++) {
        const struct plan_step *step = &planned->plan.steps[i];
        if (step->lacks[way].obstacles == 0)
            continue;
        if (step->is_default)
            left_out.has_default = true;
        else
            left_out.keys[left_out.count++] = key_of(planned, step->name);
    }
    return left_out;
}

static bool is_left_out(const struct left_out *left_out, struct view key)
{
    for (int i = 0; i < left_out->count; i++)
        if (view_equal(left_out->keys[i], key))
            return true;
    return false;
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
static void is_applied(struct planned *planned, const struct left_out *left_out,
                       const struct policy *result, const char *texts)
{
    const struct policy *sides[3] = {planned->plan.before->policy, planned->plan.after->policy,
                                     result};
    const struct store *store = &planned->setup.store;
    for (int side = 0; side < 3; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++) {
            struct view key = destination_key(policy_destination(sides[side], i));
            const struct settings *wanted = find(sides[is_left_out(left_out, key) ? 0 : 1], key);
            const struct settings *found = find(result, key);
            if (!same(found, wanted) || !same_profile(store, found, wanted))
                fail_msg("%.*s is wrong\n%s", VIEW_ARG(key), texts);
        }
    bool is_kept = left_out->has_default || planned->plan.keeps_default;
    const struct settings *wanted = policy_default(sides[is_kept ? 0 : 1]);
    if (!same(policy_default(result), wanted))
        fail_msg("the default entry is wrong\n%s", texts);
}

/* The table that the plan's weights are told of is the one that comes of it, RESULT. */
static void is_foretold(struct planned *planned, enum plan_way way, const struct policy *result,
                        const char *texts)
{
    struct plan_outcome outcome;
    const struct left_out left_out = left_out_of(planned, way);
    plan_apply(&planned->setup.arena, &planned->setup.store, &planned->plan, way, &outcome);
    is_applied(planned, &left_out, &outcome.policy, texts);
    if (outcome.policy.count != result->count || outcome.policy.has_default != result->has_default)
        fail_msg("it is foretold otherwise\n%s", texts);
}

void is_done(struct planned *planned, enum plan_way way, const struct left_out *left_out,
             struct view export, const char *texts)
{
    struct policy *result = arena_alloc(&planned->setup.arena, sizeof *result);
    setup_read(&planned->setup, result, read_destconfig, "export.txt", export);
    is_applied(planned, left_out, result, texts);
    is_foretold(planned, way, result, texts);
}

/* --- Rounds ----------------------------------------------------------------------------------- */

#define SAY(seed) ((unsigned long long)(seed))

static void one_round(struct arena *arena, uint64_t *seed,
                      void (*judge)(struct planned *planned, const char *texts))
{
    uint64_t start = *seed;
    struct planned planned;
    uint64_t shared = random_next(seed);
    const char *before = random_table(arena, seed, shared);
    const char *after = random_table(arena, seed, shared);
    const char *texts = arena_printf(arena, "SEED=%llu\n%s\n-----\n%s", SAY(start), before, after);
    planned_begin(&planned, before, after);
    for (int from = 0; from < 2; from++) { /* there, and the way back */
        plan_again(&planned, from);
        judge(&planned, texts);
    }
    setup_end(&planned.setup);
}

void for_random_plans(uint64_t rounds, void (*judge)(struct planned *planned, const char *texts))
{
    uint64_t seed = environment_number("SEED", 11);
    rounds = environment_number("ROUNDS", rounds);
    for (uint64_t round = 0; round < rounds; round++) {
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        one_round(&arena, &seed, judge);
        arena_free(&arena);
    }
}
