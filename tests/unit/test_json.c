/* SPDX-License-Identifier: MIT */
#include "read/destconfig.h"
#include "read/json.h"
#include "read/json_text.h"
#include "support_reading.h"
#include "write/json.h"
#include "write/json_text.h"

static void check(const char *text, const char *messages)
{
    read_gives(read_json, text, messages);
}

/* A document whose second line is the one destination ITEM gives just MESSAGES. */
static void check_item(const char *item, const char *messages)
{
    char text[1024];
    snprintf(text, sizeof text, "{\"destinations\": [\n%s\n]}", item);
    check(text, messages);
}

/* The same for the settings of a destination, on the third line. */
static void check_settings(const char *settings, const char *messages)
{
    char item[512];
    snprintf(item, sizeof item, "{\"domain\": \"a.example\", \"settings\": {\n%s}}", settings);
    check_item(item, messages);
}

static void check_means(const char *text, const char *table)
{
    read_means(read_json, text, table);
}

#define DEFAULT_SECTION TABLE_DEFAULT("on", "on", "mx")

#define DEFAULT_MEMBERS                                                                            \
    "\"ip_sort_pref\": \"PREFER_V6\", \"max_host_concurrency\": 500, "                            \
    "\"max_messages_per_connection\": \"50\", \"recipient_minutes\": 60, "                        \
    "\"recipient_limit\": 0, \"limit_type\": 0, \"limit_apply\": \"system\", "                    \
    "\"bounce_validation\": false, \"table_tls\": \"on\", \"send_tls_req_alert\": true, "         \
    "\"certificate\": \"mx\""

static void meanings(void **state)
{
    (void)state;
    check_means("{\"destinations\": []}", "");
    check_means("\xEF\xBB\xBF\r\n{\"destinations\":[{\"domain\":\"a.example\"}]}\r\n",
                "[a.example]\n");
    check_means("{\"default\": {" DEFAULT_MEMBERS ", \"other\": {\"zork\": \"7\"}}}",
                DEFAULT_SECTION "zork = 7\n");
    check_means("{\"destinations\": [{\"other\": {\"zork\": \" x \\\" y \"}, "
                "\"settings\": {\"table_tls\": 2, "
                "\"bounce_profile\": \"caf\\u00e9 \\ud83d\\ude00\", "
                "\"bounce_validation\": \"ON\", \"ip_sort_pref\": null, "
                "\"max_messages_per_connection\": \" 5 \"}, \"domain\": \"A.ex\\u0061mple\"}]}",
                "[a.example]\nbounce_validation = on\ntable_tls = required\n"
                "max_messages_per_connection = 5\n"
                "bounce_profile = caf\xC3\xA9 \xF0\x9F\x98\x80\nzork = x \" y\n");
    check_means("{\"destinations\": [{\"domain\": \"default\", \"settings\": {" DEFAULT_MEMBERS
                "}}]}",
                DEFAULT_SECTION);
}

static void no_json(void **state)
{
    (void)state;
    check("", "E0801@1:1");
    check("{", "E0801@1:2");
    check("nul", "E0801@1:1");
    check("{'destinations': []}", "E0801@1:2");
    check("{\"destinations\" []}", "E0801@1:17");
    check("{\"destinations\":", "E0801@1:17");
    check("{\"destinations\": [", "E0801@1:19");
    check("{\"destinations\": []", "E0801@1:20");
    check("{\"destinations\": [],}", "E0801@1:21");
    check("{\"destinations\": []} x", "E0801@1:22");
    check("{\"destinations\": [} ", "E0801@1:19");
    check("{\"destinations\": [}]}", "E0801@1:19");
    check("{\"dest\nx\": []}", "E0801@1:2");
    check("{\"\\ud800\": 1, \"x\": 2}", "E0801@1:2");
    check("{\"destinations\": [1e400]}", "E0801@1:19");
    check("{\"destinations\": [{\"domain\": \"a.example\"},]}", "E0801@1:43");
    check("{\"destinations\": [{\"domain\": \"a.example\"} {}]}", "E0801@1:43");
}

