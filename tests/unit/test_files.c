/* SPDX-License-Identifier: MIT */
/* Whole files in, and files out that appear whole or not at all. */
#include "support.h"

#include "base/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* A folder of its own for each test, and an arena. */
struct place {
    struct arena arena;
    char folder[64];
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

/* How many entries the folder has, hidden ones too. */
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

static int place_remove(void **state)
{
    struct place *place = *state;
    DIR *folder = opendir(place->folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        unlink(path_in(place, entry->d_name));
    closedir(folder);
    rmdir(place->folder);
    arena_free(&place->arena);
    test_free(place);
    return 0;
}

static const char *write_file(struct place *place, const char *name, struct view text)
{
    const char *path = path_in(place, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.text, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* LENGTH times the character C. */
static char *filled(struct place *place, char c, size_t length)
{
    return memset(arena_zero(&place->arena, length + 1, 1), c, length);
}

static bool always(struct view beginning)
{
    (void)beginning;
    return true;
}

static bool never(struct view beginning)
{
    (void)beginning;
    return false;
}

/* ---- input ---- */

static void input_is_read_whole_and_padded(void **state)
{
    struct place *place = *state;
    static const size_t sizes[] = {0, 1, 2, 65536, 65537, 5000000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct view text = {filled(place, 'x', sizes[i]), sizes[i]};
        const char *path = write_file(place, "table", text);
        struct input input;
        assert_int_equal(input_read(&input, &place->arena, path, NULL), INPUT_READ);
        assert_int_equal(input.size, sizes[i]);
        assert_memory_equal(input.text, text.text, sizes[i]);
        for (int j = 0; j < INPUT_PADDING; j++)
            assert_int_equal(input.text[input.size + (size_t)j], 0);
        assert_false(input.long_line);
    }
}

static void input_that_cannot_be_read(void **state)
{
    struct place *place = *state;
    struct input input;
    assert_int_equal(input_read(&input, &place->arena, path_in(place, "none"), NULL),
                     INPUT_FAILED);
    assert_int_equal(input.error, ENOENT);
    assert_int_equal(input_read(&input, &place->arena, place->folder, NULL), INPUT_DIRECTORY);
    /* One byte over the limit, without writing it. */
    const char *path = write_file(place, "large", VIEW("x"));
    assert_int_equal(truncate(path, (off_t)INPUT_SIZE_LIMIT + 1), 0);
    assert_int_equal(input_read(&input, &place->arena, path, NULL), INPUT_TOO_LARGE);
}

static void lines_up_to_the_limit_are_read(void **state)
{
    struct place *place = *state;
    char *text = filled(place, 'x', 2 * INPUT_LINE_LIMIT + 2);
    text[INPUT_LINE_LIMIT] = '\n';
    text[2 * INPUT_LINE_LIMIT + 1] = '\n';
    struct input input;
    const char *path =
        write_file(place, "table", (struct view){text, 2 * INPUT_LINE_LIMIT + 2});
    assert_int_equal(input_read(&input, &place->arena, path, always), INPUT_READ);
    assert_false(input.long_line);
    assert_int_equal(input.size, 2 * INPUT_LINE_LIMIT + 2);
}

static void reading_stops_at_a_longer_line(void **state)
{
    struct place *place = *state;
    size_t size = 20000000;
    char *text = filled(place, 'x', size);
    text[9] = '\n';
    text[10 + INPUT_LINE_LIMIT + 1] = '\n';
    const char *path = write_file(place, "table", (struct view){text, size});
    struct input input;
    assert_int_equal(input_read(&input, &place->arena, path, always), INPUT_READ);
    assert_true(input.long_line);
    assert_int_equal(input.long_line_offset, 10);
    assert_true(input.size < size);
    assert_int_equal(input.text[input.size], 0);

    assert_int_equal(input_read(&input, &place->arena, path, never), INPUT_READ);
    assert_false(input.long_line);
    assert_int_equal(input.size, size);
}

static bool begins_with_brace(struct view beginning)
{
    return beginning.length < INPUT_LINE_LIMIT || beginning.text[0] != '{';
}

/* A pipe hands over a little at a time: the question waits until there is enough to answer it. */
static void a_slow_pipe_makes_no_difference(void **state)
{
    struct place *place = *state;
    const char *path = path_in(place, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        int descriptor = open(path, O_WRONLY);
        char block[10000];
        memset(block, 'x', sizeof block);
        block[0] = '{';
        bool fine = write(descriptor, block, 1) == 1;
        for (int i = 0; i < 20; i++) {
            usleep(1000);
            fine = fine && write(descriptor, block + 1, sizeof block - 1) > 0;
        }
        _exit(fine ? 0 : 1);
    }
    struct input input;
    enum input_status result = input_read(&input, &place->arena, path, begins_with_brace);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(result, INPUT_READ);
    assert_false(input.long_line);
    assert_int_equal(input.size, 1 + 20 * 9999);
}

/* ---- output ---- */

static char watched[256];

static void watch(const char *temporary)
{
    watched[0] = '\0';
    if (temporary != NULL)
        strncat(watched, temporary, sizeof watched - 1);
}

static void assert_file(struct place *place, const char *path, const char *text)
{
    struct input input;
    assert_int_equal(input_read(&input, &place->arena, path, NULL), INPUT_READ);
    assert_string_equal(input.text, text);
}

static void output_appears_at_the_end(void **state)
{
    struct place *place = *state;
    const char *path = path_in(place, "table");
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, path, watch), 0);
    assert_int_equal(access(watched, F_OK), 0);
    output_string(&output, "new");
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(output_close(&output, watch), 0);
    assert_string_equal(watched, "");
    assert_file(place, path, "new");
    assert_int_equal(count_files(place), 1);
}

static void output_keeps_the_old_files_mode(void **state)
{
    struct place *place = *state;
    const char *path = write_file(place, "table", VIEW("old"));
    assert_int_equal(chmod(path, 0640), 0);
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, path, NULL), 0);
    output_string(&output, "new");
    assert_file(place, path, "old");
    assert_int_equal(output_close(&output, NULL), 0);
    assert_file(place, path, "new");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
}

