/* SPDX-License-Identifier: MIT */
/* The ground floor: memory, texts, hashes, near misses, UTF-8. Files: test_files.c. */
#include "support.h"

#include "base/hash.h"
#include "base/near.h"
#include "base/shell.h"
#include "base/utf8.h"

/* ---- arena ---- */

static jmp_buf out_of_memory;

__attribute__((noreturn)) static void jump_out(void)
{
    longjmp(out_of_memory, 1);
}

static void arena_gives_aligned_separate_memory(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    uint64_t seed = 1;
    enum { COUNT = 2000 };
    static struct view blocks[COUNT];
    for (int i = 0; i < COUNT; i++) {
        size_t size = random_below(&seed, i % 100 == 0 ? 3000000 : 300);
        char *block = arena_alloc(&arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % 16, 0);
        memset(block, i & 0xFF, size);
        blocks[i] = (struct view){block, size};
    }
    for (int i = 0; i < COUNT; i++)
        for (size_t j = 0; j < blocks[i].length; j += 97)
            assert_int_equal((unsigned char)blocks[i].text[j], i & 0xFF);
    arena_free(&arena);
}

static void arena_gives_something_for_no_bytes(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    char *first = arena_alloc(&arena, 0);
    assert_non_null(first);
    assert_non_null(arena_zero(&arena, 0, 8));
    assert_ptr_not_equal(first, arena_alloc(&arena, 0));
    arena_free(&arena);
}

static void arena_is_empty_and_usable_after_free(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    arena_alloc(&arena, 100);
    arena_free(&arena);
    assert_null(arena.chunks);
    assert_string_equal(arena_string(&arena, "again"), "again");
    arena_free(&arena);
}

static void arena_refuses_products_that_overflow(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, jump_out);
    if (setjmp(out_of_memory) == 0) {
        arena_zero(&arena, SIZE_MAX / 2, 4);
        fail_msg("the product was not refused");
    }
    if (setjmp(out_of_memory) == 0) {
        arena_alloc(&arena, SIZE_MAX - 3);
        fail_msg("the size was not refused");
    }
    arena_free(&arena);
}

static void arena_zero_is_zero(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    memset(arena_alloc(&arena, 1000), 0xAA, 1000);
    arena_free(&arena);
    const char *memory = arena_zero(&arena, 250, 4);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(memory[i], 0);
    arena_free(&arena);
}

static void arena_texts_end_in_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct view copy = arena_copy(&arena, (struct view){"abcdef", 3});
    assert_string_equal(copy.text, "abc");
    assert_int_equal(copy.length, 3);
    assert_string_equal(arena_copy(&arena, (struct view){NULL, 0}).text, "");
    assert_string_equal(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
    arena_free(&arena);
}

/* ---- view ---- */

static void views_compare_bytewise(void **state)
{
    (void)state;
    assert_true(view_compare(VIEW("a"), VIEW("b")) < 0);
    assert_true(view_compare(VIEW("ab"), VIEW("a")) > 0);
    assert_true(view_compare(VIEW("\xC3"), VIEW("z")) > 0);
    assert_int_equal(view_compare(VIEW("a\0b"), VIEW("a\0b")), 0);
    assert_true(view_compare(VIEW("a\0b"), VIEW("a\0c")) < 0);
    assert_int_equal(view_compare((struct view){NULL, 0}, VIEW("")), 0);
    assert_true(view_equal((struct view){NULL, 0}, VIEW("")));
    assert_false(view_equal(VIEW("a"), VIEW("ab")));
}

static void case_means_ascii_case(void **state)
{
    (void)state;
    assert_true(view_equal_nocase(VIEW("DeFault"), VIEW("dEFAULT")));
    assert_false(view_equal_nocase(VIEW("\xC3\x84"), VIEW("\xC3\xA4")));
    assert_false(view_equal_nocase(VIEW("@"), VIEW("`")));
    assert_false(view_equal_nocase(VIEW("["), VIEW("{")));
}

static void trimming_takes_blanks_at_the_ends_only(void **state)
{
    (void)state;
    assert_view_equal(view_trim(VIEW(" \t a b\r\n ")), "a b");
    assert_view_equal(view_trim(VIEW(" \r\n")), "");
    assert_view_equal(view_trim(VIEW("\v a")), "\v a");
}

/* ---- buffer ---- */

