/* SPDX-License-Identifier: MIT */
/*
 * One mistake in a policy source is one message: where a semicolon is missing, how the parser goes
 * on, what a statement that could not be read excuses, and what is said about frequent slips.
 */
#include "support_policy.h"

#include "read/xml.h"

/* --- A missing semicolon ------------------------------------------------------------------- */

/* It is missed at the end of its line, and nothing is lost. */
static void missing_semicolon(void **state)
{
    (void)state;
    complains("define suppliers = { a.example };\nsettings tolerant { tls off; }\n"
              "settings throttled { dane off; }\n"
              "destination @suppliers uses tolerant, throttled\n"
              "destination kv.example { tls off; }\n"
              "appliance x { destination kv.example { tls preferred; } }\n",
              "E1005@4:48");
    complains("include \"/dev/null/none\"\ndestination a.example;\nzork;",
              "E0701@1:9 E1005@1:25 E1005@3:1");
    complains("define suppliers = file \"/nowhere.csv\"\nsettings secure {\n tls off;\n}\n"
              "destination a.example uses secure;",
              "E0701@1:25 E1005@1:39");
    complains("appliance x {\n remove destination a.example # all\n"
              " add destination b.example;\n}\ndestination a.example\nzork;\n",
              "E1005@2:30 E1005@5:22 E1005@6:1");
    complains("policy p {\n asyncos 14.2\n}\nassert tls >= required for a.example\n"
              "declare certificate x\ndestinaton a.example;\n",
              "E1005@2:14 E1005@4:37 E1005@5:22 E1005@6:1");
    says("destination a.example\ndestination b.example;",
         "\";\" is missing at the end of this statement: ");
    /* On the same line the token is shown that should stand behind it. */
    says("destination a.example { tls off }", "unexpected \"}\", expected \";\": ");
}

/* A default entry without a semicolon lacks no setting. */
static void missing_in_block(void **state)
{
    (void)state;
    complains("default {\n ip prefer-ipv6;\n connections 500\n messages 50;\n"
              " recipients unlimited;\n limits per domain, system-wide\n tls preferred;\n"
              " bounce-verification off;\n certificate \"c\"\n tls-alert on\n}\n",
              "E1005@3:17 E1005@6:32 E1005@9:17 E1005@10:14");
    complains("default { ip prefer-ipv6; connections 500 messages 50; recipients unlimited;"
              " limits per domain, system-wide; tls preferred bounce-verification off;"
              " certificate \"c\"; tls-alert on }\n",
              "E1005@1:43 E1005@1:124 E1005@1:179");
    /* What stands on the next line may be misspelt as well. */
    complains("destination a.example {\n tls off\n mesages 5;\n}", "E1005@2:9 E1005@3:2");
    says("destination a.example\n use strict;",
         "unexpected \"use\", expected \"{\", \";\", \",\" or uses: did you mean uses?");
    /* A line further in goes on with the statement. */
    complains("destination a.example\n b.example { tls off; }\nzork;", "E1005@2:2 E1005@3:1");
    /* A block that is not closed, without its last semicolon. */
    complains("destination a.example {\n tls off\ndestination b.example { zork; }\n",
              "E1005@2:9 E1005@3:1 E1005@3:25");
}

/* A source as people lay it out, one statement or setting a line. */
static const char sound[] = "include \"none\";\n"
                            "declare certificate \"c\", d;\n"
                            "policy p {\n    asyncos 14.2;\n}\n"
                            "define a = {\n    a.example,\n    b.example,\n};\n"
                            "define f = file \"none\";\n"
                            "settings s {\n    tls off;\n    recipients 5 per 1 minute;\n}\n"
                            "default {\n    tls off;\n    ip prefer-ipv6;\n    tls-alert on;\n"
                            "    note \"n\";\n    until 2030-06-30;\n    recipients unlimited;\n"
                            "    limits per domain, system-wide;\n    messages default;\n}\n"
                            "destination @a uses s;\n"
                            "destination c.example,\n    d.example uses s {\n    dane off;\n}\n"
                            "destination e.example;\n"
                            "appliance x {\n    asyncos 15.0;\n    default uses s;\n"
                            "    destination @a {\n        tls required;\n    }\n"
                            "    destination c.example;\n"
                            "    add destination f.example uses s;\n"
                            "    remove destination e.example;\n}\n"
                            "assert tls >= off for @a,\n    c.example;\n"
                            "assert recipients <= 300 per 60 minutes for all \"m\";\n";

