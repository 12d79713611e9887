/* SPDX-License-Identifier: MIT */
/*
 * What could be left out of random tables, and that nothing that takes effect changes without it;
 * the rules about limits at their edges.
 */
#include "analysis/lint_redundant.h"

#include "read/destconfig.h"
#include "support_reading.h"

/* --- Laws ------------------------------------------------------------------------------------- */

/* A random value, from so few that equal ones are frequent. */
static struct value random_value(struct setup *setup, uint64_t *seed, enum param param)
{
    const struct parameter *row = parameter(param);
    static const char *const names[] = {"Default", "fast"};
    if (row->type == TYPE_WORD)
        return (struct value){.kind = VALUE_WORD, .number = random_below(seed, 2)};
    if (row->type == TYPE_NAME)
        return (struct value){.kind = VALUE_NAME,
                              .number = store_atom(&setup->store, view_of(PICK(seed, names)))};
    return (struct value){.kind = VALUE_NUMBER,
                          .number = (param != PARAM_RECIPIENT_LIMIT) + random_below(seed, 2)};
}

/* What a destination or the default entry may give, with what must stand beside it. */
static uint32_t random_given(uint64_t *seed, bool is_default)
{
    uint32_t given = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        bool allowed = is_default ? row->in_default != FALLBACK_NO : row->in_domain;
        bool always = is_default && row->in_default == FALLBACK_REQUIRED;
        if (allowed && (always || random_below(seed, 2) == 0))
            given |= PARAM_BIT(i) | (is_default ? 0 : row->needs);
    }
    return given;
}

static const struct settings *random_settings(struct setup *setup, uint64_t *seed, bool is_default)
{
    struct draft draft = {.other_count = 0};
    uint32_t given = random_given(seed, is_default);
    draft_reset(&draft);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((given >> i & 1) != 0)
            draft_set(&draft, (enum param)i, random_value(setup, seed, (enum param)i), SPAN_NONE,
                      SPAN_NONE);
    uint32_t number = store_settings(&setup->store, &draft);
    return setup->store.sets[number];
}

static bool same_profile(const struct store *store, struct value a, struct value b)
{
    struct view names[2] = {VIEW("Default"), VIEW("Default")};
    if (a.kind == VALUE_NAME)
        names[0] = atom_view(store, a.number);
    if (b.kind == VALUE_NAME)
        names[1] = atom_view(store, b.number);
    return view_equal(names[0], names[1]);
}

/* Without what is redundant the same takes effect, and what is left can stand. */
static void nothing_changes(void **state)
{
    struct setup setup;
    uint64_t seed = 20;
    uint32_t seen = 0;
    (void)state;
    setup_begin(&setup);
    for (int run = 0; run < 20000; run++) {
        struct resolved before;
        struct resolved after;
        struct defaults defaults = {random_settings(&setup, &seed, true), ORIGIN_DEFAULT, 0};
        const struct settings *own = random_settings(&setup, &seed, false);
        uint32_t mask = redundant_settings(&setup.store, own, &defaults);
        assert_int_equal(mask & ~own->given, 0);
        seen |= mask;
        uint32_t number = store_without(&setup.store, own, mask);
        const struct settings *less = setup.store.sets[number];
        resolve(own, &defaults, &before);
        resolve(less, &defaults, &after);
        for (int i = 0; i < PARAM_COUNT; i++) {
            struct value a = before.settings[i].value;
            struct value b = after.settings[i].value;
            assert_true(i == PARAM_BOUNCE_PROFILE ? same_profile(&setup.store, a, b)
                                                  : value_same(a, b));
            if (settings_has(less, (enum param)i))
                assert_int_equal(parameter((enum param)i)->needs & ~less->given, 0);
        }
    }
    for (int i = 0; i < PARAM_COUNT; i++)
        assert_int_equal(seen >> i & 1, parameter((enum param)i)->in_domain);
    assert_int_equal(
        redundant_settings(&setup.store, random_settings(&setup, &seed, false),
                           &(struct defaults){.origin = ORIGIN_APPLIANCE}),
        0);
    setup_end(&setup);
}

/* --- Tables ----------------------------------------------------------------------------------- */

static void gives(const char *text, const char *messages)
{
    struct reading reading;
    static const struct lint_settings settings = {.must_encrypt_count = 0};
    const struct flow_defaults flow = FLOW_DEFAULTS_UNKNOWN;
    struct lint_gaps gaps = {.missed = {{false}}};
    reading_begin(&reading, read_destconfig, text);
    struct setup *setup = &reading.setup;
    uint8_t *levels = arena_zero(&setup->arena, CODE_COUNT, 1);
    for (int i = 0; i < CODE_COUNT; i++) {
        const char *id = code_entry((enum code)i)->id;
        if (code_entry((enum code)i)->lint && memcmp(id + 1, "31", 2) != 0 &&
            memcmp(id + 1, "32", 2) != 0)
            levels[i] = LEVEL_OFF;
    }
    setup->diag.levels = levels;
    lint(&reading.policy, defaults_of(&reading.policy), &flow, &settings, &gaps,
         &setup->diag);
    reading_gave(&reading, text, messages);
}

/* 500 connections, 50 messages a connection, no recipient limit in 60 minutes. */
#define DEFAULT TABLE_DEFAULT("on", "on", "mx")
#define SCOPE(type, apply) "limit_type = " type "\nlimit_apply = " apply "\n"

