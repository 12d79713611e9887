/* SPDX-License-Identifier: MIT */
/*
 * From a table to a policy source: what is shared, what it is called, how it is laid out, and the
 * law: compiled again it is the same table. SEED and TABLES in the environment choose other
 * random tables.
 */
#include "edit/format.h"
#include "read/destconfig.h"
#include "read/policy.h"
#include "support.h"
#include "write/policy.h"

static const struct read_options newest = {.target = {16, 0}};

static void read_table(struct setup *setup, struct policy *policy, const char *table)
{
    policy_init(policy, &setup->arena, &setup->sources, &setup->store);
    read_destconfig(policy, &setup->diag, &newest, setup_source(setup, "table", table));
}

static void read_back(struct setup *setup, struct policy *policy, struct view text)
{
    policy_init(policy, &setup->arena, &setup->sources, &setup->store);
    read_policy(policy, &setup->diag, &newest, setup_source_view(setup, "policy", text));
    policy_lower(policy, &setup->diag, &newest);
}

static struct view written_with(struct setup *setup, const struct policy *policy,
                                const struct write_options *options)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &setup->arena);
    check_policy(policy, options, &setup->diag);
    write_policy(policy, options, output);
    return capture_end(&capture);
}

static struct view written(struct setup *setup, const struct policy *policy)
{
    const struct write_options options = {.target = RELEASE_NEWEST};
    return written_with(setup, policy, &options);
}

/* TABLE becomes EXPECTED. */
static void check(const char *table, const char *expected)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    read_table(&setup, &policy, table);
    if (setup.diag.counts[SEVERITY_ERROR] != 0)
        fail_msg("%s\n%s", setup_messages(&setup), table);
    struct view text = written(&setup, &policy);
    if (!view_equal(text, view_of(expected)))
        fail_msg("instead of\n%s\n---\n%.*s", expected, VIEW_ARG(text));
    setup_end(&setup);
}

/* --- What is shared --------------------------------------------------------------------------- */

#define DEFAULT_ENTRY                                                                            \
    "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\n"                          \
    "max_messages_per_connection = 50\nrecipient_minutes = 60\nrecipient_limit = 0\n"            \
    "limit_type = host\nlimit_apply = system\nbounce_validation = off\ntable_tls = on\n"         \
    "send_tls_req_alert = off\ncertificate = mx\n"

static void the_default_entry_comes_first(void **state)
{
    (void)state;
    check(DEFAULT_ENTRY "[a.example]\n", "default {\n"
                                         "    ip prefer-ipv6;\n"
                                         "    connections 500;\n"
                                         "    messages 50;\n"
                                         "    recipients unlimited;\n"
                                         "    limits per domain, system-wide;\n"
                                         "    tls preferred;\n"
                                         "    bounce-verification off;\n"
                                         "    certificate \"mx\";\n"
                                         "    tls-alert off;\n"
                                         "}\n"
                                         "\n"
                                         "destination a.example;\n");
}

static void the_default_entry_can_be_omitted(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    const struct write_options options = {.target = RELEASE_NEWEST, .omit_default = true};
    setup_begin(&setup);
    read_table(&setup, &policy, DEFAULT_ENTRY "[a.example]\n");
    assert_view_equal(written_with(&setup, &policy, &options), "destination a.example;\n");
    setup_end(&setup);
}

static void an_empty_table_is_an_empty_source(void **state)
{
    (void)state;
    check("", "");
}

static void equal_settings_share_a_statement(void **state)
{
    (void)state;
    check("[b.example]\ntable_tls = off\n[c.example]\ntable_tls = on\n[a.example]\ntable_tls = 0\n",
          "destination a.example, b.example { tls off; }\n"
          "destination c.example { tls preferred; }\n");
}

static void spellings_are_no_difference(void **state)
{
    (void)state;
    check("[a.example]\ndane_option = 0\n[b.example]\ndane_option = off\n",
          "destination a.example, b.example { dane off; }\n");
}

