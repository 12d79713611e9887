/* SPDX-License-Identifier: MIT */
/*
 * What a policy expects that hosts get.
 *
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/connect.h"

#include "read/hat.h"
#include "support_expect.h"

/* --- Hosts ------------------------------------------------------------------------------------ */

static void hosts(void **state)
{
    (void)state;
    expects(HAT, NULL, "host 10.1.2.3 is RELAYED\nhost 10.1.2.3 is relay\n"
                      "host 192.0.2.9 is TRUSTED\nhost 192.0.2.9 is ACCEPT\n"
                      "host 203.0.113.7,mx.partner.example is TRUSTED\n"
                      "host 203.0.113.7,unknown,-4.0 is BLOCKED\n"
                      "host 203.0.113.7,mx.example,5.0 is ACCEPTED", "");
    expects(HAT, NULL, "host 10.1.2.3 is TRUSTED because r",
           "E1201 hat 16:5 10.1.2.3 gets $RELAYED from RELAYLIST by 10.0.0.0/8, which fails "
           "\"expect "
           "host 10.1.2.3 is TRUSTED\" | rules 1 expected here: r\n");
    expects(HAT, NULL, "host 198.51.100.7,unknown,none is RELAYED\nhost 203.0.113.7 is relay",
           "E1201 hat 30:5 198.51.100.7 gets RELAY from 198.51.100.7, which fails \"expect host "
           "198.51.100.7 named unknown scored none is RELAYED\" | rules 1 expected here | - 0 "
           "what is "
           "not said of the host makes no difference\n"
           "E1201 hat 32:5 203.0.113.7 gets $ACCEPTED from ALL, which fails \"expect host "
           "203.0.113.7 is relay\" | rules 2 expected here | - 0 what is not said of the host "
           "makes no "
           "difference\n");
}

/* What is not said of the host, and what nobody can say. */
static void undecided_hosts(void **state)
{
    (void)state;
    expects(HAT, NULL, "host 203.0.113.7 is ACCEPTED\nhost 203.0.113.7,unknown is ACCEPTED\n"
                      "host 198.51.100.7,unknown,none is ACCEPTED",
           "E1202 rules 1:1 \"expect host 203.0.113.7 is ACCEPTED\" cannot be decided for "
           "203.0.113.7: ALLOWED by .partner.example may take it | hat 1 held against this table | "
           "hat 19 that gives $TRUSTED (say its name: named mail.example.com, or named unknown)\n"
           "E1202 rules 2:1 \"expect host 203.0.113.7 named unknown is ACCEPTED\" cannot be "
           "decided "
           "for 203.0.113.7: POOR by sbrs[-10.0:-3.0] may take it | hat 1 held against this table "
           "| "
           "hat 24 that gives $BLOCKED (say its score: scored -2.5, or scored none)\n"
           "E1202 rules 3:1 \"expect host 198.51.100.7 named unknown scored none is ACCEPTED\" "
           "cannot "
           "be decided for 198.51.100.7: LISTED by dnslist[zone.example] may take it | hat 1 held "
           "against this table | hat 27 that gives $ACCEPTED (say whether it does: matching "
           "dnslist[zone.example], or matching none)\n");
}

#define LISTS                                                                                      \
    "$A\n    ACCEPT\n$B\n    REJECT\n"                                                             \
    "LISTED:\n    dnslist[zone.example]\n    geo[CH]\n    $B\n"                                    \
    "OWNED:\n    SBO:0012\n    $A\n"                                                              \
    "NAMELESS:\n    nx.domain\n    serv.fail\n    TCPREFUSE\n"                                    \
    "ALL\n    $A\n"

