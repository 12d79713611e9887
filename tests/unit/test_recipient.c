/* SPDX-License-Identifier: MIT */
#include "analysis/recipient.h"

#include "support_listener.h"

static const char table[] = "# line 1\n"
                            "joe@example.com REJECT\n"
                            "postmaster@ ACCEPT\n"
                            "example.com ACCEPT\n"
                            ".example.com REJECT {\n"
                            "    smtp_response_code = 550\n"
                            "}\n"
                            "b\xC3\xBC" "cher.example ACCEPT\n"
                            "sales@[192.0.2.1] REJECT\n"
                            "[192.0.2.1] ACCEPT\n"
                            "[2001:db8::1] ACCEPT\n"
                            "Mixed@case.example REJECT\n"
                            "PostMaster@case.example REJECT\n"
                            "ALL REJECT\n";

/* "example.com", with "?LINE" for one that may match before it, "+N" for those below it. */
static const char *match_text(struct setup *setup, const struct listener *listener,
                              const struct recipient *recipient)
{
    struct buffer text = buffer_new(&setup->arena);
    struct recipient_match match = recipient_find(listener, recipient);
    if (match.open != NO_RECIPIENT)
        buffer_printf(&text, "?%.*s ", VIEW_ARG(listener->recipients[match.open].text));
    if (match.entry == NO_RECIPIENT)
        buffer_add_char(&text, '-');
    else
        buffer_add(&text, listener->recipients[match.entry].text);
    buffer_printf(&text, " +%u", match.later);
    return buffer_string(&text);
}

static void first_matches(void **state)
{
    static const struct {
        const char *asked;
        const char *match; /* or how the mistake begins, behind "!" */
    } rows[] = {
        {"joe@example.com", "joe@example.com +1"},
        {" <joe@Example.COM.> ", "joe@example.com +1"},
        {"Joe@example.com", "?joe@example.com example.com +0"},
        {"ann@example.com", "example.com +0"},
        {"postmaster@example.com", "postmaster@ +1"},
        {"POSTMASTER@example.com", "?postmaster@ example.com +0"},
        {"postmaster@other.example", "postmaster@ +0"},
        {"ann@mail.example.com", ".example.com +0"},
        {"ann@a.b.example.com", ".example.com +0"},
        {"ann@notexample.com", "ALL +0"},
        {"ann@xn--bcher-kva.example", "b\xC3\xBC" "cher.example +0"},
        {"ann@B\xC3\x9C" "CHER.example", "b\xC3\xBC" "cher.example +0"},
        {"sales@[192.0.2.1]", "sales@[192.0.2.1] +1"},
        {"ann@[192.0.2.1]", "[192.0.2.1] +0"},
        {"ann@[192.0.2.2]", "ALL +0"},
        {"ann@[IPv6:2001:DB8:0::1]", "[2001:db8::1] +0"},
        {"ann@[2001:db8::1]", "[2001:db8::1] +0"},
        {"mixed@case.example", "?Mixed@case.example ALL +0"},
        {"POSTMASTER@case.example", "?postmaster@ ALL +0"},
        {"\"a@b\"@example.com", "example.com +0"},
        {"", "!not a mail address"},
        {"example.com", "!not a mail address like"},
        {"@example.com", "!not a mail address like"},
        {"joe@", "!not a mail address, for what stands behind"},
        {"joe@.example.com", "!not a mail address, for what stands behind"},
        {"joe@[192.0.2.1", "!not a mail address, for what stands behind"},
        {"joe@192.0.2.1", "!an IP address behind the @"},
        {"joe@\xFF", "!not a mail address, for what stands behind"},
    };
    struct reading reading;
    (void)state;
    const struct listener *listener = rat_begin(&reading, table);
    assert_string_equal(setup_messages(&reading.setup), "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct recipient recipient;
        const char *mistake = "";
        bool good = recipient_parse(&reading.setup.arena, view_of(rows[i].asked), &recipient,
                                    &mistake);
        const char *result = good ? match_text(&reading.setup, listener, &recipient)
                                  : arena_printf(&reading.setup.arena, "!%s", mistake);
        if (strncmp(result, rows[i].match, good ? SIZE_MAX : strlen(rows[i].match)) != 0)
            fail_msg("%s: %s, not %s", rows[i].asked, result, rows[i].match);
    }
    setup_end(&reading.setup);
}

static void without_all(void **state)
{
    struct reading reading;
    struct recipient recipient;
    const char *mistake;
    (void)state;
    const struct listener *listener = rat_begin(&reading, "example.com ACCEPT\n");
    assert_true(recipient_parse(&reading.setup.arena, view_of("joe@other.example"), &recipient,
                                &mistake));
    assert_string_equal(match_text(&reading.setup, listener, &recipient), "- +0");
    setup_end(&reading.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_matches),
        cmocka_unit_test(without_all),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("recipient", tests, NULL, NULL);
}
