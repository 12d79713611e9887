/* SPDX-License-Identifier: MIT */
#include "model/domain.h"

#include "support.h"

#define BUECHER "b\xC3\xBC" "cher"
/* With a joiner between two letters, as Persian is written. */
#define NAMEI "\xD9\x86\xD8\xA7\xD9\x85\xD9\x87\xE2\x80\x8C\xD8\xA7\xDB\x8C"

/* A name that is one: its written form, its key, its kind and remarks. */
struct good {
    const char *text;
    const char *name;
    const char *key;
    enum domain_kind kind;
    unsigned remarks;
};

static const struct good good[] = {
    {"example.com", "example.com", "example.com", DOMAIN_FULL, 0},
    {"EXAMPLE.Com", "example.com", "example.com", DOMAIN_FULL, 0},
    {"example.com.", "example.com", "example.com", DOMAIN_FULL, DOMAIN_TRAILING_DOT},
    {".example.com", ".example.com", ".example.com", DOMAIN_PARTIAL, 0},
    {"localhost", "localhost", "localhost", DOMAIN_FULL, DOMAIN_ONE_LABEL},
    {"localhost.", "localhost", "localhost", DOMAIN_FULL, DOMAIN_ONE_LABEL | DOMAIN_TRAILING_DOT},
    {".example", ".example", ".example", DOMAIN_PARTIAL, 0},
    {"1-2", "1-2", "1-2", DOMAIN_FULL, DOMAIN_ONE_LABEL},
    {"1.2.3.4-mail.example", "1.2.3.4-mail.example", "1.2.3.4-mail.example", DOMAIN_FULL, 0},
    {".1-2", ".1-2", ".1-2", DOMAIN_PARTIAL, 0},
    {"163.com", "163.com", "163.com", DOMAIN_FULL, 0},
    {"a_b.example", "a_b.example", "a_b.example", DOMAIN_FULL, 0},
    {"-a.example", "-a.example", "-a.example", DOMAIN_FULL, DOMAIN_HYPHEN_END},
    {"a-.example", "a-.example", "a-.example", DOMAIN_FULL, DOMAIN_HYPHEN_END},
    {"192.0.2.1", "192.0.2.1", "192.0.2.1", DOMAIN_ADDRESS, 0},
    {"[192.0.2.1]", "[192.0.2.1]", "192.0.2.1", DOMAIN_ADDRESS, 0},
    {"2001:DB8::1", "2001:db8::1", "2001:db8::1", DOMAIN_ADDRESS, 0},
    {"[2001:db8:0:0::1]", "[2001:db8:0:0::1]", "2001:db8::1", DOMAIN_ADDRESS, 0},
    {BUECHER ".example", BUECHER ".example", "xn--bcher-kva.example", DOMAIN_FULL, 0},
    {"B\xC3\x9C" "CHER.Example", BUECHER ".example", "xn--bcher-kva.example", DOMAIN_FULL, 0},
    {"." BUECHER ".example", "." BUECHER ".example", ".xn--bcher-kva.example", DOMAIN_PARTIAL, 0},
    {"xn--bcher-kva.example", "xn--bcher-kva.example", "xn--bcher-kva.example", DOMAIN_FULL, 0},
    {"XN--BCHER-KVA.example", "xn--bcher-kva.example", "xn--bcher-kva.example", DOMAIN_FULL, 0},
    {"xn--a.example", "xn--a.example", "xn--a.example", DOMAIN_FULL, DOMAIN_BAD_ACE},
    {"\xEF\xBD\x85xample.com", "example.com", "example.com", DOMAIN_FULL, DOMAIN_MAPPED},
    {"\xEF\xAC\x81sh.example", "fish.example", "fish.example", DOMAIN_FULL, DOMAIN_MAPPED},
    {"BU\xCC\x88" "CHER.example", BUECHER ".example", "xn--bcher-kva.example", DOMAIN_FULL, 0},
    {NAMEI ".com", NAMEI ".com", "xn--mgba3gch31f060k.com", DOMAIN_FULL, 0},
};

static void good_names(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct domain domain;
        struct domain_fault fault;
        if (!domain_parse(&setup.arena, view_of(good[i].text), &domain, &fault))
            fail_msg("%s: %s", good[i].text, code_entry(fault.code)->id);
        assert_view_equal(domain.name, good[i].name);
        assert_view_equal(domain.key, good[i].key);
        assert_int_equal(domain.kind, good[i].kind);
        assert_int_equal(domain.remarks, good[i].remarks);
    }
    setup_end(&setup);
}

struct bad {
    const char *text;
    enum code code;
    const char *part;  /* what the fault points at, or NULL */
    const char *help;  /* a part of it, or NULL */
    const char *title; /* the same, or NULL */
};