static void broken_items(void **state)
{
    (void)state;
    check_item("{\"domain\": \"a.example\" \"settings\": {}}", "E0801@2:24");
    check_item("{\"domain\": NaN}", "E0801@2:12");
    check_item("{\"domain\": \"a.example\",}", "E0801@2:24");
    check_item("{\"domain\": \"b\\qc\"}", "E0801@2:12");
    check_item("{\"domain\": \"b\\ud800c\"}", "E0801@2:12");
    check_item("{\"domain\": \"b\\u0000c\"}", "E0801@2:12");
    check_item("{\"do\\u0000main\": \"bc\"}", "E0801@2:2");
    check_item("{\"domain\": \"b\x01 c\"}", "E0801@2:12");
    check_item("{\"domain\": \"b\xE9\"}", "E0106@2:14");
    check_item("{\"domain\": 01}", "E0801@2:12");
    check_item("{\"domain\": \"a.example\"", "E0801@3:1");
}

/* After a broken destination the next is read, if brackets and quotes tell where it begins. */
static void going_on(void **state)
{
    (void)state;
    check_item("{\"domain\": [}, {}]},\n{\"domain\": \"b..c\"}", "E0801@2:13");
    check_item("{\"domain\": NaN},\n{\"domain\": \"b..c\"}, {\"domain\": nil}",
               "E0801@2:12 E0407@3:15 E0801@3:32");
    check_item("{\"domain\": \"a\\q]\"},\n{\"domain\": \"b..c\"}", "E0801@2:12 E0407@3:15");
    check_item("{\"domain\": \"a},\n{\"domain\": \"b..c\"}", "E0801@2:12");
    check_item("nil,\n{\"domain\": \"b..c\"}", "E0801@2:1 E0407@3:15");
    check("{\"default\": {nil}, \"destinations\": [{\"domain\": \"b..c\"}]}",
          "E0801@1:14 E0407@1:51");
    struct reading reading;
    reading_begin(&reading, read_json,
                  "{\"destinations\": [{\"domain\": \"a}, {\"domain\": \"b..c\"}]}");
    const struct message *message = setup_message(&reading.setup, CODE_JSON_SYNTAX);
    assert_string_equal(message->notes->text, "what follows was not read");
    setup_end(&reading.setup);
}

static void shapes(void **state)
{
    (void)state;
    check("[]", "E0802@1:1");
    check("\"x\"", "E0802@1:2");
    check("{}", "E0802@1:1");
    check("{\"listeners\": []}", "");
    check("{\"destinations\": 1}", "E0802@1:18");
    check("{\"destinations\": {\"a\": [1]}}", "E0802@1:18");
    check("{\"destinations\": [], \"destinations\": [{\"domain\": \"b..c\"}]}",
          "E0802@1:23 E0407@1:53");
    check("{\"default\": 7}", "E0802@1:13");
    check_item("7", "E0802@2:1");
    check_item("{\"settings\": {\"table_tls\": \"requred\"}}", "E0802@2:1 E0209@2:29");
    check_item("{\"domain\": 7}", "E0802@2:12");
    check_item("{\"domain\": null}", "E0802@2:12");
    check_item("{\"domain\": \"a.example\", \"domain\": \"b.example\"}", "E0802@2:26");
    check_item("{\"domain\": \"a.example\", \"settings\": []}", "E0802@2:37");
    check_item("{\"domain\": \"a.example\", \"other\": \"x\"}", "E0802@2:35");
    check_item("{\"domain\": \"a.example\", \"setings\": {}}", "E0802@2:26");
}

