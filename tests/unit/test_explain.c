/* SPDX-License-Identifier: MIT */
#include "write/explain.h"

#include "analysis/delivery.h"
#include "support_table.h"
#include "write/catalogue.h"

#include <jansson.h>

/* What the TLS settings do, as docs/destconfig-format.md has it, cell by cell. */
static const struct {
    enum tls_setting setting;
    const char *words[DELIVERY_CASE_COUNT];
    const char *results; /* by case: - never, c clear, e encrypted, n not delivered */
    enum assumption assumed[DELIVERY_CASE_COUNT];
} delivery_table[] = {
    {TLS_OFF,
     {"delivered in clear; TLS is not tried at all", "does not arise: TLS is not tried",
      "does not arise: TLS is not tried", "does not arise: TLS is not tried"},
     "c---", {0}},
    {TLS_PREFERRED,
     {"delivered in clear", "not delivered on this connection: no fall back to clear",
      "delivered encrypted; no verification is tried", "delivered encrypted"},
     "cnee", {0}},
    {TLS_REQUIRED,
     {"not delivered", "not delivered", "delivered encrypted; no verification is tried",
      "delivered encrypted"},
     "nnee", {0}},
    {TLS_PREFERRED_VERIFY,
     {"delivered in clear", "not delivered on this connection", "delivered encrypted",
      "delivered encrypted"},
     "cnee", {ASSUMED_NONE, ASSUMED_VERIFY_FALLBACK, ASSUMED_NONE, ASSUMED_NONE}},
    {TLS_REQUIRED_VERIFY,
     {"not delivered", "not delivered", "not delivered", "delivered encrypted"},
     "nnne", {0}},
    {TLS_REQUIRED_VERIFY_HOSTED,
     {"not delivered", "not delivered", "not delivered", "delivered encrypted"},
     "nnne",
     {ASSUMED_HOSTED_DELIVERY, ASSUMED_HOSTED_DELIVERY, ASSUMED_HOSTED_DELIVERY,
      ASSUMED_HOSTED_DELIVERY}},
};

static void each_cell_of_delivery(void **state)
{
    static const char letters[DELIVERY_RESULT_COUNT] = {'-', 'c', 'e', 'n'};
    (void)state;
    assert_int_equal(sizeof delivery_table / sizeof delivery_table[0], TLS_SETTING_COUNT);
    for (int i = 0; i < TLS_SETTING_COUNT; i++) {
        assert_int_equal(delivery_table[i].setting, i);
        for (int j = 0; j < DELIVERY_CASE_COUNT; j++) {
            const struct delivery *cell = delivery((enum tls_setting)i, (enum delivery_case)j);
            assert_string_equal(cell->words, delivery_table[i].words[j]);
            assert_int_equal(letters[cell->result], delivery_table[i].results[j]);
            assert_int_equal(cell->assumed, delivery_table[i].assumed[j]);
        }
        assert_int_equal(delivery_may_fail((enum tls_setting)i),
                         strchr(delivery_table[i].results, 'n') != NULL);
    }
}

static void what_is_checked(void **state)
{
    (void)state;
    assert_null(delivery_check(TLS_OFF));
    assert_null(delivery_check(TLS_PREFERRED));
    assert_null(delivery_check(TLS_REQUIRED));
    assert_non_null(strstr(delivery_check(TLS_PREFERRED_VERIFY), "RFC 2818"));
    assert_non_null(strstr(delivery_check(TLS_REQUIRED_VERIFY), "RFC 2818"));
    assert_non_null(strstr(delivery_check(TLS_REQUIRED_VERIFY_HOSTED), "RFC 6125"));
}

/* The names of what a table cannot tell about a release. */
static const char *limits_of(struct setup *setup, const char *text)
{
    struct release release;
    struct buffer names = buffer_new(&setup->arena);
    const struct delivery_limit *limit = NULL;
    assert_true(release_parse(view_of(text), &release));
    while ((limit = delivery_limit_next(limit, release)) != NULL)
        buffer_printf(&names, "%s ", limit->name);
    return buffer_string(&names);
}

