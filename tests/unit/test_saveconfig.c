/* SPDX-License-Identifier: MIT */
/* The appliance's own XML file: what is read of it, and where messages about its tables point. */
#include "read/saveconfig.h"

#include "read/hat.h"
#include "schema/schema.h"
#include "support_reading.h"

#define PROLOG                                                                                     \
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"                                            \
    "<!DOCTYPE config SYSTEM \"config.dtd\">\n\n<!--\n  Product: C395\n-->\n"
#define HAT "$P\nACCEPT\nALL\n$P"
#define LISTENERS(inside) "<config><listeners>" inside "</listeners></config>"

static void check(const char *text, const char *messages)
{
    read_gives(read_saveconfig, text, messages);
}

static void names_that_a_policy_can_refer_to(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_saveconfig,
                  PROLOG "<config>\n<hostname> mx\xFC.example </hostname>\n<interfaces>"
                         "<interface><interface_name>Data 1</interface_name><ip>192.0.2.1</ip>"
                         "<certificate_name>one</certificate_name></interface>"
                         "<interface><interface_name>Data 2</interface_name>"
                         "<interface_hostname>b.example</interface_hostname>"
                         "<certificate_name>one</certificate_name></interface></interfaces>"
                         "<bounce_profiles><bounce_profile><bounce_profile_name>A &amp; B"
                         "</bounce_profile_name></bounce_profile></bounce_profiles></config>\n");
    const struct references *references = &reading.policy.references;
    assert_true(references->given);
    assert_view_equal(references->hostname.name, "mx\xC3\xBC.example");
    assert_int_equal(references->interface_count, 2);
    assert_view_equal(references->interfaces[0].name.name, "Data 1");
    assert_int_equal(references->interfaces[0].hostname.name.length, 0);
    assert_view_equal(references->interfaces[1].hostname.name, "b.example");
    assert_int_equal(references->certificates.count, 1);
    assert_non_null(references_find(&references->bounce_profiles, VIEW("A & B")));
    assert_null(references_find(&references->bounce_profiles, VIEW("A")));
    struct position at =
        sources_position(&reading.setup.sources, references->hostname.place.offset);
    assert_int_equal(at.line, 8);
    assert_int_equal(at.column, 12);
    reading_gave(&reading, "names", "I0610@7:2");
}

static const char listener[] = LISTENERS(
    "<listener><type>Private</type><port>587</port><listener_name>Out</listener_name>"
    "<listen_queue_size>50</listen_queue_size><max_concurrency>300</max_concurrency>"
    "<default_domain></default_domain><bounce_profile_name>Bulk</bounce_profile_name>"
    "<hat_default_tls>1</hat_default_tls><hat_default_smtp_banner_text>say \"\\hi\""
    "</hat_default_smtp_banner_text><hat_default_max_message_size>2048"
    "</hat_default_max_message_size><hat_default_newer>x</hat_default_newer>"
    "<hat>" HAT "</hat></listener>");

static void a_listener(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_saveconfig, listener);
    assert_int_equal(reading.policy.listeners.count, 1);
    const struct listener *out = listeners_find(&reading.policy.listeners, VIEW("Out"));
    assert_non_null(out);
    assert_int_equal(out->type, LISTENER_PRIVATE);
    assert_int_equal(out->port, 587);
    assert_int_equal(out->queue_size, 50);
    assert_int_equal(out->max_connections, 300);
    assert_int_equal(out->default_domain.length, 0);
    assert_view_equal(out->bounce_profile, "Bulk");
    assert_true(listener_has_hat(out) && !listener_has_rat(out));
    assert_int_equal(out->entry_count, 1);
    assert_true(out->has_default_policy);
    const struct flow_settings *settings = &out->default_policy.settings;
    assert_int_equal(settings->count, 3);
    assert_int_equal(flow_get(settings, FLOW_TLS)->number, FLOW_ON);
    assert_int_equal(flow_get(settings, FLOW_MAX_MESSAGE_SIZE)->number, 2048);
    assert_view_equal(flow_get(settings, FLOW_SMTP_BANNER_TEXT)->text, "say \\\"\\\\hi\\\"");
    reading_gave(&reading, "listener", "I0610@1:2");
}

#define RAT(inside)                                                                                \
    LISTENERS("<listener><listener_name>In</listener_name><rat>" inside "</rat></listener>")

