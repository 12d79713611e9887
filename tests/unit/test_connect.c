/* SPDX-License-Identifier: MIT */
/*
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/connect.h"

#include "support_hat.h"

#define SAY(seed) ((unsigned long long)(seed))

/* --- Tables that a person can judge ----------------------------------------------------------- */

static const char table[] = "$ACCEPTED\n    ACCEPT\n"
                            "$BLOCKED\n    REJECT\n"
                            "$NOTED\n    CONTINUE\n"
                            "ALLOWED:\n    192.0.2.0/24\n    .partner.example\n    $ACCEPTED\n"
                            "NOTED:\n    10/8\n    198.51.100.7\n    $NOTED\n"
                            "LISTED:\n    dnslist[zone.example]\n    $BLOCKED\n"
                            "one.example\n    REJECT\n"
                            "198.51.100.7\n    CONTINUE\n"
                            "203.0.113.9\n    RELAY\n"
                            "POOR:\n    sbrs[-10.0:-3.0]\n    nx.domain\n    $BLOCKED\n"
                            "NOBODY:\n    geo[XX]\n    CONTINUE\n"
                            "NONE:\n    sbrs[none]\n    $THROTTLED\n"
                            "2001:db8::/32\n    REJECT\n"
                            "ALL\n    $ACCEPTED\n";

static struct view entry_name(const struct listener *listener, uint32_t entry)
{
    const struct access_entry *row = &listener->entries[entry];
    return row->kind == ACCESS_GROUP ? row->name : row->members[0].text;
}

/* "-ALLOWED >NOTED ?LISTED -one.example*3 POOR=sbrs[-10.0:-3.0]", "unless" behind it. */
static const char *way_text(struct arena *arena, const struct connector *connector,
                            const struct caller *caller)
{
    static const char marks[CONNECT_VERDICT_COUNT] = {'-', '?', '>'};
    const struct listener *listener = connector->members.listener;
    struct buffer text = buffer_new(arena);
    struct connection found = connect_find(connector, caller);
    struct connect_steps steps = connect_steps(arena, connector, caller, &found);
    for (uint32_t i = 0; i < steps.count; i++) {
        const struct connect_step *step = &steps.list[i];
        struct view name = entry_name(listener, step->entry);
        buffer_printf(&text, "%c%.*s", marks[step->verdict], VIEW_ARG(name));
        if (step->count > 1)
            buffer_printf(&text, "*%u", step->count);
        buffer_add_char(&text, ' ');
    }
    if (found.entry == NO_ACCESS) {
        buffer_add_string(&text, "nothing");
    } else {
        struct view name = entry_name(listener, found.entry);
        struct view member = connector->members.list[found.member]->text;
        buffer_printf(&text, "%.*s=%.*s", VIEW_ARG(name), VIEW_ARG(member));
    }
    buffer_add_string(&text, found.is_open ? " unless" : "");
    return buffer_string(&text);
}

static void check_ways(const char *hat, const char *const rows[][2], size_t count)
{
    struct reading reading;
    struct connector connector;
    const struct listener *listener = hat_begin(&reading, hat);
    connector_build(&reading.setup.arena, listener, &connector);
    for (size_t i = 0; i < count; i++) {
        struct caller caller;
        const char *mistake = "";
        if (!caller_parse(&reading.setup.arena, view_of(rows[i][0]), &caller, &mistake))
            fail_msg("%s", mistake);
        const char *way = way_text(&reading.setup.arena, &connector, &caller);
        if (strcmp(way, rows[i][1]) != 0)
            fail_msg("%s: %s, not %s", rows[i][0], way, rows[i][1]);
    }
    setup_end(&reading.setup);
}

