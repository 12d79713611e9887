/* SPDX-License-Identifier: MIT */
/*
 * SEED and ROUNDS in the environment choose other random lists and sets.
 */
#include "analysis/ranges.h"

#include "support.h"

#define LENGTH(list) (sizeof(list) / sizeof(list)[0])
#define SAY(seed) ((unsigned long long)(seed))

static struct address_range range_of(const char *text)
{
    struct address_range range;
    struct address_fault fault;
    if (address_member_parse(view_of(text), &range, &fault) != IS_ADDRESS)
        fail_msg("%s is no range", text);
    return range;
}

/* Members between blanks; each is an item with its number as its owner. */
static const struct ranged *list_of(struct arena *arena, const char *texts, uint32_t *count)
{
    struct ranged *items = arena_zero(arena, strlen(texts) + 1, sizeof *items);
    char *save;
    char *copy = arena_string(arena, texts);
    *count = 0;
    for (char *text = strtok_r(copy, " ", &save); text != NULL; text = strtok_r(NULL, " ", &save)) {
        items[*count] = (struct ranged){range_of(text), *count};
        ++*count;
    }
    return items;
}

static struct range_set set_of(struct arena *arena, const char *texts)
{
    uint32_t count;
    const struct ranged *items = list_of(arena, texts, &count);
    struct address_range *ranges = arena_zero(arena, count + 1, sizeof *ranges);
    for (uint32_t i = 0; i < count; i++)
        ranges[i] = items[i].range;
    return range_set_make(arena, ranges, count);
}

static const char *set_text(struct arena *arena, const struct range_set *set)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < set->count; i++) {
        char printed[ADDRESS_RANGE_BUFFER];
        address_range_print(&set->ranges[i], printed);
        buffer_printf(&text, "%s%s", i == 0 ? "" : " ", printed);
    }
    return buffer_string(&text);
}

static const char *index_text(struct arena *arena, const struct range_index *index)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < index->count; i++) {
        char printed[ADDRESS_RANGE_BUFFER];
        address_range_print(&index->intervals[i].range, printed);
        buffer_printf(&text, "%s%s=%u", i == 0 ? "" : " ", printed, index->intervals[i].owner);
    }
    return buffer_string(&text);
}

/* "- 0 0+": nobody, item 0, several of which one is item 0. */
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

/* --- Lists that a person can judge ------------------------------------------------------------ */

