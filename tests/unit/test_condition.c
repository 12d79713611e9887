/* SPDX-License-Identifier: MIT */
#include "analysis/selection.h"

#include "support_table.h"

#define FALLBACK TABLE_DEFAULT("on", "off", "Demo")
#define SCOPE "limit_type = MXIP\nlimit_apply = VG\n"

static struct condition parsed(struct fixture *fixture, const char *text)
{
    struct condition condition;
    struct setup *setup = &fixture->setup;
    const struct source *source = setup_source(setup, "--where", text);
    if (!condition_parse(&setup->arena, &setup->diag, source, &condition))
        fail_msg("\"%s\" is refused: %s", text, setup_messages(setup));
    return condition;
}

/* What CONDITION comes to for the first destination of the table. */
static enum verdict verdict_in(struct fixture *fixture, const char *text)
{
    struct condition condition = parsed(fixture, text);
    struct resolved resolved;
    const struct destination *first = policy_destination(&fixture->policy, 0);
    const struct settings *settings = policy_settings(&fixture->policy, first->settings);
    resolve(settings, &fixture->options.defaults, &resolved);
    return condition_holds(&condition, &fixture->policy, &resolved);
}

struct judgement {
    const char *condition;
    enum verdict verdict;
};

#define YES VERDICT_TRUE
#define NO VERDICT_FALSE
#define OPEN VERDICT_UNDECIDED

static void judge_all(const char *table, const struct judgement *cases, size_t count)
{
    struct fixture fixture;
    fixture_begin(&fixture, table);
    for (size_t i = 0; i < count; i++)
        if (verdict_in(&fixture, cases[i].condition) != cases[i].verdict)
            fail_msg("\"%s\" is not %d", cases[i].condition, cases[i].verdict);
    setup_end(&fixture.setup);
}

#define JUDGE(table, ...)                                                                          \
    do {                                                                                           \
        static const struct judgement cases_[] = {__VA_ARGS__};                                    \
        judge_all(table, cases_, sizeof cases_ / sizeof cases_[0]);                                \
    } while (0)

static void tls_is_ordered_by_strength(void **state)
{
    (void)state;
    static const char *const weakest_first[] = {
        "off", "preferred", "preferred-verify", "required", "required-verify",
        "required-verify-hosted",
    };
    static const char *const exported[] = {
        "off", "on", "on_verify", "required", "require_verify", "require_verify_hosted",
    };
    static const struct {
        const char *operation;
        bool below, same, above;
    } operations[] = {
        {"=", false, true, false},  {"!=", true, false, true}, {"<", true, false, false},
        {"<=", true, true, false},  {">", false, false, true}, {">=", false, true, true},
    };
    for (int given = 0; given < 6; given++) {
        struct fixture fixture;
        char text[128];
        snprintf(text, sizeof text, "[a.b]\ntable_tls = %s\n", exported[given]);
        fixture_begin(&fixture, text);
        for (int asked = 0; asked < 6; asked++)
            for (int i = 0; i < 6; i++) {
                bool holds = given < asked   ? operations[i].below
                             : given > asked ? operations[i].above
                                             : operations[i].same;
                snprintf(text, sizeof text, "tls %s %s", operations[i].operation,
                         weakest_first[asked]);
                assert_int_equal(verdict_in(&fixture, text), holds ? YES : NO);
                snprintf(text, sizeof text, "table_tls%s%s", operations[i].operation,
                         exported[asked]);
                assert_int_equal(verdict_in(&fixture, text), holds ? YES : NO);
            }
        setup_end(&fixture.setup);
    }
}

static void numbers_are_ordered(void **state)
{
    (void)state;
    JUDGE(FALLBACK "[a.b]\nmax_host_concurrency = 20\n" SCOPE,
          {"connections = 20", YES}, {"connections != 20", NO}, {"connections < 20", NO},
          {"connections <= 20", YES}, {"connections >= 21", NO}, {"connections > 9", YES},
          {"connections > 0", YES}, {"connections < 2147483647", YES}, {"messages = 50", YES},
          {"max_messages_per_connection < 50", NO}, {"MAX_HOST_CONCURRENCY = 020", YES},
          {"recipient_minutes = 60", YES});
}