/* What only the members themselves can name. */
static void stated_members(void **state)
{
    (void)state;
    expects(LISTS, NULL,
            "host 192.0.2.1,mx.example matching none is A\n"
            "host 192.0.2.1,mx.example matching DNSLIST[Zone.Example] is B\n"
            "host 192.0.2.1,mx.example matching dnslist[ zone.example ] is B\n"
            "host 192.0.2.1,mx.example matching geo[ch], SBO:12 is B\n"
            "host 192.0.2.1,mx.example matching SBO:12 is A\n"
            "host 192.0.2.1,unknown matching nx.domain is tcprefuse\n"
            "host 192.0.2.1 matching NX.domain is tcprefuse\n"
            "host 192.0.2.1,unknown matching not.double.verified is A\n"
            "host 192.0.2.1,unknown matching serv.fail, geo[CH] is B", "");
    expects(LISTS, NULL, "host 192.0.2.1,mx.example matching geo[CH] is A",
            "E1201 hat 8:5 192.0.2.1 gets $B from LISTED by geo[CH], which fails \"expect host "
            "192.0.2.1 named mx.example matching geo[CH] is A\" | rules 1 expected here\n");
    expects(LISTS, NULL, "host 192.0.2.1,unknown matching none is A\n"
                         "host 192.0.2.1,unknown is A\nhost 192.0.2.1 matching none is A",
            "E1202 rules 1:1 \"expect host 192.0.2.1 named unknown matching none is A\" cannot be "
            "decided for 192.0.2.1: NAMELESS by nx.domain may take it | hat 1 held against this "
            "table | hat 13 that gives TCPREFUSE (say why it has no name, behind matching: "
            "nx.domain, serv.fail or not.double.verified)\n"
            "E1202 rules 2:1 \"expect host 192.0.2.1 named unknown is A\" cannot be decided for "
            "192.0.2.1: LISTED by dnslist[zone.example] may take it | hat 1 held against this "
            "table | hat 6 that gives $B (say whether it does: matching dnslist[zone.example], or "
            "matching none)\n"
            "E1202 rules 3:1 \"expect host 192.0.2.1 matching none is A\" cannot be decided for "
            "192.0.2.1: NAMELESS by nx.domain may take it | hat 1 held against this table | hat 13 "
            "that gives TCPREFUSE (say its name: named mail.example.com, or named unknown)\n");
}

static void stated_members_that_are_none(void **state)
{
    (void)state;
#define MEMBERS " (write matching none, or SBO:1234, dnslist[zone.example], geo[XX], nx.domain, "  \
                "serv.fail, not.double.verified)\n"
    expects(LISTS, NULL,
            "host 192.0.2.1 matching 192.0.2.0/24, .x.example is A\n"
            "host 192.0.2.1 matching sbrs[none] is A\n"
            "host 192.0.2.1 matching none, geo[CH] is A\n"
            "host 192.0.2.1 matching dnslist[], dnslist[a..b], SBO:x is A\n"
            "host 192.0.2.1,mx.example matching nx.domain is A\n"
            "host 192.0.2.1 matching nx.domain, serv.fail is A\n"
            "host 192.0.2.1 matching nx.domian is A",
            "E1209 rules 1:25 not a member that a host can be said to match: \"192.0.2.0/24\""
            MEMBERS
            "E1209 rules 1:39 not a member that a host can be said to match: \".x.example\""
            MEMBERS
            "E1209 rules 2:25 a score stands behind scored: \"sbrs[none]\" (write scored "
            "-2.5, or scored none)\n"
            "E1209 rules 3:25 \"none\" stands alone (leave it out where members are named)\n"
            "E1209 rules 4:25 not a member that a host can be said to match: \"dnslist[]\"" MEMBERS
            "E1209 rules 4:36 not a member that a host can be said to match: \"dnslist[a..b]\""
            MEMBERS
            "E1209 rules 4:51 not a member that a host can be said to match: \"SBO:x\"" MEMBERS
            "E1209 rules 5:36 a host with a validated name is not nx.domain (write named unknown, "
            "or leave nx.domain out)\n"
            "E1209 rules 6:36 a host is not both nx.domain and serv.fail (name one of them)\n"
            "E1209 rules 7:25 not a member that a host can be said to match: \"nx.domian\" (did "
            "you mean nx.domain?)\n");
#undef MEMBERS
    expects(LISTS, NULL, "host 192.0.2.1 matching dnslist[zone.exmple], geo[DE] is A",
            "E1208 rules 1:25 there is no member \"dnslist[zone.exmple]\" (did you mean "
            "dnslist[zone.example]?)\n"
            "E1208 rules 1:47 there is no member \"geo[DE]\" (name a member that the table has, "
            "or leave it out)\n");
}

