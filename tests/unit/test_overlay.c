/* SPDX-License-Identifier: MIT */
/*
 * Appliances and assertions in the policy document: read, validated, written. SEED and TABLES in
 * the environment choose other random policies, and how many.
 */
#include "model/overlay.h"

#include "analysis/validate.h"
#include "schema/schema.h"
#include "support_xml.h"
#include "write/xml.h"

static struct view write_text(struct setup *setup, const struct policy *policy)
{
    struct write_options options = {.defaults = defaults_of(policy), .target = RELEASE_NEWEST};
    check_xml(policy, &options, &setup->diag);
    return document_written(setup, policy, &options);
}

/* TEXT gives just MESSAGES, in the form of setup_message_texts(). */
static void check(const char *text, const char *messages)
{
    struct reading reading;
    reading_begin(&reading, read_document, text);
    reading_gave_texts(&reading, text, messages);
}

/* TEXT is what is written when it has been read. */
static void check_same(const char *text)
{
    struct reading reading;
    reading_begin(&reading, read_document, text);
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_string_equal(write_text(&reading.setup, &reading.policy).text, text);
    setup_end(&reading.setup);
}

#define DEFAULT_WITH(ip, tls) DEFAULT_ENTRY("<tls>" tls "</tls>", ip)
#define DEFAULT(tls) DEFAULT_WITH(IP, tls)
#define GIVE(name, tls) "<destination domain=\"" name "\"><tls>" tls "</tls></destination>"
#define APPLIANCE(text) "<appliance name=\"x\">" text "</appliance>"
#define ASSERTION(text) "<assertion>" text "</assertion>"
#define CONDITION "<condition>tls = off</condition>"

static const char whole_document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<policy xmlns=\"urn:destc:policy:1\" name=\"a &amp; &quot;b&quot;\" asyncos=\"14.2\">\n"
    "  <destination domain=\"a.example\">\n"
    "    <tls>required</tls>\n"
    "  </destination>\n"
    "  <destination domain=\"b.example\"/>\n"
    "  <destination domain=\"c.example\">\n"
    "    <tls>required</tls>\n"
    "  </destination>\n"
    "  <appliance name=\"none\"/>\n"
    "  <appliance name=\"some\" asyncos=\"15.0\">\n"
    "    <default>\n"
    "      <ip>prefer-ipv4</ip>\n"
    "      <limits per=\"domain\" apply=\"system-wide\">\n"
    "        <connections>5</connections>\n"
    "        <recipients limit=\"unlimited\" minutes=\"1\"/>\n"
    "      </limits>\n"
    "      <messages>1</messages>\n"
    "      <tls>off</tls>\n"
    "      <bounce-verification>on</bounce-verification>\n"
    "      <certificate>mx</certificate>\n"
    "      <tls-alert>off</tls-alert>\n"
    "    </default>\n"
    "    <destination domain=\".new.example\">\n"
    "      <tls>off</tls>\n"
    "    </destination>\n"
    "    <destination domain=\"a.example\"/>\n"
    "    <destination domain=\"b.example\">\n"
    "      <tls>off</tls>\n"
    "    </destination>\n"
    "    <remove domain=\"c.example\"/>\n"
    "  </appliance>\n"
    "  <assertion target=\"@all-of-them\" message=\"contract &quot;12&quot;:&#10;see &lt;1&gt;\">\n"
    "    <condition>tls &gt;= required</condition>\n"
    "    <name>a.example</name>\n"
    "    <name>.new.example</name>\n"
    "  </assertion>\n"
    "  <assertion>\n"
    "    <condition>encryption enforced</condition>\n"
    "    <all/>\n"
    "  </assertion>\n"
    "  <assertion>\n"
    "    <condition>bounce-profile != two  words</condition>\n"
    "    <default/>\n"
    "  </assertion>\n"
    "</policy>\n";

static void written_as_read(void **state)
{
    (void)state;
    check_same(whole_document);
}

static const struct settings *settings_of(const struct policy *policy, const char *name)
{
    uint32_t entry = policy_find(policy, view_of(name));
    return entry == NO_ENTRY
               ? NULL
               : policy_settings(policy, policy_destination(policy, entry)->settings);
}

