/* SPDX-License-Identifier: MIT */
/*
 * The page that shows differences, as an HTML parser sees it: nothing from a policy has become
 * markup, nothing is fetched, the table is whole without a script, and what a keyboard and a screen
 * reader need is there.
 */
#include "support_difference.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

struct page {
    struct forms forms;
    struct view text;
    htmlDocPtr document;
    xmlXPathContextPtr context;
};

static void page_parse(struct page *page)
{
    page->text = forms_written(&page->forms, "html");
    page->document = htmlReadMemory(page->text.text, (int)page->text.length, NULL, "UTF-8",
                                    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(page->document);
    page->context = xmlXPathNewContext(page->document);
    assert_non_null(page->context);
}

static void page_end(struct page *page)
{
    xmlXPathFreeContext(page->context);
    xmlFreeDoc(page->document);
    setup_end(&page->forms.setup);
}

static void page_fill(struct page *page)
{
    forms_fill(&page->forms);
    page_parse(page);
}

/* The value of an expression as a number, and as a string, which lives as long as the run. */
static int number(struct page *page, const char *expression)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)expression, page->context);
    assert_non_null(found);
    double value = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return (int)value;
}

static const char *string(struct page *page, const char *expression)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)expression, page->context);
    assert_non_null(found);
    xmlChar *value = xmlXPathCastToString(found);
    const char *copy = arena_printf(&page->forms.setup.arena, "%s", (const char *)value);
    xmlFree(value);
    xmlXPathFreeObject(found);
    return copy;
}

/* --- Safety ----------------------------------------------------------------------------------- */

static void nothing_becomes_markup(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//script)"), 1);
    assert_int_equal(number(&page, "count(//style)"), 1);
    assert_int_equal(number(&page, "count(//@*[starts-with(name(), 'on')])"), 0);
    assert_int_equal(number(&page, "count(//@style)"), 0);
    assert_string_equal(string(&page, "//tbody[@data-part = 'sender-group']//bdi"),
                        "</td><script>alert(1)</script>&amp;|`@all`\"'\\|"
                        "\\x1B[31m\\u{202E}\\x0A\\xFF");
    page_end(&page);
}

static void names_of_files_are_escaped(void **state)
{
    (void)state;
    struct page page;
    forms_fill(&page.forms);
    page.forms.frame.before_name = "</title><script>x\"'&\xFF";
    page_parse(&page);
    assert_int_equal(number(&page, "count(//script)"), 1);
    assert_string_equal(string(&page, "//title"),
                        "</title><script>x\"'&\\xFF \xE2\x86\x92 new.txt");
    page_end(&page);
}

static void nothing_is_fetched(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//@src | //link | //img | //iframe | //base)"), 0);
    assert_string_equal(string(&page, "//@href"), "#list");
    assert_int_equal(number(&page, "count(//@href)"), 1);
    assert_null(strstr(page.text.text, "http:"));
    assert_null(strstr(page.text.text, "https:"));
    assert_null(strstr(page.text.text, "url("));
    assert_null(strstr(page.text.text, "@import"));
    page_end(&page);
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
    return arena_printf(&page->forms.setup.arena, "'sha256-%.*s'", (int)sizeof encoded, encoded);
}

static void only_its_own_script_and_style_are_allowed(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    const char *style = source_hash(&page, inside(page.text, "<style>", "</style>"));
    const char *script = source_hash(&page, inside(page.text, "<script>", "</script>"));
    assert_string_equal(
        string(&page, "//meta[@http-equiv = 'Content-Security-Policy']/@content"),
        arena_printf(&page.forms.setup.arena,
                     "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; "
                     "script-src %s",
                     style, script));
    page_end(&page);
}

/* --- The table -------------------------------------------------------------------------------- */

