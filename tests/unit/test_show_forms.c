/* SPDX-License-Identifier: MIT */
/* Messages for programs: JSON, SARIF, GitHub, JUnit, GitLab. */
#include "support.h"

#include "diag/show.h"

#include <jansson.h>

static struct view shown_as(struct setup *setup, const char *form)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &setup->arena);
    struct show_options options = {.tool_version = "1.2.3"};
    message_format(view_of(form))->show(&setup->diag, &options, output);
    return capture_end(&capture);
}

/*
 * One of each kind: with help, with notes of both sorts, an info, for a file, for nothing, and one
 * whose file's name and words are not UTF-8 and full of what the forms use as syntax.
 */
static void setup_full(struct setup *setup)
{
    setup_begin(setup);
    struct source *first = setup_source(setup, "tables/b\xC3\xBC" "cher one.txt",
                                        "[a.example]\n[\xC3\xBC.example]\n[a.example]\n");
    struct source *second = setup_source(setup, "bad\xFF,:%<&>\"'\n.txt", "x = 90\n");
    struct message *message = diag_report(&setup->diag, CODE_RANGE_MINUTES,
                                          span_of(second, "90"), "\xB0 <100%%> & \"%s\"", "\033");
    diag_help(&setup->diag, message, "write 1, 2 :: or 60%%");
    struct span again = {first->base + 26, first->base + 35};
    message = diag_report(&setup->diag, CODE_DUPLICATE_DESTINATION, again, "given twice");
    diag_note(&setup->diag, message, span_of(first, "a.example"), "first given here");
    diag_note(&setup->diag, message, SPAN_NONE, "a fact");
    diag_report(&setup->diag, CODE_INDENTED, (struct span){first->base + 15, first->base + 17},
                "a warning");
    diag_report_file(&setup->diag, CODE_FILE_READ, "/no/such file", "cannot be read");
    diag_report(&setup->diag, CODE_NO_DEFAULT_ROW, SPAN_NONE, "no row");
}

/* Fills up to one error and one warning kept, two and one only counted. */
static void setup_flood(struct setup *setup)
{
    setup_begin(setup);
    setup->diag.limit = 1;
    for (int i = 0; i < 3; i++)
        diag_report(&setup->diag, CODE_NO_DEFAULT, SPAN_NONE, "e");
    for (int i = 0; i < 2; i++)
        diag_report(&setup->diag, CODE_INDENTED, SPAN_NONE, "w");
}

static void json_is_one_object_a_line(void **state)
{
    (void)state;
    struct setup setup;
    setup_full(&setup);
    assert_view_equal(
        shown_as(&setup, "json"),
        "{\"file\":\"/no/such file\",\"line\":null,\"column\":null,\"end_line\":null,"
        "\"end_column\":null,\"severity\":\"error\",\"code\":\"E0701\","
        "\"message\":\"cannot be read\",\"help\":null,\"related\":[]}\n"

        "{\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,"
        "\"end_column\":null,\"severity\":\"warning\",\"code\":\"W0313\","
        "\"message\":\"no row\",\"help\":null,\"related\":[]}\n"

        "{\"file\":\"tables/b\xC3\xBC" "cher one.txt\",\"line\":2,\"column\":3,\"end_line\":2,"
        "\"end_column\":5,\"severity\":\"warning\",\"code\":\"W0110\","
        "\"message\":\"a warning\",\"help\":null,\"related\":[]}\n"

        "{\"file\":\"tables/b\xC3\xBC" "cher one.txt\",\"line\":3,\"column\":2,\"end_line\":3,"
        "\"end_column\":11,\"severity\":\"error\",\"code\":\"E0309\","
        "\"message\":\"given twice\",\"help\":null,\"related\":["
        "{\"file\":\"tables/b\xC3\xBC" "cher one.txt\",\"line\":1,\"column\":2,\"end_line\":1,"
        "\"end_column\":11,\"message\":\"first given here\"},"
        "{\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,"
        "\"end_column\":null,\"message\":\"a fact\"}]}\n"

        "{\"file\":\"bad\\\\xFF,:%<&>\\\"'\\\\x0A.txt\",\"line\":1,\"column\":5,\"end_line\":1,"
        "\"end_column\":7,\"severity\":\"error\",\"code\":\"E0204\","
        "\"message\":\"\\\\xB0 <100%> & \\\"\\\\x1B\\\"\",\"help\":\"write 1, 2 :: or 60%\","
        "\"related\":[]}\n");
    setup_end(&setup);
}

