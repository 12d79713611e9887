/* SPDX-License-Identifier: MIT */
#include "read/destconfig.h"

#include "support.h"

static const struct read_options newest = {.target = {16, 0}};

struct reading {
    struct setup setup;
    struct policy policy;
    const struct source *source;
};

static void read_table(struct reading *reading, const char *text)
{
    setup_begin(&reading->setup);
    struct setup *setup = &reading->setup;
    policy_init(&reading->policy, &setup->arena, &setup->sources, &setup->store);
    reading->source = setup_source(setup, "table", text);
    read_destconfig(&reading->policy, &setup->diag, &newest, reading->source);
}

/* TEXT gives just MESSAGES. */
static void check(const char *text, const char *messages)
{
    struct reading reading;
    read_table(&reading, text);
    const char *found = setup_messages(&reading.setup);
    if (strcmp(found, messages) != 0)
        fail_msg("%s\ngives %s\nnot   %s", text, found, messages);
    setup_end(&reading.setup);
}

static void lines(void **state)
{
    (void)state;
    check("[a.example]\ntable_tls = on\n", "");
    check("[a.example]\r\ntable_tls = on\r\n", "");
    check("\xEF\xBB\xBF[a.example]\ntable_tls=on", "");
    check("# c\n; c\n\n[ a.example ]  \nTABLE_TLS : On", "");
    check("# caf\xE9\n[a.example]\n", "");
    check("[[192.0.2.1]]\n", "");
    check("", "");
}

static void broken_lines(void **state)
{
    (void)state;
    check("[a.example\ntable_tls = zz9\n", "E0108@1:11 W0210@2:13");
    check("[]\n", "E0108@1:2");
    check("[a.example] x\n", "E0108@1:13");
    check("[a.example]\n= on\n", "E0108@2:1");
    check("[a.example]\ntable_tls =\n", "E0108@2:12");
    check("[a.example]\ntable_tls\n", "E0108@2:10");
    check("[a.example]\ntable_tls", "E0108@2:10");
    check("[\n[b.example]\ntable_tls = 9\nx\n", "E0108@1:2 W0210@3:13 E0108@4:2");
    check("table_tls = on\nrecipient_limit = 1\n[a.example]\n", "E0301@1:1");
    /* An error does not hide the next one. */
    check("x\ny\n[z\n", "E0108@1:2 E0108@2:2 E0108@3:3");
}

static void odd_lines(void **state)
{
    (void)state;
    check("[a.example]\n  table_tls = on\n", "W0110@2:1");
    check("[a.example]\nbounce_profile = a ; b\n", "W0111@2:20");
    check("[a.example]\nbounce_profile = a;b\n", "");
    check("[a.example]\nbounce_profile = 5%\n", "W0112@2:19");
    check("[a.example]\nbounce_profile = a # b\n", "");
    check("[a.example]\nbounce_profile = caf\xE9\n", "E0106@2:21");
    check("[b\xFC.example]\ntable_tls = on\n", "E0106@1:3");
    check("[a.example]\nbounce_profile = a\x1B[2J\n", "E0109@2:18");
}

static void sections(void **state)
{
    (void)state;
    check("[a.example]\n[A.Example]\n", "E0309@2:2");
    check("[a.example]\n[a.example.]\n", "W0411@2:2 E0309@2:2");
    check("[b\xC3\xBC" "cher.example]\n[xn--bcher-kva.example]\n", "E0309@2:2");
    check("[192.0.2.1]\n[[192.0.2.1]]\n", "E0309@2:2");
    check("[a.example]\n[b.example]\n", "");
    check("[a.example]\ntable_tls = on\ntable_tls = off\n", "E0302@3:1");
    check("[a.example]\ncertificate = x\n", "E0307@2:1");
    check("[a.example]\nsend_tls_req_alert = on\n", "E0307@2:1");
}