static void recipients_are_a_rate(void **state)
{
    (void)state;
    JUDGE("[a.b]\nrecipient_limit = 20\nrecipient_minutes = 1\n" SCOPE,
          {"recipients = 20 per 1 minute", YES}, {"recipients = 20 per 1 minutes", YES},
          {"recipients = 1200", YES}, {"recipients = 1200 per 60 minutes", YES},
          {"recipients = 20", NO}, {"recipients > 1199", YES}, {"recipients < 1201", YES},
          {"recipients < 20 per 2 minutes", NO}, {"recipients < unlimited", YES},
          {"recipients = unlimited", NO}, {"recipients != unlimited", YES},
          {"recipients <= 2147483647 per 60 minutes", YES}, {"recipient_limit = 1200", YES},
          {"recipients  =  20   per\t1  minute  and recipients = 1200", YES});
    JUDGE("[a.b]\nrecipient_limit = 0\nrecipient_minutes = 1\n" SCOPE,
          {"recipients = unlimited", YES}, {"recipients > 2147483647 per 1 minute", YES},
          {"recipients <= unlimited", YES}, {"recipients < unlimited", NO},
          {"recipients = 1", NO});
    JUDGE("[a.b]\nrecipient_limit = 2147483647\nrecipient_minutes = 1\n" SCOPE,
          {"recipients > 2147483646 per 1 minute", YES},
          {"recipients > 2147483646 per 3 minutes", YES},
          {"recipients = 2147483647 per 60 minutes", NO});
    JUDGE("[a.b]\n", {"recipients = unlimited", OPEN}, {"recipients < 5", OPEN});
}

static void other_settings_are_the_same_or_not(void **state)
{
    (void)state;
    JUDGE(FALLBACK "[a.b]\nip_sort_pref = REQUIRE_V4\nbounce_validation = on\n"
                   "bounce_profile = slow hosts\ndane_option = opportunistic\n",
          {"ip = require-ipv4", YES}, {"ip = REQUIRE_V4", YES}, {"ip_sort_pref != PREFER_V6", YES},
          {"bounce-verification = on", YES}, {"bounce-verification = off", NO},
          {"bounce-profile = slow hosts", YES}, {"bounce-profile = \"slow hosts\"", YES},
          {"bounce-profile != \"slow\"", YES}, {"bounce-profile = Slow hosts", NO},
          {"bounce-profile = Default", NO}, {"dane = opportunistic", YES}, {"dane != off", YES},
          {"certificate = Demo", YES}, {"certificate = demo", NO}, {"tls-alert = off", YES},
          {"limits-per = domain", YES}, {"limits-per = mx-address", NO},
          {"limits-apply = system-wide", YES}, {"limits-apply = VG", NO}, {"tls = on", YES});
    JUDGE(FALLBACK "[a.b]\nmax_host_concurrency = 1\n" SCOPE, {"limits-per = mx-address", YES},
          {"limits-apply = per-gateway", YES}, {"bounce-profile = Default", YES},
          {"bounce-profile != Default", NO}, {"dane = off", YES});
}

