/* SPDX-License-Identifier: MIT */
/*
 * Listeners' tables put together from parts, and the laws of what goes into them: whatever is taken
 * for a member, a recipient or a parameter comes out of a table as the same. SEED and TEXTS in the
 * environment choose other texts.
 */
#include "base/utf8.h"
#include "read/access_recipients.h"
#include "read/flow.h"
#include "read/hat.h"
#include "read/member.h"
#include "read/rat.h"
#include "read/recipient.h"
#include "read/value.h"
#include "support_tables.h"

/* --- Messages in each language ---------------------------------------------------------------- */

/* A table that is put together from parts, whose places are all those of one text. */
struct fixture {
    struct setup setup;
    struct policy policy;
    struct access_reader access;
    struct recipients_reader recipients;
    struct span place;
};

static void begin(struct fixture *fixture, enum vocabulary vocabulary)
{
    struct setup *setup = &fixture->setup;
    setup_begin(setup);
    setup_policy(setup, &fixture->policy);
    const struct source *source = setup_source(setup, "parts", "x");
    fixture->place = (struct span){source->base, source->base + 1};
    struct listener *listener = listeners_get(&fixture->policy.listeners, VIEW("In"));
    access_reader_init(&fixture->access, &setup->diag, listener);
    recipients_reader_init(&fixture->recipients, &setup->diag, listener);
    fixture->access.vocabulary = vocabulary;
    fixture->recipients.vocabulary = vocabulary;
}

/* What the first message with CODE says: its text and its help. */
static void said(struct fixture *fixture, enum code code, const char *text, const char *help)
{
    const struct message *message = setup_message(&fixture->setup, code);
    assert_non_null(message);
    assert_string_equal(message->text, text);
    assert_string_equal(message->help, help);
    setup_end(&fixture->setup);
}

static struct access_text at(const struct fixture *fixture, const char *text)
{
    return (struct access_text){view_of(text), fixture->place};
}

static void a_policy_of_no_name(void **state)
{
    struct fixture fixture;
    (void)state;
    begin(&fixture, VOCABULARY_EXPORT);
    assert_false(access_policy_name(&fixture.setup.diag, VOCABULARY_EXPORT, at(&fixture, "2")));
    said(&fixture, CODE_POLICY_NAME, "not the name of a policy: \"$2\"",
         "write a name of that form");
    begin(&fixture, VOCABULARY_SOURCE);
    assert_false(access_policy_name(&fixture.setup.diag, VOCABULARY_SOURCE, at(&fixture, "2")));
    said(&fixture, CODE_POLICY_NAME, "not the name of a mail flow policy: \"2\"",
         "a name begins with a letter or underscore and has letters, digits, underscores and "
         "hyphens");
}