static void every_difference_has_its_rows(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//table/tbody)"), page.forms.differences.count);
    assert_int_equal(number(&page, "count(//tbody/tr)"),
                     number(&page, "sum(//tbody/tr[1]/th/@rowspan) + "
                                   "count(//tbody/tr[1]/th[not(@rowspan)])"));
    /* Each row has a cell for each column; those of its first row span all of them. */
    assert_int_equal(number(&page, "count(//thead/tr/th)"), 7);
    assert_int_equal(number(&page, "count(//tbody/tr[1][count(*) != 7])"), 0);
    assert_int_equal(number(&page, "count(//tbody/tr[position() > 1][count(*) != 4])"), 0);
    assert_int_equal(number(&page, "count(//tbody[tr[1]/th/@rowspan != count(tr)])"), 0);
    page_end(&page);
}

static void one_part_needs_no_column(void **state)
{
    (void)state;
    struct page page;
    forms_begin(&page.forms);
    forms_destination(&page.forms, DIFFERENCE_ADDED, "a.example", "", NULL);
    page_parse(&page);
    assert_int_equal(number(&page, "count(//thead/tr/th)"), 6);
    assert_int_equal(number(&page, "count(//tbody/tr/*)"), 6);
    assert_int_equal(number(&page, "count(//select[@name = 'part'])"), 0);
    page_end(&page);
}

static void what_weighs_most_comes_first(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//tbody[@class = 'weaker']/"
                                   "preceding-sibling::tbody[@class != 'weaker'])"), 0);
    assert_int_equal(number(&page, "count(//tbody[@class = 'neutral']/"
                                   "following-sibling::tbody[@class != 'neutral'])"), 0);
    assert_string_equal(string(&page, "//th[@aria-sort = 'descending']"), "Weight");
    page_end(&page);
}

static void colors_stand_beside_words(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//span[contains(@class, 'weight ')][not(text())])"), 0);
    assert_string_equal(string(&page, "//tbody//span[@class = 'weight weaker']"), "weaker: tls");
    assert_string_equal(string(&page, "//tbody//span[@class = 'weight may-stop-mail']"),
                        "may stop mail");
    page_end(&page);
}

/* --- Who uses it ------------------------------------------------------------------------------ */

static void keyboards_and_screen_readers_find_their_way(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_string_equal(string(&page, "/html/@lang"), "en");
    assert_string_equal(string(&page, "string((//body//*)[1]/@class)"), "skip");
    assert_string_equal(string(&page, "//*[@id = 'list']/@tabindex"), "0");
    assert_string_equal(string(&page, "//*[@id = 'count']/@role"), "status");
    assert_int_equal(number(&page, "count(//table/caption)"), 1);
    assert_int_equal(number(&page, "count(//thead//th[not(@scope = 'col')])"), 0);
    assert_int_equal(number(&page, "count(//tbody//th[not(@scope = 'rowgroup')])"), 0);
    assert_int_equal(number(&page, "count(//input[not(ancestor::label)] | "
                                   "//select[not(ancestor::label)])"), 0);
    page_end(&page);
}

static void without_a_script_there_is_a_plain_table(void **state)
{
    (void)state;
    struct page page;
    page_fill(&page);
    assert_int_equal(number(&page, "count(//form[@hidden])"), 1);
    assert_int_equal(number(&page, "count(//form)"), 1);
    assert_int_equal(number(&page, "count(//tbody[@hidden])"), 0);
    assert_int_equal(number(&page, "count(//thead//button)"), 0);
    page_end(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_becomes_markup),
        cmocka_unit_test(names_of_files_are_escaped),
        cmocka_unit_test(nothing_is_fetched),
        cmocka_unit_test(only_its_own_script_and_style_are_allowed),
        cmocka_unit_test(every_difference_has_its_rows),
        cmocka_unit_test(one_part_needs_no_column),
        cmocka_unit_test(what_weighs_most_comes_first),
        cmocka_unit_test(colors_stand_beside_words),
        cmocka_unit_test(keyboards_and_screen_readers_find_their_way),
        cmocka_unit_test(without_a_script_there_is_a_plain_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
