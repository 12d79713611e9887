/* SPDX-License-Identifier: MIT */
/*
 * Assertions held against tables. Tables are read from table files, assertions made by hand from
 * lines like "tls >= required for a.example, .b.example".
 */
#include "analysis/assert.h"

#include "analysis/below.h"
#include "read/destconfig.h"
#include "support_reading.h"

struct bench {
    struct setup setup;
    struct policy policy;
    const struct source *table;
    const struct source *rules; /* one assertion a line */
    struct assertion list[16];
    uint32_t count;
};

#define DEFAULT_ENTRY                                                                              \
    "[DEFAULT]\n"                                                                                  \
    "ip_sort_pref = PREFER_V6\n"                                                                   \
    "max_host_concurrency = 500\n"                                                                 \
    "max_messages_per_connection = 50\n"                                                           \
    "recipient_minutes = 60\n"                                                                     \
    "recipient_limit = 300\n"                                                                      \
    "limit_type = host\n"                                                                          \
    "limit_apply = system\n"                                                                       \
    "bounce_validation = off\n"                                                                    \
    "table_tls = on\n"                                                                             \
    "send_tls_req_alert = off\n"                                                                   \
    "certificate = mx\n"

static void read_table(struct bench *bench, struct policy *policy, const char *name,
                       const char *text)
{
    bench->table = setup_read(&bench->setup, policy, read_destconfig, name, view_of(text));
    assert_false(diag_has_errors(&bench->setup.diag));
}

static struct assertion_part part(const struct bench *bench, struct view text)
{
    uint32_t at = bench->rules->base + (uint32_t)(text.text - bench->rules->text);
    return (struct assertion_part){text, {at, at + (uint32_t)text.length}};
}

/* The text up to MARK, which *REST loses with the mark; all of it if there is none. */
static struct view take(struct view *rest, const char *mark)
{
    const char *found = memmem(rest->text, rest->length, mark, strlen(mark));
    size_t length = found == NULL ? rest->length : (size_t)(found - rest->text);
    struct view taken = {rest->text, length};
    length += found == NULL ? 0 : strlen(mark);
    *rest = (struct view){rest->text + length, rest->length - length};
    return taken;
}

static void take_names(struct bench *bench, struct assertion *assertion, struct view text)
{
    struct assertion_name *names = arena_zero(&bench->setup.arena, text.length + 1, sizeof *names);
    struct domain_fault fault;
    assertion->names = names;
    while (text.length > 0) {
        struct assertion_part name = part(bench, take(&text, ", "));
        struct assertion_name *next = &names[assertion->name_count++];
        next->place = name.place;
        assert_true(domain_parse(&bench->setup.arena, name.text, &next->domain, &fault));
    }
}

static void add_assertion(struct bench *bench, struct view line)
{
    struct assertion *assertion = &bench->list[bench->count++];
    assert_true(bench->count <= 16);
    *assertion = (struct assertion){.place = part(bench, line).place};
    struct view rest = line;
    assertion->name = part(bench, take(&rest, " "));
    assertion->enforced = rest.length >= 8 && memcmp(rest.text, "enforced", 8) == 0;
    if (assertion->enforced) {
        take(&rest, " for ");
    } else {
        assertion->operation = part(bench, take(&rest, " "));
        assertion->value = part(bench, take(&rest, " for "));
    }
    assertion->target_text = take(&rest, " because ");
    assertion->message = rest;
    if (view_equal(assertion->target_text, VIEW("all")))
        assertion->target = ASSERTION_FOR_ALL;
    else if (view_equal(assertion->target_text, VIEW("default")))
        assertion->target = ASSERTION_FOR_DEFAULT;
    else
        take_names(bench, assertion, assertion->target_text);
}

static void begin(struct bench *bench, const char *table, const char *rules)
{
    setup_begin(&bench->setup);
    bench->count = 0;
    read_table(bench, &bench->policy, "table", table);
    bench->rules = setup_source(&bench->setup, "rules", rules);
    bench->setup.diag.counts[SEVERITY_WARNING] = 0;
    bench->setup.diag.others.count = 0;
    struct view rest = {bench->rules->text, bench->rules->size};
    while (rest.length > 0)
        add_assertion(bench, take(&rest, "\n"));
}

static void judge(struct bench *bench)
{
    struct assert_subject subject = {&bench->policy, defaults_of(&bench->policy), VIEW(""),
                                     false};
    assert_judge(bench->list, bench->count, &subject, 1, &bench->setup.diag);
}

