/* SPDX-License-Identifier: MIT */
/*
 * Policy sources, from text to model: what statements give together, and what is reported about
 * them.
 */
#include "support_policy.h"

/* --- What statements give ------------------------------------------------------------------ */

static void settings(void **state)
{
    (void)state;
    gives(DEFAULT_BLOCK, DEFAULT_ENTRY);
    gives("destination a.example;", "a.example; ");
    gives("destination a.example { }", "a.example; ");
    gives("destination a.example { tls required; messages 1; ip require-ipv4; dane mandatory; "
          "bounce-profile \"p q\"; bounce-verification on; }",
          "a.example ip=require-ipv4 messages=1 bounce-verification=on tls=required "
          "bounce-profile=p q dane=mandatory; ");
    gives("destination a.example { recipients 20 per 1 minute; limits per mx-address, "
          "per-gateway; connections 2; }",
          "a.example connections=2 recipient-minutes=1 recipients=20 limits-per=mx-address "
          "limits-apply=per-gateway; ");
    gives("destination a.example { recipients unlimited per 20 minutes; limits per domain, "
          "system-wide; }",
          "a.example recipient-minutes=20 recipients=unlimited limits-per=domain "
          "limits-apply=system-wide; ");
    gives("destination a.example { recipients unlimited; limits per domain, system-wide; }",
          "a.example recipient-minutes=60 recipients=unlimited limits-per=domain "
          "limits-apply=system-wide; ");
    /* Several names, a semicolon behind the block. */
    gives("destination b.example, a.example { tls off; };",
          "a.example tls=off; b.example tls=off; ");
    gives("destination a.example, A.Example, a.example { tls off; }", "a.example tls=off; ");
}

/* The spellings of a table file are read, its numbers for words are not. */
static void spellings(void **state)
{
    (void)state;
    gives("destination a.example { tls on; ip PREFER_V4; bounce-verification ON; dane Mandatory; }",
          "a.example ip=prefer-ipv4 bounce-verification=on tls=preferred dane=mandatory; ");
    gives("destination a.example { tls require_verify; }", "a.example tls=required-verify; ");
    gives("destination a.example { tls require; }", "a.example tls=required; ");
    gives("destination a.example { tls \"required\"; connections 3; limits per host, VG; }",
          "a.example connections=3 limits-per=domain limits-apply=per-gateway tls=required; ");
    complains("destination a.example { tls 3; }", "E0209@1:29");
    complains("destination a.example { bounce-verification 1; }", "E0209@1:45");
    says("destination a.example { tls requred; }",
         "unknown value \"requred\" of tls: did you mean required?");
}

static void other_parameters(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "destination a.example { parameter \"zork\" \"7 of 9\"; }");
    assert_string_equal(setup_messages(&reading.setup), "W0213@1:35");
    assert_string_equal(entries_of(&reading.policy), "a.example zork:7 of 9; ");
    setup_end(&reading.setup);
    /* One that is known, in the table's words: needed where it stands without company. */
    read_source(&reading, "destination a.example { parameter \"limit_type\" \"MXIP\"; }");
    assert_string_equal(entries_of(&reading.policy), "a.example limits-per=mx-address; ");
    assert_string_equal(setup_messages(&reading.setup), "W0308@1:48");
    setup_end(&reading.setup);
    complains("destination a.example { parameter \"z\" \"x\"; parameter \"Z\" \"y\"; }",
              "W0213@1:35 W0213@1:54 E0302@1:54");
    complains("destination a.example { bounce-profile p; parameter \"bounce_profile\" \"p\"; }",
              "E0302@1:53");
}

/* No word is reserved. */
static void words_are_names(void **state)
{
    (void)state;
    gives("settings tls { tls off; } settings uses { messages 1; } "
          "destination a.example uses tls, uses;",
          "a.example messages=1 tls=off; ");
    gives("define default = { all.example, \"default.example\" }; "
          "define define = { @default, 163.com }; destination @define { tls off; }",
          "163.com tls=off; all.example tls=off; default.example tls=off; ");
    gives("settings \"two words\" extends default { tls off; } settings default { messages 2; } "
          "destination a.example uses \"two words\" { bounce-profile required; }",
          "a.example messages=2 tls=off bounce-profile=required; ");
    gives("destination a.example { bounce-profile \"default\"; }",
          "a.example bounce-profile=default; ");
    gives("appliance default { default uses default; } settings default { tls off; }" DEFAULT_BLOCK,
          DEFAULT_ENTRY);
    /* A warning says that these names have no dot; they are names all the same. */
    complains("destination policy, destination, tls, \"all\", file, all;",
              "W0416@1:13 W0416@1:21 W0416@1:34 W0416@1:39 W0416@1:46 W0416@1:52");
}

