/* SPDX-License-Identifier: MIT */
/*
 * Places in policy documents: exact however large the document is, and found again by the name of
 * a setting. What is too large has an end.
 */
#include "read/xml.h"

#include "read/xml_parse.h"
#include "schema/schema.h"
#include "support_xml.h"

/* TAG, COUNT times. */
static struct view repeat(struct arena *arena, const char *head, const char *tag, uint32_t count,
                          const char *tail)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, head);
    add_times(&text, tag, count);
    buffer_add_string(&text, tail);
    return buffer_view(&text);
}

static void check_large(const char *tag, uint32_t count, const char *tail, const char *messages)
{
    struct arena arena;
    struct reading reading;
    arena_init(&arena, memory_exhausted);
    struct view text =
        repeat(&arena, "<policy xmlns=\"urn:destc:policy:1\">\n", tag, count, tail);
    reading_begin_view(&reading, read_document, text, false);
    reading_gave(&reading, tag, messages);
    arena_free(&arena);
}

static void limits(void **state)
{
    (void)state;
    check_large("<a>", 100000, "", "E0604@2:2 E0605@2:191");
    check_large("<a>", XML_MOST_DEPTH - 1, "", "E0604@2:2 E0601@2:190");
    check_large("x", 70000, "</policy>", "E0608@1:36");
    check_large("&#32;", 70000, "</policy>", "E0608@1:36");
    check_large(" ", 10000000, "</policy>", "E0608@1:36");
    check_large("<!-- -->", 70000, "</policy>", "");
    check_large("<destination", 1, "", "E0601@2:13");
    struct arena arena;
    struct reading reading;
    arena_init(&arena, memory_exhausted);
    struct view tag =
        repeat(&arena, "<policy xmlns=\"urn:destc:policy:1\"\n", "a='' ", 100000, "/>");
    reading_begin_view(&reading, read_document, tag, false);
    reading_gave(&reading, "attributes", "E0608@1:1");
    struct view comment = repeat(&arena, "<!--", "comment ", 1000000, "-->");
    reading_begin_view(&reading, read_document, comment, false);
    reading_gave(&reading, "comment", "E0608@1:1");
    arena_free(&arena);
}

/* Many entries with a fault each: all counted, few kept. */
static void floods(void **state)
{
    struct arena arena;
    struct reading reading;
    (void)state;
    arena_init(&arena, memory_exhausted);
    struct view text = repeat(&arena, "<policy xmlns=\"urn:destc:policy:1\">\n",
                              "<destination domain=\"a..b\"><x/><messages>007</messages>"
                              "<tls>off</tls><ip>prefer-ipv4</ip></destination>\n",
                              20000, "</policy>");
    reading_begin_view(&reading, read_document, text, false);
    assert_int_equal(reading.setup.diag.counts[SEVERITY_ERROR], 80000);
    setup_end(&reading.setup);
    arena_free(&arena);
}

/* Places stay exact wherever the parser's pieces of the text end. */
static void places_far_in(void **state)
{
    (void)state;
    for (uint32_t shift = 0; shift < 400; shift++) {
        struct arena arena;
        struct reading reading;
        arena_init(&arena, memory_exhausted);
        struct view text = repeat(
            &arena, "<policy xmlns=\"urn:destc:policy:1\"><!--\xC3\xBC-->", " ", 32500 + shift,
            "<destination domain=\"b\xC3\xBC" "cher.example\" x=\"1\">&#32;<!-- <x> -->"
            "<limits per='wrong' apply = \"system-wide\"><connections>0</connections></limits>"
            "<tls>zz</tls>"
            "<bounce-profile> <![CDATA[x]]></bounce-profile>u</destination></policy>");
        reading_begin_view(&reading, read_document, text, false);
        struct setup *setup = &reading.setup;
        static const struct {
            enum code code;
            const char *text;
        } wanted[] = {
            {CODE_XML_ATTRIBUTE, "x"},       {CODE_RANGE_CONNECTIONS, "0"},
            {CODE_NAME_VALUE, " <![CDATA[x]]>"}, {CODE_XML_TEXT, "u"},
        };
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            const struct message *message = setup_message(setup, wanted[i].code);
            assert_non_null(message);
            struct view there = sources_text(&setup->sources, message->place);
            if (!view_equal(there, view_of(wanted[i].text)))
                fail_msg("shift %u: %s at \"%.*s\"", shift, code_entry(wanted[i].code)->id,
                         VIEW_ARG(there));
        }
        assert_int_equal(setup_message(setup, CODE_XML_ATTRIBUTE)->place.offset,
                         span_of(reading.source, "x=\"1\"").offset);
        assert_int_equal(setup_message(setup, CODE_XML_TEXT)->place.offset,
                         span_of(reading.source, "u</dest").offset);
        assert_int_equal(setup->diag.by_code[CODE_WORD_MISSPELT], 2);
        assert_int_equal(setup->diag.counts[SEVERITY_ERROR], 6);
        setup_end(setup);
        arena_free(&arena);
    }
}

