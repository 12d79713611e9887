/* SPDX-License-Identifier: MIT */
/*
 * How a table is written as a policy source: the default entry, settings, names and lines.
 */
#include "support_factor.h"

#define SCOPE "limit_type = host\nlimit_apply = system\n"

/* --- The default entry ------------------------------------------------------------------------ */

static void the_default_entry_comes_first(void **state)
{
    (void)state;
    becomes(TABLE_DEFAULT("on", "off", "mx") "[a.example]\n",
            "default {\n"
            "    ip prefer-ipv6;\n"
            "    connections 500;\n"
            "    messages 50;\n"
            "    recipients unlimited;\n"
            "    limits per domain, system-wide;\n"
            "    tls preferred;\n"
            "    bounce-verification off;\n"
            "    certificate \"mx\";\n"
            "    tls-alert off;\n"
            "}\n"
            "\n"
            "destination a.example;\n");
}

static void the_default_entry_can_be_omitted(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    const struct write_options options = {.target = RELEASE_NEWEST, .omit_default = true};
    setup_begin(&setup);
    table_read(&setup, &policy, TABLE_DEFAULT("on", "off", "mx") "[a.example]\n");
    assert_view_equal(source_written_with(&setup, &policy, &options), "destination a.example;\n");
    setup_end(&setup);
}

static void an_empty_table_is_an_empty_source(void **state)
{
    (void)state;
    becomes("", "");
}

/* --- Settings --------------------------------------------------------------------------------- */

static void recipients_in_words(void **state)
{
    (void)state;
#define RECIPIENTS(n, m) "recipient_limit = " #n "\nrecipient_minutes = " #m "\n" SCOPE
    becomes("[a.example]\n" RECIPIENTS(300, 60) "[b.example]\n" RECIPIENTS(20, 1)
            "[c.example]\n" RECIPIENTS(0, 60) "[d.example]\n" RECIPIENTS(0, 20),
            "destination a.example {\n"
            "    recipients 300 per 60 minutes;\n"
            "    limits per domain, system-wide;\n"
            "}\n"
            "destination b.example {\n"
            "    recipients 20 per 1 minute;\n"
            "    limits per domain, system-wide;\n"
            "}\n"
            "destination c.example {\n"
            "    recipients unlimited;\n"
            "    limits per domain, system-wide;\n"
            "}\n"
            "destination d.example {\n"
            "    recipients unlimited per 20 minutes;\n"
            "    limits per domain, system-wide;\n"
            "}\n");
}

static void what_has_no_words_is_a_parameter(void **state)
{
    (void)state;
    becomes("[a.example]\nlimit_type = 0\nlimit_apply = VG\nrecipient_minutes = 5\n"
            "[b.example]\ntable_tls = quantum\nip_sort_pref = PREFER_V4\n"
            "[c.example]\nmax_host_concurrency = 5\nlimit_type = zone\nlimit_apply = VG\n"
            "[d.example]\nzork_1 = \"a\\b\"\ntable_tls = off\nZork_2 = x;y\n"
            "[e.example]\nmax_host_concurrency = 5\n" SCOPE "recipient_minutes = 5\n",
            "destination a.example {\n"
            "    parameter \"recipient_minutes\" \"5\";\n"
            "    parameter \"limit_type\" \"host\";\n"
            "    parameter \"limit_apply\" \"VG\";\n"
            "}\n"
            "destination b.example {\n"
            "    ip prefer-ipv4;\n"
            "    parameter \"table_tls\" \"quantum\";\n"
            "}\n"
            "destination c.example {\n"
            "    connections 5;\n"
            "    parameter \"limit_type\" \"zone\";\n"
            "    parameter \"limit_apply\" \"VG\";\n"
            "}\n"
            "destination d.example {\n"
            "    tls off;\n"
            "    parameter \"zork_1\" \"\\\"a\\\\b\\\"\";\n"
            "    parameter \"Zork_2\" \"x;y\";\n"
            "}\n"
            "destination e.example {\n"
            "    connections 5;\n"
            "    parameter \"recipient_minutes\" \"5\";\n"
            "    limits per domain, system-wide;\n"
            "}\n");
}

static void unknown_parameters_are_never_in_a_bundle(void **state)
{
    (void)state;
    becomes("[a.example]\nzork = 1\ntable_tls = off\n[b.example]\nzork = 2\ntable_tls = off\n",
            "settings tls-off { tls off; }\n"
            "\n"
            "destination a.example uses tls-off { parameter \"zork\" \"1\"; }\n"
            "destination b.example uses tls-off { parameter \"zork\" \"2\"; }\n");
}

/* --- Names of destinations, and lines --------------------------------------------------------- */

static void a_partial_domain_stands_by_its_domain(void **state)
{
    (void)state;
    becomes("[.b.example]\n[a.example]\n[b.example]\n[.c.example]\n[c-d.example]\n[192.0.2.1]\n"
            "[[2001:db8::1]]\n[z.example]\n[.a.b.example]\n[b\xC3\xBC.example]\n",
            "destination .a.b.example, a.example, b.example, .b.example, b\xC3\xBC.example, "
            "c-d.example, .c.example,\n"
            "        z.example, 192.0.2.1, [2001:db8::1];\n");
}

static void names_in_the_form_that_is_asked_for(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    const struct write_options options = {.target = RELEASE_NEWEST, .idn = IDN_ASCII};
    setup_begin(&setup);
    table_read(&setup, &policy, "[b\xC3\xBC" "cher.example]\n");
    assert_view_equal(source_written_with(&setup, &policy, &options),
                      "destination xn--bcher-kva.example;\n");
    setup_end(&setup);
}

