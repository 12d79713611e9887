/* SPDX-License-Identifier: MIT */
#include "analysis/caller.h"

#include "support.h"

/* "192.0.2.1 name=mail.example.com score=-11"; "name=-" for none, nothing for what is not known. */
static const char *caller_text(struct arena *arena, const struct caller *caller)
{
    char address[ADDRESS_BUFFER];
    struct buffer text = buffer_new(arena);
    address_print(&caller->address, caller->family, address);
    buffer_printf(&text, "%s%s", address, caller_is_mapped(caller) ? " mapped" : "");
    if (caller->has_name == CALLER_NAME_NONE)
        buffer_add_string(&text, " name=-");
    if (caller->has_name == CALLER_NAME_GIVEN)
        buffer_printf(&text, " name=%.*s", VIEW_ARG(caller->host));
    if (caller->has_score == CALLER_SCORE_NONE)
        buffer_add_string(&text, " score=-");
    if (caller->has_score == CALLER_SCORE_GIVEN)
        buffer_printf(&text, " score=%d", caller->score);
    return buffer_string(&text);
}

typedef bool parse_function(struct arena *arena, struct view text, struct caller *caller,
                            const char **mistake);

struct row {
    const char *text;
    const char *result; /* or how the mistake begins, behind "!" */
};

static void check(parse_function *parse, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct setup setup;
        struct caller caller;
        const char *mistake = "";
        setup_begin(&setup);
        bool good = parse(&setup.arena, view_of(rows[i].text), &caller, &mistake);
        const char *result = good ? caller_text(&setup.arena, &caller)
                                  : arena_printf(&setup.arena, "!%s", mistake);
        if (strncmp(result, rows[i].result, good ? SIZE_MAX : strlen(rows[i].result)) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, result, rows[i].result);
        setup_end(&setup);
    }
}

static void callers(void **state)
{
    static const struct row rows[] = {
        {"192.0.2.1", "192.0.2.1"},
        {" 192.0.2.1 , Mail.Example.COM. , -1.1 ", "192.0.2.1 name=mail.example.com score=-11"},
        {"192.0.2.1,mail.example.com", "192.0.2.1 name=mail.example.com"},
        {"192.0.2.1,b\xC3\xBC" "cher.example", "192.0.2.1 name=xn--bcher-kva.example"},
        {"192.0.2.1,,", "192.0.2.1"},
        {"192.0.2.1,,none", "192.0.2.1 score=-"},
        {"192.0.2.1,unknown,NONE", "192.0.2.1 name=- score=-"},
        {"192.0.2.1,,10", "192.0.2.1 score=100"},
        {"192.0.2.1,,-10.0", "192.0.2.1 score=-100"},
        {"192.0.2.1,,+0.3", "192.0.2.1 score=3"},
        {"192.0.2.1,,-0.3", "192.0.2.1 score=-3"},
        {"2001:DB8::0:7", "2001:db8::7"},
        {"::ffff:192.0.2.1", "::ffff:192.0.2.1 mapped"},
        {"", "!not an IP address: \"\""},
        {",mail.example.com", "!not an IP address"},
        {"mail.example.com", "!not an IP address: \"mail.example.com\""},
        {"192.0.2.256", "!not an IP address"},
        {"192.0.02.1", "!not an IP address"},
        {"[192.0.2.1]", "!not an IP address"},
        {"192.0.2.0/24", "!one whole IP address is asked for"},
        {"192.0.2.", "!one whole IP address is asked for"},
        {"192.0.2.1-9", "!one whole IP address is asked for"},
        {"fe80::1%eth0", "!not an IP address"},
        {"192.0.2.1,.example.com", "!not the name of a host"},
        {"192.0.2.1,192.0.2.1", "!not the name of a host"},
        {"192.0.2.1,a b", "!not the name of a host"},
        {"192.0.2.1,\xFF", "!not the name of a host"},
        {"192.0.2.1,,10.1", "!not a score"},
        {"192.0.2.1,,-10.05", "!not a score"},
        {"192.0.2.1,,1,5", "!more than an address"},
        {"192.0.2.1,,.5", "!not a score"},
        {"192.0.2.1,,5.", "!not a score"},
        {"192.0.2.1,,--5", "!not a score"},
        {"192.0.2.1,,99999999999", "!not a score"},
        {"192.0.2.1,,sbrs", "!not a score"},
    };
    (void)state;
    check(caller_parse, rows, sizeof rows / sizeof rows[0]);
}

#define START "New SMTP ICID 590125205 interface Data 1 (192.168.1.1) address 10.0.0.1 "

