/* SPDX-License-Identifier: MIT */
/* Places: offsets to lines and columns, over all texts of a run. */
#include "support.h"

#include "base/utf8.h"

static struct position at(struct setup *setup, const struct source *source, size_t offset)
{
    return sources_position(&setup->sources, source->base + (uint32_t)offset);
}

static void expect(struct position position, uint32_t line, uint32_t column, const char *text)
{
    assert_non_null(position.source);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
    assert_view_equal(position.line_text, text);
}

static void lines_and_columns_count_from_one(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "one\n\ntwo\nlast");
    expect(at(&setup, source, 0), 1, 1, "one");
    expect(at(&setup, source, 2), 1, 3, "one");
    expect(at(&setup, source, 3), 1, 4, "one"); /* the line end itself */
    expect(at(&setup, source, 4), 2, 1, "");
    expect(at(&setup, source, 5), 3, 1, "two");
    expect(at(&setup, source, 12), 4, 4, "last");
    expect(at(&setup, source, 13), 4, 5, "last"); /* the end of the file */
    setup_end(&setup);
}

static void the_end_behind_a_line_end_is_a_line_of_its_own(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "one\n");
    expect(at(&setup, source, 4), 2, 1, "");
    struct source *empty = setup_source(&setup, "b", "");
    expect(at(&setup, empty, 0), 1, 1, "");
    setup_end(&setup);
}

static void crlf_is_no_part_of_a_line(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "one\r\ntwo\r\n\r\nx\r");
    expect(at(&setup, source, 1), 1, 2, "one");
    struct position end = at(&setup, source, 4);
    expect(end, 1, 5, "one");
    assert_int_equal(end.line_offset, 3);
    expect(at(&setup, source, 5), 2, 1, "two");
    expect(at(&setup, source, 10), 3, 1, "");
    expect(at(&setup, source, 12), 4, 1, "x\r"); /* no line end: it stands in the line */
    setup_end(&setup);
}

static void a_byte_order_mark_does_not_count(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "\xEF\xBB\xBFone\ntwo");
    for (size_t i = 0; i <= 3; i++)
        expect(at(&setup, source, i), 1, 1, "one");
    expect(at(&setup, source, 5), 1, 3, "one");
    expect(at(&setup, source, 7), 2, 1, "two");
    struct source *mark = setup_source(&setup, "b", "\xEF\xBB\xBF");
    expect(at(&setup, mark, 3), 1, 1, "");
    setup_end(&setup);
}

static void columns_are_characters(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "b\xC3\xBC" "cher \xF0\x9F\x93\xA7 x");
    assert_int_equal(at(&setup, source, 1).column, 2);
    assert_int_equal(at(&setup, source, 3).column, 3);
    assert_int_equal(at(&setup, source, 12).column, 9);
    /* Inside a character: its own column, and its beginning. */
    assert_int_equal(at(&setup, source, 2).column, 2);
    assert_int_equal(at(&setup, source, 2).line_offset, 1);
    assert_int_equal(at(&setup, source, 10).line_offset, 8);
    setup_end(&setup);
}

/* ISO-8859-1: each byte is one character, also those that could continue one in UTF-8. */
static void bytes_that_are_not_utf8_are_characters(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a", "5\xB0\xBC \xFC.\xC3");
    for (size_t i = 0; i <= source->size; i++)
        assert_int_equal(at(&setup, source, i).column, i + 1);
    setup_end(&setup);
}

static void a_place_names_its_file(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *list[5];
    static const char *const texts[] = {"one", "", "x\n", "", "two\nthree"};
    for (int i = 0; i < 5; i++)
        list[i] = setup_source(&setup, texts[i], texts[i]);
    for (int i = 4; i >= 0; i--) {
        assert_ptr_equal(sources_find(&setup.sources, list[i]->base), list[i]);
        assert_ptr_equal(sources_find(&setup.sources, list[i]->base + list[i]->size), list[i]);
        expect(at(&setup, list[i], 0), 1, 1, i == 2 ? "x" : i == 4 ? "two" : texts[i]);
    }
    expect(at(&setup, list[4], 5), 2, 2, "three");
    assert_int_equal(list[0]->base, 1);
    setup_end(&setup);
}

static void no_place_has_no_position(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    assert_null(sources_position(&setup.sources, 0).source);
    assert_null(sources_position(&setup.sources, 1).source);
    struct source *source = setup_source(&setup, "a", "abc");
    assert_null(sources_find(&setup.sources, 0));
    assert_null(sources_position(&setup.sources, source->base + 4).source);
    setup_end(&setup);
}