static void json_ends_with_what_was_only_counted(void **state)
{
    (void)state;
    struct setup setup;
    setup_flood(&setup);
    const char *text = shown_as(&setup, "json").text;
    assert_non_null(
        strstr(text, "\n{\"not_shown\":{\"errors\":2,\"warnings\":1,\"infos\":0}}\n"));
    setup_end(&setup);
}

static void spans_over_lines_keep_both_ends(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "f", "one\ntwo\n");
    diag_report(&setup.diag, CODE_SYNTAX, (struct span){source->base + 1, source->base + 8}, "m");
    assert_non_null(strstr(shown_as(&setup, "json").text,
                           "\"line\":1,\"column\":2,\"end_line\":3,\"end_column\":1,"));
    setup_end(&setup);
}

static void github_commands_are_escaped(void **state)
{
    (void)state;
    struct setup setup;
    setup_full(&setup);
    assert_view_equal(
        shown_as(&setup, "github"),
        "::error file=/no/such file,title=E0701::cannot be read\n"
        "::warning title=W0313::no row\n"
        "::warning file=tables/b\xC3\xBC" "cher one.txt,line=2,col=3,endLine=2,endColumn=5,"
        "title=W0110::a warning\n"
        "::error file=tables/b\xC3\xBC" "cher one.txt,line=3,col=2,endLine=3,endColumn=11,"
        "title=E0309::given twice%0Anote: tables/b\xC3\xBC" "cher one.txt:1:2: first given here"
        "%0Anote: a fact\n"
        "::error file=bad\\xFF%2C%3A%25<&>\"'\\x0A.txt,line=1,col=5,endLine=1,endColumn=7,"
        "title=E0204::\\xB0 <100%25> & \"\\x1B\"%0Ahelp: write 1, 2 :: or 60%25\n");
    setup_end(&setup);
    setup_flood(&setup);
    assert_non_null(strstr(shown_as(&setup, "github").text,
                           "\n::notice title=destc::2 more errors and 1 more warning not shown; "
                           "--max-errors 0 shows all\n"));
    setup_end(&setup);
}

static void junit_has_a_case_a_message(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a<b>.txt", "x & \"90\"\n");
    diag_report(&setup.diag, CODE_RANGE_MINUTES, span_of(source, "90"), "\"90\" & <more>\xFF");
    diag_report(&setup.diag, CODE_NO_DEFAULT_ROW, SPAN_NONE, "w\xEF\xBF\xBF");
    assert_view_equal(shown_as(&setup, "junit"),
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<testsuites>\n"
                      "<testsuite name=\"destc\" tests=\"2\" failures=\"2\" errors=\"0\" "
                      "skipped=\"0\">\n"
                      "<testcase name=\"W0313 destc\" classname=\"destc\">\n"
                      "<failure message=\"w\\u{FFFF}\" type=\"warning\">"
                      "destc: warning[W0313]: w\\u{FFFF}\n"
                      "</failure>\n"
                      "</testcase>\n"
                      "<testcase name=\"E0204 a&lt;b&gt;.txt:1:6\" classname=\"a&lt;b&gt;.txt\">\n"
                      "<failure message=\"&quot;90&quot; &amp; &lt;more&gt;\\xFF\" type=\"error\">"
                      "a&lt;b&gt;.txt:1:6: error[E0204]: &quot;90&quot; &amp; &lt;more&gt;\\xFF\n"
                      "    1 | x &amp; &quot;90&quot;\n"
                      "      |      ^^\n"
                      "</failure>\n"
                      "</testcase>\n"
                      "</testsuite>\n"
                      "</testsuites>\n");
    setup_end(&setup);
}

static void junit_without_messages_passes(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    const char *text = shown_as(&setup, "junit").text;
    assert_non_null(strstr(text, "tests=\"1\" failures=\"0\""));
    assert_non_null(strstr(text, "<testcase name=\"destc\" classname=\"destc\"/>\n"));
    setup_end(&setup);
    setup_flood(&setup);
    text = shown_as(&setup, "junit").text;
    assert_non_null(strstr(text, "tests=\"2\" failures=\"2\""));
    assert_non_null(strstr(text, "</testcase>\n<system-out>2 more errors and 1 more warning"));
    setup_end(&setup);
}

