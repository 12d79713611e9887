/* SPDX-License-Identifier: MIT */
/* What a terminal leaves in a text, and what remains without it. */
#include "read/capture.h"

#include "support.h"

#define BLANKS "                         " /* 25 */
#define PRESS "-Press Any Key For More-"

struct filtered {
    struct buffer text;
    struct source_map map;
    struct capture_filter filter;
};

/* Filters TEXT in pieces of random length up to MOST. */
static void filter(struct setup *setup, struct filtered *filtered, struct view text, bool latin_1,
                   uint32_t most, uint64_t *seed)
{
    filtered->text = buffer_new(&setup->arena);
    source_map_init(&filtered->map, &setup->arena);
    capture_filter_init(&filtered->filter, &setup->arena, 0, latin_1);
    size_t at = 0;
    do {
        size_t size = 1 + random_below(seed, most);
        size = size < text.length - at ? size : text.length - at;
        capture_filter_add(&filtered->filter, (struct view){text.text + at, size},
                           at + size == text.length, &filtered->text, &filtered->map);
        at += size;
    } while (at < text.length);
}

static void check(const char *text, bool latin_1, const char *wanted, const char *residue)
{
    struct setup setup;
    struct filtered filtered;
    uint64_t seed = 1;
    setup_begin(&setup);
    filter(&setup, &filtered, view_of(text), latin_1, 100000, &seed);
    assert_view_equal(buffer_view(&filtered.text), wanted);
    assert_int_equal(filtered.filter.found, residue != NULL);
    if (residue != NULL) {
        struct span span = filtered.filter.residue;
        assert_view_equal(((struct view){text + span.offset, span.end - span.offset}), residue);
    }
    setup_end(&setup);
}

static void what_goes(void **state)
{
    (void)state;
    check("<a>\n  <b>\n", false, "<a>\n  <b>\n", NULL);
    check("<a>\r\n<b>\r\r\n", false, "<a>\n<b>\n", NULL);
    check("<a>\n" PRESS "\r" BLANKS "\r  <b>", false, "<a>\n  <b>", PRESS "\r" BLANKS "\r");
    check("<a>\r\n\r" PRESS "\r" BLANKS "\r  <b>", false, "<a>\n  <b>",
          "\r" PRESS "\r" BLANKS "\r");
    check("<a>\n" PRESS BLANKS "\r<b>", false, "<a>\n<b>", PRESS BLANKS "\r");
    check("<a>\n\r" BLANKS "\r<b>", false, "<a>\n<b>", "\r" BLANKS "\r");
    check("<a>\n" PRESS "<b>", false, "<a>\n<b>", PRESS);
    check("<a>\n" PRESS, false, "<a>\n", PRESS);
}

static void what_stays(void **state)
{
    (void)state;
    check("a\rb", false, "a\rb", NULL);
    check("a -P -Press b-", false, "a -P -Press b-", NULL);
    check("\n" BLANKS "x", false, "\n" BLANKS "x", NULL);
    check("a\r   \rb", false, "a\r   \rb", NULL); /* too few blanks to wipe out the pager's line */
    check("\xFC\xE9", false, "\xFC\xE9", NULL);
    check("f\xFCr \x80\xFF", true, "f\xC3\xBCr \xC2\x80\xC3\xBF", NULL);
}

static void where_the_document_begins(void **state)
{
    (void)state;
    assert_int_equal(capture_document(VIEW("<a/>")), 0);
    assert_int_equal(capture_document(VIEW("host> showconfig\r\n\r\n[Y]>\n  <a/>")), 27);
    assert_int_equal(capture_document(VIEW("a <b>\nc\n")), 0);
    assert_int_equal(capture_document(VIEW("")), 0);
}

/*
 * Clean lines between which a terminal's residue is put: what remains is the clean text, in
 * whatever pieces it comes, and every byte stands where the map says.
 */
static void random_captures_come_out_clean(void **state)
{
    (void)state;
    static const char *const residues[] = {PRESS "\r" BLANKS "\r", "\r" PRESS "\r" BLANKS "\r",
                                           PRESS BLANKS "\r", PRESS};
    for (uint64_t round = 1; round <= 60; round++) {
        uint64_t seed = round;
        struct setup setup;
        struct filtered filtered;
        setup_begin(&setup);
        struct buffer clean = buffer_new(&setup.arena);
        struct buffer captured = buffer_new(&setup.arena);
        for (int line = 0; line < 200; line++) {
            uint32_t indent = random_below(&seed, 12);
            if (random_below(&seed, 10) == 0)
                buffer_add_string(&captured, residues[random_below(&seed, 4)]);
            for (uint32_t i = 0; i < indent; i++) {
                buffer_add_char(&clean, ' ');
                buffer_add_char(&captured, ' ');
            }
            const char *text = random_below(&seed, 3) == 0 ? "-P-Press A--" : "<hostname>-x</hos";
            buffer_printf(&clean, "%s\n", text);
            buffer_printf(&captured, "%s%s\n", text, round % 2 == 0 ? "\r" : "");
        }
        filter(&setup, &filtered, buffer_view(&captured), false, round % 3 == 0 ? 7 : 3000, &seed);
        if (!view_equal(buffer_view(&filtered.text), buffer_view(&clean)))
            fail_msg("seed %d: %.*s", (int)round, VIEW_ARG(buffer_view(&filtered.text)));
        for (uint32_t i = 0; i < filtered.text.length; i++)
            assert_int_equal(filtered.text.text[i],
                             captured.text[source_map_find(&filtered.map, i)]);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes),
        cmocka_unit_test(what_stays),
        cmocka_unit_test(where_the_document_begins),
        cmocka_unit_test(random_captures_come_out_clean),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