static void lists(void **state)
{
    static const struct {
        const char *items;
        const char *index;
        const char *covers;
    } rows[] = {
        {"", "", ""},
        {"192.0.2.1", "192.0.2.1=0", "-"},
        {"192.0.2.1 192.0.2.1", "192.0.2.1=0", "- 0"},
        {"192.0.2.0/24 192.0.2.7", "192.0.2.0/24=0", "- 0"},
        {"192.0.2.7 192.0.2.0/24", "192.0.2.0-192.0.2.6=1 192.0.2.7=0 192.0.2.8-192.0.2.255=1",
         "- -"},
        {"192.0.2.0/25 192.0.2.128/25 192.0.2.0/24", "192.0.2.0/25=0 192.0.2.128/25=1", "- - 0+"},
        {"192.0.2.128/25 192.0.2.0/25 192.0.2.0/24", "192.0.2.0/25=1 192.0.2.128/25=0", "- - 1+"},
        {"192.0.2.0/25 192.0.2.129-255 192.0.2.0/24",
         "192.0.2.0/25=0 192.0.2.128=2 192.0.2.129-192.0.2.255=1", "- - -"},
        /* Of those that have it whole the first; one of these rather than several together. */
        {"10/8 10.1/16 10.1.1/24 10.1.1.1", "10.0.0.0/8=0", "- 0 0 0"},
        {"10.1.1.0/25 10.1.1.128/25 10.1/16 10/8 10.1.1/24",
         "10.0.0.0/16=3 10.1.0.0/24=2 10.1.1.0/25=0 10.1.1.128/25=1 "
         "10.1.2.0-10.1.255.255=2 10.2.0.0-10.255.255.255=3",
         "- - - - 2"},
        /* A later one that has it whole takes nothing from it. */
        {"10.1.1.1 10/8", "10.0.0.0-10.1.1.0=1 10.1.1.1=0 10.1.1.2-10.255.255.255=1", "- -"},
        /* The two families never meet, not at the border and not in the mapped addresses. */
        {"::/0 192.0.2.1 ::ffff:192.0.2.1", "192.0.2.1=1 ::/0=0", "- - 0"},
        {"0/0 ::ffff:0:0/96 ::", "0.0.0.0/0=0 ::=2 ::ffff:0.0.0.0/96=1", "- - -"},
        {"255.255.255.255 :: 0.0.0.0 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "0.0.0.0=2 255.255.255.255=0 ::=1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff=3",
         "- - - -"},
        {"::/1 8000::/1 ::/0 0/1 128/1 0/0",
         "0.0.0.0/1=3 128.0.0.0/1=4 ::/1=0 8000::/1=1", "- - 0+ - - 3+"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct setup setup;
        uint32_t count;
        setup_begin(&setup);
        const struct ranged *items = list_of(&setup.arena, rows[i].items, &count);
        struct range_index index = range_index_build(&setup.arena, items, count);
        assert_string_equal(index_text(&setup.arena, &index), rows[i].index);
        assert_string_equal(
            covers_text(&setup.arena, range_covered(&setup.arena, items, count), count),
            rows[i].covers);
        setup_end(&setup);
    }
}

/* Members of one group are one interval where they touch; an owner counts by its first member. */
static void owners_with_several_items(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    const struct ranged items[] = {
        {range_of("192.0.2.0/26"), 7},   {range_of("192.0.2.64/26"), 7},
        {range_of("192.0.2.32-159"), 9}, {range_of("192.0.2.160-191"), 7},
        {range_of("192.0.2.0/24"), 9},
    };
    struct range_index index = range_index_build(&setup.arena, items, LENGTH(items));
    assert_string_equal(index_text(&setup.arena, &index),
                        "192.0.2.0/25=7 192.0.2.128/27=9 192.0.2.160/27=7 192.0.2.192/26=9");
    struct address_range asked = range_of("192.0.2.191");
    assert_int_equal(range_index_find(&index, &asked.first, ADDRESS_IPV4), 7);
    assert_int_equal(range_index_find(&index, &asked.first, ADDRESS_IPV6), NO_OWNER);
    asked = range_of("192.0.3.0");
    assert_int_equal(range_index_find(&index, &asked.first, ADDRESS_IPV4), NO_OWNER);
    setup_end(&setup);
}

static void sets(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        const char *both;
        const char *difference;
    } rows[] = {
        {"", "", "", ""},
        {"10.0.0.0/24", "", "10.0.0.0/24", "10.0.0.0/24"},
        {"", "10.0.0.0/24", "10.0.0.0/24", ""},
        {"10.0.1.0/24 10.0.0.0/24", "10.0.0.255", "10.0.0.0/23",
         "10.0.0.0-10.0.0.254 10.0.1.0/24"},
        {"10.0.0.0/24", "10.0.0.0/25 10.0.0.192-255", "10.0.0.0/24", "10.0.0.128/26"},
        {"10.0.0.0/24 10.0.2.0/24", "10.0.0.128-10.0.2.127", "10.0.0.0-10.0.2.255",
         "10.0.0.0/25 10.0.2.128/25"},
        {"0/0", "0.0.0.0 255.255.255.255", "0.0.0.0/0", "0.0.0.1-255.255.255.254"},
        {"::/0", "0/0", "0.0.0.0/0 ::/0", "::/0"},
        {"0/0 ::/0", "::/0 0/0", "0.0.0.0/0 ::/0", ""},
        {"255.255.255.255", "::", "255.255.255.255 ::", "255.255.255.255"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct setup setup;
        setup_begin(&setup);
        struct range_set a = set_of(&setup.arena, rows[i].a);
        struct range_set b = set_of(&setup.arena, rows[i].b);
        struct range_set both = range_set_union(&setup.arena, &a, &b);
        struct range_set difference = range_set_difference(&setup.arena, &a, &b);
        assert_string_equal(set_text(&setup.arena, &both), rows[i].both);
        assert_string_equal(set_text(&setup.arena, &difference), rows[i].difference);
        setup_end(&setup);
    }
}

static void wider_than_a_prefix(void **state)
{
    static const struct {
        const char *texts;
        enum address_family family;
        unsigned prefix;
        bool wider;
    } rows[] = {
        {"", ADDRESS_IPV4, 32, false},
        {"192.0.2.1", ADDRESS_IPV4, 32, false},
        {"192.0.2.1 192.0.2.9", ADDRESS_IPV4, 32, true},
        {"10.1.0.0/16", ADDRESS_IPV4, 16, false},
        {"10.1.0.0/16 10.3.0.0", ADDRESS_IPV4, 16, true},
        {"10.1.0.0/16 10.3.0.0", ADDRESS_IPV4, 15, false},
        {"10.1.0.0/17 10.9.0.0/17", ADDRESS_IPV4, 16, false},
        {"10.1.0.0/17 10.9.0.0/17 10.200.0.0", ADDRESS_IPV4, 16, true},
        {"0/0", ADDRESS_IPV4, 0, false},
        {"0/0", ADDRESS_IPV4, 1, true},
        {"0/0", ADDRESS_IPV6, 128, false},
        {"::/0", ADDRESS_IPV4, 32, false},
        {"::1", ADDRESS_IPV6, 128, false},
        {"::1 ::3", ADDRESS_IPV6, 128, true},
        {"::/0", ADDRESS_IPV6, 0, false},
        {"::/0", ADDRESS_IPV6, 1, true},
        {"::/0", ADDRESS_IPV6, 128, true},
        {"::/64", ADDRESS_IPV6, 64, false},
        {"::/64 2001:db8::", ADDRESS_IPV6, 64, true},
        {"::/64 2001:db8::/64", ADDRESS_IPV6, 63, false},
        {"::/64 2001:db8::/64 2001:db9::", ADDRESS_IPV6, 63, true},
        {"::/32 2001:db8::/65 2001:db9::/65", ADDRESS_IPV6, 32, true},
        {"::/33 2001:db8::/33", ADDRESS_IPV6, 32, false},
        {"::/33 2001:db8::/33 2001:db9::", ADDRESS_IPV6, 32, true},
        {"::/1 8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", ADDRESS_IPV6, 1, true},
        {"::1:0:0:0:0-::2:ffff:ffff:ffff:fffe", ADDRESS_IPV6, 63, false},
        {"0:0:0:5:8000::-0:0:0:6::", ADDRESS_IPV6, 64, false},
        {"0:0:0:5:8000::-0:0:0:6::", ADDRESS_IPV6, 65, true},
        {"0:0:0:5:8000::-0:0:0:6:7fff:ffff:ffff:ffff", ADDRESS_IPV6, 64, false},
        {"0:0:0:5:8000::-0:0:0:6:8000::", ADDRESS_IPV6, 64, true},
        {"10.1.0.0/16 ::1", ADDRESS_IPV4, 16, false},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct setup setup;
        setup_begin(&setup);
        struct range_set set = set_of(&setup.arena, rows[i].texts);
        if (range_set_wider(&set, rows[i].family, rows[i].prefix) != rows[i].wider)
            fail_msg("%s and /%u", rows[i].texts, rows[i].prefix);
        setup_end(&setup);
    }
}

/* --- A small universe, in which everything can be counted ------------------------------------- */

/*
 * Regions at the borders of the two spaces and of the words that addresses are made of. Between
 * two regions of a family lies a place for all addresses between them; no range begins or ends
 * there.
 */
static const struct {
    const char *first;
    uint32_t size;
} regions[] = {
    {"0.0.0.0", 12},
    {"10.0.0.248", 16},
    {"255.255.255.244", 12},
    {"::", 12},
    {"::ffff:255.255.255.250", 12},
    {"2001:db8::ffff:ffff:ffff:fffa", 12},
    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff4", 12},
};

enum { PLACES_MOST = 128 };

struct universe {
    struct address addresses[PLACES_MOST];
    uint8_t families[PLACES_MOST];
    bool between[PLACES_MOST];
    uint32_t count;
};

static void universe_init(struct universe *universe)
{
    *universe = (struct universe){.count = 0};
    for (size_t i = 0; i < LENGTH(regions); i++) {
        struct address_range range = range_of(regions[i].first);
        uint32_t size = regions[i].size;
        if (i > 0 && universe->families[universe->count - 1] == range.family) {
            struct address before = range.first;
            assert_true(address_previous(&before, (enum address_family)range.family));
            universe->addresses[universe->count] = before;
            universe->between[universe->count] = true;
            universe->families[universe->count++] = range.family;
        }
        for (uint32_t j = 0; j < size; j++) {
            assert_true(universe->count < PLACES_MOST);
            universe->addresses[universe->count] = range.first;
            universe->families[universe->count++] = range.family;
            bool more = address_next(&range.first, (enum address_family)range.family);
            assert_true(more || j + 1 == size);
        }
    }
}

/* From one place of the universe to another, both included. */
struct stretch {
    uint32_t first;
    uint32_t last;
};

static struct address_range stretch_range(const struct universe *universe, struct stretch stretch)
{
    return (struct address_range){universe->addresses[stretch.first],
                                  universe->addresses[stretch.last],
                                  universe->families[stretch.first]};
}

static struct stretch random_stretch(const struct universe *universe, uint64_t *seed)
{
    for (;;) {
        struct stretch stretch;
        stretch.first = random_below(seed, universe->count);
        uint32_t reach = 1U << random_below(seed, 7);
        stretch.last = stretch.first + random_below(seed, reach);
        if (stretch.last < universe->count && !universe->between[stretch.first] &&
            !universe->between[stretch.last] &&
            universe->families[stretch.first] == universe->families[stretch.last])
            return stretch;
    }
}

enum { STRETCHES_MOST = 40 };

struct table {
    struct stretch stretches[STRETCHES_MOST];
    struct ranged items[STRETCHES_MOST];
    uint32_t count;
};

static void random_table(const struct universe *universe, uint64_t *seed, struct table *table)
{
    uint32_t owner = 0;
    uint32_t often = 1 + random_below(seed, 3);
    table->count = random_below(seed, 1 + random_below(seed, STRETCHES_MOST));
    for (uint32_t i = 0; i < table->count; i++) {
        table->stretches[i] = random_stretch(universe, seed);
        table->items[i].range = stretch_range(universe, table->stretches[i]);
        table->items[i].owner = owner;
        owner += random_below(seed, often) == 0;
    }
}

static bool has(struct stretch stretch, uint32_t place)
{
    return stretch.first <= place && place <= stretch.last;
}

/* The first of COUNT items that has PLACE, or NO_OWNER. */
static uint32_t slow_taker(const struct table *table, uint32_t place, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (has(table->stretches[i], place))
            return i;
    return NO_OWNER;
}

static struct range_cover slow_cover(const struct table *table, uint32_t item)
{
    struct stretch stretch = table->stretches[item];
    for (uint32_t i = 0; i < item; i++)
        if (has(table->stretches[i], stretch.first) && has(table->stretches[i], stretch.last))
            return (struct range_cover){i, false};
    for (uint32_t place = stretch.first; place <= stretch.last; place++)
        if (slow_taker(table, place, item) == NO_OWNER)
            return (struct range_cover){NO_OWNER, false};
    return (struct range_cover){slow_taker(table, stretch.first, item), true};
}

static bool index_is_tidy(const struct range_index *index)
{
    for (uint32_t i = 0; i < index->count; i++) {
        const struct ranged *a = &index->intervals[i];
        if (address_compare(&a->range.first, &a->range.last) > 0)
            return false;
        if (i == 0)
            continue;
        const struct ranged *before = a - 1;
        if (address_range_compare(&before->range, &a->range) >= 0 ||
            address_range_overlaps(&before->range, &a->range) ||
            (before->owner == a->owner && address_range_touches(&before->range, &a->range)))
            return false;
    }
    return true;
}

static void tables_as_the_slow_model_has_them(void **state)
{
    (void)state;
    struct universe universe;
    universe_init(&universe);
    uint64_t seed = environment_number("SEED", 20270101);
    uint64_t rounds = environment_number("ROUNDS", 20000);
    uint32_t kinds[3] = {0};
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t before = seed;
        struct arena arena;
        struct table table;
        arena_init(&arena, memory_exhausted);
        random_table(&universe, &seed, &table);
        struct range_index index = range_index_build(&arena, table.items, table.count);
        if (!index_is_tidy(&index))
            fail_msg("seed %llu: %s", SAY(before), index_text(&arena, &index));
        for (uint32_t i = 0; i < universe.count; i++) {
            uint32_t taker = slow_taker(&table, i, table.count);
            uint32_t wanted = taker == NO_OWNER ? NO_OWNER : table.items[taker].owner;
            uint32_t found = range_index_find(&index, &universe.addresses[i],
                                              (enum address_family)universe.families[i]);
            if (found != wanted)
                fail_msg("seed %llu: place %u has %u, not %u", SAY(before), i, found, wanted);
        }
        const struct range_cover *covers = range_covered(&arena, table.items, table.count);
        for (uint32_t i = 0; i < table.count; i++) {
            struct range_cover wanted = slow_cover(&table, i);
            kinds[wanted.item == NO_OWNER ? 0 : wanted.together ? 1 : 2]++;
            if (covers[i].item != wanted.item || covers[i].together != wanted.together)
                fail_msg("seed %llu: item %u by %u%s, not %u%s", SAY(before), i, covers[i].item,
                         covers[i].together ? "+" : "", wanted.item, wanted.together ? "+" : "");
        }
        arena_free(&arena);
    }
    for (int i = 0; i < 3; i++)
        assert_true(kinds[i] >= rounds / 20);
}

