/* SPDX-License-Identifier: MIT */
/*
 * The rules about names of destinations, over small tables, and the law of close names: what is
 * found is what comparing each pair would find.
 */
#include "analysis/lint.h"

#include "analysis/lint_letters.h"
#include "read/destconfig.h"
#include "support_reading.h"

#define BUECHER "b\xC3\xBC" "cher"
#define CYRILLIC_A "\xD0\xB0"
#define SHARP_S "\xC3\x9F"
#define FINAL_SIGMA "\xCF\x82"
#define SIGMA "\xCF\x83"
#define TOKYO "\xE6\x9D\xB1\xE4\xBA\xAC"  /* Han */
#define KANA "\xE3\x82\xAB\xE3\x83\xBC"   /* Katakana and its mark, which is of no script */
#define HIRA "\xE3\x81\x8B"
#define HANGUL "\xED\x95\x9C"
#define KA "\xE0\xA4\x95" /* Devanagari */
#define VIRAMA "\xE0\xA5\x8D"
#define JOINER "\xE2\x80\x8D"
#define NON_JOINER "\xE2\x80\x8C"
#define BOPOMOFO "\xE3\x84\x85"

/* The rules about names and no other of lint. */
static const uint8_t *only_names(struct arena *arena)
{
    uint8_t *levels = arena_zero(arena, CODE_COUNT, 1);
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        if (entry->lint && memcmp(entry->id + 1, "33", 2) != 0)
            levels[i] = LEVEL_OFF;
    }
    levels[CODE_LINT_NEAR_NAME] = LEVEL_WARNING;
    return levels;
}

static void judge(struct reading *reading)
{
    const struct lint_settings settings = {.today = 0};
    const struct flow_defaults flow = FLOW_DEFAULTS_UNKNOWN;
    struct lint_gaps gaps = {.missed = {{false}}};
    reading->setup.diag.levels = only_names(&reading->setup.arena);
    reading->setup.diag.limit = 0;
    lint(&reading->policy, defaults_of(&reading->policy), &flow, &settings, &gaps,
         &reading->setup.diag);
}

/* TEXT breaks just MESSAGES. */
static void gives(const char *text, const char *messages)
{
    struct reading reading;
    reading_begin(&reading, read_destconfig, text);
    judge(&reading);
    reading_gave(&reading, text, messages);
}

/* TEXT breaks CODE with a message that begins with WORDS. */
static void says(const char *text, enum code code, const char *words)
{
    struct reading reading;
    reading_begin(&reading, read_destconfig, text);
    judge(&reading);
    const struct message *message = setup_message(&reading.setup, code);
    assert_non_null(message);
    struct view given = view_of(message->text);
    if (given.length > strlen(words))
        given.length = strlen(words);
    assert_view_equal(given, words);
    setup_end(&reading.setup);
}

/* Entries of one line and of two. */
#define BARE(name) "[" name "]\n"
#define CLEAR(name) "[" name "]\ntable_tls = on\n"
#define ENFORCED(name) "[" name "]\ntable_tls = require_verify\n"

/* --- Single names ----------------------------------------------------------------------------- */

static void suffixes(void **state)
{
    (void)state;
    gives(BARE(".com") BARE(".co.uk") BARE(".bank.co.uk") BARE("co.uk"),
          "W3301@1:2 W3301@2:2");
    /* A top level that no list has; those of private use; suffixes of providers. */
    gives(BARE(".zz--top") BARE(".internal") BARE(".local") BARE(".github.io"),
          "W3301@1:2 W3301@4:2");
    gives(BARE(".test") BARE(".example") BARE(".localhost") BARE(".examples"), "W3301@4:2");
    /* In both forms; a rule with a wildcard and its exception. */
    gives(BARE(".\xE5\x85\xAC\xE5\x8F\xB8.cn") BARE(".xn--p1ai") BARE(".any.ck") BARE(".www.ck"),
          "W3301@1:2 I3304@1:2 W3301@2:2 W3301@3:2");
}

static void upper_case(void **state)
{
    (void)state;
    gives(BARE("Bank.example") BARE("shop.example"), "I3305@1:2");
    says(BARE("BANK.example") BARE("shop.example"), CODE_LINT_NAME_CASE,
         "upper case in a name, where others are in lower case");
    gives(BARE("Bank.example"), "");
    gives(BARE("A.example") BARE("B.example") BARE("c.example"), "");
    gives(BARE("2001:DB8::1") BARE("a.example") BARE("b.example"), "");
    gives(BARE("XN--BCHER-KVA.example") BARE("shop.example"), "I3305@1:2");
}

