/* SPDX-License-Identifier: MIT */
/*
 * Policy documents: what they give, and what is reported about them, each fault once.
 */
#include "read/xml.h"

#include "schema/schema.h"
#include "support_xml.h"

/* TEXT gives just MESSAGES, in the form of setup_message_texts(). */
static void check(const char *text, const char *messages)
{
    struct reading reading;
    reading_begin(&reading, read_document, text);
    reading_gave_texts(&reading, text, messages);
}

static void check_lenient(const char *text, const char *messages)
{
    struct reading reading;
    reading_begin_view(&reading, read_document, view_of(text), true);
    reading_gave_texts(&reading, text, messages);
}

/* The same with lines and columns: "E0209@2:38". */
static void check_at(const char *text, const char *messages)
{
    read_gives(read_document, text, messages);
}

static void valid_documents(void **state)
{
    (void)state;
    check(POLICY(""), "");
    check("<policy xmlns=\"urn:destc:policy:1\"/>", "");
    check("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\r\n" POLICY(""), "");
    check("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>" POLICY(""), "");
    check("<?pi x?><!-- c -->" POLICY("<!-- < --><?pi?>") "<!-- c -->", "");
    check(POLICY(DEFAULT_ENTRY("<tls>off</tls>", IP)), "");
    check(POLICY("<destination domain=\"a.example\"/><destination domain=\".b\xC3\xBC" "cher\"/>"),
          "");
    check("<p:policy xmlns:p=\"urn:destc:policy:1\"><p:destination domain='a&#46;example'>"
          "<p:tls>off</p:tls></p:destination></p:policy>",
          "");
    check("<policy xmlns=\"urn:destc:policy:1\""
          " xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\""
          " x:schemaLocation=\"urn:destc:policy:1 policy.xsd\"/>",
          "");
    check(ENTRY("<tls><!-- c -->re<!-- c -->quired</tls>"), "");
    check(ENTRY("<bounce-profile><![CDATA[a<b]]>&amp;c</bounce-profile>"), "");
}

/* What was read, by the export's names. */
static const char *setting(struct reading *reading, uint32_t entry, enum param param)
{
    char buffer[VALUE_BUFFER];
    const struct destination *destination = policy_destination(&reading->policy, entry);
    const struct settings *set = policy_settings(&reading->policy, destination->settings);
    struct view text = value_export(&reading->setup.store, param, set->values[param], buffer);
    return arena_copy(&reading->setup.arena, text).text;
}

static void values(void **state)
{
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document,
                  ENTRY("<ip>require-ipv4</ip><limits per=\"mx-address\" apply=\"per-gateway\">"
                        "<connections>7</connections>"
                        "<recipients limit=\"unlimited\" minutes=\"60\"/></limits>"
                        "<messages>8</messages><tls>required-verify</tls><dane>mandatory</dane>"
                        "<bounce-verification>on</bounce-verification>"
                        "<bounce-profile>a  &lt;&#x62;&gt; <![CDATA[&amp;]]></bounce-profile>"
                        "<parameter name=\"future\">x</parameter>"));
    assert_int_equal(reading.policy.count, 1);
    assert_view_equal(destination_name(policy_destination(&reading.policy, 0)), "a.example");
    assert_string_equal(setting(&reading, 0, PARAM_IP_SORT_PREF), "REQUIRE_V4");
    assert_string_equal(setting(&reading, 0, PARAM_MAX_HOST_CONCURRENCY), "7");
    assert_string_equal(setting(&reading, 0, PARAM_RECIPIENT_LIMIT), "0");
    assert_string_equal(setting(&reading, 0, PARAM_RECIPIENT_MINUTES), "60");
    assert_string_equal(setting(&reading, 0, PARAM_LIMIT_TYPE), "MXIP");
    assert_string_equal(setting(&reading, 0, PARAM_LIMIT_APPLY), "VG");
    assert_string_equal(setting(&reading, 0, PARAM_TABLE_TLS), "require_verify");
    assert_string_equal(setting(&reading, 0, PARAM_DANE_OPTION), "mandatory");
    assert_string_equal(setting(&reading, 0, PARAM_BOUNCE_PROFILE), "a  <b> &amp;");
    assert_int_equal(policy_settings(&reading.policy, 0)->other_count, 1);
    reading_gave_texts(&reading, "values", "W0213=future");
}