/* Both places are named. */
static void duplicates_name_both(void **state)
{
    struct reading reading;
    (void)state;
    read_table(&reading, "[a.example]\ntable_tls = on\n\n[b.example]\n\n[A.example]\n");
    const struct message *message = setup_message(&reading.setup, CODE_DUPLICATE_DESTINATION);
    assert_non_null(message);
    struct position first =
        sources_position(&reading.setup.sources, message->notes->place.offset);
    assert_int_equal(first.line, 1);
    setup_end(&reading.setup);
}

static void lenient_takes_the_later(void **state)
{
    struct reading reading;
    (void)state;
    setup_begin(&reading.setup);
    struct setup *setup = &reading.setup;
    setup->diag.lenient = true;
    policy_init(&reading.policy, &setup->arena, &setup->sources, &setup->store);
    reading.source = setup_source(setup, "table", "[a.example]\ntable_tls = on\ntable_tls = off\n"
                                                  "[A.example]\ntable_tls = required\n");
    read_destconfig(&reading.policy, &setup->diag, &newest, reading.source);
    assert_string_equal(setup_messages(setup), "E0302@3:1 E0309@4:2");
    assert_int_equal(setup->diag.counts[SEVERITY_ERROR], 0);
    assert_int_equal(reading.policy.count, 1);
    const struct destination *destination = policy_destination(&reading.policy, 0);
    const struct settings *settings = policy_settings(&reading.policy, destination->settings);
    assert_int_equal(settings->values[PARAM_TABLE_TLS].number, TLS_REQUIRED);
    setup_end(setup);
}

static void places_are_found_again(void **state)
{
    struct reading reading;
    (void)state;
    read_table(&reading, "[a.example]\n# table_tls = off\nTable_TLS  =  on  \nzork: 7\n"
                         "[b.example]\ntable_tls = off\n");
    const struct destination *a = policy_destination(&reading.policy, 0);
    const struct policy *policy = &reading.policy;
    struct span place = policy_locate(policy, a->section, VIEW("table_tls"));
    assert_int_equal(place.offset, span_of(reading.source, "on  ").offset);
    assert_view_equal(sources_text(policy->sources, place), "on");
    place = policy_locate(policy, a->section, VIEW("zork"));
    assert_view_equal(sources_text(policy->sources, place), "7");
    place = policy_locate(policy, a->section, VIEW("bounce_profile"));
    assert_int_equal(place.offset, 0);
    setup_end(&reading.setup);
}

static void equal_settings_are_stored_once(void **state)
{
    struct reading reading;
    (void)state;
    read_table(&reading, "[a.example]\ntable_tls = on\nmax_messages_per_connection = 007\n"
                         "[b.example]\nmax_messages_per_connection=7\nTABLE_TLS=1\n"
                         "[c.example]\n");
    const struct policy *policy = &reading.policy;
    assert_int_equal(policy->count, 3);
    assert_int_equal(policy_destination(policy, 0)->settings,
                     policy_destination(policy, 1)->settings);
    assert_int_not_equal(policy_destination(policy, 0)->settings,
                         policy_destination(policy, 2)->settings);
    setup_end(&reading.setup);
}

/* The text is as it was once it has been scanned: places in messages stay true. */
static void text_is_left_as_it_was(void **state)
{
    static const char text[] = "[a.example]\ntable_tls = on\n[b\nx\n";
    struct reading reading;
    (void)state;
    read_table(&reading, text);
    assert_memory_equal(reading.source->text, text, sizeof text);
    setup_end(&reading.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(broken_lines),
        cmocka_unit_test(odd_lines),
        cmocka_unit_test(sections),
        cmocka_unit_test(duplicates_name_both),
        cmocka_unit_test(lenient_takes_the_later),
        cmocka_unit_test(places_are_found_again),
        cmocka_unit_test(equal_settings_are_stored_once),
        cmocka_unit_test(text_is_left_as_it_was),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("destconfig", tests, NULL, NULL);
}
