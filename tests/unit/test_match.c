/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"

#include "model/policy.h"
#include "support.h"

#define BUECHER ("b\xC3\xBC" "cher.example")

/* A policy with these destinations, numbered in this order. */
static const char *const names[] = {
    "example.com",       ".example.com",    ".com",
    "a.b.example.com",   ".b.example.com",  "192.0.2.1",
    "[2001:db8::1]",     BUECHER,            ".xn--mnchen-3ya.example",
    ".c.d.e.f.g.test",   ".f.g.test",       "only.test",
};

static void add_all(struct setup *setup, struct policy *policy)
{
    struct draft draft = {.other_count = 0};
    setup_policy(setup, policy);
    draft_reset(&draft);
    uint32_t settings = store_settings(&setup->store, &draft);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct domain domain;
        struct domain_fault fault;
        assert_true(domain_parse(&setup->arena, view_of(names[i]), &domain, &fault));
        policy_add(policy, &domain, policy_hash(policy, domain.key), settings, 0);
    }
}

/* The matches as "exact example.com, partial .com, default". */
static const char *matches_of(struct setup *setup, const struct policy *policy, const char *text)
{
    struct asked asked;
    struct domain_fault fault;
    struct matches matches;
    struct buffer result = buffer_new(&setup->arena);
    if (!asked_parse(&setup->arena, view_of(text), &asked, &fault))
        fail_msg("%s: %s", text, code_entry(fault.code)->id);
    match_find(policy, &asked, &matches);
    for (uint32_t i = 0; i < matches.count; i++) {
        const struct match *match = &matches.list[i];
        buffer_printf(&result, "%s%s", i == 0 ? "" : ", ", match_kind_name(match->kind));
        assert_true((match->kind == MATCH_DEFAULT) == (match->entry == NO_ENTRY));
        if (match->entry != NO_ENTRY)
            buffer_printf(&result, " %s", names[match->entry]);
    }
    return buffer_string(&result);
}

static const struct {
    const char *asked;
    const char *matches;
} cases[] = {
    /* The exact name; .example.com is every host below it and not example.com itself. */
    {"example.com", "exact example.com, partial .com, default"},
    {"EXAMPLE.com.", "exact example.com, partial .com, default"},
    {"mail.example.com", "partial .example.com, partial .com, default"},
    {"notexample.com", "partial .com, default"},
    {"com", "default"},
    {"x.test", "default"},
    {"mail.only.test", "default"},
    /* Several depths, the longest first. */
    {"a.b.example.com",
     "exact a.b.example.com, partial .b.example.com, partial .example.com, partial .com, default"},
    {"x.a.b.example.com", "partial .b.example.com, partial .example.com, partial .com, default"},
    {"b.example.com", "partial .example.com, partial .com, default"},
    {"a.c.d.e.f.g.test", "partial .c.d.e.f.g.test, partial .f.g.test, default"},
    {"c.d.e.f.g.test", "partial .f.g.test, default"},
    {"f.g.test", "default"},
    /* A partial domain itself, listed or not. */
    {".example.com", "exact .example.com, partial .com, default"},
    {".a.example.com", "partial .example.com, partial .com, default"},
    {".com", "exact .com, default"},
    /* Addresses in all spellings; their dots are no labels. */
    {"192.0.2.1", "exact 192.0.2.1, default"},
    {"[192.0.2.1]", "exact 192.0.2.1, default"},
    {"192.0.2.2", "default"},
    {"2001:DB8::1", "exact [2001:db8::1], default"},
    {"2001:db8:0:0:0:0:0:1", "exact [2001:db8::1], default"},
    {"[2001:0DB8::0001]", "exact [2001:db8::1], default"},
    {"2001:db8::2", "default"},
    /* Mail addresses. */
    {"joe@example.com", "exact example.com, partial .com, default"},
    {"\"a@b\"@mail.example.com", "partial .example.com, partial .com, default"},
    {"joe@[192.0.2.1]", "exact 192.0.2.1, default"},
    {"joe@[IPv6:2001:db8::1]", "exact [2001:db8::1], default"},
    {" joe@only.test\r\n", "exact only.test, default"},
    /* Internationalised names, whichever form either side is in. */
    {"b\xC3\xBC" "cher.example", "exact b\xC3\xBC" "cher.example, default"},
    {"xn--bcher-kva.example", "exact b\xC3\xBC" "cher.example, default"},
    {"B\xC3\x9C" "CHER.EXAMPLE", "exact b\xC3\xBC" "cher.example, default"},
    {"mx.m\xC3\xBC" "nchen.example", "partial .xn--mnchen-3ya.example, default"},
    {"mx.xn--mnchen-3ya.example", "partial .xn--mnchen-3ya.example, default"},
    {"joe@b\xC3\xBC" "cher.example", "exact b\xC3\xBC" "cher.example, default"},
    /* The default entry by its name. */
    {"DEFAULT", "default"},
    {"default", "default"},
};

static void most_specific_first(void **state)
{
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    add_all(&setup, &policy);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(matches_of(&setup, &policy, cases[i].asked), cases[i].matches);
    setup_end(&setup);
}

