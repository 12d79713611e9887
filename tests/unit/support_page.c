/* SPDX-License-Identifier: MIT */
#include "support_page.h"

struct page page_parse(struct arena *arena, struct view text)
{
    struct page page = {.arena = arena, .text = text};
    page.document = htmlReadMemory(text.text, (int)text.length, NULL, "UTF-8",
                                   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(page.document);
    page.context = xmlXPathNewContext(page.document);
    assert_non_null(page.context);
    return page;
}

void page_end(struct page *page)
{
    xmlXPathFreeContext(page->context);
    xmlFreeDoc(page->document);
}

int number(struct page *page, const char *expression)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)expression, page->context);
    assert_non_null(found);
    double value = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return (int)value;
}

const char *string(struct page *page, const char *expression)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)expression, page->context);
    assert_non_null(found);
    xmlChar *value = xmlXPathCastToString(found);
    const char *copy = arena_printf(page->arena, "%s", (const char *)value);
    xmlFree(value);
    xmlXPathFreeObject(found);
    return copy;
}

void assert_page_safe(struct page *page)
{
    assert_int_equal(number(page, "count(//script)"), 1);
    assert_int_equal(number(page, "count(//style)"), 1);
    assert_int_equal(number(page, "count(//@*[starts-with(name(), 'on')])"), 0);
    assert_int_equal(number(page, "count(//@style)"), 0);
    assert_int_equal(number(page, "count(//@src | //link | //img | //iframe | //base)"), 0);
    assert_string_equal(string(page, "//@href"), "#list");
    assert_int_equal(number(page, "count(//@href)"), 1);
    assert_null(strstr(page->text.text, "http:"));
    assert_null(strstr(page->text.text, "https:"));
    assert_null(strstr(page->text.text, "url("));
    assert_null(strstr(page->text.text, "@import"));
}

void assert_page_usable(struct page *page)
{
    assert_string_equal(string(page, "/html/@lang"), "en");
    assert_string_equal(string(page, "string((//body//*)[1]/@class)"), "skip");
    assert_string_equal(string(page, "//*[@id = 'list']/@tabindex"), "0");
    assert_string_equal(string(page, "//*[@id = 'count']/@role"), "status");
    assert_int_equal(number(page, "count(//table/caption)"), 1);
    assert_int_equal(number(page, "count(//thead//th[not(@scope = 'col')])"), 0);
    assert_int_equal(number(page, "count(//tbody//th[not(@scope = 'rowgroup')])"), 0);
    assert_int_equal(number(page, "count(//input[not(ancestor::label)] | "
                                  "//select[not(ancestor::label)])"), 0);
    assert_int_equal(number(page, "count(//form[@hidden])"), 1);
    assert_int_equal(number(page, "count(//form)"), 1);
    assert_int_equal(number(page, "count(//tbody[@hidden])"), 0);
    assert_int_equal(number(page, "count(//thead//button)"), 0);
}
