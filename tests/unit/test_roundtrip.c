/* SPDX-License-Identifier: MIT */
/*
 * The law of every format: what is written and read again is the same policy. Random tables,
 * through every pair of formats. SEED and TABLES in the environment choose other ones.
 */
#include "analysis/validate.h"
#include "read/read.h"
#include "schema/schema.h"
#include "support_random.h"
#include "support_reading.h"
#include "write/write.h"

/* What a random table may hold beside the parameters that are known. */
struct taste {
    bool others;
    bool default_entry;
    bool unknown_words;
};

static void random_value(struct buffer *text, uint64_t *seed, enum param param,
                         const struct taste *taste)
{
    static const char *const names[] = {"strict",  "p1",      "\"quoted\"", "two words", "a;b",
                                        "a,b",     "<&>",     "caf\xC3\xA9", "x#y",      "=1+1",
                                        "a'b\"c",  "\\n\\u00", "]]>",        "-",        "@x"};
    const struct parameter *row = parameter(param);
    uint32_t usual = row->usual != 0 ? row->usual : row->most;
    if (row->type == TYPE_NAME) {
        buffer_add_string(text, PICK(seed, names));
    } else if (row->type == TYPE_WORD && taste->unknown_words && random_below(seed, 9) == 0) {
        buffer_printf(text, "quantum %u", random_below(seed, 3));
    } else if (row->type == TYPE_WORD) {
        buffer_add_string(text, random_word(seed, row->words));
    } else {
        uint32_t number = row->least + random_below(seed, usual - row->least + 1);
        buffer_printf(text, "%u", random_below(seed, 4) == 0 ? row->least : number);
    }
}

static void add_setting(struct buffer *text, uint64_t *seed, enum param param,
                        const struct taste *taste)
{
    buffer_printf(text, "%s = ", parameter(param)->export_name);
    random_value(text, seed, param, taste);
    buffer_add_char(text, '\n');
}

static void add_others(struct buffer *text, uint64_t *seed)
{
    static const char *const values[] = {"1", "on", "a = b", "x: y", "caf\xC3\xA9 <x>", "\"\""};
    for (uint32_t i = random_below(seed, 3); i > 0; i--)
        buffer_printf(text, "zork_%u = %s\n", i, PICK(seed, values));
}

static const char *random_table(struct arena *arena, uint64_t *seed, const struct taste *taste)
{
    struct buffer text = buffer_new(arena);
    if (taste->default_entry) {
        buffer_add_string(&text, "[DEFAULT]\n");
        for (int i = 0; i < PARAM_COUNT; i++)
            if (random_in_default(seed, (enum param)i))
                add_setting(&text, seed, (enum param)i, taste);
        if (taste->others)
            add_others(&text, seed);
    }
    for (uint32_t i = 1 + random_below(seed, 12); i > 0; i--) {
        uint32_t mask = random_mask(seed, 3);
        add_section(&text, seed, i);
        for (int j = 0; j < PARAM_COUNT; j++)
            if ((mask & PARAM_BIT(j)) != 0)
                add_setting(&text, seed, (enum param)j, taste);
        if (taste->others)
            add_others(&text, seed);
    }
    return buffer_string(&text);
}

static void read_text(struct setup *setup, struct policy *policy, enum format format,
                      struct view text)
{
    setup_read(setup, policy, format_reader(format)->read, format_reader(format)->name, text);
    read_finish(policy, &setup->diag, &newest);
}

static struct view write_text(struct setup *setup, const struct policy *policy, enum format format)
{
    struct capture capture;
    struct write_options options = {.defaults = defaults_of(policy),
                                    .accept_assumptions = true,
                                    .allow_demo_certificate = true,
                                    .target = RELEASE_NEWEST};
    const struct format_writer *writer = format_writer(view_of(format_reader(format)->name));
    assert_non_null(writer);
    struct output *output = capture_begin(&capture, &setup->arena);
    writer->check(policy, &options, &setup->diag);
    writer->write(policy, &options, output);
    return capture_end(&capture);
}

/* No message but warnings of kinds that random tables are made to have. */
static void check_messages(struct setup *setup, uint64_t seed, const char *table)
{
    if (setup->diag.counts[SEVERITY_ERROR] != 0)
        fail_msg("seed %llu: %s\n%s", (unsigned long long)seed, setup_messages(setup), table);
}

static void check_pair(struct setup *setup, const struct policy *original, enum format first,
                       enum format second, uint64_t seed)
{
    struct policy middle;
    struct policy last;
    struct view text = write_text(setup, original, first);
    read_text(setup, &middle, first, text);
    check_messages(setup, seed, text.text);
    struct view again = write_text(setup, &middle, second);
    read_text(setup, &last, second, again);
    check_messages(setup, seed, again.text);
    if (!same_policy(original, &last))
        fail_msg("seed %llu: %s, then %s\n%s\n%s", (unsigned long long)seed,
                 format_reader(first)->name, format_reader(second)->name, text.text, again.text);
    /* Canonical form: what is written once more is the same to the byte. */
    struct view third = write_text(setup, &last, second);
    if (!view_equal(again, third))
        fail_msg("seed %llu: %s is not written the same twice\n%s\n%s", (unsigned long long)seed,
                 format_reader(second)->name, again.text, third.text);
}

/* Whether FORMAT has room for destinations; other tables have tests of their own. */
static bool has_room(enum format format)
{
    const struct format_writer *writer = format_writer(view_of(format_reader(format)->name));
    return writer != NULL && (writer->carries & CARRIES_DESTINATIONS) != 0;
}

static void write_then_read(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20260704);
    uint64_t tables = environment_number("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++) {
        uint64_t before = seed;
        struct setup setup;
        struct policy policy;
        setup_begin(&setup);
        struct taste taste = {random_below(&seed, 2), random_below(&seed, 2),
                              random_below(&seed, 2)};
        const char *table = random_table(&setup.arena, &seed, &taste);
        read_text(&setup, &policy, FORMAT_DESTCONFIG, view_of(table));
        check_messages(&setup, before, table);
        validate(&policy, &setup.diag, i % 2 == 0);
        check_messages(&setup, before, table);
        for (int first = 0; first < FORMAT_COUNT; first++)
            for (int second = 0; second < FORMAT_COUNT; second++)
                if (has_room((enum format)first) && has_room((enum format)second) &&
                    (!taste.others || (first != FORMAT_CSV && second != FORMAT_CSV)))
                    check_pair(&setup, &policy, (enum format)first, (enum format)second, before);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(write_then_read)};
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("roundtrip", tests, NULL, NULL);
}