static void two_statements_make_a_bundle(void **state)
{
    (void)state;
    check("[a.example]\ntable_tls = required\n"
          "[b.example]\ntable_tls = required\nip_sort_pref = REQUIRE_V4\n"
          "[c.example]\ntable_tls = required\n"
          "[d.example]\nip_sort_pref = PREFER_V4\n",
          "settings tls-required { tls required; }\n"
          "\n"
          "destination a.example, c.example uses tls-required;\n"
          "destination b.example uses tls-required { ip require-ipv4; }\n"
          "destination d.example { ip prefer-ipv4; }\n");
}

static void a_bundle_is_a_whole_family(void **state)
{
    (void)state;
    check("[a.example]\ntable_tls = required\ndane_option = mandatory\nbounce_profile = p\n"
          "[b.example]\ntable_tls = required\nbounce_profile = p\n"
          "[c.example]\ntable_tls = required\ndane_option = mandatory\nbounce_profile = q\n",
          "settings tls-required {\n"
          "    tls required;\n"
          "    dane mandatory;\n"
          "}\n"
          "settings bounce-p { bounce-profile \"p\"; }\n"
          "\n"
          "destination a.example uses tls-required, bounce-p;\n"
          "destination b.example uses bounce-p { tls required; }\n"
          "destination c.example uses tls-required { bounce-profile \"q\"; }\n");
}

static void the_order_of_sections_means_nothing(void **state)
{
    (void)state;
    static const char *const sections[] = {
        "[x.example]\ntable_tls = off\nbounce_profile = b\n",
        "[b.example]\nbounce_profile = a b\ntable_tls = required\n",
        "[.b.example]\nbounce_profile = a-b\ntable_tls = required\n",
        "[d.example]\nbounce_profile = a b\nip_sort_pref = PREFER_V4\n",
        "[f.example]\nbounce_profile = a-b\n",
        "[1.2.3.4]\ntable_tls = off\n",
    };
    enum { COUNT = sizeof sections / sizeof sections[0] };
    uint64_t seed = 7;
    struct setup setup;
    setup_begin(&setup);
    struct view first = {NULL, 0};
    for (int round = 0; round < 20; round++) {
        struct policy policy;
        uint32_t skip = random_below(&seed, COUNT);
        struct buffer table = buffer_new(&setup.arena);
        for (uint32_t i = 0; i < COUNT; i++)
            buffer_add_string(&table, sections[(round < COUNT ? i * 5 + skip : skip + i) % COUNT]);
        read_table(&setup, &policy, buffer_string(&table));
        struct view text = written(&setup, &policy);
        if (round == 0)
            first = text;
        else if (!view_equal(first, text))
            fail_msg("%s\n%.*s", table.text, VIEW_ARG(text));
    }
    assert_view_equal(first, "settings tls-off { tls off; }\n"
                             "settings tls-required { tls required; }\n"
                             "settings bounce-a-b { bounce-profile \"a b\"; }\n"
                             "settings bounce-a-b-2 { bounce-profile \"a-b\"; }\n"
                             "\n"
                             "destination b.example uses tls-required, bounce-a-b;\n"
                             "destination .b.example uses tls-required, bounce-a-b-2;\n"
                             "destination d.example uses bounce-a-b { ip prefer-ipv4; }\n"
                             "destination f.example uses bounce-a-b-2;\n"
                             "destination x.example uses tls-off { bounce-profile \"b\"; }\n"
                             "destination 1.2.3.4 uses tls-off;\n");
    setup_end(&setup);
}

/* --- Names of bundles ------------------------------------------------------------------------- */

/* Sections for two statements that share SETTINGS and differ in IP preference. */
#define TWICE(name, settings)                                                                    \
    "[" name ".example]\n" settings "[" name "2.example]\nip_sort_pref = PREFER_V4\n" settings

#define SCOPE "limit_type = host\nlimit_apply = system\n"
#define PER_MX "limit_type = MXIP\nlimit_apply = system\n"

/* The names of the bundles that TABLE makes, in their order, set apart by blanks. */
static void check_names(const char *table, const char *expected)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    read_table(&setup, &policy, table);
    struct view left = written(&setup, &policy);
    struct buffer names = buffer_new(&setup.arena);
    for (;;) {
        const char *line = memmem(left.text, left.length, "settings ", 9);
        if (line == NULL)
            break;
        line += 9;
        left.length -= (size_t)(line - left.text);
        left.text = line;
        const char *end = memchr(line, ' ', left.length);
        assert_non_null(end);
        if (names.length > 0)
            buffer_add_char(&names, ' ');
        buffer_add(&names, (struct view){line, (size_t)(end - line)});
    }
    assert_string_equal(buffer_string(&names), expected);
    setup_end(&setup);
}

