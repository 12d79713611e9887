/* SPDX-License-Identifier: MIT */
/*
 * A page as an HTML parser sees it, to be asked with XPath.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_PAGE_H
#define DESTC_TESTS_UNIT_SUPPORT_PAGE_H

#include "support.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

struct page {
    struct arena *arena;
    struct view text;
    htmlDocPtr document;
    xmlXPathContextPtr context;
};

/* Parses TEXT; page_end() frees what that took. */
struct page page_parse(struct arena *arena, struct view text);
void page_end(struct page *page);

/* The value of an expression as a number, and as a string, which lives as long as the run. */
int number(struct page *page, const char *expression);
const char *string(struct page *page, const char *expression);

/* Nothing in PAGE is markup, or is run or fetched, but what the program wrote itself. */
void assert_page_safe(struct page *page);

/* What a keyboard and a screen reader need is there, and the table is whole without a script. */
void assert_page_usable(struct page *page);

#endif