static void enforced_by_tls_or_dane(void **state)
{
    (void)state;
    static const struct {
        const char *settings;
        enum verdict encryption;
        enum verdict verification;
    } cases[] = {
        {"table_tls = off", NO, NO},
        {"table_tls = on", NO, NO},
        {"table_tls = on_verify", NO, NO},
        {"table_tls = required", YES, NO},
        {"table_tls = require_verify", YES, YES},
        {"table_tls = require_verify_hosted", YES, YES},
        {"table_tls = on\ndane_option = opportunistic", NO, NO},
        {"table_tls = on\ndane_option = mandatory", YES, YES},
        {"table_tls = quantum", OPEN, OPEN},
        {"table_tls = quantum\ndane_option = mandatory", YES, YES},
        {"table_tls = on\ndane_option = quantum", OPEN, OPEN},
        {"table_tls = required\ndane_option = quantum", YES, OPEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        char text[512];
        snprintf(text, sizeof text, FALLBACK "[a.b]\n%s\n", cases[i].settings);
        fixture_begin(&fixture, text);
        assert_int_equal(verdict_in(&fixture, "encryption enforced"), cases[i].encryption);
        assert_int_equal(verdict_in(&fixture, "verification enforced"), cases[i].verification);
        setup_end(&fixture.setup);
    }
}

static void without_default_entry_it_stays_open(void **state)
{
    (void)state;
    JUDGE("[a.b]\ntable_tls = required\n", {"tls = required", YES}, {"connections = 5", OPEN},
          {"ip = prefer-ipv6", OPEN}, {"dane = off", OPEN}, {"certificate = mx", OPEN},
          {"tls-alert != on", OPEN}, {"bounce-profile = Default", YES},
          {"bounce-profile = x", NO}, {"encryption enforced", YES},
          {"verification enforced", OPEN}, {"limits-per = domain", OPEN});
    JUDGE(FALLBACK "[a.b]\ntable_tls = quantum\n", {"tls = off", OPEN}, {"tls != off", OPEN},
          {"tls >= off", OPEN});
}

static void terms_are_joined(void **state)
{
    (void)state;
    JUDGE("[a.b]\ntable_tls = on\n", /* tls is known, connections are not */
          {"not tls = on", NO}, {"not not tls = on", YES}, {"not connections = 1", OPEN},
          {"tls = on and tls != off", YES}, {"tls = on and tls = off", NO},
          {"tls = off or tls = on", YES}, {"tls = off or tls = required", NO},
          {"tls = on and connections = 1", OPEN}, {"tls = off and connections = 1", NO},
          {"tls = on or connections = 1", YES}, {"tls = off or connections = 1", OPEN},
          {"connections = 1 or connections = 1", OPEN},
          /* "and" binds closer than "or" */
          {"tls = on or tls = off and tls = off", YES},
          {"tls = off and tls = off or tls = on", YES},
          {"tls = off and tls = on or tls = on and not tls = on", NO},
          {"tls = on and not tls = off or tls = off", YES},
          {"not tls = off and tls = off", NO}, {"not encryption enforced", OPEN},
          {"tls<required\n\tand\r\nnot tls<preferred", YES});
}

/* Which message a text gives, and its help. */
static void refused(const char *text, const char *message, const char *help)
{
    struct fixture fixture;
    struct condition condition;
    fixture_begin(&fixture, "[a.b]\n");
    struct setup *setup = &fixture.setup;
    const struct source *source = setup_source(setup, "--where", text);
    if (condition_parse(&setup->arena, &setup->diag, source, &condition))
        fail_msg("\"%s\" is taken", text);
    if (strcmp(setup_messages(setup), message) != 0)
        fail_msg("\"%s\": %s, not %s", text, setup_messages(setup), message);
    uint32_t count;
    const char *found = diag_sorted(&setup->diag, &count)[0]->help;
    if (help == NULL ? found != NULL : found == NULL || strstr(found, help) == NULL)
        fail_msg("\"%s\": the help is \"%s\"", text, found);
    setup_end(setup);
}

static void form_is_checked(void **state)
{
    (void)state;
    refused("", "E1001@1:1", "tls >= required");
    refused("  ", "E1001@1:3", "tls >= required");
    refused("tls", "E1001@1:4", "one of = !=");
    refused("tls required", "E1001@1:5", "one of = !=");
    refused("tls =", "E1001@1:6", NULL);
    refused("tls = and tls = off", "E1001@1:7", NULL);
    refused("tls == off", "E1001@1:5", "one of = !=");
    refused("tls => off", "E1001@1:5", "one of = !=");
    refused("tls = = off", "E1001@1:7", NULL);
    refused("= off", "E1001@1:1", "tls >= required");
    refused("tls = off and", "E1001@1:14", "tls >= required");
    refused("tls = off or or tls = on", "E1001@1:14", "tls >= required");
    refused("not", "E1001@1:4", "tls >= required");
    refused("tls not = off", "E1001@1:5", "one of");
    refused("tls = off connections = 5", "E1001@1:11", NULL);
    refused("connections > 5 < 9", "E1001@1:17", NULL);
    refused("(tls = off)", "E1001@1:1", "no parentheses");
    refused("tls = off and (tls = on)", "E1001@1:15", "no parentheses");
    refused("tls = off)", "E1001@1:10", "no parentheses");
    refused("bounce-profile = \"x", "E1001@1:18", "close the quote");
    refused("bounce-profile = \"x\" \"y\"", "E1001@1:22", NULL);
    refused("\"tls\" = off", "E1001@1:1", "tls >= required");
    refused("encryption", "E1001@1:11", NULL);
    refused("encryption = on", "E1001@1:12", NULL);
    refused("tls enforced", "E1001@1:1", "encryption enforced");
    refused("\xFF\xFE = 1", "E1002@1:1", "one of");
}

static void names_are_checked(void **state)
{
    (void)state;
    refused("tsl >= required", "E1002@1:1", "did you mean tls?");
    refused("use_tls >= required", "E1002@1:1", "did you mean tls?");
    refused("bounce-verifcation = on", "E1002@1:1", "did you mean bounce-verification?");
    refused("not conections = 5", "E1002@1:5", "did you mean connections?");
    refused("tabel_tls = on", "E1002@1:1", "did you mean table_tls?");
    refused("encrytion = on", "E1002@1:1", "did you mean encryption enforced?");
    refused("colour = red", "E1002@1:1", "one of ip, connections, messages");
}

static void values_are_checked(void **state)
{
    (void)state;
    refused("tls >= requred", "E1003@1:8", "did you mean required?");
    refused("tls = required verify", "E1003@1:7", "did you mean required-verify?");
    refused("tls = requird_verify", "E1003@1:7", "did you mean required-verify?");
    refused("tls = \"Preferred (Verify)\"", "E1003@1:7", "did you mean preferred-verify?");
    refused("tls = none", "E1003@1:7", "did you mean off?");
    refused("tls = Req", "E1003@1:7",
            "did you mean required, required-verify or required-verify-hosted?");
    refused("ip = prefer-ipv5", "E1003@1:6", "did you mean prefer-ipv6 or prefer-ipv4?");
    refused("tls = purple", "E1003@1:7", "one of off, preferred, required");
    refused("tls = 3", "E1003@1:7", "one of off, preferred, required");
    refused("bounce-verification = 1", "E1003@1:23", "one of off, on");
    refused("connections > +5", "E1003@1:15", "digits only");
    refused("connections > 2147483648", "E1003@1:15", "up to 2147483647");
    refused("connections > 99999999999999999999999", "E1003@1:15", "digits only");
    refused("connections = unlimited", "E1003@1:15", "digits only");
    refused("recipients = 0", "E1003@1:14", "write unlimited");
    refused("recipients = 0 per 5 minutes", "E1003@1:14", "write unlimited");
    refused("recipients = 5 per", "E1003@1:14", "N per M minutes");
    refused("recipients = 5 per 0 minutes", "E1003@1:14", "N per M minutes");
    refused("recipients = 5 per 61 minutes", "E1003@1:14", "N per M minutes");
    refused("recipients = 5 per 1 hour", "E1003@1:14", "N per M minutes");
    refused("recipients = 5 every 1 minute", "E1003@1:14", "N per M minutes");
    refused("recipients = 5 per 1 minute each", "E1003@1:14", "N per M minutes");
    refused("recipients = five", "E1003@1:14", "N per M minutes");
    refused("bounce-profile = \"\"", "E1003@1:18", "as the appliance shows it");
}

static void order_is_checked(void **state)
{
    (void)state;
    refused("ip >= prefer-ipv6", "E1004@1:4", "= or !=");
    refused("dane > off", "E1004@1:6", "= or !=");
    refused("bounce-verification < on", "E1004@1:21", "= or !=");
    refused("bounce-profile <= x", "E1004@1:16", "= or !=");
    refused("certificate > x", "E1004@1:13", "= or !=");
    refused("limits-per < domain", "E1004@1:12", "= or !=");
}

/* A long condition takes no stack and no more than linear time. */
static void many_terms(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\ntable_tls = on\n");
    struct buffer text = buffer_new(&fixture.setup.arena);
    for (int i = 0; i < 20000; i++)
        buffer_add_string(&text, "not not tls = off or ");
    buffer_add_string(&text, "tls = on");
    assert_int_equal(verdict_in(&fixture, buffer_string(&text)), YES);
    setup_end(&fixture.setup);
}

static void patterns_fit(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *name;
        bool fits;
    } cases[] = {
        {"", "", true},          {"", "a", false},        {"*", "", true},
        {"*", "abc", true},      {"a", "a", true},        {"a", "ab", false},
        {"a*", "a", true},       {"a*", "ba", false},     {"*a", "bba", true},
        {"*a*", "bab", true},    {"*a*", "bbb", false},   {"a?c", "abc", true},
        {"a?c", "ac", false},    {"a?c", "aüc", true},    {"?", "日", true},
        {"??", "日", false},     {"*本?", "日本語", true}, {"**b**", "abc", true},
        {"a*b*c", "aXbYbZc", true}, {"a*b*c", "aXcYb", false}, {"[a]", "[a]", true},
        {"[a]", "a", false},     {"*.example", "a.example", true},
        {"*.example", "example", false}, {"?*", "", false}, {"*?", "a", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (pattern_fits(view_of(cases[i].pattern), view_of(cases[i].name)) != cases[i].fits)
            fail_msg("%s against %s", cases[i].pattern, cases[i].name);
}

/* The names that WHERE (or NULL) and MATCH (or NULL) choose, each with a blank behind it. */
static const char *chosen(struct fixture *fixture, const char *where, const char *match)
{
    struct condition condition;
    struct selection selection;
    struct selection_wish wish = {.match = match};
    if (where != NULL) {
        condition = parsed(fixture, where);
        wish.conditions = &condition;
        wish.condition_count = 1;
    }
    select_destinations(&fixture->policy, &fixture->options.defaults, &wish, &fixture->setup.diag,
                        &selection);
    struct buffer names = buffer_new(&fixture->setup.arena);
    for (uint32_t i = 0; i < selection.count; i++)
        buffer_printf(&names, "%.*s ",
                      VIEW_ARG(destination_name(
                          policy_destination(&fixture->policy, selection.entries[i]))));
    if (selection.with_default)
        buffer_add_string(&names, "(Default) ");
    return buffer_string(&names);
}

static void names_are_matched(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, FALLBACK "[c.example]\n[BÜCHER.example]\n[xn--wgv71a119e.test]\n"
                                     "[[192.0.2.1]]\n[.a.example]\n[2001:DB8::1]\n");
    assert_string_equal(chosen(&fixture, NULL, NULL),
                        ".a.example 2001:db8::1 [192.0.2.1] bücher.example c.example "
                        "xn--wgv71a119e.test (Default) ");
    assert_string_equal(chosen(&fixture, NULL, "*.example"),
                        ".a.example bücher.example c.example ");
    assert_string_equal(chosen(&fixture, NULL, "C.EXAMPLE"), "c.example ");
    assert_string_equal(chosen(&fixture, NULL, "BÜ*"), "bücher.example ");
    assert_string_equal(chosen(&fixture, NULL, "BU\xCC\x88*"), "bücher.example ");
    assert_string_equal(chosen(&fixture, NULL, "xn--*"),
                        "bücher.example xn--wgv71a119e.test ");
    assert_string_equal(chosen(&fixture, NULL, "日*"), "xn--wgv71a119e.test ");
    assert_string_equal(chosen(&fixture, NULL, "192.0.2.*"), "[192.0.2.1] ");
    assert_string_equal(chosen(&fixture, NULL, "[192.0.2.1]"), "[192.0.2.1] ");
    assert_string_equal(chosen(&fixture, NULL, "2001:DB8:*"), "2001:db8::1 ");
    assert_string_equal(chosen(&fixture, NULL, "(Default)"), "");
    assert_string_equal(chosen(&fixture, NULL, "*"),
                        ".a.example 2001:db8::1 [192.0.2.1] bücher.example c.example "
                        "xn--wgv71a119e.test ");
    assert_string_equal(chosen(&fixture, NULL, "\xFF*"), "");
    assert_string_equal(chosen(&fixture, NULL, ""), "");
    assert_int_equal(fixture.setup.diag.counts[SEVERITY_WARNING], 0);
    setup_end(&fixture.setup);
}

static void conditions_choose(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, FALLBACK "[c.example]\ntable_tls = required\n[b.example]\n"
                                     "[a.example]\ntable_tls = require_verify\n"
                                     "[d.example]\ntable_tls = required\n");
    assert_string_equal(chosen(&fixture, "tls >= required", NULL),
                        "a.example c.example d.example ");
    assert_string_equal(chosen(&fixture, "tls < required", NULL), "b.example (Default) ");
    assert_string_equal(chosen(&fixture, "tls < required", "*"), "b.example ");
    assert_string_equal(chosen(&fixture, "tls = required", "d*"), "d.example ");
    assert_string_equal(chosen(&fixture, "tls = off", NULL), "");
    assert_string_equal(setup_messages(&fixture.setup), "");
    setup_end(&fixture.setup);
}