static void log_lines(void **state)
{
    static const struct row rows[] = {
        {START "reverse dns host mail.example.com verified yes", "10.0.0.1 name=mail.example.com"},
        {START "reverse dns host mail.example.com verified no", "10.0.0.1 name=-"},
        {START "reverse dns host unknown verified no", "10.0.0.1 name=-"},
        {START "reverse dns host unknown verified unknown", "10.0.0.1 name=-"},
        {START "reverse dns host unknown verified yes", "10.0.0.1 name=-"},
        {"New smtp ICID 3160 interface Management (10.0.0.9) address 2001:db8::7 reverse dns host "
         "A.example verified yes  \n",
         "2001:db8::7 name=a.example"},
        {"Tue Apr 17 19:56:22 2018 Info: " START "reverse dns host unknown verified no",
         "10.0.0.1 name=-"},
        {"<22>Apr  7 19:56:22 esa mail_logs: Info: " START "reverse dns host a.example "
         "verified yes", "10.0.0.1 name=a.example"},
        /* Wrapped, as documents have it, and with what the log says next. */
        {"Tue Apr 17 19:56:22 2018 Info: New SMTP ICID 5 interface Data 1\n(192.168.1.1) "
         "address\r\n10.0.0.1 reverse dns host a.example verified\n yes\n"
         "Tue Apr 17 19:56:22 2018 Info: ICID 5 ACCEPT SG SUSPECTLIST match sbrs[-1.4:2.0] SBRS "
         "-1.1", "10.0.0.1 name=a.example score=-11"},
        /* The score of this connection, if one is told, and of no other. */
        {START "reverse dns host unknown verified no\n"
         "Info: ICID 590125206 ACCEPT SG A match ALL SBRS 3.0\n"
         "Info: MID 7 ICID 590125205 From: <ICID 590125205 ACCEPT SG A match ALL SBRS 9.9>\n"
         "MID 7 Subject 'Info: ICID 590125205 ACCEPT SG A match ALL SBRS 9.8'\n"
         "Info: ICID 590125205 TLS success\n"
         "Info: ICID 590125205 REJECT SG None match \n SBRS None country United States",
         "10.0.0.1 name=- score=-"},
        {START "reverse dns host unknown verified no\n"
         "ICID 590125205 ACCEPT SG None match ALL SBRS not enabled country not enabled",
         "10.0.0.1 name=-"},
        {START "reverse dns host unknown verified no\n"
         "ICID 590125205 RELAY SG A match 10.0.0.1 SBRS rfc1918", "10.0.0.1 name=-"},
        {START "reverse dns host unknown verified no\n"
         "ICID 590125205 ACCEPT SG A match ALL\nICID 590125206 ACCEPT SG A match ALL SBRS 2.0",
         "10.0.0.1 name=-"},
        {"Tue Apr 17 19:56:22 2018 Info: Begin Logfile\n" START "reverse dns host x.example "
         "verified yes", "10.0.0.1 name=x.example"},
        /* The interface may be called anything, the host's name is the host's choice. */
        {"New SMTP ICID 5 interface address 1 (192.0.2.9) address 10.0.0.1 reverse dns host "
         "a.example verified yes", "10.0.0.1 name=a.example"},
        {START "reverse dns host address 10.9.9.9 reverse dns host b.example verified yes",
         "!the log line does not end with verified"},
        {"MID 5 ICID 5 From: <New SMTP ICID 5 interface a (1) address 10.0.0.1 reverse dns host a "
         "verified yes>", "!no log line that begins with New SMTP ICID"},
        {"", "!no log line"},
        {"ICID 590125205 ACCEPT SG SUSPECTLIST match sbrs[-1.4:2.0] SBRS -1.1", "!no log line"},
        {"New SMTP DCID 5 interface 192.0.2.1 address 10.0.0.1 port 25", "!no log line"},
        {"New SMTP ICID 5 interface Data 1 (192.168.1.1) address 10.0.0.999 reverse dns host a "
         "verified yes", "!the log line does not go on with"},
        {"New SMTP ICID 5 address 10.0.0.1 reverse dns host a verified yes",
         "!the log line does not go on with"},
        {"New SMTP ICID 5", "!the log line does not go on with"},
        {START, "!the log line does not go on with"},
        {START "reverse dns host a.example", "!the log line does not end with verified"},
        {START "reverse dns host a.example verified", "!verified is followed by"},
        {START "reverse dns host a.example verified maybe", "!verified is followed by"},
        {START "reverse dns host .example verified yes", "!not the name of a host"},
    };
    (void)state;
    check(caller_parse_log, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callers),
        cmocka_unit_test(log_lines),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
