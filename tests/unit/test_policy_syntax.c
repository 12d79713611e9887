/* SPDX-License-Identifier: MIT */
/*
 * Errors of form in policy sources: what is said, and how the parser goes on behind one. Then the
 * laws, over sources with a mistake anywhere and over tokens and bytes without sense.
 */
#include "support_policy.h"

/* --- Errors of form ------------------------------------------------------------------------ */

#define SETTING_WORDS                                                                              \
    "ip, connections, messages, bounce-verification, tls, bounce-profile, tls-alert, "            \
    "certificate, dane, recipients, limits, note, until or parameter"
#define STATEMENT_WORDS                                                                            \
    "policy, include, declare, define, settings, default, destination, appliance, assert, "             \
    "listener, mail-flow-settings or expect"

static void unexpected_tokens(void **state)
{
    (void)state;
    says("destinaton a.example;", "unexpected \"destinaton\", expected \";\", " STATEMENT_WORDS
                                  ": did you mean destination?");
    says("}", "unexpected \"}\", expected \";\", " STATEMENT_WORDS ": ");
    says("destination a.example { tsl required; }",
         "unexpected \"tsl\", expected \"}\", " SETTING_WORDS ": did you mean tls?");
    says("destination a.example { table_tls required; }",
         "unexpected \"table_tls\", expected \"}\", " SETTING_WORDS ": in a policy source: tls");
    says("destination a.example { recipient_limit 5; }",
         "unexpected \"recipient_limit\", expected \"}\", " SETTING_WORDS
         ": in a policy source: recipients N per N minutes");
    says("destination a.example use strict;",
         "unexpected \"use\", expected \"{\", \";\", \",\" or uses: did you mean uses?");
    says("destination a.example { recipients 20 per 1 minuts; }",
         "unexpected \"minuts\", expected minutes: did you mean minute or minutes?");
    says("destination { tls off; }", "unexpected \"{\", expected a word, a string or @set: ");
    says("define a { };", "unexpected \"{\", expected \"=\": write \"=\" before the brace");
    says("settings a extend b { }",
         "unexpected \"extend\", expected \"{\" or extends: did you mean extends?");
    says("declare certficate \"x\";", "unexpected \"certficate\", expected certificate or "
                                      "bounce-profile: did you mean certificate?");
    says("appliance x { ad destination a.example; }",
         "unexpected \"ad\", expected \"}\", \";\", default, destination, asyncos, add, remove "
         "or listener: did you mean add?");
    says("appliance x { policy y { } }", "policy cannot stand in the block of an appliance: "
                                         "move the statement out of the block");
    says("assert tls >= required fro a.example;",
         "unexpected \"fro\", expected for or per: did you mean for?");
    says("assert tls required for a.example;",
         "unexpected \"required\", expected \"=\", a comparison or enforced: ");
    says("policy p { asyncs 14.2; }",
         "unexpected \"asyncs\", expected \"}\" or asyncos: did you mean asyncos?");
    says("include;", "unexpected \";\", expected a word or a string: ");
    says("destination a.example { note plain; }",
         "unexpected \"plain\", expected a string: a string stands in double quotes, \"...\"");
    says("destination a.example { tls off }", "unexpected \"}\", expected \";\": ");
    says("destination a.example { tls off", "unexpected end of file, expected \";\": ");
    says("destination a.example",
         "unexpected end of file, expected \"{\", \";\", \",\" or uses: ");
    says("destination a.example \"b\"",
         "unexpected a string, expected \"{\", \";\", \",\" or uses: ");
}

/* All errors of a source in one run, and no error that another one makes. */
static void recovery(void **state)
{
    (void)state;
    complains("zork;\ndestination a.example { tls; messages; }\nzork { tls; }\n"
              "destination b.example { tls off; }\ndestination { }\n",
              "E1005@1:1 E1005@2:28 E1005@2:38 E1005@3:1 E1005@5:13");
    /* A semicolon is missing. */
    complains("destination a.example {\n tls off\n messages 1;\n dane off;\n zork 1;\n}\nzork;",
              "E1005@2:9 E1005@5:2 E1005@7:1");
    complains("settings s {\n tls off\n}\nzork;\n", "E1005@2:9 E1005@4:1");
    complains("policy p {\n zork 1;\n asyncos latest;\n}\nzork;",
              "E1005@2:2 E1114@3:10 E1005@5:1");
    complains("destination a.example;\nappliance x {\n zork;\n destination a.example { zork; }\n"
              " add a.example;\n}\nzork;",
              "E1005@3:2 E1005@4:26 E1005@5:6 E1005@7:1");
    complains("define a = { b.example c.example };\nzork;", "E1005@1:24 E1005@2:1");
    complains("define a = { b.example;\nzork;", "E1005@1:23 E1005@2:1");
    complains("destination a.example { tls off; } ! ;\n@ ;\n= ;",
              "E1005@1:36 E1005@2:1 E1005@3:1");
}

