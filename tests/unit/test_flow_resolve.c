/* SPDX-License-Identifier: MIT */
/*
 * What a connection gets: each parameter from the first that gives it, and what nobody gives.
 */
#include "analysis/flow_resolve.h"

#include "support_flow.h"

/* A listener with the policies $P (tls on, message size 2M, new 1) and $BARE (nothing). */
struct fixture {
    struct setup setup;
    struct policy policy;
    struct listener *listener;
    struct flow_settings outside; /* tls off, spam check on, NEW "3", newer "4" */
};

static void begin(struct fixture *fixture)
{
    struct setup *setup = &fixture->setup;
    setup_begin(setup);
    setup_policy(setup, &fixture->policy);
    fixture->listener = listener_made(&fixture->policy, "Inbound");
    add_policy(setup, fixture->listener, "P", BEHAVIOR_ACCEPT,
               FLOWS(setup, flow_of_word(FLOW_TLS, FLOW_ON),
                     flow_of_number(FLOW_MAX_MESSAGE_SIZE, 2 << 20), flow_of_unknown("new", "1")));
    add_policy(setup, fixture->listener, "BARE", BEHAVIOR_RELAY, (struct flow_settings){0});
    fixture->outside =
        FLOWS(setup, flow_of_word(FLOW_TLS, FLOW_OFF), flow_of_word(FLOW_SPAM_CHECK, FLOW_ON),
              flow_of_unknown("NEW", "\"3\""), flow_of_unknown("newer", "\"4\""));
}

static struct flow_defaults outside_of(const struct fixture *fixture)
{
    return (struct flow_defaults){&fixture->outside, FLOW_FROM_FILE, NULL};
}

