/* SPDX-License-Identifier: MIT */
/*
 * Listeners in written policy sources and in JSON, and what an appliance changes in them: what is
 * written and read again is the same table.
 */
#include "model/listener_overlay.h"
#include "read/formats.h"
#include "read/hat.h"
#include "read/json.h"
#include "read/rat.h"
#include "support_factor.h"
#include "support_tables.h"

/* The HAT and RAT, of which one may be NULL, as a source; both are read into one listener. */
static void written(const char *hat, const char *rat, const char *source)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    if (hat != NULL)
        read_hat(&policy, &setup.diag, &newest, setup_source(&setup, "x.hat", hat));
    if (rat != NULL)
        read_rat(&policy, &setup.diag, &newest, setup_source(&setup, "x.rat", rat));
    struct view text = source_written(&setup, &policy);
    if (!view_equal(text, view_of(source)))
        fail_msg("instead of\n%s\n---\n%.*s", source, VIEW_ARG(text));
    check_layout(&setup, 0, text);
    setup_end(&setup);
}

static void entries_and_members(void **state)
{
    (void)state;
    written("$reject\n    ACCEPT\n"
            "G:\n    192.0.2.0/24 (a \"b\" \\c)\n    sbrs[-3.0:-1.0]\n    sbrs[-3:-1]\n"
            "    sbrs[none]\n    tls\n        $reject (for it)\n"
            "EMPTY:\n        REJECT {\n            smtp_banner_code = 554\n        }\n"
            "H:\n    geo[XX]\n        $reject {\n            dhap_limit = 0\n        } (d)\n"
            "host.example\n    TCPREFUSE\nALL\n    CONTINUE (rest)\n",
            NULL,
            "listener \"Listener\" {\n"
            "    mail-flow-policy \"reject\" accept;\n"
            "\n"
            "    sender-group G uses \"reject\" \"for it\" {\n"
            "        192.0.2.0/24 \"a \\\"b\\\" \\\\c\";\n"
            "        sbrs -3.0 to -1.0;\n"
            "        sbrs -3 to -1;\n"
            "        sbrs none;\n"
            "        \"tls\";\n"
            "    }\n"
            "    sender-group EMPTY reject { smtp-banner-code 554; }\n"
            "    sender-group H uses \"reject\" { dhap-limit 0; } \"d\" { geo[XX]; }\n"
            "    host host.example tcprefuse;\n"
            "    all continue \"rest\";\n"
            "}\n");
}

static void values(void **state)
{
    (void)state;
    written("$P\n    ACCEPT {\n        max_message_size = 52428800\n"
            "        max_rcpts_per_hour = -1\n        use_override_hostname = \"default\"\n"
            "        tls = \"on\"\n        smtp_auth = \"on\"\n"
            "        smtp_banner_text = \"a \\\"b\\\" \\\\\"\n"
            "        override_hostname = \"a\\nb\"\n        zork = \"on\"\n    }\n"
            "$Q\n    RELAY {\n        max_message_size = 1536\n    }\n"
            "$R\n    RELAY {\n        max_message_size = 1025\n    }\nALL\n    $P\n",
            NULL,
            "listener \"Listener\" {\n"
            "    mail-flow-policy P accept {\n"
            "        max-message-size 50M;\n"
            "        max-recipients-per-hour unlimited;\n"
            "        use-override-hostname \"default\";\n"
            "        tls preferred;\n"
            "        smtp-auth on;\n"
            "        smtp-banner-text \"a \\\"b\\\" \\\\\";\n"
            "        parameter \"override_hostname\" \"\\\"a\\\\nb\\\"\";\n"
            "        parameter \"zork\" \"\\\"on\\\"\";\n"
            "    }\n"
            "    mail-flow-policy Q relay { max-message-size 1536; }\n"
            "    mail-flow-policy R relay { max-message-size 1025; }\n"
            "\n"
            "    all uses P;\n"
            "}\n");
}

static void bundles_keep_the_order(void **state)
{
    (void)state;
    /* The third has its checks behind what is its own: they stay there. */
    written("$A\n    ACCEPT {\n        spam_check = \"off\"\n        virus_check = \"off\"\n"
            "        tls = \"required\"\n    }\n"
            "$B\n    RELAY {\n        spam_check = \"off\"\n        virus_check = \"off\"\n    }\n"
            "$C\n    RELAY {\n        tls = \"off\"\n        spam_check = \"off\"\n"
            "        virus_check = \"off\"\n    }\nALL\n    $A\n",
            NULL,
            "mail-flow-settings no-checks {\n"
            "    spam-check off;\n"
            "    virus-check off;\n"
            "}\n"
            "\n"
            "listener \"Listener\" {\n"
            "    mail-flow-policy A accept uses no-checks { tls required; }\n"
            "    mail-flow-policy B relay uses no-checks;\n"
            "    mail-flow-policy C relay {\n"
            "        tls off;\n"
            "        spam-check off;\n"
            "        virus-check off;\n"
            "    }\n"
            "\n"
            "    all uses A;\n"
            "}\n");
}

static void recipients_share_statements(void **state)
{
    (void)state;
    written(NULL,
            "a.example ACCEPT\n.b.example ACCEPT\njoe@ ACCEPT\na@[192.0.2.1] REJECT {\n"
            "    smtp_response_code = 550\n}\nc.example REJECT\nALL REJECT\n",
            "listener \"Listener\" public {\n"
            "    recipients {\n"
            "        accept a.example, .b.example, joe@;\n"
            "        reject a@[192.0.2.1] { smtp-response-code 550; }\n"
            "        reject c.example;\n"
            "        reject all;\n"
            "    }\n"
            "}\n");
    written(NULL, "ALL REJECT\n", "listener \"Listener\" public {\n"
                                  "    recipients { reject all; }\n}\n");
}

