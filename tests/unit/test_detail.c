/* SPDX-License-Identifier: MIT */
/*
 * The appliance's DETAIL blocks.
 */
#include "write/detail.h"

#include "support_table.h"

#define FALLBACK TABLE_DEFAULT("off", "off", "Demo")
#define SCOPE "limit_type = MXIP\nlimit_apply = VG\n"

static void detail_of_the_guide(void **state)
{
    (void)state;
    shows(FALLBACK "[partner.example]\nip_sort_pref = PREFER_V4\nrecipient_limit = 100\n"
                   "recipient_minutes = 60\nlimit_type = host\nlimit_apply = system\n"
                   "table_tls = require_verify\nbounce_profile = partners\n"
                   "[plain.example]\n",
          write_detail,
          "partner.example\n"
          "IP Version Preference: IPv4 Preferred\n"
          "Maximum messages per connection: Default\n"
          "Rate Limiting:\n"
          "500 concurrent connections\n"
          "100 recipients per 60 minutes\n"
          "Limits applied to entire domain, across all virtual gateways\n"
          "TLS: Required (Verify)\n"
          "Bounce Verification Tagging: Default\n"
          "Bounce Profile: partners\n"
          "\n"
          "plain.example\n"
          "IP Version Preference: Default\n"
          "Maximum messages per connection: Default\n"
          "Rate Limiting: Default\n"
          "TLS: Default\n"
          "Bounce Verification Tagging: Default\n"
          "Bounce Profile: Default\n"
          "\n"
          "Default\n"
          "IP Version Preference: IPv6 Preferred\n"
          "Maximum messages per connection: 50\n"
          "Rate Limiting:\n"
          "500 concurrent connections\n"
          "No recipient limit\n"
          "Limits applied to entire domain, across all virtual gateways\n"
          "TLS: Off\n"
          "Bounce Verification Tagging: Off\n"
          "Bounce Profile: Default\n"
          "Certificate: Demo\n"
          "TLS Alert: Off\n");
}

static void detail_without_default_entry(void **state)
{
    (void)state;
    shows("[a.b]\nmax_host_concurrency = 1\n" SCOPE "dane_option = opportunistic\n"
          "table_tls = quantum\nmax_messages_per_connection = 5\n"
          "[bücher.example]\nrecipient_limit = 1\nrecipient_minutes = 1\n" SCOPE,
          write_detail,
          "a.b\n"
          "IP Version Preference: Default\n"
          "Maximum messages per connection: 5\n"
          "Rate Limiting:\n"
          "1 concurrent connection\n"
          "Default recipient limit\n"
          "Limits applied to each mail exchanger IP address, for each virtual gateway\n"
          "TLS: \"quantum\"\n"
          "DANE: Opportunistic\n"
          "Bounce Verification Tagging: Default\n"
          "Bounce Profile: Default\n"
          "\n"
          "bücher.example (xn--bcher-kva.example)\n"
          "IP Version Preference: Default\n"
          "Maximum messages per connection: Default\n"
          "Rate Limiting:\n"
          "Default number of concurrent connections\n"
          "1 recipient per 1 minute\n"
          "Limits applied to each mail exchanger IP address, for each virtual gateway\n"
          "TLS: Default\n"
          "Bounce Verification Tagging: Default\n"
          "Bounce Profile: Default\n");
}

static void every_word_of_detail(void **state)
{
    (void)state;
    shows_line("[a.b]\nip_sort_pref = PREFER_V6\n", write_detail,
               "IP Version Preference: IPv6 Preferred");
    shows_line("[a.b]\nip_sort_pref = REQUIRE_V6\n", write_detail,
               "IP Version Preference: IPv6 Required");
    shows_line("[a.b]\nip_sort_pref = REQUIRE_V4\n", write_detail,
               "IP Version Preference: IPv4 Required");
    shows_line("[a.b]\ntable_tls = off\n", write_detail, "TLS: Off");
    shows_line("[a.b]\ntable_tls = on\n", write_detail, "TLS: Preferred");
    shows_line("[a.b]\ntable_tls = required\n", write_detail, "TLS: Required");
    shows_line("[a.b]\ntable_tls = on_verify\n", write_detail, "TLS: Preferred (Verify)");
    shows_line("[a.b]\ntable_tls = require_verify_hosted\n", write_detail,
               "TLS: Required (Verify Hosted Domains)");
    shows_line("[a.b]\nbounce_validation = on\n", write_detail,
               "Bounce Verification Tagging: On");
    shows_line("[a.b]\ndane_option = off\n", write_detail, "DANE: Off");
    shows_line("[a.b]\ndane_option = mandatory\n", write_detail, "DANE: Mandatory");
    shows_line("[a.b]\nmax_host_concurrency = 2\nlimit_type = host\nlimit_apply = VG\n",
               write_detail, "Limits applied to entire domain, for each virtual gateway");
}

/* A given limit's block takes the other limit from a default entry of whatever origin. */
static void detail_with_a_default_from_outside(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\nrecipient_limit = 9\nrecipient_minutes = 2\n" SCOPE);
    fixture.options.defaults = defaults_factory(&fixture.setup.store);
    const char *detail = written(&fixture, write_detail);
    assert_non_null(strstr(detail, "\n500 concurrent connections\n9 recipients per 2 minutes\n"));
    assert_null(strstr(detail, "Certificate"));
    setup_end(&fixture.setup);
}

static void detail_of_one(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, FALLBACK "[a.b]\n[c.d]\n");
    uint32_t number = policy_find(&fixture.policy, VIEW("c.d"));
    struct selection one = {&number, 1, false};
    const char *detail = selection_written(&fixture, write_detail, &one);
    assert_memory_equal(detail, "c.d\n", 4);
    assert_null(strstr(detail, "\n\n"));
    struct selection fallback = {NULL, 0, true};
    detail = selection_written(&fixture, write_detail, &fallback);
    assert_memory_equal(detail, "Default\n", 8);
    setup_end(&fixture.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(detail_of_the_guide),
        cmocka_unit_test(detail_without_default_entry),
        cmocka_unit_test(every_word_of_detail),
        cmocka_unit_test(detail_with_a_default_from_outside),
        cmocka_unit_test(detail_of_one),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
