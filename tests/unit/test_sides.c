/* SPDX-License-Identifier: MIT */
/* Two policies that are read at the same time: whose messages are whose, and where they point to. */
#include "cli/sides.h"
#include "schema/schema.h"
#include "support.h"

#include <sys/stat.h>

struct sides {
    char folder[64];
    struct run run;
    struct loaded_side before;
    struct loaded_side after;
};

static const char *in_folder(struct sides *sides, const char *name, const char *text)
{
    const char *path = arena_printf(&sides->run.arena, "%s/%s", sides->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void begin(struct sides *sides)
{
    *sides = (struct sides){.folder = "/tmp/destc-sides.XXXXXX"};
    assert_non_null(mkdtemp(sides->folder));
    run_init(&sides->run);
    sides->run.line.verb = VERB_DIFF;
    assert_true(run_configure(&sides->run));
    sides->before.role = "old";
    sides->after.role = "new";
}

static void end(struct sides *sides)
{
    unlink(arena_printf(&sides->run.arena, "%s/old", sides->folder));
    unlink(arena_printf(&sides->run.arena, "%s/new", sides->folder));
    rmdir(sides->folder);
    side_free(&sides->before);
    side_free(&sides->after);
    arena_free(&sides->run.arena);
}

static bool load(struct sides *sides, const char *before, const char *after)
{
    sides->before.path = in_folder(sides, "old", before);
    sides->after.path = in_folder(sides, "new", after);
    return sides_load(&sides->run, &sides->before, &sides->after);
}

/* A table with COUNT entries, and a mistake in its last line if WRONG. */
static const char *table(struct arena *arena, uint32_t count, bool wrong)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < count; i++)
        buffer_printf(&text, "[h%u.example]\ntable_tls = on\n", i);
    buffer_add_string(&text, wrong ? "table_tls = off\n" : "");
    return buffer_string(&text);
}

static void test_both_are_read(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 20; i++) {
        struct sides sides;
        begin(&sides);
        const char *before = table(&sides.run.arena, 200 + i, false);
        const char *after = table(&sides.run.arena, 300 - i, false);
        assert_true(load(&sides, before, after));
        assert_int_equal(sides.before.side.policy->count, 200 + i);
        assert_int_equal(sides.after.side.policy->count, 300 - i);
        assert_int_equal(sides.run.sources.count, 2);
        end(&sides);
    }
}

/* The place of MESSAGE, and the note on its side. */
static void check_message(struct sides *sides, const struct message *message, const char *path,
                          uint32_t line, const char *role)
{
    struct position position = sources_position(&sides->run.sources, message->place.offset);
    assert_string_equal(position.source->name, path);
    assert_int_equal(position.line, line);
    const struct note *note = message->notes;
    while (note != NULL && strstr(note->text, role) == NULL)
        note = note->next;
    assert_non_null(note);
}

static void test_messages_are_joined(void **state)
{
    struct sides sides;
    uint32_t count;
    (void)state;
    begin(&sides);
    assert_false(load(&sides, table(&sides.run.arena, 40, true), table(&sides.run.arena, 7, true)));
    const struct message *const *messages = diag_sorted(&sides.run.diag, &count);
    const struct message *errors[2] = {NULL, NULL};
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        if (messages[i]->severity == SEVERITY_ERROR && messages[i]->place.offset != 0 && found < 2)
            errors[found++] = messages[i];
    assert_int_equal(found, 2);
    check_message(&sides, errors[0], sides.before.path, 81, "the old side");
    check_message(&sides, errors[1], sides.after.path, 15, "the new side");
    end(&sides);
}

static void test_a_side_called_otherwise(void **state)
{
    struct sides sides;
    (void)state;
    begin(&sides);
    sides.before.shown = "a/mail.txt";
    sides.after.shown = "b/mail.txt";
    assert_true(load(&sides, "[a.example]\ntable_tls = on\n", "[b.example]\ntable_tls = on\n"));
    assert_string_equal(sides.run.sources.list[0]->name, "a/mail.txt");
    assert_string_equal(sides.run.sources.list[1]->name, "b/mail.txt");
    end(&sides);
}

static void test_a_side_that_is_not_there(void **state)
{
    struct sides sides;
    (void)state;
    begin(&sides);
    sides.before.absent = true;
    assert_true(load(&sides, "", "[b.example]\ntable_tls = on\n"));
    assert_true(sides.before.side.absent);
    assert_int_equal(sides.before.side.policy->count, 0);
    assert_int_equal(sides.after.side.policy->count, 1);
    end(&sides);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_are_read),
        cmocka_unit_test(test_messages_are_joined),
        cmocka_unit_test(test_a_side_called_otherwise),
        cmocka_unit_test(test_a_side_that_is_not_there),
    };
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
