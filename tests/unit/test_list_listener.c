/* SPDX-License-Identifier: MIT */
/*
 * Listings of listeners: the tables of list, its lines for git, the blocks of detail.
 */
#include "write/list_listener.h"

#include "base/near.h"
#include "support_flow.h"
#include "write/detail_listener.h"
#include "write/given_listener.h"
#include "write/listener_shown.h"

struct fixture {
    struct setup setup;
    struct policy policy;
    struct write_options options;
    struct flow_defaults defaults;
};

static struct listener *begin(struct fixture *fixture)
{
    *fixture = (struct fixture){.defaults = FLOW_DEFAULTS_UNKNOWN};
    setup_begin(&fixture->setup);
    setup_policy(&fixture->setup, &fixture->policy);
    return listener_made(&fixture->policy, "Inbound");
}

static const char *listed(struct fixture *fixture, enum flow_columns columns)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    write_list_listeners(&fixture->policy, &fixture->options, &fixture->defaults, columns, output);
    return capture_end(&capture).text;
}

static const char *given(struct fixture *fixture)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    write_given_listeners(&fixture->policy, &fixture->options, &fixture->defaults, output);
    return capture_end(&capture).text;
}

static const char *detailed(struct fixture *fixture, const char *name)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    write_detail_listeners(&fixture->policy, &fixture->options, &fixture->defaults, view_of(name),
                           output);
    return capture_end(&capture).text;
}

/* TEXT must have PART. */
static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static const char *shown(struct setup *setup, struct flow_setting setting)
{
    return arena_copy(&setup->arena, flow_value_shown(&setup->arena, &setting)).text;
}

/* A listener with a policy that gives something, one that gives nothing, and all kinds of entries. */
static struct listener *fill(struct fixture *fixture)
{
    struct setup *setup = &fixture->setup;
    struct listener *listener = begin(fixture);
    listener->type = LISTENER_PUBLIC;
    add_policy(setup, listener, "THROTTLED", BEHAVIOR_ACCEPT,
               FLOWS(setup, flow_of_number(FLOW_MAX_MESSAGE_SIZE, 1 << 20),
                     flow_of_word(FLOW_TLS, FLOW_ON), flow_of_number(FLOW_DHAP_LIMIT, 0)));
    add_policy(setup, listener, "BARE", BEHAVIOR_REJECT, (struct flow_settings){0});
    add_entry(setup, listener, "PARTNERS", MEMBERS("a.example", "b.example", "c.example", "d.e"),
              "$TRUSTED", "bücher, (and) more");
    add_entry(setup, listener, "EMPTY", NULL, "$THROTTLED", NULL)->settings =
        FLOWS(setup, flow_of_word(FLOW_TLS, FLOW_REQUIRED));
    add_entry(setup, listener, NULL, MEMBERS("bad.example"), "TCPREFUSE", NULL);
    add_entry(setup, listener, NULL, MEMBERS("ALL"), "$BARE", NULL);
    add_recipient(setup, listener, "example.com", RECIPIENT_REJECT,
                  FLOWS(setup, flow_of_number(FLOW_SMTP_RESPONSE_CODE, 550),
                        flow_of_word(FLOW_BYPASS_LDAP_ACCEPT, FLOW_ON)));
    add_recipient(setup, listener, "ALL", RECIPIENT_ACCEPT, (struct flow_settings){0});
    return listener;
}

static void values_in_words(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_MESSAGE_SIZE, 10 << 20)), "10M");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_MESSAGE_SIZE, 1536)), "1536");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_MESSAGE_SIZE, 512 << 10)), "512k");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_MESSAGE_SIZE, 0)), "0");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_RCPTS_PER_HOUR, -1)), "Unlimited");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_RCPTS_PER_HOUR, 0)), "0");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_DHAP_LIMIT, 0)), "Off");
    assert_string_equal(shown(&setup, flow_of_number(FLOW_MAX_CONCURRENCY, 1024)), "1024");
    assert_string_equal(shown(&setup, flow_of_word(FLOW_TLS, FLOW_ON)), "Preferred");
    assert_string_equal(shown(&setup, flow_of_word(FLOW_SPAM_CHECK, FLOW_ON)), "On");
    assert_string_equal(shown(&setup, flow_of_word(FLOW_USE_OVERRIDE_HOSTNAME, FLOW_DEFAULT)),
                        "Set to default");
    assert_string_equal(shown(&setup, flow_of_text(FLOW_SMTP_BANNER_TEXT, "a \\\"b\\\\ \\n")),
                        "a \"b\\ \\n");
    assert_string_equal(shown(&setup, flow_of_text(FLOW_SMTP_BANNER_TEXT, "a\x1b[2J")),
                        "a\\x1B[2J");
    assert_string_equal(shown(&setup, flow_of_text(FLOW_SMTP_BANNER_TEXT, "")), "(empty)");
    assert_string_equal(shown(&setup, flow_of_unknown("x", "verify")), "\"verify\"");
    assert_string_equal(shown(&setup, flow_of_unknown("x", "\"verify\"")), "\"verify\"");
    setup_end(&setup);
}