/* An info passes. There is no code with that letter yet, so its severity is set by hand. */
static void junit_infos_are_no_failures(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    diag_report(&setup.diag, CODE_NO_DEFAULT_ROW, SPAN_NONE, "m")->severity = SEVERITY_INFO;
    const char *text = shown_as(&setup, "junit").text;
    assert_non_null(strstr(text, "failures=\"0\""));
    assert_non_null(strstr(text, "<system-out>destc: info[W0313]: m\n</system-out>"));
    assert_null(strstr(text, "<failure"));
    setup_end(&setup);
}

static json_t *parsed(struct view text)
{
    json_error_t error;
    json_t *value = json_loadb(text.text, text.length, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL)
        fail_msg("not JSON: %s in %s", error.text, text.text);
    return value;
}

static const char *string_at(const json_t *object, const char *first, const char *second,
                             const char *third)
{
    const json_t *value = json_object_get(object, first);
    value = second == NULL ? value : json_object_get(value, second);
    value = third == NULL ? value : json_object_get(value, third);
    const char *string = json_string_value(value);
    assert_non_null(string);
    return string;
}

static void gitlab_has_an_issue_a_message(void **state)
{
    (void)state;
    struct setup setup;
    setup_full(&setup);
    json_t *array = parsed(shown_as(&setup, "gitlab"));
    static const struct {
        const char *check, *severity, *path;
        int line;
    } wanted[] = {
        {"E0701", "major", "/no/such file", 1},
        {"W0313", "minor", ".", 1},
        {"W0110", "minor", "tables/b\xC3\xBC" "cher one.txt", 2},
        {"E0309", "major", "tables/b\xC3\xBC" "cher one.txt", 3},
        {"E0204", "major", "bad\\xFF,:%<&>\"'\\x0A.txt", 1},
    };
    assert_int_equal(json_array_size(array), 5);
    for (size_t i = 0; i < 5; i++) {
        const json_t *issue = json_array_get(array, i);
        assert_string_equal(string_at(issue, "check_name", NULL, NULL), wanted[i].check);
        assert_string_equal(string_at(issue, "severity", NULL, NULL), wanted[i].severity);
        assert_string_equal(string_at(issue, "location", "path", NULL), wanted[i].path);
        const json_t *lines = json_object_get(json_object_get(issue, "location"), "lines");
        assert_int_equal(json_integer_value(json_object_get(lines, "begin")), wanted[i].line);
    }
    assert_string_equal(string_at(json_array_get(array, 4), "description", NULL, NULL),
                        "\\xB0 <100%> & \"\\x1B\"\nhelp: write 1, 2 :: or 60%");
    assert_string_equal(string_at(json_array_get(array, 3), "description", NULL, NULL),
                        "given twice\nnote: tables/b\xC3\xBC" "cher one.txt:1:2: first given here\n"
                        "note: a fact");
    json_decref(array);
    setup_end(&setup);
}

static void gitlab_paths_have_no_dot_in_front(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    diag_report_file(&setup.diag, CODE_FILE_READ, "././a.txt", "m");
    assert_non_null(strstr(shown_as(&setup, "gitlab").text, "\"path\":\"a.txt\""));
    setup_end(&setup);
}

static void gitlab_empty_and_cut_short(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    assert_view_equal(shown_as(&setup, "gitlab"), "[]\n");
    setup_end(&setup);
    setup_flood(&setup);
    json_t *array = parsed(shown_as(&setup, "gitlab"));
    assert_int_equal(json_array_size(array), 3);
    assert_string_equal(string_at(json_array_get(array, 2), "description", NULL, NULL),
                        "2 more errors and 1 more warning not shown; --max-errors 0 shows all");
    json_decref(array);
    setup_end(&setup);
}

/* The fingerprint of the NUMBER-th issue when CODE is reported with TEXT after BEFORE lines. */
static const char *fingerprint(struct setup *setup, int before, const char *file, enum code code,
                               const char *text, size_t number)
{
    setup_begin(setup);
    struct buffer lines = buffer_new(&setup->arena);
    for (int i = 0; i < before; i++)
        buffer_add_string(&lines, "\n");
    buffer_add_string(&lines, "one two");
    struct source *source = setup_source_view(setup, file, buffer_view(&lines));
    diag_report(&setup->diag, code, span_of(source, "one"), "%s", text);
    diag_report(&setup->diag, code, span_of(source, "two"), "%s", text);
    json_t *array = parsed(shown_as(setup, "gitlab"));
    const char *found = string_at(json_array_get(array, number), "fingerprint", NULL, NULL);
    static char kept[8][24];
    static int next;
    char *copy = strcpy(kept[next++ % 8], found);
    json_decref(array);
    setup_end(setup);
    return copy;
}

