/* SPDX-License-Identifier: MIT */
/* What lint reads beside the policies: the settings file .destc, and baselines. */
#include "support.h"

#include "read/baseline.h"
#include "read/house.h"
#include "write/baseline.h"

/* A file with TEXT, of this test alone. */
static const char *file_with(struct setup *setup, struct view text)
{
    char *path = arena_string(&setup->arena, "/tmp/destc-house-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text.text, text.length), (ssize_t)text.length);
    close(descriptor);
    return path;
}

/* Reads TEXT as a settings file; the messages that came, of which there is one a fault. */
static const char *house_of(struct setup *setup, struct view text, struct house *house)
{
    const char *path = file_with(setup, text);
    house_read(&setup->diag, path, house);
    unlink(path);
    return setup_messages(setup);
}

static void what_a_settings_file_says_is_kept(void **state)
{
    (void)state;
    struct setup setup;
    struct house house;
    setup_begin(&setup);
    const char *messages = house_of(&setup,
                                    VIEW("\xEF\xBB\xBF# ours\r\n; theirs\n\n[lint] ; a section\r\n"
                                         "disable = W3003,I3010 # two\n"
                                         "error=W3005 ; one\r\n"
                                         "fail-on = info\n asyncos = 14.2\n"
                                         "must-encrypt = Bank.example .clinic.example,\n"
                                         "must-encrypt = b\xC3\xBC.example\n"
                                         "clouds = .mail.example"),
                                    &house);
    assert_string_equal(messages, "");
    assert_int_equal(house.level_count, 3);
    assert_int_equal(house.levels[0].code, code_find(VIEW("W3003")));
    assert_int_equal(house.levels[0].level, LEVEL_OFF);
    assert_int_equal(house.levels[2].level, LEVEL_ERROR);
    assert_int_equal(house.fail_on, SEVERITY_INFO);
    assert_int_equal(house.target.major, 14);
    assert_int_equal(house.must_encrypt.count, 3);
    assert_true(view_equal(house.must_encrypt.list[0].domain.key, VIEW("bank.example")));
    assert_int_equal(house.must_encrypt.list[1].domain.kind, DOMAIN_PARTIAL);
    assert_int_equal(house.clouds.count, 1);
    setup_end(&setup);
}

static void what_is_wrong_in_it_is_said_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *messages;
    } cases[] = {
        {"disable = W3003\n", "E0719@1:1"},
        {"[lnt]\n", "E0719@1:1"},
        {"[lint]\ndisable\n", "E0719@2:1"},
        {"[lint]\ndisable = \n", "E0719@2:10"},
        {"[lint]\ndisable = # all\n", "E0719@2:10"},
        {"[lint]\ndisable = W3OO5\n", "E0719@2:11"},
        {"[lint]\ndisable = E0108\n", "E0719@2:11"},
        {"[lint]\ndisable = W3003\nerror = 3003\n", "E0719@3:9"},
        {"[lint]\nfail-on = warning error\n", "E0719@2:19"},
        {"[lint]\nfail-on = warning\nfail-on = warning\n", "E0719@3:11"},
        {"[lint]\nasyncos = 14.2\nasyncos = 15\n", "E0719@3:11"},
        {"[lint]\nmust-encrypt = a.example A.Example\n", "E0719@2:26"},
        {"[lint]\nmust-encrypt = DEFAULT\n", "E0719@2:16"},
        {"[lint]\nclouds = a.example\n", "E0719@2:10"},
        {"[lint]\nclouds = .a.example\nclouds = .A.example\n", "E0719@3:10"},
        {"[lint]\nclouds = a..b\n", "E0719@2:10"},
        {"[lint]\n# \xFC\n", "E0106@2:3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct setup setup;
        struct house house;
        setup_begin(&setup);
        assert_string_equal(house_of(&setup, view_of(cases[i].text), &house), cases[i].messages);
        setup_end(&setup);
    }
}

static void an_empty_settings_file_says_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n", "#", ";", "[lint]", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct setup setup;
        struct house house;
        setup_begin(&setup);
        assert_string_equal(house_of(&setup, view_of(texts[i]), &house), "");
        assert_int_equal(house.level_count + house.must_encrypt.count + house.clouds.count, 0);
        setup_end(&setup);
    }
}

/* Reads TEXT as a baseline; the messages that came. */
static const char *baseline_of(struct setup *setup, const char *text, struct baseline *baseline,
                               bool has[CODE_COUNT])
{
    const char *path = file_with(setup, view_of(text));
    memset(has, 0, CODE_COUNT);
    baseline_init(baseline, &setup->arena);
    baseline_read(baseline, &setup->diag, path, has);
    unlink(path);
    return setup_messages(setup);
}