static void not_well_formed(void **state)
{
    (void)state;
    check_at("", "E0601@1:1");
    check_at("x", "E0601@1:1");
    check_at("<policy xmlns=\"urn:destc:policy:1\">\n<destination domain=\"a.b\">", "E0601@2:27");
    check_at("<policy xmlns=\"urn:destc:policy:1\">\n<destination domain=\"a.b\"", "E0601@2:26");
    check_at(POLICY("<destination domain=\"a.b\"></default>"), "E0601@2:27");
    check_at(POLICY("<destination domain=\"a.b\" domain=\"b\"/>"), "E0601@2:1");
    check_at(POLICY("<q:destination/>"), "E0601@2:1");
    check_at(ENTRY("<tls>&nbsp;</tls>"), "E0601@2:38");
    check_at(ENTRY("<tls>a\x01</tls>"), "E0601@2:39");
    check_at(POLICY("") "<policy/>", "E0601@4:1");
    check_at(POLICY("<destination domain=\"b\xFC" "cher\"/>"), "E0106@2:23");
    check_at("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" POLICY(""), "E0609@1:31");
}

static void foreign_roots(void **state)
{
    (void)state;
    check("<policy/>", "E0603=policy");
    check("<policy xmlns=\"urn:destc:policy:2\"><default/></policy>", "E0603=policy");
    check("<config><x/></config>", "E0603=config");
    check("<destination xmlns=\"urn:destc:policy:1\" domain=\"a\"/>", "E0604=destination");
}

static void document_types(void **state)
{
    (void)state;
    check("<!DOCTYPE policy>\n" POLICY(""), "E0602=<!DOCTYPE policy");
    check("<?xml version=\"1.0\"?>\n <!DOCTYPE policy SYSTEM \"http://192.0.2.1/x.dtd\">"
          POLICY(""),
          "E0602=<!DOCTYPE policy SYSTEM \"http://192.0.2.");
    check("<!DOCTYPE policy [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" POLICY("&x;"),
          "E0602=<!DOCTYPE policy ");
    check("<!DOCTYPE policy [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
          "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
          "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\">"
          "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;\">]>\n"
          POLICY("&h;"),
          "E0602=<!DOCTYPE policy ");
}

/* The rest is judged, and what was left out is not there. */
static void unexpected_things(void **state)
{
    (void)state;
    check(ENTRY("<colour a=\"b\">x<tls>zz</tls></colour><messages>0</messages>"),
          "E0604=colour E0203=0");
    check(ENTRY("<messages>0</messages><c xmlns=\"urn:c\"/>"), "E0203=0 E0604=c");
    check(ENTRY("<tls xmlns=\"\">off</tls>"), "E0604=tls");
    check(ENTRY("<tls a=\"b\">off</tls>"), "E0606=a");
    check(ENTRY("<tls>o<b/>ff</tls>"), "E0209=o E0604=b");
    check(ENTRY(" x <tls>off</tls>"), "E0607=x");
    check(ENTRY("<tls>off</tls>&#120;"), "E0607=&#120;");
    check(POLICY("<x/>y<x/>"), "E0604=x E0607=y E0604=x");
    check("<policy xmlns=\"urn:destc:policy:1\" a=\"\" b=\"\"/>", "E0606=a E0606=b");
    check(POLICY("<destination domain=\"a.example\" x:y=\"z\" xmlns:x=\"urn:x\"/>"), "E0606=x:y");
    check(POLICY("<destination domain=\"default\"/>"), "E0606=default");
    check("<policy xmlns=\"urn:destc:policy:1\" "
          "xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
          "<destination domain=\"a.example\" x:type=\"y\"/></policy>",
          "E0606=x:type");
}

static const char *help_for(struct reading *reading, const char *text, enum code code)
{
    reading_begin(reading, read_document, text);
    const struct message *message = setup_message(&reading->setup, code);
    assert_non_null(message);
    return message->help;
}

