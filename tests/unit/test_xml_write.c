/* SPDX-License-Identifier: MIT */
/*
 * Policies as documents.
 */
#include "write/xml.h"

#include "analysis/validate.h"
#include "schema/schema.h"
#include "support_xml.h"

static const char document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<policy xmlns=\"urn:destc:policy:1\">\n"
    "  <default>\n"
    "    <ip>prefer-ipv6</ip>\n"
    "    <limits per=\"domain\" apply=\"per-gateway\">\n"
    "      <connections>500</connections>\n"
    "      <recipients limit=\"unlimited\" minutes=\"60\"/>\n"
    "    </limits>\n"
    "    <messages>50</messages>\n"
    "    <tls>other</tls>\n"
    "    <dane>off</dane>\n"
    "    <bounce-verification>off</bounce-verification>\n"
    "    <certificate>mx &lt;1&gt; &amp; \"2\"</certificate>\n"
    "    <tls-alert>on</tls-alert>\n"
    "    <parameter name=\"table_tls\">quantum</parameter>\n"
    "    <parameter name=\"fu&quot;ture\">]]&gt;</parameter>\n"
    "  </default>\n"
    "  <destination domain=\"a.example\"/>\n"
    "  <destination domain=\"b\xC3\xBC" "cher.example\">\n"
    "    <limits per=\"other\" apply=\"system-wide\">\n"
    "      <recipients limit=\"20\" minutes=\"1\"/>\n"
    "    </limits>\n"
    "    <bounce-profile>x</bounce-profile>\n"
    "    <parameter name=\"limit_type\">weekly</parameter>\n"
    "  </destination>\n"
    "  <destination domain=\"c.example\">\n"
    "    <parameter name=\"recipient_minutes\">5</parameter>\n"
    "    <parameter name=\"limit_type\">MXIP</parameter>\n"
    "  </destination>\n"
    "</policy>\n";

static void writing(void **state)
{
    struct reading reading;
    struct write_options options = {.idn = IDN_AS_READ};
    (void)state;
    reading_begin(&reading, read_document, document);
    assert_false(diag_has_errors(&reading.setup.diag));
    assert_view_equal(document_written(&reading.setup, &reading.policy, &options), document);
    options.idn = IDN_ASCII;
    options.omit_default = true;
    struct view text = document_written(&reading.setup, &reading.policy, &options);
    assert_null(memmem(text.text, text.length, "<default>", 9));
    assert_non_null(memmem(text.text, text.length, "\"xn--bcher-kva.example\"", 23));
    uint32_t before = reading.setup.diag.counts[SEVERITY_WARNING];
    check_xml(&reading.policy, &options, &reading.setup.diag);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_WARNING], before);
    setup_end(&reading.setup);
}

/* A name that no XML document can hold: named, left out, and the document stays valid. */
static void what_xml_cannot_hold(void **state)
{
    struct reading reading;
    struct write_options options = {.idn = IDN_AS_READ};
    struct draft draft = {.other_count = 0};
    struct domain domain = {VIEW("b.example"), VIEW("b.example"), DOMAIN_FULL, 0};
    (void)state;
    reading_begin(&reading, read_document, ENTRY("<tls>off</tls>"));
    struct store *store = &reading.setup.store;
    draft_reset(&draft);
    draft_add_other(store, &draft,
                    (struct draft_other){.key = store_atom(store, VIEW("a\x01" "b")),
                                         .name = store_atom(store, VIEW("a\x01" "b")),
                                         .text = store_atom(store, VIEW("x"))});
    draft_set(&draft, PARAM_BOUNCE_PROFILE,
              (struct value){.kind = VALUE_NAME, .number = store_atom(store, VIEW("\xEF\xBF\xBF"))},
              SPAN_NONE, SPAN_NONE);
    uint32_t section = policy_destination(&reading.policy, 0)->section;
    policy_add(&reading.policy, &domain, policy_hash(&reading.policy, domain.key),
               store_settings(store, &draft), section);
    validate(&reading.policy, &reading.setup.diag, true);
    assert_string_equal(setup_messages(&reading.setup), "");
    check_xml(&reading.policy, &options, &reading.setup.diag);
    assert_string_equal(setup_messages(&reading.setup), "W0709@2:1 W0709@2:1");
    struct view text = document_written(&reading.setup, &reading.policy, &options);
    assert_non_null(memmem(text.text, text.length, "\"b.example\"/>", 13));
    setup_end(&reading.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing),
        cmocka_unit_test(what_xml_cannot_hold),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
