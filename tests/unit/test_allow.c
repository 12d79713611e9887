/* SPDX-License-Identifier: MIT */
/* Comments that allow findings, fingerprints, and what the files of a folder are. */
#include "support.h"

#include "diag/allow.h"
#include "diag/allow_sections.h"
#include "diag/fingerprint.h"
#include "read/recognise.h"

/* The sections of TEXT as "START-END/PARENT", those that can be meant with a star. */
static const char *sections_of(struct setup *setup, const char *text, enum allow_style style)
{
    struct sections sections;
    struct buffer found = buffer_new(&setup->arena);
    sections_find(&sections, &setup->arena, view_of(text), style);
    for (uint32_t i = 0; i < sections.count; i++)
        buffer_printf(&found, "%s%zu-%zu%s", i == 0 ? "" : " ", sections.list[i].start,
                      sections.list[i].end, sections.list[i].whole ? "*" : "");
    return buffer_string(&found);
}

static void sections_are_found_by_their_marks(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    assert_string_equal(sections_of(&setup, "a=1\n[x]\nb=2\n[y]\n", ALLOW_SECTIONS),
                        "4-12* 12-16*");
    assert_string_equal(sections_of(&setup, "a b; c { d; e { f; } } # g {\nh \"}{\";",
                                    ALLOW_STATEMENTS),
                        "0-4* 5-22* 12-20* 29-36*");
    assert_string_equal(sections_of(&setup,
                                    "$P\n  ACCEPT {\n  }\nG:\n  1.2.3.4\n  $P\nhost $P\nALL\n",
                                    ALLOW_GROUPS),
                        "0-18* 18-36* 36-44* 44-48*");
    assert_string_equal(sections_of(&setup, "a ACCEPT\nb REJECT {\n  c = 1\n}\nALL REJECT\n",
                                    ALLOW_ENTRIES),
                        "0-9* 9-30* 30-41*");
    assert_string_equal(sections_of(&setup, "<?x?><a b='>'><!-- <z> --><c/><d>e</d></a>",
                                    ALLOW_ELEMENTS),
                        "5-42* 26-30 30-38");
    assert_string_equal(sections_of(&setup, "[x]", ALLOW_NONE), "");
    /* What is not closed goes to the end, and what closes nothing closes nothing. */
    assert_string_equal(sections_of(&setup, "} a { b", ALLOW_STATEMENTS), "2-7*");
    assert_string_equal(sections_of(&setup, "</a><b><c", ALLOW_ELEMENTS), "4-9* 7-9");
    setup_end(&setup);
}

struct asking {
    struct setup setup;
    struct allowances allowances;
    bool excusable[CODE_COUNT];
    const struct source *source;
};

static void ask_begin(struct asking *asking, const char *text, enum allow_style style)
{
    setup_begin(&asking->setup);
    memset(asking->excusable, 0, sizeof asking->excusable);
    allow_init(&asking->allowances, &asking->setup.diag, asking->excusable);
    asking->source = setup_source(&asking->setup, "t", text);
    allow_search(&asking->setup.diag, asking->source, style);
}

static bool allows(struct asking *asking, enum code code, const char *part)
{
    struct message message = {.code = code, .place = span_of(asking->source, part)};
    return allow_find(&asking->allowances, &message) != NULL;
}

static void a_comment_allows_its_codes_in_its_reach(void **state)
{
    (void)state;
    struct asking a;
    ask_begin(&a,
              "# destc: allow-file W0110 -- everywhere\n"
              "# destc: allow W3003,W3010 -- the next line\n"
              "one\n"
              "two\n"
              "[s]\n"
              "three\n"
              "# destc: allow-section W3003 -- the one round it\n"
              "four\n"
              "[t]\n"
              "five # destc: allow W3003 -- no comment of this format\n",
              ALLOW_SECTIONS);
    enum code code = code_find(VIEW("W3003"));
    assert_true(allows(&a, code, "one"));
    assert_false(allows(&a, code, "two"));
    assert_true(allows(&a, code, "three"));
    assert_true(allows(&a, code, "four"));
    assert_false(allows(&a, code, "five"));
    assert_false(allows(&a, CODE_LINT_ALERT_OFF, "one"));
    assert_true(allows(&a, CODE_INDENTED, "five"));
    assert_true(a.excusable[code]);
    assert_false(a.excusable[CODE_LINT_ALERT_OFF]);
    setup_end(&a.setup);
}

