/* SPDX-License-Identifier: MIT */
/*
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/reach.h"

#include "support_hat.h"

#define SAY(seed) ((unsigned long long)(seed))

/* "- 0 1+": by member: nobody, number 0, several of which one is number 1. */
static const char *covers_text(struct arena *arena, const struct range_cover *covers,
                               uint32_t count)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        buffer_add_string(&text, i == 0 ? "" : " ");
        if (covers[i].item == NO_OWNER)
            buffer_add_char(&text, '-');
        else
            buffer_printf(&text, "%u%s", covers[i].item, covers[i].together ? "+" : "");
    }
    return buffer_string(&text);
}

static const char *covered(struct arena *arena, const struct listener *listener)
{
    struct members members;
    members_number(arena, listener, &members);
    return covers_text(arena, members_covered(arena, &members), members.count);
}

static void tables(void **state)
{
    static const struct {
        const char *hat;
        const char *covers;
    } rows[] = {
        {"192.0.2.0/24\n REJECT\nA:\n 192.0.2.7\n 192.0.3.7\n ACCEPT\nALL\n ACCEPT\n", "- 0 - -"},
        {"192.0.2.7\n REJECT\n192.0.2.0/24\n REJECT\nALL\n ACCEPT\n", "- - -"},
        {"A:\n 192.0.2.0/25\n 192.0.2.128/25\n REJECT\n192.0.2.0/24\n ACCEPT\nALL\n ACCEPT\n",
         "- - 0+ -"},
        /* What goes on takes nobody, and can be taken. */
        {"192.0.2.0/24\n CONTINUE\n192.0.2.7\n REJECT\n192.0.2.7\n CONTINUE\n"
         "192.0.2.6-7\n CONTINUE\n192.0.2.6\n REJECT\n192.0.2.6-7\n CONTINUE\nALL\n ACCEPT\n",
         "- - 1 - - 4+ -"},
        {".example.com\n REJECT\na.example.com\n ACCEPT\nexample.com\n ACCEPT\n"
         ".b.example.com\n ACCEPT\nexample.com\n ACCEPT\nALL\n ACCEPT\n",
         "- 0 - 0 2 -"},
        {".example.com\n CONTINUE\na.example.com\n ACCEPT\n.example.com\n REJECT\nALL\n ACCEPT\n",
         "- - - -"},
        {"sbrs[-10.0:-3.0]\n REJECT\nsbrs[-3.0:0.0]\n REJECT\nsbrs[-4.0:-1.0]\n ACCEPT\n"
         "sbrs[-10.0:-10.0]\n ACCEPT\nsbrs[none]\n ACCEPT\nSBRS[NONE]\n REJECT\n"
         "sbrs[0.1:1.0]\n REJECT\nALL\n ACCEPT\n",
         "- - 0+ 0 - 4 - -"},
        {"nx.domain\n REJECT\nserv.fail\n REJECT\nNX.DOMAIN\n ACCEPT\ndnslist[a.example]\n REJECT\n"
         "dnslist[b.example]\n REJECT\ndnslist[A.example]\n REJECT\nSBO:1\n REJECT\n"
         "SBO:1\n REJECT\n"
         "geo[CH]\n REJECT\ngeo[ch]\n REJECT\nALL\n ACCEPT\n",
         "- - 0 - - 3 - 6 - 8 -"},
        {"192.0.2.1\n REJECT\nALL\n ACCEPT\n192.0.2.1\n REJECT\na.example\n REJECT\nALL\n ACCEPT\n",
         "- - 0 1 1"},
        /* The two families, and IPv4 addresses as texts of IPv6, never meet. */
        {"::/0\n REJECT\n192.0.2.1\n ACCEPT\n::ffff:192.0.2.1\n ACCEPT\n0/0\n ACCEPT\n"
         "192.0.2.1\n ACCEPT\nALL\n ACCEPT\n",
         "- - 0 - 1 -"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading reading;
        const struct listener *listener = hat_begin(&reading, rows[i].hat);
        const char *covers = covered(&reading.setup.arena, listener);
        if (strcmp(covers, rows[i].covers) != 0)
            fail_msg("%s not %s:\n%s", covers, rows[i].covers, rows[i].hat);
        setup_end(&reading.setup);
    }
}

/* --- The slow model --------------------------------------------------------------------------- */

/* The members of a table in a row. */
struct flat {
    uint32_t count;
    struct plain_member members[PLAIN_ENTRIES * PLAIN_MEMBERS];
    bool stops[PLAIN_ENTRIES * PLAIN_MEMBERS];
};

static void flatten(const struct plain_table *table, struct flat *flat)
{
    flat->count = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        for (uint32_t k = 0; k < table->entries[i].count; k++) {
            flat->members[flat->count] = table->entries[i].members[k];
            flat->stops[flat->count++] = !table->entries[i].continues;
        }
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text);
    size_t b = strlen(end);
    return a > b && strcmp(text + a - b, end) == 0 && text[a - b - 1] == '.';
}