/* Messages as "table 14: TEXT | NOTE | NOTE\n", lines of the file they stand in. */
static const char *found(struct bench *bench)
{
    uint32_t count;
    struct setup *setup = &bench->setup;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    struct buffer text = buffer_new(&setup->arena);
    for (uint32_t i = 0; i < count; i++) {
        struct position at = sources_position(&setup->sources, list[i]->place.offset);
        buffer_printf(&text, "%s %s %u:%u %s", code_entry(list[i]->code)->id,
                      at.source == NULL ? "-" : at.source->name, at.line, at.column,
                      list[i]->text);
        for (const struct note *note = list[i]->notes; note != NULL; note = note->next) {
            at = sources_position(&setup->sources, note->place.offset);
            buffer_printf(&text, " | %s %u %s", at.source == NULL ? "-" : at.source->name,
                          at.line, note->text);
        }
        buffer_add_char(&text, '\n');
    }
    return buffer_string(&text);
}

static void expect(const char *table, const char *rules, const char *messages)
{
    struct bench bench;
    begin(&bench, table, rules);
    judge(&bench);
    assert_string_equal(found(&bench), messages);
    setup_end(&bench.setup);
}

#define TABLE                                                                                      \
    DEFAULT_ENTRY                                                                                  \
    "[bank.example]\n"                                                                             \
    "table_tls = require_verify\n"                                                                 \
    "[.clinic.example]\n"                                                                          \
    "table_tls = required\n"                                                                       \
    "[clinic.example]\n"                                                                           \
    "table_tls = off\n"                                                                            \
    "[lab.clinic.example]\n"                                                                       \
    "max_messages_per_connection = 5\n"                                                            \
    "[192.0.2.1]\n"                                                                                \
    "dane_option = mandatory\n"

/* A domain: what mail to it gets. */
static void domains(void **state)
{
    (void)state;
    expect(TABLE, "tls >= required for bank.example", "");
    expect(TABLE, "tls >= required for www.clinic.example", "");
    expect(TABLE, "tls >= required for clinic.example",
           "E1201 table 18:13 tls is off for clinic.example, which fails \"assert tls >= required "
           "for clinic.example\" | rules 1 asserted here\n");
    /* By the entry's own line, by the default's, without an entry. */
    expect(TABLE, "tls = off for www.clinic.example",
           "E1201 table 16:13 tls is required for www.clinic.example, which fails \"assert tls = "
           "off for www.clinic.example\" | rules 1 asserted here | table 15 www.clinic.example is "
           "ruled by .clinic.example\n");
    expect(TABLE, "tls >= required for lab.clinic.example because contract 12",
           "E1201 table 10:13 tls is preferred for lab.clinic.example, which fails \"assert tls >= "
           "required for lab.clinic.example\" | rules 1 asserted here: contract 12 | table 19 "
           "lab.clinic.example inherits it\n");
    expect(TABLE, "tls >= required for other.example",
           "E1201 table 10:13 tls is preferred for other.example, which fails \"assert tls >= "
           "required for other.example\" | rules 1 asserted here | - 0 no entry matches "
           "other.example: the default entry rules it\n");
}

/* A partial domain: the entry itself and all below it, each once. */
static void entries_below(void **state)
{
    (void)state;
    expect(TABLE, "tls >= required for .clinic.example",
           "E1201 table 10:13 tls is preferred for lab.clinic.example, which fails \"assert tls >= "
           "required for .clinic.example\" | rules 1 asserted here | table 19 lab.clinic.example "
           "inherits it\n");
    expect(TABLE, "tls = off for .clinic.example, .example",
           "E1201 table 10:13 tls is preferred for lab.clinic.example, which fails \"assert tls = "
           "off for .clinic.example, .example\" | rules 1 asserted here | table 19 "
           "lab.clinic.example inherits it\n"
           "E1201 table 14:13 tls is required-verify for bank.example, which fails \"assert tls = "
           "off for .clinic.example, .example\" | rules 1 asserted here\n"
           "E1201 table 16:13 tls is required for .clinic.example, which fails \"assert tls = off "
           "for .clinic.example, .example\" | rules 1 asserted here\n");
}

static void unknown_names(void **state)
{
    (void)state;
    expect(TABLE, "tls = off for .bank.example, .bnak.example",
           "E1203 rules 1:15 there is no entry at or below .bank.example | table 1 held against "
           "this table\n"
           "E1203 rules 1:30 there is no entry at or below .bnak.example | table 1 held against "
           "this table\n");
}