/* --- Internationalised names ------------------------------------------------------------------ */

static void scripts(void **state)
{
    (void)state;
    says(BARE("ex" CYRILLIC_A "mple.com"), CODE_LINT_SCRIPTS,
         "Latin and Cyrillic letters in one label: U+0430 is Cyrillic");
    says(BARE(CYRILLIC_A "mazon.com"), CODE_LINT_SCRIPTS,
         "Latin and Cyrillic letters in one label: U+0430 is Cyrillic");
    gives(BARE("xn--exmple-4nf.com"), "W3302@1:2");
    gives(BARE("." CYRILLIC_A "x." CYRILLIC_A "y"), "W3302@1:2");
    /* Each label has a script of its own; digits and hyphens have none. */
    gives(BARE(CYRILLIC_A "-1.example.com"), "");
    gives(BARE(TOKYO KANA HIRA "abc.example"), "");
    gives(BARE(HANGUL TOKYO "abc.example"), "");
    gives(BARE(BOPOMOFO TOKYO ".example"), "");
    gives(BARE(HANGUL HIRA ".example"), "W3302@1:2");
    gives(BARE(BOPOMOFO KANA ".example"), "W3302@1:2");
    gives(BARE("a" SIGMA ".example"), "W3302@1:2");
    gives(BARE(CYRILLIC_A SIGMA HIRA HANGUL BOPOMOFO "a.example"), "W3302@1:2");
}

static void older_idna(void **state)
{
    (void)state;
    gives(BARE("stra" SHARP_S "e.example") BARE("strasse.example"), "W3303@1:2");
    gives(BARE("strasse.example") BARE("xn--strae-oqa.example"), "W3303@2:2");
    gives(BARE(".stra" SHARP_S "e.example") BARE(".strasse.example"), "W3303@1:2");
    gives(BARE(SIGMA FINAL_SIGMA ".example") BARE(SIGMA SIGMA ".example"), "W3303@1:2");
    gives(BARE("stra" SHARP_S "e.example") BARE(".strasse.example"), "");
    /* Joiners: with U+200D, which IDNA 2008 knows behind a virama. */
    gives(BARE(KA VIRAMA JOINER KA ".example") BARE(KA VIRAMA KA ".example"), "W3303@1:2");
    gives(BARE(KA VIRAMA NON_JOINER KA ".example") BARE(KA VIRAMA KA ".example"), "W3303@1:2");
    gives(BARE("stra" SHARP_S "e.example") BARE("strase.example"), "");
}

static void forms(void **state)
{
    (void)state;
    gives(BARE(BUECHER ".example") BARE("xn--mnchen-3ya.example") BARE("xn--kln-sna.example"),
          "I3304@1:2");
    gives(BARE(BUECHER ".a.example") BARE(BUECHER ".b.example") BARE("xn--kln-sna.example"),
          "I3304@3:2");
    /* Equally many; both in one name; neither. */
    gives(BARE(BUECHER ".example") BARE("xn--kln-sna.example"), "I3304@1:2");
    gives(BARE(BUECHER ".xn--kln-sna.example"), "I3304@1:2");
    gives(BARE(BUECHER ".example") BARE("plain.example"), "");
    gives(BARE("a-xn--b.example") BARE(BUECHER ".example"), "");
    /* What does not decode has no other form. */
    gives(BARE("xn--a.example") BARE(BUECHER ".example"), "W0413@1:2");
}

/* --- Twins ------------------------------------------------------------------------------------ */

#define BOTH(name) BARE(name) BARE("." name)
#define TEN "max_messages_per_connection = 10\n"

static void twins(void **state)
{
    (void)state;
    gives(BOTH("a.example") BOTH("b.example") BARE("c.example"), "I3306@5:2");
    gives(BOTH("a.example") BARE("c.example"), "");
    gives(BOTH("a.example") BOTH("b.example") BARE("c.example") BARE("d.example"), "");
    says(BOTH("a.example") BOTH("b.example") BARE("c.example"),
         CODE_LINT_TWIN,
         "c.example has no .c.example beside it, as 2 of 3 domains with its settings have");
    /* Addresses, local names, what a wider partial domain covers, and public suffixes. */
    gives(BOTH("a.example") BOTH("b.example") BARE("192.0.2.1") BARE("www.a.example"), "");
    gives(BOTH("a.example") BOTH("b.example") BARE("localhost"), "W0416@5:2");
    gives(BOTH("a.example") BOTH("b.example") BARE("co.uk"), "");
    gives(BOTH(BUECHER ".example") BOTH("b.example") BARE("c.example"), "I3306@5:2");
}