static void names_are_as_long_as_it_takes(void **state)
{
    (void)state;
#define TEN "max_host_concurrency = 10\n" SCOPE
#define TEN_MX "max_host_concurrency = 10\n" PER_MX
#define ONE "max_messages_per_connection = 1\n"
#define TWO "max_messages_per_connection = 2\n"
    check_names(TWICE("a", TEN ONE), "slow-10");
    check_names(TWICE("a", TEN) TWICE("b", TEN ONE), "slow-10 slow-10-msg-1 prefer-ipv4");
    check_names(TWICE("a", TEN TWO) TWICE("b", TEN ONE),
                "slow-10-msg-1 slow-10-msg-2 prefer-ipv4");
    check_names(TWICE("a", TEN_MX), "slow-10");
    check_names(TWICE("a", TEN_MX) TWICE("b", TEN), "slow-10 slow-10-mx-address prefer-ipv4");
    check_names(TWICE("a", ONE) TWICE("b", TEN), "slow-10 msg-1 prefer-ipv4");
    check_names(TWICE("a", "table_tls = on\ndane_option = off\n") TWICE("b", "table_tls = on\n")
                    TWICE("c", "dane_option = off\n"),
                "tls-preferred tls-preferred-dane-off dane-off prefer-ipv4");
    check_names(TWICE("a", "recipient_limit = 20\nrecipient_minutes = 5\n" SCOPE)
                    TWICE("b", "recipient_limit = 20\nrecipient_minutes = 60\n" SCOPE)
                        TWICE("c", "recipient_limit = 0\nrecipient_minutes = 60\n" PER_MX),
                "rcpt-20-per-5 rcpt-20 rcpt-unlimited prefer-ipv4");
    check_names(TWICE("a", "bounce_profile = p\nbounce_validation = on\n")
                    TWICE("b", "bounce_profile = p\nbounce_validation = off\n")
                        TWICE("c", "bounce_validation = off\n"),
                "bounce-p-verification-off bounce-p-verification-on bounce-verification-off "
                "prefer-ipv4");
}

static void slow_is_slower_than_the_default(void **state)
{
    (void)state;
#define MANY(n) "max_host_concurrency = " #n "\n" SCOPE
    check_names(TWICE("a", MANY(499)) TWICE("b", MANY(500)) TWICE("c", MANY(501)),
                "slow-499 connections-500 connections-501 prefer-ipv4");
    check_names("[DEFAULT]\nmax_host_concurrency = 20\n" TWICE("a", MANY(10))
                    TWICE("b", MANY(20)),
                "slow-10 connections-20 prefer-ipv4");
}

static void names_are_plain_words(void **state)
{
    (void)state;
    check_names(TWICE("a", "bounce_profile = !!\n") TWICE("b", "bounce_profile = \"x\"; {y}\n")
                    TWICE("c", "bounce_profile = x y\n") TWICE("d", "bounce_profile = x-y-2\n")
                        TWICE("e", "bounce_profile = caf\xC3\xA9\n"),
                "bounce bounce-x-y bounce-caf\xC3\xA9 bounce-x-y-3 bounce-x-y-2 prefer-ipv4");
#define LONG "bounce_profile = 123456789.123456789.123456789.123456789"
    check_names(TWICE("a", LONG ".1234\n") TWICE("b", LONG "\xC3\xA9\n"),
                "bounce-123456789.123456789.123456789.123456789. "
                "bounce-123456789.123456789.123456789.123456789 prefer-ipv4");
    check_names(TWICE("a", "table_tls = quantum x\n") TWICE("b", "limit_type = host\n")
                    TWICE("c", "recipient_minutes = 9\n"),
                "tls-quantum-x recipient-minutes-9 limits-per-domain prefer-ipv4");
}

/* --- Settings --------------------------------------------------------------------------------- */

