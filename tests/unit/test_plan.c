/* SPDX-License-Identifier: MIT */
/*
 * What a plan is made of: its steps in the batch form, its bounds.
 */
#include "support_plan.h"

/* The plan between the two tables is WANTED in the batch form. */
static void batch_is(const char *before, const char *after, const char *wanted)
{
    struct planned planned;
    planned_begin(&planned, before, after);
    assert_string_equal(planned_text(&planned, "batch"), wanted);
    setup_end(&planned.setup);
}

/* --- Single steps ----------------------------------------------------------------------------- */

#define BEGINS TABLE_DEFAULT("on", "off", "c")
#define COMMIT(words) "commit \"destc plan: " words ", from 0123456789ab\"\n"

static void an_edit_tells_what_changes(void **state)
{
    (void)state;
    batch_is(BEGINS "[x.example]\ntable_tls = on\nip_sort_pref = REQUIRE_V6\n",
             BEGINS "[x.example]\ntable_tls = required\nip_sort_pref = REQUIRE_V6\n",
             "destconfig edit x.example use_tls=require\n" COMMIT("1 entry"));
    batch_is(BEGINS "[x.example]\n", BEGINS "[x.example]\n", "");
}

static void a_limit_that_is_new_brings_its_companions(void **state)
{
    (void)state;
    batch_is(BEGINS "[x.example]\nlimit_type = host\nlimit_apply = system\n",
             BEGINS "[x.example]\nmax_host_concurrency = 5\nlimit_type = host\n"
                    "limit_apply = system\n",
             "destconfig edit x.example concurrency_limit=5 concurrency_limit_type=host "
             "concurrency_limit_apply=system\n" COMMIT("1 entry"));
    batch_is(BEGINS "[x.example]\nmax_host_concurrency = 5\nlimit_type = host\n"
                    "limit_apply = system\n",
             BEGINS "[x.example]\nmax_host_concurrency = 6\nlimit_type = host\n"
                    "limit_apply = system\n",
             "destconfig edit x.example concurrency_limit=6\n" COMMIT("1 entry"));
    batch_is(BEGINS "[x.example]\n",
             BEGINS "[x.example]\nrecipient_limit = 0\nrecipient_minutes = 60\n"
                    "limit_type = MXIP\nlimit_apply = VG\n",
             "destconfig edit x.example recipient_limit_minutes=60 recipient_limit=0 "
             "concurrency_limit_type=MXIP concurrency_limit_apply=VG\n" COMMIT("1 entry"));
}

static void what_is_inherited_again_is_made_anew(void **state)
{
    (void)state;
    batch_is(BEGINS "[x.example]\ntable_tls = required\nbounce_profile = slow\n",
             BEGINS "[x.example]\nbounce_profile = slow\n",
             "destconfig delete x.example\n"
             "destconfig new x.example bounce_profile=slow\n" COMMIT("1 entry"));
    /* What the batch form cannot say would be lost. */
    batch_is(BEGINS "[x.example]\ntable_tls = required\nip_sort_pref = REQUIRE_V6\n",
             BEGINS "[x.example]\nip_sort_pref = REQUIRE_V6\n", "");
    batch_is(BEGINS "[x.example]\ntable_tls = required\nzz_other = 1\n",
             BEGINS "[x.example]\nzz_other = 1\n", "");
}

static void half_of_an_entry_is_none(void **state)
{
    (void)state;
    batch_is(BEGINS "[x.example]\ntable_tls = on\n[y.example]\n",
             BEGINS "[x.example]\ntable_tls = off\nip_sort_pref = REQUIRE_V6\n"
                    "[y.example]\ntable_tls = off\n",
             "destconfig edit y.example use_tls=off\n");
    batch_is(BEGINS, TABLE_DEFAULT("required", "on", "c"), "");
    batch_is(BEGINS, TABLE_DEFAULT("required", "off", "c"),
             "destconfig edit default use_tls=require\n" COMMIT("1 entry"));
    batch_is(BEGINS, BEGINS "[x.example]\ntable_tls = require_verify_hosted\n", "");
    batch_is(BEGINS, BEGINS "[x.example]\ntable_tls = quantumly\n", "");
    batch_is(BEGINS, BEGINS "[x.example]\nbounce_profile = two words\n", "");
    batch_is(BEGINS, BEGINS "[all]\ntable_tls = on\n", "");
}