static void locating(void **state)
{
    static const struct {
        const char *name;
        const char *value;
    } wanted[] = {
        {"ip_sort_pref", "require-ipv4"},
        {"max_host_concurrency", "7"},
        {"max_messages_per_connection", "8"},
        {"recipient_minutes", "60"},
        {"recipient_limit", "unlimited"},
        {"limit_type", "mx-address"},
        {"limit_apply", "per-gateway"},
        {"bounce_validation", "on"},
        {"table_tls", "quantum"},
        {"bounce_profile", "x&lt;<![CDATA[</tls>]]>"},
        {"future", "<!-- > -->f"},
        {"FUTURE", "<!-- > -->f"},
        {"dane_option", "p:dane"},
        {"certificate", ""},
        {"send_tls_req_alert", ""},
        {"bogus", ""},
    };
    struct reading reading;
    (void)state;
    reading_begin(&reading, read_document,
                  "<p:policy xmlns:p=\"urn:destc:policy:1\">\n"
                  "<p:destination domain=\"other.example\"><p:tls>off</p:tls></p:destination>"
                  "<p:destination xmlns:per=\"&gt;\" domain='a.example'><!-- <p:ip>a</p:ip> -->"
                  "<p:ip>require-ipv4</p:ip>\n"
                  "<p:limits apply = \"per-gateway\" per='mx-address' ><p:connections>7"
                  "</p:connections><p:recipients minutes=\"60\" limit=\"unlimited\" />"
                  "</p:limits><p:messages>8</p:messages><p:tls>other</p:tls><p:dane/>"
                  "<?p <p:x>?>"
                  "<p:bounce-verification>on</p:bounce-verification>"
                  "<p:bounce-profile>x&lt;<![CDATA[</tls>]]></p:bounce-profile>"
                  "<p:parameter name=\"table_tls\">quantum</p:parameter>"
                  "<p:parameter name='future'><!-- > -->f</p:parameter></p:destination>"
                  "<p:destination domain=\"z.example\"><p:tls>preferred</p:tls>"
                  "</p:destination></p:policy>");
    assert_int_equal(reading.policy.count, 3);
    uint32_t section = policy_destination(&reading.policy, 1)->section;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct span place = policy_locate(&reading.policy, section, view_of(wanted[i].name));
        struct view there = sources_text(&reading.setup.sources, place);
        if (!view_equal(there, view_of(wanted[i].value)))
            fail_msg("%s: \"%.*s\"", wanted[i].name, VIEW_ARG(there));
    }
    setup_end(&reading.setup);
}

/* Locating in whatever a reader may have left behind never leaves the text. */
static void locating_in_ruins(void **state)
{
    static const char whole[] =
        "<a><!-- x --><limits per=\"x\" apply='y'><connections>5</connections><recipients "
        "limit='1'/></limits><![CDATA[ ]]><?x ?><parameter name=\"n\">v</parameter></a>";
    (void)state;
    for (size_t length = 0; length < sizeof whole; length++) {
        struct setup setup;
        setup_begin(&setup);
        const struct source *source =
            setup_source_view(&setup, "ruin", (struct view){whole, length});
        for (int i = 0; i < PARAM_COUNT; i++) {
            struct view name = view_of(parameter((enum param)i)->export_name);
            struct span place = locate_xml(source, source->base, name);
            assert_true(place.end <= source->base + source->size);
        }
        locate_xml(source, source->base, VIEW("n"));
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits),
        cmocka_unit_test(floods),
        cmocka_unit_test(places_far_in),
        cmocka_unit_test(locating),
        cmocka_unit_test(locating_in_ruins),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
