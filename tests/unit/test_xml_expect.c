/* SPDX-License-Identifier: MIT */
/*
 * What policy documents expect of listeners: read, written, and what is said of faulty ones.
 */
#include "schema/schema.h"
#include "support_xml.h"

static const char document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<policy xmlns=\"urn:destc:policy:1\">\n"
    "  <destination domain=\"a.example\"/>\n"
    "  <expectation message=\"no &quot;open&quot; relay\">\n"
    "    <recipients action=\"reject\" listener=\"In\">\n"
    "      <all/>\n"
    "      <recipient>joe@a.example</recipient>\n"
    "      <recipient>.b.example</recipient>\n"
    "    </recipients>\n"
    "  </expectation>\n"
    "  <expectation>\n"
    "    <mail-flow listener=\"Out &amp; In\">\n"
    "      <condition>tls &gt;= required</condition>\n"
    "      <policy>RELAYED</policy>\n"
    "      <policy>TRUSTED</policy>\n"
    "    </mail-flow>\n"
    "  </expectation>\n"
    "  <expectation>\n"
    "    <mail-flow listener=\"In\">\n"
    "      <condition>smtp-banner-text = two words</condition>\n"
    "      <all/>\n"
    "    </mail-flow>\n"
    "  </expectation>\n"
    "  <expectation>\n"
    "    <mail-flow listener=\"In\">\n"
    "      <condition>dhap-limit &lt;= 25</condition>\n"
    "      <default/>\n"
    "    </mail-flow>\n"
    "  </expectation>\n"
    "  <expectation message=\"m\">\n"
    "    <host address=\"2001:db8::7\" named=\"mx.example\" scored=\"-2.5\" listener=\"In\">\n"
    "      <is>ACCEPTED</is>\n"
    "    </host>\n"
    "  </expectation>\n"
    "  <expectation>\n"
    "    <host address=\"192.0.2.1\">\n"
    "      <matching>geo[CH]</matching>\n"
    "      <matching>nx.domain</matching>\n"
    "      <is>tcprefuse</is>\n"
    "    </host>\n"
    "  </expectation>\n"
    "  <expectation>\n"
    "    <relay-only-from>\n"
    "      <sender-group>RELAYLIST</sender-group>\n"
    "      <sender-group>OTHER</sender-group>\n"
    "    </relay-only-from>\n"
    "  </expectation>\n"
    "</policy>\n";

/* What is read is written, and every part has its place. */
static void there_and_back(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document, document);
    const struct policy *policy = &reading.policy;
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_int_equal(policy->expectation_count, 7);
    const struct expectation *flow = &policy->expectations[1];
    assert_int_equal(flow->kind, EXPECT_FLOW);
    assert_view_equal(flow->listener.text, "Out & In");
    assert_view_equal(flow->operation.text, ">=");
    assert_view_equal(sources_text(&reading.setup.sources, flow->value.place), "required");
    assert_view_equal(sources_text(&reading.setup.sources, flow->subjects[1].place), "TRUSTED");
    assert_view_equal(flow->text,
                      "assert tls >= required for RELAYED, TRUSTED on listener Out & In");
    assert_view_equal(policy->expectations[0].message, "no \"open\" relay");
    assert_view_equal(policy->expectations[4].text, "expect host 2001:db8::7 named mx.example "
                                                    "scored -2.5 on listener In is ACCEPTED");
    const struct write_options options = {.target = RELEASE_NEWEST};
    assert_view_equal(document_written(&reading.setup, policy, &options), document);
    setup_end(&reading.setup);
}

static void check(const char *text, const char *messages, uint32_t count)
{
    struct reading reading;
    reading_begin(&reading, read_document, text);
    if (reading.policy.expectation_count != count)
        fail_msg("%s\nhas %u expectations", text, reading.policy.expectation_count);
    reading_gave(&reading, text, messages);
}

#define EXPECTATION(text) POLICY("<expectation>" text "</expectation>")

static void faulty(void **state)
{
    (void)state;
    check(EXPECTATION("<recipients action=\"reject\"><all/></recipients>"), "", 1);
    check(EXPECTATION("<recipients action=\"rejct\"><all/></recipients>"), "E0901@2:34", 0);
    check(EXPECTATION("<recipients action=\"reject\"/>"), "E0901@2:15", 0);
    check(EXPECTATION("<recipients><all/></recipients>"), "E0901@2:15", 0);
    check(EXPECTATION("<recipients action=\"reject\"><al/><all/></recipients>"), "E0604@2:43", 1);
    check(EXPECTATION("<mail-flow listener=\"I\"><condition>tls</condition><all/></mail-flow>"),
          "E1001@2:49", 0);
    check(EXPECTATION("<mail-flow><condition>tls = off</condition><all/></mail-flow>"),
          "E0901@2:15", 0);
    check(EXPECTATION("<mail-flow listener=\"I\"><all/></mail-flow>"), "E0901@2:39", 0);
    check(EXPECTATION("<host><is>accept</is></host>"), "E0901@2:15", 0);
    check(EXPECTATION("<host address=\"1.2.3.4\"/>"), "E0901@2:15", 0);
    check(EXPECTATION("<relay-only-from/>"), "E0901@2:15", 0);
    check(EXPECTATION("<relay-only-frm><sender-group>A</sender-group></relay-only-frm>"),
          "E0604@2:15", 0);
    check(EXPECTATION(""), "E0901@2:2", 0);
    check(EXPECTATION("<relay-only-from><sender-group>A</sender-group></relay-only-from>"
                      "<host address=\"1.2.3.4\"><is>accept</is></host>"),
          "E0901@2:80", 1);
    check(POLICY("<expectation target=\"x\"><relay-only-from><sender-group>A</sender-group>"
                 "</relay-only-from></expectation>"), "E0606@2:14", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(faulty),
    };
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