static void a_new_file_obeys_the_users_mask(void **state)
{
    struct place *place = *state;
    mode_t before = umask(027);
    struct output output;
    int opened = output_open(&output, &place->arena, path_in(place, "new"), NULL);
    umask(before);
    assert_int_equal(opened, 0);
    assert_int_equal(output_close(&output, NULL), 0);
    struct stat status;
    assert_int_equal(stat(path_in(place, "new"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
}

static void output_given_up_leaves_the_old_file(void **state)
{
    struct place *place = *state;
    const char *path = write_file(place, "table", VIEW("old"));
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, path, watch), 0);
    output_repeat(&output, 'x', 1000000);
    output_abandon(&output, watch);
    assert_string_equal(watched, "");
    assert_file(place, path, "old");
    assert_int_equal(count_files(place), 1);
}

static void a_failed_write_leaves_the_old_file(void **state)
{
    struct place *place = *state;
    const char *path = write_file(place, "table", VIEW("old"));
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, path, watch), 0);
    /* As if the disk were full: every write to this one fails. */
    close(output.descriptor);
    output.descriptor = open("/dev/full", O_WRONLY);
    output_repeat(&output, 'x', 1000000);
    assert_int_equal(output_close(&output, watch), ENOSPC);
    assert_string_equal(watched, "");
    assert_file(place, path, "old");
    assert_int_equal(count_files(place), 1);
}