static void recipients(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_saveconfig,
                  RAT("<rat_entry><rat_address>a.example</rat_address><rat_address>.b.example"
                      "</rat_address><access>RELAY</access><rat_params><bypass_ldap_accept>1"
                      "</bypass_ldap_accept></rat_params></rat_entry><rat_entry><rat_address>ALL"
                      "</rat_address><access>REJECT</access></rat_entry>"));
    const struct listener *in = listeners_find(&reading.policy.listeners, VIEW("In"));
    assert_int_equal(in->type, LISTENER_PUBLIC);
    assert_int_equal(in->recipient_count, 3);
    assert_view_equal(in->recipients[0].text, "a.example");
    assert_int_equal(in->recipients[1].kind, RECIPIENT_PARTIAL);
    assert_int_equal(in->recipients[1].action, RECIPIENT_RELAY);
    assert_int_equal(flow_get(&in->recipients[1].options, FLOW_BYPASS_LDAP_ACCEPT)->number,
                     FLOW_ON);
    assert_int_equal(in->recipients[2].options.count, 0);
    reading_gave_texts(&reading, "recipients", "I0610=config W2205=RELAY W2205=RELAY");
}

static void a_cluster(void **state)
{
    (void)state;
    struct reading reading;
    reading_begin(&reading, read_saveconfig,
                  "<cluster_config><group><config><hostname>no</hostname></config></group>"
                  "<cluster><config><hostname>yes</hostname></config></cluster></cluster_config>");
    assert_view_equal(reading.policy.references.hostname.name, "yes");
    reading_gave_texts(&reading, "cluster", "W0612=config I0610=config");
}

static void what_is_wrong(void **state)
{
    (void)state;
    check("<config><hostname>a</hostname>", "E0601@1:31");
    check("<config><hostname>a</host></config>", "E0601@1:20");
    check("<!DOCTYPE config [<!ENTITY a \"b\">]>\n<config>&a;</config>", "E0602@1:18");
    check("<!DOCTYPE config SYSTEM \"file:///etc/passwd\" [\n]>\n<config/>", "E0602@1:46");
    check("<!DOCTYPE config SYSTEM \"x\">\n<config><hostname>&a;</hostname></config>",
          "E0601@2:19");
    check("<other/>", "E0604@1:2");
    check("<?xml version=\"1.0\" encoding=\"UTF-16\"?><config/>", "E0609@1:31");
    check("<config><hostname>a<b/>c</hostname></config>", "I0610@1:2 E0604@1:21");
    check(LISTENERS("<listener><port>70000</port><listener_name>A</listener_name>"
                    "<type>hidden</type></listener>"),
          "I0610@1:2 E0201@1:36 W0210@1:86");
    check(LISTENERS("<listener><listener_name>A</listener_name><hat_default_tls>maybe"
                    "</hat_default_tls><hat_default_smtp_banner_code>9"
                    "</hat_default_smtp_banner_code></listener>"),
          "I0610@1:2 W0210@1:79 E2027@1:132");
    check(RAT("<rat_entry><rat_address>ALL</rat_address></rat_entry>"), "I0610@1:2 E2203@1:92");
}

/* Elements without end, and texts over the limits: at the place, without taking the memory. */
static void limits(void **state)
{
    (void)state;
    struct reading reading;
    struct setup setup;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    buffer_add_string(&text, "<config>\n <hostname>");
    add_times(&text, "x", 70000);
    buffer_add_string(&text, "</hostname></config>");
    reading_begin_view(&reading, read_saveconfig, buffer_view(&text), false);
    reading_gave(&reading, "a long value", "I0610@1:2 E0608@2:12");
    text.length = 0;
    buffer_add_string(&text, "<config>\n <other>");
    add_times(&text, "0123456789abcdef", 1200 * 1024);
    reading_begin_view(&reading, read_saveconfig, buffer_view(&text), false);
    reading_gave(&reading, "a long text", "E0608@2:9 E0601@2:19660809");
    text.length = 0;
    buffer_add_string(&text, "<config>\n <other ");
    add_times(&text, "a='' ", 300000);
    reading_begin_view(&reading, read_saveconfig, buffer_view(&text), false);
    reading_gave(&reading, "a long tag", "E0608@2:2");
    text.length = 0;
    buffer_add_string(&text, "<config>\n");
    add_times(&text, "<a>", 70);
    reading_begin_view(&reading, read_saveconfig, buffer_view(&text), false);
    reading_gave(&reading, "deep", "E0605@2:191");
    setup_end(&setup);
}

/* What was read before an error is judged, in a listener that is cut off as well. */
static void the_rest_is_judged(void **state)
{
    (void)state;
    check(LISTENERS("<listener><listener_name>A</listener_name><hat>ALL\n$NONE</hat></listener>\n"
                    "<listener><listener_name>B</listener_name><port>x</port>\n<broken"),
          "E2010@2:1 E0201@3:49 E0601@4:8");
}

/* --- The same messages as of the table alone -------------------------------------------------- */

