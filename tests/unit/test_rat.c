/* SPDX-License-Identifier: MIT */
#include "read/rat.h"

#include "support_tables.h"

#define LAST "ALL REJECT\n"

static void check(const char *text, const char *messages)
{
    read_gives(read_rat, text, messages);
}

/* The address of a line is of KIND, with these parts. */
static void check_address(const char *address, enum recipient_kind kind, const char *local,
                          const char *domain)
{
    struct reading reading;
    char text[512];
    snprintf(text, sizeof text, "%s ACCEPT\n" LAST, address);
    reading_begin(&reading, read_rat, text);
    const struct listener *listener = only_listener(&reading.policy);
    assert_int_equal(listener->type, LISTENER_PUBLIC);
    assert_int_equal(listener->recipients[0].kind, kind);
    assert_view_equal(listener->recipients[0].text, address);
    assert_view_equal(listener->recipients[0].local, local);
    assert_view_equal(listener->recipients[0].domain, domain);
    reading_gave(&reading, text, "");
}

static void addresses(void **state)
{
    (void)state;
    check_address("example.com", RECIPIENT_DOMAIN, "", "example.com");
    check_address("Example.COM", RECIPIENT_DOMAIN, "", "example.com");
    check_address(".example.com", RECIPIENT_PARTIAL, "", ".example.com");
    check_address("joe@example.com", RECIPIENT_ADDRESS, "joe", "example.com");
    check_address("postmaster@", RECIPIENT_USER, "postmaster", "");
    check_address("joe@[192.0.2.1]", RECIPIENT_ADDRESS, "joe", "192.0.2.1");
    check_address("[192.0.2.1]", RECIPIENT_LITERAL, "", "192.0.2.1");
    check_address("srs0=x=y@example.com", RECIPIENT_ADDRESS, "srs0=x=y", "example.com");
    check_address("[IPv6:2001:DB8::1]", RECIPIENT_LITERAL, "", "2001:db8::1");
    check_address("b\xC3\xBC" "cher.example", RECIPIENT_DOMAIN, "", "xn--bcher-kva.example");
}

static void wrong_addresses(void **state)
{
    (void)state;
    check("@example.com ACCEPT\n" LAST, "E2204@1:1");
    check("192.0.2.1 ACCEPT\n" LAST, "E2204@1:1");
    check("joe@192.0.2.1 ACCEPT\n" LAST, "E2204@1:5");
    check("joe@.example.com ACCEPT\n" LAST, "E2204@1:5");
    check("joe@a@example.com ACCEPT\n" LAST, "E2204@1:4");
    check("*.example.com ACCEPT\n" LAST, "E2204@1:1");
    check("exam_ple..com ACCEPT\n" LAST, "E2204@1:10");
    check("example.com. ACCEPT\n" LAST, "E2204@1:12");
    check("[192.0.2.256] ACCEPT\n" LAST, "E2204@1:1");
    check("[IPv6:192.0.2.1] ACCEPT\n" LAST, "E2204@1:1");
    check("joe@[ipv6:192.0.2.1] ACCEPT\n" LAST, "E2204@1:5");
    check("[IPv6:::ffff:192.0.2.1] ACCEPT\n" LAST, "");
    check("caf\xE9.example ACCEPT\n" LAST, "E0106@1:4");
}

static void lines(void **state)
{
    (void)state;
    check("# c\n\n  example.com\tACCEPT  \r\n" LAST, "");
    check("\xEF\xBB\xBF" "example.com ACCEPT\nALL REJECT", "");
    check("example.com\nexample.net ACCEPT x\n{\nexample.org\n" LAST,
          "E2203@1:1 E2201@2:20 E2002@3:1 E2201@3:1 E2201@4:12");
    check("example.com acept\nexample.net TCPREFUSE\n" LAST, "E2202@1:13 E2202@2:13");
    check("example.com RELAY\n" LAST, "W2205@1:13");
    check("example.com ACCEPT # c\n" LAST, "E2006@1:20");
    check("example.com ACCEPT (c)\n" LAST, "E2201@1:20");
}

static void the_last_line(void **state)
{
    (void)state;
    check("", "E2207@1:1");
    check("example.com ACCEPT\n", "E2207@1:1");
    check("ALL ACCEPT\nexample.com ACCEPT\n" LAST, "E2206@1:1");
    check("all REJECT\n", "");
    check("ALL\n", "E2203@1:1");
    check("ALL REJEKT\n", "E2202@1:5");
}

static void twice(void **state)
{
    (void)state;
    check("example.com ACCEPT\nEXAMPLE.com REJECT\n" LAST, "W2208@2:1");
    check("joe@example.com ACCEPT\njoe@example.com ACCEPT\n" LAST, "W2208@2:1");
    check("example.com ACCEPT\n.example.com ACCEPT\njoe@example.com ACCEPT\njoe@ ACCEPT\n" LAST, "");
}

static void options(void **state)
{
    (void)state;
    static const char canonical[] =
        "example.com REJECT {\n    smtp_response_code = 550\n    smtp_response_text = \"no\"\n"
        "    bypass_ldap_accept = \"on\"\n    quantum = 1\n}\nALL REJECT\n";
    table_comes_out("rat", canonical, canonical);
    table_comes_out("rat",
                    "example.com REJECT{smtp_response_code=550\n\n# c\nSMTP_response_text = no\n"
                    "bypass_ldap_accept = on\nquantum = 1}\nALL REJECT {}",
                    canonical);
}

static void wrong_options(void **state)
{
    (void)state;
    check("example.com REJECT {\nsmtp_response_code = 5\n}\n" LAST, "E2027@2:22");
    check("example.com REJECT {\nsmtp_respnse_code = 550\n}\n" LAST, "E0212@2:1");
    check("example.com REJECT {\ntls = \"on\"\n}\n" LAST, "W0213@2:1");
    check("example.com REJECT {\nx\nbypass_ldap_accept = \"yes\"\n}\n" LAST,
          "E2201@2:2 E0209@3:22");
    check("example.com REJECT {\nbypass_ldap_accept = \"on\"\nexample.net ACEPT\nb.example REJECT\n"
          LAST, "E2002@1:20 E2201@3:13");
    check("example.com REJECT {\nbypass_ldap_accept = \"on\"", "E2207@1:1 E2002@1:20");
    check("example.com REJECT\nbypass_ldap_accept = \"yes\"\n}\n" LAST, "E2005@2:1 E0209@2:22");
    check("example.com REJECT\n{\nbypass_ldap_accept = \"yes\"\n}\n" LAST, "E2201@2:1 E0209@3:22");
    check("example.com REJECT {\nsmtp_response_text = \"a\n}\n" LAST, "E2003@2:22");
    check("example.com REJECT { } x\n" LAST, "E2201@1:24");
}

static void two_tables(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_rat, LAST);
    const struct source *second = setup_source(&reading.setup, "second", "x.example ACEPT\n" LAST);
    read_rat(&reading.policy, &reading.setup.diag, &newest, second);
    assert_int_equal(only_listener(&reading.policy)->recipient_count, 1);
    reading_gave(&reading, "two tables", "E2209@1:1 E2202@1:11");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses), cmocka_unit_test(wrong_addresses),
        cmocka_unit_test(lines),     cmocka_unit_test(the_last_line),
        cmocka_unit_test(twice),     cmocka_unit_test(options),
        cmocka_unit_test(wrong_options), cmocka_unit_test(two_tables),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
