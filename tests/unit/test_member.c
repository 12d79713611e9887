/* SPDX-License-Identifier: MIT */
#include "read/member.h"

#include "support.h"

/* A text as a member, in a run of its own. */
struct trial {
    struct setup setup;
    struct member member;
    bool read;
};

static void begin(struct trial *trial, const char *text)
{
    setup_begin(&trial->setup);
    const struct source *source = setup_source(&trial->setup, "member", text);
    trial->read = member_read(&trial->setup.diag, (struct view){source->text, source->size},
                              (struct span){source->base, source->base + source->size},
                              &trial->member);
}

/* TEXT is a member of KIND, with MESSAGES beside it. */
static void check_kind(const char *text, enum member_kind kind, const char *messages)
{
    struct trial trial;
    begin(&trial, text);
    if (!trial.read || trial.member.kind != kind ||
        strcmp(setup_messages(&trial.setup), messages) != 0)
        fail_msg("%s: read %d, kind %d, %s", text, trial.read, (int)trial.member.kind,
                 setup_messages(&trial.setup));
    assert_view_equal(trial.member.text, text);
    setup_end(&trial.setup);
}

/* The same without a message; its range is written like RANGE. */
static void check_range(const char *text, const char *range)
{
    struct trial trial;
    char written[ADDRESS_RANGE_BUFFER] = "none";
    begin(&trial, text);
    assert_string_equal(setup_messages(&trial.setup), "");
    assert_int_equal(trial.member.kind, MEMBER_ADDRESS);
    address_range_print(&trial.member.range, written);
    assert_string_equal(written, range);
    setup_end(&trial.setup);
}

/* TEXT is a member of KIND that is compared by NAME. */
static void check_name(const char *text, enum member_kind kind, const char *name)
{
    struct trial trial;
    begin(&trial, text);
    assert_string_equal(setup_messages(&trial.setup), "");
    assert_int_equal(trial.member.kind, kind);
    assert_view_equal(trial.member.name, name);
    setup_end(&trial.setup);
}

static void check_scores(const char *text, int first, int last)
{
    struct trial trial;
    begin(&trial, text);
    assert_string_equal(setup_messages(&trial.setup), "");
    assert_int_equal(trial.member.kind, MEMBER_SBRS);
    assert_int_equal(trial.member.score.first, first);
    assert_int_equal(trial.member.score.last, last);
    setup_end(&trial.setup);
}

/* TEXT is no member: one error, CODE@LINE:COLUMN, with this help. */
static void check_fault(const char *text, const char *message, const char *help)
{
    struct trial trial;
    uint32_t count;
    begin(&trial, text);
    assert_false(trial.read);
    assert_string_equal(setup_messages(&trial.setup), message);
    const struct message *const *found = diag_sorted(&trial.setup.diag, &count);
    assert_string_equal(found[0]->help, help);
    setup_end(&trial.setup);
}

static void addresses(void **state)
{
    (void)state;
    check_range("192.0.2.7", "192.0.2.7");
    check_range("2001:DB8::7", "2001:db8::7");
    check_range("192.0.2.", "192.0.2.0/24");
    check_range("192.0.2", "192.0.2.0/24");
    check_range("192.", "192.0.0.0/8");
    check_range("192", "192.0.0.0/8");
    check_range("192.0.2.10-20", "192.0.2.10-192.0.2.20");
    check_range("10.1.1-5", "10.1.1.0-10.1.5.255");
    check_range("2001:db8::2-2001:db8::10", "2001:db8::2-2001:db8::10");
    check_range("192.0.2.0/24", "192.0.2.0/24");
    check_range("10.1/16", "10.1.0.0/16");
    check_range("2001:db8::/32", "2001:db8::/32");
    check_kind("192.0.2.5/24", MEMBER_ADDRESS, "W2114@1:1");
    check_kind("::ffff:192.0.2.7", MEMBER_ADDRESS, "W2115@1:1");
}

static void wrong_addresses(void **state)
{
    (void)state;
    const char *address = "write 192.0.2.7, 192.0.2.10-20, 192.0.2.0/24 or 2001:db8::7";
    check_fault("192.0.2.256", "E2102@1:9", address);
    check_fault("192.0.2.07", "E2102@1:9",
                "remove the zero: some programs read such a number as octal");
    check_fault("192..2", "E2102@1:5", address);
    check_fault("192.0.2.7.1", "E2102@1:10", address);
    check_fault("2001:db8::7::1", "E2102@1:12", address);
    check_fault("fe80::1%eth0", "E2102@1:8", "leave out the % and what stands behind it");
    check_fault("192.0.2.20-10", "E2103@1:9", "swap the two ends");
    check_fault("192.0.2.20-192.0.2.10", "E2103@1:1", "swap the two ends");
    check_fault("10.0.0.0/33", "E2104@1:10", "write a length like /24");
    check_fault("2001:db8::/129", "E2104@1:12", "write a length like /24");
    check_fault("192.0.2.0/255.255.255.0", "E2104@1:11",
                "write the prefix length: /24 for /255.255.255.0");
    check_fault("192.0.2.1-2001:db8::1", "E2105@1:1", "write two ranges");
    check_fault("[192.0.2.7]", "E2106@1:1", "write 192.0.2.7");
    check_fault("[2001:db8::7]", "E2106@1:1", "write 2001:db8::7");
    check_fault("192.0.2.*", "E2107@1:1", "write 192.0.2.");
    check_fault("10.*.*.*", "E2107@1:1", "write 10.");
    check_fault("10.1 - 10.2", "E2108@1:1", "remove the blanks");
}

