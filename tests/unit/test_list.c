/* SPDX-License-Identifier: MIT */
/*
 * The appliance's LIST listing, and what all listings have in common: names, widths, marks that are
 * escaped.
 */
#include "write/list.h"

#include "base/utf8.h"
#include "support_table.h"
#include "write/detail.h"
#include "write/names.h"
#include "write/wide.h"

#define FALLBACK TABLE_DEFAULT("off", "off", "Demo")
#define SCOPE "limit_type = MXIP\nlimit_apply = VG\n"

static void listing_of_the_dialogue(void **state)
{
    (void)state;
    shows(FALLBACK "[example.com]\ntable_tls = required\n", write_list,
          "             Rate               Bounce        Bounce     IP Version  \n"
          "Domain       Limiting  TLS      Verification  Profile    Preference  \n"
          "===========  ========  =======  ============  =========  ============\n"
          "example.com  Default   On       Default       Default    Default     \n"
          "(Default)    On        Off      Off           (Default)  Prefer IPv6 \n");
}

static void without_default_entry_the_row_is_left_out(void **state)
{
    (void)state;
    shows("[a.b]\ntable_tls = off\n", write_list,
          "        Rate               Bounce        Bounce     IP Version  \n"
          "Domain  Limiting  TLS      Verification  Profile    Preference  \n"
          "======  ========  =======  ============  =========  ============\n"
          "a.b     Default   Off      Default       Default    Default     \n");
}

static void without_rows_header_and_rule_remain(void **state)
{
    (void)state;
    shows("", write_list,
          "        Rate               Bounce        Bounce     IP Version  \n"
          "Domain  Limiting  TLS      Verification  Profile    Preference  \n"
          "======  ========  =======  ============  =========  ============\n");
    shows("", write_wide, "Domain  TLS\n======  ===\n");
    shows("", write_detail, "");
}

static void default_row_alone(void **state)
{
    (void)state;
    shows(FALLBACK, write_list,
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
    shows_line("[DEFAULT]\nip_sort_pref = REQUIRE_V4\nmax_host_concurrency = 1\n"
               "max_messages_per_connection = 1\nrecipient_minutes = 1\nrecipient_limit = 1\n"
               "limit_type = MXIP\nlimit_apply = VG\nbounce_validation = on\n"
               "table_tls = on_verify\nsend_tls_req_alert = on\ncertificate = mx\n",
               write_list,
               "(Default)  On        On       On            (Default)  Require IPv4");
}

static void unknown_word_widens_its_column(void **state)
{
    (void)state;
    shows("[a.b]\ntable_tls = quantum-proof\n[c.d]\nbounce_profile = a rather long name\n",
          write_list,
          "        Rate                     Bounce        Bounce              IP Version  \n"
          "Domain  Limiting  TLS            Verification  Profile             Preference  \n"
          "======  ========  =============  ============  ==================  ============\n"
          "a.b     Default   quantum-proof  Default       Default             Default     \n"
          "c.d     Default   Default        Default       a rather long name  Default     \n");
}

static void widths_are_display_columns(void **state)
{
    (void)state;
    shows("[日本語.example]\n[bücher.example]\nbounce_profile = 厳格なプロファイル\n", write_list,
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

/* A name that would turn the text behind it round on a terminal. */
static void direction_marks_are_escaped(void **state)
{
    (void)state;
    shows_line("[a.b]\nbounce_profile = x\u202Ey\n", write_detail, "Bounce Profile: x\\u{202E}y");
    shows("[a.b]\nbounce_profile = x\u202Ey\n", write_wide,
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
        cmocka_unit_test(widths_are_display_columns),
        cmocka_unit_test(names_in_the_form_asked_for),
        cmocka_unit_test(direction_marks_are_escaped),
        cmocka_unit_test(effective_listing),
        cmocka_unit_test(effective_with_a_default_from_outside),
        cmocka_unit_test(every_line_is_equally_wide),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