static void scripts(void **state)
{
    (void)state;
    gives("define \xD0\xBC\xD0\xB8\xD1\x80 = { b\xC3\xBC" "cher.example };\n"
          "destination @\xD0\xBC\xD0\xB8\xD1\x80 { tls off; }",
          "b\xC3\xBC" "cher.example tls=off; ");
    /* The same destination in two forms. */
    gives("destination b\xC3\xBC" "cher.example { tls off; }\n"
          "destination xn--bcher-kva.example { messages 1; }",
          "b\xC3\xBC" "cher.example messages=1 tls=off; ");
    gives("\xEF\xBB\xBF" "destination a.example;\r\n", "a.example; ");
    complains("destination b\xFC.example;", "E0106@1:13");
    complains("define s = { b\xFC.example };\ndestination @s;", "E0106@1:14");
    complains("# caf\xE9\ndestination a.example;", "");
}

static void strings(void **state)
{
    (void)state;
    gives("destination a.example { bounce-profile \"a \\\"b\\\" \\\\ # { } ;\"; }",
          "a.example bounce-profile=a \"b\" \\ # { } ;; ");
    gives("# a \"quote\" { in a comment\ndestination a.example; # }", "a.example; ");
    gives("destination a.example{tls off;}#", "a.example tls=off; ");
    complains("destination a.example { note \"C:\\temp\"; }", "E1007@1:33");
    /* The marks at the line's end are outside. */
    complains("destination a.example { note \"open; }\ndestination b.example { zork; }",
              "E1006@1:30 E1005@2:25");
    complains("destination a.example { note \"open", "E1006@1:30 E1005@1:35");
}

/* --- Bundles, merging, the scope ----------------------------------------------------------- */

static void bundles(void **state)
{
    (void)state;
    /* Left to right, the later wins; the own block wins over all. */
    gives("settings a { tls off; messages 1; } settings b { tls required; dane off; }\n"
          "destination x.example uses a, b; destination y.example uses b, a;\n"
          "destination z.example uses a, b { tls preferred; }",
          "x.example messages=1 tls=required dane=off; "
          "y.example messages=1 tls=off dane=off; "
          "z.example messages=1 tls=preferred dane=off; ");
    /* What a bundle extends comes first; its own block wins. Defined after its use. */
    gives("destination x.example uses c;\n"
          "settings c extends a, b { ip require-ipv4; }\n"
          "settings b { tls required; ip require-ipv6; } settings a { tls off; messages 1; }",
          "x.example ip=require-ipv4 messages=1 tls=required; ");
    gives("settings a { parameter \"bounce_profile\" \"p\"; } destination x.example uses a;",
          "x.example bounce-profile=p; ");
    gives("settings d { tls off; } " DEFAULT_BLOCK, DEFAULT_ENTRY);
}

/* "default" takes back what was given before it, and nothing that comes after it. */
static void taking_back(void **state)
{
    (void)state;
    gives("settings a { tls required; messages 1; } destination x.example uses a { tls default; }",
          "x.example messages=1; ");
    gives("settings a { tls required; } settings b { tls default; }\n"
          "destination x.example uses a, b; destination y.example uses b, a;",
          "x.example; y.example tls=required; ");
    gives("settings a { connections 3; recipients 5 per 2 minutes; "
          "limits per domain, system-wide; messages 9; }\n"
          "destination x.example uses a { recipients default; }\n"
          "destination y.example uses a "
          "{ recipients default; connections default; limits default; messages default; }",
          "x.example connections=3 messages=9 limits-per=domain limits-apply=system-wide; "
          "y.example; ");
    appliance_gives("destination x.example { tls required; messages 2; }\n"
                    "appliance x { destination x.example { tls default; } }",
                    "x.example messages=2; ");
}

static void merging(void **state)
{
    (void)state;
    gives("destination a.example { tls off; } destination a.example { messages 1; }",
          "a.example messages=1 tls=off; ");
    gives("destination a.example { tls off; } destination A.example { tls off; }",
          "a.example tls=off; ");
    complains("destination a.example { tls off; }\ndestination b.example, a.example { tls on; }",
              "E1107@2:40");
    complains("settings s { tls off; }\ndestination a.example uses s;\n"
              "destination a.example { tls on; }",
              "E1107@3:29");
    complains("destination a.example { tls off; }\ndestination a.example { tls default; }",
              "E1107@2:25");
    /* A statement's block and its bundle are one giving; they do not disagree. */
    complains("settings s { tls off; } destination a.example uses s { tls on; }", "");
    /* Nor do the base and an overlay. */
    complains("destination a.example { tls off; }\n"
              "appliance x { destination a.example { tls on; } }",
              "");
    complains("destination a.example;\nappliance x {\ndestination a.example { tls on; }\n"
              "destination a.example { tls off; } }",
              "E1107@4:29");
    complains("destination a.example { tls off; tls off; }", "E0302@1:34");
    complains("default { tls off; }\ndefault { tls off; }",
              "W0305@1:1 E0304@1:1 E0310@2:1");
}

/* Both places of a conflict are told. */
static void conflicts_name_both(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "destination a.example { tls off; }\n\n"
                          "destination a.example { tls required; }\n");
    const struct message *message = setup_message(&reading.setup, CODE_SETTING_CONFLICT);
    assert_non_null(message);
    assert_string_equal(message->text, "another statement gives another tls");
    assert_int_equal(message->notes->place.offset, span_of(reading.source, "off").offset);
    setup_end(&reading.setup);
}

