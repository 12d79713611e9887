/* SPDX-License-Identifier: MIT */
/*
 * The page that shows differences, as an HTML parser sees it: nothing from a policy has become
 * markup, nothing is fetched, the table is whole without a script, and what a keyboard and a screen
 * reader need is there.
 */
#include "support_difference.h"
#include "support_page.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

/* The differences of support_difference.h, or those that a test adds, and their page. */
struct shown {
    struct forms forms;
    struct page page;
};

static void show(struct shown *shown)
{
    shown->page = page_parse(&shown->forms.setup.arena, forms_written(&shown->forms, "html"));
}

static void show_all(struct shown *shown)
{
    forms_fill(&shown->forms);
    show(shown);
}

static void shown_end(struct shown *shown)
{
    page_end(&shown->page);
    setup_end(&shown->forms.setup);
}

/* --- Safety ----------------------------------------------------------------------------------- */

static void nothing_becomes_markup(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    assert_page_safe(&shown.page);
    assert_string_equal(string(&shown.page, "//tbody[@data-part = 'sender-group']//bdi"),
                        "</td><script>alert(1)</script>&amp;|`@all`\"'\\|"
                        "\\x1B[31m\\u{202E}\\x0A\\xFF");
    shown_end(&shown);
}

static void names_of_files_are_escaped(void **state)
{
    (void)state;
    struct shown shown;
    forms_fill(&shown.forms);
    shown.forms.frame.before_name = "</title><script>x\"'&\xFF";
    show(&shown);
    assert_int_equal(number(&shown.page, "count(//script)"), 1);
    assert_string_equal(string(&shown.page, "//title"),
                        "</title><script>x\"'&\\xFF \xE2\x86\x92 new.txt");
    shown_end(&shown);
}

/* What stands between <NAME> and </NAME>, byte by byte: that is what a browser's hash is of. */
static struct view inside(struct view page, const char *begin, const char *end)
{
    const char *from = memmem(page.text, page.length, begin, strlen(begin));
    assert_non_null(from);
    from += strlen(begin);
    const char *to = strstr(from, end);
    assert_non_null(to);
    return (struct view){from, (size_t)(to - from)};
}

static const char *source_hash(struct page *page, struct view text)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char encoded[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&context);
    sha256_update(&context, text.length, (const uint8_t *)text.text);
    sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(encoded, sizeof digest, digest);
    return arena_printf(page->arena, "'sha256-%.*s'", (int)sizeof encoded, encoded);
}

static void only_its_own_script_and_style_are_allowed(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    const char *style = source_hash(&shown.page, inside(shown.page.text, "<style>", "</style>"));
    const char *script = source_hash(&shown.page, inside(shown.page.text, "<script>", "</script>"));
    assert_string_equal(
        string(&shown.page, "//meta[@http-equiv = 'Content-Security-Policy']/@content"),
        arena_printf(&shown.forms.setup.arena,
                     "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; "
                     "script-src %s",
                     style, script));
    shown_end(&shown);
}

/* --- The table -------------------------------------------------------------------------------- */

static void every_difference_has_its_rows(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    assert_int_equal(number(&shown.page, "count(//table/tbody)"), shown.forms.differences.count);
    assert_int_equal(number(&shown.page, "count(//tbody/tr)"),
                     number(&shown.page, "sum(//tbody/tr[1]/th/@rowspan) + "
                                   "count(//tbody/tr[1]/th[not(@rowspan)])"));
    /* Each row has a cell for each column; those of its first row span all of them. */
    assert_int_equal(number(&shown.page, "count(//thead/tr/th)"), 7);
    assert_int_equal(number(&shown.page, "count(//tbody/tr[1][count(*) != 7])"), 0);
    assert_int_equal(number(&shown.page, "count(//tbody/tr[position() > 1][count(*) != 4])"), 0);
    assert_int_equal(number(&shown.page, "count(//tbody[tr[1]/th/@rowspan != count(tr)])"), 0);
    shown_end(&shown);
}

static void one_part_needs_no_column(void **state)
{
    (void)state;
    struct shown shown;
    forms_begin(&shown.forms);
    forms_destination(&shown.forms, DIFFERENCE_ADDED, "a.example", "", NULL);
    show(&shown);
    assert_int_equal(number(&shown.page, "count(//thead/tr/th)"), 6);
    assert_int_equal(number(&shown.page, "count(//tbody/tr/*)"), 6);
    assert_int_equal(number(&shown.page, "count(//select[@name = 'part'])"), 0);
    shown_end(&shown);
}

static void what_is_no_destination_says_what_it_is(void **state)
{
    (void)state;
    struct shown shown;
    forms_begin(&shown.forms);
    forms_part(&shown.forms, PART_GROUP, DIFFERENCE_ADDED, "SUSPECTS", NULL);
    show(&shown);
    assert_int_equal(number(&shown.page, "count(//thead/tr/th)"), 7);
    assert_string_equal(string(&shown.page, "//tbody/tr/td[1]"), "sender group In");
    shown_end(&shown);
}

static void what_weighs_most_comes_first(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    assert_int_equal(number(&shown.page, "count(//tbody[@class = 'weaker']/"
                                   "preceding-sibling::tbody[@class != 'weaker'])"), 0);
    assert_int_equal(number(&shown.page, "count(//tbody[@class = 'neutral']/"
                                   "following-sibling::tbody[@class != 'neutral'])"), 0);
    assert_string_equal(string(&shown.page, "//th[@aria-sort = 'descending']"), "Weight");
    shown_end(&shown);
}

static void colors_stand_beside_words(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    assert_int_equal(number(&shown.page, "count(//span[contains(@class, 'weight ')][not(text())])"), 0);
    assert_string_equal(string(&shown.page, "//tbody//span[@class = 'weight weaker']"), "weaker: tls");
    assert_string_equal(string(&shown.page, "//tbody//span[@class = 'weight may-stop-mail']"),
                        "may stop mail");
    shown_end(&shown);
}

static void anybody_can_use_it(void **state)
{
    (void)state;
    struct shown shown;
    show_all(&shown);
    assert_page_usable(&shown.page);
    shown_end(&shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_becomes_markup),
        cmocka_unit_test(names_of_files_are_escaped),
        cmocka_unit_test(only_its_own_script_and_style_are_allowed),
        cmocka_unit_test(every_difference_has_its_rows),
        cmocka_unit_test(one_part_needs_no_column),
        cmocka_unit_test(what_is_no_destination_says_what_it_is),
        cmocka_unit_test(what_weighs_most_comes_first),
        cmocka_unit_test(colors_stand_beside_words),
        cmocka_unit_test(anybody_can_use_it),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