static void output_follows_links(void **state)
{
    struct place *place = *state;
    const char *path = write_file(place, "table", VIEW("old"));
    assert_int_equal(symlink("table", path_in(place, "link")), 0);
    assert_int_equal(symlink("second", path_in(place, "first")), 0);
    assert_int_equal(symlink("third", path_in(place, "second")), 0);
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, path_in(place, "link"), NULL), 0);
    output_string(&output, "new");
    assert_int_equal(output_close(&output, NULL), 0);
    assert_file(place, path, "new");
    /* Links to a file that is not there yet stay links as well. */
    assert_int_equal(output_open(&output, &place->arena, path_in(place, "first"), NULL), 0);
    output_string(&output, "made");
    assert_int_equal(output_close(&output, NULL), 0);
    assert_file(place, path_in(place, "third"), "made");
    struct stat status;
    assert_int_equal(lstat(path_in(place, "link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(lstat(path_in(place, "second"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

static void output_that_cannot_be_opened(void **state)
{
    struct place *place = *state;
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, place->folder, watch), EISDIR);
    assert_int_equal(output_open(&output, &place->arena, path_in(place, "no/table"), watch),
                     ENOENT);
    assert_string_equal(watched, "");
    assert_int_equal(symlink("b", path_in(place, "a")), 0);
    assert_int_equal(symlink("a", path_in(place, "b")), 0);
    assert_int_equal(output_open(&output, &place->arena, path_in(place, "a"), watch), ELOOP);
    assert_int_equal(count_files(place), 2);
}

static void what_is_no_file_is_written_directly(void **state)
{
    struct place *place = *state;
    struct output output;
    assert_int_equal(output_open(&output, &place->arena, "/dev/null", watch), 0);
    assert_null(output.temporary);
    output_string(&output, "text");
    assert_int_equal(output_close(&output, watch), 0);
    assert_int_equal(output_open(&output, &place->arena, "/dev/full", watch), 0);
    output_string(&output, "text");
    assert_int_equal(output_close(&output, watch), ENOSPC);
    assert_int_equal(access("/dev/full", F_OK), 0);
}

static void every_way_of_writing_crosses_the_buffers_border(void **state)
{
    struct place *place = *state;
    struct capture capture;
    struct output *output = capture_begin(&capture, &place->arena);
    struct buffer wanted = buffer_new(&place->arena);
    uint64_t seed = 5;
    char *large = filled(place, 'y', OUTPUT_BUFFER + 10);
    for (int i = 0; i < 30000; i++) {
        uint32_t number = random_below(&seed, UINT32_MAX);
        struct view view = {large, random_below(&seed, 60)};
        output_number(output, number);
        output_char(output, ' ');
        output_view(output, view);
        output_printf(output, "%s\n", "z");
        buffer_printf(&wanted, "%u %.*sz\n", number, VIEW_ARG(view));
    }
    struct view rest = {large, OUTPUT_BUFFER + 10};
    output_view(output, rest);
    output_write(output, "", 0);
    output_number(output, 0);
    output_number(output, UINT64_MAX);
    buffer_add(&wanted, rest);
    buffer_add_string(&wanted, "018446744073709551615");
    struct view written = capture_end(&capture);
    assert_int_equal(written.length, wanted.length);
    assert_memory_equal(written.text, wanted.text, wanted.length);
}

static void standard_output_has_three_names(void **state)
{
    struct place *place = *state;
    static const char *const names[] = {NULL, "-", "/dev/stdout"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct output output;
        assert_int_equal(output_open(&output, &place->arena, names[i], NULL), 0);
        assert_int_equal(output.descriptor, STDOUT_FILENO);
        assert_null(output.temporary);
        assert_string_equal(output.name, "standard output");
    }
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(input_is_read_whole_and_padded),
        FILE_TEST(input_that_cannot_be_read),
        FILE_TEST(lines_up_to_the_limit_are_read),
        FILE_TEST(reading_stops_at_a_longer_line),
        FILE_TEST(a_slow_pipe_makes_no_difference),
        FILE_TEST(output_appears_at_the_end),
        FILE_TEST(output_keeps_the_old_files_mode),
        FILE_TEST(a_new_file_obeys_the_users_mask),
        FILE_TEST(output_given_up_leaves_the_old_file),
        FILE_TEST(a_failed_write_leaves_the_old_file),
        FILE_TEST(output_follows_links),
        FILE_TEST(output_that_cannot_be_opened),
        FILE_TEST(what_is_no_file_is_written_directly),
        FILE_TEST(every_way_of_writing_crosses_the_buffers_border),
        FILE_TEST(standard_output_has_three_names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
