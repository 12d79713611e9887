/* SPDX-License-Identifier: MIT */
/*
 * What differs between two listeners, point by point.
 */
#include "support_comparing.h"

static const struct comparing_how hat = {.format = "hat"};
static const struct comparing_how hat_effective = {.format = "hat", .effective = true};
static const struct comparing_how source = {.format = "policy"};

#define POLICIES                                                                                   \
    "$ACCEPTED\n ACCEPT\n"                                                                         \
    "$BLOCKED\n REJECT\n"                                                                          \
    "$THROTTLED\n ACCEPT {\n  max_rcpts_per_hour = 20\n  tls = \"off\"\n }\n"                      \
    "$TRUSTED\n ACCEPT {\n  spam_check = \"off\"\n  tls = \"on\"\n }\n"                            \
    "$RELAYED\n RELAY\n"
#define REST "ALL\n $ACCEPTED\n"

/* --- What is none ----------------------------------------------------------------------------- */

static void same_meaning(void **state)
{
    (void)state;
    differ_by(&hat,
              POLICIES "A:\n 192.0.2.0/24\n X.Example\n sbrs[-3.0:1.0] (one)\n 10.\n"
                       " $TRUSTED (what it is for)\n" REST,
              "# other order, other spelling\n"
              "$TRUSTED\n ACCEPT {\n  TLS = \"ON\"\n  spam_check = \"off\"\n }\n"
              "$THROTTLED ACCEPT {\n  tls = \"off\"\n  max_rcpts_per_hour = 20\n }\n"
              "$RELAYED RELAY {}\n$BLOCKED REJECT\n$ACCEPTED ACCEPT\n"
              "A:\n sbrs[-3.0:-1.0]\n 10/8\n sbrs[-1.0:1.0]\n x.example\n 192.0.2.0/25\n"
              " 192.0.2.128-255 (the other half)\n $TRUSTED\n" REST,
              "");
}

/* --- Mail flow policies ----------------------------------------------------------------------- */

static void policies(void **state)
{
    (void)state;
    differ_by(&hat, POLICIES REST,
              "$ACCEPTED\n REJECT\n$BLOCKED\n TCPREFUSE {\n  tls = \"required\"\n }\n"
              "$RELAYED\n ACCEPT\n"
              "$TRUSTED\n ACCEPT {\n  spam_check = \"on\"\n  tls = \"required\"\n"
              "  dhap_limit = 25\n }\n$NEW\n RELAY {\n  virus_check = \"off\"\n }\n" REST,
              "mail-flow-policy $ACCEPTED: behavior accept -> reject +access stop\n"
              "mail-flow-policy $BLOCKED: behavior reject -> tcprefuse; tls ? -> required\n"
              "mail-flow-policy added $NEW: behavior - -> relay; virus-check - -> off\n"
              "mail-flow-policy $RELAYED: behavior relay -> accept +access stop\n"
              "mail-flow-policy removed $THROTTLED: behavior accept -> -; "
              "max-recipients-per-hour 20 -> -; tls off -> -\n"
              "mail-flow-policy $TRUSTED: dhap-limit ? -> 25 ?checks; "
              "spam-check off -> on +checks; tls preferred -> required +tls stop\n");
    /* A policy with another name that says the same was renamed; who uses it is no difference. */
    differ_by(&hat, POLICIES "A:\n 192.0.2.1\n $TRUSTED\n" REST,
              "$ACCEPTED\n ACCEPT\n$BLOCKED\n REJECT\n"
              "$SLOW\n ACCEPT {\n  max_rcpts_per_hour = 20\n  tls = \"off\"\n }\n"
              "$FRIENDS\n ACCEPT {\n  tls = \"on\"\n  spam_check = \"off\"\n }\n$RELAYED\n RELAY\n"
              "A:\n 192.0.2.1\n $FRIENDS\n" REST,
              "mail-flow-policy $FRIENDS: name $TRUSTED -> $FRIENDS\n"
              "mail-flow-policy $SLOW: name $THROTTLED -> $SLOW\n");
}

