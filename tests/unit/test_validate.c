/* SPDX-License-Identifier: MIT */
/*
 * The model streamed to the schema. What a reader lets through is valid, so the policies here are
 * made by hand.
 */
#include "analysis/validate.h"

#include "schema/schema.h"
#include "support.h"

struct table {
    struct setup setup;
    struct policy policy;
    const struct source *source;
    struct draft draft;
};

/* Finds NAME itself behind the section. */
static struct span locate(const struct source *source, uint32_t section, struct view name)
{
    uint32_t at = section - source->base;
    const char *found = memmem(source->text + at, source->size - at, name.text, name.length);
    if (found == NULL)
        return SPAN_NONE;
    uint32_t offset = source->base + (uint32_t)(found - source->text);
    return (struct span){offset, offset + (uint32_t)name.length};
}

static void begin(struct table *table, const char *text)
{
    setup_begin(&table->setup);
    struct setup *setup = &table->setup;
    setup_policy(setup, &table->policy);
    table->source = setup_source(setup, "table", text);
    policy_add_text(&table->policy, table->source, locate);
    table->draft = (struct draft){.other_count = 0};
    draft_reset(&table->draft);
}

static void add_other(struct table *table, const char *name, const char *text)
{
    struct store *store = &table->setup.store;
    atom number = store_atom(store, view_of(name));
    draft_add_other(store, &table->draft,
                    (struct draft_other){.key = number,
                                         .name = number,
                                         .text = store_atom(store, view_of(text))});
}

static void set_text(struct table *table, enum param param, const char *text)
{
    atom number = store_atom(&table->setup.store, view_of(text));
    draft_set(&table->draft, param, (struct value){.kind = VALUE_REJECTED, .number = number},
              SPAN_NONE, SPAN_NONE);
}

/* A destination that gives what is in the draft, at the first occurrence of NAME in the text. */
static void add(struct table *table, const char *name)
{
    struct domain domain = {view_of(name), view_of(name), DOMAIN_FULL, 0};
    policy_add(&table->policy, &domain, policy_hash(&table->policy, domain.key),
               store_settings(&table->setup.store, &table->draft),
               span_of(table->source, name).offset);
}

static void expect(struct table *table, bool full, const char *messages)
{
    validate(&table->policy, &table->setup.diag, full);
    assert_string_equal(setup_messages(&table->setup), messages);
}

/* At every entry that uses the set, at the value where it is found. */
static void shared_sets(void **state)
{
    (void)state;
    for (int full = 0; full <= 1; full++) {
        struct table table;
        begin(&table, "a\nx:y\nb\n x:y\nc\nd\n");
        add_other(&table, "x:y", "1");
        add(&table, "a");
        add(&table, "b");
        draft_reset(&table.draft);
        add(&table, "c");
        add_other(&table, "x:y", "1");
        add(&table, "d");
        expect(&table, full == 1, "E0901@2:1 E0901@4:2 E0901@6:1");
        setup_end(&table.setup);
    }
}

static void one_message_a_fault(void **state)
{
    struct table table;
    (void)state;
    begin(&table, "a table_tls max_messages_per_connection");
    set_text(&table, PARAM_TABLE_TLS, "zz");
    set_text(&table, PARAM_MAX_MESSAGES_PER_CONNECTION, "0");
    add(&table, "a");
    expect(&table, false, "E0901@1:3 E0901@1:13");
    assert_non_null(strstr(setup_message(&table.setup, CODE_SCHEMA)->text, "'zz'"));
    setup_end(&table.setup);
}

/* What a reader complained of is not said again; the rest of the entry is judged. */
static void complained(void **state)
{
    struct table table;
    (void)state;
    begin(&table, "a table_tls max_messages_per_connection");
    set_text(&table, PARAM_TABLE_TLS, "zz");
    set_text(&table, PARAM_MAX_MESSAGES_PER_CONNECTION, "0");
    table.draft.set.complained = PARAM_BIT(PARAM_TABLE_TLS);
    add(&table, "a");
    expect(&table, false, "E0901@1:13");
    setup_end(&table.setup);
}

static void missing_parts(void **state)
{
    struct table table;
    (void)state;
    begin(&table, " a max_host_concurrency");
    set_text(&table, PARAM_MAX_HOST_CONCURRENCY, "1");
    add(&table, "a");
    table.policy.has_default = true;
    table.policy.default_settings = store_settings(&table.setup.store, &table.draft);
    table.policy.default_section = table.source->base;
    /* Of both the scope's two words; of the default entry also a limit, and all behind limits. */
    expect(&table, false, "E0901@1:1 E0901@1:1 E0901@1:1 E0901@1:1 E0901@1:2 E0901@1:2");
    setup_end(&table.setup);
    begin(&table, "a max_host_concurrency");
    set_text(&table, PARAM_MAX_HOST_CONCURRENCY, "1");
    table.draft.set.complained = PARAM_BIT(PARAM_LIMIT_APPLY);
    add(&table, "a");
    expect(&table, false, "");
    setup_end(&table.setup);
}

/* Names are judged with --full-schema only: the model has judged them. */
static void bad_names(void **state)
{
    struct table table;
    (void)state;
    begin(&table, "A b");
    add(&table, "A");
    add(&table, "b");
    expect(&table, false, "");
    expect(&table, true, "E0901@1:1");
    setup_end(&table.setup);
}

/* A set of another policy in the same store is none of this one's business. */
static void foreign_sets(void **state)
{
    struct table table;
    (void)state;
    begin(&table, "a");
    add(&table, "a");
    set_text(&table, PARAM_TABLE_TLS, "zz");
    store_settings(&table.setup.store, &table.draft);
    expect(&table, false, "");
    setup_end(&table.setup);
}

/* All are counted, the first are kept. */
static void many(void **state)
{
    struct table table;
    (void)state;
    begin(&table, "a table_tls");
    set_text(&table, PARAM_TABLE_TLS, "zz");
    uint32_t set = store_settings(&table.setup.store, &table.draft);
    for (uint32_t i = 0; i < 100000; i++) {
        const char *name = arena_printf(&table.setup.arena, "d%u.example", i);
        struct domain domain = {view_of(name), view_of(name), DOMAIN_FULL, 0};
        policy_add(&table.policy, &domain, policy_hash(&table.policy, domain.key), set,
                   table.source->base);
    }
    table.setup.diag.limit = 3;
    expect(&table, false, "E0901@1:3 E0901@1:3 E0901@1:3");
    assert_int_equal(table.setup.diag.counts[SEVERITY_ERROR], 100000);
    setup_end(&table.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_sets),   cmocka_unit_test(one_message_a_fault),
        cmocka_unit_test(complained),    cmocka_unit_test(missing_parts),
        cmocka_unit_test(bad_names),     cmocka_unit_test(foreign_sets),
        cmocka_unit_test(many),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