#define assert_from(resolved, param, wanted, kind_number)                                          \
    do {                                                                                           \
        const struct flow_effective *effective_ = &(resolved).params[FLOW_##param];               \
        assert_int_equal(effective_->origin, FLOW_FROM_##wanted);                                  \
        assert_non_null(effective_->setting);                                                      \
        assert_int_equal(effective_->setting->number, kind_number);                                \
    } while (0)

#define assert_nothing(resolved, param, wanted)                                                    \
    do {                                                                                           \
        assert_int_equal((resolved).params[FLOW_##param].origin, FLOW_FROM_##wanted);              \
        assert_null((resolved).params[FLOW_##param].setting);                                      \
    } while (0)

static void a_policy_alone(void **state)
{
    struct fixture fixture;
    struct flow_resolved resolved;
    (void)state;
    begin(&fixture);
    flow_resolve_policy(&fixture.setup.arena, fixture.listener, &fixture.listener->policies[0],
                        &FLOW_DEFAULTS_UNKNOWN, &resolved);
    assert_int_equal(resolved.behavior, BEHAVIOR_ACCEPT);
    assert_ptr_equal(resolved.policy, &fixture.listener->policies[0]);
    assert_from(resolved, TLS, POLICY, FLOW_ON);
    assert_from(resolved, MAX_MESSAGE_SIZE, POLICY, 2 << 20);
    assert_nothing(resolved, SPAM_CHECK, UNKNOWN);
    assert_nothing(resolved, SMTP_RESPONSE_CODE, UNKNOWN);
    assert_int_equal(resolved.other_count, 1);
    setup_end(&fixture.setup);
}

static void the_defaults_of_the_listener(void **state)
{
    struct fixture fixture;
    struct flow_resolved resolved;
    (void)state;
    begin(&fixture);
    struct flow_defaults outside = outside_of(&fixture);
    struct flow_defaults used = flow_defaults_of(fixture.listener, &outside);
    assert_int_equal(used.origin, FLOW_FROM_FILE);
    flow_resolve_policy(&fixture.setup.arena, fixture.listener, &fixture.listener->policies[1],
                        &used, &resolved);
    assert_from(resolved, TLS, FILE, FLOW_OFF);
    assert_nothing(resolved, MAX_MESSAGE_SIZE, UNKNOWN);
    fixture.listener->has_default_policy = true;
    fixture.listener->default_policy.settings =
        FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_REQUIRED));
    used = flow_defaults_of(fixture.listener, &outside);
    flow_resolve_policy(&fixture.setup.arena, fixture.listener, &fixture.listener->policies[1],
                        &used, &resolved);
    assert_from(resolved, TLS, DEFAULTS, FLOW_REQUIRED);
    assert_nothing(resolved, VIRUS_CHECK, UNKNOWN);
    /* What it does not give itself. */
    assert_from(resolved, SPAM_CHECK, FILE, FLOW_ON);
    assert_int_equal(resolved.other_count, 2);
    assert_int_equal(flow_default(&used, FLOW_TLS)->number, FLOW_REQUIRED);
    assert_int_equal(flow_default(&used, FLOW_SPAM_CHECK)->number, FLOW_ON);
    assert_null(flow_default(&used, FLOW_VIRUS_CHECK));
    used = flow_defaults_of(fixture.listener, &FLOW_DEFAULTS_UNKNOWN);
    assert_null(flow_default(&used, FLOW_SPAM_CHECK));
    setup_end(&fixture.setup);
}

static void an_entry_with_its_own_block(void **state)
{
    struct fixture fixture;
    struct flow_resolved resolved;
    (void)state;
    begin(&fixture);
    struct flow_defaults outside = outside_of(&fixture);
    struct access_entry *entry =
        add_entry(&fixture.setup, fixture.listener, "G", MEMBERS("a.example"), "$P", NULL);
    entry->settings = FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_REQUIRED),
                            flow_of_unknown("nEw", "0"));
    flow_resolve_entry(&fixture.setup.arena, fixture.listener, entry, &outside, &resolved);
    assert_from(resolved, TLS, ENTRY, FLOW_REQUIRED);
    assert_from(resolved, MAX_MESSAGE_SIZE, POLICY, 2 << 20);
    assert_from(resolved, SPAM_CHECK, FILE, FLOW_ON);
    assert_int_equal(resolved.other_count, 2);
    assert_view_equal(resolved.others[0].setting->name, "nEw");
    assert_int_equal(resolved.others[0].origin, FLOW_FROM_ENTRY);
    assert_view_equal(resolved.others[1].setting->name, "newer");
    assert_int_equal(resolved.others[1].origin, FLOW_FROM_FILE);
    setup_end(&fixture.setup);
}

static void an_entry_with_a_behavior(void **state)
{
    struct fixture fixture;
    struct flow_resolved resolved;
    (void)state;
    begin(&fixture);
    struct flow_defaults outside = outside_of(&fixture);
    struct access_entry *entry =
        add_entry(&fixture.setup, fixture.listener, NULL, MEMBERS("a.example"), "TCPREFUSE", NULL);
    flow_resolve_entry(&fixture.setup.arena, fixture.listener, entry, &outside, &resolved);
    assert_int_equal(resolved.behavior, BEHAVIOR_TCPREFUSE);
    assert_null(resolved.policy);
    assert_from(resolved, TLS, FILE, FLOW_OFF);
    setup_end(&fixture.setup);
}

static void a_policy_that_is_not_here(void **state)
{
    struct fixture fixture;
    struct flow_resolved resolved;
    (void)state;
    begin(&fixture);
    struct flow_defaults outside = outside_of(&fixture);
    struct access_entry *entry =
        add_entry(&fixture.setup, fixture.listener, NULL, MEMBERS("ALL"), "$TRUSTED", NULL);
    entry->settings = FLOWS(&fixture.setup, flow_of_word(FLOW_TLS, FLOW_REQUIRED));
    flow_resolve_entry(&fixture.setup.arena, fixture.listener, entry, &outside, &resolved);
    assert_int_equal(resolved.behavior, BEHAVIOR_COUNT);
    assert_null(resolved.policy);
    assert_from(resolved, TLS, ENTRY, FLOW_REQUIRED);
    assert_nothing(resolved, SPAM_CHECK, NO_POLICY);
    assert_nothing(resolved, MAX_MESSAGE_SIZE, NO_POLICY);
    assert_int_equal(resolved.other_count, 0);
    setup_end(&fixture.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_alone),
        cmocka_unit_test(the_defaults_of_the_listener),
        cmocka_unit_test(an_entry_with_its_own_block),
        cmocka_unit_test(an_entry_with_a_behavior),
        cmocka_unit_test(a_policy_that_is_not_here),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
