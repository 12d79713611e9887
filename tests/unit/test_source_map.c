/* SPDX-License-Identifier: MIT */
/* Places in texts that are made from others, and in texts that are not in memory. */
#include "support.h"

static void add(struct source_map *map, uint32_t offset, uint32_t origin)
{
    source_map_add(map, offset, origin);
}

static void a_map_keeps_only_what_is_new(void **state)
{
    (void)state;
    struct setup setup;
    struct source_map map;
    setup_begin(&setup);
    source_map_init(&map, &setup.arena);
    assert_int_equal(source_map_find(&map, 7), 7);
    add(&map, 0, 10);
    add(&map, 5, 15); /* only goes on */
    assert_int_equal(map.count, 1);
    add(&map, 6, 30);
    add(&map, 6, 40); /* in place of the one without a byte */
    assert_int_equal(map.count, 2);
    assert_int_equal(source_map_find(&map, 0), 10);
    assert_int_equal(source_map_find(&map, 5), 15);
    assert_int_equal(source_map_find(&map, 6), 40);
    assert_int_equal(source_map_find(&map, 100), 134);
    add(&map, 6, 16); /* back where the first one leads to */
    assert_int_equal(map.count, 1);
    setup_end(&setup);
}

static void a_derived_place_is_shown_in_its_file(void **state)
{
    (void)state;
    struct setup setup;
    struct source_map map;
    setup_begin(&setup);
    struct source *file = setup_source(&setup, "file.xml", "<hat>\na &lt; b\nc</hat>\n");
    source_map_init(&map, &setup.arena);
    add(&map, 0, 5);
    add(&map, 3, 8);
    add(&map, 4, 12);
    char text[] = "\na < b\nc\0";
    struct source *hat = sources_add_derived(&setup.sources, file, text, 8, &map);
    struct position less = sources_position(&setup.sources, hat->base + 3);
    assert_ptr_equal(less.source, file);
    assert_string_equal(hat->name, "file.xml");
    assert_int_equal(less.line, 2);
    assert_int_equal(less.column, 3);
    assert_view_equal(less.line_text, "a &lt; b");
    struct position after = sources_position(&setup.sources, hat->base + 5);
    assert_int_equal(after.column, 8);
    struct span span = {hat->base + 3, hat->base + 4};
    span = sources_original(&setup.sources, span);
    assert_view_equal(sources_text(&setup.sources, span), "&lt;");
    assert_view_equal(sources_text(&setup.sources, (struct span){hat->base + 1, hat->base + 6}),
                      "a < b");
    struct span own = {file->base + 1, file->base + 4};
    assert_int_equal(sources_original(&setup.sources, own).end, own.end);
    assert_int_equal(sources_original(&setup.sources, SPAN_NONE).offset, 0);
    setup_end(&setup);
}

/* A text from which random bytes are left out, twice over; each byte is followed back. */
static void random_texts_are_followed_back(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 40; round++) {
        uint64_t seed = round;
        struct setup setup;
        setup_begin(&setup);
        uint32_t size = 500 + random_below(&seed, 5000);
        char *text = arena_zero(&setup.arena, size + 2, 1);
        uint32_t *wanted = arena_zero(&setup.arena, size + 1, sizeof *wanted);
        for (uint32_t i = 0; i < size; i++) {
            text[i] = (char)(random_below(&seed, 30) == 0 ? '\n' : 'a' + (char)(i % 26));
            wanted[i] = i;
        }
        const struct source *file =
            setup_source_view(&setup, "file", (struct view){text, size});
        const struct source *last = file;
        for (int layer = 0; layer < 2; layer++) {
            struct source_map map;
            char *kept = arena_zero(&setup.arena, size + 2, 1);
            uint32_t count = 0;
            source_map_init(&map, &setup.arena);
            for (uint32_t i = 0; i < last->size; i++) {
                if (random_below(&seed, 8) == 0)
                    continue;
                add(&map, count, i);
                wanted[count] = wanted[i];
                kept[count++] = last->text[i];
            }
            last = sources_add_derived(&setup.sources, last, kept, count, &map);
        }
        for (int i = 0; i < 200; i++) {
            uint32_t at = random_below(&seed, last->size);
            struct position found = sources_position(&setup.sources, last->base + at);
            struct position there = sources_position(&setup.sources, file->base + wanted[at]);
            assert_int_equal(last->text[at], text[wanted[at]]);
            if (found.line != there.line || found.column != there.column)
                fail_msg("seed %d, offset %u", (int)round, at);
        }
        setup_end(&setup);
    }
}