static void fingerprints_do_not_move_with_lines(void **state)
{
    (void)state;
    struct setup setup;
    const char *print = fingerprint(&setup, 0, "f", CODE_SYNTAX, "m", 0);
    assert_int_equal(strlen(print), 16);
    assert_string_equal(print, fingerprint(&setup, 7, "f", CODE_SYNTAX, "m", 0));
    assert_string_not_equal(print, fingerprint(&setup, 0, "g", CODE_SYNTAX, "m", 0));
    assert_string_not_equal(print, fingerprint(&setup, 0, "f", CODE_INDENTED, "m", 0));
    assert_string_not_equal(print, fingerprint(&setup, 0, "f", CODE_SYNTAX, "n", 0));
    /* The second of the same kind has one of its own, the same each time. */
    const char *second = fingerprint(&setup, 0, "f", CODE_SYNTAX, "m", 1);
    assert_string_not_equal(print, second);
    assert_string_equal(second, fingerprint(&setup, 7, "f", CODE_SYNTAX, "m", 1));
}

static json_t *sarif_run(struct setup *setup, json_t **whole)
{
    *whole = parsed(shown_as(setup, "sarif"));
    assert_string_equal(string_at(*whole, "version", NULL, NULL), "2.1.0");
    const json_t *runs = json_object_get(*whole, "runs");
    assert_int_equal(json_array_size(runs), 1);
    return json_array_get(runs, 0);
}

static void sarif_describes_the_rules_that_were_broken(void **state)
{
    (void)state;
    struct setup setup;
    setup_full(&setup);
    json_t *whole;
    const json_t *run = sarif_run(&setup, &whole);
    const json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
    assert_string_equal(string_at(driver, "name", NULL, NULL), "destc");
    assert_string_equal(string_at(driver, "version", NULL, NULL), "1.2.3");
    assert_string_equal(string_at(run, "columnKind", NULL, NULL), "unicodeCodePoints");
    const json_t *rules = json_object_get(driver, "rules");
    assert_int_equal(json_array_size(rules), 5);
    const json_t *results = json_object_get(run, "results");
    assert_int_equal(json_array_size(results), 5);
    size_t i;
    const json_t *result;
    json_array_foreach(results, i, result)
    {
        json_int_t index = json_integer_value(json_object_get(result, "ruleIndex"));
        const json_t *rule = json_array_get(rules, (size_t)index);
        assert_string_equal(string_at(rule, "id", NULL, NULL),
                            string_at(result, "ruleId", NULL, NULL));
        const struct code_entry *entry =
            code_entry(code_find(view_of(string_at(rule, "id", NULL, NULL))));
        assert_string_equal(string_at(rule, "shortDescription", "text", NULL), entry->title);
        assert_string_equal(string_at(rule, "fullDescription", "text", NULL), entry->why);
        const char *const forms[] = {"text", "markdown"};
        for (size_t form = 0; form < 2; form++) {
            const char *help = string_at(rule, "help", forms[form], NULL);
            assert_non_null(strstr(help, entry->why));
            assert_non_null(strstr(help, entry->example));
            assert_non_null(strstr(help, entry->mend));
        }
    }
    json_decref(whole);
    setup_end(&setup);
}

static const json_t *physical(const json_t *result, const char *list)
{
    const json_t *location = json_array_get(json_object_get(result, list), 0);
    return json_object_get(location, "physicalLocation");
}