#define U10 "\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC"
#define U60 U10 U10 U10 U10 U10 U10
#define L63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct bad bad[] = {
    {"", CODE_NAME_EMPTY, "", NULL, NULL},
    {".", CODE_NAME_EMPTY_LABEL, NULL, NULL, NULL},
    {"..", CODE_NAME_EMPTY_LABEL, NULL, NULL, NULL},
    {"a..b", CODE_NAME_EMPTY_LABEL, ".", NULL, NULL},
    {"*", CODE_NAME_WILDCARD, "*", "default entry", NULL},
    {"*.example.com", CODE_NAME_WILDCARD, "*", "write .example.com", NULL},
    {"joe@bank.example", CODE_NAME_MAILBOX, "joe@", "write bank.example", NULL},
    {"<joe@bank.example>", CODE_NAME_MAILBOX, "<joe@", "write bank.example", NULL},
    {"Joe B. <joe@bank.example>", CODE_NAME_MAILBOX, NULL, "write bank.example", NULL},
    {"joe@", CODE_NAME_MAILBOX, "joe@", "the domain alone", NULL},
    {"https://bank.example/x", CODE_NAME_URL, "https://bank.example/x", "write bank.example",
     NULL},
    {"a" L63 ".example", CODE_NAME_LABEL, "a" L63, NULL, NULL},
    {L63 "." L63 "." L63 "." L63, CODE_NAME_LONG, L63 "." L63 "." L63 "." L63, NULL, NULL},
    {"exam ple.com", CODE_NAME_CHARACTER, " ", "letters, digits", "have a blank"},
    {"a\x1B[2J.example", CODE_NAME_CHARACTER, "\x1B", NULL, "have U+001B"},
    {"a\x7F.example", CODE_NAME_CHARACTER, "\x7F", NULL, "have U+007F"},
    {"a]b", CODE_NAME_CHARACTER, "]", NULL, "have \"]\""},
    {"a\"b", CODE_NAME_CHARACTER, "\"", NULL, "have a double quote"},
    {"a,b.example", CODE_NAME_CHARACTER, ",", NULL, "have \",\""},
    {"\"bank.example\"", CODE_NAME_CHARACTER, "\"", "write bank.example, without", NULL},
    {"'bank.example'", CODE_NAME_CHARACTER, "'", "write bank.example, without", NULL},
    {"bank.example:25", CODE_NAME_CHARACTER, ":", "write bank.example: a domain has no port",
     NULL},
    {"192.0.2.1:25", CODE_NAME_CHARACTER, ":", "write 192.0.2.1: ", NULL},
    {"[2001:db8::1]:25", CODE_NAME_CHARACTER, ":", "write [2001:db8::1]: ", NULL},
    {"bank.example:smtp", CODE_NAME_CHARACTER, ":", "write bank.example: ", NULL},
    {"2001:db8:1", CODE_NAME_ADDRESS, NULL, "2001:db8::1", NULL},
    {"[bank.example]", CODE_NAME_CHARACTER, "[", "write bank.example: only an address", NULL},
    {"[IPv6:2001:db8::1]", CODE_NAME_ADDRESS, "IPv6:", "remove IPv6:, and write [2001:db8::1]",
     NULL},
    {"a\xC2\xA0" "b.example", CODE_NAME_CHARACTER, "\xC2\xA0", NULL, "have U+00A0"},
    {"www.\xE2\x80\x8B" "a.example", CODE_NAME_CHARACTER, "\xE2\x80\x8B", NULL, "have U+200B"},
    {"192.0.2.256", CODE_NAME_ADDRESS, "192.0.2.256", NULL, NULL},
    {"[192.0.2.256]", CODE_NAME_ADDRESS, "[192.0.2.256]", "from 0 to 255", NULL},
    {"1.2.3", CODE_NAME_ADDRESS, "1.2.3", NULL, NULL},
    {"a.1", CODE_NAME_ADDRESS, "a.1", "is not a number", NULL},
    {"163", CODE_NAME_ADDRESS, "163", NULL, NULL},
    {"192.0.2.1-10", CODE_NAME_ADDRESS, "192.0.2.1-10", "each address", "ranges and networks"},
    {"192.0.2.1-192.0.2.10", CODE_NAME_ADDRESS, NULL, "each address", "ranges and networks"},
    {"192.0.2.0/24", CODE_NAME_ADDRESS, "192.0.2.0/24", "each address", "ranges and networks"},
    {"[192.0.2.0/24]", CODE_NAME_ADDRESS, NULL, "each address", "ranges and networks"},
    {"10.0.0/8", CODE_NAME_ADDRESS, NULL, "each address", "ranges and networks"},
    {"2001:db8::/32", CODE_NAME_ADDRESS, NULL, "each address", "ranges and networks"},
    {"bank.example/mail", CODE_NAME_CHARACTER, "/", NULL, "have \"/\""},
    {"2001:db8::1::2", CODE_NAME_ADDRESS, "2001:db8::1::2", NULL, NULL},
    {"fe80::1%eth0", CODE_NAME_ADDRESS, "fe80::1%eth0", "zone", NULL},
    {"\xE2\x98\x83.example", CODE_NAME_IDN, "\xE2\x98\x83", "xn--", NULL},
    {"a." U60 ".example", CODE_NAME_LABEL, U60, NULL, "in its xn-- form"},
    {U60 U60 U60 U60 U60 ".example", CODE_NAME_LABEL, NULL, NULL, "in its xn-- form"},
    {"smtp:bank.example", CODE_NAME_CHARACTER, ":", "write bank.example: ", NULL},
    {"joe@foo.example, bar.example", CODE_NAME_MAILBOX, "joe@", "an entry for each", NULL},
    {"https://bank.example?a=b", CODE_NAME_URL, NULL, "write bank.example", NULL},
    /* Joiners are judged by IDNA, what else is not seen is no part of a name. */
    {"a\xE2\x80\x8D" "b.example", CODE_NAME_IDN, NULL, NULL, NULL},
    {"a\xEF\xB8\x8F" "b.example", CODE_NAME_CHARACTER, "\xEF\xB8\x8F", NULL, "have U+FE0F"},
};