/* The messages of the source without its semicolon at AT (-1: with all of them). */
static const char *messages_without(struct setup *setup, long at)
{
    struct reading reading;
    char text[sizeof sound];
    memcpy(text, sound, sizeof sound);
    if (at >= 0)
        text[at] = ' ';
    read_source(&reading, text);
    const char *messages = setup_messages(&reading.setup);
    messages = arena_copy(&setup->arena, view_of(messages)).text;
    setup_end(&reading.setup);
    return messages;
}

/* Whichever semicolon is missing: one message more, at the end of its line. */
static void any_semicolon(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    const char *whole = messages_without(&setup, -1);
    unsigned line = 1;
    unsigned column = 1;
    for (long at = 0; sound[at] != '\0'; at++, column++) {
        bool ends_block = at > 0 && sound[at - 1] == '}';
        if (sound[at] == '\n') {
            line++;
            column = 0;
        }
        if (sound[at] != ';' || ends_block || sound[at + 2] == '\0')
            continue;
        const char *place = arena_printf(&setup.arena, "E1005@%u:%u", line, column);
        const char *found = messages_without(&setup, at);
        if (strstr(found, place) == NULL || strlen(found) != strlen(whole) + strlen(place) + 1)
            fail_msg("without %s:\n%s\nnot\n%s", place, found, whole);
    }
    setup_end(&setup);
}

/* --- Going on ------------------------------------------------------------------------------ */

/* A statement that begins its line is read, whatever stands before it. */
static void next_statement(void **state)
{
    (void)state;
    complains("settings strict\nsettings slow { zork; }\ndefine a =\ndestination b.example zork\n"
              "assert tls\ndefault zork;\nzork;",
              "E1005@2:1 E1005@2:17 E1005@4:1 E1005@4:23 E1005@6:1 E1005@6:9 E1005@7:1");
    complains("define a = {\n b.example c.example,\ndestination d.example { zork; }",
              "E1005@2:12 E1005@3:25");
    complains("appliance x {\n add a.example\n destination b.example { zork; }\n}\n"
              "destination b.example;",
              "E1005@2:6 E1005@3:26");
    /* A word further in does not begin one. */
    complains("assert tls => required for a.example,\n    default \"m\";\nzork;",
              "E1005@1:13 E1005@3:1");
}

/* What cannot stand in an appliance's block is one message, and the block goes on. */
static void foreign_statement(void **state)
{
    (void)state;
    complains("destination a.example;\nappliance x {\n    asyncos 14.2;\n"
              "    settings s { tls off; messages 1; }\n    define b = { c.example };\n"
              "    assert tls = off for all;\n    include \"none\";\n"
              "    destination a.example uses s { tls off; zork; }\n"
              "    appliance y { remove destination a.example; }\n}\nzork;",
              "E1005@4:5 E1005@5:5 E1005@6:5 E1005@7:5 E1005@8:45 E1005@9:5 E1005@11:1");
    complains("appliance x { define b = { c.example }; asyncos latest; }\nzork;",
              "E1005@1:15 E1114@1:49 E1005@2:1");
    complains("policy p {\n  default { tls off; }\n  asyncos latest;\n}\nzork;",
              "E1005@2:3 E1114@3:11 E1005@5:1");
    says("appliance x {\n  settings s { tls off; }\n}",
         "settings cannot stand in the block of an appliance: move the statement out of the block");
    says("policy p { define a = { b }; }",
         "define cannot stand in the block of the policy: move the statement out of the block");
    /* At the margin it is the block before it that was left open. */
    complains("appliance x {\n asyncos 14.2;\nsettings s { zork; }\n", "E1005@3:1 E1005@3:14");
}

/* --- What a broken statement excuses ------------------------------------------------------- */

