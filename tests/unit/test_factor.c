/* SPDX-License-Identifier: MIT */
/*
 * What the statements of a policy source share that is made of a table, and what the bundles are
 * called.
 */
#include "support_factor.h"

/* --- What is shared --------------------------------------------------------------------------- */

static void equal_settings_share_a_statement(void **state)
{
    (void)state;
    becomes("[b.example]\ntable_tls = off\n[c.example]\ntable_tls = on\n"
            "[a.example]\ntable_tls = 0\n",
            "destination a.example, b.example { tls off; }\n"
            "destination c.example { tls preferred; }\n");
}

static void spellings_are_no_difference(void **state)
{
    (void)state;
    becomes("[a.example]\ndane_option = 0\n[b.example]\ndane_option = off\n",
            "destination a.example, b.example { dane off; }\n");
}

static void two_statements_make_a_bundle(void **state)
{
    (void)state;
    becomes("[a.example]\ntable_tls = required\n"
            "[b.example]\ntable_tls = required\nip_sort_pref = REQUIRE_V4\n"
            "[c.example]\ntable_tls = required\n"
            "[d.example]\nip_sort_pref = PREFER_V4\n",
            "settings tls-required { tls required; }\n"
            "\n"
            "destination a.example, c.example uses tls-required;\n"
            "destination b.example uses tls-required { ip require-ipv4; }\n"
            "destination d.example { ip prefer-ipv4; }\n");
}

static void a_bundle_is_a_whole_family(void **state)
{
    (void)state;
    becomes("[a.example]\ntable_tls = required\ndane_option = mandatory\nbounce_profile = p\n"
            "[b.example]\ntable_tls = required\nbounce_profile = p\n"
            "[c.example]\ntable_tls = required\ndane_option = mandatory\nbounce_profile = q\n",
            "settings tls-required {\n"
            "    tls required;\n"
            "    dane mandatory;\n"
            "}\n"
            "settings bounce-p { bounce-profile \"p\"; }\n"
            "\n"
            "destination a.example uses tls-required, bounce-p;\n"
            "destination b.example uses bounce-p { tls required; }\n"
            "destination c.example uses tls-required { bounce-profile \"q\"; }\n");
}

static void the_order_of_sections_means_nothing(void **state)
{
    (void)state;
    static const char *const sections[] = {
        "[x.example]\ntable_tls = off\nbounce_profile = b\n",
        "[b.example]\nbounce_profile = a b\ntable_tls = required\n",
        "[.b.example]\nbounce_profile = a-b\ntable_tls = required\n",
        "[d.example]\nbounce_profile = a b\nip_sort_pref = PREFER_V4\n",
        "[f.example]\nbounce_profile = a-b\n",
        "[1.2.3.4]\ntable_tls = off\n",
    };
    enum { COUNT = sizeof sections / sizeof sections[0] };
    uint64_t seed = 7;
    struct setup setup;
    setup_begin(&setup);
    struct view first = {NULL, 0};
    for (int round = 0; round < 20; round++) {
        struct policy policy;
        uint32_t skip = random_below(&seed, COUNT);
        struct buffer table = buffer_new(&setup.arena);
        for (uint32_t i = 0; i < COUNT; i++)
            buffer_add_string(&table, sections[(round < COUNT ? i * 5 + skip : skip + i) % COUNT]);
        table_read(&setup, &policy, buffer_string(&table));
        struct view text = source_written(&setup, &policy);
        if (round == 0)
            first = text;
        else if (!view_equal(first, text))
            fail_msg("%s\n%.*s", table.text, VIEW_ARG(text));
    }
    assert_view_equal(first, "settings tls-off { tls off; }\n"
                             "settings tls-required { tls required; }\n"
                             "settings bounce-a-b { bounce-profile \"a b\"; }\n"
                             "settings bounce-a-b-2 { bounce-profile \"a-b\"; }\n"
                             "\n"
                             "destination b.example uses tls-required, bounce-a-b;\n"
                             "destination .b.example uses tls-required, bounce-a-b-2;\n"
                             "destination d.example uses bounce-a-b { ip prefer-ipv4; }\n"
                             "destination f.example uses bounce-a-b-2;\n"
                             "destination x.example uses tls-off { bounce-profile \"b\"; }\n"
                             "destination 1.2.3.4 uses tls-off;\n");
    setup_end(&setup);
}

/* --- Names of bundles ------------------------------------------------------------------------- */

/* Sections for two statements that share SETTINGS and differ in IP preference. */
#define TWICE(name, settings)                                                                    \
    "[" name ".example]\n" settings "[" name "2.example]\nip_sort_pref = PREFER_V4\n" settings

#define SCOPE "limit_type = host\nlimit_apply = system\n"
#define PER_MX "limit_type = MXIP\nlimit_apply = system\n"