/* Each parameter that weighs something, from its weaker value to its stronger one. */
static void weights_of_parameters(void **state)
{
    static const char *const rows[][4] = {
        {"tls = \"off\"", "tls = \"on\"", "tls off -> preferred +tls", "-tls"},
        {"tls = \"on\"", "tls = \"required\"", "tls preferred -> required +tls stop", "-tls"},
        {"smtp_auth = \"off\"", "smtp_auth = \"required\"",
         "smtp-auth off -> required +access stop", "-access"},
        {"smtp_auth = \"off\"", "smtp_auth = \"on\"", "smtp-auth off -> on", ""},
        {"smtp_auth_require_tls = \"off\"", "smtp_auth_require_tls = \"on\"",
         "smtp-auth-require-tls off -> on +tls stop", "-tls"},
        {"spam_check = \"off\"", "spam_check = \"on\"", "spam-check off -> on +checks", "-checks"},
        {"virus_check = \"off\"", "virus_check = \"on\"", "virus-check off -> on +checks",
         "-checks"},
        {"spf = \"off\"", "spf = \"on\"", "spf off -> on +checks", "-checks"},
        {"dkim_verification = \"off\"", "dkim_verification = \"on\"",
         "dkim-verification off -> on +checks", "-checks"},
        {"dmarc_verification = \"off\"", "dmarc_verification = \"on\"",
         "dmarc-verification off -> on +checks stop", "-checks"},
        {"dhap_limit = 0", "dhap_limit = 25", "dhap-limit 0 -> 25 +checks", "-checks"},
        {"dhap_limit = 50", "dhap_limit = 25", "dhap-limit 50 -> 25", ""},
        {"accept_untagged_bounces = \"on\"", "accept_untagged_bounces = \"off\"",
         "accept-untagged-bounces on -> off +checks stop", "-checks"},
        {"max_rcpts_per_hour = -1", "max_rcpts_per_hour = 20",
         "max-recipients-per-hour unlimited -> 20", ""},
        {"dkim_signing = \"off\"", "dkim_signing = \"on\"", "dkim-signing off -> on", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct comparing comparing;
        struct buffer texts[2];
        struct setup setup;
        setup_begin(&setup);
        for (int side = 0; side < 2; side++) {
            texts[side] = buffer_new(&setup.arena);
            buffer_printf(&texts[side], "$P\n ACCEPT {\n  %s\n }\nALL\n $P\n", rows[i][side]);
        }
        const char *weaker = buffer_string(&texts[0]);
        const char *stronger = buffer_string(&texts[1]);
        differ_by(&hat, weaker, stronger,
                  arena_printf(&setup.arena, "mail-flow-policy $P: %s\n", rows[i][2]));
        comparing_begin(&comparing, &hat, stronger, weaker);
        struct weight weight = comparing.differences.weight;
        assert_int_equal(weight.weaker != 0, rows[i][3][0] != '\0');
        assert_int_equal(weight.stronger | weight.unknown, 0);
        assert_false(weight.may_stop);
        if (weight.weaker != 0)
            assert_int_equal(weight.weaker,
                             WEIGHT_BIT(weight_topic_find(view_of(rows[i][3] + 1))));
        setup_end(&comparing.setup);
        setup_end(&setup);
    }
}

/* What a policy does not give, the listener's default policy parameters do. */
static void inherited(void **state)
{
    static const char before[] = "$P\n ACCEPT {\n  tls = \"required\"\n  spam_check = \"on\"\n }\n"
                                 "ALL\n $P\n";
    static const char after[] = "$P\n ACCEPT {\n  virus_check = \"on\"\n }\nALL\n $P\n";
    static const char defaults[] = "$D\n ACCEPT {\n  tls = \"on\"\n  spam_check = \"on\"\n"
                                   "  virus_check = \"off\"\n }\n";
    struct comparing comparing;
    (void)state;
    differ_by(&hat, before, after,
              "mail-flow-policy $P: spam-check on -> ? ?checks; virus-check ? -> on ?checks; "
              "tls required -> ? ?tls\n");
    comparing_begin(&comparing, &hat, before, after);
    assert_true(comparing.differences.wants_flow_defaults);
    setup_end(&comparing.setup);
    const struct comparing_how known = {"hat", defaults, false};
    differ_by(&known, before, after,
              "mail-flow-policy $P: spam-check on -> (on); virus-check (off) -> on +checks; "
              "tls required -> (preferred) -tls\n");
    const struct comparing_how taking_effect = {"hat", defaults, true};
    differ_by(&taking_effect, before, after,
              "mail-flow-policy $P: virus-check (off) -> on +checks; "
              "tls required -> (preferred) -tls\n");
    comparing_begin(&comparing, &taking_effect, before, after);
    assert_false(comparing.differences.wants_flow_defaults);
    setup_end(&comparing.setup);
    comparing_begin(&comparing, &hat_effective, before, after);
    assert_true(comparing.differences.wants_flow_defaults);
    setup_end(&comparing.setup);
}

static void unknown_parameters(void **state)
{
    (void)state;
    differ_by(&hat, "$P\n ACCEPT {\n  zeal = 1\n  ardour = 2\n  mood = 3\n }\nALL\n $P\n",
              "$P\n ACCEPT {\n  mood = 4\n  ARDOUR = 2\n  other = \"x\"\n }\nALL\n $P\n",
              "mail-flow-policy $P: mood 3 -> 4 ?tls ?access ?checks ?stop; "
              "other - -> \"x\" ?tls ?access ?checks ?stop; "
              "zeal 1 -> - ?tls ?access ?checks ?stop\n");
}

/* --- Sender groups ---------------------------------------------------------------------------- */

static void groups(void **state)
{
    (void)state;
    differ_by(&hat,
              POLICIES "A:\n 10.0.0.0/8\n mx.example\n geo[CH]\n $RELAYED\n"
                       "B:\n sbrs[-10.0:-3.0]\n $BLOCKED (no)\nOLD:\n 192.0.2.1\n $TRUSTED\n" REST,
              POLICIES "A:\n 10.0.0.0/9\n 11.0.0.0/9\n MX.example\n .y.example\n $RELAYED\n"
                       "NEW:\n 192.0.2.9\n nx.domain\n ACCEPT {\n  tls = \"required\"\n }\n"
                       "B:\n sbrs[-10.0:-5.0]\n sbrs[none]\n $BLOCKED (never)\n" REST,
              "sender-group A: member 10.128.0.0/9 -> -; member - -> 11.0.0.0/9; "
              "member geo[CH] -> -; member - -> .y.example\n"
              "sender-group added NEW: policy - -> accept; tls - -> required; place - -> behind A; "
              "member - -> 192.0.2.9; member - -> nx.domain\n"
              "sender-group B: member sbrs[-4.9:-3.0] -> -; member - -> sbrs[none]\n"
              "sender-group removed OLD: policy $TRUSTED -> -; place behind B -> -; "
              "member 192.0.2.1 -> -\n"
              "callers whoever matches both: gets B $BLOCKED -> A $RELAYED -access\n"
              "callers 11.0.0.0/9, .y.example: gets ALL $ACCEPTED -> A $RELAYED -access\n"
              "callers whoever matches both: gets OLD $TRUSTED -> A $RELAYED "
              "-access ?tls ?checks ?stop\n"
              "callers whoever matches both: gets A $RELAYED -> NEW accept "
              "+access ?tls stop ?stop\n"
              "callers whoever matches both: gets B $BLOCKED -> NEW accept -access\n"
              "callers 192.0.2.9, nx.domain: gets ALL $ACCEPTED -> NEW accept ?tls ?stop\n"
              "callers whoever matches both: gets OLD $TRUSTED -> NEW accept +tls ?checks stop\n"
              "callers whoever matches both: gets A $RELAYED -> B $BLOCKED +access stop\n"
              "callers sbrs[none]: gets ALL $ACCEPTED -> B $BLOCKED +access stop\n"
              "callers whoever matches both: gets OLD $TRUSTED -> B $BLOCKED +access stop\n"
              "callers 10.128.0.0/9, geo[CH]: gets A $RELAYED -> ALL $ACCEPTED +access stop\n"
              "callers sbrs[-4.9:-3.0]: gets B $BLOCKED -> ALL $ACCEPTED -access\n"
              "callers 192.0.2.1: gets OLD $TRUSTED -> ALL $ACCEPTED ?tls ?checks ?stop\n");
}

/* Another policy for a group, and a block of its own. */
static void uses(void **state)
{
    (void)state;
    differ_by(&hat, POLICIES "A:\n 192.0.2.1\n $THROTTLED\nB:\n $TRUSTED\n" REST,
              POLICIES "A:\n 192.0.2.1\n $TRUSTED\nB:\n $BLOCKED\n" REST,
              "sender-group A: policy $THROTTLED -> $TRUSTED +tls ?checks\n"
              "sender-group B: policy $TRUSTED -> $BLOCKED\n"
              "callers 192.0.2.1: gets A $THROTTLED -> A $TRUSTED +tls ?checks\n");
    differ_by(&hat, POLICIES "A:\n 192.0.2.1\n $TRUSTED {\n  tls = \"off\"\n }\n" REST,
              POLICIES "A:\n 192.0.2.1\n $TRUSTED\n" REST,
              "sender-group A: tls off -> (preferred) +tls\n");
}

/* The fewest are moved, and those whom it concerns are named. */
static void places(void **state)
{
    (void)state;
    differ_by(&hat,
              POLICIES "SUSPECTLIST:\n 192.0.2.0/24\n $THROTTLED\n"
                       "ALLOWED_LIST:\n 192.0.2.0/25\n 198.51.100.1\n $TRUSTED\n" REST,
              POLICIES "ALLOWED_LIST:\n 192.0.2.0/25\n 198.51.100.1\n $TRUSTED\n"
                       "SUSPECTLIST:\n 192.0.2.0/24\n $THROTTLED\n" REST,
              "sender-group ALLOWED_LIST: place behind SUSPECTLIST -> first\n"
              "callers 192.0.2.0/25: gets SUSPECTLIST $THROTTLED -> ALLOWED_LIST $TRUSTED "
              "+tls ?checks\n");
    differ_by(&hat, POLICIES "A:\n $TRUSTED\nB:\n $BLOCKED\nC:\n $BLOCKED\nD:\n $BLOCKED\n" REST,
              POLICIES "B:\n $BLOCKED\nC:\n $BLOCKED\nD:\n $BLOCKED\nA:\n $TRUSTED\n" REST,
              "sender-group A: place first -> behind D\n");
    /* Nobody gets something else by his address or his score alone. */
    differ_by(&hat,
              POLICIES "ALLOWED:\n 192.0.2.0/24\n .x.example\n $TRUSTED\n"
                       "BLOCKED:\n sbrs[-10.0:-3.0]\n $BLOCKED\n" REST,
              POLICIES "BLOCKED:\n sbrs[-10.0:-3.0]\n $BLOCKED\n"
                       "ALLOWED:\n 192.0.2.0/24\n .x.example\n $TRUSTED\n" REST,
              "sender-group BLOCKED: place behind ALLOWED -> first\n"
              "callers whoever matches both: gets ALLOWED $TRUSTED -> BLOCKED $BLOCKED "
              "+access stop\n");
    differ_by(&hat,
              POLICIES "A:\n .x.example\n $TRUSTED\nB:\n nx.domain\n y.example\n $BLOCKED\n" REST,
              POLICIES "B:\n nx.domain\n y.example\n $BLOCKED\nA:\n .x.example\n $TRUSTED\n" REST,
              "sender-group B: place behind A -> first\n");
}

#define BLOCKED_LIST "BLOCKED:\n sbrs[-10.0:-3.0]\n $BLOCKED\n"
#define EVIL "EVIL:\n .evil.example\n $BLOCKED\n"
#define INSIDE "INSIDE:\n 10.0.0.0/8\n $ACCEPTED\n"

/* Of two things that a caller has, one leads elsewhere, and the other one where it led. */
static void both(void **state)
{
    (void)state;
    differ_by(&hat, POLICIES "ALLOWED:\n 198.51.100.0/24\n $ACCEPTED\n" BLOCKED_LIST REST,
              POLICIES "ALLOWED:\n 198.51.100.0/24\n 0.0.0.0/1\n $ACCEPTED\n" BLOCKED_LIST REST,
              "sender-group ALLOWED: member - -> 0.0.0.0/1\n"
              "callers whoever matches both: gets BLOCKED $BLOCKED -> ALLOWED $ACCEPTED -access\n"
              "callers 0.0.0.0/1: gets ALL $ACCEPTED -> ALLOWED $ACCEPTED\n");
    differ_by(&hat,
              POLICIES "ALLOWED:\n 198.51.100.0/24\n 0.0.0.0/1\n $ACCEPTED\n" BLOCKED_LIST REST,
              POLICIES "ALLOWED:\n 198.51.100.0/24\n $ACCEPTED\n" BLOCKED_LIST REST,
              "sender-group ALLOWED: member 0.0.0.0/1 -> -\n"
              "callers whoever matches both: gets ALLOWED $ACCEPTED -> BLOCKED $BLOCKED "
              "+access stop\n"
              "callers 0.0.0.0/1: gets ALLOWED $ACCEPTED -> ALL $ACCEPTED\n");
    differ_by(&hat, POLICIES INSIDE REST, POLICIES EVIL INSIDE REST,
              "sender-group added EVIL: policy - -> $BLOCKED; place - -> first; "
              "member - -> .evil.example\n"
              "callers whoever matches both: gets INSIDE $ACCEPTED -> EVIL $BLOCKED +access stop\n"
              "callers .evil.example: gets ALL $ACCEPTED -> EVIL $BLOCKED +access stop\n");
    /* Who matches both is told by what he has of the one. */
    differ_by(&hat, POLICIES INSIDE REST, POLICIES INSIDE EVIL REST,
              "sender-group added EVIL: policy - -> $BLOCKED; place - -> behind INSIDE; "
              "member - -> .evil.example\n"
              "callers .evil.example: gets ALL $ACCEPTED -> EVIL $BLOCKED +access stop\n");
}

/* What goes on to the entries below holds for nobody. */
static void going_on(void **state)
{
    (void)state;
    differ_by(&hat, POLICIES "A:\n 192.0.2.0/24\n CONTINUE\nB:\n 192.0.2.7\n $BLOCKED\n" REST,
              POLICIES "A:\n 192.0.2.0/24\n REJECT\nB:\n 192.0.2.7\n $BLOCKED\n" REST,
              "sender-group A: policy continue -> reject\n"
              "callers 192.0.2.7: gets B $BLOCKED -> A reject\n"
              "callers 192.0.2.0-192.0.2.6, 192.0.2.8-192.0.2.255: gets ALL $ACCEPTED -> A reject "
              "+access stop\n");
}

static void renamed(void **state)
{
    (void)state;
    differ_by(&hat, POLICIES "WHITE:\n 192.0.2.0/24\n $TRUSTED\nBLACK:\n $BLOCKED\n" REST,
              POLICIES "ALLOWED:\n 192.0.2.128/25\n 192.0.2.0/25\n $TRUSTED\n"
                       "BLOCKED:\n $BLOCKED\n" REST,
              "sender-group ALLOWED: name WHITE -> ALLOWED\n"
              "sender-group BLOCKED: name BLACK -> BLOCKED\n");
}

/* --- Single hosts and ALL --------------------------------------------------------------------- */

static void hosts(void **state)
{
    (void)state;
    differ_by(&hat,
              POLICIES "192.0.2.1\n $TRUSTED\n192.0.2.2\n REJECT\nmx.example\n $TRUSTED\n" REST,
              POLICIES "mx.example\n $TRUSTED\n192.0.2.1\n $TRUSTED {\n  tls = \"off\"\n }\n"
                       "192.0.2.3\n TCPREFUSE\nALL\n $BLOCKED\n",
              "host mx.example: place behind 192.0.2.2 -> first\n"
              "host 192.0.2.1: tls (preferred) -> off -tls\n"
              "host added 192.0.2.3: policy - -> tcprefuse; place - -> behind 192.0.2.1\n"
              "host ALL: policy $ACCEPTED -> $BLOCKED +access stop\n"
              "host removed 192.0.2.2: policy reject -> -; place behind 192.0.2.1 -> -\n"
              "callers whoever matches both: gets host reject -> host $TRUSTED -access\n"
              "callers 192.0.2.1: gets host $TRUSTED -> host $TRUSTED { tls off; } -tls\n"
              "callers 192.0.2.3: gets ALL $ACCEPTED -> host tcprefuse +access stop\n"
              "callers 192.0.2.2: gets host reject -> ALL $BLOCKED\n"
              "callers everybody else: gets ALL $ACCEPTED -> ALL $BLOCKED +access stop\n");
}

/* --- Listeners -------------------------------------------------------------------------------- */

static void listeners(void **state)
{
    (void)state;
    differ_by(&source,
              "listener \"In\" public {\n port 25;\n interface \"Data 1\";\n"
              " mail-flow-policy default { tls preferred; spam-check on; }\n"
              " mail-flow-policy A accept;\n all uses A;\n recipients { reject all; }\n}\n"
              "listener \"Lab\" { all accept; }\n",
              "listener \"In\" private {\n port 2525;\n queue-size 50;\n"
              " mail-flow-policy default { tls off; spam-check on; virus-check on; }\n"
              " mail-flow-policy A accept { spam-check on; }\n all uses A;\n}\n"
              "listener \"Out\" private {\n mail-flow-policy R relay { tls required; }\n"
              " sender-group G uses R { 10.0.0.0/8; }\n all reject;\n}\n",
              "listener In: type public -> private ?access; port 25 -> 2525 stop\n"
              "listener-defaults: virus-check ? -> on ?checks; tls preferred -> off -tls\n"
              "mail-flow-policy $A: spam-check (on) -> on\n"
              "listener added Out: type - -> private; behavior - -> relay, reject -access; "
              "mail-flow-policies - -> 1; sender-groups - -> 1\n"
              "listener removed Lab: behavior accept -> - +access stop\n");
}

/* A file that names no listener is held against the only one of the other side. */
static void unnamed(void **state)
{
    struct comparing comparing;
    struct difference_wish wish = {.effective = false};
    (void)state;
    comparing_begin(&comparing, &hat, POLICIES REST, POLICIES "ALL\n $BLOCKED\n");
    assert_true(comparing.differences.has_listeners);
    assert_int_equal(comparing.differences.count, 2);
    comparing.differences = (struct differences){.count = 0};
    comparing.policies[1].listeners.list[0].name = VIEW("InboundMail");
    comparing.sides[1].unnamed = false;
    assert_true(difference_listeners_clear(&comparing.sides[0], &comparing.sides[1]));
    difference_listeners(&comparing.setup.arena, &comparing.sides[0], &comparing.sides[1], &wish,
                         &comparing.differences);
    assert_int_equal(comparing.differences.count, 2);
    assert_view_equal(comparing.differences.list[0].listener, "InboundMail");
    /* Of two it is not clear which one is meant; and none of them is told as new. */
    listeners_get(&comparing.policies[1].listeners, VIEW("OutboundMail"));
    comparing.differences = (struct differences){.count = 0};
    difference_listeners(&comparing.setup.arena, &comparing.sides[0], &comparing.sides[1], &wish,
                         &comparing.differences);
    assert_int_equal(comparing.differences.count, 0);
    assert_false(comparing.differences.has_listeners);
    setup_end(&comparing.setup);
}

/* What one of two listeners lacks is gone between sources, and noted between files of two kinds. */
static void lacking(void **state)
{
    static const char old[] = "listener \"In\" public {\n"
                              "mail-flow-policy default { tls required; }\n"
                              "all accept;\nrecipients { reject all; }\n}\n";
    static const char new[] = "listener \"In\" public {\nall accept;\n}\n"
                              "listener \"Out\" private {\nall accept;\n}\n";
    const struct difference_wish wish = {.effective = false};
    struct comparing comparing;
    (void)state;
    comparing_begin(&comparing, &source, old, new);
    assert_int_equal(comparing.differences.lack_count, 2);
    for (int i = 0; i < 2; i++) {
        static const enum side_content contents[] = {SIDE_RATS, SIDE_FLOW_DEFAULTS};
        assert_int_equal(comparing.differences.lacks[i].content, contents[i]);
        assert_false(comparing.differences.lacks[i].by_older);
    }
    assert_view_equal(comparing.differences.lacks[0].listener, "");
    assert_view_equal(comparing.differences.lacks[1].listener, "In");
    comparing.sides[0].carrier = CARRIER_SOURCE;
    comparing.sides[1].carrier = CARRIER_SOURCE;
    comparing.differences = (struct differences){.count = 0};
    difference_listeners(&comparing.setup.arena, &comparing.sides[0], &comparing.sides[1], &wish,
                         &comparing.differences);
    assert_int_equal(comparing.differences.lack_count, 0);
    assert_string_equal(comparing_text(&comparing),
                        "listener In: recipients 1 -> - ?access ?stop\n"
                        "listener-defaults removed: tls required -> ? ?tls\n"
                        "recipient removed ALL: action reject -> - ?access ?stop\n"
                        "listener added Out: type - -> private; behavior - -> accept -access\n");
    comparing.sides[1].carrier = CARRIER_HAT;
    comparing.differences = (struct differences){.count = 0};
    difference_listeners(&comparing.setup.arena, &comparing.sides[0], &comparing.sides[1], &wish,
                         &comparing.differences);
    assert_int_equal(comparing.differences.lack_count, 3);
    assert_int_equal(comparing.differences.lacks[2].content, SIDE_LISTENERS);
    assert_false(side_can_hold(&comparing.sides[1], SIDE_RATS));
    assert_true(side_can_hold(&comparing.sides[1], SIDE_HATS));
    setup_end(&comparing.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_meaning),          cmocka_unit_test(policies),
        cmocka_unit_test(weights_of_parameters), cmocka_unit_test(inherited),
        cmocka_unit_test(unknown_parameters),    cmocka_unit_test(groups),
        cmocka_unit_test(uses),                  cmocka_unit_test(places),
        cmocka_unit_test(both),
        cmocka_unit_test(going_on),              cmocka_unit_test(renamed),
        cmocka_unit_test(hosts),                 cmocka_unit_test(listeners),
        cmocka_unit_test(unnamed),               cmocka_unit_test(lacking),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