static void lists_tables(void **state)
{
    struct fixture fixture;
    (void)state;
    fill(&fixture);
    assert_string_equal(
        listed(&fixture, FLOW_COLUMNS_FEW),
        "Listener Inbound (public)\n"
        "\n"
        "                                 Spam     Virus    Message  Recipients per\n"
        "Policy      Behavior  TLS        Check    Check    Size     Hour\n"
        "==========  ========  =========  =======  =======  =======  ==============\n"
        "$THROTTLED  ACCEPT    Preferred  Default  Default  1M       Default\n"
        "$BARE       REJECT    Default    Default  Default  Default  Default\n"
        "\n"
        "   Sender             First\n"
        "#  Group     Members  Members                               Policy                   "
        "    Description\n"
        "=  ========  =======  ====================================  =========================="
        "=  ==================\n"
        "1  PARTNERS  4        a.example, b.example, c.example, ...  $TRUSTED (not in this file"
        ")  bücher, (and) more\n"
        "2  EMPTY     0                                              $THROTTLED + 1 setting\n"
        "3  (host)    1        bad.example                           TCPREFUSE\n"
        "4  ALL                                                      $BARE\n"
        "\n"
        "#  Recipient    Action  Options\n"
        "=  ===========  ======  ================================\n"
        "1  example.com  REJECT  SMTP response code: 550, Bypass LDAP accept: On\n"
        "2  ALL          ACCEPT\n");
    setup_end(&fixture.setup);
}

static void fills_in_what_is_inherited(void **state)
{
    struct fixture fixture;
    (void)state;
    fill(&fixture);
    fixture.options.effective = true;
    const char *text = listed(&fixture, FLOW_COLUMNS_FEW);
    has(text, "$THROTTLED  ACCEPT    Preferred           listener's default  ");
    has(text, "\nlistener's default (not in this file): --listener-defaults FILE gives it\n");
    struct flow_settings outside =
        FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_OFF),
              flow_of_word(FLOW_SPAM_CHECK, FLOW_ON), flow_of_word(FLOW_VIRUS_CHECK, FLOW_ON),
              flow_of_number(FLOW_MAX_MESSAGE_SIZE, 10 << 20),
              flow_of_number(FLOW_MAX_RCPTS_PER_HOUR, FLOW_UNLIMITED));
    fixture.defaults = (struct flow_defaults){&outside, FLOW_FROM_FILE, NULL};
    text = listed(&fixture, FLOW_COLUMNS_FEW);
    has(text, "$THROTTLED  ACCEPT    Preferred  On     On     1M       Unlimited\n"
              "$BARE       REJECT    Off        On     On     10M      Unlimited\n\n");
    has_not(text, "not in this file): --listener");
    setup_end(&fixture.setup);
}

static void wide_has_what_is_given(void **state)
{
    struct fixture fixture;
    (void)state;
    struct listener *listener = fill(&fixture);
    has(listed(&fixture, FLOW_COLUMNS_GIVEN),
        "                                            Message               Harvest\n"
        "Policy      Behavior  TLS                   Size                  Limit\n"
        "==========  ========  ====================  ====================  ====================\n"
        "$THROTTLED  ACCEPT    Preferred             1M                    Off\n"
        "$BARE       REJECT    (listener's default)  (listener's default)  (listener's default)\n"
        "listener's default (not in this file): ");
    listener->has_default_policy = true;
    listener->default_policy.behavior = BEHAVIOR_ACCEPT;
    listener->default_policy.settings =
        FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_OFF), flow_of_word(FLOW_SPF, FLOW_ON),
              flow_of_number(FLOW_MAX_MESSAGE_SIZE, 2 << 20));
    has(listed(&fixture, FLOW_COLUMNS_GIVEN),
        "                                 Message  Harvest\n"
        "Policy      Behavior  TLS        Size     Limit                 SPF\n"
        "==========  ========  =========  =======  ====================  ====\n"
        "$THROTTLED  ACCEPT    Preferred  1M       Off                   (On)\n"
        "$BARE       REJECT    (Off)      (2M)     (listener's default)  (On)\n"
        "(Default)             Off        2M       (not given)           On\n"
        "listener's default (not in this file): --listener-defaults FILE gives it\n");
    setup_end(&fixture.setup);
}