static void faults_are_reported_once(void **state)
{
    (void)state;
    struct asking a;
    static const bool unjudged[CODE_COUNT] = {false};
    ask_begin(&a,
              "# destc: allow W3003\n"
              "# destc: allow X1 -- r\n"
              "# destc: allow: r\n"
              "# destc:\n"
              "# destc: allow W3005 and more -- r\n",
              ALLOW_SECTIONS);
    allow_report(&a.allowances, true, unjudged);
    allow_report(&a.allowances, true, unjudged);
    assert_int_equal(a.setup.diag.by_code[CODE_ALLOW_REASON], 2); /* "and more" is one */
    assert_int_equal(a.setup.diag.by_code[CODE_ALLOW_CODE], 1);   /* X1 */
    assert_int_equal(a.setup.diag.by_code[CODE_ALLOW_FORM], 2);
    assert_int_equal(a.setup.diag.by_code[CODE_ALLOW_UNUSED], 2);
    setup_end(&a.setup);
}

/* How many faults of CODE the comment TEXT has. */
static uint32_t faults_of(const char *text, enum code code)
{
    static const bool unjudged[CODE_COUNT] = {false};
    struct asking a;
    ask_begin(&a, text, ALLOW_SECTIONS);
    allow_report(&a.allowances, false, unjudged);
    uint32_t count = a.setup.diag.by_code[code];
    assert_int_equal(count, a.setup.diag.counts[SEVERITY_WARNING]);
    setup_end(&a.setup);
    return count;
}

static void a_fault_is_said_once_and_for_what_it_is(void **state)
{
    (void)state;
    assert_int_equal(faults_of("# destc: allow W3003 - ticket 3\n", CODE_ALLOW_REASON), 1);
    assert_int_equal(faults_of("# destc: allow W3003 ticket 4\n", CODE_ALLOW_REASON), 1);
    assert_int_equal(faults_of("# destc: allow W3003 \xE2\x80\x93 ticket\n", CODE_ALLOW_REASON), 1);
    assert_int_equal(faults_of("# destc: allow W3003 # ticket\n", CODE_ALLOW_REASON), 1);
    assert_int_equal(faults_of("# destc: allow W3003 W3005 -- ticket\n", CODE_ALLOW_REASON), 0);
    assert_int_equal(faults_of("# destc: allow W3003, W3OO4 -- ticket\n", CODE_ALLOW_CODE), 1);
    assert_int_equal(faults_of("# destc: allow W3003 W3OO4 -- ticket\n", CODE_ALLOW_CODE), 1);
    assert_int_equal(faults_of("# destc: allow ticket 4\n", CODE_ALLOW_CODE), 1);
}

static void the_innermost_reach_of_many_is_found(void **state)
{
    (void)state;
    struct asking a;
    ask_begin(&a,
              "# destc: allow-file W3003 -- everywhere\n"
              "one\n"
              "# destc: allow W3003 -- here\n"
              "two\n"
              "# destc: allow W3003 -- there\n"
              "three\n"
              "four\n",
              ALLOW_SECTIONS);
    enum code code = code_find(VIEW("W3003"));
    assert_true(allows(&a, code, "four"));
    assert_true(allows(&a, code, "three"));
    assert_true(a.allowances.all.list[0]->used);
    assert_false(a.allowances.all.list[1]->used);
    assert_true(a.allowances.all.list[2]->used);
    assert_true(allows(&a, code, "two"));
    assert_true(a.allowances.all.list[1]->used);
    setup_end(&a.setup);
}