static void buffer_holds_what_was_added(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct buffer buffer = buffer_new(&arena);
    assert_string_equal(buffer_string(&buffer), "");
    for (int i = 0; i < 10000; i++)
        buffer_printf(&buffer, "%d,", i % 10);
    buffer_add(&buffer, (struct view){NULL, 0});
    buffer_add_char(&buffer, '\0');
    buffer_add_string(&buffer, "end");
    assert_int_equal(buffer.length, 20004);
    assert_memory_equal(buffer.text + 19998, "9,\0end", 6);
    assert_memory_equal(buffer.text, "0,1,2,", 6);
    arena_free(&arena);
}

static void buffer_takes_its_own_text(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct buffer buffer = buffer_new(&arena);
    buffer_add_string(&buffer, "ab");
    for (int i = 0; i < 10; i++)
        buffer_add(&buffer, buffer_view(&buffer));
    assert_int_equal(buffer.length, 2048);
    for (size_t i = 0; i < buffer.length; i++)
        assert_int_equal(buffer.text[i], i % 2 == 0 ? 'a' : 'b');
    arena_free(&arena);
}

static void array_keeps_its_elements_while_growing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    uint32_t *array = NULL;
    uint32_t capacity = 0;
    for (uint32_t count = 0; count < 5000; count++) {
        array = array_grow(&arena, array, count, &capacity, sizeof *array);
        assert_true(count < capacity);
        array[count] = count * 3;
    }
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(array[i], i * 3);
    arena_free(&arena);
}

/* ---- hash ---- */

static void hash_sees_every_byte_and_the_length(void **state)
{
    (void)state;
    char text[64] = {0};
    for (size_t length = 0; length < sizeof text; length++) {
        uint32_t plain = hash_bytes(7, text, length);
        assert_int_equal(plain, hash_bytes(7, text, length));
        assert_int_not_equal(plain, hash_bytes(8, text, length));
        assert_int_not_equal(plain, hash_bytes(7, text, length + 1));
        for (size_t i = 0; i < length; i++) {
            text[i] = 1;
            assert_int_not_equal(plain, hash_bytes(7, text, length));
            text[i] = 0;
        }
    }
}

/* Fingerprints are kept between runs and machines, so these values may never change. */
static void hash_is_the_same_everywhere(void **state)
{
    (void)state;
    assert_int_equal(hash_bytes(1, "", 0), 0x615f8a08);
    assert_int_equal(hash_bytes(1, "example.com", 11), 0x6838ec7c);
    assert_int_equal(hash_bytes(1, "a.rather.long.name.example", 26), 0xc9754e07);
}

static void hash_seeds_differ(void **state)
{
    (void)state;
    assert_true(hash_seed() != hash_seed());
}

static bool table_has(const struct hash_table *table, uint32_t hash, uint32_t wanted)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(table, hash, &probe, &index))
        if (index == wanted)
            return true;
    return false;
}

static void hash_table_finds_what_was_stored(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct hash_table table;
    hash_table_init(&table, &arena, 0);
    for (uint32_t i = 0; i < 20000; i++)
        hash_table_insert(&table, hash_bytes(3, &i, sizeof i), i);
    assert_int_equal(table.count, 20000);
    for (uint32_t i = 0; i < 20000; i++)
        assert_true(table_has(&table, hash_bytes(3, &i, sizeof i), i));
    for (uint32_t i = 20000; i < 21000; i++)
        assert_false(table_has(&table, hash_bytes(3, &i, sizeof i), i));
    arena_free(&arena);
}

/* Everything under one hash, at the upper end so that probing wraps round. */
static void hash_table_bears_collisions(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct hash_table table;
    hash_table_init(&table, &arena, 4);
    for (uint32_t i = 0; i < 200; i++)
        hash_table_insert(&table, UINT32_MAX, i);
    hash_table_insert(&table, UINT32_MAX - 1, 1000);
    uint32_t probe = UINT32_MAX;
    uint32_t found = 0;
    uint32_t index;
    while (hash_table_next(&table, UINT32_MAX, &probe, &index)) {
        assert_true(index < 200);
        found++;
    }
    assert_int_equal(found, 200);
    assert_true(table_has(&table, UINT32_MAX - 1, 1000));
    assert_false(table_has(&table, 5, 5));
    arena_free(&arena);
}

static void hash_table_of_the_expected_size_does_not_grow(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, memory_exhausted);
    struct hash_table table;
    hash_table_init(&table, &arena, 1000);
    const struct hash_slot *slots = table.slots;
    for (uint32_t i = 0; i < 1000; i++)
        hash_table_insert(&table, i * 2654435761u, i);
    assert_ptr_equal(table.slots, slots);
    arena_free(&arena);
}