static void several_conditions_must_all_hold(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\ntable_tls = on\nmax_messages_per_connection = 1\n"
                            "[c.d]\ntable_tls = on\nmax_messages_per_connection = 2\n"
                            "[e.f]\ntable_tls = off\nmax_messages_per_connection = 2\n");
    struct condition conditions[2] = {parsed(&fixture, "tls = on or tls = required"),
                                      parsed(&fixture, "messages = 2")};
    struct selection_wish wish = {conditions, 2, NULL};
    struct selection selection;
    select_destinations(&fixture.policy, &fixture.options.defaults, &wish, &fixture.setup.diag,
                        &selection);
    assert_int_equal(selection.count, 1);
    assert_view_equal(
        destination_name(policy_destination(&fixture.policy, selection.entries[0])), "c.d");
    setup_end(&fixture.setup);
}

static void undecided_entries_are_counted(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\n[c.d]\ntable_tls = required\n[e.f]\n");
    assert_string_equal(chosen(&fixture, "tls >= required", NULL), "c.d ");
    assert_string_equal(setup_messages(&fixture.setup), "W0316@1:1");
    const struct message *message = setup_message(&fixture.setup, CODE_UNDECIDED);
    assert_non_null(strstr(message->text, "left out 2 entries"));
    assert_non_null(strstr(message->help, "--default FILE"));
    setup_end(&fixture.setup);

    fixture_begin(&fixture, FALLBACK "[a.b]\ntable_tls = quantum\n");
    assert_string_equal(chosen(&fixture, "tls >= preferred", NULL), "(Default) ");
    message = setup_message(&fixture.setup, CODE_UNDECIDED);
    assert_non_null(strstr(message->text, "left out 1 entry"));
    assert_non_null(strstr(message->help, "a word that destc does not know"));
    assert_null(strstr(message->help, "--default"));
    setup_end(&fixture.setup);

    /* Of what the condition is not about nothing is said. */
    fixture_begin(&fixture, "[a.b]\ntable_tls = quantum\n");
    assert_string_equal(chosen(&fixture, "tls >= preferred", NULL), "");
    message = setup_message(&fixture.setup, CODE_UNDECIDED);
    assert_non_null(strstr(message->help, "does not know"));
    assert_null(strstr(message->help, "--default"));
    setup_end(&fixture.setup);

    fixture_begin(&fixture, "[a.b]\ntable_tls = quantum\n[c.d]\n");
    assert_string_equal(chosen(&fixture, "encryption enforced", NULL), "");
    message = setup_message(&fixture.setup, CODE_UNDECIDED);
    assert_non_null(strstr(message->help, "does not know"));
    assert_non_null(strstr(message->help, "--default"));
    setup_end(&fixture.setup);
}

/* The default entry is judged too, and counted when that fails. */
static void undecided_default_entry(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, FALLBACK "dane_option = quantum\n[a.b]\ndane_option = off\n");
    assert_string_equal(chosen(&fixture, "dane = off", NULL), "a.b ");
    const struct message *message = setup_message(&fixture.setup, CODE_UNDECIDED);
    assert_non_null(strstr(message->text, "left out 1 entry"));
    setup_end(&fixture.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(tls_is_ordered_by_strength),
        cmocka_unit_test(numbers_are_ordered),
        cmocka_unit_test(recipients_are_a_rate),
        cmocka_unit_test(other_settings_are_the_same_or_not),
        cmocka_unit_test(enforced_by_tls_or_dane),
        cmocka_unit_test(without_default_entry_it_stays_open),
        cmocka_unit_test(terms_are_joined),
        cmocka_unit_test(form_is_checked),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(order_is_checked),
        cmocka_unit_test(many_terms),
        cmocka_unit_test(patterns_fit),
        cmocka_unit_test(names_are_matched),
        cmocka_unit_test(conditions_choose),
        cmocka_unit_test(several_conditions_must_all_hold),
        cmocka_unit_test(undecided_entries_are_counted),
        cmocka_unit_test(undecided_default_entry),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
