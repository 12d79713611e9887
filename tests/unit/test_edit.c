/* SPDX-License-Identifier: MIT */
/*
 * Changes of a text: patches, and their difference, which the tool patch must understand.
 */
#include "support.h"

#include "edit/draft_place.h"
#include "edit/patch.h"
#include "edit/unified.h"

#include <string.h>

static void comes_out(const struct replacement *list, uint32_t count, const char *wanted,
                      uint32_t left_out)
{
    struct setup setup;
    setup_begin(&setup);
    struct patch patch = patch_new(&setup.arena);
    for (uint32_t i = 0; i < count; i++)
        patch_replace(&patch, list[i].begin, list[i].end, list[i].text);
    assert_int_equal(patch_settle(&patch), left_out);
    assert_view_equal(patch_apply(&patch, VIEW("0123456789")), wanted);
    setup_end(&setup);
}

#define COMES_OUT(wanted, left_out, ...)                                                           \
    do {                                                                                           \
        const struct replacement list_[] = {__VA_ARGS__};                                          \
        comes_out(list_, sizeof list_ / sizeof list_[0], wanted, left_out);                        \
    } while (0)

static void patches(void **state)
{
    (void)state;
    comes_out(NULL, 0, "0123456789", 0);
    COMES_OUT("01x456789", 0, {2, 4, VIEW("x"), 0});
    COMES_OUT("b2345678a", 0, {9, 10, VIEW("a"), 0}, {0, 2, VIEW("b"), 0});
    COMES_OUT("", 0, {0, 10, VIEW(""), 0});
    /* Insertions keep their order and come before the range that begins there. */
    COMES_OUT("0ab2345678c9", 0, {1, 1, VIEW("a"), 0}, {1, 2, VIEW(""), 0}, {1, 1, VIEW("b"), 0},
              {9, 9, VIEW("c"), 0});
    /* Ranges that touch go together, those that overlap do not; the same twice is once. */
    COMES_OUT("0xy56789", 0, {1, 3, VIEW("x"), 0}, {3, 5, VIEW("y"), 0});
    COMES_OUT("0x3456789", 1, {1, 3, VIEW("x"), 0}, {2, 5, VIEW("y"), 0});
    COMES_OUT("0x3456789", 0, {1, 3, VIEW("x"), 0}, {1, 3, VIEW("x"), 0});
    COMES_OUT("0x3456789", 1, {1, 3, VIEW("x"), 0}, {1, 3, VIEW("y"), 0});
    COMES_OUT("06789", 0, {1, 4, VIEW(""), 0}, {2, 3, VIEW(""), 0}, {3, 6, VIEW(""), 0});
    COMES_OUT("0456789", 1, {1, 4, VIEW(""), 0}, {2, 5, VIEW("x"), 0});
}

/* --- Differences ------------------------------------------------------------------------------ */

static struct view difference(struct setup *setup, const char *path, struct view before,
                              struct view after)
{
    struct capture capture;
    write_unified(capture_begin(&capture, &setup->arena), &setup->arena, path, before, after);
    return capture_end(&capture);
}

static void differs(const char *before, const char *after, const char *wanted)
{
    struct setup setup;
    setup_begin(&setup);
    assert_view_equal(difference(&setup, "./t", view_of(before), view_of(after)), wanted);
    setup_end(&setup);
}