static void ways_down(void **state)
{
    static const char *const rows[][2] = {
        {"192.0.2.7", "ALLOWED=192.0.2.0/24"},
        {"192.0.2.7,mx.partner.example", "ALLOWED=192.0.2.0/24"},
        {"192.0.3.7,mx.partner.example", "ALLOWED=.partner.example"},
        /* A partial domain is not the domain itself. */
        {"192.0.3.7,partner.example,5",
         "-ALLOWED -NOTED ?LISTED -one.example*3 -POOR ?NOBODY -NONE -2001:db8::/32 ALL=ALL "
         "unless"},
        {"10.1.2.3,one.example,-4", "-ALLOWED >NOTED ?LISTED one.example=one.example unless"},
        {"10.1.2.3,two.example,-4",
         "-ALLOWED >NOTED ?LISTED -one.example*3 POOR=sbrs[-10.0:-3.0] unless"},
        {"10.1.2.3,,-3.0", "?ALLOWED >NOTED ?LISTED ?one.example -198.51.100.7*2 "
                           "POOR=sbrs[-10.0:-3.0] unless"},
        {"198.51.100.7,unknown,none",
         "-ALLOWED >NOTED ?LISTED -one.example >198.51.100.7 -203.0.113.9 ?POOR ?NOBODY "
         "NONE=sbrs[none] unless"},
        {"203.0.113.9", "?ALLOWED -NOTED ?LISTED ?one.example -198.51.100.7 "
                        "203.0.113.9=203.0.113.9 unless"},
        {"2001:db8::1", "?ALLOWED -NOTED ?LISTED ?one.example -198.51.100.7*2 ?POOR ?NOBODY ?NONE "
                        "2001:db8::/32=2001:db8::/32 unless"},
        /* An IPv4 address as a text of IPv6 is another address. */
        {"::ffff:192.0.2.7,a.example,0",
         "-ALLOWED -NOTED ?LISTED -one.example*3 -POOR ?NOBODY -NONE -2001:db8::/32 ALL=ALL "
         "unless"},
    };
    (void)state;
    check_ways(table, rows, sizeof rows / sizeof rows[0]);
}

/* What is undecided and goes on changes nothing. */
static void undecided_without_effect(void **state)
{
    static const char *const rows[][2] = {
        {"192.0.2.1", "?A >B C=192.0.2.1"},
        {"192.0.2.2", "?A -B -C ALL=ALL"},
    };
    (void)state;
    check_ways("A:\n    geo[CH]\n    CONTINUE\n"
               "B:\n    192.0.2.1\n    sbrs[none]\n    CONTINUE\n"
               "C:\n    192.0.2.1\n    REJECT\n"
               "ALL\n    ACCEPT\n",
               rows, 1);
    check_ways("A:\n    geo[CH]\n    CONTINUE\nB:\nCONTINUE\nC:\n    192.0.2.1\n    REJECT\n"
               "ALL\n    ACCEPT\n",
               rows + 1, 1);
}

static void without_all(void **state)
{
    static const char *const rows[][2] = {
        {"192.0.2.1,a.example", "-A nothing"},
        {"192.0.2.1", "?A nothing unless"},
    };
    (void)state;
    check_ways("A:\n    b.example\n    ACCEPT\n", rows, 2);
}

/* --- The slow model --------------------------------------------------------------------------- */

/* A caller in plain. */
struct plain_caller {
    bool is_ipv6;
    int address;
    enum caller_name has_name;
    const char *host;
    enum caller_score has_score;
    int score;
};

static struct plain_caller random_caller(uint64_t *seed)
{
    return (struct plain_caller){
        .is_ipv6 = random_below(seed, 4) == 0,
        .address = (int)random_below(seed, PLAIN_ADDRESSES),
        .has_name = (enum caller_name)random_below(seed, 3),
        .host = random_host(seed),
        .has_score = (enum caller_score)random_below(seed, 3),
        .score = (int)random_below(seed, PLAIN_SCORES),
    };
}