static bool is_range(const struct plain_member *member)
{
    return member->kind == PLAIN_ADDRESS || member->kind == PLAIN_SCORE;
}

static bool same_space(const struct plain_member *a, const struct plain_member *b)
{
    return a->kind == b->kind && (a->kind != PLAIN_ADDRESS || a->is_ipv6 == b->is_ipv6);
}

/* Whether A has all that B stands for. */
static bool has_whole(const struct plain_member *a, const struct plain_member *b)
{
    if (a->kind == PLAIN_ALL)
        return true;
    if (a->kind == PLAIN_PARTIAL && (b->kind == PLAIN_HOST || b->kind == PLAIN_PARTIAL) &&
        ends_with(b->name, a->name))
        return true;
    if (a->kind != b->kind)
        return false;
    if (is_range(a))
        return same_space(a, b) && a->first <= b->first && b->last <= a->last;
    switch (a->kind) {
    case PLAIN_HOST:
    case PLAIN_PARTIAL:
    case PLAIN_DNSLIST:
        return strcmp(a->name, b->name) == 0;
    case PLAIN_LOOKUP:
    case PLAIN_OWNER:
        return a->first == b->first;
    case PLAIN_COUNTRY:
        return a->is_ipv6 == b->is_ipv6;
    default:
        return true;
    }
}

/* The first of the first COUNT members that has PLACE of the space of LIKE. */
static uint32_t slow_taker(const struct flat *flat, const struct plain_member *like, int place,
                           uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (flat->stops[i] && same_space(&flat->members[i], like) &&
            flat->members[i].first <= place && place <= flat->members[i].last)
            return i;
    return NO_OWNER;
}

static struct range_cover slow_cover(const struct flat *flat, uint32_t number)
{
    const struct plain_member *member = &flat->members[number];
    for (uint32_t i = 0; i < number; i++)
        if (flat->stops[i] && has_whole(&flat->members[i], member))
            return (struct range_cover){i, false};
    if (!is_range(member))
        return (struct range_cover){NO_OWNER, false};
    for (int place = member->first; place <= member->last; place++)
        if (slow_taker(flat, member, place, number) == NO_OWNER)
            return (struct range_cover){NO_OWNER, false};
    return (struct range_cover){slow_taker(flat, member, member->first, number), true};
}

static void as_the_slow_model_has_it(void **state)
{
    uint64_t seed = environment_number("SEED", 20270101);
    uint64_t rounds = environment_number("ROUNDS", 3000);
    uint32_t together[2] = {0, 0};
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t before = seed;
        struct plain_table hat;
        struct flat flat;
        struct range_cover covers[PLAIN_ENTRIES * PLAIN_MEMBERS];
        struct reading reading;
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        random_hat(&seed, &hat);
        flatten(&hat, &flat);
        for (uint32_t i = 0; i < flat.count; i++) {
            covers[i] = slow_cover(&flat, i);
            together[flat.stops[i]] += covers[i].together;
        }
        const char *text = plain_text(&arena, &hat);
        const char *slow = covers_text(&arena, covers, flat.count);
        const char *fast = covered(&arena, hat_begin(&reading, text));
        if (strcmp(slow, fast) != 0)
            fail_msg("seed %llu: %s, not %s, in\n%s", SAY(before), fast, slow, text);
        setup_end(&reading.setup);
        arena_free(&arena);
    }
    assert_true(together[0] >= rounds / 1000 && together[1] >= rounds / 1000);
}