/* An appliance has a whole policy. */
static void whole_policies(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document, whole_document);
    assert_int_equal(reading.policy.appliance_count, 2);
    const struct policy *none = overlay_find(&reading.policy, VIEW("none"))->policy;
    const struct policy *some = overlay_find(&reading.policy, VIEW("some"))->policy;
    assert_null(overlay_find(&reading.policy, VIEW("other")));
    assert_int_equal(reading.policy.count, 3);
    assert_int_equal(none->count, 3);
    assert_false(none->has_default);
    assert_int_equal(none->target.minor, 2);
    assert_view_equal(none->name, "a & \"b\"");
    assert_int_equal(some->count, 3);
    assert_true(some->has_default);
    assert_int_equal(some->target.major, 15);
    assert_int_equal(some->assertion_count, 3);
    assert_null(settings_of(some, "c.example"));
    assert_int_equal(settings_of(some, "a.example")->given, 0);
    assert_int_equal(settings_of(some, "b.example")->values[PARAM_TABLE_TLS].number, TLS_OFF);
    assert_int_equal(settings_of(some, ".new.example")->given, PARAM_BIT(PARAM_TABLE_TLS));
    assert_int_equal(settings_of(&reading.policy, "b.example")->given, 0);
    setup_end(&reading.setup);
}

/* A setting of an appliance is found again in the appliance. */
static void places(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document,
                  POLICY(GIVE("a.example", "off") APPLIANCE(GIVE("a.example", "required"))));
    const struct policy *policy = reading.policy.appliances[0].policy;
    struct span place = policy_locate(policy, policy_destination(policy, 0)->section,
                                      VIEW("table_tls"));
    assert_view_equal(sources_text(&reading.setup.sources, place), "required");
    setup_end(&reading.setup);
}

static void assertions(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document,
                  POLICY(ASSERTION("<condition>tls &gt;= off</condition>"
                                   "<name>b\xC3\xBC.example</name><name>b.x</name>"
                                   "<name>c.x</name><name>.d.x</name>")
                             ASSERTION("<condition>ip = x = y</condition><all/>")
                                 ASSERTION("<condition>encryption enforced</condition>"
                                           "<default/>")));
    assert_string_equal(setup_message_texts(&reading.setup), "");
    const struct assertion *list = reading.policy.assertions;
    struct sources *sources = &reading.setup.sources;
    assert_int_equal(reading.policy.assertion_count, 3);
    assert_view_equal(list[0].name.text, "tls");
    assert_view_equal(sources_text(sources, list[0].name.place), "tls");
    assert_view_equal(list[0].operation.text, ">=");
    assert_view_equal(sources_text(sources, list[0].operation.place), "tls &gt;= off");
    assert_view_equal(list[0].value.text, "off");
    assert_view_equal(sources_text(sources, list[0].value.place), "off");
    assert_int_equal(list[0].target, ASSERTION_FOR_NAMES);
    assert_int_equal(list[0].name_count, 4);
    assert_view_equal(list[0].names[0].domain.key, "xn--b-eha.example");
    assert_int_equal(list[0].names[3].domain.kind, DOMAIN_PARTIAL);
    assert_view_equal(list[0].target_text, "b\xC3\xBC.example, b.x, c.x, ...");
    assert_view_equal(list[1].value.text, "x = y");
    assert_view_equal(sources_text(sources, list[1].operation.place), "=");
    assert_int_equal(list[1].target, ASSERTION_FOR_ALL);
    assert_true(list[2].enforced);
    assert_int_equal(list[2].target, ASSERTION_FOR_DEFAULT);
    setup_end(&reading.setup);
}

