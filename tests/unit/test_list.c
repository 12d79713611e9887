/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "read/destconfig.h"
#include "write/detail.h"
#include "write/list.h"
#include "write/names.h"
#include "write/wide.h"

#define FALLBACK                                                                                   \
    "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\n"                            \
    "max_messages_per_connection = 50\nrecipient_minutes = 60\nrecipient_limit = 0\n"              \
    "limit_type = host\nlimit_apply = system\nbounce_validation = off\ntable_tls = off\n"          \
    "send_tls_req_alert = off\ncertificate = Demo\n"

#define SCOPE "limit_type = MXIP\nlimit_apply = VG\n"

/* A table that was read, with everything a listing of it takes. */
struct fixture {
    struct setup setup;
    struct policy policy;
    struct write_options options;
};

static void fixture_begin(struct fixture *fixture, const char *text)
{
    struct setup *setup = &fixture->setup;
    struct read_options options = {.target = RELEASE_NEWEST};
    setup_begin(setup);
    policy_init(&fixture->policy, &setup->arena, &setup->sources, &setup->store);
    read_destconfig(&fixture->policy, &setup->diag, &options,
                    setup_source(setup, "table", text));
    if (diag_has_errors(&setup->diag))
        fail_msg("the table has errors: %s", setup_messages(setup));
    fixture->options = (struct write_options){.defaults = defaults_of(&fixture->policy)};
}

typedef void write_function(const struct policy *policy, const struct write_options *options,
                            const struct selection *selection, struct output *output);

static const char *written_selection(struct fixture *fixture, write_function *write,
                                     const struct selection *selection)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    write(&fixture->policy, &fixture->options, selection, output);
    return capture_end(&capture).text;
}

static const char *written(struct fixture *fixture, write_function *write)
{
    struct selection_wish wish = {.match = NULL};
    struct selection selection;
    select_destinations(&fixture->policy, &fixture->options.defaults, &wish,
                        &fixture->setup.diag, &selection);
    return written_selection(fixture, write, &selection);
}

/* The output of WRITE for the table TEXT must be WANTED. */
static void check(const char *text, write_function *write, const char *wanted)
{
    struct fixture fixture;
    fixture_begin(&fixture, text);
    assert_string_equal(written(&fixture, write), wanted);
    setup_end(&fixture.setup);
}

/* The listing of TEXT must have the line WANTED. */
static void check_line(const char *text, write_function *write, const char *wanted)
{
    struct fixture fixture;
    fixture_begin(&fixture, text);
    struct arena *arena = &fixture.setup.arena;
    const char *all = arena_printf(arena, "\n%s", written(&fixture, write));
    if (strstr(all, arena_printf(arena, "\n%s\n", wanted)) == NULL)
        fail_msg("no line \"%s\" in:%s", wanted, all);
    setup_end(&fixture.setup);
}

static void listing_of_the_dialogue(void **state)
{
    (void)state;
    check(FALLBACK "[example.com]\ntable_tls = required\n", write_list,
          "             Rate               Bounce        Bounce     IP Version  \n"
          "Domain       Limiting  TLS      Verification  Profile    Preference  \n"
          "===========  ========  =======  ============  =========  ============\n"
          "example.com  Default   On       Default       Default    Default     \n"
          "(Default)    On        Off      Off           (Default)  Prefer IPv6 \n");
}

static void without_default_entry_the_row_is_left_out(void **state)
{
    (void)state;
    check("[a.b]\ntable_tls = off\n", write_list,
          "        Rate               Bounce        Bounce     IP Version  \n"
          "Domain  Limiting  TLS      Verification  Profile    Preference  \n"
          "======  ========  =======  ============  =========  ============\n"
          "a.b     Default   Off      Default       Default    Default     \n");
}