/* --- Sets in the small universe --------------------------------------------------------------- */

struct slow_set {
    bool has[PLACES_MOST];
};

static struct range_set random_set(struct arena *arena, const struct universe *universe,
                                   uint64_t *seed, struct slow_set *slow)
{
    struct address_range ranges[12];
    uint32_t count = random_below(seed, LENGTH(ranges));
    *slow = (struct slow_set){.has = {false}};
    for (uint32_t i = 0; i < count; i++) {
        struct stretch stretch = random_stretch(universe, seed);
        ranges[i] = stretch_range(universe, stretch);
        for (uint32_t place = stretch.first; place <= stretch.last; place++)
            slow->has[place] = true;
    }
    return range_set_make(arena, ranges, count);
}

/* Whether SET has what SLOW has, in as few ranges as can be. */
static bool same_set(const struct universe *universe, const struct range_set *set,
                     const struct slow_set *slow)
{
    uint32_t runs = 0;
    for (uint32_t place = 0; place < universe->count; place++) {
        bool found = false;
        for (uint32_t i = 0; i < set->count; i++)
            found |= address_range_holds(&set->ranges[i], &universe->addresses[place],
                                         (enum address_family)universe->families[place]);
        if (found != slow->has[place])
            return false;
        runs += found && (place == 0 || !slow->has[place - 1] ||
                          universe->families[place - 1] != universe->families[place]);
    }
    for (uint32_t i = 1; i < set->count; i++)
        if (address_range_compare(&set->ranges[i - 1], &set->ranges[i]) >= 0)
            return false;
    return runs == set->count;
}