/* Messages stand at the name or value that is wrong, or at the element. */
static void wrong_appliances(void **state)
{
    (void)state;
    check(POLICY(GIVE("a.x", "off") APPLIANCE("<remove domain=\"b.x\"/>")), "E1112=<");
    check(POLICY(APPLIANCE(GIVE("a.x", "off") GIVE("a.x", "off"))), "E0309=a.x");
    check(POLICY(GIVE("a.x", "off") APPLIANCE(GIVE("a.x", "off") "<remove domain=\"a.x\"/>")),
          "E0309=remove");
    check(POLICY(GIVE("a.x", "off") APPLIANCE("<remove domain=\"a.x\"/><remove domain=\"a.x\"/>")),
          "E0309=a.x");
    check(POLICY("<appliance name=\"x\"/><appliance name=\"y\"/><appliance name=\"x\"/>"),
          "E1101=x");
    check(POLICY("<appliance/>"), "E0901=appliance");
    check(POLICY("<appliance nam=\"x\"/>"), "E0606=nam");
    check(POLICY("<appliance name=\"\"/>"), "E0901=");
    check(POLICY("<appliance name=\" x\"/>"), "E0901= x");
    check(POLICY("<appliance name=\"x\" asyncos=\"new\"/>"), "E1114=new");
    check(POLICY("<appliance name=\"x\" asyncos=\"14.2.0\"/>"), "E0901=14.2.0");
    check(POLICY(APPLIANCE("<remove/>")), "E0901=remove");
    check(POLICY(APPLIANCE("<remove domian=\"a\"/>")), "E0606=domian");
    check(POLICY(APPLIANCE("<remove domain=\"*.a\"/>")), "E0402=*");
    check(POLICY(GIVE("a.x", "off") APPLIANCE("<remove domain=\"a.x\"><tls>off</tls></remove>")),
          "E0604=tls");
    check(POLICY(APPLIANCE("text")), "E0607=text");
    check(POLICY(APPLIANCE("<destintion domain=\"a.x\"/>")), "E0604=destintion");
    check(POLICY(APPLIANCE(APPLIANCE(""))), "E0604=appliance");
    check(POLICY(APPLIANCE(DEFAULT("of"))), "E0209=of");
    check(POLICY("<remove domain=\"a.x\"/>"), "E0604=remove");
}

/* What is out of order is told, and the rest is judged. */
static void out_of_order(void **state)
{
    (void)state;
    check(POLICY(APPLIANCE("<remove domain=\"a.x\"/>" GIVE("b.x", "of")) GIVE("a.x", "of")),
          "E0901=destination E0209=of E0901=destination E0209=of");
    check(POLICY(ASSERTION(CONDITION "<all/>") APPLIANCE(GIVE("b.x", "of"))),
          "E0901=appliance E0209=of");
    check(POLICY(APPLIANCE(GIVE("b.x", "of") DEFAULT("of"))),
          "E0209=of E0901=default E0209=of");
    check(POLICY(APPLIANCE(DEFAULT("off") DEFAULT("off"))), "E0310=default");
    check(POLICY(DEFAULT("off") ASSERTION(CONDITION "<all/>") GIVE("b.x", "off")),
          "E0901=destination");
}

static void wrong_assertions(void **state)
{
    (void)state;
    check(POLICY(ASSERTION(CONDITION)), "E0901=assertion");
    check(POLICY(ASSERTION("<all/>")), "E0901=all");
    check(POLICY(ASSERTION(CONDITION "<all/><default/>")), "E0901=default");
    check(POLICY(ASSERTION(CONDITION "<all/><name>a.x</name>")), "E0901=name");
    check(POLICY(ASSERTION(CONDITION "<name>a.x</name><all/>")), "E0901=all");
    check(POLICY(ASSERTION(CONDITION "<name>*.a</name>")), "E0402=*");
    check(POLICY(ASSERTION(CONDITION "<name>DEFAULT</name>")), "E0606=DEFAULT");
    check(POLICY(ASSERTION(CONDITION "<name/>")), "E0401=name");
    check(POLICY(ASSERTION(CONDITION "<nam>a</nam>")), "E0901=assertion E0604=nam");
    check(POLICY(ASSERTION("<condition/><all/>")), "E1001=condition");
    check(POLICY(ASSERTION("<condition>tls</condition><all/>")), "E1001=tls");
    check(POLICY(ASSERTION("<condition>tls required</condition><all/>")), "E1001=tls required");
    check(POLICY(ASSERTION("<condition>tls = </condition><all/>")), "E1001=tls = ");
    check(POLICY(ASSERTION("<condition>tls=off</condition><all/>")), "E1001=tls=off");
    check(POLICY(ASSERTION("<condition> tls = off</condition><all/>")), "E1001= tls = off");
    check(POLICY(ASSERTION("<condition>tls == off</condition><all/>")), "E0901=tls == off");
    check(POLICY("<assertion mesage=\"x\">" CONDITION "<all/></assertion>"), "E0606=mesage");
    check(POLICY("<assertion target=\"\">" CONDITION "<all/></assertion>"), "E0901=");
    check("<policy xmlns=\"urn:destc:policy:1\" name=\"\"/>", "E0901=");
    check("<policy xmlns=\"urn:destc:policy:1\" nmae=\"x\"/>", "E0606=nmae");
    check("<policy xmlns=\"urn:destc:policy:1\" asyncos=\"x\"/>", "E1114=x");
}