static void names_that_are_keywords_are_quoted(void **state)
{
    (void)state;
    becomes("[all]\n[uses]\n[for]\n[file]\n[extends]\n[default.example]\n[163.com]\n"
            "[all.example]\n",
            "destination 163.com, \"all\", all.example, default.example, \"extends\", \"file\", "
            "\"for\", \"uses\";\n");
}

/* A domain of LENGTH octets. */
static const char *long_domain(struct arena *arena, size_t length)
{
    char *name = arena_zero(arena, length + 1, 1);
    memset(name, 'a', length);
    for (size_t i = 50; i + 1 < length; i += 50)
        name[i] = '.';
    return name;
}

/* The first line's length when a destination's name has LENGTH octets; *LINES counts the lines. */
static size_t first_line(size_t length, const char *settings, uint32_t *lines)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    table_read(&setup, &policy,
               arena_printf(&setup.arena, "[%s]\n%s", long_domain(&setup.arena, length), settings));
    struct view text = source_written(&setup, &policy);
    const char *end = memchr(text.text, '\n', text.length);
    assert_non_null(end);
    *lines = 0;
    for (size_t i = 0; i < text.length; i++)
        *lines += text.text[i] == '\n';
    size_t first = (size_t)(end - text.text);
    setup_end(&setup);
    return first;
}

static void one_setting_stands_on_the_line_if_it_fits(void **state)
{
    (void)state;
    uint32_t lines;
    /* destination NAME { tls off; } */
    size_t fits = 100 - strlen("destination  { tls off; }");
    assert_int_equal(first_line(fits, "table_tls = off\n", &lines), 100);
    assert_int_equal(lines, 1);
    assert_int_equal(first_line(fits + 1, "table_tls = off\n", &lines),
                     strlen("destination  {") + fits + 1);
    assert_int_equal(lines, 3);
    assert_int_equal(first_line(20, "table_tls = off\ndane_option = off\n", &lines), 34);
    assert_int_equal(lines, 4);
}

static void lists_are_broken_at_100_columns(void **state)
{
    (void)state;
    struct setup setup;
    for (size_t length = 60; length < 90; length++) {
        struct policy policy;
        setup_begin(&setup);
        /* destination b.example, NAME; */
        table_read(&setup, &policy,
                   arena_printf(&setup.arena, "[b.example]\n[b%s]\n",
                                long_domain(&setup.arena, length)));
        struct view text = source_written(&setup, &policy);
        const char *end = memchr(text.text, '\n', text.length);
        bool one_line = end == text.text + text.length - 1;
        size_t whole = strlen("destination b.example, ;") + length + 1;
        assert_int_equal(one_line, whole <= 100);
        if (!one_line)
            assert_memory_equal(end, "\n        ba", 11);
        setup_end(&setup);
    }
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    struct buffer table = buffer_new(&setup.arena);
    for (int i = 0; i < 10; i++)
        buffer_printf(&table, "[\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E%d.example]\n", i);
    table_read(&setup, &policy, buffer_string(&table));
    struct view text = source_written(&setup, &policy);
    /* A name has 15 columns, 18 bytes, 12 characters: five fit behind the keyword. */
    const char *end = memchr(text.text, '\n', text.length);
    uint32_t names = 0;
    for (const char *c = text.text; c < end; c++)
        names += *c == ',';
    assert_int_equal(names, 5);
    setup_end(&setup);
}

/* --- What the source says beside entries ------------------------------------------------------ */

static void a_source_keeps_its_name_and_assertions(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    source_read(&setup, &policy,
                VIEW("policy \"my own\" { asyncos 14.2; }\n"
                     "define both = { a.example, .b.example };\n"
                     "destination @both { tls required; note \"why\"; until 2031-01-31; }\n"
                     "assert tls >= required for @both \"a \\\"contract\\\"\";\n"
                     "assert recipients <= 300 per 60 minutes for all;\n"
                     "assert bounce-profile = \"x y\" for default;\n"
                     "assert encryption enforced for a.example;\n"
                     "assert certificate != \"a name that is long enough to make this line too "
                     "long\" for a.example, b.example;\n"));
    assert_string_equal(setup_messages(&setup), "");
    struct view text = source_written(&setup, &policy);
    assert_view_equal(text,
                      "policy \"my own\" { asyncos 14.2; }\n"
                      "\n"
                      "destination a.example, .b.example { tls required; }\n"
                      "\n"
                      "assert tls >= required for a.example, .b.example \"a \\\"contract\\\"\";\n"
                      "assert recipients <= 300 per 60 minutes for all;\n"
                      "assert bounce-profile = \"x y\" for default;\n"
                      "assert encryption enforced for a.example;\n"
                      "assert certificate != \"a name that is long enough to make this line too "
                      "long\" for a.example,\n"
                      "        b.example;\n");
    check_layout(&setup, 0, text);
    assert_string_equal(setup_messages(&setup), "W0709@3:40");
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_entry_comes_first),
        cmocka_unit_test(the_default_entry_can_be_omitted),
        cmocka_unit_test(an_empty_table_is_an_empty_source),
        cmocka_unit_test(recipients_in_words),
        cmocka_unit_test(what_has_no_words_is_a_parameter),
        cmocka_unit_test(unknown_parameters_are_never_in_a_bundle),
        cmocka_unit_test(a_partial_domain_stands_by_its_domain),
        cmocka_unit_test(names_in_the_form_that_is_asked_for),
        cmocka_unit_test(names_that_are_keywords_are_quoted),
        cmocka_unit_test(one_setting_stands_on_the_line_if_it_fits),
        cmocka_unit_test(lists_are_broken_at_100_columns),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(a_source_keeps_its_name_and_assertions),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("policy_write", tests, NULL, NULL);
}
