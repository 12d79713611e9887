/* SPDX-License-Identifier: MIT */
/*
 * The finer points of the rules about TLS, over small tables. Tables begin with 12 lines of a
 * default entry, so that the first destination stands at line 13.
 */
#include "analysis/lint.h"

#include "read/destconfig.h"
#include "support_reading.h"

/* The rules about TLS and no other of lint. */
static const uint8_t *only_tls(struct arena *arena)
{
    uint8_t *levels = arena_zero(arena, CODE_COUNT, 1);
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        if (entry->lint && memcmp(entry->id + 1, "30", 2) != 0)
            levels[i] = LEVEL_OFF;
    }
    return levels;
}

/* The codes about TLS that could not be judged for want of the default entry, "E3001 W3005". */
static const char *unjudged(struct arena *arena, const struct lint_gaps *gaps)
{
    struct buffer codes = buffer_new(arena);
    for (int i = 0; i < CODE_COUNT; i++)
        if (gaps->missed[LINT_NEEDS_DEFAULT][i] &&
            memcmp(code_entry((enum code)i)->id + 1, "30", 2) == 0)
            buffer_printf(&codes, "%s%s", codes.length == 0 ? "" : " ",
                          code_entry((enum code)i)->id);
    return buffer_string(&codes);
}

/*
 * TEXT breaks just MESSAGES while mail to MUST, a domain or NULL, must be encrypted; MISSED could
 * not be judged.
 */
static void leaves(const char *must, const char *text, const char *messages, const char *missed)
{
    struct reading reading;
    struct domain domain;
    struct domain_fault fault;
    struct lint_settings settings = {.must_encrypt = &domain, .must_encrypt_count = must != NULL};
    const struct flow_defaults flow = FLOW_DEFAULTS_UNKNOWN;
    struct lint_gaps gaps = {.missed = {{false}}};
    reading_begin(&reading, read_destconfig, text);
    struct setup *setup = &reading.setup;
    setup->diag.levels = only_tls(&setup->arena);
    if (must != NULL)
        assert_true(domain_parse(&setup->arena, view_of(must), &domain, &fault));
    lint(&reading.policy, defaults_of(&reading.policy), &flow, &settings, &gaps,
         &setup->diag);
    assert_string_equal(unjudged(&setup->arena, &gaps), missed);
    reading_gave(&reading, text, messages);
}

static void must_gives(const char *must, const char *text, const char *messages)
{
    leaves(must, text, messages, "");
}

static void gives(const char *text, const char *messages)
{
    must_gives(NULL, text, messages);
}

#define PREFERRED TABLE_DEFAULT("on", "on", "mx")
#define SAFE "table_tls = require_verify\nbounce_profile = fast\n"
#define BY_DANE "table_tls = on\ndane_option = mandatory\nbounce_profile = fast\n"

/* --- Tests ------------------------------------------------------------------------------------ */

static void mandatory_dane(void **state)
{
    (void)state;
    /* It counts as enforced: for the certificate, the alert, the bounce profile. */
    gives(TABLE_DEFAULT("on", "on", "Demo") "[a.example]\n" BY_DANE, "E3001@12:15");
    gives(TABLE_DEFAULT("on", "off", "mx") "[a.example]\n" BY_DANE, "W3005@11:22");
    gives(PREFERRED "[a.example]\ntable_tls = on\ndane_option = mandatory\n", "W3008@15:15");
    gives(PREFERRED "[a.example]\n" BY_DANE, "");
    /* It verifies. */
    gives(PREFERRED "[a.example]\ntable_tls = required\nbounce_profile = fast\n", "I3010@14:13");
    gives(PREFERRED
          "[a.example]\ntable_tls = required\ndane_option = mandatory\nbounce_profile = fast\n",
          "");
    /* Opportunistic DANE enforces nothing. */
    gives(TABLE_DEFAULT("on", "off", "mx") "[a.example]\ndane_option = opportunistic\n", "");
    /* In the default entry it stops mail to those without it. */
    gives(PREFERRED "dane_option = mandatory\n", "W3002@13:15");
    gives(PREFERRED "dane_option = opportunistic\n", "");
}

static void dane_without_tls(void **state)
{
    (void)state;
    gives(TABLE_DEFAULT("off", "on", "mx") "[a.example]\ndane_option = opportunistic\n",
          "W3007@14:15");
    gives(TABLE_DEFAULT("off", "on", "mx") "dane_option = opportunistic\n", "W3007@13:15");
    /* What is inherited is told of at the default entry alone. */
    gives(TABLE_DEFAULT("off", "on", "mx")
          "dane_option = opportunistic\n[a.example]\nbounce_validation = on\n",
          "W3007@13:15");
    /* TLS is taken away where DANE is inherited: opportunistic goes with it, mandatory does not. */
    gives(PREFERRED "dane_option = opportunistic\n[a.example]\ntable_tls = off\n", "W3006@15:13");
    gives(PREFERRED "dane_option = mandatory\n[a.example]\ntable_tls = off\n",
          "W3002@13:15 W3007@14:2 W3006@15:13");
    /* Where TLS is off nothing is enforced. */
    gives(PREFERRED "[a.example]\ntable_tls = off\ndane_option = mandatory\n",
          "W3006@14:13 W3007@15:15");
    gives(TABLE_DEFAULT("off", "on", "mx") "[a.example]\ndane_option = off\n", "");
}