static void braces(void **state)
{
    (void)state;
    /* A block that is not closed. */
    complains("destination a.example {\n tls off;\ndestination b.example { tls off; }\n"
              "destination c.example { tls off; }\nzork;\n",
              "E1005@3:1 E1005@5:1");
    complains("destination a.example, b.example;\nappliance x {\n destination a.example {\n"
              " tls off;\n remove destination b.example;\n}\nzork;\n",
              "E1005@5:2 E1005@7:1");
    complains("appliance x {\n add destination a.example {\n tls zork;\n", "E0209@3:6 E1005@3:11");
    /* One that is not opened. */
    complains("default tls off;\n dane zork;\n messages 1;\n}\nzork;", "E1005@1:9 E1005@5:1");
    /* One brace too many. */
    complains("destination a.example { tls off; } }\nzork;\ndestination b.example;",
              "E1005@1:36 E1005@2:1");
    complains("appliance x { } }\nappliance y { add destination a.example { zork; } } }\nzork;",
              "E1005@1:17 E1005@2:43 E1005@2:53 E1005@3:1");
    complains("default {{\n tls off; }\ndestination a.example { zork; }",
              "E1005@1:10 E1005@3:1 E1005@3:25");
    complains("{ { { { { { { { { { { {\nzork;", "E1005@1:1");
    /* A statement at the beginning of a line is a statement. */
    complains("{ { {\n tls off;\ndestination a.example { zork; }", "E1005@1:1 E1005@3:25");
}

/* A block that is not closed is shown. */
static void open_blocks(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "appliance x {\n add destination a.example {\n tls off;\n");
    const struct message *message = setup_message(&reading.setup, CODE_POLICY_SYNTAX);
    assert_non_null(message);
    assert_int_equal(message->notes->place.offset, span_of(reading.source, "{\n tls").offset);
    assert_string_equal(message->notes->text, "this block is not closed");
    setup_end(&reading.setup);
}

/* --- Laws ---------------------------------------------------------------------------------- */

/* A source with every statement, one token a string; blanks may stand between any two. */
static const char *const tokens[] = {
    "policy", "\"p\"", "{", "asyncos", "14.2", ";", "}",
    "declare", "certificate", "c", ",", "\"d e\"", ";", "declare", "bounce-profile", "b", ";",
    "define", "set", "=", "{", "a.example", ",", "@other", ",", "}", ";",
    "define", "other", "=", "{", "b.example", "}",
    "settings", "strict", "{", "tls", "required", ";", "messages", "5", ";", "}",
    "settings", "slow", "extends", "strict", ",", "plain", "{", "connections", "10", ";", "}",
    "settings", "plain", "{", "}",
    "default", "{", "ip", "prefer-ipv6", ";", "connections", "500", ";", "messages", "50", ";",
    "recipients", "300", "per", "60", "minutes", ";", "limits", "per", "domain", ",",
    "system-wide", ";", "tls", "preferred", ";", "bounce-verification", "off", ";",
    "certificate", "c", ";", "tls-alert", "on", ";", "}",
    "destination", "@set", ",", "c.example", "uses", "strict", ",", "slow", "{", "note",
    "\"n\"", ";", "until", "2027-06-30", ";", "tls", "default", ";", "}",
    "destination", "d.example", "{", "recipients", "unlimited", ";", "parameter",
    "\"limit_type\"", "\"host\"", ";", "}",
    "destination", "b.example", ";",
    "appliance", "x", "{", "asyncos", "15.0", ";", "default", "{", "connections", "9", ";",
    "}", "destination", "@set", "{", "dane", "mandatory", ";", "}", "add", "destination",
    "e.example", "uses", "slow", ";", "remove", "destination", "d.example", ";", "}",
    "assert", "tls", ">=", "required", "for", "@set", "\"m\"", ";",
    "assert", "recipients", "<=", "300", "per", "60", "minutes", "for", "all", ";",
    "assert", "encryption", "enforced", "for", "default", ";",
};

enum { TOKEN_COUNT = sizeof tokens / sizeof tokens[0] };

/* Reads TEXT; whatever it is, every message has a place in it. Returns how many errors of form. */
static uint32_t survives(const char *text)
{
    struct reading reading;
    uint32_t count;
    read_source(&reading, text);
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t offset = list[i]->place.offset;
        uint32_t end = reading.source->base + reading.source->size;
        if (offset < reading.source->base || offset > end || list[i]->place.end > end + 1)
            fail_msg("%s\n%s has its place outside", text, list[i]->text);
    }
    uint32_t errors = reading.setup.diag.by_code[CODE_POLICY_SYNTAX];
    setup_end(&reading.setup);
    return errors;
}

