/* SPDX-License-Identifier: MIT */
#include "read/hat.h"

#include "support_tables.h"

/* A policy that entries can use, in two lines. */
#define POLICY "$P\n    ACCEPT\n"

/* The end of a table, in two lines. */
#define LAST "ALL\n    $P\n"

static void check(const char *text, const char *messages)
{
    read_gives(read_hat, text, messages);
}

/* The listener of a text without errors. */
static const struct listener *begin(struct reading *reading, const char *text)
{
    reading_begin(reading, read_hat, text);
    if (reading->setup.diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%s", setup_messages(&reading->setup), text);
    return only_listener(&reading->policy);
}

/* --- What is read ------------------------------------------------------------------------------- */

static const char sample[] =
    "# File exported by the GUI at 20060530T215438\n"
    "$ACCEPTED\n    ACCEPT\n"
    "$THROTTLED\n    ACCEPT {\n        spam_check = \"on\"\n        max_message_size = 1M\n"
    "        max_rcpts_per_hour = -1\n        quantum_safe = \"maybe\"\n    }\n"
    "$BLOCKED\n    REJECT {}\n"
    "ALLOWED_LIST:\n    192.0.2.0/24\n    .partner.example (the (old) one)\n"
    "        $ACCEPTED (My \"trusted\" senders, no (anti-spam) scanning)\n"
    "badhost.example\n    REJECT (a host on its own)\n"
    "2001:db8::\n    TCPREFUSE\n"
    "ALL\n    $ACCEPTED\n";

static void policies(void **state)
{
    (void)state;
    struct reading reading;
    const struct listener *listener = begin(&reading, sample);
    assert_view_equal(listener->name, "Listener");
    assert_int_equal(listener->type, LISTENER_UNKNOWN);
    assert_int_equal(listener->policy_count, 3);
    assert_int_equal(listener->policies[0].settings.count, 0);
    assert_int_equal(listener->policies[2].behavior, BEHAVIOR_REJECT);
    const struct flow_settings *settings = &listener_policy(listener, VIEW("THROTTLED"))->settings;
    assert_int_equal(settings->count, 4);
    assert_int_equal(settings->list[0].param, FLOW_SPAM_CHECK);
    assert_int_equal(settings->list[0].number, FLOW_ON);
    assert_int_equal(flow_get(settings, FLOW_MAX_MESSAGE_SIZE)->number, 1048576);
    assert_int_equal(flow_get(settings, FLOW_MAX_RCPTS_PER_HOUR)->number, FLOW_UNLIMITED);
    assert_view_equal(settings->list[3].text, "\"maybe\"");
    assert_null(listener_policy(listener, VIEW("throttled")));
    reading_gave_texts(&reading, sample, "W0213=quantum_safe");
}

static void entries(void **state)
{
    (void)state;
    struct reading reading;
    const struct listener *listener = begin(&reading, sample);
    assert_int_equal(listener->entry_count, 4);
    const struct access_entry *group = listener_group(listener, VIEW("ALLOWED_LIST"));
    assert_ptr_equal(group, &listener->entries[0]);
    assert_int_equal(group->member_count, 2);
    assert_null(group->members[0].description);
    assert_view_equal(*group->members[1].description, "the (old) one");
    assert_view_equal(group->policy, "ACCEPTED");
    assert_view_equal(group->description, "My \"trusted\" senders, no (anti-spam) scanning");
    const struct access_entry *host = &listener->entries[1];
    assert_int_equal(host->kind, ACCESS_HOST);
    assert_int_equal(host->behavior, BEHAVIOR_REJECT);
    assert_int_equal(host->policy.length, 0);
    assert_int_equal(listener->entries[2].members[0].kind, MEMBER_ADDRESS);
    assert_int_equal(listener->entries[3].kind, ACCESS_ALL);
    setup_end(&reading.setup);
}

/* White space means nothing, but for the start of a group. */
static void white_space(void **state)
{
    (void)state;
    const char *wanted = "$P\n    ACCEPT {\n        tls = \"on\"\n    }\n"
                         "G:\n    192.0.2.1 (a)\n    b.example\n        $P (d)\n"
                         "c.example\n    REJECT\nALL\n    $P\n";
    table_comes_out("hat", wanted, wanted);
    table_comes_out("hat",
                    "$P ACCEPT { tls = \"ON\" }\nG: 192.0.2.1 (a)\nb.example $P (d)\n"
                    "c.example REJECT {}\nALL: $P",
                    wanted);
    table_comes_out("hat",
                    "\xEF\xBB\xBF\r\n  $P\r\n\r\nACCEPT\r\n{\r\n\r\n# c\r\ntls=\"on\"  \r\n}\r\n"
                    "\tG:\r\n192.0.2.1\t(a)\r\n  # d\r\nb.example\r\n$P\r\n(d)\r\n"
                    "c.example\r\n\r\nREJECT\r\n{\r\n}\r\nall\r\n$P\r\n",
                    wanted);
}

/* --- Errors of form ----------------------------------------------------------------------------- */

static void blocks(void **state)
{
    (void)state;
    check("$P\n    ACCEPT {\n        tls = \"on\"\n" LAST, "E2002@2:12");
    check("$P\n    ACCEPT {\n        tls = \"on\"\n$Q\n    REJECT\n" LAST, "E2002@2:12");
    check("$P\n    ACCEPT {\n        tls = \"on\"\nG:\n        $P\n" LAST, "E2002@2:12");
    check("$P\n    ACCEPT {", "E2002@2:12 E2015@2:13");
    check("$P\n    ACCEPT\n        tls = \"requird\"\n    }\n" LAST, "E2005@3:9 E0209@3:15");
    check("$P\n    ACCEPT\n        tls = \"on\"\n" LAST, "E2005@3:9");
    check("$P\n    ACCEPT {\n    x\n    tls \"on\"\n    = 1\n    spf = \"no\"\n    }\n" LAST,
          "E2001@3:6 E2001@4:9 E2001@5:5 E0209@6:11");
    check("$P\n    ACCEPT {\n    tls: \"no\"\n    }\n" LAST, "E2001@3:8 E0209@3:10");
    check("$P\n    ACCEPT {\n    tls =\n    spf = \"no\" }\n" LAST, "E2001@3:10 E0209@4:11");
    check("$P\n    ACCEPT { junk }\nx.example\n    ZZ\n" LAST,
          "E2001@2:19 E2007@3:1 W2116@4:5 E2007@4:5");
    check(POLICY "x.example\n    REJECT (d) {\n        tls = \"no\"\n    }\n" LAST,
          "E2001@4:16 E0209@5:15");
    check("$P\n    ACCEPT }\n" LAST, "E2001@2:12");
    check("$P\n    ACCEPT {\n    { tls = \"no\"\n    }\n" LAST, "E2001@3:5");
}

static void texts(void **state)
{
    (void)state;
    check("$P\n    ACCEPT {\n    smtp_banner_text = \"a\n    spf = \"no\"\n    }\n" LAST,
          "E2003@3:24 E0209@4:11");
    check("$P\n    ACCEPT {\n    smtp_banner_text = \"a\\\"\n    }\n" LAST, "E2003@3:24");
    check("$P\n    ACCEPT {\n    smtp_banner_text = \"a\\\\\"\n    }\n" LAST, "");
    check("$P\n    ACCEPT {\n    smtp_banner_text = \"say \"hi\"\"\n    }\n" LAST, "E2001@3:30");
    check(POLICY "ALL\n    $P (d\n", "E2004@4:8");
    check(POLICY "G:\n    192.0.2.1 (d\n    192.0.2.256\n        $P\n" LAST,
          "E2004@4:15 E2102@5:13");
    check(POLICY "ALL\n    $P (d)) x)\n", "");
    check(POLICY "ALL\n    $P (caf\xE9)\n", "E0106@4:12");
    check(POLICY "ALL\n    $P (a\x1B[2J)\n", "E0109@4:8");
    check("# caf\xE9\n" POLICY LAST, "");
}

static void lone_words(void **state)
{
    (void)state;
    check("REJECT\n" POLICY LAST, "E2001@1:1");
    check(POLICY "(a) (b)\n192.0.2.256\n" LAST, "E2001@3:1 E2007@4:1 E2102@4:9");
    check(POLICY "G:\n    192.0.2.1\n    ) 192.0.2.2\n    192.0.2.256\n        $P\n" LAST,
          "E2001@5:5 E2102@6:13");
    check("$P\n    ACEPT\n" LAST, "E2009@2:5");
    check("$P\n    accept\n" LAST, "E2009@2:5");
    check(POLICY "G:\n        rejcet\n" LAST, "E2009@4:9");
    check("$2\n    ACCEPT\n" POLICY LAST, "E2017@1:1");
    check("$\n    ACCEPT\n" POLICY LAST, "E2017@1:1");
    check(POLICY "192.0.2.1 # c\n    REJECT\n" LAST, "E2006@3:11");
}

/* --- Entries that lack something ---------------------------------------------------------------- */

static void without_policy(void **state)
{
    (void)state;
    check(POLICY "G:\n    192.0.2.1\nH:\n    192.0.2.2\n        $P\n" LAST, "E2007@3:1");
    check(POLICY "G:\n    192.0.2.1\n" LAST, "E2007@3:1");
    check(POLICY "G:\n    192.0.2.1\n$Q\n    REJECT\n" LAST, "E2007@3:1");
    check(POLICY LAST "G:", "E2007@5:1");
    check(POLICY "a.example\nb.example\n    REJECT\n" LAST, "E2007@3:1");
    check(POLICY "ALL\n", "E2007@3:1");
    check("$P\n$Q\n    REJECT\n" LAST, "E2008@1:1");
    check("$P {\n    tls = \"no\"\n}\n" LAST, "E2008@1:1 E0209@2:11");
    /* A group may be empty, and so may a table, but for ALL. */
    check(POLICY "G:\n        $P\n" LAST, "");
    check("ALL\n    REJECT\n", "");
}

static void the_last_entry(void **state)
{
    (void)state;
    check(POLICY, "E2015@3:1");
    check("", "E2015@1:1");
    check(POLICY "G:\n        $P\n", "E2015@3:1");
    check(POLICY LAST "G:\n        $P\n" LAST, "E2014@3:1");
    check(POLICY "G:\n    192.0.2.1\n    ALL\n        $P\n" LAST, "E2112@5:5");
    check(POLICY "G:\n    192.0.2.1\n        $P\nall:\n    REJECT\n", "");
}

static void names(void **state)
{
    (void)state;
    check(POLICY POLICY LAST, "E2012@3:1");
    check(POLICY "G:\n        $P\nG:\n        $P\n" LAST, "E2013@5:1");
    check(POLICY "G:\n        $P\ng:\n        $P\n" LAST, "");
    check(POLICY "G:\n        $Q\n" LAST, "E2010@4:9");
    check(POLICY "G:\n        $TRUSTED\n" LAST, "W2011@4:9");
    check("ALL\n    $P\n" POLICY, ""); /* the order of policies does not matter */
    check(POLICY "G:\n    192.0.2.1\n    a.example\n    192.0.2.1-1\n    A.example\n        $P\n"
          LAST, "W2113@6:5 W2113@7:5");
    check(POLICY "G:\n    192.0.2.1\n        $P\nH:\n    192.0.2.1\n        $P\n" LAST, "");
    check(POLICY "G:\n    192.0.2.1\na.example\n        $P\n" LAST, "W2117@5:1");
    check(POLICY "2001:db8::\n    $P\nfe80:\n    $P\n" LAST, "");
    check(POLICY "G:\n    a.example H:\n        $P\n" LAST, "E2110@4:16");
}

/* --- Parameters --------------------------------------------------------------------------------- */

/* SETTING in the block of a policy; its name begins at 3:1. */
static void check_setting(const char *setting, const char *messages)
{
    char text[512];
    snprintf(text, sizeof text, "$P\nACCEPT {\n%s\n}\nALL\n$P\n", setting);
    check(text, messages);
}

/* What comes out of SETTING. */
static void setting_comes_out(const char *setting, const char *wanted)
{
    char text[512];
    char out[512];
    snprintf(text, sizeof text, "$P\nACCEPT {\n%s\n}\nALL\n$P\n", setting);
    snprintf(out, sizeof out, "$P\n    ACCEPT {\n        %s\n    }\nALL\n    $P\n", wanted);
    table_comes_out("hat", text, out);
}

static void values(void **state)
{
    (void)state;
    setting_comes_out("max_message_size = 1k", "max_message_size = 1024");
    setting_comes_out("MAX_MESSAGE_SIZE = 20M", "max_message_size = 20971520");
    setting_comes_out("max_message_size = 020m", "max_message_size = 20971520");
    setting_comes_out("max_rcpts_per_hour = -1", "max_rcpts_per_hour = -1");
    setting_comes_out("tls = on", "tls = \"on\"");
    setting_comes_out("tls = \"Required\"", "tls = \"required\"");
    setting_comes_out("use_override_hostname = \"default\"", "use_override_hostname = \"default\"");
    setting_comes_out("max_concurrency = \"7\"", "max_concurrency = 7");
    setting_comes_out("smtp_banner_text = \"a \\\"b\\\" $RemoteIP \\x )\"",
                      "smtp_banner_text = \"a \\\"b\\\" $RemoteIP \\x )\"");
    setting_comes_out("smtp_banner_text = hello there", "smtp_banner_text = \"hello there\"");
    setting_comes_out("smtp_banner_text = \"\"", "smtp_banner_text = \"\"");
    setting_comes_out("signficant_bits = 24", "significant_bits = 24");
    setting_comes_out("tls = \"verify-hosted\"", "tls = \"verify-hosted\"");
    setting_comes_out("Quantum = a \"b\" c", "Quantum = a \"b\" c");
}

static void wrong_values(void **state)
{
    (void)state;
    check_setting("max_message_size = 1023", "E2022@3:20");
    check_setting("max_message_size = -5", "E2022@3:20");
    check_setting("max_message_size = 99999999999999999999", "");
    check_setting("max_message_size = 10G", "E2021@3:20");
    check_setting("max_message_size = k", "E2021@3:20");
    check_setting("max_concurrency = 0", "E2023@3:19");
    check_setting("max_concurrency = many", "E0201@3:19");
    check_setting("max_concurrency = 1 # c", "E0201@3:19");
    check_setting("max_concurrency = 1 tls = 2", "E0201@3:19");
    check_setting("max_concurrency = -", "E0201@3:19");
    check_setting("max_rcpts_per_hour = -2", "E2026@3:22");
    check_setting("smtp_banner_code = 99999999999", "E2027@3:20");
    check_setting("tls = \"requird\"", "E0209@3:7");
    check_setting("tls = \"\"", "E0209@3:7");
    check_setting("tls = yes", "E0209@3:7");
    check_setting("spf = \"1\"", "E0209@3:7");
    check_setting("spf = \"required\"", "W0210@3:7");
    check_setting("smtp_banner_text = a \"b\"", "E2019@3:20");
    check_setting("smtp_banner_text = \"caf\xE9\"", "E0106@3:24");
    check_setting("smtp_banner_text = \"a\x1B[2J\"", "E0109@3:20");
}

static void wrong_names(void **state)
{
    (void)state;
    check_setting("max_concurency = 1", "E0212@3:1");
    check_setting("max-concurrency = 1", "E0212@3:1");
    check_setting("max_concurrency = 1\nmax_concurency = 1", "W0213@4:1");
    check_setting("quantum = 1", "W0213@3:1");
    check_setting("smtp_response_code = 550", "W0213@3:1");
    check_setting("tls = \"on\"\ntls = \"off\"", "E0302@4:1");
    check_setting("quantum = 1\nQuantum = 2\nother = 3\nother = 3",
                  "W0213@3:1 E0302@4:1 W0213@5:1 E0302@6:1");
    check_setting("tls = \"zz\ntls = \"on\"", "E2003@3:7 E0302@4:1");
}

/* With --lenient the later of two wins, in the place of the first. */
static void lenient(void **state)
{
    (void)state;
    static const char text[] = "$P\nACCEPT {\ntls = \"on\"\nspf = \"on\"\ntls = \"requird\"\n}\n"
                               "$P\nREJECT {\nspf = \"on\"\nspf = \"off\"\n}\n"
                               "G:\n$P\nG:\nREJECT\nALL\n$P\n";
    static const char wanted[] = "$P\n    REJECT {\n        spf = \"off\"\n    }\n"
                                 "G:\n        $P\nG:\n        REJECT\nALL\n    $P\n";
    struct reading reading;
    reading_begin_view(&reading, read_hat, view_of(text), true);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 0);
    assert_view_equal(table_written(&reading.setup, &reading.policy, "hat"), wanted);
    reading_gave(&reading, text, "E0302@5:1 E0209@5:7 E2012@7:1 E0302@10:1 E2013@14:1");
}