static void recipients_in_words(void **state)
{
    (void)state;
#define RECIPIENTS(n, m) "recipient_limit = " #n "\nrecipient_minutes = " #m "\n" SCOPE
    check("[a.example]\n" RECIPIENTS(300, 60) "[b.example]\n" RECIPIENTS(20, 1)
          "[c.example]\n" RECIPIENTS(0, 60) "[d.example]\n" RECIPIENTS(0, 20),
          "destination a.example {\n"
          "    recipients 300 per 60 minutes;\n"
          "    limits per domain, system-wide;\n"
          "}\n"
          "destination b.example {\n"
          "    recipients 20 per 1 minute;\n"
          "    limits per domain, system-wide;\n"
          "}\n"
          "destination c.example {\n"
          "    recipients unlimited;\n"
          "    limits per domain, system-wide;\n"
          "}\n"
          "destination d.example {\n"
          "    recipients unlimited per 20 minutes;\n"
          "    limits per domain, system-wide;\n"
          "}\n");
}

static void what_has_no_words_is_a_parameter(void **state)
{
    (void)state;
    check("[a.example]\nlimit_type = 0\nlimit_apply = VG\nrecipient_minutes = 5\n"
          "[b.example]\ntable_tls = quantum\nip_sort_pref = PREFER_V4\n"
          "[c.example]\nmax_host_concurrency = 5\nlimit_type = zone\nlimit_apply = VG\n"
          "[d.example]\nzork_1 = \"a\\b\"\ntable_tls = off\nZork_2 = x;y\n"
          "[e.example]\nmax_host_concurrency = 5\n" SCOPE "recipient_minutes = 5\n",
          "destination a.example {\n"
          "    parameter \"recipient_minutes\" \"5\";\n"
          "    parameter \"limit_type\" \"host\";\n"
          "    parameter \"limit_apply\" \"VG\";\n"
          "}\n"
          "destination b.example {\n"
          "    ip prefer-ipv4;\n"
          "    parameter \"table_tls\" \"quantum\";\n"
          "}\n"
          "destination c.example {\n"
          "    connections 5;\n"
          "    parameter \"limit_type\" \"zone\";\n"
          "    parameter \"limit_apply\" \"VG\";\n"
          "}\n"
          "destination d.example {\n"
          "    tls off;\n"
          "    parameter \"zork_1\" \"\\\"a\\\\b\\\"\";\n"
          "    parameter \"Zork_2\" \"x;y\";\n"
          "}\n"
          "destination e.example {\n"
          "    connections 5;\n"
          "    parameter \"recipient_minutes\" \"5\";\n"
          "    limits per domain, system-wide;\n"
          "}\n");
}

static void unknown_parameters_are_never_in_a_bundle(void **state)
{
    (void)state;
    check("[a.example]\nzork = 1\ntable_tls = off\n[b.example]\nzork = 2\ntable_tls = off\n",
          "settings tls-off { tls off; }\n"
          "\n"
          "destination a.example uses tls-off { parameter \"zork\" \"1\"; }\n"
          "destination b.example uses tls-off { parameter \"zork\" \"2\"; }\n");
}

/* --- Names of destinations, and lines --------------------------------------------------------- */

static void a_partial_domain_stands_by_its_domain(void **state)
{
    (void)state;
    check("[.b.example]\n[a.example]\n[b.example]\n[.c.example]\n[c-d.example]\n[192.0.2.1]\n"
          "[[2001:db8::1]]\n[z.example]\n[.a.b.example]\n[b\xC3\xBC.example]\n",
          "destination .a.b.example, a.example, b.example, .b.example, b\xC3\xBC.example, "
          "c-d.example, .c.example,\n"
          "        z.example, 192.0.2.1, [2001:db8::1];\n");
}

static void names_in_the_form_that_is_asked_for(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    const struct write_options options = {.target = RELEASE_NEWEST, .idn = IDN_ASCII};
    setup_begin(&setup);
    read_table(&setup, &policy, "[b\xC3\xBC" "cher.example]\n");
    assert_view_equal(written_with(&setup, &policy, &options),
                      "destination xn--bcher-kva.example;\n");
    setup_end(&setup);
}