static void what_a_release_has(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    assert_string_equal(limits_of(&setup, "16.0"),
                        "dane mta-sts sender-recipient filters cluster match-by ");
    assert_string_equal(limits_of(&setup, "15.5"),
                        "dane sender-recipient filters cluster match-by ");
    assert_string_equal(limits_of(&setup, "14.2"), "dane filters cluster match-by ");
    assert_string_equal(limits_of(&setup, "11.1"), "filters cluster match-by ");
    setup_end(&setup);
}

static const char default_text[] = TABLE_DEFAULT("on", "on", "gateway.example");

static const char entries_text[] = "[bank.example]\n"
                                   "  table_tls = 4\n"
                                   "recipient_limit = 100\n"
                                   "recipient_minutes = 1\n"
                                   "limit_type = MXIP\n"
                                   "limit_apply = VG\n"
                                   "\n"
                                   "[.bank.example]\n"
                                   "limit_type = MXIP\n"
                                   "bounce_profile = strict\n"
                                   "future_thing = 7\n"
                                   "\n"
                                   "[b\xC3\xBC" "cher.example]\n"
                                   "table_tls = require_verify_hosted\n"
                                   "dane_option = mandatory\n"
                                   "\n"
                                   "[newer.example]\n"
                                   "table_tls = quantum\n";

/* A table with a default entry (12 lines) and, from line 13 on, the entries above. */
static void fixture_whole(struct fixture *fixture)
{
    char text[sizeof default_text + sizeof entries_text];
    snprintf(text, sizeof text, "%s%s", default_text, entries_text);
    fixture_begin(fixture, text);
}

static struct view explained(struct fixture *fixture, enum explain_form form,
                             const char *const *names, size_t count)
{
    struct capture capture;
    struct explain_request request = {&fixture->policy, &fixture->options, form};
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    struct explainer *explainer = explain_begin(&request, &fixture->setup.diag, output);
    for (size_t i = 0; i < count; i++)
        explain(explainer, view_of(names[i]), SPAN_NONE);
    explain_end(explainer);
    return capture_end(&capture);
}

static const char *explained_one(struct fixture *fixture, enum explain_form form, const char *name)
{
    return explained(fixture, form, &name, 1).text;
}

static void brief_lines(void **state)
{
    static const char *const names[] = {"bank.example",    "joe@mx.bank.example",
                                        "other.test",      "xn--bcher-kva.example",
                                        "newer.example",   "DEFAULT",
                                        ".x.bank.example", "192.0.2.1"};
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    struct view text = explained(&fixture, EXPLAIN_BRIEF, names, sizeof names / sizeof names[0]);
    assert_view_equal(
        text, "bank.example\tbank.example\tRequired (Verify)\ttable.txt:14:15\tA15\n"
              "joe@mx.bank.example\t.bank.example\tPreferred\ttable.txt:10:13\tA15,A17\n"
              "other.test\tDEFAULT\tPreferred\ttable.txt:10:13\tA17\n"
              "xn--bcher-kva.example\tb\xC3\xBC" "cher.example\tRequired (Verify Hosted Domains), "
              "DANE Mandatory\ttable.txt:26:13\tA11,A12,A16\n"
              "newer.example\tnewer.example\t\"quantum\"\ttable.txt:30:13\tA06\n"
              "DEFAULT\tDEFAULT\tPreferred\ttable.txt:10:13\t\n"
              ".x.bank.example\t.bank.example\tPreferred\ttable.txt:10:13\tA15,A17\n"
              "192.0.2.1\tDEFAULT\tPreferred\ttable.txt:10:13\tA17\n");
    setup_end(&fixture.setup);
}

static void brief_without_default(void **state)
{
    static const char *const names[] = {"bank.example", "other.test"};
    struct fixture fixture;
    (void)state;
    fixture_begin(&fixture, entries_text);
    assert_view_equal(explained(&fixture, EXPLAIN_BRIEF, names, 2),
                      "bank.example\tbank.example\tRequired (Verify), DANE (appliance default)\t"
                      "table.txt:2:15\tA15\n"
                      "other.test\tDEFAULT\t(appliance default)\tnot in this file\tA17\n");
    fixture.options.defaults = defaults_factory(&fixture.setup.store);
    assert_view_equal(explained(&fixture, EXPLAIN_BRIEF, names + 1, 1),
                      "other.test\tDEFAULT\tOff\tfactory default\tA14,A17\n");
    setup_end(&fixture.setup);
}