static const char table[] =
    "$P\n    ACCEPT {\n        tls = \"on\"\n        smtp_banner_text = \"<a & b>\"\n    }\n"
    "$Q\n    REJECT\nG1:\n    192.0.2.0/24 (\"it\" & <that>)\n    .example.com\n        $P\n"
    "G2:\n    sbrs[-3.0:-1.0]\n    10.1.1-5\n        $Q (text)\nALL\n    $P";

/* TEXT as it may stand in an element. */
static struct view escaped(struct arena *arena, struct view text, uint64_t *seed)
{
    static const char *const names[][2] = {{"&lt;", "<"}, {"&amp;", "&"}, {"&gt;", ">"},
                                           {"&quot;", "\""}, {"&apos;", "'"}};
    struct buffer result = buffer_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        bool must = c == '<' || c == '&';
        if (c == '\n' || (!must && random_below(seed, 5) > 0)) {
            buffer_add_char(&result, c);
            continue;
        }
        const char *name = NULL;
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
            if (c == names[n][1][0])
                name = names[n][0];
        if (name != NULL && random_below(seed, 2) == 0)
            buffer_add_string(&result, name);
        else if (random_below(seed, 2) == 0)
            buffer_printf(&result, "&#%d;", c);
        else if (random_below(seed, 3) == 0)
            buffer_printf(&result, "<![CDATA[%c]]>", c);
        else
            buffer_printf(&result, "<!-- x -->&#x%X;", (unsigned)c);
    }
    return buffer_view(&result);
}

/* "E2010@3 " for each message, the line SHIFT less. */
static const char *told(struct reading *reading, uint32_t shift)
{
    uint32_t count;
    struct buffer text = buffer_new(&reading->setup.arena);
    const struct message *const *list = diag_sorted(&reading->setup.diag, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct position at =
            sources_position(&reading->setup.sources, list[i]->place.offset);
        if (list[i]->code != CODE_DESTINATIONS_UNREAD)
            buffer_printf(&text, "%s@%u ", code_entry(list[i]->code)->id, at.line - shift);
    }
    return buffer_string(&text);
}

static void tables_with_faults_are_judged_alike(void **state)
{
    (void)state;
    for (uint64_t round = 1; round <= 300; round++) {
        uint64_t seed = round;
        struct setup setup;
        struct reading alone;
        struct reading within;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        buffer_add_string(&text, table);
        for (int i = 0; i < 2; i++) {
            uint32_t at = random_below(&seed, (uint32_t)text.length - 8);
            if (text.text[at] != '\n')
                text.text[at] = "x{}$:(\"&<"[random_below(&seed, 9)];
        }
        struct buffer file = buffer_new(&setup.arena);
        buffer_add_string(&file, "<config><listeners><listener><listener_name>Listener"
                                 "</listener_name>\n<hat>\n");
        buffer_add(&file, escaped(&setup.arena, buffer_view(&text), &seed));
        buffer_add_string(&file, "</hat></listener></listeners></config>");
        reading_begin_view(&alone, read_hat, buffer_view(&text), false);
        reading_begin_view(&within, read_saveconfig, buffer_view(&file), false);
        const char *wanted = told(&alone, 0);
        const char *found = told(&within, 2);
        if (strcmp(wanted, found) != 0)
            fail_msg("seed %d: %s is not %s\n%.*s", (int)round, found, wanted,
                     VIEW_ARG(buffer_view(&file)));
        setup_end(&alone.setup);
        setup_end(&within.setup);
        setup_end(&setup);
    }
}

static void what_is_one(void **state)
{
    (void)state;
    assert_true(saveconfig_detect(VIEW(PROLOG "<config>")));
    assert_true(saveconfig_detect(VIEW("<cluster_config >")));
    assert_true(saveconfig_detect(VIEW("\xEF\xBB\xBF<config/>")));
    assert_true(saveconfig_detect(VIEW("host> showconfig\r\n\r\n<?xml version='1.0'?><config>")));
    assert_true(saveconfig_detect(VIEW("<!DOCTYPE config [<!ENTITY a 'b'>]>")));
    assert_false(saveconfig_detect(VIEW("<configuration>")));
    assert_false(saveconfig_detect(VIEW("<policy><config>")));
    assert_false(saveconfig_detect(VIEW("<!-- <config> -->")));
    assert_false(saveconfig_detect(VIEW("<config")));
    assert_false(saveconfig_detect(VIEW("config>")));
    assert_false(saveconfig_detect(VIEW("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_a_policy_can_refer_to),
        cmocka_unit_test(a_listener),
        cmocka_unit_test(recipients),
        cmocka_unit_test(a_cluster),
        cmocka_unit_test(what_is_wrong),
        cmocka_unit_test(limits),
        cmocka_unit_test(the_rest_is_judged),
        cmocka_unit_test(tables_with_faults_are_judged_alike),
        cmocka_unit_test(what_is_one),
    };
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
