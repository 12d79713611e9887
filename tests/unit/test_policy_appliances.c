/* SPDX-License-Identifier: MIT */
/*
 * Appliances in policy sources: what an overlay makes of the base, and where each setting of an
 * entry comes from.
 */
#include "support_policy.h"

/* --- Overlays ------------------------------------------------------------------------------ */

#define BASE "destination a.example { tls off; }\ndestination b.example;\n"

static void overlays(void **state)
{
    (void)state;
    appliance_gives(BASE "appliance x { }", "a.example tls=off; b.example; ");
    appliance_gives(BASE "appliance x { destination a.example { messages 1; tls on; } }",
                    "a.example messages=1 tls=preferred; b.example; ");
    appliance_gives(BASE "appliance x { add destination c.example { messages 1; } "
                         "remove destination b.example; }",
                    "a.example tls=off; c.example messages=1; ");
    /* An overlay's bundle wins over the base's block. */
    appliance_gives(BASE "settings s { tls required; }\n"
                         "appliance x { destination a.example uses s; }",
                    "a.example tls=required; b.example; ");
    appliance_gives(DEFAULT_BLOCK "appliance x { default { connections 7; } }",
                    "DEFAULT ip=prefer-ipv6 connections=7 messages=50 recipient-minutes=60"
                    " recipients=unlimited limits-per=domain limits-apply=system-wide"
                    " bounce-verification=off tls=preferred tls-alert=on certificate=c; ");
    /* The scope that a limit takes is the appliance's own. */
    appliance_gives(DEFAULT_BLOCK "destination a.example { connections 3; }\n"
                                  "appliance x { default { limits per mx-address, "
                                  "system-wide; } }",
                    "DEFAULT ip=prefer-ipv6 connections=500 messages=50 recipient-minutes=60"
                    " recipients=unlimited limits-per=mx-address limits-apply=system-wide"
                    " bounce-verification=off tls=preferred tls-alert=on certificate=c; "
                    "a.example connections=3 limits-per=mx-address limits-apply=system-wide; ");
    complains(BASE "appliance x {\ndestination bb.example { tls on; } }", "E1110@4:13");
    complains(BASE "appliance x {\nadd destination a.example { tls on; } }", "E1111@4:17");
    complains(BASE "appliance x {\nremove destination c.example; }", "E1112@4:20");
    complains(BASE "appliance x {\nremove destination a.example;\n"
                   "destination a.example { tls on; } }",
              "E1110@5:13");
    complains("appliance x {\nadd destination .c.example;\nremove destination c.example; }",
              "E1112@3:20");
}

/* An appliance has the base, its release and its own; the base has nothing of the appliance's. */
static void appliances(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, BASE "policy \"p q\" { asyncos 14.2; }\n"
                               "appliance x { asyncos 15.0; remove destination a.example; }\n"
                               "appliance y { add destination c.example; }\n"
                               "assert tls = off for b.example \"why\";");
    assert_string_equal(setup_messages(&reading.setup), "");
    const struct policy *base = &reading.policy;
    const struct policy *x = appliance(&reading, "x");
    const struct policy *y = appliance(&reading, "y");
    assert_string_equal(entries_of(base), "a.example tls=off; b.example; ");
    assert_string_equal(entries_of(x), "b.example; ");
    assert_string_equal(entries_of(y), "a.example tls=off; b.example; c.example; ");
    assert_view_equal(base->name, "p q");
    assert_true(base->has_target && x->has_target && y->has_target);
    assert_int_equal(base->target.major * 100 + base->target.minor, 1402);
    assert_int_equal(x->target.major * 100 + x->target.minor, 1500);
    assert_int_equal(y->target.major * 100 + y->target.minor, 1402);
    assert_int_equal(x->assertion_count, 1);
    assert_view_equal(base->assertions[0].text, "assert tls = off for b.example \"why\"");
    assert_view_equal(base->assertions[0].message, "why");
    assert_view_equal(base->assertions[0].target_text, "b.example");
    setup_end(&reading.setup);
    complains("policy p { asyncos latest; }", "E1114@1:20");
    complains("appliance x { asyncos 14; }", "E1114@1:23");
}