static void sets_as_the_slow_model_has_them(void **state)
{
    (void)state;
    struct universe universe;
    universe_init(&universe);
    uint64_t seed = environment_number("SEED", 20270101);
    uint64_t rounds = environment_number("ROUNDS", 20000);
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t before = seed;
        struct arena arena;
        struct slow_set slow_a;
        struct slow_set slow_b;
        struct slow_set slow_union;
        struct slow_set slow_rest;
        arena_init(&arena, memory_exhausted);
        struct range_set a = random_set(&arena, &universe, &seed, &slow_a);
        struct range_set b = random_set(&arena, &universe, &seed, &slow_b);
        bool equal = true;
        for (uint32_t i = 0; i < PLACES_MOST; i++) {
            slow_union.has[i] = slow_a.has[i] || slow_b.has[i];
            slow_rest.has[i] = slow_a.has[i] && !slow_b.has[i];
            equal &= slow_a.has[i] == slow_b.has[i];
        }
        struct range_set both = range_set_union(&arena, &a, &b);
        struct range_set rest = range_set_difference(&arena, &a, &b);
        if (!same_set(&universe, &a, &slow_a) || !same_set(&universe, &both, &slow_union) ||
            !same_set(&universe, &rest, &slow_rest) || range_set_equal(&a, &b) != equal)
            fail_msg("seed %llu: %s and %s: %s; %s", SAY(before), set_text(&arena, &a),
                     set_text(&arena, &b), set_text(&arena, &both), set_text(&arena, &rest));
        /* What is left of A, and B, are A and B together. */
        struct range_set again = range_set_union(&arena, &rest, &b);
        if (!range_set_equal(&again, &both))
            fail_msg("seed %llu: %s", SAY(before), set_text(&arena, &again));
        arena_free(&arena);
    }
}

