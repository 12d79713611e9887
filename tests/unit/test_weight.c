/* SPDX-License-Identifier: MIT */
/* What a change of a destination's setting weighs. */
#include "support.h"

#include "analysis/weight.h"

struct weighing {
    struct setup setup;
    struct effective before;
    struct effective after;
};

static void begin(struct weighing *weighing)
{
    *weighing = (struct weighing){0};
    setup_begin(&weighing->setup);
}

static struct effective word(uint32_t code)
{
    return (struct effective){{.kind = VALUE_WORD, .number = code}, ORIGIN_ENTRY};
}

static struct effective name(struct weighing *weighing, const char *text)
{
    uint32_t number = store_atom(&weighing->setup.store, view_of(text));
    return (struct effective){{.kind = VALUE_NAME, .number = number}, ORIGIN_DEFAULT};
}

static const struct effective missing = {.origin = ORIGIN_APPLIANCE};
static const struct effective none = {.origin = ORIGIN_DEFAULT};

static struct weight weigh(struct weighing *weighing, enum param param, struct effective before,
                           struct effective after)
{
    return weight_of_setting(&weighing->setup.store, param, &before, &after);
}

static void assert_weight(struct weight weight, unsigned weaker, unsigned stronger, bool may_stop)
{
    assert_int_equal(weight.weaker, weaker);
    assert_int_equal(weight.stronger, stronger);
    assert_int_equal(weight.may_stop, may_stop);
    assert_int_equal(weight.unknown, 0);
    assert_false(weight.stop_unknown);
}

#define TLS_BIT WEIGHT_BIT(WEIGHT_TLS)
#define CHECKS_BIT WEIGHT_BIT(WEIGHT_CHECKS)

/* The order that docs/diff.md gives, and from where on a setting demands something. */
static void test_tls(void **state)
{
    static const struct {
        uint32_t code;
        int demand;
    } order[] = {{TLS_OFF, 0},      {TLS_PREFERRED, 0},       {TLS_PREFERRED_VERIFY, 0},
                 {TLS_REQUIRED, 1}, {TLS_REQUIRED_VERIFY, 2}, {TLS_REQUIRED_VERIFY_HOSTED, 3}};
    size_t count = sizeof order / sizeof *order;
    struct weighing weighing;
    (void)state;
    begin(&weighing);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            assert_weight(weigh(&weighing, PARAM_TABLE_TLS, word(order[i].code), word(order[j].code)),
                          j < i ? TLS_BIT : 0, j > i ? TLS_BIT : 0,
                          i != j && order[j].demand > order[i].demand);
    setup_end(&weighing.setup);
}

static void test_other_settings(void **state)
{
    struct weighing weighing;
    (void)state;
    begin(&weighing);
    assert_weight(weigh(&weighing, PARAM_BOUNCE_VALIDATION, word(1), word(0)), CHECKS_BIT, 0, false);
    assert_weight(weigh(&weighing, PARAM_BOUNCE_VALIDATION, word(0), word(1)), 0, CHECKS_BIT, false);
    assert_weight(weigh(&weighing, PARAM_CERTIFICATE, name(&weighing, "own"),
                        name(&weighing, "Demo")), TLS_BIT, 0, false);
    assert_weight(weigh(&weighing, PARAM_CERTIFICATE, name(&weighing, "own"), none), TLS_BIT, 0,
                  false);
    assert_weight(weigh(&weighing, PARAM_CERTIFICATE, name(&weighing, "own"),
                        name(&weighing, "other")), 0, 0, false);
    assert_weight(weigh(&weighing, PARAM_DANE_OPTION, word(DANE_OFF), word(DANE_OFF + 1)), 0,
                  TLS_BIT, true);
    assert_weight(weigh(&weighing, PARAM_DANE_OPTION, word(DANE_OFF + 1), word(DANE_OFF)), TLS_BIT,
                  0, false);
    assert_weight(weigh(&weighing, PARAM_BOUNCE_PROFILE, name(&weighing, "a"),
                        name(&weighing, "b")), 0, 0, false);
    setup_end(&weighing.setup);
}

/* What is not known makes a weight unknown, but where any value would weigh the same. */
static void test_unknown(void **state)
{
    struct weighing weighing;
    (void)state;
    begin(&weighing);
    struct weight weight = weigh(&weighing, PARAM_TABLE_TLS, missing, word(TLS_REQUIRED));
    assert_int_equal(weight.unknown, TLS_BIT);
    assert_true(weight.stop_unknown);
    weight = weigh(&weighing, PARAM_TABLE_TLS, missing, word(TLS_OFF));
    assert_int_equal(weight.unknown, TLS_BIT);
    assert_false(weight.stop_unknown);
    weight = weigh(&weighing, PARAM_TABLE_TLS, word(TLS_OFF), missing);
    assert_true(weight.stop_unknown);
    weight = weigh(&weighing, PARAM_IP_SORT_PREF, word(0), missing);
    assert_int_equal(weight.unknown, 0);
    assert_true(weight.stop_unknown);
    assert_weight(weigh(&weighing, PARAM_RECIPIENT_LIMIT, missing, word(1)), 0, 0, false);
    struct effective newer = {{.kind = VALUE_UNKNOWN, .number = 0}, ORIGIN_ENTRY};
    weight = weigh(&weighing, PARAM_TABLE_TLS, newer, word(TLS_OFF));
    assert_int_equal(weight.unknown, TLS_BIT);
    weight = weight_of_unknown();
    assert_int_equal(weight.unknown, WEIGHT_ALL);
    assert_true(weight.stop_unknown);
    setup_end(&weighing.setup);
}

static void test_topics_and_joining(void **state)
{
    (void)state;
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++)
        assert_int_equal(weight_topic_find(view_of(weight_topic_name((enum weight_topic)i))), i);
    assert_int_equal(weight_topic_find(VIEW("mail")), WEIGHT_TOPIC_COUNT);
    assert_int_equal(weight_topic_find(VIEW("")), WEIGHT_TOPIC_COUNT);
    struct weight joined = weight_join((struct weight){.weaker = TLS_BIT},
                                       (struct weight){.stronger = CHECKS_BIT, .may_stop = true});
    assert_weight(joined, TLS_BIT, CHECKS_BIT, true);
    assert_false(weight_is_neutral(joined));
    assert_true(weight_is_neutral((struct weight){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tls),
        cmocka_unit_test(test_other_settings),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_topics_and_joining),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
