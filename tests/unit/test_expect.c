/* SPDX-License-Identifier: MIT */
/* Expectations held against listeners; those of hosts are in test_expect_host.c. */
#include "read/hat.h"
#include "read/rat.h"
#include "support_expect.h"

#define RAT                                                                                        \
    "postmaster@ ACCEPT\n"                                                                         \
    "Trap@example.org REJECT\n"                                                                    \
    "example.org ACCEPT\n"                                                                         \
    "old.example.net REJECT\n"                                                                     \
    ".example.net ACCEPT\n"                                                                        \
    "[192.0.2.1] ACCEPT\n"                                                                         \
    "ALL REJECT\n"

/* --- Recipients ------------------------------------------------------------------------------- */

static void recipients(void **state)
{
    (void)state;
    expects(NULL, RAT, "recipients reject all\n"
                      "recipients accept postmaster@example.org, a@example.org, a@b.example.net\n"
                      "recipients reject Trap@example.org, a@old.example.net, example@x.example\n"
                      "recipients accept [192.0.2.1]", "");
    expects(NULL, RAT, "recipients accept all because no open relay",
           "E1201 rat 7:5 mail to everybody else is rejected, which fails \"assert recipients "
           "accept "
           "all\" | rules 1 asserted here: no open relay\n");
    expects(NULL, RAT, "recipients reject a@EXAMPLE.org, b@c.example.net @In",
           "E1201 rat 3:13 mail to a@EXAMPLE.org is accepted, which fails \"assert recipients "
           "reject "
           "a@EXAMPLE.org, b@c.example.net on listener In\" | rules 1 asserted here\n"
           "E1201 rat 5:14 mail to b@c.example.net is accepted, which fails \"assert recipients "
           "reject a@EXAMPLE.org, b@c.example.net on listener In\" | rules 1 asserted here\n");
}

/* A line that takes some of a domain's users; letters' case before the @. */
static void some_of_the_recipients(void **state)
{
    (void)state;
    expects(NULL, RAT, "recipients accept example.org",
           "E1202 rules 1:1 \"assert recipients accept example.org\" cannot be decided for mail to "
           "example.org: a line above takes some of it | rat 1 held against this table | rat 2 "
           "Trap@example.org is rejected (write the whole addresses that are meant)\n");
    /* Whatever becomes of some, the others fail. */
    expects(NULL, RAT, "recipients reject example.org",
           "E1201 rat 3:13 mail to example.org is accepted, which fails \"assert recipients reject "
           "example.org\" | rules 1 asserted here\n");
    expects(NULL, RAT, "recipients accept .example.net",
           "E1202 rules 1:1 \"assert recipients accept .example.net\" cannot be decided for mail "
           "to "
           "domains below example.net: a line above takes some of it | rat 1 held against this "
           "table "
           "| rat 4 old.example.net is rejected (write the whole addresses that are meant)\n");
    expects(NULL, "a.example ACCEPT\n.b.example REJECT\n.x.b.example ACCEPT\nALL REJECT\n",
           "recipients reject .b.example, .x.b.example, b.example, x.example, .example.org\n"
           "recipients accept a.example", "");
    expects(NULL, RAT, "recipients accept trap@example.org",
           "E1202 rules 1:1 \"assert recipients accept trap@example.org\" cannot be decided for "
           "mail "
           "to trap@example.org: whether letters' case counts is not documented | rat 1 held "
           "against "
           "this table | rat 2 Trap@example.org is rejected (write it as the line has it)\n");
}

static void recipients_that_are_none(void **state)
{
    (void)state;
    expects(NULL, RAT, "recipients rejct all\n"
                      "recipients reject joe@, a..b, 192.0.2.1, \"",
           "E1209 rules 1:12 recipients get no \"rejct\" (did you mean reject?)\n"
           "E1209 rules 2:19 not a mail address, for what stands behind the @: \"joe@\" (write a "
           "mail address, a domain, .domain for those below it, or all)\n"
           "E1209 rules 2:25 not a recipient: an empty label in a destination name (write a mail "
           "address, a domain, .domain for those below it, or all)\n"
           "E1209 rules 2:31 the recipients of an IP address are written in brackets: [192.0.2.1] "
           "(write a mail address, a domain, .domain for those below it, or all)\n"
           "E1209 rules 2:42 not a recipient: a destination name cannot have a double quote (write "
           "a mail address, a domain, .domain for those below it, or all)\n");
}

/* --- Mail flow -------------------------------------------------------------------------------- */