static void about_nothing(void **state)
{
    struct bench bench;
    (void)state;
    begin(&bench, TABLE, "tls = off for bank.example");
    bench.list[0].name_count = 0;
    judge(&bench);
    assert_string_equal(setup_messages(&bench.setup), "E1115@1:1");
    assert_true(diag_has_errors(&bench.setup.diag));
    setup_end(&bench.setup);
}

/* One message for all that inherit, one for each set of settings that decides by itself. */
static void whole_tables(void **state)
{
    (void)state;
    expect(TABLE, "connections <= 500 for all", "");
    expect(TABLE, "connections < 500 for all",
           "E1201 table 3:24 connections is 500 for bank.example, .clinic.example, clinic.example "
           "and 3 more, which fails \"assert connections < 500 for all\" | rules 1 asserted here | "
           "table 13 bank.example inherits it\n");
    expect(TABLE "[b.example]\ntable_tls = off\n", "tls != off for all",
           "E1201 table 18:13 tls is off for clinic.example and b.example, which fails \"assert "
           "tls != off for all\" | rules 1 asserted here\n");
}

static void default_entries(void **state)
{
    (void)state;
    expect(TABLE, "tls-alert = off for default\ncertificate = mx for default", "");
    expect(TABLE, "tls-alert = on for default",
           "E1201 table 11:22 tls-alert is off for the default entry, which fails \"assert "
           "tls-alert = on for default\" | rules 1 asserted here\n");
    expect(TABLE, "certificate = other for bank.example",
           "E1201 table 12:15 certificate is mx for bank.example, which fails \"assert certificate "
           "= other for bank.example\" | rules 1 asserted here | table 13 bank.example inherits "
           "it\n");
}

/* Where no text gives the value, the entry is the place. */
static void built_in_values(void **state)
{
    (void)state;
    expect(TABLE, "bounce-profile != Default for bank.example",
           "E1201 table 13:1 bounce-profile is Default for bank.example, which fails \"assert "
           "bounce-profile != Default for bank.example\" | rules 1 asserted here | table 13 "
           "bank.example inherits it\n");
    expect(TABLE, "dane != off for default",
           "E1201 table 1:1 dane is off for the default entry, which fails \"assert dane != off "
           "for default\" | rules 1 asserted here\n");
}

static void rates(void **state)
{
    (void)state;
    expect(DEFAULT_ENTRY "[a.example]\nrecipient_limit = 1\nrecipient_minutes = 1\n"
                         "limit_type = host\nlimit_apply = system\n",
           "recipients <= 60 for a.example\nrecipients <= 59 for a.example",
           "E1201 table 14:19 recipients is 1 per 1 minute for a.example, which fails \"assert "
           "recipients <= 59 for a.example\" | rules 2 asserted here\n");
    expect(DEFAULT_ENTRY "[a.example]\nrecipient_limit = 0\nrecipient_minutes = 1\n"
                         "limit_type = host\nlimit_apply = system\n",
           "recipients <= 20 per 1 minute for .example, b.example",
           "E1201 table 14:19 recipients is unlimited for a.example, which fails \"assert "
           "recipients <= 20 per 1 minute for .example, b.example\" | rules 1 asserted here\n");
}

static void enforced(void **state)
{
    (void)state;
    expect(TABLE, "encryption enforced for 192.0.2.1, bank.example\n"
                  "verification enforced for 192.0.2.1, bank.example", "");
    expect(TABLE, "verification enforced for www.clinic.example, lab.clinic.example",
           "E1201 table 10:13 tls is preferred and dane is off for lab.clinic.example, which fails "
           "\"assert verification enforced for www.clinic.example, lab.clinic.example\" | rules 1 "
           "asserted here | table 19 lab.clinic.example inherits it\n"
           "E1201 table 16:13 tls is required and dane is off for www.clinic.example, which fails "
           "\"assert verification enforced for www.clinic.example, lab.clinic.example\" | rules 1 "
           "asserted here | table 15 www.clinic.example is ruled by .clinic.example\n");
}

