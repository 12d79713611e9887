/* SPDX-License-Identifier: MIT */
/* Outputs that take their places together, all or none. */
#include "support.h"

#include "base/placing.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

enum { COUNT = 3 };

/* A folder of its own for each test, and three outputs in it. */
struct place {
    struct arena arena;
    char folder[64];
    struct output outputs[COUNT];
};

static int place_make(void **state)
{
    struct place *place = test_calloc(1, sizeof *place);
    arena_init(&place->arena, memory_exhausted);
    strcpy(place->folder, "/tmp/destc-test-XXXXXX");
    *state = place;
    return mkdtemp(place->folder) == NULL;
}

static const char *path_in(struct place *place, const char *name)
{
    return arena_printf(&place->arena, "%s/%s", place->folder, name);
}

static int place_remove(void **state)
{
    struct place *place = *state;
    DIR *folder = opendir(place->folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        remove(path_in(place, entry->d_name));
    closedir(folder);
    rmdir(place->folder);
    arena_free(&place->arena);
    test_free(place);
    return 0;
}

static int count_files(struct place *place)
{
    int count = 0;
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL; count++)
        continue;
    closedir(folder);
    return count - 2;
}

static void write_file(struct place *place, const char *name, const char *text)
{
    FILE *file = fopen(path_in(place, name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_file(struct place *place, const char *name, const char *text)
{
    char found[64] = "";
    FILE *file = fopen(path_in(place, name), "r");
    assert_non_null(file);
    assert_true(fread(found, 1, sizeof found - 1, file) > 0);
    fclose(file);
    assert_string_equal(found, text);
}

/* The three outputs, written to the end under their temporary names. */
static struct output *settle(struct place *place, const char *const names[COUNT])
{
    for (int i = 0; i < COUNT; i++) {
        struct output *output = &place->outputs[i];
        assert_int_equal(output_open(output, &place->arena, path_in(place, names[i]), NULL), 0);
        output_string(output, "new");
        assert_int_equal(output_settle(output), 0);
    }
    return place->outputs;
}

static const char *const names_abc[COUNT] = {"a", "b", "c"};

static void all_take_their_places(void **state)
{
    struct place *place = *state;
    write_file(place, "a", "old");
    write_file(place, "c", "old");
    assert_int_equal(chmod(path_in(place, "c"), 0640), 0);
    assert_int_equal(outputs_place(settle(place, names_abc), COUNT), COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_file(place, names_abc[i], "new");
    struct stat status;
    assert_int_equal(stat(path_in(place, "c"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(count_files(place), 3);
}

static void a_folder_in_the_way_puts_all_back(void **state)
{
    struct place *place = *state;
    write_file(place, "a", "old");
    write_file(place, "c", "old");
    struct output *outputs = settle(place, names_abc);
    assert_int_equal(unlink(path_in(place, "c")), 0);
    assert_int_equal(mkdir(path_in(place, "c"), 0700), 0);
    assert_int_equal(outputs_place(outputs, COUNT), 2);
    assert_int_equal(outputs[2].error, EISDIR);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(outputs[i].stuck, 0);
    assert_file(place, "a", "old");
    assert_int_equal(access(path_in(place, "b"), F_OK), -1);
    struct stat status;
    assert_int_equal(lstat(path_in(place, "c"), &status), 0);
    assert_true(S_ISDIR(status.st_mode));
    assert_int_equal(count_files(place), 2);
}

static void a_lost_temporary_puts_all_back(void **state)
{
    struct place *place = *state;
    write_file(place, "a", "old");
    write_file(place, "b", "old");
    struct output *outputs = settle(place, names_abc);
    assert_int_equal(unlink(outputs[1].temporary), 0);
    assert_int_equal(outputs_place(outputs, COUNT), 1);
    assert_int_equal(outputs[1].error, ENOENT);
    assert_file(place, "a", "old");
    assert_file(place, "b", "old");
    assert_int_equal(count_files(place), 2);
}

static void outputs_that_lead_to_one_file_are_found(void **state)
{
    static const char *const twice[COUNT] = {"a", "b", "link"};
    struct place *place = *state;
    uint32_t other = 9;
    assert_int_equal(symlink("second", path_in(place, "link")), 0);
    assert_int_equal(symlink(path_in(place, "./a"), path_in(place, "second")), 0);
    struct output *outputs = settle(place, twice);
    assert_int_equal(outputs_find_shared(outputs, 2, &other), 2);
    assert_int_equal(outputs_find_shared(outputs, COUNT, &other), 2);
    assert_int_equal(other, 0);
    /* Both are new: without the question the second finds the name taken. */
    assert_int_equal(outputs_place(outputs, COUNT), 2);
    assert_int_equal(count_files(place), 2);
}

static void what_is_written_directly_has_no_place(void **state)
{
    struct place *place = *state;
    struct output *outputs = place->outputs;
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(output_open(&outputs[i], &place->arena, "/dev/null", NULL), 0);
        assert_int_equal(output_settle(&outputs[i]), 0);
    }
    uint32_t other;
    assert_int_equal(outputs_find_shared(outputs, COUNT, &other), COUNT);
    assert_int_equal(outputs_place(outputs, COUNT), COUNT);
    assert_int_equal(outputs_place(outputs, 0), 0);
    assert_int_equal(outputs_find_shared(outputs, 0, &other), 0);
}

#define PLACING_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACING_TEST(all_take_their_places),
        PLACING_TEST(a_folder_in_the_way_puts_all_back),
        PLACING_TEST(a_lost_temporary_puts_all_back),
        PLACING_TEST(outputs_that_lead_to_one_file_are_found),
        PLACING_TEST(what_is_written_directly_has_no_place),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