/* The document's release decides what a default entry must have; an appliance's own goes first. */
static void releases(void **state)
{
    (void)state;
    check("<policy xmlns=\"urn:destc:policy:1\" asyncos=\"7.5\">" DEFAULT_WITH("", "off")
          APPLIANCE(DEFAULT_WITH("", "preferred")) "</policy>", "");
    check("<policy xmlns=\"urn:destc:policy:1\" asyncos=\"14.0\">"
          "<appliance name=\"x\" asyncos=\"7.5\">" DEFAULT_WITH("", "preferred") "</appliance>\n"
          "<appliance name=\"y\">" DEFAULT_WITH("", "preferred") "</appliance></policy>",
          "E0304=default");
    check(POLICY(APPLIANCE(DEFAULT_WITH("", "preferred"))), "E0304=default");
}

/* What no reader lets through is judged by the schema, in appliances too. */
static void validated(void **state)
{
    (void)state;
    for (int full = 0; full <= 1; full++) {
        struct reading reading;
        reading_begin(&reading, read_document,
                      POLICY(GIVE("a.x", "off") APPLIANCE(GIVE("a.x", "preferred")
                                                              GIVE("b.x", "off"))
                                 ASSERTION(CONDITION "<all/>")));
        struct setup *setup = &reading.setup;
        assert_string_equal(setup_messages(setup), "");
        struct draft draft = {.other_count = 0};
        draft_reset(&draft);
        draft_set(&draft, PARAM_TABLE_TLS,
                  (struct value){.kind = VALUE_REJECTED,
                                 .number = store_atom(&setup->store, VIEW("zz"))},
                  SPAN_NONE, SPAN_NONE);
        struct policy *policy = reading.policy.appliances[0].policy;
        policy_destination(policy, 0)->settings = store_settings(&setup->store, &draft);
        reading.policy.assertions[0].operation.text = VIEW("~");
        validate(&reading.policy, &setup->diag, full == 1);
        assert_string_equal(setup_message_texts(setup), "E0901=preferred E0901=a");
        reading.policy.appliances[0].name = VIEW(" ");
        setup->diag.by_code[CODE_SCHEMA] = 0;
        validate(&reading.policy, &setup->diag, full == 1);
        assert_string_equal(setup_message_texts(setup),
                            "E0901=x E0901=preferred E0901=preferred E0901=a E0901=a");
        setup_end(setup);
    }
}

/* Many small appliances, or a few large ones: there is an end. */
static void too_many(void **state)
{
    struct reading reading;
    (void)state;
    setup_begin(&reading.setup);
    struct buffer text = buffer_new(&reading.setup.arena);
    buffer_add_string(&text, "<policy xmlns=\"urn:destc:policy:1\">\n");
    for (int i = 0; i <= OVERLAY_MOST; i++)
        buffer_printf(&text, "<appliance name=\"x%d\"/>", i);
    buffer_add_string(&text, "</policy>");
    setup_read(&reading.setup, &reading.policy, read_document, "document", buffer_view(&text));
    assert_string_equal(setup_messages(&reading.setup), "E1303@2:18");
    setup_end(&reading.setup);
}

/* --- Random policies ---------------------------------------------------------------------- */