static void the_text_of_a_place(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *first = setup_source(&setup, "a", "one");
    struct source *source = setup_source(&setup, "b", "two three");
    assert_view_equal(sources_text(&setup.sources, span_of(source, "three")), "three");
    assert_view_equal(sources_text(&setup.sources, SPAN_NONE), "");
    /* Nonsense is no text: backwards, and over the end of a file. */
    assert_view_equal(sources_text(&setup.sources, (struct span){source->base + 2, source->base}),
                      "");
    assert_view_equal(
        sources_text(&setup.sources, (struct span){first->base, source->base + 1}), "");
    setup_end(&setup);
}

/* What sources_position() should say, worked out the slow way. */
static struct position slow_position(const struct source *source, size_t offset)
{
    struct position position = {.source = source, .line = 1, .column = 1};
    size_t i = source_begin(source);
    while (i < offset) {
        uint32_t character;
        struct view rest = {source->text + i, source->size - i};
        size_t length = utf8_character(rest, &character);
        length = length == 0 ? 1 : length;
        if (i + length > offset)
            break;
        position.column++;
        if (source->text[i] == '\n') {
            position.line++;
            position.column = 1;
        }
        i += length;
    }
    return position;
}

/* Short and very long lines, valid and broken characters; asked for in any order. */
static void random_texts_are_counted_right(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\n", "\r\n", "abcdefghij", "\xC3\xBC", "\xF0\x9F\x93\xA7",
                                         "\xB0", "\xE2\x82", "x"};
    for (uint64_t round = 1; round <= 12; round++) {
        uint64_t seed = round;
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        uint32_t first = round % 3 == 0 ? 2 : 0; /* every third text is one line */
        while (text.length < 30000)
            buffer_add_string(&text, pieces[first + random_below(&seed, 8 - first)]);
        setup_source(&setup, "before", "a\nb");
        struct source *source = setup_source_view(&setup, "random", buffer_view(&text));
        for (int i = 0; i < 300; i++) {
            size_t offset = random_below(&seed, source->size + 1);
            struct position wanted = slow_position(source, offset);
            struct position found = at(&setup, source, offset);
            if (found.line != wanted.line || found.column != wanted.column)
                fail_msg("seed %d, offset %zu: %u:%u is not %u:%u", (int)round, offset, found.line,
                         found.column, wanted.line, wanted.column);
        }
        setup_end(&setup);
    }
}

static void a_very_long_line_is_cut_behind_the_place(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    size_t size = 3 * POSITION_AHEAD;
    char *text = memset(arena_zero(&setup.arena, size + 1, 1), 'x', size);
    struct source *source = setup_source(&setup, "long", text);
    struct position middle = at(&setup, source, 1000);
    assert_int_equal(middle.line_text.length, 1000 + POSITION_AHEAD);
    assert_int_equal(middle.line_offset, 1000);
    struct position end = at(&setup, source, size);
    assert_int_equal(end.line_text.length, size);
    assert_int_equal(end.line_offset, size);
    assert_int_equal(end.column, size + 1);
    setup_end(&setup);
}

static void the_space_of_offsets_ends(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    /* Never read: only the sizes matter. */
    static char text[2];
    const size_t gigabyte = (size_t)1 << 30;
    struct source *last = NULL;
    for (int i = 0; i < 3; i++)
        assert_non_null(last = sources_add(&setup.sources, "large", text, gigabyte));
    assert_null(sources_add(&setup.sources, "large", text, gigabyte));
    assert_null(sources_add(&setup.sources, "large", text, SIZE_MAX));
    assert_null(sources_add(&setup.sources, "large", text, (size_t)UINT32_MAX + 1));
    assert_int_equal(setup.sources.count, 3);
    /* What fits is still taken, to the last offset. */
    size_t left = UINT32_MAX - setup.sources.next_base - 1;
    assert_null(sources_add(&setup.sources, "rest", text, left + 1));
    struct source *rest = sources_add(&setup.sources, "rest", text, left);
    assert_non_null(rest);
    assert_ptr_equal(sources_find(&setup.sources, UINT32_MAX - 1), rest);
    assert_ptr_equal(sources_find(&setup.sources, last->base + (uint32_t)gigabyte), last);
    assert_null(sources_find(&setup.sources, UINT32_MAX));
    assert_null(sources_add(&setup.sources, "none", text, 0));
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_columns_count_from_one),
        cmocka_unit_test(the_end_behind_a_line_end_is_a_line_of_its_own),
        cmocka_unit_test(crlf_is_no_part_of_a_line),
        cmocka_unit_test(a_byte_order_mark_does_not_count),
        cmocka_unit_test(columns_are_characters),
        cmocka_unit_test(bytes_that_are_not_utf8_are_characters),
        cmocka_unit_test(a_place_names_its_file),
        cmocka_unit_test(no_place_has_no_position),
        cmocka_unit_test(the_text_of_a_place),
        cmocka_unit_test(random_texts_are_counted_right),
        cmocka_unit_test(a_very_long_line_is_cut_behind_the_place),
        cmocka_unit_test(the_space_of_offsets_ends),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