static void hosts_that_are_none(void **state)
{
    (void)state;
    expects(HAT, NULL, "host 10/8 is ACCEPTED\nhost 10.0.0.1,a..b,11 is ACCEPTED\n"
                      "host 10.0.0.1 is ACEPTED\nhost 10.0.0.1 is Zork",
           "E1209 rules 1:6 one whole IP address is asked for, not several: \"10/8\" (write host "
           "ADDRESS named NAME scored SCORE, where NAME may be unknown, SCORE none)\n"
           "E1209 rules 2:15 not the name of a host: \"a..b\" (write host ADDRESS named NAME "
           "scored "
           "SCORE, where NAME may be unknown, SCORE none)\n"
           "E1209 rules 2:20 not a score from -10.0 to 10.0, nor none: \"11\" (write host ADDRESS "
           "named NAME scored SCORE, where NAME may be unknown, SCORE none)\n"
           "E1208 rules 3:18 there is no mail flow policy or behavior \"ACEPTED\" (did you mean "
           "ACCEPTED?)\n"
           "E1208 rules 4:18 there is no mail flow policy or behavior \"Zork\" (correct the name; "
           "case matters)\n");
}

/* --- The slow model --------------------------------------------------------------------------- */

/* What one entry does with the caller: 0 passes, 1 may take, 2 takes. */
static int entry_takes(const struct access_entry *entry, const struct caller *caller)
{
    int takes = 0;
    for (uint32_t i = 0; i < entry->member_count; i++) {
        enum verdict verdict = member_verdict(&entry->members[i], caller);
        int one = verdict == VERDICT_YES ? 2 : verdict == VERDICT_OPEN ? 1 : 0;
        takes = one > takes ? one : takes;
    }
    return takes;
}

static bool is_wanted(const struct listener *listener, const struct access_entry *entry,
                      struct view wanted)
{
    if (listener_policy(listener, wanted) != NULL)
        return view_equal(entry->policy, wanted);
    return access_behavior(listener, entry) == behavior_find(wanted);
}

/* "" holds, "E1201" fails, "E1202" is undecided: by walking down entry by entry. */
static const char *slow(const struct listener *listener, const struct caller *caller,
                        struct view wanted)
{
    bool seen[2] = {false, false};
    bool ended = false;
    for (uint32_t i = 0; i < listener->entry_count && !ended; i++) {
        const struct access_entry *entry = &listener->entries[i];
        int takes = entry_takes(entry, caller);
        if (takes == 0 || access_behavior(listener, entry) == BEHAVIOR_CONTINUE)
            continue;
        seen[is_wanted(listener, entry, wanted)] = true;
        ended = takes == 2;
    }
    if (!ended)
        seen[false] = true;
    return seen[false] && seen[true] ? "E1202" : seen[true] ? "" : "E1201";
}

/* Members of TABLE that a host whose name is KIND may be said to match; at most one of a group. */
static void random_matching(struct buffer *text, uint64_t *seed, const struct plain_table *table,
                            bool has_name)
{
    const char *before = " matching ";
    bool is_lookup = has_name;
    for (uint32_t i = 0; i < table->count; i++) {
        const struct plain_entry *entry = &table->entries[i];
        if (entry->count == 0 || random_below(seed, 2) == 0)
            continue;
        const struct plain_member *member =
            &entry->members[random_below(seed, entry->count)];
        bool is_why = member->kind == PLAIN_LOOKUP;
        if (member->kind < PLAIN_LOOKUP || member->kind > PLAIN_COUNTRY || (is_why && is_lookup))
            continue;
        is_lookup |= is_why;
        buffer_printf(text, "%s%s", before, plain_member_text(text->arena, member));
        before = ", ";
    }
    if (before[0] == ' ' && random_below(seed, 2) == 0)
        buffer_add_string(text, " matching none");
}