static void mail_flow(void **state)
{
    (void)state;
    expects(HAT, NULL, "flow tls >= required for RELAYED\nflow tls != off for RELAYED\n"
                      "flow spam-check = off for TRUSTED\nflow spam_check != on for TRUSTED", "");
    expects(HAT, NULL, "flow tls > preferred for TRUSTED",
           "E1201 hat 8:15 tls is preferred for TRUSTED, which fails \"assert tls > preferred for "
           "TRUSTED\" | rules 1 asserted here\n"
           "E1201 hat 21:15 tls is off for ALLOWED, which fails \"assert tls > preferred for "
           "TRUSTED\" | rules 1 asserted here\n");
    expects(HAT, NULL, "flow tls >= off for ACCEPTED, BLOCKED",
           "E1202 rules 1:1 \"assert tls >= off for ACCEPTED, BLOCKED\" cannot be decided for "
           "ACCEPTED and BLOCKED: the listener's default policy parameters are not known | hat 1 "
           "held "
           "against this table (give them in the policy, or with --listener-defaults FILE)\n");
    /* What is refused is not among all. */
    expects(HAT, NULL, "flow tls <= required for all",
           "E1202 rules 1:1 \"assert tls <= required for all\" cannot be decided for ACCEPTED: the "
           "listener's default policy parameters are not known | hat 1 held against this table "
           "(give "
           "them in the policy, or with --listener-defaults FILE)\n");
    expects("$P\n    ACCEPT {\n        tls = \"on\"\n    }\n$Q\n    REJECT {\n        tls = "
    "\"off\"\n"
           "    }\nG:\n    10/8\n    TCPREFUSE {\n        tls = \"off\"\n    }\nALL\n    $P\n",
           NULL, "flow tls >= preferred for all", "");
}

static void orders(void **state)
{
    (void)state;
    expects("$P\n    ACCEPT {\n"
           "        max_rcpts_per_hour = -1\n"
           "        dhap_limit = 0\n"
           "        max_message_size = 10M\n"
           "        smtp_banner_text = \"a \\\"b\\\"\"\n"
           "        smtp_auth = \"on\"\n    }\nALL\n    $P\n", NULL,
           "flow max-recipients-per-hour >= 5000 for P\n"
           "flow max-recipients-per-hour = unlimited for P\n"
           "flow dhap-limit > 5 for P\n"
           "flow max-message-size <= 10M for P\n"
           "flow max-message-size = 10240k for P\n"
           "flow max-message-size < 10485761 for P\n"
           "flow smtp-banner-text = a \"b\" for P\n"
           "flow smtp-auth >= on for P\n"
           "flow smtp-auth < required for P", "");
    expects("$P\n    ACCEPT {\n"
           "        max_rcpts_per_hour = -1\n"
           "        dhap_limit = 0\n"
           "        max_message_size = 10M\n"
           "        smtp_banner_text = \"a\"\n    }\nALL\n    $P\n", NULL,
           "flow max-recipients-per-hour <= 5000 for P\nflow dhap-limit <= 20 for P\n"
           "flow max-message-size > 20M for P\nflow smtp-banner-text = A for P",
           "E1201 hat 3:30 max-recipients-per-hour is unlimited for P, which fails \"assert "
           "max-recipients-per-hour <= 5000 for P\" | rules 1 asserted here\n"
           "E1201 hat 4:22 dhap-limit is 0 (no limit) for P, which fails \"assert dhap-limit <= 20 "
           "for P\" | rules 2 asserted here\n"
           "E1201 hat 5:28 max-message-size is 10M for P, which fails \"assert max-message-size > "
           "20M "
           "for P\" | rules 3 asserted here\n"
           "E1201 hat 6:28 smtp-banner-text is \"a\" for P, which fails \"assert smtp-banner-text "
           "= A "
           "for P\" | rules 4 asserted here\n");
}