static void differences(void **state)
{
    (void)state;
    differs("", "", "");
    differs("a\n", "a\n", "");
    differs("a\n", "b\n", "--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\n+b\n");
    differs("", "a\n", "--- a/t\n+++ b/t\n@@ -0,0 +1 @@\n+a\n");
    differs("a", "", "--- a/t\n+++ b/t\n@@ -1 +0,0 @@\n-a\n\\ No newline at end of file\n");
    differs("a\nb", "a\nb\n", "--- a/t\n+++ b/t\n@@ -1,2 +1,2 @@\n a\n-b\n"
                              "\\ No newline at end of file\n+b\n");
    differs("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
            "--- a/t\n+++ b/t\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
    /* Seven lines between two changes: each has a hunk of its own; six: one. */
    differs("a\n1\n2\n3\n4\n5\n6\n7\nb", "1\n2\n3\n4\n5\n6\n7\nc\nb",
            "--- a/t\n+++ b/t\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,5 @@\n 5\n 6\n 7\n+c\n b\n"
            "\\ No newline at end of file\n");
    differs("a\n1\n2\n3\n4\n5\n6\nb\n", "1\n2\n3\n4\n5\n6\nc\n",
            "--- a/t\n+++ b/t\n@@ -1,8 +1,7 @@\n-a\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+c\n");
}

static void names(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    assert_view_equal(difference(&setup, "a b", VIEW("x\n"), VIEW("")),
                      "--- a/a b\t\n+++ b/a b\t\n@@ -1 +0,0 @@\n-x\n");
    assert_view_equal(difference(&setup, "a\"\n", VIEW("x\n"), VIEW("")),
                      "--- \"a/a\\\"\\012\"\n+++ \"b/a\\\"\\012\"\n@@ -1 +0,0 @@\n-x\n");
    setup_end(&setup);
}

/* --- The difference of random texts, read by patch ------------------------------------------ */

static void add_line(struct buffer *text, uint64_t *seed, uint32_t kinds)
{
    buffer_printf(text, "line %u\n", random_below(seed, kinds));
}

/* TEXT with some lines changed, taken out or put in. */
static struct view changed(struct arena *arena, uint64_t *seed, struct view text, uint32_t often,
                           uint32_t kinds)
{
    struct buffer result = buffer_new(arena);
    while (text.length > 0) {
        const char *end = memchr(text.text, '\n', text.length);
        size_t length = end == NULL ? text.length : (size_t)(end + 1 - text.text);
        uint32_t what = random_below(seed, often);
        if (what != 0)
            buffer_add(&result, (struct view){text.text, length});
        if (what == 1 && end != NULL)
            add_line(&result, seed, kinds);
        if (what == 0 && random_below(seed, 2) == 0)
            add_line(&result, seed, kinds);
        text = (struct view){text.text + length, text.length - length};
    }
    return (struct view){buffer_string(&result), result.length};
}

/* BEFORE with the hunks of DIFF, read as the form says and nothing assumed. */
static struct view apply(struct arena *arena, struct view before, struct view diff)
{
    struct buffer result = buffer_new(arena);
    size_t done = 0;
    bool in_hunk = false;
    while (diff.length > 0) {
        const char *end = memchr(diff.text, '\n', diff.length);
        assert_non_null(end);
        struct view line = {diff.text, (size_t)(end + 1 - diff.text)};
        diff = (struct view){end + 1, diff.length - line.length};
        struct view rest = {line.text + 1, line.length - 1};
        bool cut = diff.length > 0 && diff.text[0] == '\\';
        rest.length -= cut;
        unsigned at;
        if (sscanf(line.text, "@@ -%u", &at) == 1) {
            bool empty = strncmp(strchr(line.text, '-'), "-0,0", 4) == 0 ||
                         memmem(line.text, line.length, ",0 +", 4) != NULL;
            size_t start = 0;
            for (unsigned i = empty ? 0 : 1; i < at; i++)
                start = (size_t)((const char *)memchr(before.text + start, '\n',
                                                      before.length - start) + 1 - before.text);
            assert_true(start >= done);
            buffer_add(&result, (struct view){before.text + done, start - done});
            done = start;
            in_hunk = true;
        } else if (in_hunk && (line.text[0] == ' ' || line.text[0] == '-')) {
            assert_true(done + rest.length <= before.length);
            assert_memory_equal(before.text + done, rest.text, rest.length);
            done += rest.length;
        }
        if (in_hunk && (line.text[0] == ' ' || line.text[0] == '+'))
            buffer_add(&result, rest);
    }
    buffer_add(&result, (struct view){before.text + done, before.length - done});
    return (struct view){buffer_string(&result), result.length};
}

static void random_differences(void **state)
{
    uint64_t seed = 31;
    (void)state;
    for (int run = 0; run < 2000; run++) {
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        uint32_t kinds = 1 + random_below(&seed, 30);
        for (uint32_t i = random_below(&seed, 60); i > 0; i--)
            add_line(&text, &seed, kinds);
        if (random_below(&seed, 3) == 0)
            buffer_add_string(&text, "no line end");
        struct view before = {buffer_string(&text), text.length};
        struct view after =
            changed(&setup.arena, &seed, before, 2 + random_below(&seed, 20), kinds);
        struct view diff = difference(&setup, "t", before, after);
        assert_view_equal(apply(&setup.arena, before, diff), after.text);
        setup_end(&setup);
    }
}

/* Nothing in common, and many lines of it: neither slow nor wrong. */
static void strangers(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct buffer before = buffer_new(&setup.arena);
    struct buffer after = buffer_new(&setup.arena);
    for (unsigned i = 0; i < 20000; i++) {
        buffer_printf(&before, "a %u\n", i);
        buffer_printf(&after, "b %u\n", i);
    }
    struct view old = {buffer_string(&before), before.length};
    struct view new = {buffer_string(&after), after.length};
    assert_true(view_equal(apply(&setup.arena, old, difference(&setup, "t", old, new)), new));
    setup_end(&setup);
}

/* --- Places ----------------------------------------------------------------------------------- */

/* How many bytes of AFTER have a place in BEFORE, each in the same line. */
static uint32_t placed(struct view before, struct view after)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i <= after.length; i++) {
        uint32_t at = i;
        if (!draft_place(before, after, &at)) {
            assert_int_equal(at, i);
            continue;
        }
        count++;
        assert_true(at <= before.length);
        struct view old = {before.text + at, before.length - at};
        struct view new = {after.text + i, after.length - i};
        while (old.text > before.text && old.text[-1] != '\n')
            old = (struct view){old.text - 1, old.length + 1};
        while (new.text > after.text && new.text[-1] != '\n')
            new = (struct view){new.text - 1, new.length + 1};
        assert_int_equal(before.text + at - old.text, after.text + i - new.text);
        assert_true(view_equal(view_take_line(&old), view_take_line(&new)));
    }
    return count;
}