static void one_of_several_listeners(void **state)
{
    struct fixture fixture;
    (void)state;
    fill(&fixture);
    struct listener *other = listener_made(&fixture.policy, "Other");
    add_policy(&fixture.setup, other, "BARE", BEHAVIOR_RELAY, (struct flow_settings){0});
    has(listed(&fixture, FLOW_COLUMNS_FEW), "ACCEPT\n\nListener Other\n\n");
    has(detailed(&fixture, "$BARE"), "Mail flow policy $BARE (listener Inbound)\nBehavior: REJECT\n");
    has(detailed(&fixture, "BARE"), "\n\nMail flow policy $BARE (listener Other)\nBehavior: RELAY\n");
    fixture.options.listener = VIEW("Other");
    has_not(listed(&fixture, FLOW_COLUMNS_FEW), "Inbound");
    has_not(given(&fixture), "Inbound");
    has_not(detailed(&fixture, ""), "Inbound");
    assert_false(detail_listeners_have(&fixture.policy, &fixture.options, VIEW("PARTNERS")));
    setup_end(&fixture.setup);
}

/* Columns on a terminal, whatever the bytes; and nothing that a terminal would obey. */
static void cells_fit_the_terminal(void **state)
{
    struct fixture fixture;
    (void)state;
    struct listener *listener = begin(&fixture);
    add_entry(&fixture.setup, listener, NULL, MEMBERS("ALL"), "ACCEPT", "\x1b[2J");
    add_recipient(&fixture.setup, listener, "例え.example", RECIPIENT_ACCEPT,
                  (struct flow_settings){0});
    add_recipient(&fixture.setup, listener, "b.example", RECIPIENT_ACCEPT,
                  (struct flow_settings){0});
    const char *text = listed(&fixture, FLOW_COLUMNS_FEW);
    has(text, "1  例え.example  ACCEPT\n2  b.example     ACCEPT\n");
    has(text, "\\x1B[2J");
    has(detailed(&fixture, ""), "Description: \\x1B[2J\n");
    char long_name[1024];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    add_recipient(&fixture.setup, listener, long_name, RECIPIENT_REJECT,
                  (struct flow_settings){0});
    text = listed(&fixture, FLOW_COLUMNS_FEW);
    has(text, "xxxx  REJECT\n");
    has(text, "2  b.example                                                         ACCEPT\n");
    setup_end(&fixture.setup);
}

static void lines_for_git(void **state)
{
    struct fixture fixture;
    (void)state;
    fill(&fixture);
    assert_string_equal(given(&fixture), "Inbound: $THROTTLED: Behavior: ACCEPT\n"
                                         "Inbound: $THROTTLED: Maximum message size: 1M\n"
                                         "Inbound: $THROTTLED: TLS: Preferred\n"
                                         "Inbound: $THROTTLED: Invalid recipients per hour "
                                         "(directory harvest): Off\n"
                                         "Inbound: $BARE: Behavior: REJECT\n"
                                         "Inbound: PARTNERS: Member: a.example\n"
                                         "Inbound: PARTNERS: Member: b.example\n"
                                         "Inbound: PARTNERS: Member: c.example\n"
                                         "Inbound: PARTNERS: Member: d.e\n"
                                         "Inbound: PARTNERS: Policy: $TRUSTED\n"
                                         "Inbound: PARTNERS: Description: bücher, (and) more\n"
                                         "Inbound: EMPTY: Policy: $THROTTLED\n"
                                         "Inbound: EMPTY: TLS: Required\n"
                                         "Inbound: bad.example: Behavior: TCPREFUSE\n"
                                         "Inbound: ALL: Policy: $BARE\n"
                                         "Inbound: recipient example.com: REJECT\n"
                                         "Inbound: recipient example.com: SMTP response code: 550\n"
                                         "Inbound: recipient example.com: Bypass LDAP accept: On\n"
                                         "Inbound: recipient ALL: ACCEPT\n");
    setup_end(&fixture.setup);
}