static void a_baseline_is_read_as_it_is_written(void **state)
{
    (void)state;
    struct setup setup;
    struct capture capture;
    struct baseline baseline;
    bool has[CODE_COUNT];
    struct known_finding findings[2] = {
        {.code = CODE_LINT_WEAKER, .topic = {VIEW("b\"\n.example"), VIEW("tls"), VIEW("\xFF")}},
        {.code = CODE_LINT_ALERT_OFF, .topic = {VIEW("a.example"), VIEW(""), VIEW("")}},
    };
    setup_begin(&setup);
    for (size_t i = 0; i < 2; i++)
        findings[i].print = finding_print(findings[i].code, &findings[i].topic);
    const struct finding_print first = findings[0].print;
    const struct finding_print second = findings[1].print;
    struct finding_print other = first;
    other.bytes[FINDING_BYTES - 1] ^= 1;
    struct output *output = capture_begin(&capture, &setup.arena);
    write_baseline(&setup.arena, findings, 2, output);
    struct view text = capture_end(&capture);
    assert_string_equal(baseline_of(&setup, text.text, &baseline, has), "");
    assert_int_equal(baseline.count, 2);
    assert_true(has[CODE_LINT_WEAKER] && has[CODE_LINT_ALERT_OFF]);
    assert_true(baseline_has(&baseline, &first));
    assert_false(baseline_has(&baseline, &other));
    assert_int_equal(baseline.found_count, 0);
    assert_true(baseline_find(&baseline, &second));
    assert_true(baseline_find(&baseline, &second));
    assert_false(baseline_find(&baseline, &other));
    assert_int_equal(baseline.found_count, 1);
    assert_false(baseline_add(&baseline, &first));
    assert_true(baseline_add(&baseline, &other));
    setup_end(&setup);
}

#define DIGITS "0000000000000000000000000000000000000000000000000000000000000000"

static void what_is_no_baseline_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"", false},
        {"[]", false},
        {"{}", false},
        {"{\"destc_baseline\": 1}", false},
        {"{\"destc_baseline\": \"1\", \"findings\": []}", false},
        {"{\"destc_baseline\": 2, \"findings\": []}", false},
        {"{\"destc_baseline\": 1, \"findings\": [1]}", false},
        {"{\"destc_baseline\": 1, \"findings\": [{\"code\": \"W3003\"}]}", false},
        {"{\"destc_baseline\": 1, \"findings\": [{\"fingerprint\": \"" DIGITS "\"}]}", false},
        {"{\"destc_baseline\": 1, \"findings\": [{\"fingerprint\": \"" DIGITS
         "\", \"code\": \"W9999\"}]}", false},
        {"{\"destc_baseline\": 1, \"findings\": [{\"fingerprint\": \"" DIGITS
         "0\", \"code\": \"W3003\"}]}", false},
        {"{\"destc_baseline\": 1, \"findings\": [], \"findings\": []}", false},
        {"{\"destc_baseline\": 1, \"findings\": []}", true},
        {" {\"destc_baseline\": 1, \"findings\": [{\"fingerprint\": \"" DIGITS
         "\", \"code\": \"W3003\"}]}", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct setup setup;
        struct baseline baseline;
        bool has[CODE_COUNT];
        setup_begin(&setup);
        bool silent = *baseline_of(&setup, cases[i].text, &baseline, has) == '\0';
        assert_true(silent == cases[i].good);
        setup_end(&setup);
    }
}

static void a_baseline_is_known_by_its_beginning(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    static const struct {
        const char *text;
        bool is_one;
    } cases[] = {
        {"{\"destc_baseline\":1,\"findings\":[\n]}\n", true},
        {"\n{ \"destc_baseline\": 1", true},
        {"", false},
        {"{\"destinations\": []}", false},
        {"# destc_baseline\n[a.example]\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = file_with(&setup, view_of(cases[i].text));
        assert_true(baseline_is_one(path) == cases[i].is_one);
        unlink(path);
        assert_false(baseline_is_one(path));
    }
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_settings_file_says_is_kept),
        cmocka_unit_test(what_is_wrong_in_it_is_said_with_its_place),
        cmocka_unit_test(an_empty_settings_file_says_nothing),
        cmocka_unit_test(a_baseline_is_read_as_it_is_written),
        cmocka_unit_test(what_is_no_baseline_is_said),
        cmocka_unit_test(a_baseline_is_known_by_its_beginning),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
