/* SPDX-License-Identifier: MIT */
#include "read/csv.h"
#include "read/destconfig.h"
#include "support_reading.h"
#include "write/csv.h"

static void check(const char *text, const char *messages)
{
    read_gives(read_csv, text, messages);
}

static void check_means(const char *text, const char *table)
{
    read_means(read_csv, text, table);
}

static void headers(void **state)
{
    (void)state;
    check("", "");
    check("\n\n", "");
    check("domain", "");
    check("\n\nDOMAIN,Table_TLS\n", "");
    check("\xEF\xBB\xBF" "domain,table_tls\na.example,on\n", "");
    check("domain,table_tls\r\na.example,on\r\n", "");
    check("name,table_tls\na.example,zz\n", "E0805@1:1");
    check("\"domain\",\"table_tls\"\na.example,on", "");
    check("domain,table_tls,bounce_profile,TABLE_TLS\n", "E0805@1:33");
    check("domain,zork,Zork\n", "W0213@1:8 E0805@1:13");
    check("domain,a\x01" "b\na.example,x\n", "E0109@1:8");
    check("domain,caf\xE9\na.example,x\nb.example,x\n", "E0106@1:11");
    check("domain,\"table_tls\na.example,on\n", "E0803@1:8");
}

/* An unknown column is judged once, at the header. */
static void unknown_columns(void **state)
{
    (void)state;
    check("domain,zork\na.example,1\nb.example,2\n", "W0213@1:8");
    check("domain,tabel_tls\na.example,on\nb.example,on\n", "E0212@1:8");
    /* It is no near miss of what is there already, to its left or its right. */
    check("domain,tabel_tls,table_tls\na.example,on,on\n", "W0213@1:8");
    check_means("domain,zork,table_tls\na.example, 7 ,on\nb.example,,\n",
                "[a.example]\ntable_tls = on\nzork = 7\n[b.example]\n");
}

static void separators(void **state)
{
    (void)state;
    static const char wanted[] =
        "[a.example]\ntable_tls = on\nbounce_profile = x,y;z\n[b.example]\n";
    check_means("domain,table_tls,bounce_profile\na.example,on,\"x,y;z\"\nb.example,,\n", wanted);
    check_means("domain;table_tls;bounce_profile\na.example;on;\"x,y;z\"\nb.example\n", wanted);
    check_means("domain\ttable_tls\tbounce_profile\na.example\ton\tx,y;z\nb.example\t\t\n", wanted);
    check_means(" domain , table_tls , bounce_profile \n"
                " a.example , on ,  \"x,y;z\" \nb.example ,,\n",
                wanted);
}

static void rows(void **state)
{
    (void)state;
    check("domain,table_tls\n\na.example,on\n , \n,\n\"b.example\",\n", "");
    check("domain,table_tls\na.example,on,,\n", "");
    check("domain,table_tls\na.example,on,10,11\nb.example,x y\n", "E0804@2:14 W0210@3:11");
    check("domain,table_tls,\na.example,on,\n", "");
    check("domain,table_tls,\na.example,on,x\n", "E0804@2:14");
    check("domain,table_tls\n,on\n", "E0401@2:1");
    check("domain,table_tls\na..example,requred\n", "E0407@2:3 E0209@2:12");
    check("domain,table_tls\na.example,on\nA.example,off\n", "E0309@3:1");
    check("domain,certificate\na.example,x\n", "E0307@2:11");
    check("domain,max_host_concurrency\na.example,+1\n", "E0201@2:11 E0303@2:11");
    check("domain,bounce_profile\na.example,caf\xE9\n", "E0106@2:14");
}

static void default_row(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_csv,
                  "domain,ip_sort_pref,max_host_concurrency,max_messages_per_connection,"
                  "recipient_minutes,recipient_limit,limit_type,limit_apply,bounce_validation,"
                  "table_tls,send_tls_req_alert,certificate\n"
                  "a.example\nDefault,PREFER_V4,500,50,60,0,host,system,off,on,1,mx\n");
    assert_string_equal(setup_messages(&reading.setup), "W0807@2:1");
    assert_int_equal(reading.policy.count, 1);
    assert_true(reading.policy.has_default);
    assert_int_equal(policy_default(&reading.policy)->values[PARAM_IP_SORT_PREF].number, 2);
    setup_end(&reading.setup);
    check("domain,bounce_profile\na.example,x\n", "");
    reading_begin(&reading, read_csv, "domain,bounce_profile\nDEFAULT,x\n");
    assert_non_null(setup_message(&reading.setup, CODE_NOT_IN_DEFAULT));
    setup_end(&reading.setup);
}