static void bad_names_are_reported_and_the_others_explained(void **state)
{
    static const char *const names[] = {"*.bank.example", "other.test", "", "https://a.example/"};
    struct fixture fixture;
    (void)state;
    fixture_begin(&fixture, entries_text);
    assert_view_equal(explained(&fixture, EXPLAIN_BRIEF, names, 4),
                      "other.test\tDEFAULT\t(appliance default)\tnot in this file\tA17\n");
    assert_string_equal(setup_messages(&fixture.setup), "E0402@- E0401@- E0404@-");
    const struct message *message = setup_message(&fixture.setup, CODE_NAME_WILDCARD);
    assert_non_null(strstr(message->text, "\"*.bank.example\""));
    assert_string_equal(message->help, "write .bank.example");
    setup_end(&fixture.setup);
}

/* A name that stands in a text is reported at its place there. */
static void bad_name_in_a_text(void **state)
{
    struct fixture fixture;
    struct capture capture;
    (void)state;
    fixture_begin(&fixture, "[a.example]\n");
    struct explain_request request = {&fixture.policy, &fixture.options, EXPLAIN_BRIEF};
    const struct source *source = setup_source(&fixture.setup, "names", "a.example\n  joe@b..c\n");
    struct span place = span_of(source, "  joe@b..c");
    struct output *output = capture_begin(&capture, &fixture.setup.arena);
    struct explainer *explainer = explain_begin(&request, &fixture.setup.diag, output);
    assert_false(explain(explainer, sources_text(&fixture.setup.sources, place), place));
    explain_end(explainer);
    assert_view_equal(capture_end(&capture), "");
    assert_string_equal(setup_messages(&fixture.setup), "E0407@2:9");
    setup_end(&fixture.setup);
}

/* "FILE:LINE:COLUMN ORIGIN VALUE" of a setting in the JSON object of a name. */
static const char *origin_of(struct fixture *fixture, json_t *object, const char *name)
{
    size_t index;
    json_t *setting;
    json_array_foreach (json_object_get(object, "settings"), index, setting) {
        if (strcmp(json_string_value(json_object_get(setting, "name")), name) != 0)
            continue;
        json_t *file = json_object_get(setting, "file");
        return arena_printf(
            &fixture->setup.arena, "%s:%d:%d %s %s",
            json_is_null(file) ? "" : json_string_value(file),
            (int)json_integer_value(json_object_get(setting, "line")),
            (int)json_integer_value(json_object_get(setting, "column")),
            json_string_value(json_object_get(setting, "origin")),
            json_string_value(json_object_get(setting, "words")));
    }
    return "missing";
}

static json_t *parsed(struct fixture *fixture, const char *name)
{
    json_t *document = json_loads(explained_one(fixture, EXPLAIN_JSON, name), 0, NULL);
    assert_non_null(document);
    assert_int_equal(json_array_size(document), 1);
    json_t *object = json_incref(json_array_get(document, 0));
    json_decref(document);
    return object;
}

/* The ids in the assumptions of a JSON object. */
static const char *assumed_of(struct fixture *fixture, json_t *object)
{
    size_t index;
    json_t *assumption;
    struct buffer ids = buffer_new(&fixture->setup.arena);
    json_array_foreach (json_object_get(object, "assumptions"), index, assumption)
        buffer_printf(&ids, "%s ", json_string_value(json_object_get(assumption, "id")));
    return buffer_string(&ids);
}