static void names_that_are_keywords_are_quoted(void **state)
{
    (void)state;
    check("[all]\n[uses]\n[for]\n[file]\n[extends]\n[default.example]\n[163.com]\n[all.example]\n",
          "destination 163.com, \"all\", all.example, default.example, \"extends\", \"file\", "
          "\"for\", \"uses\";\n");
}

/* A domain of LENGTH octets. */
static const char *long_domain(struct arena *arena, size_t length)
{
    char *name = arena_zero(arena, length + 1, 1);
    memset(name, 'a', length);
    for (size_t i = 50; i + 1 < length; i += 50)
        name[i] = '.';
    return name;
}

/* The first line's length when a destination's name has LENGTH octets; *LINES counts the lines. */
static size_t first_line(size_t length, const char *settings, uint32_t *lines)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    read_table(&setup, &policy,
               arena_printf(&setup.arena, "[%s]\n%s", long_domain(&setup.arena, length), settings));
    struct view text = written(&setup, &policy);
    const char *end = memchr(text.text, '\n', text.length);
    assert_non_null(end);
    *lines = 0;
    for (size_t i = 0; i < text.length; i++)
        *lines += text.text[i] == '\n';
    size_t first = (size_t)(end - text.text);
    setup_end(&setup);
    return first;
}

static void one_setting_stands_on_the_line_if_it_fits(void **state)
{
    (void)state;
    uint32_t lines;
    /* destination NAME { tls off; } */
    size_t fits = 100 - strlen("destination  { tls off; }");
    assert_int_equal(first_line(fits, "table_tls = off\n", &lines), 100);
    assert_int_equal(lines, 1);
    assert_int_equal(first_line(fits + 1, "table_tls = off\n", &lines),
                     strlen("destination  {") + fits + 1);
    assert_int_equal(lines, 3);
    assert_int_equal(first_line(20, "table_tls = off\ndane_option = off\n", &lines), 34);
    assert_int_equal(lines, 4);
}

static void lists_are_broken_at_100_columns(void **state)
{
    (void)state;
    struct setup setup;
    for (size_t length = 60; length < 90; length++) {
        struct policy policy;
        setup_begin(&setup);
        /* destination b.example, NAME; */
        read_table(&setup, &policy,
                   arena_printf(&setup.arena, "[b.example]\n[b%s]\n",
                                long_domain(&setup.arena, length)));
        struct view text = written(&setup, &policy);
        const char *end = memchr(text.text, '\n', text.length);
        bool one_line = end == text.text + text.length - 1;
        size_t whole = strlen("destination b.example, ;") + length + 1;
        assert_int_equal(one_line, whole <= 100);
        if (!one_line)
            assert_memory_equal(end, "\n        ba", 11);
        setup_end(&setup);
    }
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    struct buffer table = buffer_new(&setup.arena);
    for (int i = 0; i < 10; i++)
        buffer_printf(&table, "[\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E%d.example]\n", i);
    read_table(&setup, &policy, buffer_string(&table));
    struct view text = written(&setup, &policy);
    /* A name has 15 columns, 18 bytes, 12 characters: five fit behind the keyword. */
    const char *end = memchr(text.text, '\n', text.length);
    uint32_t names = 0;
    for (const char *c = text.text; c < end; c++)
        names += *c == ',';
    assert_int_equal(names, 5);
    setup_end(&setup);
}

/* --- What the source says beside entries ------------------------------------------------------ */

/* fmt has nothing to do. */
static void check_layout(struct setup *setup, uint64_t seed, struct view text)
{
    struct view formatted;
    const struct source *source = setup_source_view(setup, "written", text);
    if (!format_policy(&setup->diag, source, &formatted) || !view_equal(formatted, text))
        fail_msg("seed %llu\n%.*s\n---\n%.*s", (unsigned long long)seed, VIEW_ARG(text),
                 VIEW_ARG(formatted));
}

