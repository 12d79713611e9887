/* SPDX-License-Identifier: MIT */
/* Collecting messages, and the catalogue of codes. */
#include "support.h"

#include <ctype.h>

static struct span place(uint32_t offset)
{
    return (struct span){offset, offset + 1};
}

static void messages_come_sorted_by_place(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup_source(&setup, "a", "one\ntwo\nthree\n");
    diag_report(&setup.diag, CODE_SYNTAX, place(9), "third");
    diag_report(&setup.diag, CODE_INDENTED, place(1), "first");
    diag_report(&setup.diag, CODE_RANGE_MINUTES, place(5), "second");
    diag_report_file(&setup.diag, CODE_FILE_READ, "b", "before all");
    assert_string_equal(setup_messages(&setup), "E0701@- W0110@1:1 E0204@2:1 E0108@3:1");
    setup_end(&setup);
}

static void at_one_place_the_order_of_reporting_counts(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup_source(&setup, "a", "text");
    static const char *const texts[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (int i = 0; i < 9; i++)
        diag_report(&setup.diag, i % 2 == 0 ? CODE_SYNTAX : CODE_INDENTED, place(2), "%s",
                    texts[i]);
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup.diag, &count);
    assert_int_equal(count, 9);
    for (uint32_t i = 0; i < count; i++)
        assert_string_equal(list[i]->text, texts[i]);
    setup_end(&setup);
}

static void several_files_come_in_the_order_of_reading(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *first = setup_source(&setup, "first", "one");
    struct source *second = setup_source(&setup, "second", "two");
    diag_report(&setup.diag, CODE_SYNTAX, span_of(second, "two"), "in the second");
    diag_report(&setup.diag, CODE_SYNTAX, span_of(first, "one"), "in the first");
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup.diag, &count);
    assert_string_equal(list[0]->text, "in the first");
    assert_string_equal(list[1]->text, "in the second");
    setup_end(&setup);
}

/* Reports at the places 1 to COUNT in an order that SEED decides, each once. */
static void report_shuffled(struct setup *setup, enum code code, uint32_t count, uint64_t seed)
{
    uint32_t *places = arena_zero(&setup->arena, count, sizeof *places);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t other = random_below(&seed, i + 1);
        places[i] = places[other];
        places[other] = i + 1;
    }
    for (uint32_t i = 0; i < count; i++)
        diag_report(&setup->diag, code, place(places[i]), "%u", places[i]);
}

static void of_a_flood_the_first_by_place_are_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct setup setup;
        setup_begin(&setup);
        setup.diag.limit = 7;
        report_shuffled(&setup, CODE_SYNTAX, 200, seed);
        uint32_t count;
        const struct message *const *list = diag_sorted(&setup.diag, &count);
        assert_int_equal(count, 7);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(list[i]->place.offset, i + 1);
        assert_int_equal(setup.diag.counts[SEVERITY_ERROR], 200);
        setup_end(&setup);
    }
}

static void warnings_do_not_crowd_out_errors(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 5;
    report_shuffled(&setup, CODE_INDENTED, 100, 1);
    diag_report(&setup.diag, CODE_SYNTAX, place(1000), "the one that matters");
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup.diag, &count);
    assert_int_equal(count, 6);
    assert_string_equal(list[5]->text, "the one that matters");
    assert_int_equal(setup.diag.counts[SEVERITY_WARNING], 100);
    assert_int_equal(setup.diag.counts[SEVERITY_ERROR], 1);
    setup_end(&setup);
}

static void without_a_limit_all_are_kept(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 0;
    report_shuffled(&setup, CODE_SYNTAX, 5000, 3);
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup.diag, &count);
    assert_int_equal(count, 5000);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(list[i]->place.offset, i + 1);
    setup_end(&setup);
}

static void what_would_be_kept_is_known_beforehand(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 2;
    assert_true(diag_would_keep(&setup.diag, SEVERITY_ERROR, place(900)));
    assert_non_null(diag_report(&setup.diag, CODE_SYNTAX, place(10), "a"));
    assert_non_null(diag_report(&setup.diag, CODE_SYNTAX, place(20), "b"));
    assert_false(diag_would_keep(&setup.diag, SEVERITY_ERROR, place(20)));
    assert_true(diag_would_keep(&setup.diag, SEVERITY_ERROR, place(19)));
    assert_true(diag_would_keep(&setup.diag, SEVERITY_WARNING, place(900)));
    struct message *counted = diag_report(&setup.diag, CODE_SYNTAX, place(30), "c");
    assert_null(counted);
    /* What is said about it goes nowhere, quietly. */
    diag_note(&setup.diag, counted, place(1), "note");
    diag_help(&setup.diag, counted, "help");
    assert_int_equal(setup.diag.counts[SEVERITY_ERROR], 3);
    setup_end(&setup);
}

/* Notes go to the message that was reported, wherever the heap has put it. */
static void notes_stay_with_their_message(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 30;
    uint64_t seed = 9;
    for (int i = 0; i < 500; i++) {
        uint32_t offset = 1 + random_below(&seed, 1000);
        struct message *message =
            diag_report(&setup.diag, CODE_SYNTAX, place(offset), "%u", offset);
        diag_note(&setup.diag, message, SPAN_NONE, "%u", offset);
        diag_note(&setup.diag, message, place(offset), "second");
        diag_help(&setup.diag, message, "%u", offset);
    }
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup.diag, &count);
    assert_int_equal(count, 30);
    for (uint32_t i = 0; i < count; i++) {
        assert_string_equal(list[i]->notes->text, list[i]->text);
        assert_string_equal(list[i]->notes->next->text, "second");
        assert_null(list[i]->notes->next->next);
        assert_string_equal(list[i]->help, list[i]->text);
    }
    setup_end(&setup);
}