static void places(void **state)
{
    (void)state;
    assert_int_equal(placed(VIEW("one\ntwo\n"), VIEW("one\ntwo\n")), 9);
    assert_int_equal(placed(VIEW("one\ntwo\n"), VIEW("one\nnew\ntwo\n")), 9);
    assert_int_equal(placed(VIEW("one\nold\ntwo\n"), VIEW("one\ntwo\n")), 9);
    assert_int_equal(placed(VIEW("one\ntwo\n"), VIEW("one\ntwoo\n")), 5);
    assert_int_equal(placed(VIEW("two\n"), VIEW("one two\n")), 1);
    assert_int_equal(placed(VIEW("one\ntwo"), VIEW("one\ntwo\nthree")), 4);
    assert_int_equal(placed(VIEW(""), VIEW("one\n")), 1);
    assert_int_equal(placed(VIEW("one\n"), VIEW("")), 1);
}

static void random_places(void **state)
{
    uint64_t seed = 37;
    (void)state;
    for (int run = 0; run < 2000; run++) {
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        uint32_t kinds = 1 + random_below(&seed, 5);
        for (uint32_t i = random_below(&seed, 20); i > 0; i--)
            add_line(&text, &seed, kinds);
        struct view before = {buffer_string(&text), text.length};
        placed(before, changed(&setup.arena, &seed, before, 2 + random_below(&seed, 20), kinds));
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patches),            cmocka_unit_test(differences),
        cmocka_unit_test(names),              cmocka_unit_test(random_differences),
        cmocka_unit_test(strangers),          cmocka_unit_test(places),
        cmocka_unit_test(random_places),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