static void a_source_keeps_its_name_and_assertions(void **state)
{
    (void)state;
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    read_back(&setup, &policy,
              VIEW("policy \"my own\" { asyncos 14.2; }\n"
                   "define both = { a.example, .b.example };\n"
                   "destination @both { tls required; note \"why\"; until 2031-01-31; }\n"
                   "assert tls >= required for @both \"a \\\"contract\\\"\";\n"
                   "assert recipients <= 300 per 60 minutes for all;\n"
                   "assert bounce-profile = \"x y\" for default;\n"
                   "assert encryption enforced for a.example;\n"
                   "assert certificate != \"a name that is long enough to make this line too "
                   "long\" for a.example, b.example;\n"));
    assert_string_equal(setup_messages(&setup), "");
    struct view text = written(&setup, &policy);
    assert_view_equal(text,
                      "policy \"my own\" { asyncos 14.2; }\n"
                      "\n"
                      "destination a.example, .b.example { tls required; }\n"
                      "\n"
                      "assert tls >= required for a.example, .b.example \"a \\\"contract\\\"\";\n"
                      "assert recipients <= 300 per 60 minutes for all;\n"
                      "assert bounce-profile = \"x y\" for default;\n"
                      "assert encryption enforced for a.example;\n"
                      "assert certificate != \"a name that is long enough to make this line too "
                      "long\" for a.example,\n"
                      "        b.example;\n");
    check_layout(&setup, 0, text);
    assert_string_equal(setup_messages(&setup), "W0709@3:40");
    setup_end(&setup);
}

/* --- The law ---------------------------------------------------------------------------------- */

static bool same_policy(const struct policy *a, const struct policy *b)
{
    if (a->count != b->count || a->has_default != b->has_default ||
        (a->has_default && !settings_same(policy_default(a), policy_default(b))))
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const struct destination *one = policy_destination(a, i);
        uint32_t found = policy_find(b, destination_key(one));
        if (found == NO_ENTRY)
            return false;
        const struct destination *two = policy_destination(b, found);
        if (!view_equal(destination_name(one), destination_name(two)) ||
            !settings_same(policy_settings(a, one->settings), policy_settings(b, two->settings)))
            return false;
    }
    return true;
}

static const char *pick(uint64_t *seed, const char *const *list, uint32_t count)
{
    return list[random_below(seed, count)];
}

#define PICK(seed, list) pick(seed, list, sizeof(list) / sizeof(list)[0])

/* Few values, so that statements have much in common. */
static void add_value(struct buffer *text, uint64_t *seed, enum param param)
{
    static const char *const profiles[] = {"p",  "P",     "p q", "p-q", "\"p\" \\ {q};",
                                           "p-2", "default", "\xE6\x97\xA5", "#", "@x"};
    static const uint32_t numbers[] = {1, 2, 20, 60};
    const struct parameter *row = parameter(param);
    buffer_printf(text, "%s = ", row->export_name);
    if (row->type == TYPE_NAME) {
        buffer_add_string(text, PICK(seed, profiles));
    } else if (row->type == TYPE_WORD && random_below(seed, 12) == 0) {
        buffer_printf(text, "quantum %u", random_below(seed, 2));
    } else if (row->type == TYPE_WORD) {
        const struct word *word =
            word_by_code(row->words, random_below(seed, word_count(row->words)));
        bool numeric = word->number != NULL && random_below(seed, 2) == 0;
        buffer_add_string(text, numeric ? word->number : word->export_word);
    } else if (row->type == TYPE_LIMIT && random_below(seed, 3) == 0) {
        buffer_add_char(text, '0');
    } else {
        buffer_printf(text, "%u", numbers[random_below(seed, 4)]);
    }
    buffer_add_char(text, '\n');
}

static void add_name(struct buffer *text, uint64_t *seed, uint32_t number)
{
    static const struct {
        const char *before;
        const char *behind;
    } forms[] = {
        {"h", ".example"},     {".h", ".example"},         {"192.0.2.", ""},
        {"[2001:db8::", "]"},  {"b\xC3\xBC", ".example"}, {"_dmarc.H", ".Example"},
        {"2001:db8:1::", ""},
    };
    static const char *const keywords[] = {"[all]\n", "[uses]\n", "[for]\n", "[file]\n"};
    if (number < sizeof keywords / sizeof keywords[0] && random_below(seed, 8) == 0) {
        buffer_add_string(text, keywords[number]);
        return;
    }
    uint32_t form = random_below(seed, sizeof forms / sizeof forms[0]);
    buffer_printf(text, "[%s%u%s]\n", forms[form].before, number, forms[form].behind);
    if (random_below(seed, 20) == 0)
        buffer_printf(text, "[.x%u.example]\n[x%u.example]\n", number, number);
}

