/* SPDX-License-Identifier: MIT */
/*
 * The forms of showing a matrix, of rows that are put together by hand: majorities and ties, what
 * comes and goes, every way of saying a value, and names of policies, entries and settings that are
 * full of syntax.
 */
#include "support_difference.h"
#include "support_golden.h"
#include "support_page.h"

#include "write/matrix.h"

enum { COLUMNS = 4, MOST_ROWS = 5000 };

struct board {
    struct setup setup;
    struct matrix_column columns[COLUMNS];
    uint32_t deviations[COLUMNS];
    struct matrix matrix;
    struct matrix_frame frame;
};

static void board_begin(struct board *board)
{
    static const char *const names[COLUMNS] = {"dmz.txt", HOSTILE, "core.txt", "lab.txt"};
    *board = (struct board){0};
    setup_begin(&board->setup);
    for (int i = 0; i < COLUMNS; i++)
        board->columns[i].name = names[i];
    board->matrix = (struct matrix){.columns = board->columns,
                                    .column_count = COLUMNS,
                                    .deviations = board->deviations};
    board->matrix.rows = arena_zero(&board->setup.arena, MOST_ROWS, sizeof *board->matrix.rows);
}

/* What is said by the columns that have their number's bit in WHO. */
struct saying {
    unsigned who;
    struct said said;
    bool missing;
};

static void add_row(struct board *board, struct matrix_row row, const struct saying *sayings,
                    uint32_t count)
{
    struct matrix *matrix = &board->matrix;
    struct matrix_value *values = arena_zero(&board->setup.arena, count, sizeof *values);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *columns = arena_zero(&board->setup.arena, COLUMNS, sizeof *columns);
        values[i] = (struct matrix_value){sayings[i].said, sayings[i].missing, columns, 0};
        for (uint32_t j = 0; j < COLUMNS; j++) {
            if ((sayings[i].who & 1U << j) == 0)
                continue;
            columns[values[i].count++] = j;
        }
    }
    row.values = values;
    row.value_count = count;
    row.is_tie = values[0].count == values[1].count;
    for (uint32_t i = row.is_tie ? 0 : 1; i < count; i++)
        for (uint32_t j = 0; j < values[i].count; j++)
            matrix->deviations[values[i].columns[j]]++;
    const struct matrix_row *last = matrix->row_count == 0 ? NULL
                                                           : &matrix->rows[matrix->row_count - 1];
    matrix->thing_count += last == NULL || last->part != row.part ||
                           !view_equal(last->name, row.name);
    matrix->rows[matrix->row_count++] = row;
}

#define ROW(board, part, listener, name, setting, ...)                                           \
    add_row((board), (struct matrix_row){part, VIEW(listener), view_of(name), VIEW(setting),     \
                                         NULL, 0, false},                                        \
            (const struct saying[]){__VA_ARGS__},                                                \
            sizeof((const struct saying[]){__VA_ARGS__}) / sizeof(struct saying))

#define IN(first, second, third, fourth)                                                         \
    ((unsigned)((first) | (second) << 1 | (third) << 2 | (fourth) << 3))

static void board_fill(struct board *board)
{
    const struct said all_inherited = inherited("", NULL);
    board_begin(board);
    ROW(board, PART_DEFAULT, "", "DEFAULT", "tls", {IN(1, 0, 1, 1), given("required"), false},
        {IN(0, 1, 0, 0), given("off"), false});
    ROW(board, PART_DESTINATION, "", "a.example", "", {IN(1, 1, 1, 0), NOTHING, false},
        {IN(0, 0, 0, 1), NOTHING, true});
    ROW(board, PART_DESTINATION, "", "a.example", "tls",
        {IN(1, 0, 1, 0), all_inherited, false}, {IN(0, 1, 0, 0), given(HOSTILE), false});
    ROW(board, PART_DESTINATION, "", HOSTILE, "bounce-profile",
        {IN(1, 0, 0, 0), given("strict"), false}, {IN(0, 1, 0, 0), given(""), false},
        {IN(0, 0, 1, 0), inherited("Default", "AsyncOS"), false},
        {IN(0, 0, 0, 1), all_inherited, false});
    ROW(board, PART_LISTENER, "In", "In", "", {IN(0, 1, 1, 1), NOTHING, false},
        {IN(1, 0, 0, 0), NOTHING, true});
    ROW(board, PART_FLOW_DEFAULTS, "In", "", "spam-check", {IN(1, 1, 0, 0), given("on"), false},
        {IN(0, 0, 1, 1), NOTHING, false});
    ROW(board, PART_GROUP, "</b>`|", "SUSPECTS", "members",
        {IN(1, 0, 1, 1), given("as in dmz.txt"), false},
        {IN(0, 1, 0, 0), given("with 192.0.2.0/24"), false});
    ROW(board, PART_RECIPIENT, "In", "ALL", "new<setting>", {IN(1, 1, 1, 0), given("a b"), false},
        {IN(0, 0, 0, 1), given("`x`"), false});
}