static void bad_names(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct domain domain;
        struct domain_fault fault = {.code = CODE_COUNT};
        struct view text = view_of(bad[i].text);
        if (domain_parse(&setup.arena, text, &domain, &fault))
            fail_msg("%s was taken for a destination", bad[i].text);
        if (fault.code != bad[i].code)
            fail_msg("%s: %s", bad[i].text, code_entry(fault.code)->id);
        assert_true(fault.offset + fault.length <= text.length + 1);
        if (bad[i].part != NULL)
            assert_view_equal(((struct view){text.text + fault.offset, fault.length}),
                              bad[i].part);
        if (bad[i].help != NULL && (fault.help == NULL || !strstr(fault.help, bad[i].help)))
            fail_msg("%s: help is \"%s\"", bad[i].text, fault.help == NULL ? "" : fault.help);
        const char *words = domain_fault_words(&setup.arena, &fault);
        if (strstr(words, bad[i].title == NULL ? "" : bad[i].title) == NULL)
            fail_msg("%s: its words are \"%s\"", bad[i].text, words);
    }
    setup_end(&setup);
}

/* The longest names that are allowed, and one octet more. */
static void sizes(void **state)
{
    static const char longest[] = L63 "." L63 "." L63 "."
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct domain domain;
    struct domain_fault fault;
    assert_int_equal(sizeof longest - 1, DOMAIN_MOST_OCTETS);
    assert_true(domain_parse(&setup.arena, view_of(longest), &domain, &fault));
    const char *partial = arena_printf(&setup.arena, ".%s", longest);
    assert_true(domain_parse(&setup.arena, view_of(partial), &domain, &fault));
    const char *over = arena_printf(&setup.arena, "%sa", longest);
    assert_false(domain_parse(&setup.arena, view_of(over), &domain, &fault));
    assert_int_equal(fault.code, CODE_NAME_LONG);
    setup_end(&setup);
}

/* A name read again in its written form is itself. */
static void idempotent(void **state)
{
    static const char alphabet[] = "aaaabbbbccccZZ09-_...x\xC3\xBC:[]";
    uint64_t seed = 20260101;
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    unsigned names = 0;
    for (int i = 0; i < 20000; i++) {
        uint64_t before = seed;
        char text[12];
        size_t length = random_below(&seed, sizeof text);
        for (size_t j = 0; j < length; j++)
            text[j] = alphabet[random_below(&seed, sizeof alphabet - 1)];
        struct domain first;
        struct domain second;
        struct domain_fault fault;
        if (!domain_parse(&setup.arena, (struct view){text, length}, &first, &fault))
            continue;
        names++;
        if (!domain_parse(&setup.arena, first.name, &second, &fault) ||
            !view_equal(first.name, second.name) || !view_equal(first.key, second.key) ||
            first.kind != second.kind)
            fail_msg("seed %llu: %.*s", (unsigned long long)before, VIEW_ARG(first.name));
    }
    assert_true(names > 500);
    setup_end(&setup);
}

static void forms(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct arena *arena = &setup.arena;
    struct view script = view_of("www.b\xC3\xBC" "cher.example");
    struct view ace = view_of("www.xn--bcher-kva.example");
    assert_view_equal(domain_in_form(arena, script, IDN_ASCII), ace.text);
    assert_view_equal(domain_in_form(arena, ace, IDN_UNICODE), script.text);
    assert_view_equal(domain_in_form(arena, ace, IDN_AS_READ), ace.text);
    assert_view_equal(domain_in_form(arena, VIEW("a.example"), IDN_UNICODE), "a.example");
    assert_view_equal(domain_in_form(arena, VIEW("xn--a.example"), IDN_UNICODE), "xn--a.example");
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_names), cmocka_unit_test(bad_names), cmocka_unit_test(sizes),
        cmocka_unit_test(idempotent), cmocka_unit_test(forms),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("domain", tests, NULL, NULL);
}