/* ---- near ---- */

static void near_misses(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        bool near;
    } cases[] = {
        {"table_tls", "tabel_tls", true},   {"requred", "required", true},
        {"require", "required", true},      {"rquired", "required", true},
        {"on", "off", false},               {"on", "no", true},
        {"on", "ON", false},                {"required", "required", false},
        {"requerd", "required", false}, /* two changes, and the shorter has seven letters */
        {"reguirad", "required", true}, /* two changes in eight letters */
        {"regu1rad", "required", false},    {"PREFERED", "preferred", true},
        {"abcdefgh", "badcfegh", false},    {"abcdefgh", "badcefgh", true},
        {"", "", false},                    {"", "ab", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct view a = view_of(cases[i].a);
        struct view b = view_of(cases[i].b);
        if (near_miss(a, b) != cases[i].near || near_miss(b, a) != cases[i].near)
            fail_msg("%s and %s: near is not %d", cases[i].a, cases[i].b, cases[i].near);
    }
}

static void distances(void **state)
{
    (void)state;
    assert_int_equal(near_distance(VIEW("on"), VIEW("ON")), 0);
    assert_int_equal(near_distance(VIEW("on"), VIEW("one")), 1);
    assert_int_equal(near_distance(VIEW("requierd"), VIEW("required")), 1);
    assert_int_equal(near_distance(VIEW("reguirad"), VIEW("required")), 2);
    assert_int_equal(near_distance(VIEW("on"), VIEW("quantum")), NEAR_FAR);
}

static const char *nearest_of(struct arena *arena, const char *text, const char *const *names)
{
    struct nearest nearest = nearest_to(view_of(text));
    for (; *names != NULL; names++)
        nearest_offer(&nearest, view_of(*names), view_of(*names));
    return nearest_words(arena, &nearest, "<", ">");
}

static void nearest_words_are_named(void **state)
{
    static const char *const names[] = {"PREFER_V6", "REQUIRE_V6", "PREFER_V4", "PREFER_V6",
                                        "REQUIRE_V4", NULL};
    static const char *const many[] = {"a1", "a2", "a3", "a4", "a5", NULL};
    struct arena arena;
    (void)state;
    arena_init(&arena, memory_exhausted);
    assert_string_equal(nearest_of(&arena, "prefer_v66", names), "<PREFER_V6>");
    /* The nearest, not the first: PREFER_V6 is two changes away. */
    assert_string_equal(nearest_of(&arena, "REFER_V4", names), "<PREFER_V4>");
    assert_string_equal(nearest_of(&arena, "PREFER_V5", names), "<PREFER_V6> or <PREFER_V4>");
    assert_string_equal(nearest_of(&arena, "prefer_v4", names), "<PREFER_V4>");
    assert_null(nearest_of(&arena, "quantum", names));
    assert_string_equal(nearest_of(&arena, "a", many), "<a1>, <a2>, <a3> or <a4>");
    struct nearest nearest = nearest_to(VIEW("on"));
    nearest_offer_exact(&nearest, VIEW("one"), VIEW("one"));
    assert_false(nearest_found(&nearest));
    nearest_offer(&nearest, VIEW("one"), VIEW("one"));
    nearest_offer_exact(&nearest, VIEW("ON"), VIEW("preferred"));
    assert_string_equal(nearest_words(&arena, &nearest, "", ""), "preferred");
    arena_free(&arena);
}

static void long_words_are_never_near(void **state)
{
    (void)state;
    char word[66];
    memset(word, 'a', sizeof word);
    assert_true(near_miss((struct view){word, 64}, (struct view){word, 63}));
    assert_false(near_miss((struct view){word, 65}, (struct view){word, 64}));
    assert_false(near_miss((struct view){word, 66}, (struct view){word, 65}));
}

/* ---- utf8 ---- */

static void utf8_is_checked(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        size_t bad; /* the length when all is well */
    } cases[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"a\0b", 3, 3},
        {"b\xC3\xBC", 3, 3},
        {"b\xFC", 2, 1},
        {"12345678\xE2\x82", 10, 8}, /* cut */
        {"\xC0\xAF", 2, 0},          /* longer than need be */
        {"\xED\xA0\x80", 3, 0},      /* a surrogate */
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"\xF4\x90\x80\x80", 4, 0}, /* above U+10FFFF */
        {"\x80", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct view text = {cases[i].text, cases[i].length};
        size_t bad = text.length;
        assert_int_equal(utf8_check(text, &bad), cases[i].bad == text.length);
        assert_int_equal(bad, cases[i].bad);
    }
}

