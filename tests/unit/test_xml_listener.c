/* SPDX-License-Identifier: MIT */
/*
 * The listeners of policy documents: read, written, and what is said of faulty ones.
 */
#include "analysis/validate.h"
#include "read/hat.h"
#include "schema/schema.h"
#include "support_listener.h"
#include "support_xml.h"

#define LISTENER(text) POLICY("<listener name=\"In\">" text "</listener>")
#define ALL "<all><own-policy behavior=\"reject\"/></all>"
#define ACCESS(text) LISTENER("<access>\n" text ALL "</access>")

/* Everything that a listener can have. */
static const char document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<policy xmlns=\"urn:destc:policy:1\">\n"
    "  <destination domain=\"a.example\"/>\n"
    "  <listener name=\"InboundMail\" type=\"public\">\n"
    "    <interface>Data 1</interface>\n"
    "    <port>25</port>\n"
    "    <default-domain>example.com</default-domain>\n"
    "    <max-connections>300</max-connections>\n"
    "    <queue-size>50</queue-size>\n"
    "    <bounce-profile>Default</bounce-profile>\n"
    "    <certificate>mx</certificate>\n"
    "    <default-policy>\n"
    "      <tls>preferred</tls>\n"
    "      <max-message-size>1048576</max-message-size>\n"
    "    </default-policy>\n"
    "    <access>\n"
    "      <mail-flow-policy name=\"P\" behavior=\"accept\">\n"
    "        <parameter name=\"zork\">7</parameter>\n"
    "        <max-recipients-per-hour>unlimited</max-recipients-per-hour>\n"
    "        <smtp-banner-text> &lt;mx&gt; \\\"it\\\" </smtp-banner-text>\n"
    "        <parameter name=\"tls\">\"quantum\"</parameter>\n"
    "        <smtp-auth>on</smtp-auth>\n"
    "        <use-override-hostname>default</use-override-hostname>\n"
    "      </mail-flow-policy>\n"
    "      <mail-flow-policy name=\"Q\" behavior=\"continue\"/>\n"
    "      <sender-group name=\"EMPTY\">\n"
    "        <uses policy=\"Q\"/>\n"
    "      </sender-group>\n"
    "      <sender-group name=\"G\">\n"
    "        <description/>\n"
    "        <member>Mail.Example</member>\n"
    "        <member description=\"a (b), &quot;c&quot;\">10.1.</member>\n"
    "        <member description=\"\">sbrs[-3.0:-1.0]</member>\n"
    "        <uses policy=\"P\">\n"
    "          <spam-check>off</spam-check>\n"
    "        </uses>\n"
    "      </sender-group>\n"
    "      <host>\n"
    "        <description>one &amp; only</description>\n"
    "        <member>2001:DB8::7</member>\n"
    "        <own-policy behavior=\"tcprefuse\"/>\n"
    "      </host>\n"
    "      <all>\n"
    "        <member description=\"everybody\">ALL</member>\n"
    "        <own-policy behavior=\"accept\">\n"
    "          <tls>off</tls>\n"
    "        </own-policy>\n"
    "      </all>\n"
    "    </access>\n"
    "    <recipients>\n"
    "      <recipient address=\".Example.com\" action=\"accept\">\n"
    "        <smtp-response-code>250</smtp-response-code>\n"
    "        <parameter name=\"fu\">\"x\"</parameter>\n"
    "      </recipient>\n"
    "      <recipient address=\"joe@\" action=\"reject\"/>\n"
    "      <all action=\"reject\"/>\n"
    "    </recipients>\n"
    "  </listener>\n"
    "  <listener name=\"Outbound\" type=\"private\"/>\n"
    "</policy>\n";

static void writing(void **state)
{
    struct reading reading;
    struct write_options options = {.idn = IDN_AS_READ};
    (void)state;
    reading_begin(&reading, read_document, document);
    if (diag_has_errors(&reading.setup.diag))
        fail_msg("%s", setup_messages(&reading.setup));
    assert_view_equal(document_written(&reading.setup, &reading.policy, &options), document);
    assert_int_equal(reading.policy.listeners.count, 2);
    const struct listener *listener = &reading.policy.listeners.list[0];
    assert_int_equal(listener->type, LISTENER_PUBLIC);
    assert_int_equal(listener->port, 25);
    assert_int_equal(listener->max_connections, 300);
    assert_true(listener->has_default_policy);
    assert_int_equal(flow_get(&listener->default_policy.settings, FLOW_TLS)->number, FLOW_ON);
    assert_int_equal(
        flow_get(&listener->policies[0].settings, FLOW_MAX_RCPTS_PER_HOUR)->number, FLOW_UNLIMITED);
    assert_int_equal(listener->entry_count, 4);
    assert_false(listener_has_hat(&reading.policy.listeners.list[1]));
    assert_false(listener_has_rat(&reading.policy.listeners.list[1]));
    setup_end(&reading.setup);
}