/* A misspelt column is an error of its own: its parameter is not called missing as well. */
static void default_row_misspelt(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_csv, "domain,tabel_tls\nDEFAULT,on\n");
    uint32_t count;
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    for (uint32_t i = 0; i < count; i++)
        assert_null(strstr(list[i]->text, "lacks table_tls"));
    setup_end(&reading.setup);
    reading_begin_view(&reading, read_csv, VIEW("domain,tabel_tls\na.example,on\n"), true);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 0);
    setup_end(&reading.setup);
}

static void quoting(void **state)
{
    (void)state;
    check_means("domain,bounce_profile\n\"a.example\",\"x \"\"y\"\"\"\nb.example,\"\"\n",
                "[a.example]\nbounce_profile = x \"y\"\n[b.example]\n");
    check("domain,bounce_profile\na.example,\" x\"\n", "E0211@2:12");
    check("domain,table_tls\na.example,\" on \"\n", "");
    check("domain,bounce_profile\na.example,\"x\ny\"\n", "E0109@2:12");
    check("domain,table_tls\na.example,\"\non\"\n", "E0109@2:12");
    check("domain,table_tls\na.example,\"on\"x\nb.example,x y\n", "E0803@2:15 W0210@3:11");
    check("domain,table_tls\na.example,o\"n\nb.example,x y\n", "E0803@2:12 W0210@3:11");
    check("domain,table_tls\na.example,\"on\nb.example,x y\n", "E0803@2:11 W0210@3:11");
    check("domain,table_tls\na.example,\"on\nb.example,\"x y\"\n", "E0803@2:11 W0210@3:12");
    /* A name that is not written as it is meant has no place within. */
    check("domain\n\"a..b\"\n\"a..\"\"b\"\n", "E0407@2:4 E0408@3:2");
}

static void places_are_found_again(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_csv,
                  "\xEF\xBB\xBF" "domain;TABLE_TLS;\"zork\";bounce_profile\r\n"
                  "b.example;off;6;\"p \"\"q\"\"\"\r\n\r\na.example; on ;;\r\n");
    const struct policy *policy = &reading.policy;
    assert_int_equal(policy->count, 2);
    uint32_t section = policy_destination(policy, 0)->section;
    struct span place = policy_locate(policy, section, VIEW("table_tls"));
    assert_int_equal(place.offset, span_of(reading.source, "off").offset);
    assert_view_equal(sources_text(policy->sources, place), "off");
    place = policy_locate(policy, section, VIEW("Zork"));
    assert_view_equal(sources_text(policy->sources, place), "6");
    place = policy_locate(policy, section, VIEW("bounce_profile"));
    assert_view_equal(sources_text(policy->sources, place), "p \"\"q\"\"");
    section = policy_destination(policy, 1)->section;
    place = policy_locate(policy, section, VIEW("table_tls"));
    assert_view_equal(sources_text(policy->sources, place), "on");
    assert_int_equal(policy_locate(policy, section, VIEW("zork")).offset, 0);
    assert_int_equal(policy_locate(policy, section, VIEW("domain")).offset, 0);
    assert_int_equal(policy_locate(policy, section, VIEW("dane_option")).offset, 0);
    setup_end(&reading.setup);
}

#define HEADER                                                                                     \
    "domain,ip_sort_pref,max_host_concurrency,max_messages_per_connection,recipient_minutes,"     \
    "recipient_limit,limit_type,limit_apply,bounce_validation,table_tls,bounce_profile,"          \
    "send_tls_req_alert,certificate,dane_option\n"

#define DEFAULT_SECTION TABLE_DEFAULT("on", "on", "mx")

static struct view written(struct reading *reading, const struct write_options *options)
{
    struct capture capture;
    check_csv(&reading->policy, options, &reading->setup.diag);
    struct output *output = capture_begin(&capture, &reading->setup.arena);
    write_csv(&reading->policy, options, output);
    return capture_end(&capture);
}