/* The help of the first message that TEXT gives. */
static void check_help(const char *text, const char *help)
{
    struct reading reading;
    reading_begin(&reading, read_json, text);
    const struct message *message = setup_message(&reading.setup, CODE_JSON_SHAPE);
    assert_non_null(message);
    assert_string_equal(message->help, help);
    setup_end(&reading.setup);
}

static void suggestions(void **state)
{
    (void)state;
    check_help("{\"destination\": []}", "did you mean \"destinations\"?");
    check_help("{\"x\": []}",
               "the document has \"default\", \"destinations\" and \"listeners\"");
    check_help("{\"destinations\": [{\"domain\": \"a\", \"oter\": {}}]}",
               "did you mean \"other\"?");
    check_help("{\"destinations\": [{\"domain\": \"a\", \"table_tls\": \"on\"}]}",
               "it is a parameter: write it within \"settings\"");
}

static void settings(void **state)
{
    (void)state;
    check_settings("\"table_tls\": \"on\"", "");
    check_settings("\"table_tls\": \"requred\"", "E0209@3:15");
    check_settings("\"table_tls\": true", "E0802@3:14");
    check_settings("\"table_tls\": {\"x\": 1}", "E0802@3:14");
    check_settings("\"table_tls\": \" \"", "E0802@3:15");
    check_settings("\"bounce_validation\": \"no way\"", "W0210@3:23");
    check_settings("\"bounce_profile\": 7", "E0802@3:19");
    check_settings("\"bounce_profile\": \"\"", "E0211@3:20");
    check_settings("\"bounce_profile\": \" x\"", "E0211@3:20");
    check_settings("\"bounce_profile\": \"a\\nb\"", "E0109@3:20");
    check_settings("\"zork\": 7", "E0802@3:9");
    check_settings("\"zork\": \"7\"", "W0213@3:2");
    check_settings("\"zo\\nrk\": \"7\"", "E0109@3:2");
    check_settings("\"tabel_tls\": \"on\"", "E0212@3:2");
    check_settings("\"table_tls\": \"on\", \"\\u0074able_tls\": \"off\"", "E0302@3:21");
    check_settings("\"certificate\": \"x\"", "E0307@3:2");
}

/* Numbers are judged by their text, as in an export. */
static void numbers(void **state)
{
    (void)state;
    check_settings("\"max_messages_per_connection\": 5", "");
    check_settings("\"max_messages_per_connection\": 0", "E0203@3:32");
    check_settings("\"max_messages_per_connection\": -5", "E0201@3:32");
    check_settings("\"max_messages_per_connection\": 5.0", "E0201@3:32");
    check_settings("\"max_messages_per_connection\": 5e0", "E0201@3:32");
    check_settings("\"max_messages_per_connection\": 99999999999999999999", "E0203@3:32");
    check_settings("\"max_messages_per_connection\": \"x\"", "E0201@3:33");
    check_settings("\"max_messages_per_connection\": false", "E0802@3:32");
}

static void duplicates(void **state)
{
    struct reading reading;
    static const char text[] = "{\"destinations\": [{\"domain\": \"a.example\", \"settings\": "
                               "{\"table_tls\": \"on\", \"table_tls\": \"off\"}},\n"
                               "{\"domain\": \"A.example\"}]}";
    (void)state;
    reading_begin(&reading, read_json, text);
    assert_string_equal(setup_messages(&reading.setup), "E0302@1:76 E0309@2:13");
    const struct message *message = setup_message(&reading.setup, CODE_DUPLICATE_PARAMETER);
    assert_int_equal(message->notes->place.offset, span_of(reading.source, "table_tls").offset);
    setup_end(&reading.setup);
    reading_begin_view(&reading, read_json, (struct view){text, sizeof text - 1}, true);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 0);
    setup_end(&reading.setup);
}