/* A destination's settings: idle scopes and minutes, unknown words and parameters among them. */
static void add_settings(struct buffer *text, uint64_t *seed)
{
    uint32_t mask = 0;
    uint32_t often = 2 + random_below(seed, 5);
    for (int i = 0; i < PARAM_COUNT; i++)
        if (parameter((enum param)i)->in_domain && random_below(seed, often) == 0)
            mask |= PARAM_BIT(i);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            mask |= parameter((enum param)i)->needs;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            add_value(text, seed, (enum param)i);
    if (random_below(seed, 10) == 0)
        buffer_printf(text, "zork_%u = \"%u\\; #\n", random_below(seed, 2),
                      random_below(seed, 2));
}

static const char *random_table(struct arena *arena, uint64_t *seed)
{
    struct buffer text = buffer_new(arena);
    if (random_below(seed, 2) == 0) {
        buffer_add_string(&text, "[DEFAULT]\n");
        for (int i = 0; i < PARAM_COUNT; i++)
            if (parameter((enum param)i)->in_default == FALLBACK_REQUIRED ||
                (parameter((enum param)i)->in_default != FALLBACK_NO && random_below(seed, 2)))
                add_value(&text, seed, (enum param)i);
    }
    uint32_t count = random_below(seed, random_below(seed, 5) == 0 ? 200 : 20);
    for (uint32_t i = 0; i < count; i++) {
        add_name(&text, seed, i);
        add_settings(&text, seed);
    }
    return buffer_string(&text);
}

static uint64_t number_from(const char *name, uint64_t fallback)
{
    const char *text = getenv(name);
    return text == NULL ? fallback : strtoull(text, NULL, 10);
}

static void compiled_again_it_is_the_same_table(void **state)
{
    (void)state;
    uint64_t seed = number_from("SEED", 20270101);
    uint64_t tables = number_from("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++) {
        uint64_t before = seed;
        struct setup setup;
        struct policy first;
        struct policy second;
        setup_begin(&setup);
        const char *table = random_table(&setup.arena, &seed);
        read_table(&setup, &first, table);
        struct view text = written(&setup, &first);
        check_layout(&setup, before, text);
        read_back(&setup, &second, text);
        if (setup.diag.counts[SEVERITY_ERROR] != 0 || !same_policy(&first, &second))
            fail_msg("seed %llu: %s\n%s\n---\n%s", (unsigned long long)before,
                     setup_messages(&setup), table, text.text);
        /* Canonical form: what is written once more is the same to the byte. */
        struct view again = written(&setup, &second);
        if (!view_equal(text, again))
            fail_msg("seed %llu\n%s\n---\n%s", (unsigned long long)before, text.text, again.text);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_entry_comes_first),
        cmocka_unit_test(the_default_entry_can_be_omitted),
        cmocka_unit_test(an_empty_table_is_an_empty_source),
        cmocka_unit_test(equal_settings_share_a_statement),
        cmocka_unit_test(spellings_are_no_difference),
        cmocka_unit_test(two_statements_make_a_bundle),
        cmocka_unit_test(a_bundle_is_a_whole_family),
        cmocka_unit_test(the_order_of_sections_means_nothing),
        cmocka_unit_test(names_are_as_long_as_it_takes),
        cmocka_unit_test(slow_is_slower_than_the_default),
        cmocka_unit_test(names_are_plain_words),
        cmocka_unit_test(recipients_in_words),
        cmocka_unit_test(what_has_no_words_is_a_parameter),
        cmocka_unit_test(unknown_parameters_are_never_in_a_bundle),
        cmocka_unit_test(a_partial_domain_stands_by_its_domain),
        cmocka_unit_test(names_in_the_form_that_is_asked_for),
        cmocka_unit_test(names_that_are_keywords_are_quoted),
        cmocka_unit_test(one_setting_stands_on_the_line_if_it_fits),
        cmocka_unit_test(lists_are_broken_at_100_columns),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(a_source_keeps_its_name_and_assertions),
        cmocka_unit_test(compiled_again_it_is_the_same_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("factor", tests, NULL, NULL);
}