/* The scope of a limit: the entry's, else its bundles', else the default entry's. */
static void scope(void **state)
{
    (void)state;
    gives(DEFAULT_BLOCK "destination x.example { connections 3; }",
          DEFAULT_ENTRY
          "x.example connections=3 limits-per=domain limits-apply=system-wide; ");
    gives(DEFAULT_BLOCK "destination x.example { recipients 3 per 1 minute; "
                        "limits per mx-address, per-gateway; }",
          DEFAULT_ENTRY "x.example recipient-minutes=1 recipients=3 limits-per=mx-address "
                        "limits-apply=per-gateway; ");
    gives("settings s { limits per mx-address, system-wide; } "
          "destination x.example uses s { connections 3; }",
          "x.example connections=3 limits-per=mx-address limits-apply=system-wide; ");
    /* From another statement about the same destination, however they are written. */
    gives("destination x.example { limits per domain, per-gateway; }\n"
          "destination x.example { connections 3; }",
          "x.example connections=3 limits-per=domain limits-apply=per-gateway; ");
    complains("destination x.example { connections 3; }", "E1109@1:37");
    complains("destination x.example { recipients unlimited; }", "E1109@1:36");
    complains("destination x.example { limits per domain, system-wide; }", "E1108@1:36");
    /* Told once, however many entries it is about. */
    complains("define d = { x.example, y.example };\ndestination @d { connections 3; }",
              "E1109@2:30");
    complains("destination x.example { certificate \"c\"; }", "E0307@1:37");
    complains("destination x.example { tls-alert on; }", "E0307@1:35");
}

/* --- Sets ---------------------------------------------------------------------------------- */

static void sets(void **state)
{
    (void)state;
    gives("define a = { @b, one.example };\ndefine b = { two.example, .two.example, };\n"
          "destination @a, three.example, @b { tls off; }",
          ".two.example tls=off; one.example tls=off; three.example tls=off; "
          "two.example tls=off; ");
    /* A set and a bundle of one name are no conflict, nor is a set that nobody uses. */
    gives("define a = { one.example } settings a { tls off; } appliance a { }", "");
    complains("define a = { };", "");
    complains("define a = { };\ndestination @a;", "E1115@2:13");
    complains("define a = { };\ndefine b = { @a };\ndestination @b, @a;", "E1115@3:13 E1115@3:17");
    complains("define a = { };\ndestination @a, one.example;", "");
    complains("define a = { };\nassert tls = off for @a;", "E1115@2:22");
    complains("define a = { };\nassert tls = off for @a, b.example;", "E1115@2:22");
    complains("define a = { *.example, one.example, a..b };", "E0402@1:14 E0407@1:40");
    /* A bad name is told once, where it stands. */
    complains("define a = { *.example };\ndestination @a;\ndestination @a { tls off; }",
              "E0402@1:14");
    complains("destination @nobody;", "E1102@1:13");
    says("define partners = { a.example };\ndestination @partner;",
         "no set is called \"partner\": did you mean partners?");
    complains("define a = { @b };\ndefine b = { @c };\ndefine c = { @a };", "E1103@3:14");
    complains("define a = { @a };", "E1103@1:14");
    complains("settings a extends b { }\nsettings b extends a { }", "E1103@2:20");
    complains("settings a extends a { }", "E1103@1:20");
    complains("define a = { };\ndefine a = { };", "E1101@2:8");
    complains("settings a { }\nsettings a { }", "E1101@2:10");
    complains("policy a { }\npolicy a { }", "E1101@2:8");
    complains("appliance a { }\nappliance a { }", "E1101@2:11");
    complains("destination DEFAULT;", "E1116@1:13");
    complains("destination a.example uses s;", "E1102@1:28");
}

/* --- Dates --------------------------------------------------------------------------------- */

static void dates(void **state)
{
    (void)state;
    complains("destination a.example { until 2027-06-30; note \"x\"; until 2028-02-29; }", "");
    for (const char *const *date = (const char *const[]){"30.6.2027", "2027-6-30", "2027-06-31",
                                                         "2027-02-29", "2027-13-01", "2027-00-10",
                                                         "2027-06-00", "20270630", "soon", NULL};
         *date != NULL; date++) {
        char text[64];
        snprintf(text, sizeof text, "destination a.example { until %s; }", *date);
        complains(text, "E1113@1:31");
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings),
        cmocka_unit_test(spellings),
        cmocka_unit_test(other_parameters),
        cmocka_unit_test(words_are_names),
        cmocka_unit_test(scripts),
        cmocka_unit_test(strings),
        cmocka_unit_test(bundles),
        cmocka_unit_test(taking_back),
        cmocka_unit_test(merging),
        cmocka_unit_test(conflicts_name_both),
        cmocka_unit_test(scope),
        cmocka_unit_test(sets),
        cmocka_unit_test(dates),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