static void misspelt_names(void **state)
{
    struct reading reading;
    (void)state;
    assert_string_equal(help_for(&reading, ENTRY("<tsl>off</tsl>"), CODE_XML_ELEMENT),
                        "did you mean <tls>?");
    setup_end(&reading.setup);
    assert_string_equal(help_for(&reading, POLICY("<destinaton/>"), CODE_XML_ELEMENT),
                        "did you mean <destination>?");
    setup_end(&reading.setup);
    assert_string_equal(
        help_for(&reading, ENTRY("<limits pre=\"domain\" apply=\"system-wide\">"
                                 "<connections>1</connections></limits>"),
                 CODE_XML_ATTRIBUTE),
        "did you mean per?");
    setup_end(&reading.setup);
    /* The right one is there already. */
    assert_non_null(strstr(
        help_for(&reading, ENTRY("<tls>off</tls><tsl>off</tsl>"), CODE_XML_ELEMENT), "remove it"));
    setup_end(&reading.setup);
    /* What it was meant for is not reported missing too. */
    check(POLICY(DEFAULT_ENTRY("<tsl>off</tsl>", IP)), "E0604=tsl");
    check(ENTRY("<limits pre=\"domain\" apply=\"system-wide\"><connections>1</connections>"
                "</limits>"),
          "E0606=pre");
    check(POLICY("<destination domian=\"a\"/>"), "E0606=domian");
}

/* Names are folded as in every other format, before the schema judges them. */
static void folded_names(void **state)
{
    (void)state;
    static const char *const names[] = {"B.example",       "[2001:DB8::1]",   "XN--BCHER-KVA.example",
                                        ("B\xC3\x9C" "CHER.example"), ".Sub.Example", "A_b.example"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 POLICY("<destination domain=\"%s\"/>"
                        "<appliance name=\"x\"><remove domain=\"%s\"/></appliance>"
                        "<assertion><condition>tls &gt;= off</condition><name>%s</name></assertion>"),
                 names[i], names[i], names[i]);
        check(text, "");
    }
}

/* What only the schema says. */
static void structure(void **state)
{
    (void)state;
    check(ENTRY("<tls>off</tls><ip>prefer-ipv4</ip>"), "E0901=ip");
    check(ENTRY("<limits " SCOPE "/>"), "E0901=limits W0308=per W0308=apply");
    check(POLICY("<destination/>"), "E0901=destination");
    check(POLICY("<destination domain=\"A example\"/>"), "E0408= ");
    check(ENTRY("<messages>007</messages>"), "E0901=007");
    check(ENTRY("<parameter>x</parameter>"), "E0901=parameter");
    check(ENTRY("<parameter name=\"a=b\">x</parameter>"), "E0215=a=b");
    check(ENTRY("<limits " SCOPE "><recipients limit=\"1\" minutes=\"01\"/></limits>"),
          "E0901=01");
    /* Silent after a fault, the validator still judges the next entry. */
    check(ENTRY("<tls>off</tls><ip>prefer-ipv4</ip></destination>\n"
                "<destination domain=\"b.example\"><tls>off</tls><ip>prefer-ipv4</ip>"),
          "E0901=ip E0901=ip");
    check(POLICY("<destination domain=\"b.example\"/>\n" DEFAULT_ENTRY("<tls>off</tls>", IP)
                 "<destination domain=\"c.example\"><tls>off</tls><ip>prefer-ipv4</ip>"
                 "</destination>"),
          "E0901=default E0901=ip");
}