#define BROKEN_SETS(statement)                                                                     \
    statement "\ndestination @insurers { tls off; }\ndestination @nosuch;\n"                      \
              "appliance x { destination a.example { dane off; } }\n"

static void broken_names(void **state)
{
    (void)state;
    complains(BROKEN_SETS("define insurers { a.example, b.example }"), "E1005@1:17 E1102@3:13");
    complains(BROKEN_SETS("defin insurers = { a.example };"), "E1005@1:1 E1102@3:13");
    complains(BROKEN_SETS("define insurers = a.example, b.example;"), "E1005@1:19 E1102@3:13");
    complains(BROKEN_SETS("define insurers = { a.example b.example };"), "E1005@1:31 E1102@3:13");
    complains("destination x.example with secure { tls off; }\n"
              "destination a.example, uses b\n{ tls off; }\n"
              "appliance y {\n destination X.example, a.example, b.example { tls off; }\n"
              " remove destination x.example, z.example;\n}\n",
              "E1005@1:23 E1005@2:24 E1110@5:36 E1112@6:32");
    complains("settings strict extend other { tls required; }\n"
              "destination a.example uses strict, slow;\n",
              "E1005@1:17 E1102@2:36");
    complains("settings strict { tls; }\ndestination a.example uses strict;", "E1005@1:22");
    /* A comment in it names nothing. */
    complains("defin a = { # insurers\n};\ndestination @insurers;", "E1005@1:1 E1102@3:13");
}

/* An entry whose block could not be read is not called incomplete. */
static void broken_blocks(void **state)
{
    (void)state;
    complains("default { ip prefer-ipv6; connections = 500; }", "E1005@1:39");
    complains("default with slow { ip prefer-ipv6; }\ndestination a.example { connections 5; }",
              "E1005@1:9");
    complains("settings s { limits pre domain, system-wide; }\n"
              "destination a.example uses s { connections 5; }",
              "E1005@1:21");
    complains("destination a.example { connection 5; limits per domain, system-wide; }",
              "E1005@1:25");
    complains("settings t { tls; }\nsettings s extends t { }\ndefault uses s { }\n"
              "appliance x { default { messages 5; } }",
              "E1005@1:17");
    complains("default uses nosuch { ip prefer-ipv6; }", "E1102@1:14");
    /* Others are. */
    complains("destination a.example { zork; }\ndestination b.example { connections 5; }",
              "E1005@1:25 E1109@2:37");
}

/* --- Names of sets ------------------------------------------------------------------------- */

static void bare_sets(void **state)
{
    (void)state;
    complains("define x = { foo.example };\ndestination x { tls off; }\n", "E1118@2:13");
    complains("define x = { foo.example };\ndefine y = { x, a.example };\ndestination @y;\n"
              "assert tls = off for x;\n"
              "appliance z {\n destination x;\n remove destination x;\n}\n",
              "E1118@2:14 E1118@4:22 E1118@6:14 E1118@7:21");
    complains("define x = { foo.example };\ndestination \"x\" { tls off; }\n", "W0416@2:13");
    says("define x = { foo.example };\ndestination x { tls off; }\n",
         "x is the name of a set: write @x; for a destination of that name write \"x\"");
}

/* --- One message --------------------------------------------------------------------------- */

static void given_twice(void **state)
{
    (void)state;
    complains("destination a.example { connections 5; limits per domain, system-wide;\n"
              "limits per mx-address, system-wide; limits per domain, per-gateway; }",
              "E0302@2:1 E0302@2:37");
}

/* --- Slips --------------------------------------------------------------------------------- */

/* The first message of TEXT has HELP. */
static void helps(const char *text, const char *help)
{
    struct reading reading;
    uint32_t count;
    read_source(&reading, text);
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    if (count == 0 || list[0]->help == NULL || strcmp(list[0]->help, help) != 0)
        fail_msg("%s\nhelps %s\nnot   %s", text, count == 0 ? "" : list[0]->help, help);
    setup_end(&reading.setup);
}