static void without_rows_header_and_rule_remain(void **state)
{
    (void)state;
    check("", write_list,
          "        Rate               Bounce        Bounce     IP Version  \n"
          "Domain  Limiting  TLS      Verification  Profile    Preference  \n"
          "======  ========  =======  ============  =========  ============\n");
    check("", write_wide, "Domain  TLS\n======  ===\n");
    check("", write_detail, "");
}

static void default_row_alone(void **state)
{
    (void)state;
    check(FALLBACK, write_list,
          "           Rate               Bounce        Bounce     IP Version  \n"
          "Domain     Limiting  TLS      Verification  Profile    Preference  \n"
          "=========  ========  =======  ============  =========  ============\n"
          "(Default)  On        Off      Off           (Default)  Prefer IPv6 \n");
}

static void release_before_ip_preference(void **state)
{
    (void)state;
    static const char without[] =
        "        Rate               Bounce        Bounce   \n"
        "Domain  Limiting  TLS      Verification  Profile  \n"
        "======  ========  =======  ============  =========\n"
        "a.b     Default   On       Default       Default  \n";
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\ntable_tls = on\n");
    fixture.options.has_target = true;
    fixture.options.target = (struct release){7, 9};
    assert_string_equal(written(&fixture, write_list), without);
    fixture.options.target = (struct release){8, 0};
    assert_non_null(strstr(written(&fixture, write_list), "IP Version"));
    setup_end(&fixture.setup);
}

