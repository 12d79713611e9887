/* SPDX-License-Identifier: MIT */
#include "read/formats.h"

#include "support.h"

#define GROUP "$ACCEPTED\n    ACCEPT\n"

/* A line that is broken, or that both tables can have, does not decide: the others do. */
static const struct {
    const char *text;
    enum format format;
} rows[] = {
    {"example.com ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com REJECT {\n    smtp_response_code = 550\n}\nALL REJECT\n", FORMAT_RAT},
    {"example.com\n.example.com ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com (ours)\n.example.com ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com ACCEPT (ours)\nexample.net ACCEPT (theirs)\nALL REJECT\n", FORMAT_RAT},
    {"joe@example.com ACCEPT (ours)\nALL REJECT (all others)\n", FORMAT_RAT},
    {"example.com, example.net ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com,example.net ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com ACEPT\nALL REJECT\n", FORMAT_RAT},
    {"example.com OK\nexample.net ACCEPT\n", FORMAT_RAT},
    {"postmaster@\nexample.com ACCEPT\n", FORMAT_RAT},
    {"[192.0.2.1] ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"ALL REJECT\n", FORMAT_RAT},
    {GROUP "ALL\n    $ACCEPTED\n", FORMAT_HAT},
    {"SUSPECTLIST:\n    192.0.2.7\n        $THROTTLED\n", FORMAT_HAT},
    {"2001:db8::7 $ACCEPTED\n", FORMAT_HAT},
    {"192.0.2.7\n    REJECT\nALL\n    ACCEPT\n", FORMAT_HAT},
    {"192.0.2.7 REJECT\nALL $ACCEPTED\n" GROUP, FORMAT_HAT},
    {"192.0.2.7 TCPREFUSE\nALL ACCEPT\n", FORMAT_HAT},
    {"badhost.example REJECT (out)\n" GROUP, FORMAT_HAT},
    {"SPAM:\n    192.0.2.1\n    REJECT\na.example REJECT\nb.example REJECT\nALL ACCEPT\n",
     FORMAT_HAT},
    {"a.example ACCEPT\nb.example\n    ACCEPT\nc.example ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"192.0.2.7 RELAY\nALL REJECT\n", FORMAT_HAT},
    /* Of a HAT: the first line lacks its colon, its dollar sign. */
    {"BLACKLIST\n    192.0.2.7\n        $BLOCKED\nALL\n    $ACCEPTED\n", FORMAT_HAT},
    {"ACCEPTED\n    ACCEPT\n$BLOCKED\n    REJECT\nALL\n    $ACCEPTED\n", FORMAT_HAT},
    {"ACCEPTED ACCEPT\n$BLOCKED REJECT\nALL $ACCEPTED\n", FORMAT_HAT},
    {"sales@example.com REJECT\n" GROUP "PARTNERS:\n  192.0.2.7\n    $ACCEPTED\n", FORMAT_HAT},
    {"# $ACCEPTED\nexample.com ACCEPT\nALL REJECT\n", FORMAT_RAT},
    {"ALL\n    REJECT\n", FORMAT_HAT},
    /* Neither. */
    {"example.com\nexample.net\n", FORMAT_UNKNOWN},
    {"ALL\n", FORMAT_UNKNOWN},
    {"hello\nexample.com ACCEPT\n", FORMAT_UNKNOWN},
    {"hello world\n$ACCEPTED\n", FORMAT_UNKNOWN},
    {"notes\nof us\n", FORMAT_UNKNOWN},
    {"[mail.example]\ntls = on\n", FORMAT_DESTCONFIG},
    {"[DEFAULT]\n", FORMAT_DESTCONFIG},
};

static void test_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (format_detect(view_of(rows[i].text)) != rows[i].format)
            fail_msg("%s: not %s", rows[i].text,
                     rows[i].format == FORMAT_UNKNOWN ? "unknown"
                                                      : format_reader(rows[i].format)->name);
}

/* Only its beginning is looked at. */
static void test_a_large_text(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    for (int i = 0; i < 100000; i++)
        buffer_add_string(&text, "host.example\n");
    buffer_add_string(&text, "ALL REJECT\n");
    assert_int_equal(format_detect(buffer_view(&text)), FORMAT_UNKNOWN);
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_a_large_text),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("access_detect", tests, NULL, NULL);
}
