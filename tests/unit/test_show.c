/* SPDX-License-Identifier: MIT */
/* Messages as people see them: the text form, what is done to hostile texts. */
#include "support.h"

#include "base/utf8.h"
#include "diag/show.h"

static struct view shown_with(struct setup *setup, const char *form,
                              const struct show_options *options)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &setup->arena);
    const struct message_format *format = message_format(view_of(form));
    assert_non_null(format);
    format->show(&setup->diag, options, output);
    return capture_end(&capture);
}

static struct view shown(struct setup *setup)
{
    return shown_with(setup, "text", &(struct show_options){0});
}

static void forms_are_found_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"text", "json", "sarif", "github", "junit", "gitlab"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(message_format(view_of(names[i]))->name, names[i]);
    assert_null(message_format(VIEW("xml")));
    assert_null(message_format(VIEW("")));
    assert_null(message_format(VIEW("Text")));
}

/* ---- text ---- */

static void report_minutes(struct setup *setup, const struct source *source)
{
    struct message *message =
        diag_report(&setup->diag, CODE_RANGE_MINUTES, span_of(source, "90"),
                    "recipient_minutes must be between 1 and 60");
    diag_help(&setup->diag, message,
              "the appliance counts recipients over at most one hour");
}

static void the_line_is_shown_and_marked(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(
        &setup, "export.txt",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\nrecipient_minutes = 90\n");
    report_minutes(&setup, source);
    assert_view_equal(
        shown(&setup),
        "export.txt:14:21: error[E0204]: recipient_minutes must be between 1 and 60\n"
        "   14 | recipient_minutes = 90\n"
        "      |                     ^^\n"
        "      = help: the appliance counts recipients over at most one hour\n");
    setup_end(&setup);
}

static void notes_show_the_other_place(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *first = setup_source(&setup, "a.txt", "[example.com]\n");
    struct source *second = setup_source(&setup, "b.txt", "\n[EXAMPLE.com]\n");
    struct message *message =
        diag_report(&setup.diag, CODE_DUPLICATE_DESTINATION, span_of(second, "EXAMPLE.com"),
                    "example.com is given twice");
    diag_note(&setup.diag, message, span_of(first, "example.com"), "first given here");
    diag_note(&setup.diag, message, SPAN_NONE, "case makes no difference");
    diag_help(&setup.diag, message, "keep one of the two");
    assert_view_equal(shown(&setup),
                      "b.txt:2:2: error[E0309]: example.com is given twice\n"
                      "    2 | [EXAMPLE.com]\n"
                      "      |  ^^^^^^^^^^^\n"
                      "      = note: case makes no difference\n"
                      "      = help: keep one of the two\n"
                      "a.txt:1:2: note: first given here\n"
                      "    1 | [example.com]\n"
                      "      |  ^^^^^^^^^^^\n");
    setup_end(&setup);
}

static void messages_without_a_place(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct message *message =
        diag_report_file(&setup.diag, CODE_FILE_READ, "no-such-file", "cannot be read");
    diag_help(&setup.diag, message, "check the path");
    diag_report(&setup.diag, CODE_NO_DEFAULT, SPAN_NONE, "no default entry");
    assert_view_equal(shown(&setup), "no-such-file: error[E0701]: cannot be read\n"
                                     "      = help: check the path\n"
                                     "destc: error[E0312]: no default entry\n"
                                     "destc: 2 errors\n");
    setup_end(&setup);
}

/* The text that is shown for one message at PART of TEXT, without its first line. */
static const char *snippet(struct setup *setup, const char *text, struct span *span)
{
    struct source *source = setup_source(setup, "f", text);
    struct span place = {source->base + span->offset, source->base + span->end};
    diag_report(&setup->diag, CODE_SYNTAX, place, "m");
    const char *all = shown(setup).text;
    return strchr(all, '\n') + 1;
}

static void assert_snippet(const char *text, uint32_t offset, uint32_t end, const char *wanted)
{
    struct setup setup;
    setup_begin(&setup);
    assert_string_equal(snippet(&setup, text, &(struct span){offset, end}), wanted);
    setup_end(&setup);
}

static void marks_stand_under_what_they_mark(void **state)
{
    (void)state;
    assert_snippet("\ta\tbc\n", 3, 5, "    1 |  a bc\n"
                                      "      |    ^^\n");
    assert_snippet("b\xC3\xBC" "cher x", 8, 9, "    1 | b\xC3\xBC" "cher x\n"
                                               "      |        ^\n");
    /* Wide characters take two columns, combining ones none. */
    assert_snippet("\xE4\xBE\x8B\xE3\x81\x88 x", 0, 6, "    1 | \xE4\xBE\x8B\xE3\x81\x88 x\n"
                                                       "      | ^^^^\n");
    assert_snippet("\xE4\xBE\x8B x", 4, 5, "    1 | \xE4\xBE\x8B x\n"
                                           "      |    ^\n");
    assert_snippet("u\xCC\x88 x", 4, 5, "    1 | u\xCC\x88 x\n"
                                        "      |   ^\n");
    assert_snippet("u\xCC\x88", 1, 3, "    1 | u\xCC\x88\n"
                                      "      |  ^\n");
}

static void broken_bytes_and_controls_are_shown_as_numbers(void **state)
{
    (void)state;
    assert_snippet("b\xFC" "cher x", 1, 2, "    1 | b\\xFCcher x\n"
                                           "      |  ^^^^\n");
    assert_snippet("b\xFC" "cher x", 7, 8, "    1 | b\\xFCcher x\n"
                                           "      |           ^\n");
    assert_snippet("a\033[2Jb", 5, 6, "    1 | a\\x1B[2Jb\n"
                                      "      |         ^\n");
    assert_snippet("a\xE2\x80\xAE" "b", 4, 5, "    1 | a\\u{202E}b\n"
                                              "      |          ^\n");
    assert_snippet("a\rb\n", 1, 2, "    1 | a\\x0Db\n"
                                   "      |  ^^^^\n");
}

static void a_nul_is_shown_too(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source_view(&setup, "f", VIEW("a\0b"));
    diag_report(&setup.diag, CODE_NUL_BYTE, (struct span){source->base + 1, source->base + 2}, "m");
    assert_view_equal(shown(&setup), "f:1:2: error[E0103]: m\n"
                                     "    1 | a\\x00b\n"
                                     "      |  ^^^^\n");
    setup_end(&setup);
}

static void marks_end_with_the_line(void **state)
{
    (void)state;
    assert_snippet("one two\nthree", 4, 11, "    1 | one two\n"
                                            "      |     ^^^\n");
    assert_snippet("one two\r\nthree", 4, 11, "    1 | one two\n"
                                              "      |     ^^^\n");
    /* An empty place has one mark: here behind the line's last character. */
    assert_snippet("one\r\n", 3, 3, "    1 | one\n"
                                    "      |    ^\n");
    assert_snippet("one\r\n", 4, 5, "    1 | one\n"
                                    "      |    ^\n");
    assert_snippet("one", 3, 3, "    1 | one\n"
                                "      |    ^\n");
    assert_snippet("one\n", 4, 4, "    2 |\n"
                                  "      | ^\n");
    assert_snippet("", 0, 0, "    1 |\n"
                             "      | ^\n");
    assert_snippet("\xEF\xBB\xBF[a]\n", 0, 0, "    1 | [a]\n"
                                              "      | ^\n");
    /* A span that ends before it begins is taken for an empty one, or for the rest of the line. */
    assert_snippet("one two", 4, 2, "    1 | one two\n"
                                    "      |     ^^^\n");
}

static void the_gutter_widens_for_large_numbers(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    for (int i = 0; i < 1234566; i++)
        buffer_add_char(&text, '\n');
    buffer_add_string(&text, "here 90");
    struct source *source = setup_source_view(&setup, "f", buffer_view(&text));
    report_minutes(&setup, source);
    assert_view_equal(shown(&setup),
                      "f:1234567:6: error[E0204]: recipient_minutes must be between 1 and 60\n"
                      "1234567 | here 90\n"
                      "        |      ^^\n"
                      "        = help: the appliance counts recipients over at most one hour\n");
    setup_end(&setup);
}

/* A line of BEFORE times '.', "MARK", and BEHIND times ','. */
static struct view window_of(struct setup *setup, size_t before, size_t behind)
{
    setup_begin(setup);
    size_t size = before + 4 + behind;
    char *text = arena_zero(&setup->arena, size + 1, 1);
    memset(text, '.', before);
    memcpy(text + before, "MARK", 4);
    memset(text + before + 4, ',', behind);
    struct source *source = setup_source(setup, "f", text);
    diag_report(&setup->diag, CODE_SYNTAX, span_of(source, "MARK"), "m");
    return shown(setup);
}

static void a_long_line_is_shown_in_part(void **state)
{
    (void)state;
    static const struct {
        size_t before, behind;
        size_t shown_before, shown_behind;
        bool cut_before, cut_behind;
    } cases[] = {
        {40, 56, 40, 56, false, false},       {0, 96, 0, 96, false, false},
        {96, 0, 96, 0, false, false},         {0, 97, 0, 96, false, true},
        {97, 0, 96, 0, true, false},          {500, 500, 50, 46, true, true},
        {500, 10, 86, 10, true, false},       {10, 500, 10, 86, false, true},
        {1000000, 1000000, 50, 46, true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct setup setup;
        struct view text = window_of(&setup, cases[i].before, cases[i].behind);
        struct buffer wanted = buffer_new(&setup.arena);
        buffer_printf(&wanted, "f:1:%zu: error[E0108]: m\n    1 | %s", cases[i].before + 1,
                      cases[i].cut_before ? "..." : "");
        for (size_t j = 0; j < cases[i].shown_before; j++)
            buffer_add_char(&wanted, '.');
        buffer_add_string(&wanted, "MARK");
        for (size_t j = 0; j < cases[i].shown_behind; j++)
            buffer_add_char(&wanted, ',');
        int indent = (int)(cases[i].shown_before + (cases[i].cut_before ? 3 : 0));
        buffer_printf(&wanted, "%s\n      | %*s^^^^\n", cases[i].cut_behind ? "..." : "", indent,
                      "");
        assert_view_equal(text, buffer_string(&wanted));
        setup_end(&setup);
    }
}

/* Characters of many bytes and of no width: the window holds whole characters, and has an end. */
static void a_window_has_whole_characters(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\xE4\xBE\x8B", "\xCC\x88", "\xB0", "\xF0\x9F\x93\xA7",
                                         "\xEF\xBF\xBF"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        for (int j = 0; j < 6000; j++)
            buffer_add_string(&text, j == 3000 ? "MARK" : pieces[i]);
        struct source *source = setup_source_view(&setup, "f", buffer_view(&text));
        diag_report(&setup.diag, CODE_SYNTAX, span_of(source, "MARK"), "m");
        struct view all = shown(&setup);
        size_t bad;
        assert_true(utf8_check(all, &bad));
        assert_true(all.length < 6000);
        const char *line = strchr(all.text, '\n') + 1;
        const char *marks = strchr(line, '\n') + 1;
        const char *mark = strstr(line, "MARK");
        assert_non_null(mark);
        struct view before = {line, (size_t)(mark - line)};
        assert_int_equal(utf8_width(before), strchr(marks, '^') - marks);
        assert_true(utf8_width((struct view){line, (size_t)(marks - 1 - line)}) < 120);
        setup_end(&setup);
    }
}

static void a_long_mark_ends_with_the_window(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    char *text = memset(arena_zero(&setup.arena, 100001, 1), 'x', 100000);
    struct source *source = setup_source(&setup, "f", text);
    diag_report(&setup.diag, CODE_SYNTAX, (struct span){source->base, source->base + 100000}, "m");
    struct view all = shown(&setup);
    size_t marks = 0;
    for (size_t i = 0; i < all.length; i++)
        marks += all.text[i] == '^';
    assert_int_equal(marks, 100);
    setup_end(&setup);
}

static void names_and_words_cannot_command_a_terminal(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "a\033]0;x\a\xFF.txt", "text\n");
    struct message *message = diag_report(&setup.diag, CODE_SYNTAX, span_of(source, "text"),
                                          "not a \"\033[31mred\n\t\x7F\xC2\x9B" "1m\"");
    diag_note(&setup.diag, message, SPAN_NONE, "\r\b");
    diag_help(&setup.diag, message, "\xE2\x80\x8F\xE2\x81\xA6");
    assert_view_equal(shown(&setup),
                      "a\\x1B]0;x\\x07\\xFF.txt:1:1: error[E0108]: "
                      "not a \"\\x1B[31mred\\x0A\\x09\\x7F\\u{9B}1m\"\n"
                      "    1 | text\n"
                      "      | ^^^^\n"
                      "      = note: \\x0D\\x08\n"
                      "      = help: \\u{200F}\\u{2066}\n");
    setup_end(&setup);
}