#define IN_BLOCK(setting) "destination a.example { " setting " }"
#define STRING_HELP "a string stands in double quotes, \"...\""
#define COMMENT_HELP "a comment begins with #, and ends with its line"
#define WINDOW_HELP                                                                                \
    "recipients are counted over 1 to 60 minutes, as in recipients 100 per 60 minutes"
#define LIMITS_HELP                                                                                \
    "limits has two parts: per domain or per mx-address, then system-wide or per-gateway, as in "  \
    "limits per domain, system-wide"
#define DIGITS_HELP "a number has digits only, without separators"
#define BUNDLE_HELP "a bundle's name stands without @, which is for sets of destinations"

static void slips(void **state)
{
    (void)state;
    helps(IN_BLOCK("note 'x';"), STRING_HELP);
    helps(IN_BLOCK("note \xE2\x80\x9Cx y\xE2\x80\x9D;"), STRING_HELP);
    helps(IN_BLOCK("note foo;"), STRING_HELP);
    helps(IN_BLOCK("parameter a \"b\";"),
          "name and value stand in double quotes: parameter \"NAME\" \"VALUE\"");
    helps(IN_BLOCK("tls = required;"), "no \"=\" stands between a setting and its value");
    helps(IN_BLOCK("recipients 100;"), WINDOW_HELP);
    helps(IN_BLOCK("recipients 100 per hour;"), WINDOW_HELP);
    helps(IN_BLOCK("recipients 100 per 1 hour;"),
          "the window is written in minutes: an hour is per 60 minutes");
    helps(IN_BLOCK("recipients 100 per 60 min;"), "write minutes in full, as in per 60 minutes");
    helps(IN_BLOCK("recipients 1,000 per 60 minutes;"), DIGITS_HELP);
    helps(IN_BLOCK("connections 1,000;"), DIGITS_HELP);
    helps(IN_BLOCK("limits per domain;"), LIMITS_HELP);
    helps(IN_BLOCK("limits domain, system-wide;"), LIMITS_HELP);
    helps("assert tls => required for all;", "at least is written >=");
    helps("assert tls == required for all;", "equal is written =");
    helps("assert tls <> required for all;", "not equal is written !=");
    helps("destination a.example uses @s;", BUNDLE_HELP);
    helps("settings t extends @s { }", BUNDLE_HELP);
    helps("define s = \"file.csv\";", "a file of names stands behind the word file, as in file "
                                      "\"names.csv\"; names stand in braces");
    helps("define s = a, b;",
          "the members of a set stand in braces; a file of them behind the word file");
    helps("appliance x { delete destination a.example; }",
          "an entry is taken away by remove destination");
    helps("// comment\n", COMMENT_HELP);
    helps(IN_BLOCK("/* a */ tls off;"), COMMENT_HELP);
    helps("[DEFAULT]\ntable_tls = off\n", "a line in brackets is a table file's: destc compile "
                                          "--to policy FILE makes a source of it");
    /* A set between names is another mistake. */
    says("destination a.example @b;", "unexpected \"@b\", expected \"{\", \";\", \",\" or uses: ");
}

static void dates(void **state)
{
    (void)state;
    helps(IN_BLOCK("until 31.12.2027;"), "write 2027-12-31");
    helps(IN_BLOCK("until 2030-6-30;"), "write 2030-06-30");
    helps(IN_BLOCK("until 2030/06/30;"), "write 2030-06-30");
    helps(IN_BLOCK("until 12/31/2027;"), "write 2027-12-31");
    helps(IN_BLOCK("until 6/6/2027;"), "write 2027-06-06");
    helps(IN_BLOCK("until 5.6.2027;"), "a date is year-month-day, as in 2027-06-30");
    helps(IN_BLOCK("until 5.6-2027;"), "a date is year-month-day, as in 2027-06-30");
    helps(IN_BLOCK("until 12027-06-30;"), "a date is year-month-day, as in 2027-06-30");
    helps(IN_BLOCK("until soon;"), "a date is year-month-day, as in 2027-06-30");
    helps(IN_BLOCK("until 2027-02-30;"), "2027-02 has 28 days");
    helps(IN_BLOCK("until 2028-02-30;"), "2028-02 has 29 days");
    helps(IN_BLOCK("until 2100-02-29;"), "2100-02 has 28 days");
    helps(IN_BLOCK("until 2027-13-01;"), "a date is year-month-day, and a year has 12 months");
    helps("policy p { asyncos 15; }", "write its second number too, as in 15.0");
    helps("policy p { asyncos latest; }", "write two numbers, as in asyncos 14.2");
}

