/* SPDX-License-Identifier: MIT */
/*
 * Rules about policy sources: dates, what nothing uses, the release, names that nothing declares.
 */
#include "analysis/lint.h"

#include "support_policy.h"

/* TEXT breaks just MESSAGES, of the codes that begin with a number of GROUPS, "32 34", on TODAY. */
static void breaks(const char *groups, int64_t today, const char *text, const char *messages)
{
    struct reading reading;
    const struct lint_settings settings = {.today = today};
    const struct flow_defaults flow = FLOW_DEFAULTS_UNKNOWN;
    struct lint_gaps gaps = {.missed = {{false}}};
    reading_begin(&reading, read_statements, text);
    struct setup *setup = &reading.setup;
    assert_string_equal(setup_messages(setup), "");
    uint8_t *levels = arena_zero(&setup->arena, CODE_COUNT, 1);
    for (int i = 0; i < CODE_COUNT; i++) {
        char group[3] = {code_entry((enum code)i)->id[1], code_entry((enum code)i)->id[2], '\0'};
        if (strstr(groups, group) == NULL)
            levels[i] = LEVEL_OFF;
    }
    setup->diag.levels = levels;
    const struct policy *policy = &reading.policy;
    diag_tell_once(&setup->diag);
    lint(policy, defaults_of(policy), &flow, &settings, &gaps, &setup->diag);
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        policy = reading.policy.appliances[i].policy;
        lint(policy, defaults_of(policy), &flow, &settings, &gaps, &setup->diag);
    }
    reading_gave(&reading, text, messages);
}

/* --- Dates ------------------------------------------------------------------------------------ */

enum {
    DAY_2000_02_28 = 11015,
    DAY_2024_12_31 = 20088,
    DAY_2027_01_01 = 20819,
    DAY_2100_02_28 = 47540, /* no leap year */
};

static void dates(void **state)
{
    (void)state;
#define UNTIL(date) "destination a.example { messages 1; until " date "; }\n"
    breaks("34", DAY_2027_01_01, UNTIL("2027-02-01"), "");
    breaks("34", DAY_2027_01_01, UNTIL("2027-01-31"), "W3401@1:43");
    breaks("34", DAY_2027_01_01, UNTIL("2027-01-01"), "W3401@1:43");
    breaks("34", DAY_2027_01_01, UNTIL("2026-12-31"), "W3402@1:43");
    breaks("34", DAY_2027_01_01, UNTIL("1969-12-31"), "W3402@1:43");
    breaks("34", DAY_2027_01_01, UNTIL("9999-12-31"), "");
    /* Leap years. */
    breaks("34", DAY_2000_02_28 + 1, UNTIL("2000-02-29"), "W3401@1:43");
    breaks("34", DAY_2000_02_28 + 2, UNTIL("2000-02-29"), "W3402@1:43");
    breaks("34", DAY_2000_02_28 + 2, UNTIL("2000-03-31"), "W3401@1:43");
    breaks("34", DAY_2000_02_28 + 2, UNTIL("2000-04-01"), "");
    breaks("34", DAY_2100_02_28, UNTIL("2100-03-30"), "W3401@1:43");
    breaks("34", DAY_2100_02_28, UNTIL("2100-03-31"), "");
    breaks("34", DAY_2024_12_31 - 366, UNTIL("2023-12-31"), "W3401@1:43");
}

/* One message a statement, however many entries and appliances it is in. */
static void statements(void **state)
{
    (void)state;
    breaks("34", DAY_2027_01_01,
           "settings late { messages 1; until 2026-06-30; }\n"
           "destination a.example, b.example uses late { until 2027-01-10; }\n"
           "destination c.example uses late { connections 5; limits per domain, system-wide; }\n"
           "destination a.example { tls off; until 2026-01-01; }\n"
           "appliance x { destination c.example { messages 2; until 2026-01-01; } }\n"
           "appliance y { destination c.example { messages 3; } }\n",
           "W3402@1:35 W3401@2:52 W3402@4:40 W3402@5:57");
    breaks("34", DAY_2027_01_01,
           "default { ip prefer-ipv6; connections 500; messages 50; recipients unlimited;\n"
           " limits per domain, system-wide; tls preferred; bounce-verification off;\n"
           " certificate \"c\"; tls-alert on; until 2027-01-02; }\n",
           "W3401@3:39");
}