/* Whose settings are shared by three has its siblings there, and any other in the whole table. */
static void siblings(void **state)
{
    (void)state;
    gives(BOTH("a.example") BOTH("b.example") BARE("c.example") TEN, "I3306@5:2");
    gives(BOTH("a.example") BOTH("b.example") BOTH("c.example") BOTH("d.example") BOTH("e.example")
              BOTH("f.example") BARE("x.example") TEN BARE("y.example") TEN BARE("z.example") TEN,
          "");
}

/* Two with the same settings are too few to have a habit of their own. */
static void few_siblings(void **state)
{
    (void)state;
    gives(BOTH("a.example") BOTH("b.example") BOTH("c.example") BOTH("d.example")
              BARE("x.example") TEN BARE("y.example") TEN,
          "I3306@9:2 I3306@11:2");
}

/* --- Close names ------------------------------------------------------------------------------ */

static void close_names(void **state)
{
    (void)state;
    gives(ENFORCED("bank.test") CLEAR("bnak.test") CLEAR("ban.test") CLEAR("bankk.test")
              CLEAR("bark.test") CLEAR("barks.test"),
          "W3307@3:2 W3307@5:2 W3307@7:2 W3307@9:2");
    says(ENFORCED("bank.test") CLEAR("bnak.test"),
         CODE_LINT_NEAR_NAME, "one letter away from bank.test, which enforces TLS");
    /* Two of a row; a digit for a letter; a partial domain's dot, and another. */
    gives(ENFORCED("mx1.test") CLEAR("mx2.test") CLEAR("mx.test") CLEAR("mx12.test"), "");
    gives(ENFORCED("mail1.test") CLEAR("maill.test"), "W3307@3:2");
    gives(ENFORCED("mail.test") CLEAR("mai1.test"), "W3307@3:2");
    gives(ENFORCED("a.bank.test") CLEAR(".a.bank.test") CLEAR("abank.test"), "W3307@5:2");
    gives(ENFORCED(".bank.test") CLEAR("a.bank.test"), "");
    gives(ENFORCED("192.0.2.1") CLEAR("192.0.2.2"), "");
    /* A letter is one, whatever it takes to write it. */
    gives(ENFORCED("xn--bcher-kva.test") CLEAR("bucher.test") CLEAR("buecher.test"), "W3307@3:2");
    /* Both enforce; what is inherited counts; what is not known does not. */
    gives(ENFORCED("bank.test") ENFORCED("bnak.test"), "");
    gives(TABLE_DEFAULT("require_verify", "on", "mx") BARE("bank.test") CLEAR("bnak.test"),
          "W3307@14:2");
    gives(ENFORCED("bank.test") BARE("bnak.test"), "");
    gives(ENFORCED("bank.test") "[bnak.test]\ntable_tls = on\ndane_option = mandatory\n", "");
}

enum { LAW_NAMES = 60, LAW_ROUNDS = 300, LAW_LENGTH = 24 };

/* Whether B is A with one letter less, and that no digit. */
static bool is_shorter(const char *a, const char *b)
{
    char shorter[LAW_LENGTH];
    for (size_t i = 0; a[i] != '\0'; i++) {
        snprintf(shorter, sizeof shorter, "%.*s%s", (int)i, a, a + i + 1);
        if (strcmp(shorter, b) == 0 && (a[i] < '0' || a[i] > '9'))
            return true;
    }
    return false;
}

static bool are_digits(char a, char b)
{
    return a >= '0' && a <= '9' && b >= '0' && b <= '9';
}

/* Whether B is A with another letter at one place, or with two neighbours changed. */
static bool is_changed(const char *a, const char *b)
{
    size_t length = strlen(a);
    if (strlen(b) != length)
        return false;
    size_t first = 0;
    while (first < length && a[first] == b[first])
        first++;
    if (first == length || are_digits(a[first], b[first]))
        return false;
    return strcmp(a + first + 1, b + first + 1) == 0 ||
           (a[first] == b[first + 1] && a[first + 1] == b[first] &&
            strcmp(a + first + 2, b + first + 2) == 0);
}