static void a_default_entry_is_kept_or_made(void **state)
{
    (void)state;
    batch_is(BEGINS "[x.example]\n", "[x.example]\n[y.example]\n",
             "destconfig new y.example\n" COMMIT("1 entry"));
    batch_is("[x.example]\n", BEGINS "[x.example]\n", "");
}

/* The appliance is told the name that it has; new names in the form that any terminal takes. */
static void names_are_those_of_the_older_table(void **state)
{
    (void)state;
    batch_is(BEGINS "[b\xC3\xBC" "cher.example]\n[[192.0.2.1]]\n[2001:db8::1]\n[.part.example]\n",
             BEGINS "[xn--bcher-kva.example]\ntable_tls = off\n[192.0.2.1]\ntable_tls = off\n"
                    "[[2001:DB8:0::1]]\ntable_tls = off\n[b\xC3\xA4r.example]\n"
                    "[.part.example]\ntable_tls = off\n",
             "destconfig edit .part.example use_tls=off\n"
             "destconfig edit [192.0.2.1] use_tls=off\n"
             "destconfig edit 2001:db8::1 use_tls=off\n"
             "destconfig new xn--br-via.example\n"
             "destconfig edit xn--bcher-kva.example use_tls=off\n" COMMIT("5 entries"));
}

static void bounds_are_reached(void **state)
{
    static const struct {
        uint32_t entries;
        uint32_t percent;
        uint32_t most;
    } rows[] = {{0, 30, 5}, {16, 30, 5}, {20, 30, 6}, {199, 30, 60}, {99, 0, 5}, {9, 100, 10},
                {9, 500, 50}};
    struct policy policy = {.has_default = true};
    struct side side = {.policy = &policy};
    struct plan plan = {.before = &side};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        policy.count = rows[i].entries;
        assert_int_equal(plan_most_touched(
                             &plan, &(struct plan_bounds){.percent = rows[i].percent}),
                         rows[i].most);
    }
}

/* Nothing goes in clear: the entry says so, or the default entry, or nobody who was read. */
static void tls_is_enforced_by_entry_or_default(void **state)
{
    static const struct {
        const char *text;
        enum plan_tls tls;
    } rows[] = {
        {BEGINS "[x.example]\ntable_tls = required\n", PLAN_TLS_ENFORCED},
        {BEGINS "[x.example]\ntable_tls = on_verify\n", PLAN_TLS_LEFT},
        {BEGINS "[x.example]\ndane_option = mandatory\n", PLAN_TLS_ENFORCED},
        {BEGINS "[x.example]\n", PLAN_TLS_LEFT},
        {BEGINS "[x.example]\ntable_tls = quantumly\n", PLAN_TLS_UNKNOWN},
        {TABLE_DEFAULT("required", "off", "c") "[x.example]\n", PLAN_TLS_ENFORCED},
        {"[x.example]\n", PLAN_TLS_UNKNOWN},
        {"[x.example]\ntable_tls = off\n", PLAN_TLS_UNKNOWN}, /* DANE may be the default's */
        {"[x.example]\ntable_tls = off\ndane_option = off\n", PLAN_TLS_LEFT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct planned planned;
        planned_begin(&planned, rows[i].text, BEGINS);
        const struct settings *settings = policy_settings(
            &planned.policies[0], policy_destination(&planned.policies[0], 0)->settings);
        if (plan_tls(&planned.sides[0], settings) != rows[i].tls)
            fail_msg("%s", rows[i].text);
        setup_end(&planned.setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_tells_what_changes),
        cmocka_unit_test(a_limit_that_is_new_brings_its_companions),
        cmocka_unit_test(what_is_inherited_again_is_made_anew),
        cmocka_unit_test(half_of_an_entry_is_none),
        cmocka_unit_test(a_default_entry_is_kept_or_made),
        cmocka_unit_test(names_are_those_of_the_older_table),
        cmocka_unit_test(bounds_are_reached),
        cmocka_unit_test(tls_is_enforced_by_entry_or_default),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