/* An error about a value of the default entry does not make the parameter missing as well. */
static void default_entry(void **state)
{
    struct reading reading;
    (void)state;
    check("{\"default\": {" DEFAULT_MEMBERS "}}", "");
    check("{\"default\": {" DEFAULT_MEMBERS ", \"bounce_profile\": \"x\"}}", "E0306@1:295");
    reading_begin(&reading, read_json,
                  "{\"default\": {\"table_tls\": true, \"limit_type\": \"\"}}");
    uint32_t count;
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    for (uint32_t i = 0; i < count; i++) {
        assert_null(strstr(list[i]->text, "lacks table_tls"));
        assert_null(strstr(list[i]->text, "lacks limit_type"));
    }
    setup_end(&reading.setup);
}

static void hostile_depth(void **state)
{
    struct reading reading;
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    buffer_add_string(&text, "{\"destinations\": [");
    add_times(&text, "[", 100000);
    add_times(&text, "]", 100000);
    buffer_add_string(&text, ", {\"domain\": \"b..c\"}]}");
    reading_begin_view(&reading, read_json, buffer_view(&text), false);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 1);
    assert_non_null(setup_message(&reading.setup, CODE_JSON_SYNTAX));
    setup_end(&reading.setup);
    /* As deep as the library goes there is just the shape to complain about. */
    text.length = strlen("{\"destinations\": [");
    add_times(&text, "[", 2000);
    add_times(&text, "]", 2000);
    buffer_add_string(&text, ", {\"domain\": \"b..c\"}]}");
    reading_begin_view(&reading, read_json, buffer_view(&text), false);
    assert_string_equal(setup_messages(&reading.setup), "E0802@1:19 E0407@1:4035");
    setup_end(&reading.setup);
    setup_end(&setup);
}

static void hostile_size(void **state)
{
    static const char text[] = "{\"destinations\": [{\"domain\": \"%s\"}, {\"domain\": \"b..c\"}]}";
    struct setup setup;
    struct reading reading;
    (void)state;
    setup_begin(&setup);
    static const struct {
        uint32_t size;
        enum code code;
    } cases[] = {
        {1048562, CODE_NAME_LABEL},
        {1048563, CODE_JSON_LARGE},
        {3000000, CODE_JSON_LARGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *name = arena_zero(&setup.arena, cases[i].size + 1, 1);
        memset(name, 'x', cases[i].size);
        reading_begin(&reading, read_json, arena_printf(&setup.arena, text, name));
        assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 2);
        assert_non_null(setup_message(&reading.setup, cases[i].code));
        assert_non_null(setup_message(&reading.setup, CODE_NAME_EMPTY_LABEL));
        setup_end(&reading.setup);
    }
    /* Where the limit falls within a character is no matter. */
    for (uint32_t i = 0; i < 2; i++) {
        struct buffer name = buffer_new(&setup.arena);
        add_times(&name, "x", i);
        add_times(&name, "\xC3\xA9", 600000);
        reading_begin(&reading, read_json, arena_printf(&setup.arena, text, buffer_string(&name)));
        assert_string_equal(setup_messages(&reading.setup),
                            i == 0 ? "E0806@1:19 E0407@1:600049" : "E0806@1:19 E0407@1:600050");
        setup_end(&reading.setup);
    }
    setup_end(&setup);
}

static void places_are_found_again(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_json,
                  "{\"default\": {\"other\": {\"zork\": \"7\"}, " DEFAULT_MEMBERS "},\n"
                  "\"destinations\": [{\"other\": {\"\\u007aork\": \"a\\\"}b\"}, "
                  "\"domain\": \"a.example\","
                  "\"settings\": {\"table_tls\": \"off\", \"bounce_validation\": null,"
                  "\"max_messages_per_connection\": 5}}, {\"domain\": \"b.example\"}]}");
    const struct policy *policy = &reading.policy;
    assert_int_equal(policy->count, 2);
    static const struct {
        bool in_default;
        const char *name;
        const char *text;
    } cases[] = {
        {true, "recipient_minutes", "60"},   {true, "certificate", "mx"},
        {true, "zork", "7"},                 {true, "SEND_TLS_REQ_ALERT", "true"},
        {false, "table_tls", "off"},         {false, "zork", "a\\\"}b"},
        {false, "max_messages_per_connection", "5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t section = cases[i].in_default ? policy->default_section
                                               : policy_destination(policy, 0)->section;
        struct span place = policy_locate(policy, section, view_of(cases[i].name));
        assert_view_equal(sources_text(policy->sources, place), cases[i].text);
    }
    uint32_t a = policy_destination(policy, 0)->section;
    uint32_t b = policy_destination(policy, 1)->section;
    assert_int_equal(policy_locate(policy, a, VIEW("bounce_validation")).offset, 0);
    assert_int_equal(policy_locate(policy, b, VIEW("table_tls")).offset, 0);
    setup_end(&reading.setup);
}