static struct caller caller_of(struct arena *arena, const struct plain_caller *plain)
{
    static const char *const scores[] = {
        [CALLER_SCORE_UNKNOWN] = "",
        [CALLER_SCORE_NONE] = ",none",
    };
    const char *score = plain->has_score == CALLER_SCORE_GIVEN
                            ? arena_printf(arena, ",%d.%d", plain->score / 10, plain->score % 10)
                            : scores[plain->has_score];
    const char *name = plain->has_name == CALLER_NAME_GIVEN  ? plain->host
                       : plain->has_name == CALLER_NAME_NONE ? "unknown"
                                                             : "";
    const char *text =
        arena_printf(arena, "%s,%s%s", plain_address(arena, plain->is_ipv6, plain->address), name,
                     score);
    struct caller caller;
    const char *mistake = "";
    if (!caller_parse(arena, view_of(text), &caller, &mistake))
        fail_msg("%s", mistake);
    return caller;
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text);
    size_t b = strlen(end);
    return a > b && strcmp(text + a - b, end) == 0 && text[a - b - 1] == '.';
}

/* '+' it matches, '-' it does not, '?' who knows. */
static char slow_member(const struct plain_member *member, const struct plain_caller *caller)
{
    bool good = false;
    switch (member->kind) {
    case PLAIN_ADDRESS:
        good = member->is_ipv6 == caller->is_ipv6 && member->first <= caller->address &&
               caller->address <= member->last;
        break;
    case PLAIN_HOST:
    case PLAIN_PARTIAL:
        if (caller->has_name == CALLER_NAME_UNKNOWN)
            return '?';
        good = caller->has_name == CALLER_NAME_GIVEN &&
               (member->kind == PLAIN_HOST ? strcmp(caller->host, member->name) == 0
                                           : ends_with(caller->host, member->name));
        break;
    case PLAIN_SCORE:
    case PLAIN_NO_SCORE:
        if (caller->has_score == CALLER_SCORE_UNKNOWN)
            return '?';
        good = member->kind == PLAIN_NO_SCORE
                   ? caller->has_score == CALLER_SCORE_NONE
                   : caller->has_score == CALLER_SCORE_GIVEN && member->first <= caller->score &&
                         caller->score <= member->last;
        break;
    case PLAIN_LOOKUP:
        return caller->has_name == CALLER_NAME_GIVEN ? '-' : '?';
    case PLAIN_ALL:
        return '+';
    default:
        return '?';
    }
    return good ? '+' : '-';
}

/* Of an entry, and in *MEMBER the first that matches. */
static char slow_entry(const struct plain_entry *entry, const struct plain_caller *caller,
                       uint32_t *member)
{
    char found = '-';
    for (uint32_t i = 0; i < entry->count; i++) {
        char verdict = slow_member(&entry->members[i], caller);
        if (verdict == '+') {
            *member = i;
            return '+';
        }
        if (verdict == '?')
            found = '?';
    }
    return found;
}

/* "-?>+2": a mark for each entry, the member behind the one that holds; "!" if unless. */
static const char *slow_way(struct arena *arena, const struct plain_table *hat,
                            const struct plain_caller *caller)
{
    struct buffer text = buffer_new(arena);
    bool open = false;
    for (uint32_t i = 0; i < hat->count; i++) {
        uint32_t member = 0;
        char verdict = slow_entry(&hat->entries[i], caller, &member);
        bool goes_on = hat->entries[i].continues;
        open |= verdict == '?' && !goes_on;
        if (verdict == '+' && !goes_on) {
            buffer_printf(&text, "+%u", member);
            break;
        }
        buffer_add_char(&text, verdict == '+' ? '>' : verdict);
    }
    buffer_add_string(&text, open ? "!" : "");
    return buffer_string(&text);
}

static const char *fast_way(struct arena *arena, const struct connector *connector,
                            const struct caller *caller)
{
    static const char marks[CONNECT_VERDICT_COUNT] = {'-', '?', '>'};
    struct buffer text = buffer_new(arena);
    struct connection found = connect_find(connector, caller);
    struct connect_steps steps = connect_steps(arena, connector, caller, &found);
    for (uint32_t i = 0; i < steps.count; i++)
        for (uint32_t k = 0; k < steps.list[i].count; k++)
            buffer_add_char(&text, marks[steps.list[i].verdict]);
    if (found.entry != NO_ACCESS)
        buffer_printf(&text, "+%u", found.member - connector->members.starts[found.entry]);
    buffer_add_string(&text, found.is_open ? "!" : "");
    return buffer_string(&text);
}