static void origins_of_an_entry(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    json_t *object = parsed(&fixture, "bank.example");
    static const char *const expected[][2] = {
        {"table_tls", "table.txt:14:15 entry Required (Verify)"},
        {"recipient_limit", "table.txt:15:19 entry 100 per 1 minute"},
        {"recipient_minutes", "table.txt:16:21 entry 1"},
        {"limit_type", "table.txt:17:14 entry each mail exchanger IP address"},
        {"limit_apply", "table.txt:18:15 entry for each virtual gateway"},
        {"max_host_concurrency", "table.txt:3:24 default 500"},
        {"max_messages_per_connection", "table.txt:4:31 default 50"},
        {"ip_sort_pref", "table.txt:2:16 default IPv6 Preferred"},
        {"bounce_validation", "table.txt:9:21 default Off"},
        {"bounce_profile", ":0:0 built-in Default"},
        {"dane_option", ":0:0 built-in Off"},
        {"send_tls_req_alert", "table.txt:11:22 default On"},
        {"certificate", "table.txt:12:15 default gateway.example"},
    };
    for (size_t i = 0; i < PARAM_COUNT; i++)
        assert_string_equal(origin_of(&fixture, object, expected[i][0]), expected[i][1]);
    /* One limit is inherited under the entry's scope; .bank.example looks as if it matched. */
    assert_string_equal(assumed_of(&fixture, object), "A13 A15 A18 ");
    json_decref(object);
    setup_end(&fixture.setup);
}

static void origins_of_a_partial_domain(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    json_t *object = parsed(&fixture, "joe@mx.bank.example");
    assert_string_equal(json_string_value(json_object_get(object, "asked")),
                        "joe@mx.bank.example");
    assert_string_equal(json_string_value(json_object_get(object, "name")), "mx.bank.example");
    assert_string_equal(json_string_value(json_object_get(object, "entry")), ".bank.example");
    /* The scope that the entry gives without a limit has no effect. */
    assert_string_equal(origin_of(&fixture, object, "limit_type"),
                        "table.txt:7:14 default entire domain");
    assert_string_equal(origin_of(&fixture, object, "bounce_profile"),
                        "table.txt:22:18 entry strict");
    assert_string_equal(origin_of(&fixture, object, "recipient_limit"),
                        "table.txt:6:19 default no limit");
    json_t *idle = json_array_get(json_object_get(object, "idle"), 0);
    assert_string_equal(json_string_value(json_object_get(idle, "name")), "limit_type");
    assert_int_equal(json_integer_value(json_object_get(idle, "line")), 21);
    json_t *unknown = json_array_get(json_object_get(object, "unknown"), 0);
    assert_string_equal(json_string_value(json_object_get(unknown, "name")), "future_thing");
    assert_string_equal(json_string_value(json_object_get(unknown, "value")), "7");
    assert_int_equal(json_integer_value(json_object_get(unknown, "line")), 23);
    assert_string_equal(assumed_of(&fixture, object), "A06 A10 A13 A15 A17 A19 ");
    json_decref(object);
    setup_end(&fixture.setup);
}

static void origins_outside_the_table(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_begin(&fixture, entries_text);
    json_t *object = parsed(&fixture, "bank.example");
    assert_string_equal(origin_of(&fixture, object, "max_host_concurrency"),
                        ":0:0 appliance (appliance default)");
    json_decref(object);

    fixture.options.defaults = defaults_factory(&fixture.setup.store);
    object = parsed(&fixture, "bank.example");
    assert_string_equal(origin_of(&fixture, object, "max_host_concurrency"), ":0:0 factory 500");
    assert_string_equal(origin_of(&fixture, object, "certificate"), ":0:0 factory Demo");
    json_decref(object);

    fixture_read(&fixture, "default.txt", default_text);
    fixture.options.defaults = defaults_of(&fixture.policy);
    fixture.options.defaults.origin = ORIGIN_FILE;
    object = parsed(&fixture, "bank.example");
    assert_string_equal(origin_of(&fixture, object, "max_host_concurrency"),
                        "default.txt:3:24 default-file 500");
    json_decref(object);
    setup_end(&fixture.setup);
}