static void severities_follow_the_options(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    static const struct {
        bool lenient;
        bool strict;
        enum severity misspelt; /* E, lenient */
        enum severity minutes;  /* E */
        enum severity indented; /* W */
    } cases[] = {
        {false, false, SEVERITY_ERROR, SEVERITY_ERROR, SEVERITY_WARNING},
        {true, false, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_WARNING},
        {false, true, SEVERITY_ERROR, SEVERITY_ERROR, SEVERITY_ERROR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        setup.diag.lenient = cases[i].lenient;
        setup.diag.strict = cases[i].strict;
        assert_int_equal(diag_severity(&setup.diag, CODE_WORD_MISSPELT), cases[i].misspelt);
        assert_int_equal(diag_severity(&setup.diag, CODE_RANGE_MINUTES), cases[i].minutes);
        assert_int_equal(diag_severity(&setup.diag, CODE_INDENTED), cases[i].indented);
    }
    setup_end(&setup);
}

static void a_changed_severity_is_counted_as_what_it_is(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    diag_report(&setup.diag, CODE_INDENTED, place(1), "a warning");
    assert_false(diag_has_errors(&setup.diag));
    setup.diag.strict = true;
    diag_report(&setup.diag, CODE_INDENTED, place(2), "an error");
    assert_true(diag_has_errors(&setup.diag));
    assert_int_equal(setup_message(&setup, CODE_INDENTED)->severity, SEVERITY_WARNING);
    assert_int_equal(setup.diag.errors.count, 1);
    assert_int_equal(setup.diag.others.count, 1);
    setup_end(&setup);
}

/* ---- the catalogue ---- */

static void codes_are_letter_and_number_used_once(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        assert_int_equal(strlen(entry->id), 5);
        assert_non_null(strchr("EWI", entry->id[0]));
        for (int j = 1; j < 5; j++)
            assert_true(isdigit((unsigned char)entry->id[j]));
        assert_int_equal(entry->severity, entry->id[0] == 'E'   ? SEVERITY_ERROR
                                          : entry->id[0] == 'W' ? SEVERITY_WARNING
                                                                : SEVERITY_INFO);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(entry->id + 1, code_entry((enum code)j)->id + 1);
    }
}

static void every_code_is_explained(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        const char *const texts[] = {entry->title, entry->why, entry->example, entry->mend};
        for (int j = 0; j < 4; j++) {
            size_t length = strlen(texts[j]);
            if (length == 0 || texts[j][length - 1] == '\n' || texts[j][length - 1] == ' ')
                fail_msg("%s: text %d is empty or ends in a blank", entry->id, j);
        }
        if (strpbrk(entry->title, "\n\t") != NULL || strlen(entry->title) > 80)
            fail_msg("%s: its title is no short line", entry->id);
        if (strpbrk(entry->mend, "\n\t") != NULL)
            fail_msg("%s: what to do is no line", entry->id);
        if (entry->why[strlen(entry->why) - 1] != '.')
            fail_msg("%s: why is no sentence", entry->id);
    }
}

static void only_errors_are_lenient(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++)
        if (code_entry((enum code)i)->lenient)
            assert_int_equal(code_entry((enum code)i)->severity, SEVERITY_ERROR);
}

static void codes_are_found_by_id_and_number(void **state)
{
    (void)state;
    assert_int_equal(code_find(VIEW("E0204")), CODE_RANGE_MINUTES);
    assert_int_equal(code_find(VIEW("e0204")), CODE_RANGE_MINUTES);
    assert_int_equal(code_find(VIEW("0204")), CODE_RANGE_MINUTES);
    assert_int_equal(code_find(VIEW("W0204")), CODE_COUNT);
    assert_int_equal(code_find(VIEW("204")), CODE_RANGE_MINUTES);
    assert_int_equal(code_find(VIEW("001")), CODE_COUNT);
    assert_int_equal(code_find(VIEW("04")), CODE_COUNT);
    assert_int_equal(code_find(VIEW("E204")), CODE_COUNT);
    assert_int_equal(code_find(VIEW("")), CODE_COUNT);
    assert_int_equal(code_find(VIEW("E020")), CODE_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_sorted_by_place),
        cmocka_unit_test(at_one_place_the_order_of_reporting_counts),
        cmocka_unit_test(several_files_come_in_the_order_of_reading),
        cmocka_unit_test(of_a_flood_the_first_by_place_are_kept),
        cmocka_unit_test(warnings_do_not_crowd_out_errors),
        cmocka_unit_test(without_a_limit_all_are_kept),
        cmocka_unit_test(what_would_be_kept_is_known_beforehand),
        cmocka_unit_test(notes_stay_with_their_message),
        cmocka_unit_test(severities_follow_the_options),
        cmocka_unit_test(a_changed_severity_is_counted_as_what_it_is),
        cmocka_unit_test(codes_are_letter_and_number_used_once),
        cmocka_unit_test(every_code_is_explained),
        cmocka_unit_test(only_errors_are_lenient),
        cmocka_unit_test(codes_are_found_by_id_and_number),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