static void comments_of_xml_are_its_comments(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<p><a><![CDATA[<!-- destc: allow-file W3003: x -->]]></a>one</p>",
        "<p><?x <!-- destc: allow-file W3003: x --> ?>one</p>",
        "<p a='<!-- destc: allow-file W3003: x -->'>one</p>",
        "<p><!-- <!-- destc: allow-file W3003: x -->one</p>",
    };
    enum code code = code_find(VIEW("W3003"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct asking a;
        ask_begin(&a, texts[i], ALLOW_ELEMENTS);
        assert_false(allows(&a, code, "one"));
        assert_int_equal(a.allowances.mistake_count, 0);
        setup_end(&a.setup);
    }
    struct asking a;
    ask_begin(&a, "<p><!--destc: allow-file W3003: x-->one</p>", ALLOW_ELEMENTS);
    assert_true(allows(&a, code, "one"));
    setup_end(&a.setup);
}

static void odd_texts_do_no_harm(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "destc:", "#destc:", "# destc: allow", "# destc: allow W3003 --", "<!-- destc:",
        "<!--destc:-->", "<!-- destc: allow-section W3003: x -->", "\"# destc: allow W3003 -- x",
        "# destc: allow-section W3003 -- x\n}", "<", "<!--", "{", "\"\\",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int style = ALLOW_NONE; style <= ALLOW_ELEMENTS; style++) {
            struct asking a;
            ask_begin(&a, texts[i], (enum allow_style)style);
            sections_of(&a.setup, texts[i], (enum allow_style)style);
            setup_end(&a.setup);
        }
    }
}

static void fingerprints_are_read_as_they_are_written(void **state)
{
    (void)state;
    const struct topic topic = {VIEW("a.example"), VIEW("table_tls"), VIEW("on")};
    const struct topic other = {VIEW("a.examplet"), VIEW("able_tls"), VIEW("on")};
    struct finding_print print = finding_print(CODE_LINT_WEAKER, &topic);
    struct finding_print again = finding_print(CODE_LINT_WEAKER, &other);
    struct finding_print read;
    char digits[FINDING_DIGITS];
    assert_memory_not_equal(&print, &again, sizeof print);
    finding_digits(&print, digits);
    assert_true(finding_parse(view_of(digits), &read));
    assert_memory_equal(&print, &read, sizeof print);
    digits[0] = 'G';
    assert_false(finding_parse(view_of(digits), &read));
    assert_false(finding_parse(VIEW("00"), &read));
}

static void a_folder_s_files_are_known_by_more_than_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum format format;
    } texts[] = {
        {"[a.example]\ntable_tls = on\n", FORMAT_DESTCONFIG},
        {"\xEF\xBB\xBF[a.example]\r\nTABLE_TLS: on\r\n", FORMAT_DESTCONFIG},
        {"[core]\neditor = vi\n", FORMAT_UNKNOWN},
        {"CC = gcc\n", FORMAT_UNKNOWN},
        {"entry = a/b\n[parameters]\ntable_tls = c\n", FORMAT_UNKNOWN},
        {"jobs:\n  a: b\n", FORMAT_UNKNOWN},
        {"G:\n  192.0.2.1\n  $P\n$P\n", FORMAT_HAT},
        {"a.example ACCEPT\n", FORMAT_RAT},
        {"domain,table_tls\n", FORMAT_CSV},
        {"domain,owner\n", FORMAT_UNKNOWN},
        {"{\"destinations\": []}\n", FORMAT_JSON},
        {"{\"name\": 1}\n", FORMAT_UNKNOWN},
        {"<policy xmlns=\"urn:destc:policy:1\"/>\n", FORMAT_XML},
        {"<a/>\n", FORMAT_UNKNOWN},
        {"destination a.example { tls on; }\n", FORMAT_POLICY},
        {"default is what you get\n", FORMAT_UNKNOWN},
        {"", FORMAT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(recognise(view_of(texts[i].text)), texts[i].format);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_are_found_by_their_marks),
        cmocka_unit_test(a_comment_allows_its_codes_in_its_reach),
        cmocka_unit_test(faults_are_reported_once),
        cmocka_unit_test(a_fault_is_said_once_and_for_what_it_is),
        cmocka_unit_test(the_innermost_reach_of_many_is_found),
        cmocka_unit_test(comments_of_xml_are_its_comments),
        cmocka_unit_test(odd_texts_do_no_harm),
        cmocka_unit_test(fingerprints_are_read_as_they_are_written),
        cmocka_unit_test(a_folder_s_files_are_known_by_more_than_a_line),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