static void very_long_words_are_cut(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    char *words = memset(arena_zero(&setup.arena, 60001, 1), 'w', 60000);
    memcpy(words + 2046, "\xE4\xBE\x8B", 3); /* where the cut would go through it */
    diag_report(&setup.diag, CODE_NO_DEFAULT, SPAN_NONE, "%s", words);
    struct view all = shown(&setup);
    assert_int_equal(all.length, strlen("destc: error[E0312]: ") + 2046 + strlen("...\n"));
    assert_string_equal(all.text + all.length - 6, "ww...\n");
    setup_end(&setup);
}

static void colours_only_where_they_are_asked_for(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    struct source *source = setup_source(&setup, "f", "x 90\n");
    report_minutes(&setup, source);
    struct message *message = diag_report(&setup.diag, CODE_INDENTED, span_of(source, "x"), "w");
    diag_note(&setup.diag, message, span_of(source, "90"), "n");
    assert_null(strchr(shown(&setup).text, '\033'));
    struct view all = shown_with(&setup, "text", &(struct show_options){.color = true});
    assert_view_equal(all,
                      "\033[1mf:1:1:\033[0m \033[1;35mwarning[W0110]:\033[0m w\n"
                      "    1 | x 90\n"
                      "      | \033[1;32m^\033[0m\n"
                      "\033[1mf:1:3:\033[0m \033[1;36mnote:\033[0m n\n"
                      "    1 | x 90\n"
                      "      |   \033[1;32m^^\033[0m\n"
                      "\033[1mf:1:3:\033[0m \033[1;31merror[E0204]:\033[0m "
                      "recipient_minutes must be between 1 and 60\n"
                      "    1 | x 90\n"
                      "      |   \033[1;32m^^\033[0m\n"
                      "      = \033[1;32mhelp:\033[0m "
                      "the appliance counts recipients over at most one hour\n"
                      "destc: 1 error, 1 warning\n");
    setup_end(&setup);
}