/* --- What nothing uses ------------------------------------------------------------------------ */

static void unused(void **state)
{
    (void)state;
    breaks("32", 0, "define a = { a.example }; settings b { messages 1; }\n",
           "I3205@1:8 I3204@1:36");
    /* Whatever names them uses them: lists, bundles, assertions, appliances, listeners. */
    breaks("32", 0, "define a = { a.example };\ndestination @a { messages 1; }\n", "");
    breaks("32", 0,
           "define a = { a.example };\ndefine b = { @a };\n"
           "destination a.example { tls required; }\nassert tls >= required for @b;\n",
           "");
    breaks("32", 0,
           "settings a { messages 1; }\nsettings b extends a { tls off; }\n"
           "destination a.example { ip prefer-ipv4; }\n"
           "appliance x { destination a.example uses b; }\n",
           "");
    breaks("32", 0,
           "define a = { a.example };\n"
           "listener l { recipients { accept @a; reject all; } }\n",
           "");
    breaks("32", 0,
           "mail-flow-settings a { spam-check off; }\nmail-flow-settings b { spam-check off; }\n"
           "listener l { mail-flow-policy P accept uses a; all uses P; }\n",
           "I3204@2:20");
    /* What only an unused one uses is the next to be told, once that one is gone. */
    breaks("32", 0, "settings a { messages 1; }\nsettings b extends a { tls off; }\n",
           "I3204@2:10");
}

/* --- The appliance ---------------------------------------------------------------------------- */

static void releases(void **state)
{
    (void)state;
#define RELEASE(number) "policy \"p\" { asyncos " number "; }\n"
    breaks("35", 0, RELEASE("11.1") "destination a.example { dane off; ip prefer-ipv4; }\n",
           "E3501@2:30");
    breaks("35", 0, RELEASE("12.0") "destination a.example { dane off; ip prefer-ipv4; }\n", "");
    breaks("35", 0, RELEASE("7.5") "destination a.example { dane off; ip prefer-ipv4; }\n",
           "E3501@2:30 E3501@2:38");
    breaks("35", 0, "destination a.example { dane off; }\n", "");
    /* An appliance may have another release. */
    breaks("35", 0, "destination a.example { dane off; }\nappliance x { asyncos 11.0; }\n",
           "E3501@1:30");
}

static void declarations(void **state)
{
    (void)state;
    breaks("35", 0, "destination a.example { bounce-profile strict; }\n", "");
    breaks("35", 0,
           "declare bounce-profile strict;\n"
           "listener l { mail-flow-policy P accept; all uses P; }\n",
           "");
    breaks("35", 0,
           "declare bounce-profile strict, other;\n"
           "destination a.example, b.example { bounce-profile strikt; }\n"
           "destination c.example { bounce-profile Default; }\n"
           "destination d.example { bounce-profile other; }\n",
           "W3502@2:51");
    /* Of certificates nothing is declared. */
    breaks("35", 0, "declare bounce-profile strict;\n" DEFAULT_BLOCK, "");
    breaks("35", 0, "declare certificate c;\n" DEFAULT_BLOCK, "");
    breaks("35", 0, "declare certificate d;\n" DEFAULT_BLOCK, "W3503@2:163");
    breaks("35", 0, "declare certificate Demo2;\nlistener l { certificate \"Demo\"; }\n", "");
    breaks("35", 0,
           "declare certificate d;\nlistener l { certificate \"c\"; bounce-profile x; }\n",
           "W3503@2:10");
    /* In an appliance as well. */
    breaks("35", 0,
           "declare bounce-profile strict;\ndestination a.example { messages 1; }\n"
           "appliance x { destination a.example { bounce-profile strikt; } }\n",
           "W3502@3:54");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),    cmocka_unit_test(statements),
        cmocka_unit_test(unused),   cmocka_unit_test(releases),
        cmocka_unit_test(declarations),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