/*
 * TOKEN where the token at INDEX stands when people lay the source out: a statement a line, what
 * stands in a block indented.
 */
static void add_token(struct buffer *text, int index, const char *token)
{
    int depth = 0;
    for (int i = 0; i < index; i++)
        depth += strcmp(tokens[i], "{") == 0 ? 1 : strcmp(tokens[i], "}") == 0 ? -1 : 0;
    depth -= strcmp(tokens[index], "}") == 0;
    if (index > 0 && strchr("{};", *tokens[index - 1]) != NULL)
        buffer_printf(text, "\n%*s%s", depth * 4, "", token);
    else
        buffer_printf(text, " %s", token);
}

static void the_whole(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    for (int i = 0; i < TOKEN_COUNT; i++)
        add_token(&text, i, tokens[i]);
    complains(buffer_string(&text), "");
    setup_end(&setup);
}

static const char *const instead[] = {"zork", "{", "}", ";", ",", "@s", "\"s\"", "=", "!"};

enum { LEFT_OUT, DOUBLED, SWAPPED, REPLACED, WAYS = REPLACED + sizeof instead / sizeof *instead };

/* The whole with one mistake, in one of WAYS, at the token AT. */
static void add_with_mistake(struct buffer *text, int at, int way)
{
    for (int i = 0; i < TOKEN_COUNT; i++) {
        if (i == at && way == LEFT_OUT)
            continue;
        if (i == at && way >= REPLACED)
            add_token(text, i, instead[way - REPLACED]);
        else if (way == SWAPPED && (i == at || i == at + 1) && at + 1 < TOKEN_COUNT)
            add_token(text, i, tokens[2 * at + 1 - i]);
        else
            add_token(text, i, tokens[i]);
        if (i == at && way == DOUBLED)
            buffer_printf(text, " %s", tokens[i]);
    }
}

/* A mistake makes few errors of form, wherever it is. */
static void one_mistake(void **state)
{
    enum { MOST_ERRORS = 6 };
    uint32_t errors = 0;
    (void)state;
    for (int at = 0; at < TOKEN_COUNT; at++) {
        for (int way = 0; way < (int)WAYS; way++) {
            struct setup setup;
            setup_begin(&setup);
            struct buffer text = buffer_new(&setup.arena);
            add_with_mistake(&text, at, way);
            uint32_t count = survives(buffer_string(&text));
            if (count > MOST_ERRORS)
                fail_msg("way %d at token %d (%s): %u errors", way, at, tokens[at], count);
            errors += count;
            setup_end(&setup);
        }
    }
    /* Most make just one. */
    assert_in_range(errors, TOKEN_COUNT * 8, TOKEN_COUNT * WAYS * 6 / 5);
}

/* Any tokens in any order: messages, no more. */
static void soup(void **state)
{
    static const char *const further[] = {"!", "@", "=", "\"", "\\", "#", "\xFC", "(", "\x1B[2J"};
    enum { FURTHER = sizeof further / sizeof further[0], ROUNDS = 4000 };
    uint64_t seed = 20;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        /* Runs of the whole source, so that the soup has sense in it. */
        for (uint32_t runs = 1 + random_below(&seed, 12); runs > 0; runs--) {
            uint32_t start = random_below(&seed, TOKEN_COUNT);
            uint32_t length = 1 + random_below(&seed, 1 + random_below(&seed, 40));
            for (uint32_t i = start; i < start + length && i < TOKEN_COUNT; i++)
                buffer_printf(&text, "%s%s", tokens[i], random_below(&seed, 9) == 0 ? "\n" : " ");
            if (random_below(&seed, 6) == 0)
                buffer_printf(&text, "%s ", further[random_below(&seed, FURTHER)]);
        }
        survives(buffer_string(&text));
        setup_end(&setup);
    }
}

/* Bytes without sense. */
static void noise(void **state)
{
    static const char alphabet[] = "{};,\"#=<>!@\\ \n\tadefault.1-\xC3\xBC";
    enum { ROUNDS = 3000, MOST = 200 };
    uint64_t seed = 21;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char text[MOST + 1];
        uint32_t length = random_below(&seed, MOST);
        for (uint32_t i = 0; i < length; i++)
            text[i] = alphabet[random_below(&seed, sizeof alphabet - 1)];
        text[length] = '\0';
        survives(text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(unexpected_tokens),
        cmocka_unit_test(recovery),
        cmocka_unit_test(braces),
        cmocka_unit_test(open_blocks),
        cmocka_unit_test(the_whole),
        cmocka_unit_test(one_mistake),
        cmocka_unit_test(soup),
        cmocka_unit_test(noise),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