/* The names of the bundles that TABLE makes, in their order, set apart by blanks. */
static void check_names(const char *table, const char *expected)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    table_read(&setup, &policy, table);
    struct view left = source_written(&setup, &policy);
    struct buffer names = buffer_new(&setup.arena);
    for (;;) {
        const char *line = memmem(left.text, left.length, "settings ", 9);
        if (line == NULL)
            break;
        line += 9;
        left.length -= (size_t)(line - left.text);
        left.text = line;
        const char *end = memchr(line, ' ', left.length);
        assert_non_null(end);
        if (names.length > 0)
            buffer_add_char(&names, ' ');
        buffer_add(&names, (struct view){line, (size_t)(end - line)});
    }
    assert_string_equal(buffer_string(&names), expected);
    setup_end(&setup);
}

static void names_are_as_long_as_it_takes(void **state)
{
    (void)state;
#define TEN "max_host_concurrency = 10\n" SCOPE
#define TEN_MX "max_host_concurrency = 10\n" PER_MX
#define ONE "max_messages_per_connection = 1\n"
#define TWO "max_messages_per_connection = 2\n"
    check_names(TWICE("a", TEN ONE), "slow-10");
    check_names(TWICE("a", TEN) TWICE("b", TEN ONE), "slow-10 slow-10-msg-1 prefer-ipv4");
    check_names(TWICE("a", TEN TWO) TWICE("b", TEN ONE),
                "slow-10-msg-1 slow-10-msg-2 prefer-ipv4");
    check_names(TWICE("a", TEN_MX), "slow-10");
    check_names(TWICE("a", TEN_MX) TWICE("b", TEN), "slow-10 slow-10-mx-address prefer-ipv4");
    check_names(TWICE("a", ONE) TWICE("b", TEN), "slow-10 msg-1 prefer-ipv4");
    check_names(TWICE("a", "table_tls = on\ndane_option = off\n") TWICE("b", "table_tls = on\n")
                    TWICE("c", "dane_option = off\n"),
                "tls-preferred tls-preferred-dane-off dane-off prefer-ipv4");
    check_names(TWICE("a", "recipient_limit = 20\nrecipient_minutes = 5\n" SCOPE)
                    TWICE("b", "recipient_limit = 20\nrecipient_minutes = 60\n" SCOPE)
                        TWICE("c", "recipient_limit = 0\nrecipient_minutes = 60\n" PER_MX),
                "rcpt-20-per-5 rcpt-20 rcpt-unlimited prefer-ipv4");
    check_names(TWICE("a", "bounce_profile = p\nbounce_validation = on\n")
                    TWICE("b", "bounce_profile = p\nbounce_validation = off\n")
                        TWICE("c", "bounce_validation = off\n"),
                "bounce-p-verification-off bounce-p-verification-on bounce-verification-off "
                "prefer-ipv4");
}

static void slow_is_slower_than_the_default(void **state)
{
    (void)state;
#define MANY(n) "max_host_concurrency = " #n "\n" SCOPE
    check_names(TWICE("a", MANY(499)) TWICE("b", MANY(500)) TWICE("c", MANY(501)),
                "slow-499 connections-500 connections-501 prefer-ipv4");
    check_names("[DEFAULT]\nmax_host_concurrency = 20\n" TWICE("a", MANY(10))
                    TWICE("b", MANY(20)),
                "slow-10 connections-20 prefer-ipv4");
}

static void names_are_plain_words(void **state)
{
    (void)state;
    check_names(TWICE("a", "bounce_profile = !!\n") TWICE("b", "bounce_profile = \"x\"; {y}\n")
                    TWICE("c", "bounce_profile = x y\n") TWICE("d", "bounce_profile = x-y-2\n")
                        TWICE("e", "bounce_profile = caf\xC3\xA9\n"),
                "bounce bounce-x-y bounce-caf\xC3\xA9 bounce-x-y-3 bounce-x-y-2 prefer-ipv4");
#define LONG "bounce_profile = 123456789.123456789.123456789.123456789"
    check_names(TWICE("a", LONG ".1234\n") TWICE("b", LONG "\xC3\xA9\n"),
                "bounce-123456789.123456789.123456789.123456789. "
                "bounce-123456789.123456789.123456789.123456789 prefer-ipv4");
    check_names(TWICE("a", "table_tls = quantum x\n") TWICE("b", "limit_type = host\n")
                    TWICE("c", "recipient_minutes = 9\n"),
                "tls-quantum-x recipient-minutes-9 limits-per-domain prefer-ipv4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_settings_share_a_statement),
        cmocka_unit_test(spellings_are_no_difference),
        cmocka_unit_test(two_statements_make_a_bundle),
        cmocka_unit_test(a_bundle_is_a_whole_family),
        cmocka_unit_test(the_order_of_sections_means_nothing),
        cmocka_unit_test(names_are_as_long_as_it_takes),
        cmocka_unit_test(slow_is_slower_than_the_default),
        cmocka_unit_test(names_are_plain_words),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("factor", tests, NULL, NULL);
}