/* Every word of every list, in the line of a destination that gives it. */
static void every_word_of_the_listing(void **state)
{
    (void)state;
    static const struct {
        const char *setting;
        const char *row;
        const char *reference;
    } cases[] = {
#define ROW(rate, tls, bounce, profile, ip)                                                        \
    "a.b     " rate "  " tls "  " bounce "  " profile "  " ip
        {"table_tls = off", ROW("Default ", "Off    ", "Default     ", "Default  ", "Default     "),
         NULL},
        {"table_tls = on", ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "),
         NULL},
        {"table_tls = required",
         ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "),
         ROW("Default ", "Req    ", "Default     ", "Default  ", "Default     ")},
        {"table_tls = on_verify",
         ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "), NULL},
        {"table_tls = require_verify",
         ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "),
         ROW("Default ", "Req    ", "Default     ", "Default  ", "Default     ")},
        {"table_tls = require_verify_hosted",
         ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "),
         ROW("Default ", "Req    ", "Default     ", "Default  ", "Default     ")},
        {"table_tls = 2", ROW("Default ", "On     ", "Default     ", "Default  ", "Default     "),
         ROW("Default ", "Req    ", "Default     ", "Default  ", "Default     ")},
        {"bounce_validation = off",
         ROW("Default ", "Default", "Off         ", "Default  ", "Default     "), NULL},
        {"bounce_validation = on",
         ROW("Default ", "Default", "On          ", "Default  ", "Default     "), NULL},
        {"bounce_profile = strict",
         ROW("Default ", "Default", "Default     ", "strict   ", "Default     "), NULL},
        {"ip_sort_pref = PREFER_V6",
         ROW("Default ", "Default", "Default     ", "Default  ", "Prefer IPv6 "), NULL},
        {"ip_sort_pref = REQUIRE_V6",
         ROW("Default ", "Default", "Default     ", "Default  ", "Require IPv6"), NULL},
        {"ip_sort_pref = PREFER_V4",
         ROW("Default ", "Default", "Default     ", "Default  ", "Prefer IPv4 "), NULL},
        {"ip_sort_pref = REQUIRE_V4",
         ROW("Default ", "Default", "Default     ", "Default  ", "Require IPv4"), NULL},
        {"max_messages_per_connection = 3",
         ROW("Default ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {"max_host_concurrency = 3\n" SCOPE,
         ROW("On      ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {"recipient_limit = 3\nrecipient_minutes = 1\n" SCOPE,
         ROW("On      ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {"recipient_limit = 0\nrecipient_minutes = 1\n" SCOPE,
         ROW("Off     ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {"max_host_concurrency = 3\nrecipient_limit = 0\nrecipient_minutes = 1\n" SCOPE,
         ROW("On      ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {SCOPE, ROW("Default ", "Default", "Default     ", "Default  ", "Default     "), NULL},
        {"dane_option = mandatory",
         ROW("Default ", "Default", "Default     ", "Default  ", "Default     "), NULL},
#undef ROW
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct arena *arena = &fixture.setup.arena;
        char text[256];
        snprintf(text, sizeof text, "[a.b]\n%s\n", cases[i].setting);
        fixture_begin(&fixture, text);
        const char *rows = strstr(written(&fixture, write_list), "a.b ");
        assert_string_equal(rows, arena_printf(arena, "%s\n", cases[i].row));
        fixture.options.reference_words = true;
        rows = strstr(written(&fixture, write_list), "a.b ");
        assert_string_equal(rows, arena_printf(arena, "%s\n", cases[i].reference != NULL
                                                                  ? cases[i].reference
                                                                  : cases[i].row));
        setup_end(&fixture.setup);
    }
}

static void default_row_words(void **state)
{
    (void)state;
    check_line("[DEFAULT]\nip_sort_pref = REQUIRE_V4\nmax_host_concurrency = 1\n"
               "max_messages_per_connection = 1\nrecipient_minutes = 1\nrecipient_limit = 1\n"
               "limit_type = MXIP\nlimit_apply = VG\nbounce_validation = on\n"
               "table_tls = on_verify\nsend_tls_req_alert = on\ncertificate = mx\n",
               write_list,
               "(Default)  On        On       On            (Default)  Require IPv4");
}

static void unknown_word_widens_its_column(void **state)
{
    (void)state;
    check("[a.b]\ntable_tls = quantum-proof\n[c.d]\nbounce_profile = a rather long name\n",
          write_list,
          "        Rate                     Bounce        Bounce              IP Version  \n"
          "Domain  Limiting  TLS            Verification  Profile             Preference  \n"
          "======  ========  =============  ============  ==================  ============\n"
          "a.b     Default   quantum-proof  Default       Default             Default     \n"
          "c.d     Default   Default        Default       a rather long name  Default     \n");
}

static void rows_are_sorted_by_name(void **state)
{
    (void)state;
    check("[c.example]\n[.b.example]\n[192.0.2.1]\n[a.example]\n[-.example]\n", write_wide,
          "Domain      TLS                \n"
          "==========  ===================\n"
          "-.example   (appliance default)\n"
          ".b.example  (appliance default)\n"
          "192.0.2.1   (appliance default)\n"
          "a.example   (appliance default)\n"
          "c.example   (appliance default)\n");
}

static void widths_are_display_columns(void **state)
{
    (void)state;
    check("[日本語.example]\n[bücher.example]\nbounce_profile = 厳格なプロファイル\n", write_list,
          "                Rate               Bounce        Bounce              IP Version  \n"
          "Domain          Limiting  TLS      Verification  Profile             Preference  \n"
          "==============  ========  =======  ============  ==================  ============\n"
          "bücher.example  Default   Default  Default       厳格なプロファイル  Default     \n"
          "日本語.example  Default   Default  Default       Default             Default     \n");
}

static void names_in_the_form_asked_for(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[bücher.example]\n[xn--wgv71a119e.example]\n[plain.example]\n");
    fixture.options.idn = IDN_ASCII;
    assert_non_null(strstr(written(&fixture, write_list),
                           "======================  ========  =======  ============  =========  "
                           "============\n"
                           "xn--bcher-kva.example   Default "));
    assert_null(strstr(written(&fixture, write_list), "bücher"));
    fixture.options.idn = IDN_UNICODE;
    assert_non_null(strstr(written(&fixture, write_list), "\n日本語.example  Default "));
    assert_null(strstr(written(&fixture, write_list), "xn--"));
    assert_non_null(strstr(written(&fixture, write_wide),
                           "\n日本語.example (xn--wgv71a119e.example)  "));
    assert_non_null(strstr(written(&fixture, write_detail),
                           "bücher.example (xn--bcher-kva.example)\n"));
    fixture.options.idn = IDN_ASCII;
    assert_non_null(strstr(written(&fixture, write_detail),
                           "xn--bcher-kva.example (bücher.example)\n"));
    fixture.options.idn = IDN_AS_READ;
    assert_non_null(strstr(written(&fixture, write_list), "\nxn--wgv71a119e.example  Default "));
    setup_end(&fixture.setup);
}

static void wide_shows_both_forms(void **state)
{
    (void)state;
    check("[bücher.example]\n[xn--wgv71a119e.example]\n[x.example]\n[[192.0.2.1]]\n", write_wide,
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
    check("[xn--ab-g4t.example]\n", write_wide,
          "Domain              TLS                \n"
          "==================  ===================\n"
          "xn--ab-g4t.example  (appliance default)\n");
}

/* A name that would turn the text behind it round on a terminal. */
static void direction_marks_are_escaped(void **state)
{
    (void)state;
    check_line("[a.b]\nbounce_profile = x\u202Ey\n", write_detail, "Bounce Profile: x\\u{202E}y");
    check("[a.b]\nbounce_profile = x\u202Ey\n", write_wide,
          "                             Bounce    \n"
          "Domain  TLS                  Profile   \n"
          "======  ===================  ==========\n"
          "a.b     (appliance default)  x\\u{202E}y\n");
}

static void effective_listing(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, FALLBACK "[a.b]\ntable_tls = required\n"
                                     "[c.d]\nrecipient_limit = 0\nrecipient_minutes = 1\n" SCOPE
                                     "[e.f]\nbounce_profile = x\n");
    fixture.options.effective = true;
    assert_string_equal(
        written(&fixture, write_list),
        "           Rate               Bounce        Bounce     IP Version  \n"
        "Domain     Limiting  TLS      Verification  Profile    Preference  \n"
        "=========  ========  =======  ============  =========  ============\n"
        "a.b        On        On       Off           Default    Prefer IPv6 \n"
        "c.d        On        Off      Off           Default    Prefer IPv6 \n"
        "e.f        On        Off      Off           x          Prefer IPv6 \n"
        "(Default)  On        Off      Off           (Default)  Prefer IPv6 \n");
    setup_end(&fixture.setup);
}

/* A default entry from outside resolves, and is no row. */
static void effective_with_a_default_from_outside(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "[a.b]\ntable_tls = required\n");
    fixture.options.effective = true;
    fixture.options.defaults = defaults_factory(&fixture.setup.store);
    const char *list = written(&fixture, write_list);
    assert_non_null(strstr(list, "a.b     On        On       Off           Default    Prefer"));
    assert_null(strstr(list, "(Default)"));
    setup_end(&fixture.setup);
}

static void wide_words_and_inherited_values(void **state)
{
    (void)state;
    check(FALLBACK "[a.b]\ntable_tls = require_verify_hosted\ndane_option = mandatory\n"
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

static void detail_of_the_guide(void **state)
{
    (void)state;
    check(FALLBACK "[partner.example]\nip_sort_pref = PREFER_V4\nrecipient_limit = 100\n"
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
    check("[a.b]\nmax_host_concurrency = 1\n" SCOPE "dane_option = opportunistic\n"
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
    check_line("[a.b]\nip_sort_pref = PREFER_V6\n", write_detail,
               "IP Version Preference: IPv6 Preferred");
    check_line("[a.b]\nip_sort_pref = REQUIRE_V6\n", write_detail,
               "IP Version Preference: IPv6 Required");
    check_line("[a.b]\nip_sort_pref = REQUIRE_V4\n", write_detail,
               "IP Version Preference: IPv4 Required");
    check_line("[a.b]\ntable_tls = off\n", write_detail, "TLS: Off");
    check_line("[a.b]\ntable_tls = on\n", write_detail, "TLS: Preferred");
    check_line("[a.b]\ntable_tls = required\n", write_detail, "TLS: Required");
    check_line("[a.b]\ntable_tls = on_verify\n", write_detail, "TLS: Preferred (Verify)");
    check_line("[a.b]\ntable_tls = require_verify_hosted\n", write_detail,
               "TLS: Required (Verify Hosted Domains)");
    check_line("[a.b]\nbounce_validation = on\n", write_detail,
               "Bounce Verification Tagging: On");
    check_line("[a.b]\ndane_option = off\n", write_detail, "DANE: Off");
    check_line("[a.b]\ndane_option = mandatory\n", write_detail, "DANE: Mandatory");
    check_line("[a.b]\nmax_host_concurrency = 2\nlimit_type = host\nlimit_apply = VG\n",
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
    const char *detail = written_selection(&fixture, write_detail, &one);
    assert_memory_equal(detail, "c.d\n", 4);
    assert_null(strstr(detail, "\n\n"));
    struct selection fallback = {NULL, 0, true};
    detail = written_selection(&fixture, write_detail, &fallback);
    assert_memory_equal(detail, "Default\n", 8);
    setup_end(&fixture.setup);
}

/* Many rows: each line of a listing is as wide as the next. */
static void every_line_is_equally_wide(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_begin(&fixture, "");
    struct buffer text = buffer_new(&fixture.setup.arena);
    buffer_add_string(&text, FALLBACK);
    for (int i = 0; i < 5000; i++)
        buffer_printf(&text, "[%s%d.example]\nmax_messages_per_connection = %d\n",
                      i % 3 == 0 ? "例" : "host", i, i % 200 + 1);
    char *table = buffer_string(&text);
    struct fixture large;
    fixture_begin(&large, table);
    setup_end(&fixture.setup);
    write_function *const writers[] = {write_list, write_wide};
    for (int i = 0; i < 2; i++) {
        const char *line = written(&large, writers[i]);
        size_t width = utf8_width((struct view){line, strcspn(line, "\n")});
        int lines = 0;
        for (; *line != '\0'; line += strcspn(line, "\n") + 1, lines++)
            assert_int_equal(utf8_width((struct view){line, strcspn(line, "\n")}), width);
        assert_int_equal(lines, 5000 + 4);
    }
    setup_end(&large.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(listing_of_the_dialogue),
        cmocka_unit_test(without_default_entry_the_row_is_left_out),
        cmocka_unit_test(without_rows_header_and_rule_remain),
        cmocka_unit_test(default_row_alone),
        cmocka_unit_test(release_before_ip_preference),
        cmocka_unit_test(every_word_of_the_listing),
        cmocka_unit_test(default_row_words),
        cmocka_unit_test(unknown_word_widens_its_column),
        cmocka_unit_test(rows_are_sorted_by_name),
        cmocka_unit_test(widths_are_display_columns),
        cmocka_unit_test(names_in_the_form_asked_for),
        cmocka_unit_test(wide_shows_both_forms),
        cmocka_unit_test(unsafe_other_form_is_not_shown),
        cmocka_unit_test(direction_marks_are_escaped),
        cmocka_unit_test(effective_listing),
        cmocka_unit_test(effective_with_a_default_from_outside),
        cmocka_unit_test(wide_words_and_inherited_values),
        cmocka_unit_test(wide_effective_has_no_parentheses),
        cmocka_unit_test(wide_shows_every_mode),
        cmocka_unit_test(detail_of_the_guide),
        cmocka_unit_test(detail_without_default_entry),
        cmocka_unit_test(every_word_of_detail),
        cmocka_unit_test(detail_with_a_default_from_outside),
        cmocka_unit_test(detail_of_one),
        cmocka_unit_test(every_line_is_equally_wide),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