/* What --lenient fills in is no setting of the default entry's. */
static void origin_of_what_was_filled_in(void **state)
{
    static const char text[] = "[DEFAULT]\ntable_tls = on\n";
    struct fixture fixture;
    (void)state;
    fixture_begin(&fixture, "");
    fixture.setup.diag.lenient = true;
    fixture_read(&fixture, "short.txt", text);
    fixture.options.defaults = defaults_of(&fixture.policy);
    json_t *object = parsed(&fixture, "bank.example");
    assert_string_equal(origin_of(&fixture, object, "table_tls"),
                        "short.txt:2:13 default Preferred");
    assert_string_equal(origin_of(&fixture, object, "max_host_concurrency"),
                        "short.txt:1:1 factory 500");
    assert_string_equal(origin_of(&fixture, object, "certificate"),
                        "short.txt:1:1 default none: the demonstration certificate");
    json_decref(object);
    setup_end(&fixture.setup);
}

static void releases_that_lack_something(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    fixture.options.has_target = true;
    fixture.options.target = (struct release){11, 0};
    json_t *object = parsed(&fixture, "bank.example");
    assert_string_equal(origin_of(&fixture, object, "dane_option"), "missing");
    json_decref(object);
    object = parsed(&fixture, "b\xC3\xBC" "cher.example");
    assert_string_equal(origin_of(&fixture, object, "dane_option"),
                        "table.txt:27:15 entry Mandatory");
    assert_true(json_is_null(json_object_get(json_object_get(object, "tls"), "dane")));
    json_decref(object);
    const char *text = explained_one(&fixture, EXPLAIN_TEXT, "b\xC3\xBC" "cher.example");
    assert_non_null(strstr(text, "Mandatory (the release lacks it)"));
    assert_null(strstr(text, "MTA-STS"));
    assert_null(strstr(text, "DANE is set too"));
    fixture.options.target = RELEASE_NEWEST;
    text = explained_one(&fixture, EXPLAIN_TEXT, "b\xC3\xBC" "cher.example");
    assert_non_null(strstr(text, "MTA-STS"));
    assert_non_null(strstr(text, "DANE is set too"));
    setup_end(&fixture.setup);
}

static void unknown_tls_word(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    json_t *object = parsed(&fixture, "newer.example");
    assert_true(json_is_null(json_object_get(object, "tls")));
    assert_non_null(strstr(assumed_of(&fixture, object), "A06"));
    json_decref(object);
    const char *text = explained_one(&fixture, EXPLAIN_TEXT, "newer.example");
    assert_non_null(strstr(text, "\"quantum\" (not known to destc)"));
    assert_non_null(strstr(text, "The TLS setting is not known"));
    setup_end(&fixture.setup);
}

static void a_page(void **state)
{
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    const char *text = explained_one(&fixture, EXPLAIN_TEXT, "mx.bank.example");
    static const char beginning[] =
        "mx.bank.example\n"
        "===============\n"
        "  Places are LINE:COLUMN in table.txt.\n"
        "  Entry          .bank.example  covers every host below bank.example  20:1\n"
        "  Also matching  DEFAULT        gives what the entry leaves open      1:1\n"
        "\n"
        "  Settings\n"
        "    TLS                            Preferred                    "
        "default entry, 10:13\n"
        "    DANE                           Off                          "
        "built in, given nowhere\n";
    static const char *const parts[] = {
        "\n  Given without effect\n"
        "    limit_type = MXIP  needs max_host_concurrency or recipient_limit  21:14\n",
        "\n  Not known to destc, kept as it stands\n"
        "    future_thing = 7  23:16\n",
        "\n  On delivery, with TLS Preferred\n"
        "    no STARTTLS, or refused before 220  delivered in clear\n"
        "    error after the 220 answer          not delivered on this connection: no fall back "
        "to clear\n"
        "    TLS up, certificate not verified    delivered encrypted; no verification is tried\n"
        "    TLS up, certificate verified        delivered encrypted\n"
        "    Not delivered: the message stays queued",
        "\n  What a table cannot tell\n",
        "    A17  The most specific entry wins",
    };
    assert_memory_equal(text, beginning, sizeof beginning - 1);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        text = strstr(text, parts[i]);
        if (text == NULL)
            fail_msg("not there, or not in order: %s", parts[i]);
    }
    setup_end(&fixture.setup);
}

