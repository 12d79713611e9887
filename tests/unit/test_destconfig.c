/* SPDX-License-Identifier: MIT */
#include "read/destconfig.h"

#include "support_reading.h"

static void check(const char *text, const char *messages)
{
    read_gives(read_destconfig, text, messages);
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
    check("[a.example]\n[a.example.]\n", "E0309@2:2 W0411@2:11");
    check("[b\xC3\xBC" "cher.example]\n[xn--bcher-kva.example]\n", "E0309@2:2");
    check("[192.0.2.1]\n[[192.0.2.1]]\n", "E0309@2:2");
    check("[a.example]\n[b.example]\n", "");
    check("[a.example]\ntable_tls = on\ntable_tls = off\n", "E0302@3:1");
    check("[a.example]\ncertificate = x\n", "E0307@2:1");
    check("[a.example]\nsend_tls_req_alert = on\n", "E0307@2:1");
}

/* The first message of TEXT says SAID, and its help HELP. */
static void says(const char *text, bool lenient, const char *messages, const char *said,
                 const char *help)
{
    struct reading reading;
    struct setup *setup = &reading.setup;
    reading_begin_view(&reading, read_destconfig, view_of(text), lenient);
    if (strcmp(setup_messages(setup), messages) != 0)
        fail_msg("%s\ngives %s\nnot   %s", text, setup_messages(setup), messages);
    uint32_t count;
    const struct message *first = diag_sorted(&setup->diag, &count)[0];
    if (strstr(first->text, said) == NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", text, first->text, said);
    if (first->help == NULL || strstr(first->help, help) == NULL)
        fail_msg("%s: the help is \"%s\"", text, first->help == NULL ? "" : first->help);
    setup_end(setup);
}

/* Words of other vocabularies, of the language, the appliance's listings and everyday. */
static void foreign_words(void **state)
{
    static const struct {
        const char *line;
        const char *meant;
    } words[] = {
        {"table_tls = Preferred", "on"},
        {"table_tls = PREFERRED", "on"},
        {"table_tls = Required (Verify)", "require_verify"},
        {"table_tls = required-verify-hosted", "require_verify_hosted"},
        {"table_tls = Required (Verify Hosted Domains)", "require_verify_hosted"},
        {"table_tls = Required - Verify", "require_verify"},
        {"table_tls = Preferred - Verify", "on_verify"},
        {"table_tls = Req", "required, require_verify or require_verify_hosted"},
        {"table_tls = None", "off"},
        {"table_tls = No", "off"},
        {"table_tls = true", "on"},
        {"table_tls = requre", "required"},
        {"table_tls = reqired_verify", "require_verify"},
        {"table_tls = require verify", "require_verify"},
        {"bounce_validation = yes", "on"},
        {"bounce_validation = NO", "off"},
        {"bounce_validation = true", "on"},
        {"bounce_validation = False", "off"},
        {"ip_sort_pref = Prefer IPv6", "PREFER_V6"},
        {"ip_sort_pref = IPv4 Required", "REQUIRE_V4"},
        {"ip_sort_pref = prefer-ipv4", "PREFER_V4"},
        {"ip_sort_pref = PREFER_V5", "PREFER_V6 or PREFER_V4"},
        {"dane_option = none", "off"},
        {"dane_option = On", "opportunistic or mandatory"},
        {"dane_option = mandatry", "mandatory"},
        {"limit_type = domain", "host"},
        {"limit_type = MX Address", "MXIP"},
        {"limit_type = hots", "host"},
        {"limit_apply = System Wide", "system"},
        {"limit_apply = per-gateway", "VG"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct reading reading;
        char text[128];
        char help[128];
        snprintf(text, sizeof text, "[a.example]\n%s\n", words[i].line);
        snprintf(help, sizeof help, "did you mean %s?", words[i].meant);
        reading_begin(&reading, read_destconfig, text);
        const struct message *message = setup_message(&reading.setup, CODE_WORD_MISSPELT);
        if (message == NULL || strcmp(message->help, help) != 0)
            fail_msg("%s: %s", words[i].line,
                     message == NULL ? setup_messages(&reading.setup) : message->help);
        setup_end(&reading.setup);
    }
}

static void unknown_words(void **state)
{
    (void)state;
    says("[a.example]\ntable_tls = quantum\n", false, "W0210@2:13",
         "\"quantum\" of table_tls, kept as it stands; its strength is not known",
         "one of off, on, required, on_verify, require_verify, require_verify_hosted");
    says("[a.example]\nip_sort_pref = quantum\n", false, "W0210@2:16", "kept as it stands", "");
    says("[a.example]\ntable_tls = 7\n", false, "W0210@2:13", "\"7\"", "one of off");
    says("[a.example]\ntable_tls = requred\n", false, "E0209@2:13", "\"requred\" of table_tls",
         "did you mean required?");
    says("[a.example]\ntable_tls = requred\n", true, "E0209@2:13", "kept as it stands",
         "did you mean required?");
    struct reading reading;
    reading_begin(&reading, read_destconfig, "[a.example]\nip_sort_pref = quantum\n");
    const struct message *message = setup_message(&reading.setup, CODE_WORD_UNKNOWN);
    assert_null(strstr(message->text, "strength"));
    setup_end(&reading.setup);
}

static void comments_behind_values(void **state)
{
    static const char help[] = "put the comment on a line of its own";
    (void)state;
    says("[a.example]\ntable_tls = required # why\n", false, "E0209@2:13", "", help);
    says("[a.example]\ntable_tls = 2 ; why\n", false, "E0209@2:13", "", help);
    says("[a.example]\nmax_messages_per_connection = 10 # why\n", false, "E0201@2:31", "", help);
    says("[a.example]\nmax_messages_per_connection = 10\t; why\n", false, "E0201@2:31", "", help);
    says("[a.example]\nmax_messages_per_connection = 10# why\n", false, "E0201@2:31", "",
         "digits only");
    says("[a.example]\ntable_tls = quantum # why\n", false, "W0210@2:13", "", "one of");
}

static void unknown_parameters(void **state)
{
    (void)state;
    says("[a.example]\nquantum_safe = on\n", false, "W0213@2:1", "kept as it stands",
         "remove it if it is no newer release's");
    says("[a.example]\ntls = on\n", false, "E0212@2:1", "", "did you mean table_tls?");
    says("[a.example]\nuse_tls = on\n", false, "E0212@2:1", "", "did you mean table_tls?");
    says("[a.example]\nUSE-TLS = on\n", false, "E0212@2:1", "", "did you mean table_tls?");
    says("[a.example]\nbounce_verification = on\n", false, "E0212@2:1", "",
         "did you mean bounce_validation?");
    says("[a.example]\nconcurrency_limit = 1\n", false, "E0212@2:1", "",
         "did you mean max_host_concurrency?");
    says("[a.example]\nconections = 1\n", false, "E0212@2:1", "",
         "did you mean max_host_concurrency?");
    says("[a.example]\ntabel_tls = on\n", true, "E0212@2:1", "kept as it stands",
         "did you mean table_tls?");
    /* What is there already is not what was misspelt, unless it is another vocabulary's word. */
    says("[a.example]\ntable_tls = on\ntabel_tls = on\n", false, "W0213@3:1", "", "");
    says("[a.example]\ntabel_tls = on\ntable_tls = on\n", false, "W0213@2:1", "", "");
    says("[a.example]\ntable_tls = on\ntls = on\n", false, "E0212@3:1", "",
         "did you mean table_tls?");
}

static void misspelt_default(void **state)
{
    (void)state;
    says("[DEFUALT]\ncertificate = a\n", false, "E0415@1:2", "\"DEFUALT\" looks like DEFAULT",
         "did you mean DEFAULT?");
    says("[defaults]\n", true, "E0415@1:2", "taken for a destination", "did you mean DEFAULT?");
    says("[DEF]\n", false, "W0416@1:2", "one label", "mailhub.example.com");
    check("[defualt.example]\n", "");
    check("[.defualt]\n", "");
}

static void company_of_limits(void **state)
{
    (void)state;
    says("[a.example]\nrecipient_limit = 10\n", false, "E0314@2:1",
         "recipient_limit needs recipient_minutes, limit_type and limit_apply beside it",
         "add recipient_minutes = 1 to 60, limit_type = host|MXIP and limit_apply = system|VG");
    says("[a.example]\nmax_host_concurrency = 10\nlimit_type = host\n", false, "E0303@2:1",
         "needs limit_apply beside it", "add limit_apply = system|VG");
    says("[a.example]\nmax_host_concurrency = 10\nrecipient_limit = 10\n", false,
         "E0303@2:1 E0314@3:1", "needs limit_type and limit_apply beside it",
         "add limit_type = host|MXIP and limit_apply = system|VG");
    says("[a.example]\nlimit_type = host\n", false, "W0308@2:1", "", "add the limit");
    says("[a.example]\nrecipient_minutes = 5\n", false, "W0315@2:1", "", "add recipient_limit");
}

#define ALL_BUT_IP                                                                                 \
    "[DEFAULT]\nmax_host_concurrency = 500\nmax_messages_per_connection = 50\n"                    \
    "recipient_minutes = 60\nrecipient_limit = 0\nlimit_type = host\nlimit_apply = system\n"       \
    "bounce_validation = off\ncertificate = a\nsend_tls_req_alert = off\n"

static void incomplete_default(void **state)
{
    (void)state;
    says("[DEFAULT]\ncertificate = a\n", false, "E0304@1:2",
         "lacks ip_sort_pref, max_host_concurrency, max_messages_per_connection, "
         "recipient_minutes, recipient_limit, limit_type, limit_apply, bounce_validation, "
         "table_tls and send_tls_req_alert",
         "add what is missing");
    says("[DEFAULT]\ncertificate = a\n", true, "E0304@1:2", "lacks ip_sort_pref, ",
         "taken from the factory default: ip_sort_pref = PREFER_V6, max_host_concurrency = 500, ");
    says(ALL_BUT_IP "table_tls = on\n", false, "E0304@1:2", "lacks ip_sort_pref",
         "releases before 7.6 do not have it: --asyncos 7.5");
    says(ALL_BUT_IP, false, "E0304@1:2", "lacks ip_sort_pref and table_tls", "add what is missing");
    /* A misspelt parameter is not filled in. */
    says(ALL_BUT_IP "ip_sort_pref = PREFER_V6\ntabel_tls = required\n", true,
         "E0317@1:2 E0212@12:1", "has table_tls under a misspelt name only", "correct the name");
    says(ALL_BUT_IP "ip_sort_pref = PREFER_V6\ntabel_tls = required\n", false, "E0212@12:1", "",
         "did you mean table_tls?");
}

static void bytes_of_windows(void **state)
{
    (void)state;
    says("[a.example]\nbounce_profile = \x93x\x94\n", false, "E0106@2:18", "0x93",
         "iconv -f WINDOWS-1252");
    says("[a.example]\nbounce_profile = \xFC\n", false, "E0106@2:18", "0xFC",
         "iconv -f ISO-8859-1");
}

/* Both places are named. */
static void duplicates_name_both(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_destconfig,
                  "[a.example]\ntable_tls = on\n\n[b.example]\n\n[A.example]\n");
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
    struct setup *setup = &reading.setup;
    reading_begin_view(&reading, read_destconfig,
                       VIEW("[a.example]\ntable_tls = on\ntable_tls = off\n"
                            "[A.example]\ntable_tls = required\n"),
                       true);
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
    reading_begin(&reading, read_destconfig,
                  "[a.example]\n# table_tls = off\nTable_TLS  =  on  \nzork: 7\n"
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
    reading_begin(&reading, read_destconfig,
                  "[a.example]\ntable_tls = on\nmax_messages_per_connection = 007\n"
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
    reading_begin(&reading, read_destconfig, text);
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
        cmocka_unit_test(foreign_words),
        cmocka_unit_test(unknown_words),
        cmocka_unit_test(comments_behind_values),
        cmocka_unit_test(unknown_parameters),
        cmocka_unit_test(misspelt_default),
        cmocka_unit_test(company_of_limits),
        cmocka_unit_test(incomplete_default),
        cmocka_unit_test(bytes_of_windows),
        cmocka_unit_test(duplicates_name_both),
        cmocka_unit_test(lenient_takes_the_later),
        cmocka_unit_test(places_are_found_again),
        cmocka_unit_test(equal_settings_are_stored_once),
        cmocka_unit_test(text_is_left_as_it_was),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("destconfig", tests, NULL, NULL);
}