static void random_rules(struct buffer *text, uint64_t *seed, const struct plain_table *table,
                         uint32_t count)
{
    static const char *const results[] = {"STOP", "GO", "accept", "reject", "continue"};
    for (uint32_t i = 0; i < count; i++) {
        bool is_ipv6 = random_below(seed, 3) == 0;
        int number = (int)random_below(seed, PLAIN_ADDRESSES);
        uint32_t kind = random_below(seed, 3);
        const char *name = kind == 0 ? "" : kind == 1 ? "unknown" : random_host(seed);
        uint32_t score = random_below(seed, PLAIN_SCORES + 2u);
        buffer_printf(text, "host %s,%s", plain_address(text->arena, is_ipv6, number), name);
        if (score == PLAIN_SCORES)
            buffer_add_string(text, ",none");
        else if (score < PLAIN_SCORES)
            buffer_printf(text, ",%u.%u", score / 10, score % 10);
        random_matching(text, seed, table, kind == 2);
        buffer_printf(text, " is %s\n", PICK(seed, results));
    }
}

/* What RULE says that the host matches; the members of LISTENER by their texts. */
static void state_members(struct arena *arena, const struct expectation *rule,
                          const struct listener *listener, struct caller *caller)
{
    struct member *list = arena_zero(arena, rule->subject_count + 1u, sizeof *list);
    caller->has_matching = rule->subject_count > 0;
    caller->matching = list;
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        for (uint32_t m = 0; m < entry->member_count; m++)
            for (uint32_t k = 0; k < rule->subject_count; k++)
                if (view_equal(entry->members[m].text, rule->subjects[k].text))
                    list[k] = entry->members[m];
    }
    if (rule->subject_count > 0 && !view_equal(rule->subjects[0].text, VIEW("none")))
        caller->matching_count = rule->subject_count;
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (trait_of(list[i].kind) == TRAIT_LOOKUP)
            caller->has_name = CALLER_NAME_NONE;
}

static void check_random(uint64_t *seed)
{
    enum { RULES = 40 };
    struct expecting *bench = calloc(1, sizeof *bench);
    struct plain_table table;
    struct arena arena;
    uint64_t first = *seed;
    arena_init(&arena, memory_exhausted);
    struct buffer rules = buffer_new(&arena);
    random_hat(seed, &table);
    random_rules(&rules, seed, &table, RULES);
    expecting_begin(bench, buffer_string(&rules));
    expecting_read(bench, "In", "hat", plain_text(&arena, &table), read_hat);
    const struct listener *listener = &bench->policy.listeners.list[0];
    for (uint32_t i = 0; i < bench->count; i++) {
        struct diag *diag = &bench->setup.diag;
        struct caller caller;
        const char *mistake;
        const struct expectation *rule = &bench->list[i];
        struct assert_subject subject = {&bench->policy, defaults_of(&bench->policy), VIEW(""),
                                     false};
        struct view text = view_of(arena_printf(&arena, "%.*s,%.*s,%.*s",
                                                VIEW_ARG(rule->address.text),
                                                VIEW_ARG(rule->named.text),
                                                VIEW_ARG(rule->scored.text)));
        diag_init(diag, &bench->setup.arena, &bench->setup.sources);
        assert_true(caller_parse(&arena, text, &caller, &mistake));
        state_members(&arena, rule, listener, &caller);
        expect_judge(rule, 1, &subject, 1, &bench->outside, diag);
        const char *wanted = slow(listener, &caller, rule->result.text);
        uint32_t count;
        const struct message *const *list = diag_sorted(diag, &count);
        const char *given = count == 0 ? "" : code_entry(list[0]->code)->id;
        if (count > 1 || strcmp(given, wanted) != 0)
            fail_msg("SEED=%llu: \"%.*s is %.*s\" gives \"%s\", not \"%s\", in\n%s",
                     (unsigned long long)first, VIEW_ARG(text), VIEW_ARG(rule->result.text), given,
                     wanted, plain_text(&arena, &table));
    }
    setup_end(&bench->setup);
    arena_free(&arena);
    free(bench);
}

static void as_the_slow_model_says(void **state)
{
    uint64_t seed = environment_number("SEED", 7);
    uint64_t rounds = environment_number("ROUNDS", 300);
    (void)state;
    for (uint64_t i = 0; i < rounds; i++)
        check_random(&seed);
}
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts),
        cmocka_unit_test(undecided_hosts),
        cmocka_unit_test(stated_members),
        cmocka_unit_test(stated_members_that_are_none),
        cmocka_unit_test(hosts_that_are_none),
        cmocka_unit_test(as_the_slow_model_says),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