static void terms_that_are_none(void **state)
{
    (void)state;
    expects(HAT, NULL,
           "flow tsl = off for all\nflow tls => off for all\nflow tls = onn for all\n"
           "flow spam-check >= off for all\nflow max-concurrency = 1k for all\n"
           "flow max-message-size = 1g for all\nflow spf = zork for all\n"
           "flow max-recipients-per-hour = -1 for all\nflow dhap-limit = 99999999999 for all\n"
           "flow smtp-auth >= preferred for all",
           "E1002 rules 1:6 mail flow policies have no parameter \"tsl\" (did you mean tls?)\n"
           "E1001 rules 2:10 no operator \"=>\" (one of = != < <= > >=)\n"
           "E1003 rules 3:12 tls cannot be \"onn\" (did you mean on?)\n"
           "E1004 rules 4:17 the values of spam-check have no order (write = or !=)\n"
           "E1003 rules 5:24 max-concurrency cannot be \"1k\" (write a number up to 2147483647, "
           "digits only)\n"
           "E1003 rules 6:25 max-message-size cannot be \"1g\" (write a number of bytes, or like "
           "20M "
           "or 512k)\n"
           "E1003 rules 7:12 spf cannot be \"zork\" (one of off, on)\n"
           "E1003 rules 8:32 max-recipients-per-hour cannot be \"-1\" (write a number up to "
           "2147483647, digits only, or unlimited)\n"
           "E1003 rules 9:19 dhap-limit cannot be \"99999999999\" (write a number up to "
           "2147483647, "
           "digits only)\n"
           "E1003 rules 10:19 smtp-auth cannot be \"preferred\" (did you mean on?)\n");
}

/* Default policy parameters, which a HAT does not hold. */
static void inherited(void **state)
{
    struct expecting bench;
    struct reading reading;
    (void)state;
    const struct listener *listener =
        hat_begin(&reading, "$D\n    ACCEPT {\n        tls = \"on\"\n    }\nALL\n    $D\n");
    struct flow_settings settings = listener->policies[0].settings;
    settings.list[0].place = SPAN_NONE;
    expecting_begin(&bench, "flow tls >= preferred for ACCEPTED\nflow tls = off for ACCEPTED, BLOCKED\n"
                  "flow tls >= required for default\nflow spf = on for default");
    bench.outside = (struct flow_defaults){&settings, FLOW_FROM_FILE, NULL};
    expecting_read(&bench, "In", "hat", HAT, read_hat);
    expecting_judge(&bench);
    assert_string_equal(
        expecting_found(&bench),
        "E1201 rules 3:1 tls is preferred for the default policy parameters, which fails \"assert "
        "tls >= required for default\" | hat 1 held against this table\n"
        "E1202 rules 4:1 \"assert spf = on for default\" cannot be decided for the default policy "
        "parameters: the listener's default policy parameters do not give it | hat 1 held against "
        "this table (give them in the policy, or with --listener-defaults FILE)\n"
        "E1201 hat 10:1 tls is preferred for ACCEPTED and BLOCKED, which fails \"assert tls = off "
        "for "
        "ACCEPTED, BLOCKED\" | rules 2 asserted here | hat 10 ACCEPTED inherits it\n");
    setup_end(&bench.setup);
    setup_end(&reading.setup);
}

/* --- Relaying --------------------------------------------------------------------------------- */

static void relaying(void **state)
{
    (void)state;
    expects(HAT, NULL, "relay RELAYLIST because one host is enough",
           "E1201 hat 29:1 198.51.100.7 relays, which fails \"expect relay only from RELAYLIST\" | "
           "rules 1 expected here: one host is enough\n");
    expects(HAT, NULL, "relay ALLOWED",
           "E1201 hat 14:1 RELAYLIST relays by $RELAYED, which fails \"expect relay only from "
           "ALLOWED\" | rules 1 expected here\n"
           "E1201 hat 29:1 198.51.100.7 relays, which fails \"expect relay only from ALLOWED\" | "
           "rules 1 expected here\n");
    expects(HAT, NULL, "relay RELAYLSIT",
           "E1208 rules 1:7 there is no sender group \"RELAYLSIT\" (did you mean RELAYLIST?)\n");
    /* A policy that each new listener has and the file does not define. */
    expects("G:\n    10/8\n    $THROTTLED\nH:\n    11/8\n    $THROTTLED\nALL\n    ACCEPT\n", NULL,
           "relay H",
           "E1202 rules 1:1 \"expect relay only from H\" cannot be decided for G: $THROTTLED is "
           "not "
           "defined here | hat 1 held against this table | hat 3 used here (hold it against a "
           "table "
           "that has the policy)\n");
}

/* --- Listeners -------------------------------------------------------------------------------- */