static void default_entry(void **state)
{
    (void)state;
    gives(TABLE_DEFAULT("required", "on", "mx"), "W3002@10:13");
    gives(TABLE_DEFAULT("require_verify", "on", "mx"), "W3002@10:13");
    gives(TABLE_DEFAULT("require_verify_hosted", "on", "mx"), "W3002@10:13");
    gives(TABLE_DEFAULT("on_verify", "on", "mx"), "");
    gives(TABLE_DEFAULT("required", "off", "Demo"), "W3002@10:13 W3005@11:22 E3001@12:15");
}

static void demonstration(void **state)
{
    (void)state;
    /* Once a file, however many entries prefer TLS. */
    gives(TABLE_DEFAULT("on", "on", "Demo") "[a.example]\ntable_tls = on\n"
          "[b.example]\ntable_tls = on_verify\n",
          "I3011@12:15");
    gives(TABLE_DEFAULT("off", "on", "demo") "[a.example]\ntable_tls = on\n", "I3011@12:15");
    gives(TABLE_DEFAULT("off", "on", "Demo") "[a.example]\nbounce_validation = on\n", "");
    /* Where TLS is required that is the error's business. */
    gives(TABLE_DEFAULT("on", "on", "Demo") "[a.example]\n" SAFE, "E3001@12:15");
}

static void weaker(void **state)
{
    (void)state;
    gives(PREFERRED "[a.example]\ntable_tls = off\n", "W3006@14:13");
    gives(PREFERRED "[a.example]\ntable_tls = on_verify\n", "");
    /* An entry without TLS has the default entry's, not that of the partial domain above it. */
    gives(PREFERRED "[.a.example]\n" SAFE "[www.a.example]\nbounce_validation = on\n",
          "W3006@16:2");
    /* A partial domain does not cover the domain itself, nor another. */
    gives(PREFERRED "[.a.example]\n" SAFE "[a.example]\ntable_tls = on\n[b.a2.example]\n", "");
    /* The nearer one may be as weak: the farther one, and the default entry, count too. */
    gives(PREFERRED "[.example]\n" SAFE "[.a.example]\ntable_tls = on\n[www.a.example]\n"
          "table_tls = on\n",
          "W3006@17:13 W3006@19:13");
    gives(PREFERRED "[.a.example]\ntable_tls = off\n[www.a.example]\ntable_tls = off\n",
          "W3006@14:13 W3006@16:13");
    /* Mandatory DANE is as strong as Required (Verify), and no stronger. */
    gives(PREFERRED "[.a.example]\n" SAFE "[www.a.example]\n" BY_DANE, "");
    gives(PREFERRED "[.a.example]\n" BY_DANE "[www.a.example]\ntable_tls = on\n", "W3006@18:13");
    /* Addresses have nothing above them but the default entry. */
    gives(PREFERRED "[.example]\n" SAFE "[[192.0.2.2]]\ntable_tls = on\n", "");
}

/* What TEXT breaks CODE with says WORDS somewhere: the message, its first note or its help. */
static void says(const char *text, enum code code, const char *words)
{
    struct reading reading;
    const struct lint_settings settings = {.today = 0};
    const struct flow_defaults flow = FLOW_DEFAULTS_UNKNOWN;
    struct lint_gaps gaps = {.missed = {{false}}};
    reading_begin(&reading, read_destconfig, text);
    struct setup *setup = &reading.setup;
    lint(&reading.policy, defaults_of(&reading.policy), &flow, &settings, &gaps, &setup->diag);
    const struct message *message = setup_message(setup, code);
    assert_non_null(message);
    const char *note = message->notes == NULL ? "" : message->notes->text;
    if (strstr(message->text, words) == NULL && strstr(note, words) == NULL &&
        strstr(message->help, words) == NULL)
        fail_msg("%s\nsays %s; %s; %s\nnot %s", text, message->text, note, message->help, words);
    setup_end(setup);
}

static void inside(void **state)
{
    (void)state;
    /* That mail stays in the house. */
    gives(PREFERRED "[[10.20.30.40]]\ntable_tls = off\n[mail.local]\ntable_tls = off\n"
                    "[fd00::1]\ntable_tls = off\n[.lan]\ntable_tls = off\n",
          "");
    gives(PREFERRED "[mailhub]\ntable_tls = off\n", "W0416@13:2");
    gives(PREFERRED "[[8.8.8.8]]\ntable_tls = off\n[mail.localx]\ntable_tls = off\n",
          "W3006@14:13 W3006@16:13");
}