static struct view written(struct reading *reading, const struct write_options *options)
{
    struct capture capture;
    uint32_t before = reading->setup.diag.counts[SEVERITY_WARNING];
    check_json(&reading->policy, options, &reading->setup.diag);
    assert_int_equal(reading->setup.diag.counts[SEVERITY_WARNING], before);
    struct output *output = capture_begin(&capture, &reading->setup.arena);
    write_json(&reading->policy, options, output);
    return capture_end(&capture);
}

static void writing(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_destconfig,
                  "[b.example]\ntable_tls = 5\nmax_messages_per_connection = 007\nzork = \"\\\n"
                  "[a.example]\nbounce_validation = 1\nbounce_profile = caf\xC3\xA9\n"
                  "[c.example]\nbounce_validation = maybe not\n" DEFAULT_SECTION "zork = 7\n");
    struct write_options options = {.defaults = defaults_of(&reading.policy)};
    assert_view_equal(
        written(&reading, &options),
        "{\n  \"default\": {\n    \"ip_sort_pref\": \"PREFER_V6\",\n"
        "    \"max_host_concurrency\": 500,\n    \"max_messages_per_connection\": 50,\n"
        "    \"recipient_minutes\": 60,\n    \"recipient_limit\": 0,\n"
        "    \"limit_type\": \"host\",\n    \"limit_apply\": \"system\",\n"
        "    \"bounce_validation\": false,\n    \"table_tls\": \"on\",\n"
        "    \"send_tls_req_alert\": true,\n    \"certificate\": \"mx\",\n"
        "    \"other\": {\n      \"zork\": \"7\"\n    }\n  },\n"
        "  \"destinations\": [\n"
        "    {\"domain\": \"a.example\", \"settings\": {\"bounce_validation\": true, "
        "\"bounce_profile\": \"caf\xC3\xA9\"}},\n"
        "    {\"domain\": \"b.example\", \"settings\": {\"max_messages_per_connection\": 7, "
        "\"table_tls\": \"require_verify_hosted\"}, \"other\": {\"zork\": \"\\\"\\\\\"}},\n"
        "    {\"domain\": \"c.example\", \"settings\": {\"bounce_validation\": \"maybe not\"}}\n"
        "  ]\n}\n");
    setup_end(&reading.setup);
}

static void writing_little(void **state)
{
    struct reading reading;
    struct write_options options = {.defaults.origin = ORIGIN_APPLIANCE};
    (void)state;
    reading_begin(&reading, read_destconfig, "");
    assert_view_equal(written(&reading, &options), "{\n  \"destinations\": []\n}\n");
    setup_end(&reading.setup);
    reading_begin(&reading, read_destconfig, DEFAULT_SECTION "[b\xC3\xBC" "cher.example]\n");
    options.omit_default = true;
    options.idn = IDN_ASCII;
    assert_view_equal(written(&reading, &options),
                      "{\n  \"destinations\": [\n"
                      "    {\"domain\": \"xn--bcher-kva.example\", \"settings\": {}}\n  ]\n}\n");
    setup_end(&reading.setup);
}

