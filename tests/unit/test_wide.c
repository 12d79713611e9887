/* SPDX-License-Identifier: MIT */
/*
 * The listing that shows every setting.
 */
#include "write/wide.h"

#include "support_table.h"

#define FALLBACK TABLE_DEFAULT("off", "off", "Demo")
#define SCOPE "limit_type = MXIP\nlimit_apply = VG\n"

static void rows_are_sorted_by_name(void **state)
{
    (void)state;
    shows("[c.example]\n[.b.example]\n[192.0.2.1]\n[a.example]\n[-.example]\n", write_wide,
          "Domain      TLS                \n"
          "==========  ===================\n"
          "-.example   (appliance default)\n"
          ".b.example  (appliance default)\n"
          "192.0.2.1   (appliance default)\n"
          "a.example   (appliance default)\n"
          "c.example   (appliance default)\n");
}

static void wide_shows_both_forms(void **state)
{
    (void)state;
    shows("[bücher.example]\n[xn--wgv71a119e.example]\n[x.example]\n[[192.0.2.1]]\n", write_wide,
          "Domain                                   TLS                \n"
          "=======================================  ===================\n"
          "[192.0.2.1]                              (appliance default)\n"
          "bücher.example (xn--bcher-kva.example)   (appliance default)\n"
          "x.example                                (appliance default)\n"
          "xn--wgv71a119e.example (日本語.example)  (appliance default)\n");
}

/* An xn-- label that hides a direction override is no IDNA name: its other form is not shown. */
static void unsafe_other_form_is_not_shown(void **state)
{
    (void)state;
    shows("[xn--ab-g4t.example]\n", write_wide,
          "Domain              TLS                \n"
          "==================  ===================\n"
          "xn--ab-g4t.example  (appliance default)\n");
}

static void wide_words_and_inherited_values(void **state)
{
    (void)state;
    shows(FALLBACK "[a.b]\ntable_tls = require_verify_hosted\ndane_option = mandatory\n"
                   "[c.d]\nrecipient_limit = 20\nrecipient_minutes = 1\n" SCOPE
                   "[e.f]\nmax_host_concurrency = 7\nlimit_type = host\nlimit_apply = system\n"
                   "max_messages_per_connection = 2\nbounce_validation = on\n"
                   "bounce_profile = strict\nip_sort_pref = REQUIRE_V6\n",
          write_wide,
          "                        Messages per                   Limits      Limits    "
          "                                             Bounce        Bounce     "
          "IP Version   \n"
          "Domain     Connections  Connection    Recipients       Per         Apply     "
          "TLS                               DANE       Verification  Profile    "
          "Preference   \n"
          "=========  ===========  ============  ===============  ==========  ========  "
          "================================  =========  ============  =========  "
          "=============\n"
          "a.b        (500)        (50)          (Unlimited)      (Domain)    (System)  "
          "Required (Verify Hosted Domains)  Mandatory  (Off)         (Default)  "
          "(Prefer IPv6)\n"
          "c.d        (500)        (50)          20 per 1 minute  MX Address  Gateway   "
          "(Off)                             (Off)      (Off)         (Default)  "
          "(Prefer IPv6)\n"
          "e.f        7            2             (Unlimited)      Domain      System    "
          "(Off)                             (Off)      On            strict     "
          "Require IPv6 \n"
          "(Default)  500          50            Unlimited        Domain      System    "
          "Off                               (Off)      Off           (Default)  "
          "Prefer IPv6  \n");
}

static const char *wide_line(struct fixture *fixture, const char *name)
{
    const char *line = strstr(written(fixture, write_wide), name);
    assert_non_null(line);
    return arena_printf(&fixture->setup.arena, "%.*s", (int)strcspn(line, "\n"), line);
}

static void wide_effective_has_no_parentheses(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\ntable_tls = required\n");
    assert_string_equal(wide_line(&fixture, "a.b"), "a.b     Required");
    fixture.options.effective = true;
    fixture.options.defaults = defaults_factory(&fixture.setup.store);
    assert_string_equal(wide_line(&fixture, "a.b"),
                        "a.b     500          50            Unlimited   Domain  System  Required  "
                        "Off           Prefer IPv6");
    setup_end(&fixture.setup);
}

static void wide_shows_every_mode(void **state)
{
    (void)state;
    static const struct {
        const char *setting;
        const char *row;
    } cases[] = {
        {"table_tls = off", "a.b     Off"},
        {"table_tls = on", "a.b     Preferred"},
        {"table_tls = required", "a.b     Required"},
        {"table_tls = on_verify", "a.b     Preferred (Verify)"},
        {"table_tls = require_verify", "a.b     Required (Verify)"},
        {"table_tls = require_verify_hosted", "a.b     Required (Verify Hosted Domains)"},
        {"table_tls = quantum", "a.b     \"quantum\""},
        {"table_tls = on\ndane_option = off", "a.b     Preferred  Off "},
        {"table_tls = on\ndane_option = opportunistic", "a.b     Preferred  Opportunistic"},
        {"table_tls = on\ndane_option = mandatory", "a.b     Preferred  Mandatory"},
        {"table_tls = on\nmax_host_concurrency = 3\n" SCOPE,
         "a.b     3            MX Address  Gateway  Preferred"},
        {"table_tls = on\nrecipient_limit = 3\nrecipient_minutes = 5\n" SCOPE,
         "a.b     3 per 5 minutes  MX Address  Gateway  Preferred"},
        {"table_tls = on\nrecipient_limit = 3\nrecipient_minutes = 1\nlimit_type = host\n"
         "limit_apply = system\n",
         "a.b     3 per 1 minute  Domain  System  Preferred"},
        {"table_tls = on\nrecipient_limit = 0\nrecipient_minutes = 1\n" SCOPE,
         "a.b     Unlimited   MX Address  Gateway  Preferred"},
        {"table_tls = on\nbounce_profile = strict", "a.b     Preferred  strict "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        char text[256];
        snprintf(text, sizeof text, "[a.b]\n%s\n", cases[i].setting);
        fixture_begin(&fixture, text);
        assert_string_equal(wide_line(&fixture, "a.b"), cases[i].row);
        setup_end(&fixture.setup);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_by_name),
        cmocka_unit_test(wide_shows_both_forms),
        cmocka_unit_test(unsafe_other_form_is_not_shown),
        cmocka_unit_test(wide_words_and_inherited_values),
        cmocka_unit_test(wide_effective_has_no_parentheses),
        cmocka_unit_test(wide_shows_every_mode),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