static struct view written(struct board *board, const char *form)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &board->setup.arena);
    matrix_form(view_of(form))->write(&board->setup.arena, &board->matrix, &board->frame, output);
    return capture_end(&capture);
}

/* --- Golden files ----------------------------------------------------------------------------- */

static void text_is_for_people(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    same_as_golden(&board.setup.arena, "matrix.txt", written(&board, "text"));
    setup_end(&board.setup);
}

static void markdown_is_for_a_comment(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    same_as_golden(&board.setup.arena, "matrix.md", written(&board, "markdown"));
    setup_end(&board.setup);
}

static void html_is_for_a_browser(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    same_as_golden(&board.setup.arena, "matrix.html", body_of(written(&board, "html")));
    setup_end(&board.setup);
}

static void no_difference_is_said(void **state)
{
    (void)state;
    struct board board;
    board_begin(&board);
    board.columns[1].name = "lan.txt";
    assert_view_equal(written(&board, "markdown"),
                      "### 4 policies: `dmz.txt`, `lan.txt`, `core.txt`, `lab.txt`\n\n"
                      "**no difference**\n");
    struct view page = written(&board, "html");
    assert_non_null(strstr(page.text, "<p class=\"summary\">4 policies: no difference</p>"));
    assert_null(strstr(page.text, "<table"));
    board.matrix.effective = true;
    assert_non_null(strstr(written(&board, "markdown").text,
                           "**no difference in what takes effect**\n"));
    setup_end(&board.setup);
}

static void tables_that_name_no_listener(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    for (int i = 0; i < COLUMNS; i++)
        board.columns[i].side.unnamed = true;
    assert_non_null(strstr(written(&board, "text").text, "\nSender groups\n"));
    assert_non_null(strstr(written(&board, "markdown").text, "\n#### Sender groups\n"));
    assert_non_null(strstr(written(&board, "html").text, ">sender group</span>"));
    board.columns[2].side.unnamed = false;
    assert_non_null(strstr(written(&board, "text").text, "\nListener </b>`|: sender groups\n"));
    setup_end(&board.setup);
}

/* --- Markdown --------------------------------------------------------------------------------- */

static void markdown_has_rows_of_four_cells(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    const char *line = written(&board, "markdown").text;
    for (; *line != '\0'; line += strcspn(line, "\n") + 1) {
        int bars = 0;
        if (*line != '|')
            continue;
        for (size_t i = 0; line[i] != '\n'; i++)
            bars += line[i] == '|';
        assert_int_equal(bars, 5);
    }
    setup_end(&board.setup);
}

static void comments_end_before_they_are_refused(void **state)
{
    (void)state;
    struct board board;
    board_begin(&board);
    for (int i = 0; i < MOST_ROWS; i++)
        ROW(&board, PART_DESTINATION, "",
            arena_printf(&board.setup.arena, "host-%04d.example", i), "tls",
            {IN(1, 0, 1, 1), given("required"), false}, {IN(0, 1, 0, 0), given("off"), false});
    struct view text = written(&board, "markdown");
    assert_true(text.length < 65536);
    assert_true(text.length > 50000);
    uint32_t rows = 0;
    for (const char *at = text.text; (at = strstr(at, "\n| `host-")) != NULL; at++)
        rows++;
    assert_non_null(strstr(text.text, "<details><summary>5000 rows</summary>\n"));
    assert_non_null(strstr(text.text, "\n</details>\n"));
    const char *rest = arena_printf(&board.setup.arena, "\n**%u more are left out**",
                                    MOST_ROWS - rows);
    assert_non_null(strstr(text.text, rest));
    assert_non_null(strstr(text.text, ": `destc diff --matrix` shows all.\n"));
    setup_end(&board.setup);
}