/* --- Words of the language ----------------------------------------------------------------- */

static void own_words(void **state)
{
    (void)state;
    says(IN_BLOCK("connections 0;"),
         "connections must be between 1 and 2147483647: "
         "write a number from 1 to 2147483647; 500 is the factory default");
    says(IN_BLOCK("recipients x per 1 minute;"),
         "recipients must be a number: digits only: no sign, no unit, no fraction");
    says(IN_BLOCK("recipients 9999999999 per 1 minute;"),
         "recipients must be between 1 and 2147483647: "
         "write a number from 1 to 2147483647, or unlimited");
    says(IN_BLOCK("limits per domain, system-wide; recipients 1 per 61 minutes;"),
         "the minutes of recipients must be between 1 and 60: "
         "the appliance counts recipients over at most one hour");
    says(IN_BLOCK("limits per gateway, system-wide;"),
         "unknown value \"gateway\" of limits: one of domain, mx-address");
    says(IN_BLOCK("certificate x;"),
         "certificate is a global setting and can stand in the default entry only: "
         "move it to the default statement");
    says("default { certificate x; }", "the default entry lacks ip, connections, messages, "
                                          "recipients, limits, bounce-verification, tls and "
                                          "tls-alert: "
                                          "add what is missing, or --lenient to take the factory "
                                          "default");
    says("default { ip prefer-ipv6; connections 500; messages 50; recipients unlimited;"
         " limits per domain, system-wide; tls preferred; bounce-verification off;"
         " tls-alert on; }\n",
         "the default entry lacks certificate: the appliance would use its demonstration "
         "certificate: add certificate \"NAME\"; for an import that keeps the appliance's default "
         "entry, compile --default-entry omit");
    says(DEFAULT_BLOCK "default { tls off; }", "the default entry given twice: "
                                               "put all of it into one of the two statements");
}

/* The policy document's words are the names of its elements and attributes. */
static void document_words(void **state)
{
    static const struct {
        const char *text;
        const char *words;
    } cases[] = {
        {"<limits per='domain' apply='system-wide'><recipients limit='5' minutes='61'/></limits>",
         "limits/recipients/@minutes must be between 1 and 60: "
         "the appliance counts recipients over at most one hour"},
        {"<limits><connections>5</connections></limits>",
         "limits/connections needs limits/@per and limits/@apply beside it: "
         "add per = domain|mx-address and apply = system-wide|per-gateway"},
        {"<certificate>x</certificate>",
         "certificate is a global setting and can stand in the default entry only: "
         "move the element to <default>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        char text[400];
        uint32_t count;
        snprintf(text, sizeof text,
                 "<policy xmlns='urn:destc:policy:1'><destination domain='a.example'>%s"
                 "</destination></policy>",
                 cases[i].text);
        reading_begin(&reading, read_xml, text);
        const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
        assert_int_not_equal(count, 0);
        const char *found = arena_printf(&reading.setup.arena, "%s: %s", list[0]->text,
                                         list[0]->help == NULL ? "" : list[0]->help);
        assert_string_equal(found, cases[i].words);
        setup_end(&reading.setup);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_semicolon),
        cmocka_unit_test(missing_in_block),
        cmocka_unit_test(any_semicolon),
        cmocka_unit_test(next_statement),
        cmocka_unit_test(foreign_statement),
        cmocka_unit_test(broken_names),
        cmocka_unit_test(broken_blocks),
        cmocka_unit_test(bare_sets),
        cmocka_unit_test(given_twice),
        cmocka_unit_test(slips),
        cmocka_unit_test(dates),
        cmocka_unit_test(own_words),
        cmocka_unit_test(document_words),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