static void behaviors(void **state)
{
    static const struct {
        enum vocabulary vocabulary;
        const char *word;
        enum behavior behavior;
        const char *help; /* NULL: it is right */
    } cases[] = {
        {VOCABULARY_EXPORT, "REJECT", BEHAVIOR_REJECT, NULL},
        {VOCABULARY_EXPORT, "reject", BEHAVIOR_REJECT, "did you mean REJECT?"},
        {VOCABULARY_SOURCE, "reject", BEHAVIOR_REJECT, NULL},
        {VOCABULARY_SOURCE, "REJECT", BEHAVIOR_REJECT, "did you mean reject?"},
        {VOCABULARY_SOURCE, "acept", BEHAVIOR_ACCEPT, "did you mean accept?"},
        {VOCABULARY_SOURCE, "zork", BEHAVIOR_COUNT,
         "write accept, relay, reject, tcprefuse or continue"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        begin(&fixture, cases[i].vocabulary);
        assert_int_equal(access_read_behavior(&fixture.setup.diag, cases[i].vocabulary,
                                              at(&fixture, cases[i].word)),
                         cases[i].behavior);
        if (cases[i].help != NULL) {
            said(&fixture, CODE_BEHAVIOR_MISSPELT,
                 arena_printf(&fixture.setup.arena, "not a behavior: \"%s\"", cases[i].word),
                 cases[i].help);
            continue;
        }
        assert_string_equal(setup_messages(&fixture.setup), "");
        setup_end(&fixture.setup);
    }
}

static void actions(void **state)
{
    struct fixture fixture;
    (void)state;
    begin(&fixture, VOCABULARY_SOURCE);
    struct diag *diag = &fixture.setup.diag;
    assert_int_equal(access_read_action(diag, VOCABULARY_SOURCE, at(&fixture, "accept")),
                     RECIPIENT_ACCEPT);
    assert_int_equal(access_read_action(diag, VOCABULARY_EXPORT, at(&fixture, "REJECT")),
                     RECIPIENT_REJECT);
    assert_string_equal(setup_messages(&fixture.setup), "");
    assert_int_equal(access_read_action(diag, VOCABULARY_SOURCE, at(&fixture, "ACEPT")),
                     RECIPIENT_ACTION_COUNT);
    said(&fixture, CODE_ACTION, "not an action: \"ACEPT\"", "did you mean accept?");
}

/* Adds a group of two members, the second of them TEXT, that uses POLICY. */
static void add_group(struct fixture *fixture, const char *text, const char *policy)
{
    const struct access_note none = {.given = false};
    const struct access_note described = {true, VIEW("a (b)")};
    access_group(&fixture->access, VIEW("G"), fixture->place);
    access_member(&fixture->access, VIEW("192.0.2.7"), fixture->place, described);
    access_member(&fixture->access, view_of(text), fixture->place, none);
    access_use(&fixture->access, at(fixture, policy), (struct flow_settings){0}, described);
}

static void check(struct fixture *fixture)
{
    const struct listener *listener = fixture->access.listener;
    access_check(&fixture->setup.diag, fixture->access.vocabulary, listener,
                 fixture->access.has_all, fixture->place);
}

static void a_whole_table(void **state)
{
    struct fixture fixture;
    const struct access_note none = {.given = false};
    const struct mail_flow_policy policy = {.name = VIEW("P"), .behavior = BEHAVIOR_RELAY};
    (void)state;
    begin(&fixture, VOCABULARY_SOURCE);
    struct access_reader *access = &fixture.access;
    add_group(&fixture, ".a.example", "P");
    access_policy(access, &policy);
    assert_true(access_host(access, VIEW("b.example"), fixture.place, none));
    access_behave(access, BEHAVIOR_REJECT, fixture.place, (struct flow_settings){0}, none);
    assert_false(access_host(access, VIEW("1.2.3.300"), fixture.place, none));
    access_behave(access, BEHAVIOR_REJECT, fixture.place, (struct flow_settings){0}, none);
    access_no_host(access, fixture.place);
    access_behave(access, BEHAVIOR_REJECT, fixture.place, (struct flow_settings){0}, none);
    access_all(access, fixture.place, none);
    access_use(access, at(&fixture, "P"), (struct flow_settings){0}, none);
    check(&fixture);
    assert_string_equal(setup_messages(&fixture.setup), "E2102@1:1");
    const struct listener *listener = access->listener;
    assert_int_equal(listener->entry_count, 3);
    assert_int_equal(listener->entries[0].member_count, 2);
    assert_view_equal(*listener->entries[0].members[0].description, "a (b)");
    assert_null(listener->entries[0].members[1].description);
    assert_true(listener->entries[0].has_description);
    assert_int_equal(listener->entries[1].kind, ACCESS_HOST);
    assert_int_equal(listener->entries[2].kind, ACCESS_ALL);
    assert_int_equal(listener_policy(listener, VIEW("P"))->behavior, BEHAVIOR_RELAY);
    setup_end(&fixture.setup);
}

static void faults_of_tables(void **state)
{
    struct fixture fixture;
    const struct mail_flow_policy policy = {.name = VIEW("POLICY")};
    (void)state;
    begin(&fixture, VOCABULARY_SOURCE);
    add_group(&fixture, "ALL", "P");
    said(&fixture, CODE_MEMBER_ALL, "ALL as a member", "write all uses POLICY; as the last entry");
    begin(&fixture, VOCABULARY_SOURCE);
    add_group(&fixture, "acept", "P");
    said(&fixture, CODE_MEMBER_FORM, "not a member of a sender group: \"acept\"",
         "a table would take it for a behavior; write a host with its domain");
    begin(&fixture, VOCABULARY_SOURCE);
    access_policy(&fixture.access, &policy);
    access_policy(&fixture.access, &policy);
    said(&fixture, CODE_POLICY_TWICE, "the mail flow policy POLICY is defined twice",
         "keep one of the two");
    begin(&fixture, VOCABULARY_SOURCE);
    access_policy(&fixture.access, &policy);
    add_group(&fixture, "192.0.2.8", "POLICI");
    check(&fixture);
    said(&fixture, CODE_POLICY_UNDEFINED,
         "the mail flow policy POLICI is not defined in this listener", "did you mean POLICY?");
    begin(&fixture, VOCABULARY_POLICY);
    add_group(&fixture, "192.0.2.8", "ZORK");
    check(&fixture);
    said(&fixture, CODE_POLICY_UNDEFINED,
         "the mail flow policy ZORK is not defined in this listener",
         "define it at the top of <access>: <mail-flow-policy name=\"NAME\" "
         "behavior=\"accept\"/>");
    begin(&fixture, VOCABULARY_SOURCE);
    add_group(&fixture, "192.0.2.8", "TRUSTED");
    check(&fixture);
    said(&fixture, CODE_ALL_MISSING, "the listener does not end with \"all\"",
         "put all uses POLICY; at the end");
}

static void recipients(void **state)
{
    struct fixture fixture;
    (void)state;
    begin(&fixture, VOCABULARY_SOURCE);
    struct recipients_reader *reader = &fixture.recipients;
    const struct flow_settings none = {0};
    assert_true(
        recipients_add(reader, at(&fixture, "a.example"), RECIPIENT_ACCEPT, fixture.place, none));
    assert_true(
        recipients_add(reader, at(&fixture, "A.EXAMPLE"), RECIPIENT_REJECT, fixture.place, none));
    assert_true(recipients_add(reader, at(&fixture, "b.example"), RECIPIENT_ACTION_COUNT,
                               fixture.place, none));
    assert_false(
        recipients_add(reader, at(&fixture, "@a.example"), RECIPIENT_ACCEPT, fixture.place, none));
    assert_int_equal(reader->listener->recipient_count, 2);
    assert_false(reader->has_all);
    recipients_check(&fixture.setup.diag, VOCABULARY_SOURCE, reader->listener, reader->has_all,
                     fixture.place);
    assert_string_equal(setup_messages(&fixture.setup), "W2208@1:1 E2204@1:1 E2207@1:1");
    said(&fixture, CODE_RAT_ALL_MISSING, "the recipients do not end with \"all\"",
         "put reject all; at the end");
}

/* --- Settings in the policy language ---------------------------------------------------------- */

/* Reads NAME = TEXT, as a policy source has it, in a block of TABLE. */
static struct flow_settings read_setting(struct setup *setup, enum flow_table table,
                                         const char *name, struct view text)
{
    struct flow_reader reader;
    const struct source *source = setup_source(setup, "setting", "x");
    const struct span place = {source->base, source->base + 1};
    flow_reader_init(&reader, &setup->diag, table, 1, false);
    reader.vocabulary = VOCABULARY_SOURCE;
    flow_begin(&reader, place);
    enum flow_param param = flow_find_policy(table, view_of(name));
    struct view spelt = view_of(name);
    if (param != FLOW_COUNT) {
        spelt = view_of(flow_parameter(param)->name);
        text = flow_policy_text(&setup->arena, param, text);
    }
    bool quoted = text.length > 1 && text.text[0] == '"' && text.text[text.length - 1] == '"';
    flow_read_setting(&reader, spelt, place,
                      (struct flow_text){text, quoted ? FLOW_QUOTED : FLOW_BARE}, place);
    flow_end(&reader);
    return flow_take(&reader);
}

static void settings(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        const char *back; /* NULL: FOUND is an error */
        const char *found;
        const char *help;
    } cases[] = {
        {"tls", "preferred", "preferred", NULL, NULL},
        {"tls", "required", "required", NULL, NULL},
        {"tls", "prefered", NULL, "unknown value \"prefered\" of tls", "did you mean preferred?"},
        {"smtp-auth", "on", "on", NULL, NULL},
        {"max-recipients-per-hour", "unlimited", "unlimited", NULL, NULL},
        {"max-recipients-per-hour", "20", "20", NULL, NULL},
        {"max-recipients-per-hour", "many", NULL, "max-recipients-per-hour must be a number",
         "write digits, or unlimited"},
        {"max-message-size", "2k", "2048", NULL, NULL},
        {"max-message-size", "7", NULL, "max-message-size out of range",
         "write at least 1024 bytes; k and M may stand behind the number"},
        {"smtp-banner-text", "say \"hi\" \\o/", "say \\\"hi\\\" \\\\o/", NULL, NULL},
        {"quantum_safe", "a \"b\" c", "a \"b\" c", NULL, NULL},
        {"quantum_safe", "\"a", NULL,
         "not the value of a parameter as a table can have it: \"\"a\"", NULL},
        {"ALL", "7", NULL, "not the name of a parameter as a table can have it: \"ALL\"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct setup setup;
        uint32_t count;
        char buffer[FLOW_MOST_DIGITS];
        setup_begin(&setup);
        const struct flow_settings read =
            read_setting(&setup, FLOW_TABLE_HAT, cases[i].name, view_of(cases[i].text));
        const struct message *const *messages = diag_sorted(&setup.diag, &count);
        if (cases[i].found != NULL) {
            assert_true(count > 0);
            assert_string_equal(messages[0]->text, cases[i].found);
            if (cases[i].help != NULL)
                assert_string_equal(messages[0]->help, cases[i].help);
        } else {
            assert_int_equal(setup.diag.counts[SEVERITY_ERROR], 0);
            assert_view_equal(flow_policy_word(&read.list[0], buffer), cases[i].back);
        }
        setup_end(&setup);
    }
}

/* --- Laws ------------------------------------------------------------------------------------- */

/* Fragments of what tables have, and bytes that mean something there. */
static struct view random_text(struct arena *arena, uint64_t *seed)
{
    static const char *const pieces[] = {
        "192.0.2.7", "10.", "-", "/24", "2001:db8::", "::1", ".", "a.example", "sbrs[", "-3.0:",
        "none", "]", "SBO:", "1234", "dnslist[", "geo[", "CH", "d}", "nx.domain", "ALL", "reject",
        "serv.fail", "[IPv6:", "joe@", "[", ":", "=", " ", "#", "$", "(", ")", "{", "}", "\"",
        "\\", "\t", "\xC3\xA9", "\xE3\x80\x82", "\xFF", "*", ",", "255", "0", "x", "%", "@", "_"};
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 1 + random_below(seed, 5); i > 0; i--)
        buffer_add_string(&text, PICK(seed, pieces));
    for (uint32_t i = random_below(seed, 3); i > 0; i--)
        text.text[random_below(seed, (uint32_t)text.length)] = (char)(1 + random_below(seed, 255));
    return buffer_view(&text);
}