/* One fault, one message: a code of our own comes before the schema's. */
static void no_fault_twice(void **state)
{
    (void)state;
    check(ENTRY("<tls>zz</tls>"), "E0209=zz");
    check(ENTRY("<tls> off</tls>"), "E0209= off");
    check(ENTRY("<tls/>"), "E0209=tls");
    check(ENTRY("<tls>other</tls>"), "E0209=other");
    check(ENTRY("<bounce-profile>a\nb</bounce-profile>"), "E0109=a\nb");
    check(ENTRY("<bounce-profile> a</bounce-profile>"), "E0211= a");
    check(ENTRY("<tls>off</tls><tls>off</tls>"), "E0302=tls");
    check(ENTRY("<limits per=\"domain\"><connections>5</connections></limits>"),
          "E0303=connections");
    check(ENTRY("<limits><connections>5</connections></limits>"), "E0303=connections");
    check(ENTRY("<limits " SCOPE "><recipients limit=\"1\"/></limits>"), "E0314=limit");
    check(ENTRY("<limits " SCOPE "><recipients limit=\"0\" minutes=\"61\"/></limits>"),
          "E0205=0 E0204=61");
    check(ENTRY("<certificate>x</certificate>"), "E0307=certificate");
    check(ENTRY("<limits " SCOPE "><connections>5</connections></limits>"
                "<limits " SCOPE "><connections>5</connections></limits>"),
          "E0302=per E0302=apply E0302=connections");
    check(POLICY("<destination domain=\"a..b\"/>"), "E0407=.");
    check(POLICY("<destination domain=\"a.example.\"/>"), "W0411=.");
    check(POLICY("<destination domain=\"a.example\"/>\n<destination domain=\"a.example\"/>"),
          "E0309=a.example");
    check(POLICY(DEFAULT_ENTRY("", IP)), "E0304=default");
    check(POLICY(DEFAULT_ENTRY("<tls>off</tls>", "")), "E0304=default");
    check(POLICY(DEFAULT_ENTRY("<tls>off</tls>", IP) "\n" DEFAULT_ENTRY("<tls>off</tls>", IP)),
          "E0310=default");
    check(POLICY(DEFAULT_ENTRY("<tls>off</tls><bounce-profile>x</bounce-profile>", IP)),
          "E0306=bounce-profile");
}

static void lenient(void **state)
{
    (void)state;
    check_lenient(POLICY(DEFAULT_ENTRY("", IP)), "E0304=default");
    check_lenient(ENTRY("<tls>requird</tls>"), "E0209=requird");
    struct reading reading;
    reading_begin_view(&reading, read_document, VIEW(POLICY(DEFAULT_ENTRY("", IP))), true);
    assert_false(diag_has_errors(&reading.setup.diag));
    setup_end(&reading.setup);
    reading_begin_view(&reading, read_document, VIEW(ENTRY("<tls>requird</tls>")), true);
    assert_false(diag_has_errors(&reading.setup.diag));
    setup_end(&reading.setup);
}

/* Words and lines that only the table file has. */
static void parameters(void **state)
{
    (void)state;
    check(ENTRY("<tls>other</tls><parameter name=\"table_tls\">quantum</parameter>"),
          "W0210=quantum");
    check(POLICY(DEFAULT_ENTRY("<tls>other</tls>", IP)), "E0209=other");
    check(ENTRY("<tls>other</tls><parameter name=\"table_tls\">requred</parameter>"),
          "E0209=requred");
    check(ENTRY("<limits per=\"other\" apply=\"system-wide\"><connections>1</connections></limits>"
                "<parameter name=\"limit_type\">weekly</parameter>"),
          "W0210=weekly");
    check(ENTRY("<parameter name=\"recipient_minutes\">30</parameter>"), "W0315=recipient_minutes");
    check(ENTRY("<parameter name=\"tabel_tls\">off</parameter>"), "E0212=tabel_tls");
    check(ENTRY("<parameter name=\"future\">x</parameter><parameter name=\"future\">y</parameter>"),
          "W0213=future E0302=future");
    check(ENTRY("<tls>off</tls><parameter name=\"table_tls\">on</parameter>"), "E0302=table_tls");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_documents),
        cmocka_unit_test(values),
        cmocka_unit_test(not_well_formed),
        cmocka_unit_test(foreign_roots),
        cmocka_unit_test(document_types),
        cmocka_unit_test(unexpected_things),
        cmocka_unit_test(misspelt_names),
        cmocka_unit_test(folded_names),
        cmocka_unit_test(structure),
        cmocka_unit_test(no_fault_twice),
        cmocka_unit_test(lenient),
        cmocka_unit_test(parameters),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