static void names(void **state)
{
    (void)state;
    check_name("Host.Example.com", MEMBER_HOST, "host.example.com");
    check_name(".Example.com", MEMBER_PARTIAL, "example.com");
    check_name("b\xC3\xBC" "cher.example", MEMBER_HOST, "xn--bcher-kva.example");
    check_kind("mailhub", MEMBER_HOST, "W2116@1:1");
    check_kind("-a.example", MEMBER_HOST, "W0412@1:1");
    check_kind("nx.domain", MEMBER_NX_DOMAIN, "");
    check_kind("NX.Domain", MEMBER_NX_DOMAIN, "");
    check_kind("serv.fail", MEMBER_SERV_FAIL, "");
    check_kind("not.double.verified", MEMBER_NOT_VERIFIED, "");
}

static void wrong_names(void **state)
{
    (void)state;
    check_fault("nx.domian", "E2101@1:1", "did you mean nx.domain?");
    check_fault("not.duoble.verified", "E2101@1:1", "did you mean not.double.verified?");
    check_fault("*.example.com", "E2107@1:1", "write .example.com");
    check_fault("mail*.example.com", "E2107@1:1", "write 192.0.2. or .example.com");
    check_fault("joe@example.com", "E2110@1:1", "write the host, or a domain: .example.com");
    check_fault("a..example", "E2110@1:3", "remove a dot");
    check_fault("a.example.", "E2110@1:1", "remove the dot");
    check_fault("a.example,", "E2110@1:10", "write each member by itself, without commas");
    check_fault("2nd-group:", "E2110@1:10",
                "a group's name is letters, digits, \"_\" and \"-\", begins with a letter or "
                "\"_\", and stands alone on its line");
    check_fault(";", "E2110@1:1", "write the name as DNS has it");
}

static void bracketed(void **state)
{
    (void)state;
    check_scores("sbrs[-10.0:-3.0]", -100, -30);
    check_scores("SBRS[-1:10]", -10, 100);
    check_scores("sbrs[ -0.5 : +0.5 ]", -5, 5);
    check_kind("SBRS[none]", MEMBER_SBRS_NONE, "");
    check_name("SBO:1234", MEMBER_OWNER, "1234");
    check_name("sbo:1", MEMBER_OWNER, "1");
    check_name("dnslist[Zone.Example]", MEMBER_DNSLIST, "zone.example");
    check_name("geo[CH]", MEMBER_COUNTRY, "ch");
    check_kind("geo[Atlantis]", MEMBER_COUNTRY, "W2118@1:1");
}

static void wrong_brackets(void **state)
{
    (void)state;
    const char *scores = "write sbrs[-10.0:-3.0], in a policy source sbrs -10.0 to -3.0; none for "
                         "hosts without a score";
    check_fault("sbrs[-11:-3]", "E2109@1:1", scores);
    check_fault("sbrs[-3:10.1]", "E2109@1:1", scores);
    check_fault("sbrs[-3:99999999999]", "E2109@1:1", scores);
    check_fault("sbrs[-3.00:-1.0]", "E2109@1:1", scores);
    check_fault("sbrs[-3]", "E2109@1:1", scores);
    check_fault("sbrs[]", "E2109@1:1", scores);
    check_fault("sbrs[:]", "E2109@1:1", scores);
    check_fault("sbrs[-1:-3]", "E2103@1:1", "swap the two ends");
    check_fault("sbrs[-3:-1", "E2111@1:1", "put ] at its end");
    check_fault("sbsr[-3:-1]", "E2101@1:1", "did you mean sbrs[...]?");
    check_fault("dnslist[]", "E2119@1:1", "write dnslist[zone.example]");
    check_fault("dnslist[192.0.2.1]", "E2119@1:1", "write dnslist[zone.example]");
    check_fault("SBO:acme", "E2119@1:1", "write digits: SBO:1234");
    check_fault("geo[]", "E2119@1:1", "write geo[XX]");
    check_fault("geo[d}]", "E2119@1:1", "write geo[XX]");
    check_fault("geo[(d)]", "E2119@1:1", "write geo[XX]");
    check_fault("geo[[d]", "E2119@1:1", "write geo[XX]");
}

static bool same(const char *a, const char *b)
{
    struct trial first;
    struct trial second;
    begin(&first, a);
    begin(&second, b);
    bool equal = member_same(&first.member, &second.member);
    bool hashed = member_hash(7, &first.member) == member_hash(7, &second.member);
    assert_true(hashed || !equal);
    setup_end(&second.setup);
    setup_end(&first.setup);
    return equal;
}

static void sameness(void **state)
{
    (void)state;
    assert_true(same("192.0.2.", "192.0.2.0/24"));
    assert_true(same("192.0.2.7", "192.0.2.7-7"));
    assert_true(same("Mail.example.com", "mail.EXAMPLE.com"));
    assert_true(same("sbrs[-3.0:-1.0]", "SBRS[-3:-1]"));
    assert_true(same("nx.domain", "NX.DOMAIN"));
    assert_true(same("SBO:1234", "sbo:01234"));
    assert_false(same("192.0.2.7", "192.0.2.8"));
    assert_false(same("example.com", ".example.com"));
    assert_false(same("SBO:1234", "1234.example"));
    assert_false(same("sbrs[none]", "sbrs[-3:-1]"));
    assert_false(same("nx.domain", "serv.fail"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses), cmocka_unit_test(wrong_addresses),
        cmocka_unit_test(names),     cmocka_unit_test(wrong_names),
        cmocka_unit_test(bracketed), cmocka_unit_test(wrong_brackets),
        cmocka_unit_test(sameness),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