static const struct {
    const char *asked;
    enum code code;
    const char *part; /* what the fault points at */
} faults[] = {
    {"", CODE_NAME_EMPTY, ""},
    {"  ", CODE_NAME_EMPTY, ""},
    {"joe@", CODE_NAME_EMPTY, ""},
    {"a b.example", CODE_NAME_CHARACTER, " "},
    {"joe@exa mple.com", CODE_NAME_CHARACTER, " "},
    {"*.example.com", CODE_NAME_WILDCARD, "*"},
    {"joe@*.example.com", CODE_NAME_WILDCARD, "*"},
    {"example..com", CODE_NAME_EMPTY_LABEL, "."},
    {"https://example.com/", CODE_NAME_URL, "https://example.com/"},
    {"https://joe@example.com/", CODE_NAME_URL, "https://joe@example.com/"},
    {"192.0.2.256", CODE_NAME_ADDRESS, "192.0.2.256"},
    {"exam\x1Bple.com", CODE_NAME_CHARACTER, "\x1B"},
    {"j\x1Boe@example.com", CODE_NAME_CHARACTER, "\x1B"},
    {"j\xC2\x9Boe@example.com", CODE_NAME_CHARACTER, "\xC2"},
    {"exam\xFFple.com", CODE_NAME_CHARACTER, "\xFF"},
    {"\xE2\x98\x83.example", CODE_NAME_IDN, "\xE2\x98\x83"},
};

static void no_destination(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct asked asked;
        struct domain_fault fault;
        if (asked_parse(&setup.arena, view_of(faults[i].asked), &asked, &fault))
            fail_msg("\"%s\" is taken for a destination", faults[i].asked);
        assert_string_equal(code_entry(fault.code)->id, code_entry(faults[i].code)->id);
        assert_in_range(fault.offset + fault.length, 0, asked.text.length);
        assert_memory_equal(asked.text.text + fault.offset, faults[i].part,
                            strlen(faults[i].part));
    }
    setup_end(&setup);
}

static void a_nul_is_no_end(void **state)
{
    struct setup setup;
    struct asked asked;
    struct domain_fault fault;
    (void)state;
    setup_begin(&setup);
    assert_false(asked_parse(&setup.arena, VIEW("example.com\0.evil.test"), &asked, &fault));
    assert_int_equal(fault.code, CODE_NAME_CHARACTER);
    assert_int_equal(fault.offset, strlen("example.com"));
    setup_end(&setup);
}

/* As many labels as a name can have, a partial domain for each: the list must hold them. */
static void deepest_name(void **state)
{
    struct setup setup;
    struct policy policy;
    struct asked asked;
    struct domain_fault fault;
    struct matches matches;
    struct draft draft = {.other_count = 0};
    char text[1 + DOMAIN_MOST_OCTETS + 1] = "";
    (void)state;
    setup_begin(&setup);
    setup_policy(&setup, &policy);
    draft_reset(&draft);
    uint32_t settings = store_settings(&setup.store, &draft);
    for (int i = 0; i < 127; i++)
        memcpy(text + 2 * (size_t)i, ".a", 3);
    for (size_t i = 0; i < 127; i++) {
        struct domain domain;
        assert_true(domain_parse(&setup.arena, view_of(text + 2 * i), &domain, &fault));
        policy_add(&policy, &domain, policy_hash(&policy, domain.key), settings, 0);
    }
    assert_true(asked_parse(&setup.arena, view_of(text), &asked, &fault));
    match_find(&policy, &asked, &matches);
    assert_int_equal(matches.count, 128);
    assert_in_range(matches.count, 1, MATCHES_MOST);
    for (uint32_t i = 0; i < 127; i++)
        assert_int_equal(matches.list[i].entry, i);
    setup_end(&setup);
}

static void looks_as_if_it_matched(void **state)
{
    static const struct {
        const char *asked;
        const char *below; /* NULL: none */
    } below[] = {
        {"example.com", ".example.com"}, {"com", ".com"},          {"f.g.test", ".f.g.test"},
        {"g.test", NULL},                {".example.com", NULL},   {"mail.example.com", NULL},
        {"192.0.2.1", NULL},             {"DEFAULT", NULL},
        {"m\xC3\xBC" "nchen.example", ".xn--mnchen-3ya.example"},
    };
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    add_all(&setup, &policy);
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
        struct asked asked;
        struct domain_fault fault;
        assert_true(asked_parse(&setup.arena, view_of(below[i].asked), &asked, &fault));
        uint32_t entry = match_below(&policy, &asked);
        assert_string_equal(entry == NO_ENTRY ? "none" : names[entry],
                            below[i].below == NULL ? "none" : below[i].below);
    }
    setup_end(&setup);
}

static void when_it_is_assumed(void **state)
{
    static const struct {
        const char *asked;
        bool assumed;
    } expected[] = {
        {"only.test", false},       {"192.0.2.1", false}, {"DEFAULT", false},
        {"example.com", true},      /* .com would match too */
        {"mail.example.com", true}, /* a partial domain decides */
        {"mail.only.test", true},   /* that only.test does not cover it */
    };
    struct setup setup;
    struct policy policy;
    (void)state;
    setup_begin(&setup);
    add_all(&setup, &policy);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct asked asked;
        struct domain_fault fault;
        struct matches matches;
        assert_true(asked_parse(&setup.arena, view_of(expected[i].asked), &asked, &fault));
        match_find(&policy, &asked, &matches);
        assert_int_equal(match_is_assumed(&asked, &matches), expected[i].assumed);
    }
    setup_end(&setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_specific_first), cmocka_unit_test(no_destination),
        cmocka_unit_test(a_nul_is_no_end),     cmocka_unit_test(deepest_name),
        cmocka_unit_test(looks_as_if_it_matched), cmocka_unit_test(when_it_is_assumed),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