static void listeners(void **state)
{
    struct expecting bench;
    (void)state;
    expecting_begin(&bench, "recipients reject all\nrelay G\nrelay G @Out\nrecipients reject all @Out\n"
                  "relay G @Ott\nflow tls = on for P @Out\nhost 10.0.0.1 is accept");
    expecting_read(&bench, "In", "hat", "ALL\n    ACCEPT\n", read_hat);
    expecting_read(&bench, "In", "rat", "ALL ACCEPT\n", read_rat);
    expecting_read(&bench, "Out", "hat2", "G:\n    10/8\n    RELAY\nALL\n    REJECT\n", read_hat);
    expecting_judge(&bench);
    assert_string_equal(
        expecting_found(&bench),
        "E1206 rules 4:24 the listener Out has no Recipient Access Table (correct the name; "
        "--listener NAME says whose the table of a HAT or RAT file is)\n"
        "E1206 rules 5:10 there is no listener \"Ott\" (did you mean \"Out\"?)\n"
        "E1208 rules 6:19 there is no mail flow policy \"P\" (correct the name; case matters)\n"
        "E1201 rat 1:5 mail to everybody else is accepted on listener In, which fails \"assert "
        "recipients reject all\" | rules 1 asserted here\n"
        "E1201 hat2 3:5 10.0.0.1 gets RELAY from G by 10/8 on listener Out, which fails \"expect "
        "host "
        "10.0.0.1 is accept\" | rules 7 expected here\n");
    setup_end(&bench.setup);
}

static void without_tables(void **state)
{
    struct expecting bench;
    (void)state;
    expects(NULL, NULL, "recipients reject all\nrelay G\nflow tls = on for all",
           "E1206 rules 1:1 no listener has a Recipient Access Table (correct the name; --listener "
           "NAME says whose the table of a HAT or RAT file is)\n"
           "E1206 rules 2:1 no listener has a Host Access Table (correct the name; --listener NAME "
           "says whose the table of a HAT or RAT file is)\n"
           "E1206 rules 3:1 no listener has mail flow policies (correct the name; --listener NAME "
           "says whose the table of a HAT or RAT file is)\n");
    expecting_begin(&bench, "recipients reject all\nrelay G\nflow tsl = on for all\nhost 10/8 is X");
    expect_judge(bench.list, bench.count, NULL, 0, &bench.outside, &bench.setup.diag);
    assert_string_equal(setup_messages(&bench.setup), "E1002@3:6 E1209@4:6");
    setup_end(&bench.setup);
}

/* Two appliances, one of which lacks what is asked about. */
static void appliances(void **state)
{
    struct expecting bench;
    struct policy other;
    (void)state;
    expecting_begin(&bench, "recipients accept all @In\nflow tls >= off for P @In\nrelay G\n"
                  "flow tls = off for QUUX @In");
    expecting_read(&bench, "In", "hat", "$P\n    ACCEPT {\n        tls = \"on\"\n    }\n"
                                    "G:\n    10/8\n    $P\nALL\n    $P\n", read_hat);
    expecting_read(&bench, "In", "rat", "ALL REJECT\n", read_rat);
    setup_policy(&bench.setup, &other);
    struct read_options options = newest;
    options.listener = VIEW("In");
    read_hat(&other, &bench.setup.diag, &options,
             setup_source(&bench.setup, "other", "ALL\n    REJECT\n"));
    bench.setup.diag.counts[SEVERITY_WARNING] = bench.setup.diag.others.count = 0;
    struct assert_subject subjects[] = {
        {&bench.policy, defaults_of(&bench.policy), VIEW("esa1"), false},
        {&other, defaults_of(&other), VIEW("esa2"), false},
    };
    expect_judge(bench.list, bench.count, subjects, 2, &bench.outside, &bench.setup.diag);
    assert_string_equal(
        expecting_found(&bench),
        "W1207 rules 1:24 the listener In has no Recipient Access Table on esa2 (leave it if it is "
        "meant)\n"
        "W1207 rules 2:21 there is no mail flow policy \"P\" on esa2 (leave it if it is meant)\n"
        "E1208 rules 4:20 there is no mail flow policy \"QUUX\" (correct the name; case matters)\n"
        "E1201 rat 1:5 mail to everybody else is rejected on esa1, which fails \"assert recipients "
        "accept all on listener In\" | rules 1 asserted here\n");
    setup_end(&bench.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recipients),
        cmocka_unit_test(some_of_the_recipients),
        cmocka_unit_test(recipients_that_are_none),
        cmocka_unit_test(mail_flow),
        cmocka_unit_test(orders),
        cmocka_unit_test(terms_that_are_none),
        cmocka_unit_test(inherited),
        cmocka_unit_test(relaying),
        cmocka_unit_test(listeners),
        cmocka_unit_test(without_tables),
        cmocka_unit_test(appliances),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