/* What needs a default entry that is not there, and words that nobody knows the strength of. */
static void undecided(void **state)
{
    struct bench bench;
    (void)state;
    expect("[a.example]\ntable_tls = required\n", "tls >= required for a.example", "");
    expect("[a.example]\ntable_tls = required\n[b.example]\n", "tls >= required for all",
           "E1202 rules 1:1 \"assert tls >= required for all\" cannot be decided for b.example and "
           "the default entry: no default entry is known | table 1 held against this table\n");
    expect("[a.example]\ntable_tls = quantum\n", "tls >= required for a.example, b.example",
           "E1202 rules 1:1 \"assert tls >= required for a.example, b.example\" cannot be decided "
           "for a.example: its word is not known to destc | table 1 held against this table | "
           "table 2 a word of a newer release, taken as it stands\n"
           "E1202 rules 1:1 \"assert tls >= required for a.example, b.example\" cannot be decided "
           "for b.example: no default entry is known | table 1 held against this table\n");
    begin(&bench, "[a.example]\n", "tls = off for a.example");
    judge(&bench);
    assert_true(diag_has_errors(&bench.setup.diag));
    assert_false(diag_has_findings(&bench.setup.diag));
    setup_end(&bench.setup);
}

/* The default entry from outside the table. */
static void other_defaults(void **state)
{
    struct bench bench;
    (void)state;
    begin(&bench, "[a.example]\n", "tls >= required for a.example\ntls = on for default");
    struct assert_subject subject = {&bench.policy, defaults_factory(&bench.setup.store),
                                     VIEW(""), false};
    assert_judge(bench.list, bench.count, &subject, 1, &bench.setup.diag);
    assert_string_equal(found(&bench),
                        "E1201 table 1:1 tls is off by the factory default for a.example, which "
                        "fails \"assert tls >= required for a.example\" | rules 1 asserted here | "
                        "table 1 a.example inherits it\n"
                        "E1201 rules 2:1 tls is off by the factory default for the default entry, "
                        "which fails \"assert tls = on for default\" | table 1 held against this "
                        "table\n");
    setup_end(&bench.setup);
}

/* What is wrong with an assertion itself is said once, and the others are judged. */
static void bad_conditions(void **state)
{
    struct bench bench;
    (void)state;
    begin(&bench, TABLE,
          "tsl >= required for all\nip > prefer-ipv4 for all\ntls = strong for all\n"
          "tls => off for all\ndelivery enforced for all\nmessages = 51 for default");
    struct assert_subject subject = {&bench.policy, defaults_of(&bench.policy), VIEW(""),
                                     false};
    const struct assert_subject subjects[] = {subject, subject};
    assert_judge(bench.list, bench.count, subjects, 2, &bench.setup.diag);
    assert_string_equal(setup_messages(&bench.setup),
                        "E1201@4:31 E1201@4:31 E1002@1:1 E1004@2:4 E1003@3:7 E1001@4:5 E1002@5:1");
    setup_end(&bench.setup);
}

/* Each appliance by itself, and by its name. */
static void appliances(void **state)
{
    struct bench bench;
    struct policy other;
    (void)state;
    begin(&bench, TABLE, "tls >= required for bank.example, .clinic.example");
    read_table(&bench, &other, "second",
               DEFAULT_ENTRY "[bank.example]\ntable_tls = on\n[.clinic.example]\n"
                             "table_tls = required\n");
    const struct assert_subject subjects[] = {
        {&bench.policy, defaults_of(&bench.policy), VIEW("first"), false},
        {&other, defaults_of(&other), VIEW("second"), false},
    };
    assert_judge(bench.list, bench.count, subjects, 2, &bench.setup.diag);
    assert_string_equal(found(&bench),
                        "E1201 table 10:13 tls is preferred for lab.clinic.example on first, which "
                        "fails \"assert tls >= required for bank.example, .clinic.example\" | "
                        "rules 1 asserted here | table 19 lab.clinic.example inherits it\n"
                        "E1201 second 14:13 tls is preferred for bank.example on second, which "
                        "fails \"assert tls >= required for bank.example, .clinic.example\" | "
                        "rules 1 asserted here\n");
    setup_end(&bench.setup);
}

/* Failed assertions are no errors of the run; allowed, they are warnings. */
static void findings(void **state)
{
    (void)state;
    for (int allowed = 0; allowed <= 1; allowed++) {
        struct bench bench;
        begin(&bench, TABLE, "tls = off for bank.example\ntls = off for all");
        bench.setup.diag.findings_allowed = allowed == 1;
        bench.setup.diag.strict = true;
        judge(&bench);
        assert_false(diag_has_errors(&bench.setup.diag));
        assert_int_equal(diag_has_findings(&bench.setup.diag), allowed == 0);
        assert_int_equal(bench.setup.diag.counts[SEVERITY_WARNING], allowed == 0 ? 0 : 4);
        setup_end(&bench.setup);
    }
}