/* Whether a reader would come as far with TEXT. */
static bool is_clean(struct view text)
{
    size_t offset;
    return utf8_check(text, &offset) && !text_has_control(text, &offset) && text.length > 0 &&
           view_trim(text).length == text.length;
}

/* Reads TABLE, which must be without errors, into POLICY. */
static const struct listener *read_table(struct setup *setup, struct policy *policy,
                                         read_function *read, struct buffer *table)
{
    setup_read(setup, policy, read, "table", buffer_view(table));
    if (setup->diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%s", setup_messages(setup), buffer_string(table));
    return only_listener(policy);
}

/* Whether TEXT is a member; it is the same member in a table then, in a group and by itself. */
static bool check_member(struct view text)
{
    struct setup setup;
    struct policy policy;
    struct member member;
    setup_begin(&setup);
    const struct source *source = setup_source_view(&setup, "member", text);
    const struct span place = {source->base, source->base + source->size};
    bool taken = access_word(text) == ACCESS_WORD_MEMBER &&
                 member_read(&setup.diag, text, place, &member);
    if (taken) {
        struct buffer table = buffer_new(&setup.arena);
        buffer_printf(&table, "G:\n    %.*s (d)\n        REJECT\n%.*s\n    REJECT\n",
                      VIEW_ARG(text), VIEW_ARG(text));
        buffer_add_string(&table, "ALL\n    REJECT\n");
        const struct listener *listener = read_table(&setup, &policy, read_hat, &table);
        if (listener->entry_count != 3 || listener->entries[0].member_count != 1 ||
            !member_same(&listener->entries[0].members[0], &member) ||
            !member_same(&listener->entries[1].members[0], &member) ||
            !view_equal(table_written(&setup, &policy, "hat"), buffer_view(&table)))
            fail_msg("another member: \"%.*s\"", VIEW_ARG(text));
    }
    setup_end(&setup);
    return taken;
}

static bool check_recipient(struct view text)
{
    struct setup setup;
    struct policy policy;
    struct recipient_entry recipient = {.action = RECIPIENT_ACCEPT};
    setup_begin(&setup);
    const struct source *source = setup_source_view(&setup, "recipient", text);
    const struct span place = {source->base, source->base + source->size};
    bool taken = !view_has(text, ' ') && recipient_read(&setup.diag, text, place, &recipient) &&
                 recipient.kind != RECIPIENT_ALL;
    if (taken) {
        struct buffer table = buffer_new(&setup.arena);
        buffer_printf(&table, "%.*s ACCEPT\nALL REJECT\n", VIEW_ARG(text));
        const struct listener *listener = read_table(&setup, &policy, read_rat, &table);
        const struct recipient_entry *read = &listener->recipients[0];
        if (listener->recipient_count != 2 || read->kind != recipient.kind ||
            !view_equal(read->local, recipient.local) ||
            !view_equal(read->domain, recipient.domain) ||
            !view_equal(table_written(&setup, &policy, "rat"), buffer_view(&table)))
            fail_msg("another recipient: \"%.*s\"", VIEW_ARG(text));
    }
    setup_end(&setup);
    return taken;
}

/* TEXT as an unknown parameter's value, or its name, or a known text. */
static bool check_parameter(struct view text)
{
    static const char *const names[] = {"quantum_safe", NULL, "smtp-banner-text"};
    bool taken = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct setup setup;
        struct policy policy;
        setup_begin(&setup);
        const char *name = names[i] != NULL ? names[i] : arena_printf(&setup.arena, "%.*s",
                                                                      VIEW_ARG(text));
        setup.diag.lenient = true;
        struct flow_settings read = read_setting(&setup, FLOW_TABLE_HAT, name,
                                                 names[i] != NULL ? text : VIEW("7"));
        if (read.count == 1 && setup.diag.counts[SEVERITY_ERROR] == 0) {
            setup_policy(&setup, &policy);
            struct listener *listener = listeners_get(&policy.listeners, VIEW("In"));
            struct mail_flow_policy added = {.name = VIEW("P"), .settings = read};
            listener->hat_place = read.list[0].place;
            listener_add_policy(&setup.arena, listener, &added);
            struct buffer table = buffer_new(&setup.arena);
            buffer_add(&table, table_written(&setup, &policy, "hat"));
            buffer_add_string(&table, "ALL\n    $P\n");
            const struct mail_flow_policy *again =
                &read_table(&setup, &policy, read_hat, &table)->policies[0];
            if (!flow_settings_same(&again->settings, &read))
                fail_msg("another parameter: %s", buffer_string(&table));
            taken = true;
        }
        setup_end(&setup);
    }
    return taken;
}

static void check_law(bool (*check_text)(struct view text), uint64_t seed)
{
    uint64_t count = environment_number("TEXTS", 20000);
    uint64_t taken = 0;
    struct setup setup;
    setup_begin(&setup);
    for (uint64_t i = 0; i < count; i++) {
        struct view text = random_text(&setup.arena, &seed);
        if (is_clean(text))
            taken += check_text(text);
    }
    assert_true(taken > count / 200);
    setup_end(&setup);
}

static void any_member(void **state)
{
    (void)state;
    check_law(check_member, environment_number("SEED", 7));
}

static void any_recipient(void **state)
{
    (void)state;
    check_law(check_recipient, environment_number("SEED", 8));
}

static void any_parameter(void **state)
{
    (void)state;
    check_law(check_parameter, environment_number("SEED", 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_of_no_name), cmocka_unit_test(behaviors),
        cmocka_unit_test(actions),             cmocka_unit_test(a_whole_table),
        cmocka_unit_test(faults_of_tables),    cmocka_unit_test(recipients),
        cmocka_unit_test(settings),            cmocka_unit_test(any_member),
        cmocka_unit_test(any_recipient),       cmocka_unit_test(any_parameter),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