static void blocks_by_name(void **state)
{
    struct fixture fixture;
    (void)state;
    fill(&fixture);
    assert_string_equal(detailed(&fixture, "PARTNERS"), "Sender group PARTNERS\n"
                                                        "Position: 1 of 4\n"
                                                        "Policy: $TRUSTED (not in this file)\n"
                                                        "Description: bücher, (and) more\n"
                                                        "Members: 4\n"
                                                        "  a.example\n"
                                                        "  b.example\n"
                                                        "  c.example\n"
                                                        "  d.e\n");
    assert_string_equal(detailed(&fixture, "EMPTY"), "Sender group EMPTY\n"
                                                     "Position: 2 of 4\n"
                                                     "Policy: $THROTTLED\n"
                                                     "TLS: Required\n"
                                                     "Members: 0\n");
    assert_string_equal(detailed(&fixture, "Bad.Example"), "Host bad.example\n"
                                                           "Position: 3 of 4\n"
                                                           "Behavior: TCPREFUSE\n");
    assert_string_equal(detailed(&fixture, "example.com"), "Recipient Access Table\n"
                                                           "example.com: REJECT\n"
                                                           "  SMTP response code: 550\n"
                                                           "  Bypass LDAP accept: On\n");
    assert_string_equal(detailed(&fixture, "partners"), "");
    const struct policy *policy = &fixture.policy;
    assert_true(detail_listeners_have(policy, &fixture.options, VIEW("$BARE")));
    assert_true(detail_listeners_have(policy, &fixture.options, VIEW("BARE")));
    assert_false(detail_listeners_have(policy, &fixture.options, VIEW("$PARTNERS")));
    assert_false(detail_listeners_have(policy, &fixture.options, VIEW("DEFAULT")));
    assert_false(detail_listeners_have(policy, &fixture.options, VIEW("")));
    struct nearest nearest = nearest_to(VIEW("PARTNER"));
    detail_listeners_nearest(policy, &fixture.options, &nearest);
    assert_string_equal(nearest_words(&fixture.setup.arena, &nearest, "", ""), "PARTNERS");
    nearest = nearest_to(VIEW("$BAR"));
    detail_listeners_nearest(policy, &fixture.options, &nearest);
    assert_string_equal(nearest_words(&fixture.setup.arena, &nearest, "", ""), "$BARE");
    setup_end(&fixture.setup);
}

static void policies_in_detail(void **state)
{
    struct fixture fixture;
    (void)state;
    struct listener *listener = fill(&fixture);
    const char *text = detailed(&fixture, "THROTTLED");
    has(text, "Mail flow policy $THROTTLED\nBehavior: ACCEPT\nMaximum message size: 1M\n"
              "Maximum connections from one address: Default\n");
    has(text, "\nDMARC verification: Default\n");
    has_not(text, "SMTP response");
    struct flow_settings outside =
        FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_OFF), flow_of_word(FLOW_SPF, FLOW_ON),
              flow_of_unknown("newer", "\"yes\""));
    fixture.defaults = (struct flow_defaults){&outside, FLOW_FROM_FILE, NULL};
    fixture.options.effective = true;
    text = detailed(&fixture, "THROTTLED");
    has(text, "\nTLS: Preferred\n");
    has(text, "\nSPF verification: On (listener's default)\n");
    has(text, "\nSpam check: listener's default (not in this file)\n");
    has(text, "\nnewer: \"yes\" (listener's default)\n");
    listener->has_default_policy = true;
    listener->default_policy = (struct mail_flow_policy){
        .behavior = BEHAVIOR_ACCEPT,
        .settings = FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_REQUIRED))};
    has(detailed(&fixture, "BARE"), "\nTLS: Required (listener's default)\n");
    text = detailed(&fixture, "default");
    has(text, "Default policy parameters\nMaximum message size: (not given)\n");
    has(text, "\nTLS: Required\n");
    setup_end(&fixture.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_in_words),
        cmocka_unit_test(lists_tables),
        cmocka_unit_test(fills_in_what_is_inherited),
        cmocka_unit_test(wide_has_what_is_given),
        cmocka_unit_test(one_of_several_listeners),
        cmocka_unit_test(cells_fit_the_terminal),
        cmocka_unit_test(lines_for_git),
        cmocka_unit_test(blocks_by_name),
        cmocka_unit_test(policies_in_detail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
