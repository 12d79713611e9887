/* SPDX-License-Identifier: MIT */
#include "read/xml.h"

#include "analysis/validate.h"
#include "read/xml_parse.h"
#include "schema/schema.h"
#include "support.h"
#include "write/xml.h"

static const struct read_options newest = {.target = {16, 0}};

struct reading {
    struct setup setup;
    struct policy policy;
    const struct source *source;
};

static void read_view(struct reading *reading, struct view text, bool lenient)
{
    setup_begin(&reading->setup);
    struct setup *setup = &reading->setup;
    setup->diag.lenient = lenient;
    policy_init(&reading->policy, &setup->arena, &setup->sources, &setup->store);
    reading->source = setup_source_view(setup, "document", text);
    read_xml(&reading->policy, &setup->diag, &newest, reading->source);
    validate(&reading->policy, &setup->diag, false);
}

/* All messages with the text that each is about: "E0209=zz E0604=colour". */
static const char *messages_of(struct setup *setup)
{
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    struct buffer text = buffer_new(&setup->arena);
    for (uint32_t i = 0; i < count; i++) {
        struct view there = sources_text(&setup->sources, list[i]->place);
        buffer_printf(&text, "%s%s=%.*s", i == 0 ? "" : " ", code_entry(list[i]->code)->id,
                      (int)(there.length > 40 ? 40 : there.length), there.text);
    }
    return buffer_string(&text);
}

static void compare_messages(struct reading *reading, const char *text, const char *messages)
{
    const char *found = messages_of(&reading->setup);
    if (strcmp(found, messages) != 0)
        fail_msg("%.2000s\ngives %s\nnot   %s", text, found, messages);
    setup_end(&reading->setup);
}

/* The same with lines and columns: "E0209@2:38". */
static void compare_places(struct reading *reading, const char *text, const char *messages)
{
    const char *found = setup_messages(&reading->setup);
    if (strcmp(found, messages) != 0)
        fail_msg("%.2000s\ngives %s\nnot   %s", text, found, messages);
    setup_end(&reading->setup);
}

static void check_at(const char *text, const char *messages)
{
    struct reading reading;
    read_view(&reading, view_of(text), false);
    compare_places(&reading, text, messages);
}

/* TEXT gives just MESSAGES. */
static void check(const char *text, const char *messages)
{
    struct reading reading;
    read_view(&reading, view_of(text), false);
    compare_messages(&reading, text, messages);
}

static void check_lenient(const char *text, const char *messages)
{
    struct reading reading;
    read_view(&reading, view_of(text), true);
    compare_messages(&reading, text, messages);
}

/* A document with TEXT in its second line. */
#define POLICY(text) "<policy xmlns=\"urn:destc:policy:1\">\n" text "\n</policy>\n"
#define ENTRY(text) POLICY("<destination domain=\"a.example\">" text "</destination>")
#define SCOPE "per=\"domain\" apply=\"system-wide\""
#define DEFAULT_LIMITS \
    "<limits " SCOPE "><connections>5</connections><recipients limit=\"9\" minutes=\"1\"/></limits>"
#define DEFAULT_ENTRY(tls, ip)                                                                     \
    "<default>" ip DEFAULT_LIMITS "<messages>1</messages>" tls                                    \
    "<bounce-verification>on</bounce-verification><certificate>mx</certificate>"                  \
    "<tls-alert>off</tls-alert></default>"
#define IP "<ip>prefer-ipv4</ip>"

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
    read_view(&reading,
              view_of(ENTRY("<ip>require-ipv4</ip><limits per=\"mx-address\" apply=\"per-gateway\">"
                            "<connections>7</connections>"
                            "<recipients limit=\"unlimited\" minutes=\"60\"/></limits>"
                            "<messages>8</messages><tls>required-verify</tls><dane>mandatory</dane>"
                            "<bounce-verification>on</bounce-verification>"
                            "<bounce-profile>a  &lt;&#x62;&gt; <![CDATA[&amp;]]></bounce-profile>"
                            "<parameter name=\"future\">x</parameter>")),
              false);
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
    compare_messages(&reading, "values", "W0213=future");
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
    read_view(reading, view_of(text), false);
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

/* What only the schema says. */
static void structure(void **state)
{
    (void)state;
    check(ENTRY("<tls>off</tls><ip>prefer-ipv4</ip>"), "E0901=ip");
    check(ENTRY("<limits " SCOPE "/>"), "E0901=limits W0308=per W0308=apply");
    check(POLICY("<destination/>"), "E0901=destination");
    check(POLICY("<destination domain=\"A.example\"/>"), "E0901=A.example");
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
    read_view(&reading, view_of(POLICY(DEFAULT_ENTRY("", IP))), true);
    assert_false(diag_has_errors(&reading.setup.diag));
    setup_end(&reading.setup);
    read_view(&reading, view_of(ENTRY("<tls>requird</tls>")), true);
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

/* TAG, COUNT times. */
static struct view repeat(struct arena *arena, const char *head, const char *tag, uint32_t count,
                          const char *tail)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, head);
    for (uint32_t i = 0; i < count; i++)
        buffer_add_string(&text, tag);
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
    read_view(&reading, text, false);
    compare_places(&reading, tag, messages);
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
    read_view(&reading, tag, false);
    compare_places(&reading, "attributes", "E0608@1:1");
    struct view comment = repeat(&arena, "<!--", "comment ", 1000000, "-->");
    read_view(&reading, comment, false);
    compare_places(&reading, "comment", "E0608@1:1");
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
    read_view(&reading, text, false);
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
        read_view(&reading, text, false);
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
    read_view(&reading,
              view_of("<p:policy xmlns:p=\"urn:destc:policy:1\">\n"
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
                      "</p:destination></p:policy>"),
              false);
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

/* Writing */

static struct view written(struct reading *reading, const struct write_options *options)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &reading->setup.arena);
    write_xml(&reading->policy, options, output);
    return capture_end(&capture);
}

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
    read_view(&reading, view_of(document), false);
    assert_false(diag_has_errors(&reading.setup.diag));
    assert_view_equal(written(&reading, &options), document);
    options.idn = IDN_ASCII;
    options.omit_default = true;
    struct view text = written(&reading, &options);
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
    read_view(&reading, view_of(ENTRY("<tls>off</tls>")), false);
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
    struct view text = written(&reading, &options);
    assert_non_null(memmem(text.text, text.length, "\"b.example\"/>", 13));
    setup_end(&reading.setup);
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
        cmocka_unit_test(structure),
        cmocka_unit_test(no_fault_twice),
        cmocka_unit_test(lenient),
        cmocka_unit_test(parameters),
        cmocka_unit_test(limits),
        cmocka_unit_test(floods),
        cmocka_unit_test(places_far_in),
        cmocka_unit_test(locating),
        cmocka_unit_test(locating_in_ruins),
        cmocka_unit_test(writing),
        cmocka_unit_test(what_xml_cannot_hold),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