/* --- Large tables ------------------------------------------------------------------------- */

enum { MANY = 200000 };

/* A hundred thousand names and entries, in a time that only grows with their number. */
static void many(void **state)
{
    struct bench bench;
    (void)state;
    begin(&bench, DEFAULT_ENTRY "[a.example]\ntable_tls = off\n", "tls >= required for a.example");
    struct arena *arena = &bench.setup.arena;
    uint32_t off = policy_destination(&bench.policy, 0)->settings;
    struct assertion_name *names = arena_zero(arena, 2 * MANY, sizeof *names);
    for (uint32_t i = 0; i < MANY; i++) {
        struct view text = view_of(arena_printf(arena, "host.d%u.test", i));
        struct domain domain = {text, text, DOMAIN_FULL, 0};
        policy_add(&bench.policy, &domain, policy_hash(&bench.policy, text), off, 0);
        struct view partial = {text.text + 4, text.length - 4};
        names[2 * i].domain = (struct domain){partial, partial, DOMAIN_PARTIAL, 0};
        struct view other = view_of(arena_printf(arena, "other.d%u.test", i));
        names[2 * i + 1].domain = (struct domain){other, other, DOMAIN_FULL, 0};
    }
    bench.list[0].names = names;
    bench.list[0].name_count = 2 * MANY;
    judge(&bench);
    assert_int_equal(bench.setup.diag.findings, 2);
    const char *text = found(&bench);
    assert_non_null(strstr(text, "tls is off for host.d0.test, host.d1.test, host.d2.test and "
                                 "199997 more"));
    assert_non_null(strstr(text, "tls is preferred for other.d0.test, other.d1.test, "
                                 "other.d2.test and 199997 more"));
    setup_end(&bench.setup);
}

static const char *random_name(struct arena *arena, uint64_t *seed)
{
    struct buffer name = buffer_new(arena);
    if (random_below(seed, 3) == 0)
        buffer_add_char(&name, '.');
    for (uint32_t i = 1 + random_below(seed, 4); i > 0; i--)
        buffer_printf(&name, "%c%s", 'a' + (int)random_below(seed, 3), i == 1 ? "" : ".");
    return buffer_string(&name);
}

/* KEY is PARTIAL or ends with it. */
static bool is_below(struct view key, struct view partial)
{
    return key.length >= partial.length &&
           memcmp(key.text + key.length - partial.length, partial.text, partial.length) == 0;
}

/* Random tables and questions, against looking at every entry for every question. */
static void below_as_by_hand(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct setup setup;
        struct policy policy;
        struct below below;
        setup_begin(&setup);
        below_init(&below, &setup.arena, setup.store.seed);
        for (uint32_t i = random_below(&seed, 12); i > 0; i--) {
            struct view text = view_of(random_name(&setup.arena, &seed));
            if (text.text[0] == '.')
                below_ask(&below, text);
        }
        for (int table = 0; table < 2; table++) {
            setup_policy(&setup, &policy);
            for (uint32_t i = random_below(&seed, 30); i > 0; i--) {
                struct view text = view_of(random_name(&setup.arena, &seed));
                struct domain domain = {text, text, DOMAIN_FULL, 0};
                if (policy_find(&policy, text) == NO_ENTRY)
                    policy_add(&policy, &domain, policy_hash(&policy, text), 0, 0);
            }
            below_find(&below, &policy);
            for (uint32_t i = 0; i < below.count; i++) {
                uint32_t count;
                const uint32_t *entries = below_entries(&below, i, &count);
                for (uint32_t j = 0; j < policy.count; j++) {
                    struct view key = destination_key(policy_destination(&policy, j));
                    if (!is_below(key, below.questions[i]))
                        continue;
                    assert_true(count > 0);
                    assert_int_equal(*entries, j);
                    entries++;
                    count--;
                }
                assert_int_equal(count, 0);
            }
        }
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(domains),        cmocka_unit_test(entries_below),
        cmocka_unit_test(unknown_names),  cmocka_unit_test(about_nothing),
        cmocka_unit_test(whole_tables),   cmocka_unit_test(default_entries),
        cmocka_unit_test(built_in_values), cmocka_unit_test(rates),
        cmocka_unit_test(enforced),       cmocka_unit_test(undecided),
        cmocka_unit_test(other_defaults), cmocka_unit_test(bad_conditions),
        cmocka_unit_test(appliances),     cmocka_unit_test(findings),
        cmocka_unit_test(many),           cmocka_unit_test(below_as_by_hand),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