static void the_letter_stays_when_the_severity_changes(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.strict = true;
    diag_report(&setup.diag, CODE_INDENTED, SPAN_NONE, "m");
    setup.diag.strict = false;
    setup.diag.lenient = true;
    diag_report(&setup.diag, CODE_WORD_MISSPELT, SPAN_NONE, "m");
    assert_view_equal(shown(&setup), "destc: error[W0110]: m\n"
                                     "destc: warning[E0209]: m\n"
                                     "destc: 1 error, 1 warning\n");
    setup_end(&setup);
}

static void report_many(struct setup *setup, enum code code, int count)
{
    for (int i = 0; i < count; i++)
        diag_report(&setup->diag, code, SPAN_NONE, "m");
}

static void what_was_only_counted_is_said(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 1;
    report_many(&setup, CODE_NO_DEFAULT, 13);
    assert_view_equal(shown(&setup), "destc: error[E0312]: m\n"
                                     "destc: 12 more errors not shown; --max-errors 0 shows all\n");
    report_many(&setup, CODE_INDENTED, 2);
    assert_view_equal(
        shown(&setup),
        "destc: error[E0312]: m\n"
        "destc: warning[W0110]: m\n"
        "destc: 12 more errors and 1 more warning not shown; --max-errors 0 shows all\n"
        "destc: 13 errors, 2 warnings\n");
    setup_end(&setup);
}