enum { CALLERS = 20 };

static void as_the_slow_model_has_it(void **state)
{
    uint64_t seed = environment_number("SEED", 20270101);
    uint64_t rounds = environment_number("ROUNDS", 3000);
    uint32_t open = 0;
    uint32_t certain = 0;
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t before = seed;
        struct plain_table hat;
        struct reading reading;
        struct connector connector;
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        random_hat(&seed, &hat);
        const char *text = plain_text(&arena, &hat);
        const struct listener *listener = hat_begin(&reading, text);
        if (listener->entry_count != hat.count)
            fail_msg("seed %llu: %s\n%s", SAY(before), setup_messages(&reading.setup), text);
        connector_build(&arena, listener, &connector);
        for (int i = 0; i < CALLERS; i++) {
            struct plain_caller plain = random_caller(&seed);
            struct caller caller = caller_of(&arena, &plain);
            const char *slow = slow_way(&arena, &hat, &plain);
            const char *fast = fast_way(&arena, &connector, &caller);
            if (strcmp(slow, fast) != 0)
                fail_msg("seed %llu: %.*s: %s, not %s, in\n%s", SAY(before),
                         VIEW_ARG(caller.text), fast, slow, text);
            open += strchr(slow, '!') != NULL;
            certain += strchr(slow, '+') != NULL && strchr(slow, '!') == NULL;
        }
        setup_end(&reading.setup);
        arena_free(&arena);
    }
    assert_true(open > rounds && certain > rounds);
}

/* --- Size ------------------------------------------------------------------------------------- */

/* A lookup that goes through the table, or a table that is prepared in n * n steps, ends late. */
static void two_hundred_thousand_members(void **state)
{
    struct reading reading;
    struct connector connector;
    struct arena arena;
    uint64_t seed = 1;
    (void)state;
    arena_init(&arena, memory_exhausted);
    struct buffer text = buffer_new(&arena);
    for (uint32_t i = 0; i < 100000; i++)
        buffer_printf(&text, "%s%u.%u.%u.%u\n    .d%u.example\n%s", i % 100 == 0 ? "G:\n" : "",
                      10 + i % 7, i >> 16, i >> 8 & 255, i & 255, i,
                      i % 100 == 99 ? "    REJECT\n" : "");
    buffer_add_string(&text, "ALL\n    ACCEPT\n");
    const struct listener *listener = hat_begin(&reading, buffer_string(&text));
    connector_build(&arena, listener, &connector);
    assert_int_equal(connector.members.count, 200001);
    uint32_t rejected = 0;
    for (uint32_t i = 0; i < 1000000; i++) {
        uint32_t number = random_below(&seed, 100000);
        struct caller caller = {.family = ADDRESS_IPV4,
                                .address = {{[10] = 255, [11] = 255, [12] = 10 + i % 7,
                                             [13] = (uint8_t)(number >> 16),
                                             [14] = (uint8_t)(number >> 8),
                                             [15] = (uint8_t)number}},
                                .has_name = CALLER_NAME_GIVEN,
                                .host = VIEW("a.b.c.other.example")};
        struct connection found = connect_find(&connector, &caller);
        bool wanted = number % 7 == i % 7;
        if (wanted != (found.entry != listener->entry_count - 1) ||
            (wanted && found.member != 2 * number))
            fail_msg("%u", i);
        rejected += wanted;
    }
    assert_true(rejected > 100000);
    setup_end(&reading.setup);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_down),
        cmocka_unit_test(undecided_without_effect),
        cmocka_unit_test(without_all),
        cmocka_unit_test(as_the_slow_model_has_it),
        cmocka_unit_test(two_hundred_thousand_members),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("connect", tests, NULL, NULL);
}