/* A name of few letters, so that many are close: ".ab1.test". */
static void random_name(uint64_t *seed, char name[LAW_LENGTH])
{
    static const char letters[] = "aab12";
    size_t length = 0;
    if (random_below(seed, 4) == 0)
        name[length++] = '.';
    for (uint32_t i = 0, count = 1 + random_below(seed, 5); i < count; i++)
        name[length++] = letters[random_below(seed, sizeof letters - 1)];
    if (random_below(seed, 3) == 0) {
        name[length++] = '.';
        name[length++] = letters[random_below(seed, sizeof letters - 1)];
    }
    memcpy(name + length, ".test", sizeof ".test");
}

struct law_name {
    char text[LAW_LENGTH];
    bool enforces;
};

static bool is_close_to_any(const struct law_name *names, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (names[i].enforces && (names[i].text[0] == '.') == (name[0] == '.') &&
            (is_shorter(name, names[i].text) || is_shorter(names[i].text, name) ||
             is_changed(name, names[i].text)))
            return true;
    return false;
}

/* COUNT names, each once. */
static uint32_t random_names(uint64_t *seed, struct law_name *names)
{
    uint32_t count = 0;
    for (int i = 0; i < LAW_NAMES; i++) {
        bool known = false;
        random_name(seed, names[count].text);
        for (uint32_t j = 0; j < count; j++)
            known = known || strcmp(names[j].text, names[count].text) == 0;
        names[count].enforces = random_below(seed, 3) == 0;
        count += !known;
    }
    return count;
}

static void close_law(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 33);
    struct law_name names[LAW_NAMES];
    for (int round = 0; round < LAW_ROUNDS; round++) {
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        struct buffer text = buffer_new(&arena);
        struct buffer wanted = buffer_new(&arena);
        uint32_t count = random_names(&seed, names);
        for (uint32_t i = 0; i < count; i++) {
            buffer_printf(&text, "[%s]\ntable_tls = %s\n", names[i].text,
                          names[i].enforces ? "require_verify" : "on");
            if (!names[i].enforces && is_close_to_any(names, count, names[i].text))
                buffer_printf(&wanted, "%sW3307@%u:2", wanted.length == 0 ? "" : " ",
                              (unsigned)(2 * i + 1));
        }
        struct reading reading;
        reading_begin(&reading, read_destconfig, buffer_string(&text));
        judge(&reading);
        struct buffer found = buffer_new(&arena);
        uint32_t told;
        const struct message *const *messages = diag_sorted(&reading.setup.diag, &told);
        for (uint32_t i = 0; i < told; i++)
            if (messages[i]->code == CODE_LINT_NEAR_NAME)
                buffer_printf(&found, "%sW3307@%u:2", found.length == 0 ? "" : " ",
                              (unsigned)sources_position(&reading.setup.sources,
                                                         messages[i]->place.offset).line);
        if (strcmp(buffer_string(&found), buffer_string(&wanted)) != 0)
            fail_msg("found  %s\nwanted %s in\n%s", buffer_string(&found), buffer_string(&wanted),
                     buffer_string(&text));
        setup_end(&reading.setup);
        arena_free(&arena);
    }
}

/* --- Letters ---------------------------------------------------------------------------------- */

static void letters(void **state)
{
    (void)state;
    struct letters letters;
    letters_of(view_of(".xn--bcher-kva.de"), &letters);
    assert_int_equal(letters.count, 10);
    assert_int_equal(letters.list[2], 0xFC);
    assert_true(letters.ace && !letters.wide);
    letters_of(view_of("xn--a." BUECHER), &letters);
    assert_int_equal(letters.count, 12);
    assert_true(letters.wide && !letters.ace);
    assert_true(letters_are_bytes(view_of("a.example")));
    assert_false(letters_are_bytes(view_of(BUECHER)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_siblings),
        cmocka_unit_test(suffixes), cmocka_unit_test(upper_case),  cmocka_unit_test(scripts),
        cmocka_unit_test(older_idna), cmocka_unit_test(forms),     cmocka_unit_test(twins),
        cmocka_unit_test(siblings), cmocka_unit_test(close_names), cmocka_unit_test(close_law),
        cmocka_unit_test(letters),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