/* --- Laws ------------------------------------------------------------------------------------- */

static const char *const settings[] = {
    "max_message_size = 1048576", "max_rcpts_per_hour = -1", "dhap_limit = 5",
    "spam_check = \"off\"",       "virus_check = \"off\"",   "tls = \"on\"",
    "zork = \"x\"",               "spf = \"on\"",
    "smtp_banner_text = \"a \\\"b\\\" \\n\"",
};
static const char *const members[] = {
    "192.0.2.1",  "192.0.2.0/24", ".x.example", "h.example",       "sbrs[-1.0:2.0]",
    "sbrs[none]", "SBO:7",        "geo[XX]",    "nx.domain (why)", "dnslist[z.example] (\"q\")",
};
static const char *const names[] = {"TRUSTED", "host", "G3", "sbrs", "default", "G6"};

enum {
    SETTINGS = sizeof settings / sizeof *settings,
    MEMBERS_MOST = sizeof members / sizeof *members,
};

static void add_block(struct buffer *text, uint64_t *seed)
{
    uint32_t first = random_below(seed, SETTINGS);
    uint32_t count = random_below(seed, 4);
    buffer_add_string(text, count == 0 ? "" : " {\n");
    for (uint32_t i = 0; i < count; i++)
        buffer_printf(text, "%s\n", settings[(first + i) % SETTINGS]);
    buffer_add_string(text, count == 0 ? "" : "}");
}

static const char *random_table(struct arena *arena, uint64_t *seed)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < 6; i++) {
        if (i > 0 && random_below(seed, 3) == 0)
            continue;
        buffer_printf(&text, "$%s\nACCEPT", names[i]);
        add_block(&text, seed);
        buffer_add_char(&text, '\n');
    }
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t first = random_below(seed, MEMBERS_MOST);
        if (random_below(seed, 3) == 0)
            continue;
        buffer_printf(&text, "%s:\n", names[i]);
        for (uint32_t j = random_below(seed, 4); j > 0; j--)
            buffer_printf(&text, "    %s\n", members[(first + j) % MEMBERS_MOST]);
        buffer_add_string(&text, random_below(seed, 2) == 0 ? "$TRUSTED" : "REJECT");
        add_block(&text, seed);
        buffer_add_string(&text, random_below(seed, 2) == 0 ? "\n" : " (for \"them\")\n");
    }
    if (random_below(seed, 2) == 0)
        buffer_add_string(&text, "host.example\nTCPREFUSE\n");
    buffer_add_string(&text, "ALL\n$TRUSTED\n");
    return buffer_string(&text);
}

static void check_same(uint64_t seed, const struct policy *first, const struct policy *second,
                       struct view text)
{
    if (second->listeners.count != 1 ||
        !listener_same(only_listener(first), only_listener(second)))
        fail_msg("seed %llu\n%.*s", (unsigned long long)seed, VIEW_ARG(text));
}

static void random_tables_come_back(void **state)
{
    (void)state;
    uint64_t runs = environment_number("LAW_RUNS", 300);
    for (uint64_t run = 0; run < runs; run++) {
        struct setup setup;
        struct policy first, second, third;
        uint64_t seed = run;
        setup_begin(&setup);
        setup_policy(&setup, &first);
        read_hat(&first, &setup.diag, &newest,
                 setup_source(&setup, "x.hat", random_table(&setup.arena, &seed)));
        struct view text = source_written(&setup, &first);
        source_read(&setup, &second, text);
        check_same(run, &first, &second, text);
        check_layout(&setup, run, text);
        text = table_written(&setup, &first, "json");
        setup_read(&setup, &third, read_json, "x.json", text);
        check_same(run, &first, &third, text);
        setup_end(&setup);
    }
}

/* An appliance's listener, whatever it is, comes of the base's and what is written of it. */
static void random_changes_come_back(void **state)
{
    (void)state;
    uint64_t runs = environment_number("LAW_RUNS", 300);
    for (uint64_t run = 0; run < runs; run++) {
        struct setup setup;
        struct policy base, other, again;
        uint64_t seed = run;
        setup_begin(&setup);
        setup_policy(&setup, &base);
        setup_policy(&setup, &other);
        read_hat(&base, &setup.diag, &newest,
                 setup_source(&setup, "x.hat", random_table(&setup.arena, &seed)));
        read_hat(&other, &setup.diag, &newest,
                 setup_source(&setup, "y.hat", random_table(&setup.arena, &seed)));
        struct appliance appliance = {.name = VIEW("x"), .policy = &other};
        base.appliances = &appliance;
        base.appliance_count = base.appliance_capacity = 1;
        struct view text = source_written(&setup, &base);
        source_read(&setup, &again, text);
        assert_int_equal(again.appliance_count, 1);
        check_same(run, &base, &again, text);
        check_same(run, &other, again.appliances[0].policy, text);
        check_layout(&setup, run, text);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_and_members),
        cmocka_unit_test(values),
        cmocka_unit_test(bundles_keep_the_order),
        cmocka_unit_test(recipients_share_statements),
        cmocka_unit_test(random_tables_come_back),
        cmocka_unit_test(random_changes_come_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