static void words(void **state)
{
    (void)state;
    /* Of two that are equally strong the nearer is named. */
    says(PREFERRED "[.example]\n" SAFE "[.a.example]\n" SAFE "[www.a.example]\ntable_tls = on\n",
         CODE_LINT_WEAKER, "than .a.example would");
    says(TABLE_DEFAULT("required", "on", "Demo") "[a.example]\n" SAFE, CODE_LINT_CERTIFICATE,
         "the default entry requires TLS");
    says(PREFERRED "dane_option = mandatory\n", CODE_LINT_DEFAULT_ENFORCED,
         "set DANE to opportunistic");
    says(PREFERRED "[a.example]\ntable_tls = require_verify\n[b.example]\n"
                   "table_tls = require_verify\n[c.example]\ntable_tls = required\n",
         CODE_LINT_DEFAULT_BOUNCE, "and the same of 2 others");
    says(PREFERRED "dane_option = mandatory\n[a.example]\ntable_tls = off\n",
         CODE_LINT_DANE_WITHOUT_TLS, "DANE comes from the default entry");
}

static void bounce_profiles(void **state)
{
    (void)state;
    /* One message for all; what the default entry enforces too is its matter. */
    gives(PREFERRED "[a.example]\ntable_tls = require_verify\n[b.example]\n"
                    "table_tls = require_verify\n",
          "W3008@14:13");
    gives(TABLE_DEFAULT("required", "on", "mx") "[a.example]\ntable_tls = required\n",
          "W3002@10:13");
    gives(PREFERRED "[a.example]\ntable_tls = require_verify\n", "W3008@14:13");
    gives(PREFERRED "[a.example]\ntable_tls = require_verify\nbounce_profile = Default\n",
          "W3008@14:13");
    gives(PREFERRED "[a.example]\ntable_tls = on_verify\n", "");
}

static void must_encrypt(void **state)
{
    (void)state;
    must_gives("a.example", PREFERRED "[a.example]\ntable_tls = on_verify\n", "W3009@14:13");
    must_gives("a.example", PREFERRED "[a.example]\n" SAFE, "");
    must_gives("a.example", PREFERRED "[a.example]\n" BY_DANE, "");
    /* What decides may be a partial domain or the default entry. */
    must_gives("www.a.example", PREFERRED "[.a.example]\ntable_tls = on_verify\n", "W3009@14:13");
    must_gives("a.example", PREFERRED "[.a.example]\n" SAFE, "W3009@10:13");
    must_gives("a.example", TABLE_DEFAULT("require_verify", "on", "mx"), "W3002@10:13");
    /* A partial domain means all entries below it as well. */
    must_gives(".a.example",
               PREFERRED "[.a.example]\n" SAFE "[b.a.example]\ntable_tls = on\n"
                         "[c.a.example]\n" SAFE "[a.example]\ntable_tls = on\n",
               "W3006@17:13 W3009@17:13");
    must_gives(".a.example", PREFERRED "[.a.example]\ntable_tls = on\n", "W3009@14:13");
    must_gives("a.example", PREFERRED "[a.example]\ntable_tls = off\ndane_option = mandatory\n",
               "W3006@14:13 W3009@14:13 W3007@15:15");
}

/* --- What is not known ------------------------------------------------------------------------ */

static void unknown_default(void **state)
{
    (void)state;
    leaves(NULL, "[a.example]\n" SAFE "[b.example]\n" SAFE, "",
                    "E3001 W3005 W3006");
    leaves(NULL, "[a.example]\ntable_tls = on\n", "", "W3006 I3011");
    /* What the table holds itself is judged all the same. */
    leaves(NULL, "[.a.example]\n" SAFE "[www.a.example]\ntable_tls = off\n",
                    "W3006@5:13", "E3001 W3005 W3006");
    leaves("b.example", "[a.example]\nbounce_validation = on\n", "", "W3009");
    leaves("a.example", "[a.example]\nbounce_validation = on\n", "", "W3009");
    leaves("a.example", "[a.example]\ntable_tls = on\n", "W3009@2:13",
                    "W3006 I3011");
}

/* How strong a newer release's word is nobody knows: nothing is said of it. */
static void unknown_words(void **state)
{
    (void)state;
    gives(PREFERRED "[a.example]\ntable_tls = quantum\n", "W0210@14:13");
    must_gives("a.example", PREFERRED "[a.example]\ntable_tls = quantum\n", "W0210@14:13");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mandatory_dane),  cmocka_unit_test(dane_without_tls),
        cmocka_unit_test(default_entry),   cmocka_unit_test(demonstration),
        cmocka_unit_test(weaker),          cmocka_unit_test(bounce_profiles),
        cmocka_unit_test(must_encrypt),    cmocka_unit_test(unknown_default),
        cmocka_unit_test(unknown_words),   cmocka_unit_test(inside),
        cmocka_unit_test(words),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