static size_t load(void *context, uint32_t offset, char *bytes, size_t size)
{
    const struct view *text = context;
    size_t left = offset < text->length ? text->length - offset : 0;
    size = size < left ? size : left;
    memcpy(bytes, text->text + offset, size);
    return size;
}

/* The same places in a text in memory and in one that is loaded. */
static void a_text_that_is_loaded_has_the_same_places(void **state)
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
        if (round % 2 == 0)
            buffer_add_string(&text, "\xEF\xBB\xBF");
        while (text.length < 30000)
            buffer_add_string(&text, pieces[first + random_below(&seed, 8 - first)]);
        struct view whole = buffer_view(&text);
        struct source *known = setup_source_view(&setup, "known", whole);
        char head[4] = {whole.text[0], whole.text[1], whole.text[2], '\0'};
        struct source *loaded = sources_add_loaded(&setup.sources, "loaded", head, whole.length,
                                                   load, &whole);
        for (int i = 0; i < 300; i++) {
            uint32_t at = random_below(&seed, known->size + 1);
            struct position a = sources_position(&setup.sources, known->base + at);
            struct position b = sources_position(&setup.sources, loaded->base + at);
            if (a.line != b.line || a.column != b.column || a.line_offset != b.line_offset ||
                !view_equal(a.line_text, b.line_text))
                fail_msg("seed %d, offset %u: %u:%u is not %u:%u", (int)round, at, b.line,
                         b.column, a.line, a.column);
        }
        struct span span = {loaded->base, loaded->base + 5};
        assert_int_equal(sources_text(&setup.sources, span).length, 0);
        setup_end(&setup);
    }
}

/* A line of megabytes is not loaded whole, and a file that has shrunk does no harm. */
static void what_is_loaded_is_bounded(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    size_t size = 5 * POSITION_AHEAD;
    struct view text = {memset(arena_zero(&setup.arena, size + 1, 1), 'x', size), size};
    char head[4] = "xxx";
    struct source *source =
        sources_add_loaded(&setup.sources, "loaded", head, size, load, &text);
    struct position middle = sources_position(&setup.sources, source->base + 3 * POSITION_AHEAD);
    assert_int_equal(middle.column, 3 * POSITION_AHEAD + 1);
    assert_int_equal(middle.line_offset, POSITION_AHEAD);
    assert_int_equal(middle.line_text.length, 2 * POSITION_AHEAD);
    text.length = 10;
    struct position gone = sources_position(&setup.sources, source->base + (uint32_t)size - 1);
    assert_int_equal(gone.line, 1);
    assert_true(gone.line_offset <= gone.line_text.length);
    setup_end(&setup);
}

static void messages_stand_where_their_file_has_them(void **state)
{
    (void)state;
    struct setup setup;
    struct source_map map;
    uint32_t count;
    setup_begin(&setup);
    struct source *file = setup_source(&setup, "file.xml", "<hat>a &quot; b</hat>\n<port>x</port>");
    source_map_init(&map, &setup.arena);
    add(&map, 0, 5);
    add(&map, 3, 13);
    char text[] = "a \" b\0";
    struct source *hat = sources_add_derived(&setup.sources, file, text, 5, &map);
    const struct span port = {file->base + 28, file->base + 29};
    const struct span quote = {hat->base + 2, hat->base + 3};
    setup.diag.limit = 1;
    diag_report(&setup.diag, CODE_NOT_A_NUMBER, port, "the later one");
    assert_true(diag_would_keep(&setup.diag, SEVERITY_ERROR, quote));
    struct message *message = diag_report(&setup.diag, CODE_HAT_SYNTAX, quote, "the first one");
    diag_note(&setup.diag, message, quote, "here");
    const struct message *const *sorted = diag_sorted(&setup.diag, &count);
    assert_int_equal(count, 1);
    assert_string_equal(sorted[0]->text, "the first one");
    assert_view_equal(sources_text(&setup.sources, sorted[0]->place), "&quot;");
    assert_view_equal(sources_text(&setup.sources, sorted[0]->notes->place), "&quot;");
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_stand_where_their_file_has_them),
        cmocka_unit_test(a_map_keeps_only_what_is_new),
        cmocka_unit_test(a_derived_place_is_shown_in_its_file),
        cmocka_unit_test(random_texts_are_followed_back),
        cmocka_unit_test(a_text_that_is_loaded_has_the_same_places),
        cmocka_unit_test(what_is_loaded_is_bounded),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