static void writing(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_destconfig,
                  "[b.example]\nbounce_profile = say \"x, y\"\ntable_tls = 4\n"
                  "[a.example]\nbounce_validation = 1\ntable_tls = quantum\n" DEFAULT_SECTION);
    struct write_options options = {.defaults = defaults_of(&reading.policy)};
    assert_view_equal(written(&reading, &options),
                      HEADER "DEFAULT,PREFER_V6,500,50,60,0,host,system,off,on,,on,mx,\n"
                             "a.example,,,,,,,,on,quantum,,,,\n"
                             "b.example,,,,,,,,,require_verify,\"say \"\"x, y\"\"\",,,\n");
    options.omit_default = true;
    options.effective = true;
    assert_view_equal(
        written(&reading, &options),
        HEADER "a.example,PREFER_V6,500,50,60,0,host,system,on,quantum,,,,off\n"
               "b.example,PREFER_V6,500,50,60,0,host,system,off,require_verify,"
               "\"say \"\"x, y\"\"\",,,off\n");
    setup_end(&reading.setup);
}

/* Assumed spellings are symbolic as well, and a table without entries is its header. */
static void writing_words(void **state)
{
    struct reading reading;
    struct write_options options = {.defaults.origin = ORIGIN_APPLIANCE};
    (void)state;
    reading_begin(&reading, read_destconfig, "[a.example]\ndane_option = 2\ntable_tls = 5\n");
    assert_view_equal(written(&reading, &options),
                      HEADER "a.example,,,,,,,,,require_verify_hosted,,,,mandatory\n");
    setup_end(&reading.setup);
    reading_begin(&reading, read_destconfig, "");
    assert_view_equal(written(&reading, &options), HEADER);
    setup_end(&reading.setup);
}

/* Writing TABLE is reported with MESSAGES. */
static void check_written(struct reading *reading, const char *table, const char *messages)
{
    struct write_options options = {.defaults.origin = ORIGIN_APPLIANCE};
    reading_begin(reading, read_destconfig, table);
    diag_init(&reading->setup.diag, &reading->setup.arena, &reading->setup.sources);
    check_csv(&reading->policy, &options, &reading->setup.diag);
    assert_string_equal(setup_messages(&reading->setup), messages);
}

/* What csv cannot carry is reported once a parameter, however many entries have it. */
static void losses(void **state)
{
    struct reading reading;
    (void)state;
    check_written(&reading,
                  "[b.example]\nzork = 1\nquux = 2\n[a.example]\nzork = 1\n"
                  "[c.example]\nzork = 2\ntable_tls = quantum\n",
                  "W0709@2:8 W0709@3:8");
    const struct message *message = setup_message(&reading.setup, CODE_OUTPUT_LOSS);
    assert_string_equal(message->notes->text, "the same in 2 more entries");
    setup_end(&reading.setup);
    check_written(&reading, "[b.example]\ntable_tls = quantum\n", "");
    setup_end(&reading.setup);
}

static void formulas(void **state)
{
    struct reading reading;
    (void)state;
    check_written(&reading, "[a.example]\nbounce_profile = x=1\n", "");
    setup_end(&reading.setup);
    check_written(&reading,
                  "[a.example]\nbounce_profile = =1\n[b.example]\nbounce_profile = @x\n",
                  "W0712@2:18");
    assert_string_equal(setup_message(&reading.setup, CODE_OUTPUT_FORMULA)->notes->text,
                        "the same in 1 more entry");
    setup_end(&reading.setup);
    check_written(&reading, "[a.example]\ntable_tls = +quantum\n[-b.example]\n",
                  "W0712@2:13 W0712@3:1");
    setup_end(&reading.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers),
        cmocka_unit_test(unknown_columns),
        cmocka_unit_test(separators),
        cmocka_unit_test(rows),
        cmocka_unit_test(default_row),
        cmocka_unit_test(default_row_misspelt),
        cmocka_unit_test(quoting),
        cmocka_unit_test(places_are_found_again),
        cmocka_unit_test(writing),
        cmocka_unit_test(writing_words),
        cmocka_unit_test(losses),
        cmocka_unit_test(formulas),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
