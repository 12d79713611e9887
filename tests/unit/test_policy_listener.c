/* SPDX-License-Identifier: MIT */
/*
 * Listeners in policy sources: what their statements give, and the law that a source says what the
 * table files say that mean the same. SEED and TABLES in the environment choose other random ones.
 */
#include "support_listener.h"
#include "support_policy.h"
#include "support_tables.h"

/* --- What a source gives ---------------------------------------------------------------------- */

static const struct listener *listener_of(struct reading *reading, const char *name)
{
    const struct listener *listener =
        listeners_find(&reading->policy.listeners, view_of(name));
    if (listener == NULL)
        fail_msg("no listener %s\n%s", name, setup_messages(&reading->setup));
    return listener;
}

/* What stands in and around the words of a listener's own. */
static void own_settings(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "listener In public { interface \"Data 1\"; port 25; default-domain "
                          "example.org; max-connections 3; queue-size 4; bounce-profile b; "
                          "certificate \"c d\"; all accept; }\n"
                          "listener Out private { port default; all relay; }\n"
                          "listener Hole blackhole { all accept; } listener What { all accept; }");
    assert_string_equal(setup_messages(&reading.setup), "");
    const struct listener *in = listener_of(&reading, "In");
    assert_int_equal(in->type, LISTENER_PUBLIC);
    assert_true(view_equal(in->interface, VIEW("Data 1")));
    assert_true(view_equal(in->default_domain, VIEW("example.org")));
    assert_true(view_equal(in->bounce_profile, VIEW("b")));
    assert_true(view_equal(in->certificate, VIEW("c d")));
    assert_int_equal(in->port, 25);
    assert_int_equal(in->max_connections, 3);
    assert_int_equal(in->queue_size, 4);
    assert_true(listener_has_hat(in));
    assert_false(listener_has_rat(in));
    assert_int_equal(listener_of(&reading, "Out")->type, LISTENER_PRIVATE);
    assert_int_equal(listener_of(&reading, "Out")->port, 0);
    assert_int_equal(listener_of(&reading, "Hole")->type, LISTENER_BLACKHOLE);
    assert_int_equal(listener_of(&reading, "What")->type, LISTENER_UNKNOWN);
    setup_end(&reading.setup);
}

/* Default policy parameters are no policy, and make no table. */
static void default_parameters(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "listener In { mail-flow-policy default { tls preferred; } }");
    assert_string_equal(setup_messages(&reading.setup), "");
    const struct listener *in = listener_of(&reading, "In");
    assert_true(in->has_default_policy);
    assert_false(listener_has_hat(in));
    assert_int_equal(in->policy_count, 0);
    const struct flow_setting *tls = flow_get(&in->default_policy.settings, FLOW_TLS);
    assert_non_null(tls);
    assert_int_equal(tls->number, FLOW_ON);
    setup_end(&reading.setup);
}

/* Words are words where they count, and names elsewhere. */
static void words_by_place(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "listener listener public {\n"
                          "    mail-flow-policy before accept; mail-flow-policy \"default\" relay;\n"
                          "    sender-group \"uses\" uses before { to.example; sbrs.example; }\n"
                          "    host before.example accept; all uses \"default\";\n"
                          "}\n");
    assert_string_equal(setup_messages(&reading.setup), "");
    const struct listener *listener = listener_of(&reading, "listener");
    assert_int_equal(listener->policy_count, 2);
    assert_int_equal(listener->entry_count, 3);
    assert_true(view_equal(listener->entries[0].name, VIEW("uses")));
    assert_true(view_equal(listener->entries[0].policy, VIEW("before")));
    assert_int_equal(listener->entries[0].member_count, 2);
    assert_true(view_equal(listener->entries[2].policy, VIEW("default")));
    setup_end(&reading.setup);
}

/* --- The law ---------------------------------------------------------------------------------- */

/* The same table as a HAT and as a listener of a source. */
struct twins {
    struct buffer hat;
    struct buffer source;
    uint64_t seed;
};

static uint32_t below(struct twins *twins, uint32_t bound)
{
    return random_below(&twins->seed, bound);
}

static void add(struct twins *twins, const char *hat, const char *source)
{
    buffer_add_string(&twins->hat, hat);
    buffer_add_string(&twins->source, source);
}

/* BEFORE, NUMBER, BEHIND. */
static const char *numbered(struct twins *twins, const char *before, uint32_t number,
                            const char *behind)
{
    return arena_printf(twins->hat.arena, "%s%u%s", before, number, behind);
}

static void add_setting(struct twins *twins)
{
    static const struct {
        const char *hat;
        const char *source;
    } settings[] = {
        {"max_message_size = 20M", "max-message-size 20971520"},
        {"max_message_size = 1024", "max-message-size 1k"},
        {"max_rcpts_per_hour = -1", "max-recipients-per-hour unlimited"},
        {"max_rcpts_per_hour = 20", "max-recipients-per-hour 20"},
        {"tls = \"on\"", "tls preferred"},
        {"tls = \"required\"", "tls required"},
        {"spam_check = \"off\"", "spam-check off"},
        {"smtp_banner_text = \"a \\\"b\\\" {} \\\\ # $RemoteIP\"",
         "smtp-banner-text \"a \\\"b\\\" {} \\\\ # $RemoteIP\""},
        {"use_override_hostname = \"default\"", "use-override-hostname \"default\""},
        {"new_check = \"x y\"", "parameter \"new_check\" \"\\\"x y\\\"\""},
        {"new_size = 5", "parameter \"new_size\" \"5\""},
    };
    uint32_t i = below(twins, sizeof settings / sizeof *settings);
    add(twins, settings[i].hat, settings[i].source);
    add(twins, "\n", "; ");
}