static void limits(void **state)
{
    (void)state;
    /* Connections and recipients share the scope: together they can go, or none. */
    gives(DEFAULT "[a.example]\nip_sort_pref = PREFER_V4\nmax_host_concurrency = 500\n"
                  "recipient_limit = 0\nrecipient_minutes = 60\n" SCOPE("host", "system"),
          "I3102@15:24 I3102@16:19");
    gives(DEFAULT "[a.example]\nmax_host_concurrency = 500\nrecipient_limit = 0\n"
                  "recipient_minutes = 60\n" SCOPE("MXIP", "system"),
          "I3103@17:14");
    gives(DEFAULT "[a.example]\nmax_host_concurrency = 500\nrecipient_limit = 5\n"
                  "recipient_minutes = 60\n" SCOPE("MXIP", "system"),
          "I3102@14:24 I3103@17:14");
    gives(DEFAULT "[a.example]\nmax_host_concurrency = 501\n" SCOPE("host", "system"),
          "I3103@14:24");
    /* More of a stricter kind, or less of a looser one: neither is looser. */
    gives(DEFAULT "[a.example]\nmax_host_concurrency = 499\n" SCOPE("MXIP", "VG"), "");
    gives(DEFAULT "[a.example]\nmax_host_concurrency = 501\n" SCOPE("MXIP", "VG"), "I3103@14:24");
}

/* The same default entry with so many recipients in so many minutes. */
#define RATE(limit, minutes)                                                                       \
    "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\n"                            \
    "max_messages_per_connection = 50\nrecipient_minutes = " minutes "\nrecipient_limit = " limit  \
    "\nlimit_type = MXIP\nlimit_apply = system\nbounce_validation = off\ntable_tls = on\n"         \
    "send_tls_req_alert = on\ncertificate = mx\n"
#define OWN(limit, minutes)                                                                        \
    "[a.example]\nrecipient_limit = " limit "\nrecipient_minutes = " minutes "\n"

static void rates(void **state)
{
    (void)state;
    gives(RATE("59", "60"), "W3101@6:19");
    gives(RATE("60", "60"), "");
    gives(RATE("1", "1"), "");
    gives(RATE("0", "60"), "");
    gives(RATE("600", "60") OWN("10", "1") SCOPE("MXIP", "system"), "");
    gives(RATE("600", "60") OWN("11", "1") SCOPE("MXIP", "system"), "I3103@14:19");
    gives(RATE("600", "60") OWN("9", "1") SCOPE("MXIP", "system"), "");
    gives(RATE("600", "60") OWN("0", "60") SCOPE("host", "system"), "I3103@14:19");
    /* For a domain as a whole, not for each mail exchanger: more may be less. */
    gives(RATE("600", "60") OWN("700", "60") SCOPE("host", "system"), "");
    gives(RATE("600", "60") OWN("600", "60") SCOPE("MXIP", "VG"), "I3103@17:15");
    /* One word of the scope is looser, the other stricter. */
    gives(RATE("600", "60") OWN("700", "60") SCOPE("host", "VG"), "");
    gives(RATE("600", "60") OWN("600", "60") SCOPE("host", "VG"), "");
    /* What is no value equals nothing. */
    gives(RATE("-1", "60") "[a.example]\nrecipient_limit = -1\nrecipient_minutes = 60\n"
          SCOPE("MXIP", "system"),
          "E0201@6:19 E0201@14:19");
}

static void entries(void **state)
{
    (void)state;
    gives(DEFAULT "[a.example]\n", "I3202@13:2");
    gives(DEFAULT "[a.example]\nbounce_profile = Default\n", "I3202@13:2");
    gives(DEFAULT "[a.example]\nbounce_profile = Default\nip_sort_pref = PREFER_V4\n",
          "I3201@14:18");
    gives(DEFAULT "[[192.0.2.1]]\n[.example]\nbounce_profile = x\n", "I3202@13:2");
    /* Under another partial domain's entry the default entry's settings are an exception. */
    gives(DEFAULT "[.example]\nbounce_profile = x\n[a.example]\n", "");
    gives(DEFAULT "[.example]\nbounce_profile = x\n[.a.example]\nbounce_profile = x\n"
                  "[b.a.example]\nbounce_profile = x\n",
          "I3203@15:2 I3203@17:2");
    gives(DEFAULT "[.example]\nbounce_profile = x\n[.a.example]\nbounce_profile = y\n"
                  "[b.a.example]\nbounce_profile = x\n",
          "");
    /* What another release's parameter does is not known. */
    gives(DEFAULT "[a.example]\nquantum_safe = on\n", "W0213@14:1");
    gives(DEFAULT "quantum_safe = on\n[a.example]\n", "W0213@13:1");
    /* TLS below a partial domain that has another is no chance. */
    gives(DEFAULT "[.example]\ntable_tls = required\n[a.example]\ntable_tls = on\n"
                  "bounce_validation = off\n",
          "I3201@17:21");
    /* DANE off is what a default entry without it means. */
    gives(DEFAULT "[a.example]\ndane_option = off\nbounce_profile = x\n", "I3201@14:15");
}

/* Without a default entry partial domains can still be compared. */
static void unknown_default(void **state)
{
    (void)state;
    static const char text[] = "[.example]\nbounce_profile = x\n[a.example]\nbounce_profile = x\n"
                               "[b.example]\ntable_tls = on\n";
    gives(text, "I3203@3:2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes), cmocka_unit_test(limits),
        cmocka_unit_test(rates),           cmocka_unit_test(entries),
        cmocka_unit_test(unknown_default),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