/* Nothing but a long word of the input makes a line longer than a page is wide. */
static void pages_are_narrow(void **state)
{
    static const char *const names[] = {"bank.example", "mx.bank.example", "other.test",
                                        "xn--bcher-kva.example", "newer.example", "DEFAULT"};
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    struct view text = explained(&fixture, EXPLAIN_TEXT, names, sizeof names / sizeof names[0]);
    size_t column = 0;
    for (size_t i = 0; i < text.length; i++) {
        column = text.text[i] == '\n' ? 0 : column + (((unsigned char)text.text[i] & 0xC0) != 0x80);
        assert_in_range(column, 0, 100);
        if (text.text[i] == '\n' && i > 0)
            assert_int_not_equal(text.text[i - 1], ' ');
    }
    setup_end(&fixture.setup);
}

static void an_array(void **state)
{
    static const char *const names[] = {"bank.example", "other.test", "a b"};
    struct fixture fixture;
    (void)state;
    fixture_whole(&fixture);
    assert_view_equal(explained(&fixture, EXPLAIN_JSON, names, 0), "[]\n");
    struct view text = explained(&fixture, EXPLAIN_JSON, names, 3);
    json_t *document = json_loadb(text.text, text.length, 0, NULL);
    assert_int_equal(json_array_size(document), 2);
    json_t *object = json_array_get(document, 1);
    assert_string_equal(json_string_value(json_object_get(object, "match")), "default");
    json_t *settings = json_object_get(object, "settings");
    assert_int_equal(json_array_size(settings), PARAM_COUNT);
    json_t *alert = json_array_get(settings, PARAM_SEND_TLS_REQ_ALERT);
    assert_true(json_is_true(json_object_get(alert, "value")));
    json_t *connections = json_array_get(settings, PARAM_MAX_HOST_CONCURRENCY);
    assert_int_equal(json_integer_value(json_object_get(connections, "value")), 500);
    assert_int_equal(json_array_size(json_object_get(json_object_get(object, "tls"), "cases")),
                     DELIVERY_CASE_COUNT);
    json_decref(document);
    setup_end(&fixture.setup);
}

static void catalogue(void **state)
{
    struct setup setup;
    struct capture capture;
    (void)state;
    setup_begin(&setup);
    write_rules(&setup.arena, capture_begin(&capture, &setup.arena));
    const char *text = capture_end(&capture).text;
    assert_non_null(strstr(text, "E0204  error    recipient_minutes out of range\n"));
    assert_non_null(strstr(text, "W0110  warning  an indented line\n"));
    write_rule(&setup.arena, CODE_DUPLICATE_PARAMETER, capture_begin(&capture, &setup.arena));
    text = capture_end(&capture).text;
    assert_non_null(strstr(text, "E0302     a parameter given twice\n"
                                 "severity  error; a warning with --lenient\n"
                                 "why       "));
    assert_non_null(strstr(text, "\nexample   "));
    assert_non_null(strstr(text, "\nmend      "));
    write_rule(&setup.arena, CODE_INDENTED, capture_begin(&capture, &setup.arena));
    text = capture_end(&capture).text;
    assert_non_null(strstr(text, "severity  warning; an error with --strict\n"));
    assert_non_null(strstr(text, "example   [example.com]\n            table_tls = required\n"));
    write_assumptions(capture_begin(&capture, &setup.arena));
    text = capture_end(&capture).text;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++)
        assert_non_null(strstr(text, assumption_entry((enum assumption)i)->id));
    setup_end(&setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cell_of_delivery),
        cmocka_unit_test(what_is_checked),
        cmocka_unit_test(what_a_release_has),
        cmocka_unit_test(brief_lines),
        cmocka_unit_test(brief_without_default),
        cmocka_unit_test(bad_names_are_reported_and_the_others_explained),
        cmocka_unit_test(bad_name_in_a_text),
        cmocka_unit_test(origins_of_an_entry),
        cmocka_unit_test(origins_of_a_partial_domain),
        cmocka_unit_test(origins_outside_the_table),
        cmocka_unit_test(origin_of_what_was_filled_in),
        cmocka_unit_test(releases_that_lack_something),
        cmocka_unit_test(unknown_tls_word),
        cmocka_unit_test(a_page),
        cmocka_unit_test(pages_are_narrow),
        cmocka_unit_test(an_array),
        cmocka_unit_test(catalogue),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