static void check(const char *text, const char *messages)
{
    read_gives(read_document, text, messages);
}

#define HOST(text) ACCESS("<host><member>" text "</member><own-policy behavior=\"accept\"/></host>")
#define GROUP(text)                                                                                \
    ACCESS("<sender-group name=\"G\">" text "<own-policy behavior=\"accept\"/></sender-group>")
#define FLOW(text)                                                                                 \
    ACCESS("<mail-flow-policy name=\"P\" behavior=\"accept\">" text "</mail-flow-policy>")

/* What the readers of tables say, at places in the document. */
static void faults_of_tables(void **state)
{
    (void)state;
    check(HOST("1.2.3.300"), "E2102@3:21");
    check(HOST("ALL"), "E2112@3:15");
    check(GROUP("<member>ALL</member><member>reject</member>"), "E2112@3:32 E2101@3:52");
    check(GROUP("<member>1.2.3.4</member><member>1.2.3.4/32</member>"), "W2113@3:56");
    check(ACCESS("<sender-group name=\"G\"><member>a.example</member><uses policy=\"NONE\"/>"
                 "</sender-group>"),
          "E2010@3:64");
    check(FLOW("<tls>off</tls><tls>off</tls>"), "E0302@3:61");
    check(ACCESS("<mail-flow-policy name=\"P\" behavior=\"accept\"/>\n"
                 "<mail-flow-policy name=\"P\" behavior=\"reject\"/>"),
          "E2012@4:25");
    check(LISTENER("<access><host><member>a.example</member>"
                   "<own-policy behavior=\"accept\"/></host></access>"),
          "E2015@2:43");
    check(LISTENER("<access>" ALL ALL "</access>"), "E2014@2:30");
}

/* What the schema says, or the reader of what stands where. */
static void faults_of_form(void **state)
{
    (void)state;
    check(ACCESS("<host><member>1.2.3.4</member></host>"), "E0901@3:2");
    check(ACCESS("<mail-flow-policy name=\"P\" behavior=\"acept\"/>"), "E0901@3:38");
    check(ACCESS("<mail-flow-policy name=\"P\"/>"), "E0901@3:2");
    check(FLOW("<tsl>on</tsl>"), "E0604@3:47");
    check(FLOW("<tls>on</tls>"), "E0901@3:51");
    check(FLOW("<smtp-banner-text>\"</smtp-banner-text>"), "E2030@3:64");
    check(FLOW("<smtp-banner-text>\\</smtp-banner-text>"), "E2030@3:64");
    check(FLOW("<parameter name=\"x\">\"</parameter>"), "E2031@3:66");
    check(FLOW("<parameter name=\"x\">}</parameter>"), "E2031@3:66");
    check(FLOW("<parameter name=\"ALL\">7</parameter>"), "E2031@3:63");
    check(FLOW("<parameter name=\"tls\">\"a\"b\"</parameter>"), "E2031@3:68");
    check(GROUP("<member> a.example</member><member/>"), "E0901@3:32 E0901@3:52");
    check(LISTENER("<access/>"), "E0901@2:22");
    check(LISTENER("<port>0</port>"), "E0901@2:27");
    check(LISTENER("<recipients><recipient address=\"a b\" action=\"accept\"/>"
                   "<all action=\"drop\"/></recipients>"),
          "E0901@2:53 E0901@2:88");
    check(POLICY("<listener type=\"public\"/><listener name=\"A\" type=\"big\"/>"),
          "E0901@2:2 E0901@2:51");
    check(POLICY("<listener name=\"A\"/><listener name=\"A\"/>"), "E1101@2:37");
    check(POLICY("<listener name=\"A\"/><destination domain=\"a.example\"/>"
                 "<listener name=\"B\"><zork/></listener>"),
          "E0901@2:22 E0604@2:74");
}

/* A table of another format is held against the schema too. */
static void tables_are_judged(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_hat,
                  "$P\n    ACCEPT {\n        zork = 7\n    }\nALL\n    $P (a (b))\n");
    struct listener *listener = &reading.policy.listeners.list[0];
    uint32_t errors = reading.setup.diag.counts[SEVERITY_ERROR];
    validate(&reading.policy, &reading.setup.diag, true);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], errors);
    /* What no reader lets through is reported where the table has it. */
    listener->policies[0].settings.list[0].text = VIEW("}");
    validate(&reading.policy, &reading.setup.diag, false);
    reading_gave(&reading, "", "W0213@3:9 E0901@3:16");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing),
        cmocka_unit_test(faults_of_tables),
        cmocka_unit_test(faults_of_form),
        cmocka_unit_test(tables_are_judged),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