/* --- Size ------------------------------------------------------------------------------------- */

/* Shapes of tables: what takes n * n steps for one of them does not end here. */
enum shape {
    SHAPE_NESTED,    /* networks inside each other, over and over */
    SHAPE_STAIRS,    /* ranges that cover half of the one before them */
    SHAPE_CONTINUED, /* single addresses, then ranges over them that go on */
    SHAPE_NAMES,     /* below one another */
    SHAPE_SCORES,
    SHAPE_COUNT
};

static void add_row(struct buffer *text, enum shape shape, uint32_t i, uint32_t count)
{
    uint32_t half = i % (count / 2);
    switch (shape) {
    case SHAPE_NESTED:
        buffer_printf(text, "10.%u.%u.0/%u\n", i >> 8 & 255, i & 255, 8 + i % 17);
        break;
    case SHAPE_STAIRS:
        buffer_printf(text, "2001:db8::%x:%x-2001:db8::%x:%x\n", i >> 15, i << 1 & 0xFFFF,
                      (2 * i + 4) >> 16, (2 * i + 4) & 0xFFFF);
        break;
    case SHAPE_CONTINUED:
        if (i < count / 2)
            buffer_printf(text, "10.%u.%u.%u\n", i >> 16, i >> 8 & 255, i & 255);
        else
            buffer_printf(text, "10.0.0.0-10.%u.%u.%u\n", half >> 16, half >> 8 & 255, half & 255);
        break;
    case SHAPE_NAMES:
        buffer_printf(text, "%sa%u.b%u.c%u.example\n", i % 2 == 0 ? "." : "x.", i % 1000,
                      i % 100, i % 10);
        break;
    case SHAPE_SCORES:
        buffer_printf(text, "sbrs[-%u.%u:%u.%u]\n", i % 100 / 10, i % 10, i / 100 % 100 / 10,
                      i / 100 % 10);
        break;
    case SHAPE_COUNT:
        break;
    }
}

static void long_tables_of_any_shape(void **state)
{
    static const uint32_t count = 200000;
    static const uint32_t wanted[SHAPE_COUNT] = {
        [SHAPE_NESTED] = 199999, [SHAPE_STAIRS] = 0, [SHAPE_CONTINUED] = 100000,
        [SHAPE_NAMES] = 199000,  [SHAPE_SCORES] = 199801,
    };
    (void)state;
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        struct reading reading;
        struct members members;
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        struct buffer text = buffer_new(&arena);
        buffer_add_string(&text, "A:\n");
        for (uint32_t i = 0; i < count; i++) {
            if (i == count / 2)
                buffer_add_string(&text, "    REJECT\nB:\n");
            add_row(&text, (enum shape)shape, i, count);
        }
        buffer_add_string(&text, shape == SHAPE_CONTINUED ? "    CONTINUE\n" : "    REJECT\n");
        const struct listener *listener = hat_begin(&reading, buffer_string(&text));
        members_number(&arena, listener, &members);
        assert_int_equal(members.count, count);
        const struct range_cover *covers = members_covered(&arena, &members);
        uint32_t found = 0;
        for (uint32_t i = 0; i < count; i++)
            found += covers[i].item != NO_OWNER;
        if (found != wanted[shape])
            fail_msg("shape %d: %u covered, not %u", shape, found, wanted[shape]);
        setup_end(&reading.setup);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(as_the_slow_model_has_it),
        cmocka_unit_test(long_tables_of_any_shape),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("reach", tests, NULL, NULL);
}
