/* SPDX-License-Identifier: MIT */
/*
 * The law of policy sources that are made of tables: compiled again it is the same table. SEED and
 * TABLES in the environment choose other random tables.
 */
#include "support_factor.h"
#include "support_random.h"

/* Few values, so that statements have much in common. */
static void add_value(struct buffer *text, uint64_t *seed, enum param param)
{
    static const char *const profiles[] = {"p",  "P",     "p q", "p-q", "\"p\" \\ {q};",
                                           "p-2", "default", "\xE6\x97\xA5", "#", "@x"};
    static const uint32_t numbers[] = {1, 2, 20, 60};
    const struct parameter *row = parameter(param);
    buffer_printf(text, "%s = ", row->export_name);
    if (row->type == TYPE_NAME) {
        buffer_add_string(text, PICK(seed, profiles));
    } else if (row->type == TYPE_WORD && random_below(seed, 12) == 0) {
        buffer_printf(text, "quantum %u", random_below(seed, 2));
    } else if (row->type == TYPE_WORD) {
        buffer_add_string(text, random_word(seed, row->words));
    } else if (row->type == TYPE_LIMIT && random_below(seed, 3) == 0) {
        buffer_add_char(text, '0');
    } else {
        buffer_printf(text, "%u", numbers[random_below(seed, 4)]);
    }
    buffer_add_char(text, '\n');
}

static void add_name(struct buffer *text, uint64_t *seed, uint32_t number)
{
    static const char *const keywords[] = {"[all]\n", "[uses]\n", "[for]\n", "[file]\n"};
    if (number < sizeof keywords / sizeof keywords[0] && random_below(seed, 8) == 0) {
        buffer_add_string(text, keywords[number]);
        return;
    }
    add_section(text, seed, number);
    if (random_below(seed, 20) == 0)
        buffer_printf(text, "[.x%u.example]\n[x%u.example]\n", number, number);
}

/* A destination's settings: idle scopes and minutes, unknown words and parameters among them. */
static void add_settings(struct buffer *text, uint64_t *seed)
{
    uint32_t mask = random_mask(seed, 2 + random_below(seed, 5));
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            add_value(text, seed, (enum param)i);
    if (random_below(seed, 10) == 0)
        buffer_printf(text, "zork_%u = \"%u\\; #\n", random_below(seed, 2),
                      random_below(seed, 2));
}

static const char *random_table(struct arena *arena, uint64_t *seed)
{
    struct buffer text = buffer_new(arena);
    if (random_below(seed, 2) == 0) {
        buffer_add_string(&text, "[DEFAULT]\n");
        for (int i = 0; i < PARAM_COUNT; i++)
            if (random_in_default(seed, (enum param)i))
                add_value(&text, seed, (enum param)i);
    }
    uint32_t count = 1 + random_below(seed, random_below(seed, 5) == 0 ? 200 : 20);
    for (uint32_t i = 0; i < count; i++) {
        add_name(&text, seed, i);
        add_settings(&text, seed);
    }
    return buffer_string(&text);
}

static void compiled_again_it_is_the_same_table(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20270101);
    uint64_t tables = environment_number("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++) {
        uint64_t before = seed;
        struct setup setup;
        struct policy first;
        struct policy second;
        setup_begin(&setup);
        const char *table = random_table(&setup.arena, &seed);
        table_read(&setup, &first, table);
        struct view text = source_written(&setup, &first);
        check_layout(&setup, before, text);
        source_read(&setup, &second, text);
        if (setup.diag.counts[SEVERITY_ERROR] != 0 || !same_policy(&first, &second))
            fail_msg("seed %llu: %s\n%s\n---\n%s", (unsigned long long)before,
                     setup_messages(&setup), table, text.text);
        /* Canonical form: what is written once more is the same to the byte. */
        struct view again = source_written(&setup, &second);
        if (!view_equal(text, again))
            fail_msg("seed %llu\n%s\n---\n%s", (unsigned long long)before, text.text, again.text);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiled_again_it_is_the_same_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("factor_law", tests, NULL, NULL);
}