static void ascii_is_seen_at_every_offset(void **state)
{
    (void)state;
    char text[40];
    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'a', sizeof text);
        text[length] = (char)0x80;
        assert_true(utf8_is_ascii((struct view){text, length}));
        assert_false(utf8_is_ascii((struct view){text, length + 1}));
    }
}

static void characters_are_read_one_by_one(void **state)
{
    (void)state;
    uint32_t character = 0;
    assert_int_equal(utf8_character(VIEW("\xC3\xBC!"), &character), 2);
    assert_int_equal(character, 0xFC);
    assert_int_equal(utf8_character(VIEW("\xF0\x9F\x93\xA7"), &character), 4);
    assert_int_equal(character, 0x1F4E7);
    assert_int_equal(utf8_character(VIEW("A"), &character), 1);
    assert_int_equal(character, 'A');
    assert_int_equal(utf8_character((struct view){"", 0}, &character), 0);
    assert_int_equal(utf8_character(VIEW("\xF0\x9F\x93"), &character), 0);
    assert_int_equal(utf8_character(VIEW("\xBC"), &character), 0);
}

static void width_is_that_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(VIEW("plain")), 5);
    assert_int_equal(utf8_width(VIEW("b\xC3\xBC" "cher")), 6);
    assert_int_equal(utf8_width(VIEW("\xE4\xBE\x8B\xE3\x81\x88")), 4); /* two wide ones */
    assert_int_equal(utf8_width(VIEW("u\xCC\x88")), 1);                /* one combining mark */
}

/* ---- words of a shell ---- */

static void a_shell_takes_each_word_for_itself(void **state)
{
    static const char *const words[][2] = {
        {"old.txt", "old.txt"},   {"../a_b/c-1.txt", "../a_b/c-1.txt"},
        {"n w.txt", "'n w.txt'"}, {"it's", "'it'\\''s'"},
        {"$HOME", "'$HOME'"},     {"~me", "'~me'"},
        {"=ls", "'=ls'"},         {"a\\b", "'a\\b'"},
        {"", "''"},               {"b\xC3\xBC" "cher", "b\xC3\xBC" "cher"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, memory_exhausted);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_string_equal(shell_word(&arena, view_of(words[i][0])), words[i][1]);
    assert_string_equal(shell_path(&arena, VIEW("-x.txt")), "./-x.txt");
    assert_string_equal(shell_path(&arena, VIEW("- x.txt")), "./'- x.txt'");
    assert_string_equal(shell_path(&arena, VIEW("x-.txt")), "x-.txt");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_aligned_separate_memory),
        cmocka_unit_test(arena_gives_something_for_no_bytes),
        cmocka_unit_test(arena_is_empty_and_usable_after_free),
        cmocka_unit_test(arena_refuses_products_that_overflow),
        cmocka_unit_test(arena_zero_is_zero),
        cmocka_unit_test(arena_texts_end_in_nul),
        cmocka_unit_test(views_compare_bytewise),
        cmocka_unit_test(case_means_ascii_case),
        cmocka_unit_test(trimming_takes_blanks_at_the_ends_only),
        cmocka_unit_test(buffer_holds_what_was_added),
        cmocka_unit_test(buffer_takes_its_own_text),
        cmocka_unit_test(array_keeps_its_elements_while_growing),
        cmocka_unit_test(hash_sees_every_byte_and_the_length),
        cmocka_unit_test(hash_is_the_same_everywhere),
        cmocka_unit_test(hash_seeds_differ),
        cmocka_unit_test(hash_table_finds_what_was_stored),
        cmocka_unit_test(hash_table_bears_collisions),
        cmocka_unit_test(hash_table_of_the_expected_size_does_not_grow),
        cmocka_unit_test(near_misses),
        cmocka_unit_test(distances),
        cmocka_unit_test(nearest_words_are_named),
        cmocka_unit_test(long_words_are_never_near),
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(ascii_is_seen_at_every_offset),
        cmocka_unit_test(characters_are_read_one_by_one),
        cmocka_unit_test(width_is_that_of_a_terminal),
        cmocka_unit_test(a_shell_takes_each_word_for_itself),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