/* --- Where a setting comes from ------------------------------------------------------------ */

/* "bundle s tls=off 1:20, block messages=1 2:3", the steps of the entry NAME. */
static const char *steps_of(struct reading *reading, const struct policy *policy, const char *name)
{
    static const char *const kinds[] = {"bundle", "block", "scope", "overlay bundle", "overlay"};
    uint32_t index = policy_find(policy, view_of(name));
    assert_int_not_equal(index, NO_ENTRY);
    const struct composition *composition =
        provenance_find(policy->provenance, policy_destination(policy, index)->section);
    assert_non_null(composition);
    struct buffer text = buffer_new(policy->arena);
    for (uint32_t i = 0; i < composition->step_count; i++) {
        const struct step *step = &composition->steps[i];
        char digits[VALUE_BUFFER];
        struct view value = step->takes_back
                                ? VIEW("default")
                                : value_policy(policy->store, step->param, step->value, digits);
        struct position at = sources_position(&reading->setup.sources, step->place.offset);
        buffer_printf(&text, "%s%s %.*s%s%s=%.*s %u:%u", i == 0 ? "" : ", ", kinds[step->kind],
                      VIEW_ARG(step->name), step->name.length > 0 ? " " : "",
                      parameter(step->param)->policy_name, VIEW_ARG(value), at.line, at.column);
    }
    for (uint32_t i = 0; i < composition->note_count; i++)
        buffer_printf(&text, ", %s %.*s", composition->notes[i].is_until ? "until" : "note",
                      VIEW_ARG(composition->notes[i].text));
    return buffer_string(&text);
}

static void steps(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "settings base { tls off; messages 1; }\n"
                          "settings more extends base { tls on; }\n"
                          "destination a.example uses more { dane off; note \"n\"; }\n"
                          "destination a.example { ip require-ipv4; until 2027-06-30; }\n"
                          "appliance x {\n"
                          "destination a.example uses base { tls default; } }\n");
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_string_equal(steps_of(&reading, &reading.policy, "a.example"),
                        "bundle more tls=preferred 2:34, bundle base messages=1 1:35, "
                        "block dane=off 3:40, block ip=require-ipv4 4:28, "
                        "note n, until 2027-06-30");
    assert_string_equal(steps_of(&reading, appliance(&reading, "x"), "a.example"),
                        "bundle more tls=preferred 2:34, bundle base messages=1 1:35, "
                        "block dane=off 3:40, block ip=require-ipv4 4:28, "
                        "overlay bundle base tls=off 1:21, overlay bundle base messages=1 1:35, "
                        "overlay x tls=default 6:35, note n, until 2027-06-30");
    assert_string_equal(entries_of(appliance(&reading, "x")),
                        "a.example ip=require-ipv4 messages=1 dane=off; ");
    setup_end(&reading.setup);
}

/* A scope that is taken from the default entry is a step of its own, at the default's place. */
static void scope_steps(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, DEFAULT_BLOCK "destination a.example { connections 3; }\n"
                                        "appliance x { default {\n"
                                        "limits per mx-address, system-wide; } }");
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_string_equal(steps_of(&reading, &reading.policy, "a.example"),
                        "block connections=3 2:37, scope limits-per=domain 1:90, "
                        "scope limits-apply=system-wide 1:98");
    assert_string_equal(steps_of(&reading, appliance(&reading, "x"), "a.example"),
                        "block connections=3 2:37, scope limits-per=mx-address 4:12, "
                        "scope limits-apply=system-wide 4:24");
    setup_end(&reading.setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlays),
        cmocka_unit_test(appliances),
        cmocka_unit_test(steps),
        cmocka_unit_test(scope_steps),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