/* --- Size ------------------------------------------------------------------------------------- */

/* The shapes of long lists: a list that takes n * n steps in one of them does not end here. */
enum shape {
    SHAPE_NESTED_IN,  /* each inside the one before it */
    SHAPE_NESTED_OUT, /* each round the one before it */
    SHAPE_STAIRS,     /* each covers half of the one before it */
    SHAPE_SAME,
    SHAPE_SINGLE, /* single addresses, then all of them at once */
    SHAPE_COUNT
};

static struct address numbered_address(uint32_t number)
{
    struct address address = {.bytes = {[10] = 0xFF, [11] = 0xFF}};
    for (int i = 0; i < 4; i++)
        address.bytes[12 + i] = (uint8_t)(number >> (24 - 8 * i));
    return address;
}

static struct ranged *long_list(struct arena *arena, enum shape shape, uint32_t count)
{
    struct ranged *items = arena_zero(arena, count, sizeof *items);
    const uint32_t middle = UINT32_C(1) << 31;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t ends[SHAPE_COUNT][2] = {
            [SHAPE_NESTED_IN] = {middle - 2 * count + i, middle + 2 * count - i},
            [SHAPE_NESTED_OUT] = {middle - i, middle + i},
            [SHAPE_STAIRS] = {2 * i, 2 * i + 4},
            [SHAPE_SAME] = {middle, middle + 9},
            [SHAPE_SINGLE] = {i == count - 1 ? 0 : 2 * i, i == count - 1 ? 2 * count : 2 * i},
        };
        items[i] = (struct ranged){{numbered_address(ends[shape][0]),
                                    numbered_address(ends[shape][1]), ADDRESS_IPV4}, i};
    }
    return items;
}