static void add_random(struct setup *setup, struct policy *policy, uint64_t *seed, uint32_t name)
{
    struct store *store = &setup->store;
    struct draft draft = {.other_count = 0};
    draft_reset(&draft);
    if (random_below(seed, 3) > 0)
        draft_set(&draft, PARAM_TABLE_TLS,
                  (struct value){.kind = VALUE_WORD, .number = random_below(seed, 3)}, SPAN_NONE,
                  SPAN_NONE);
    if (random_below(seed, 3) == 0)
        draft_set(&draft, PARAM_MAX_MESSAGES_PER_CONNECTION,
                  (struct value){.kind = VALUE_NUMBER, .number = 1 + random_below(seed, 3)},
                  SPAN_NONE, SPAN_NONE);
    struct view text = view_of(arena_printf(&setup->arena, "d%u.example", name));
    struct domain domain = {text, text, DOMAIN_FULL, 0};
    uint32_t settings = store_settings(store, &draft);
    if (policy_find(policy, text) == NO_ENTRY)
        policy_add(policy, &domain, policy_hash(policy, text), settings, 0);
}

static void add_copy(struct policy *policy, const struct destination *destination)
{
    struct view name = destination_name(destination);
    struct domain domain = {name, name, DOMAIN_FULL, 0};
    policy_add(policy, &domain, policy_hash(policy, name), destination->settings, 0);
}

/* The base with some entries left out, some changed, some added. */
static void add_random_appliance(struct reading *reading, uint64_t *seed, uint32_t number)
{
    struct policy *base = &reading->policy;
    const char *name = arena_printf(&reading->setup.arena, "a%u", number);
    struct appliance *appliance = overlay_begin(base, view_of(name), SPAN_NONE);
    appliance->removed = NULL;
    for (uint32_t i = 0; i < base->count; i++)
        if (random_below(seed, 4) > 0)
            add_copy(appliance->policy, policy_destination(base, i));
    for (uint32_t i = random_below(seed, 6); i > 0; i--)
        add_random(&reading->setup, appliance->policy, seed, random_below(seed, 20));
    appliance->policy->has_target = random_below(seed, 2) == 0;
    if (appliance->policy->has_target)
        appliance->policy->target = (struct release){14, (uint16_t)random_below(seed, 3)};
}

static bool same_appliance(const struct policy *a, const struct policy *b)
{
    return same_policy(a, b) && a->has_target == b->has_target &&
           release_compare(a->target, b->target) == 0;
}

static void random_appliances(void **state)
{
    uint64_t seed = environment_number("SEED", 12);
    (void)state;
    for (uint64_t round = environment_number("TABLES", 300); round > 0; round--) {
        struct reading reading;
        struct policy again;
        uint64_t before = seed;
        setup_begin(&reading.setup);
        struct setup *setup = &reading.setup;
        setup_policy(setup, &reading.policy);
        for (uint32_t i = random_below(&seed, 10); i > 0; i--)
            add_random(setup, &reading.policy, &seed, random_below(&seed, 20));
        for (uint32_t i = random_below(&seed, 4); i > 0; i--)
            add_random_appliance(&reading, &seed, i);
        struct view text = write_text(setup, &reading.policy);
        setup_read(setup, &again, read_document, "document", text);
        bool same = *setup_messages(setup) == '\0' && same_appliance(&reading.policy, &again) &&
                    again.appliance_count == reading.policy.appliance_count;
        for (uint32_t i = 0; same && i < again.appliance_count; i++)
            same = same_appliance(reading.policy.appliances[i].policy, again.appliances[i].policy);
        same = same && view_equal(text, write_text(setup, &again));
        if (!same)
            fail_msg("SEED=%llu: %s\n%s", (unsigned long long)before, setup_messages(setup),
                     text.text);
        setup_end(setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_as_read),  cmocka_unit_test(whole_policies),
        cmocka_unit_test(places),           cmocka_unit_test(assertions),
        cmocka_unit_test(wrong_appliances), cmocka_unit_test(out_of_order),
        cmocka_unit_test(wrong_assertions), cmocka_unit_test(releases),
        cmocka_unit_test(validated),        cmocka_unit_test(too_many),
        cmocka_unit_test(random_appliances),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