/* Two tables of one listener: the second is judged and belongs to nobody. */
static void two_tables(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_hat, POLICY LAST);
    const struct source *second =
        setup_source(&reading.setup, "second", "ALL\n    REJEKT\n");
    read_hat(&reading.policy, &reading.setup.diag, &newest, second);
    assert_int_equal(only_listener(&reading.policy)->policy_count, 1);
    reading_gave(&reading, "two tables", "E2016@1:1 E2009@2:5");
}

/* --- Several listeners -------------------------------------------------------------------------- */

/* Reads a HAT of the listener NAME into POLICY. */
static void read_for(struct setup *setup, struct policy *policy, const char *name, const char *text)
{
    const struct read_options options = {.target = newest.target, .listener = view_of(name)};
    read_hat(policy, &setup->diag, &options, setup_source(setup, name, text));
}

/* What is said when a HAT of POLICY is written for the listener NAME; "" is none in particular. */
static const char *said(const char *name)
{
    struct setup setup;
    struct policy policy;
    struct buffer text;
    uint32_t count;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    read_for(&setup, &policy, "Inbound", POLICY LAST);
    read_for(&setup, &policy, "Outbound", "ALL\n    RELAY\n");
    struct write_options options = {.listener = view_of(name)};
    format_check(format_writer(VIEW("hat")), &policy, &options, &setup.diag);
    const struct message *const *messages = diag_sorted(&setup.diag, &count);
    text = buffer_new(&setup.arena);
    for (uint32_t i = 0; i < count; i++)
        buffer_printf(&text, "%s: %s", code_entry(messages[i]->code)->id, messages[i]->text);
    static char kept[512];
    snprintf(kept, sizeof kept, "%s", buffer_string(&text));
    setup_end(&setup);
    return kept;
}

static void several_listeners(void **state)
{
    (void)state;
    assert_string_equal(said(""), "E0714: several listeners have a Host Access Table: --to hat "
                                  "needs --listener NAME, or -o FOLDER; there is Inbound, "
                                  "Outbound");
    assert_string_equal(said("Inbuond"), "E0714: no listener \"Inbuond\" has a Host Access Table; "
                                         "did you mean Inbound?");
    assert_string_equal(said("other"), "E0714: no listener \"other\" has a Host Access Table; "
                                       "there is Inbound, Outbound");
    assert_string_equal(said("Outbound"), "I0721: the Host Access Table of the listener Inbound is "
                                          "left out: a file has one table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies),       cmocka_unit_test(entries),
        cmocka_unit_test(white_space),    cmocka_unit_test(blocks),
        cmocka_unit_test(texts),          cmocka_unit_test(lone_words),
        cmocka_unit_test(without_policy), cmocka_unit_test(the_last_entry),
        cmocka_unit_test(names),          cmocka_unit_test(values),
        cmocka_unit_test(wrong_values),   cmocka_unit_test(wrong_names),
        cmocka_unit_test(lenient),        cmocka_unit_test(two_tables),
        cmocka_unit_test(several_listeners),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