static uint32_t count_covered(const struct range_cover *covers, uint32_t count)
{
    uint32_t covered = 0;
    for (uint32_t i = 0; i < count; i++)
        covered += covers[i].item != NO_OWNER;
    return covered;
}

static void long_lists_of_any_shape(void **state)
{
    static const uint32_t count = 100000;
    static const struct {
        enum shape shape;
        uint32_t intervals;
        uint32_t covered;
    } rows[] = {
        {SHAPE_NESTED_IN, 1, 99999},  {SHAPE_NESTED_OUT, 2 * 100000 - 1, 0},
        {SHAPE_STAIRS, 100000, 0},    {SHAPE_SAME, 1, 99999},
        {SHAPE_SINGLE, 2 * 100000 - 2, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        const struct ranged *items = long_list(&arena, rows[i].shape, count);
        struct range_index index = range_index_build(&arena, items, count);
        assert_int_equal(index.count, rows[i].intervals);
        assert_int_equal(count_covered(range_covered(&arena, items, count), count),
                         rows[i].covered);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(owners_with_several_items),
        cmocka_unit_test(sets),
        cmocka_unit_test(wider_than_a_prefix),
        cmocka_unit_test(tables_as_the_slow_model_has_them),
        cmocka_unit_test(sets_as_the_slow_model_has_them),
        cmocka_unit_test(long_lists_of_any_shape),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("ranges", tests, NULL, NULL);
}
