/* SPDX-License-Identifier: MIT */
#include "model/policy.h"

#include "support.h"

static void add_name(struct policy *policy, const char *text)
{
    struct domain domain;
    struct domain_fault fault;
    struct draft draft = {.other_count = 0};
    struct view copy = arena_copy(policy->arena, view_of(text));
    if (!domain_parse(policy->arena, copy, &domain, &fault))
        fail_msg("%s: %s", text, code_entry(fault.code)->id);
    uint32_t hash = policy_hash(policy, domain.key);
    if (policy_find_hashed(policy, domain.key, hash) == NO_ENTRY)
        policy_add(policy, &domain, hash, store_settings(policy->store, &draft), 0);
}

static void check_sorted(const struct policy *policy, uint64_t seed)
{
    const uint32_t *order = policy_sorted(policy);
    uint8_t *seen = arena_zero(policy->arena, policy->count + 1, 1);
    for (uint32_t i = 0; i < policy->count; i++) {
        assert_true(order[i] < policy->count && !seen[order[i]]);
        seen[order[i]] = 1;
        if (i == 0)
            continue;
        struct view before = destination_name(policy_destination(policy, order[i - 1]));
        struct view after = destination_name(policy_destination(policy, order[i]));
        if (view_compare(before, after) >= 0)
            fail_msg("seed %llu: %.*s before %.*s", (unsigned long long)seed, VIEW_ARG(before),
                     VIEW_ARG(after));
    }
}

/* Names that share long beginnings, in every order. */
static void names_are_sorted(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 200; round++) {
        struct setup setup;
        struct policy policy;
        uint64_t before = seed;
        setup_begin(&setup);
        setup_policy(&setup, &policy);
        uint32_t count = random_below(&seed, 400);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t depth = random_below(&seed, 6);
            struct buffer name = buffer_new(&setup.arena);
            for (uint32_t j = 0; j < depth; j++)
                buffer_add_string(&name, random_below(&seed, 3) == 0 ? "samestart." : "sameothe.");
            buffer_printf(&name, "h%u.example", random_below(&seed, 50));
            add_name(&policy, buffer_string(&name));
        }
        check_sorted(&policy, before);
        setup_end(&setup);
    }
}

static void order_is_bytewise(void **state)
{
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    static const char *const names[] = {"b.example", ".b.example", "[192.0.2.1]", "a.example",
                                        "192.0.2.2", "\xC3\xBC.example", "a-b.example"};
    static const char *const sorted[] = {".b.example", "192.0.2.2", "[192.0.2.1]", "a-b.example",
                                         "a.example", "b.example", "\xC3\xBC.example"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        add_name(&policy, names[i]);
    const uint32_t *order = policy_sorted(&policy);
    for (size_t i = 0; i < sizeof sorted / sizeof sorted[0]; i++)
        assert_view_equal(destination_name(policy_destination(&policy, order[i])), sorted[i]);
    setup_end(&setup);
}

/* Every name that was added is found, and no other, while the table grows. */
static void names_are_found(void **state)
{
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    for (unsigned i = 0; i < 20000; i++)
        add_name(&policy, arena_printf(&setup.arena, "h%u.example", i * 2));
    assert_int_equal(policy.count, 20000);
    for (unsigned i = 0; i < 40000; i++) {
        const char *name = arena_printf(&setup.arena, "h%u.example", i);
        uint32_t found = policy_find(&policy, view_of(name));
        assert_int_equal(found, i % 2 == 0 ? i / 2 : (uint32_t)NO_ENTRY);
    }
    setup_end(&setup);
}

static void sets_in_use_are_counted(void **state)
{
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    static const uint32_t numbers[] = {10, 20, 10, 10, 30};
    for (uint32_t i = 0; i < 5; i++) {
        struct draft draft = {.other_count = 0};
        struct domain domain = {.name = arena_copy(&setup.arena, VIEW("x"))};
        domain.key = domain.name;
        draft_set(&draft, PARAM_MAX_MESSAGES_PER_CONNECTION,
                  (struct value){.kind = VALUE_NUMBER, .number = numbers[i]}, SPAN_NONE, SPAN_NONE);
        policy_add(&policy, &domain, i, store_settings(&setup.store, &draft), 0);
    }
    uint32_t count;
    const struct set_use *uses = policy_sets(&policy, &count);
    assert_int_equal(count, 3);
    assert_int_equal(uses[0].count, 3);
    assert_int_equal(uses[1].first, 1);
    assert_int_equal(uses[2].first, 4);
    setup_end(&setup);
}

/* What a name, an element and a number say of one row must hold for all of them. */
static void parameter_table_is_sound(void **state)
{
    (void)state;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        assert_int_equal(param_find(view_of(row->export_name)), i);
        assert_int_equal(param_find_setting(view_of(row->policy_name)), i);
        assert_true((row->type == TYPE_WORD) == (row->words != WORDS_NONE));
        assert_true(row->least <= row->most && row->usual <= row->most);
        for (uint32_t code = 0; code < word_count(row->words); code++) {
            const struct word *word = word_by_code(row->words, code);
            bool numeric;
            assert_int_equal(word->code, code);
            assert_ptr_equal(word_find(row->words, view_of(word->export_word), &numeric), word);
            assert_false(numeric);
            assert_ptr_equal(word_find_policy(row->words, view_of(word->policy_word)), word);
            if (word->number == NULL)
                continue;
            assert_ptr_equal(word_find(row->words, view_of(word->number), &numeric), word);
            assert_true(numeric);
        }
    }
}

static void releases(void **state)
{
    struct release release;
    (void)state;
    assert_true(release_parse(VIEW("14.2.0-620"), &release));
    assert_int_equal(release.major, 14);
    assert_int_equal(release.minor, 2);
    assert_true(release_parse(VIEW("7.5"), &release));
    assert_false(release_parse(VIEW("7"), &release));
    assert_false(release_parse(VIEW("7."), &release));
    assert_false(release_parse(VIEW("14.2.x"), &release));
    assert_false(release_parse(VIEW("14.2x"), &release));
    assert_false(release_parse(VIEW(""), &release));
    assert_false(release_parse(VIEW("14.x"), &release));
    assert_false(release_parse(VIEW("99999.1"), &release));
    assert_true(release_compare((struct release){7, 6}, (struct release){14, 2}) < 0);
    assert_int_equal(release_compare((struct release){7, 6}, (struct release){7, 6}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_sorted),        cmocka_unit_test(order_is_bytewise),
        cmocka_unit_test(names_are_found),         cmocka_unit_test(sets_in_use_are_counted),
        cmocka_unit_test(parameter_table_is_sound), cmocka_unit_test(releases),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