/* --- The page --------------------------------------------------------------------------------- */

static void nothing_becomes_markup(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    struct page page = page_parse(&board.setup.arena, written(&board, "html"));
    const char *hostile = "</td><script>alert(1)</script>&amp;|`@all`\"'\\|"
                          "\\x1B[31m\\u{202E}\\x0A\\xFF";
    assert_page_safe(&page);
    assert_string_equal(string(&page, "//thead//th[5]"), hostile);
    assert_string_equal(string(&page, "//thead//th[5]/@data-sort"), hostile);
    assert_string_equal(string(&page, "//select[@name = 'deviates']/option[3]"), hostile);
    assert_string_equal(string(&page, "//tbody[3]//bdi"), hostile);
    assert_string_equal(string(&page, "//tbody[2]/tr[2]/td[4]/span/text()"), hostile);
    assert_string_equal(string(&page, "//tbody[2]/tr[2]/td[4]/@data-label"), hostile);
    page_end(&page);
    setup_end(&board.setup);
}

static void every_row_has_a_cell_for_each_policy(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    struct page page = page_parse(&board.setup.arena, written(&board, "html"));
    assert_int_equal(number(&page, "count(//thead/tr/th)"), 3 + COLUMNS);
    assert_int_equal(number(&page, "count(//tbody)"), board.matrix.thing_count);
    assert_int_equal(number(&page, "count(//tbody/tr)"), board.matrix.row_count);
    assert_int_equal(number(&page, "count(//tbody/tr[count(td) != 6])"), 0);
    assert_int_equal(number(&page, "count(//tbody/tr[1][count(th) != 1])"), 0);
    assert_int_equal(number(&page, "count(//tbody/tr[position() > 1]/th)"), 0);
    assert_int_equal(number(&page, "count(//tbody[count(tr) > 1][tr[1]/th/@rowspan != count(tr)])"),
                     0);
    page_end(&page);
    setup_end(&board.setup);
}

static void who_deviates_is_told_in_words(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    struct page page = page_parse(&board.setup.arena, written(&board, "html"));
    assert_string_equal(string(&page, "//tbody[1]/tr/td[4]"), "off deviates");
    assert_int_equal(number(&page, "count(//td[@class = 'other'][not(contains(., ' deviates'))])"),
                     0);
    assert_int_equal(number(&page, "count(//td[@class = 'other'][not(@data-label)])"), 0);
    /* Nobody deviates more than others where there is no majority. */
    assert_int_equal(number(&page, "count(//tr[td = 'no majority']/td[@class = 'other'])"), 0);
    assert_int_equal(number(&page, "count(//tr[td = 'no majority']/td[@data-label])"), 8);
    assert_string_equal(string(&page, "//tbody[1]/@data-deviates"), "2");
    assert_string_equal(string(&page, "//tbody[2]/@data-deviates"), "2 4");
    assert_string_equal(string(&page, "//tbody[3]/@data-deviates"), "1 2 3 4");
    assert_string_equal(string(&page, "//tbody[2]/tr[2]/td[@class = 'lacks']"), "missing");
    page_end(&page);
    setup_end(&board.setup);
}

static void anybody_can_use_it(void **state)
{
    (void)state;
    struct board board;
    board_fill(&board);
    struct page page = page_parse(&board.setup.arena, written(&board, "html"));
    assert_page_usable(&page);
    page_end(&page);
    setup_end(&board.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_for_people),
        cmocka_unit_test(markdown_is_for_a_comment),
        cmocka_unit_test(html_is_for_a_browser),
        cmocka_unit_test(no_difference_is_said),
        cmocka_unit_test(tables_that_name_no_listener),
        cmocka_unit_test(markdown_has_rows_of_four_cells),
        cmocka_unit_test(comments_end_before_they_are_refused),
        cmocka_unit_test(nothing_becomes_markup),
        cmocka_unit_test(every_row_has_a_cell_for_each_policy),
        cmocka_unit_test(who_deviates_is_told_in_words),
        cmocka_unit_test(anybody_can_use_it),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