static void quiet_shows_errors_only(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    setup.diag.limit = 2;
    report_many(&setup, CODE_NO_DEFAULT, 2);
    report_many(&setup, CODE_INDENTED, 5);
    struct show_options quiet = {.quiet = true};
    assert_view_equal(shown_with(&setup, "text", &quiet), "destc: error[E0312]: m\n"
                                                          "destc: error[E0312]: m\n");
    static const char *const forms[] = {"json", "sarif", "github", "junit", "gitlab"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        assert_null(strstr(shown_with(&setup, forms[i], &quiet).text, "W0110"));
        assert_null(strstr(shown_with(&setup, forms[i], &quiet).text, "shown"));
        assert_non_null(strstr(shown_with(&setup, forms[i], &quiet).text, "E0312"));
    }
    setup_end(&setup);
}

static void nothing_to_say(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    assert_view_equal(shown(&setup), "");
    setup_end(&setup);
}

/* ---- escape_controls ---- */

static void harmless_text_is_left_alone(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    static const char *const texts[] = {"", "plain ~", "\xC3\xBC-\xE4\xBE\x8B",
                                        "\xD9\x85\xD8\xA7"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_ptr_equal(escape_controls(&setup.arena, view_of(texts[i])).text, texts[i]);
    setup_end(&setup);
}

static void whatever_comes_in_something_harmless_goes_out(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    uint64_t seed = 77;
    for (int i = 0; i < 3000; i++) {
        char bytes[40];
        size_t length = random_below(&seed, sizeof bytes);
        for (size_t j = 0; j < length; j++)
            bytes[j] = (char)(random_below(&seed, 3) == 0 ? 0xC2 : random_below(&seed, 256));
        struct view out = escape_controls(&setup.arena, (struct view){bytes, length});
        size_t bad;
        assert_true(utf8_check(out, &bad));
        for (size_t j = 0; j < out.length; j++) {
            unsigned char byte = (unsigned char)out.text[j];
            assert_true(byte >= 0x20 && byte != 0x7F);
            /* No C1 control either. */
            assert_false(byte == 0xC2 && (unsigned char)out.text[j + 1] < 0xA0);
        }
    }
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_found_by_name),
        cmocka_unit_test(the_line_is_shown_and_marked),
        cmocka_unit_test(notes_show_the_other_place),
        cmocka_unit_test(messages_without_a_place),
        cmocka_unit_test(marks_stand_under_what_they_mark),
        cmocka_unit_test(broken_bytes_and_controls_are_shown_as_numbers),
        cmocka_unit_test(a_nul_is_shown_too),
        cmocka_unit_test(marks_end_with_the_line),
        cmocka_unit_test(the_gutter_widens_for_large_numbers),
        cmocka_unit_test(a_long_line_is_shown_in_part),
        cmocka_unit_test(a_window_has_whole_characters),
        cmocka_unit_test(a_long_mark_ends_with_the_window),
        cmocka_unit_test(names_and_words_cannot_command_a_terminal),
        cmocka_unit_test(very_long_words_are_cut),
        cmocka_unit_test(colours_only_where_they_are_asked_for),
        cmocka_unit_test(the_letter_stays_when_the_severity_changes),
        cmocka_unit_test(what_was_only_counted_is_said),
        cmocka_unit_test(quiet_shows_errors_only),
        cmocka_unit_test(nothing_to_say),
        cmocka_unit_test(harmless_text_is_left_alone),
        cmocka_unit_test(whatever_comes_in_something_harmless_goes_out),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