static void sarif_results_have_places(void **state)
{
    (void)state;
    struct setup setup;
    setup_full(&setup);
    json_t *whole;
    const json_t *results = json_object_get(sarif_run(&setup, &whole), "results");
    const json_t *unreadable = json_array_get(results, 0);
    assert_string_equal(string_at(physical(unreadable, "locations"), "artifactLocation", "uri",
                                  NULL), "file:///no/such%20file");
    assert_null(json_object_get(physical(unreadable, "locations"), "region"));
    assert_null(json_object_get(json_array_get(results, 1), "locations"));

    const json_t *twice = json_array_get(results, 3);
    assert_string_equal(string_at(twice, "level", NULL, NULL), "error");
    assert_string_equal(string_at(twice, "message", "text", NULL), "given twice\nnote: a fact");
    const json_t *region = json_object_get(physical(twice, "locations"), "region");
    json_t *wanted = json_pack("{si si si si}", "startLine", 3, "startColumn", 2, "endLine", 3,
                               "endColumn", 11);
    assert_true(json_equal(region, wanted));
    json_decref(wanted);
    const json_t *related = json_object_get(twice, "relatedLocations");
    assert_int_equal(json_array_size(related), 1);
    assert_string_equal(string_at(json_array_get(related, 0), "message", "text", NULL),
                        "first given here");
    assert_string_equal(string_at(physical(twice, "relatedLocations"), "artifactLocation", "uri",
                                  NULL), "tables/b%C3%BCcher%20one.txt");

    const json_t *hostile = json_array_get(results, 4);
    assert_string_equal(string_at(physical(hostile, "locations"), "artifactLocation", "uri", NULL),
                        "bad%FF%2C%3A%25%3C%26%3E%22%27%0A.txt");
    assert_string_equal(string_at(hostile, "message", "text", NULL),
                        "\\xB0 <100%> & \"\\x1B\"\nhelp: write 1, 2 :: or 60%");
    assert_int_equal(strlen(string_at(hostile, "partialFingerprints", "destcMessage/v1", NULL)),
                     16);
    json_decref(whole);
    setup_end(&setup);
}

static void sarif_empty_and_cut_short(void **state)
{
    (void)state;
    struct setup setup;
    json_t *whole;
    setup_begin(&setup);
    const json_t *run = sarif_run(&setup, &whole);
    assert_true(json_is_array(json_object_get(run, "results")));
    assert_int_equal(json_array_size(json_object_get(run, "results")), 0);
    const json_t *invocation = json_array_get(json_object_get(run, "invocations"), 0);
    assert_true(json_is_true(json_object_get(invocation, "executionSuccessful")));
    assert_null(json_object_get(invocation, "toolExecutionNotifications"));
    json_decref(whole);
    setup_end(&setup);

    setup_flood(&setup);
    run = sarif_run(&setup, &whole);
    invocation = json_array_get(json_object_get(run, "invocations"), 0);
    assert_true(json_is_false(json_object_get(invocation, "executionSuccessful")));
    const json_t *notices = json_object_get(invocation, "toolExecutionNotifications");
    assert_string_equal(string_at(json_array_get(notices, 0), "message", "text", NULL),
                        "2 more errors and 1 more warning not shown; --max-errors 0 shows all");
    json_decref(whole);
    setup_end(&setup);
}

/* Random bytes as file name, words and text: the JSON forms stay JSON, line by line. */
static void no_bytes_break_json(void **state)
{
    (void)state;
    static const char *const forms[] = {"json", "sarif", "gitlab"};
    for (uint64_t round = 1; round <= 60; round++) {
        uint64_t seed = round;
        struct setup setup;
        setup_begin(&setup);
        char bytes[3][50];
        for (int i = 0; i < 3; i++)
            for (size_t j = 0; j < sizeof bytes[i]; j++)
                bytes[i][j] = j + 1 == sizeof bytes[i] ? '\0' : (char)random_next(&seed);
        struct source *source =
            setup_source_view(&setup, bytes[0], (struct view){bytes[1], sizeof bytes[1]});
        uint32_t at = source->base + random_below(&seed, 50);
        diag_report(&setup.diag, CODE_SYNTAX, (struct span){at, at + 1}, "%s", bytes[2]);
        for (size_t i = 0; i < 3; i++)
            json_decref(parsed(shown_as(&setup, forms[i])));
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_one_object_a_line),
        cmocka_unit_test(json_ends_with_what_was_only_counted),
        cmocka_unit_test(spans_over_lines_keep_both_ends),
        cmocka_unit_test(github_commands_are_escaped),
        cmocka_unit_test(junit_has_a_case_a_message),
        cmocka_unit_test(junit_without_messages_passes),
        cmocka_unit_test(junit_infos_are_no_failures),
        cmocka_unit_test(gitlab_has_an_issue_a_message),
        cmocka_unit_test(gitlab_paths_have_no_dot_in_front),
        cmocka_unit_test(gitlab_empty_and_cut_short),
        cmocka_unit_test(fingerprints_do_not_move_with_lines),
        cmocka_unit_test(sarif_describes_the_rules_that_were_broken),
        cmocka_unit_test(sarif_results_have_places),
        cmocka_unit_test(sarif_empty_and_cut_short),
        cmocka_unit_test(no_bytes_break_json),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