/* A block of one setting, or none. */
static bool add_block(struct twins *twins)
{
    if (below(twins, 2) == 0)
        return false;
    add(twins, " {\n", " { ");
    add_setting(twins);
    add(twins, "}", "}");
    return true;
}

static void add_member(struct twins *twins)
{
    static const char *const words[] = {"nx.domain", "serv.fail",    "192.0.2.",
                                        "10.1/16",   ".a.example",   "mx.a.example",
                                        "SBO:1234",  "2001:db8::/32"};
    if (below(twins, 3) > 0) {
        const char *word = PICK(&twins->seed, words);
        add(twins, word, word);
        return;
    }
    uint32_t low = below(twins, 10);
    add(twins, numbered(twins, "sbrs[-", low, ".0:"), numbered(twins, "sbrs -", low, ".0 to "));
    add(twins, numbered(twins, "", low, ".5]"), numbered(twins, "", low, ".5"));
}

static void add_note(struct twins *twins)
{
    static const char *const notes[][2] = {
        {" (of contract 12)", " \"of contract 12\""}, {" (a \"b\" (c))", " \"a \\\"b\\\" (c)\""}};
    uint32_t i = below(twins, 4);
    if (i < 2)
        add(twins, notes[i][0], notes[i][1]);
}

/* A policy or a behavior; the HAT has it behind the members. */
static void add_use(struct twins *twins, uint32_t policies)
{
    static const char *const behaviors[][2] = {
        {"ACCEPT", "accept"}, {"REJECT", "reject"}, {"CONTINUE", "continue"}};
    uint32_t i = below(twins, 6);
    if (i < 3) {
        add(twins, behaviors[i][0], behaviors[i][1]);
    } else {
        uint32_t policy = below(twins, policies);
        add(twins, numbered(twins, "$P", policy, ""), numbered(twins, "uses P", policy, ""));
    }
}

/* The two languages have a group's parts in another order: each part is made once, then placed. */
static void add_group(struct twins *twins, uint32_t number, uint32_t policies)
{
    struct arena *arena = twins->hat.arena;
    struct twins use = {buffer_new(arena), buffer_new(arena), below(twins, 1 << 30)};
    struct twins note = {buffer_new(arena), buffer_new(arena), below(twins, 1 << 30)};
    struct twins members = {buffer_new(arena), buffer_new(arena), below(twins, 1 << 30)};
    add_use(&use, policies);
    add_block(&use);
    add_note(&note);
    uint32_t count = below(&members, 5);
    for (uint32_t i = 0; i < count; i++) {
        add(&members, "    ", " ");
        add_member(&members);
        add_note(&members);
        add(&members, "\n", ";");
    }
    buffer_printf(&twins->hat, "G%u:\n%s        %s%s\n", number, buffer_string(&members.hat),
                  buffer_string(&use.hat), buffer_string(&note.hat));
    buffer_printf(&twins->source, "sender-group G%u %s%s", number, buffer_string(&use.source),
                  buffer_string(&note.source));
    if (count > 0)
        buffer_printf(&twins->source, " {%s }\n", buffer_string(&members.source));
    else
        buffer_add_string(&twins->source, ";\n");
}

static void random_twins(struct twins *twins)
{
    static const char *const behaviors[][2] = {
        {"ACCEPT", "accept"}, {"RELAY", "relay"}, {"REJECT", "reject"}, {"TCPREFUSE", "tcprefuse"}};
    uint32_t policies = 1 + below(twins, 4);
    buffer_add_string(&twins->source, "listener Listener {\n");
    for (uint32_t i = 0; i < policies; i++) {
        uint32_t behavior = below(twins, 4);
        add(twins, numbered(twins, "$P", i, "\n    "), numbered(twins, "mail-flow-policy P", i, " "));
        add(twins, behaviors[behavior][0], behaviors[behavior][1]);
        add(twins, "", add_block(twins) ? "" : ";");
        add(twins, "\n", "\n");
    }
    uint32_t entries = below(twins, 6);
    for (uint32_t i = 0; i < entries; i++)
        add_group(twins, i, policies);
    add(twins, "ALL\n    ", "all ");
    add_use(twins, policies);
    add(twins, "\n", ";\n}\n");
}

static void law(void **state)
{
    uint64_t seed = environment_number("SEED", 7);
    uint64_t tables = environment_number("TABLES", 500);
    (void)state;
    for (uint64_t i = 0; i < tables; i++) {
        struct setup setup;
        struct reading hat;
        struct reading source;
        setup_begin(&setup);
        struct twins twins = {buffer_new(&setup.arena), buffer_new(&setup.arena), seed + i};
        random_twins(&twins);
        const struct listener *wanted = hat_begin(&hat, buffer_string(&twins.hat));
        read_source(&source, buffer_string(&twins.source));
        if (diag_has_errors(&hat.setup.diag) || diag_has_errors(&source.setup.diag) ||
            !same_listener(wanted, listener_of(&source, "Listener")))
            fail_msg("seed %llu\n%s\n%s\n%s\n%s", (unsigned long long)(seed + i),
                     buffer_string(&twins.hat), setup_messages(&hat.setup),
                     buffer_string(&twins.source), setup_messages(&source.setup));
        setup_end(&source.setup);
        setup_end(&hat.setup);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_settings),
        cmocka_unit_test(default_parameters),
        cmocka_unit_test(words_by_place),
        cmocka_unit_test(law),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