/* What is the default entry's alone stands there alone; the profile Default has no name there. */
static void writing_effective(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_destconfig, DEFAULT_SECTION "[a.example]\ntable_tls = off\n");
    struct write_options options = {.defaults = defaults_of(&reading.policy), .effective = true};
    struct view text = written(&reading, &options);
    const char *found = memmem(text.text, text.length, "  \"destinations\"", 16);
    assert_non_null(found);
    assert_view_equal(
        ((struct view){found, text.length - (size_t)(found - text.text)}),
        "  \"destinations\": [\n"
        "    {\"domain\": \"a.example\", \"settings\": {\"ip_sort_pref\": \"PREFER_V6\", "
        "\"max_host_concurrency\": 500, \"max_messages_per_connection\": 50, "
        "\"recipient_minutes\": 60, \"recipient_limit\": 0, \"limit_type\": \"host\", "
        "\"limit_apply\": \"system\", \"bounce_validation\": false, \"table_tls\": \"off\", "
        "\"bounce_profile\": null, \"dane_option\": \"off\"}}\n  ]\n}\n");
    assert_null(memmem(text.text, (size_t)(found - text.text), "bounce_profile", 14));
    assert_non_null(memmem(text.text, (size_t)(found - text.text), "\"dane_option\": \"off\"", 20));
    /* Without a default entry what is not given is not known. */
    options.omit_default = true;
    options.defaults = (struct defaults){.origin = ORIGIN_APPLIANCE};
    text = written(&reading, &options);
    assert_non_null(memmem(text.text, text.length, "\"ip_sort_pref\": null", 20));
    assert_null(memmem(text.text, text.length, "certificate", 11));
    setup_end(&reading.setup);
}

static void strings(void **state)
{
    struct setup setup;
    struct capture capture;
    (void)state;
    setup_begin(&setup);
    struct output *output = capture_begin(&capture, &setup.arena);
    output_json_string(output, VIEW("plain caf\xC3\xA9 /"));
    output_json_string(output, VIEW("\"\\\b\n\x01\x1F\x7F"));
    output_json_string(output, VIEW("a\0b"));
    output_json_string(output, VIEW(""));
    assert_view_equal(capture_end(&capture),
                      "\"plain caf\xC3\xA9 /\"\"\\\"\\\\\\b\\n\\u0001\\u001F\x7F\""
                      "\"a\\u0000b\"\"\"");
    setup_end(&setup);
}

/* Where values end, on text that is not JSON either. */
static void ends(void **state)
{
    static const struct {
        const char *text;
        int end; /* -1: none */
    } cases[] = {
        {"12,", 2},           {"12", 2},      {"\"a\\\"b\" ", 6},     {"\"a\\", -1},
        {"\"a\\\"\n\"", -1}, {"{}x", 2},     {"{[}]", -1},         {"{\"}\"}", 5},
        {"]", -1},            {"", -1},       {"  ", -1},           {"[1,[2],{}] ", 10},
        {"{\"a\":\"\n\"}", -1}, {"\"\\\n\"", -1}, {"[", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text = cases[i].text;
        const char *end = json_value_end(text, text + strlen(text));
        assert_int_equal(end == NULL ? -1 : end - text, cases[i].end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meanings),
        cmocka_unit_test(no_json),
        cmocka_unit_test(broken_items),
        cmocka_unit_test(going_on),
        cmocka_unit_test(shapes),
        cmocka_unit_test(suggestions),
        cmocka_unit_test(settings),
        cmocka_unit_test(numbers),
        cmocka_unit_test(duplicates),
        cmocka_unit_test(default_entry),
        cmocka_unit_test(hostile_depth),
        cmocka_unit_test(hostile_size),
        cmocka_unit_test(places_are_found_again),
        cmocka_unit_test(writing),
        cmocka_unit_test(writing_little),
        cmocka_unit_test(writing_effective),
        cmocka_unit_test(strings),
        cmocka_unit_test(ends),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
