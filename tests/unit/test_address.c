/* SPDX-License-Identifier: MIT */
#include "model/address.h"

#include "support.h"

#include <arpa/inet.h>

#define LENGTH(list) (sizeof(list) / sizeof(list)[0])

static struct address address_of(const char *text, enum address_family *family)
{
    struct address address;
    if (!address_parse(view_of(text), &address, family))
        fail_msg("%s is no address", text);
    return address;
}

static struct address_range range_of(const char *text)
{
    struct address_range range;
    struct address_fault fault;
    if (address_member_parse(view_of(text), &range, &fault) != IS_ADDRESS)
        fail_msg("%s is no range", text);
    return range;
}

/* --- Reading ---------------------------------------------------------------------------------- */

/* A whole address and its canonical form. */
static const char *const wholes[][2] = {
    {"192.0.2.1", "192.0.2.1"}, {"0.0.0.0", "0.0.0.0"}, {"255.255.255.255", "255.255.255.255"},
    {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"}, {"2001:0db8::0001", "2001:db8::1"}, {"::", "::"},
    {"::1", "::1"}, {"1::", "1::"}, {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
    {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"}, {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
    {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"}, {"2001:0:0:1:1:0:0:1", "2001::1:1:0:0:1"},
    {"0:0:1::", "0:0:1::"}, {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
    {"::FFFF:c000:201", "::ffff:192.0.2.1"},
    {"0000:0000:0000:0000:0000:ffff:255.255.255.255", "::ffff:255.255.255.255"},
    {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"}, {"::192.0.2.1", "::c000:201"},
    {"::1:0", "::1:0"},
    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
};

/* No whole address. */
static const char *const no_wholes[] = {
    "", ".", ":", ":::", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "1.2.3.04", "1.2.3.0x4", "1.2.3.a",
    "1.2.3.256", "1.2.3.4294967297", " 1.2.3.4", "1.2.3.4 ", "+1.2.3.4", "1.2.3.4/32",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3",
    ":1::2", "1::2:", "00001::", "fffff::", "::g", "::1.2.3", "::1.2.3.4.5", "::01.2.3.4",
    "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "fe80::1%eth0", "fe80::1/64",
    "0000:0000:0000:0000:0000:0000:0000:0000:0000:0",
};

static void whole_addresses(void **state)
{
    (void)state;
    enum address_family family;
    struct address address;
    for (size_t i = 0; i < LENGTH(wholes); i++) {
        char text[ADDRESS_BUFFER];
        address = address_of(wholes[i][0], &family);
        assert_int_equal(family, strchr(wholes[i][0], ':') != NULL ? ADDRESS_IPV6 : ADDRESS_IPV4);
        address_print(&address, family, text);
        assert_string_equal(text, wholes[i][1]);
    }
    for (size_t i = 0; i < LENGTH(no_wholes); i++)
        if (address_parse(view_of(no_wholes[i]), &address, &family))
            fail_msg("%s is taken for an address", no_wholes[i]);
    assert_false(address_parse((struct view){"::1\0::2", 7}, &address, &family));
    assert_false(address_parse((struct view){"1.2.3.4\0", 8}, &address, &family));
    assert_false(address_parse((struct view){NULL, 0}, &address, &family));
}

/* A member that is read: its first and last address, and how it is printed. */
static const struct {
    const char *text;
    const char *first;
    const char *last;
    const char *printed;
    const char *host_bits; /* the part that has them, or NULL */
} members[] = {
    {"192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.7", NULL},
    {"2001:db8::7", "2001:db8::7", "2001:db8::7", "2001:db8::7", NULL},
    {"192.0.2.", "192.0.2.0", "192.0.2.255", "192.0.2.0/24", NULL},
    {"192.0.2", "192.0.2.0", "192.0.2.255", "192.0.2.0/24", NULL},
    {"192.0", "192.0.0.0", "192.0.255.255", "192.0.0.0/16", NULL},
    {"192.", "192.0.0.0", "192.255.255.255", "192.0.0.0/8", NULL},
    {"192", "192.0.0.0", "192.255.255.255", "192.0.0.0/8", NULL},
    {"0", "0.0.0.0", "0.255.255.255", "0.0.0.0/8", NULL},
    {"192.0.2.10-20", "192.0.2.10", "192.0.2.20", "192.0.2.10-192.0.2.20", NULL},
    {"192.0.2.10-10", "192.0.2.10", "192.0.2.10", "192.0.2.10", NULL},
    {"192.0.2.16-31", "192.0.2.16", "192.0.2.31", "192.0.2.16/28", NULL},
    {"10.1.1-5", "10.1.1.0", "10.1.5.255", "10.1.1.0-10.1.5.255", NULL},
    {"10.1-5", "10.1.0.0", "10.5.255.255", "10.1.0.0-10.5.255.255", NULL},
    {"1-2", "1.0.0.0", "2.255.255.255", "1.0.0.0-2.255.255.255", NULL},
    {"0-255", "0.0.0.0", "255.255.255.255", "0.0.0.0/0", NULL},
    {"192.0.2.1-192.0.2.9", "192.0.2.1", "192.0.2.9", "192.0.2.1-192.0.2.9", NULL},
    {"2001:db8::2-2001:db8::10", "2001:db8::2", "2001:db8::10", "2001:db8::2-2001:db8::10", NULL},
    {"::-::ffff", "::", "::ffff", "::/112", NULL},
    {"::ffff:192.0.2.0-::ffff:192.0.2.9", "::ffff:192.0.2.0", "::ffff:192.0.2.9",
     "::ffff:192.0.2.0-::ffff:192.0.2.9", NULL},
    {"192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24", NULL},
    {"192.0.2.7/24", "192.0.2.0", "192.0.2.255", "192.0.2.0/24", "192.0.2.7"},
    {"192.0.2.7/31", "192.0.2.6", "192.0.2.7", "192.0.2.6/31", "192.0.2.7"},
    {"192.0.2.7/32", "192.0.2.7", "192.0.2.7", "192.0.2.7", NULL},
    {"10.1/16", "10.1.0.0", "10.1.255.255", "10.1.0.0/16", NULL},
    {"10.1/24", "10.1.0.0", "10.1.0.255", "10.1.0.0/24", NULL},
    {"10.1/8", "10.0.0.0", "10.255.255.255", "10.0.0.0/8", "10.1"},
    {"0/0", "0.0.0.0", "255.255.255.255", "0.0.0.0/0", NULL},
    {"2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32",
     NULL},
    {"2001:DB8::1/127", "2001:db8::", "2001:db8::1", "2001:db8::/127", "2001:DB8::1"},
    {"2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/33",
     NULL},
    {"2001:db8::1/128", "2001:db8::1", "2001:db8::1", "2001:db8::1", NULL},
    {"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0", NULL},
    {"::ffff:192.0.2.0/120", "::ffff:192.0.2.0", "::ffff:192.0.2.255", "::ffff:192.0.2.0/120",
     NULL},
};

static void good_members(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(members); i++) {
        const char *text = members[i].text;
        struct address_range range;
        struct address_fault fault;
        enum address_family family;
        char printed[ADDRESS_RANGE_BUFFER];
        if (address_member_parse(view_of(text), &range, &fault) != IS_ADDRESS)
            fail_msg("%s: %d at %zu+%zu", text, fault.mistake, fault.offset, fault.length);
        struct address first = address_of(members[i].first, &family);
        struct address last = address_of(members[i].last, &family);
        assert_int_equal(range.family, family);
        assert_memory_equal(&range.first, &first, sizeof first);
        assert_memory_equal(&range.last, &last, sizeof last);
        assert_int_equal(fault.mistake, ADDRESS_NO_MISTAKE);
        assert_int_equal(fault.host_bits, members[i].host_bits != NULL);
        if (fault.host_bits)
            assert_view_equal(((struct view){text + fault.offset, fault.length}),
                              members[i].host_bits);
        address_range_print(&range, printed);
        assert_string_equal(printed, members[i].printed);
    }
}

/* A member that is meant for an address, and where it is wrong. */
static const struct {
    const char *text;
    enum address_mistake mistake;
    size_t offset;
    const char *part;
} faulty[] = {
    {"192.0.2.256", ADDRESS_OCTET_LARGE, 8, "256"},
    {"300", ADDRESS_OCTET_LARGE, 0, "300"},
    {"99999999999999999999.0", ADDRESS_OCTET_LARGE, 0, "99999999999999999999"},
    {"192.0.2.1-256", ADDRESS_OCTET_LARGE, 10, "256"},
    {"192.0.300/16", ADDRESS_OCTET_LARGE, 6, "300"},
    {"::ffff:192.0.2.256", ADDRESS_OCTET_LARGE, 15, "256"},
    {"192.0.02.1", ADDRESS_LEADING_ZERO, 6, "02"},
    {"010", ADDRESS_LEADING_ZERO, 0, "010"},
    {"192.0.2.1-09", ADDRESS_LEADING_ZERO, 10, "09"},
    {"192.0.2.0/08", ADDRESS_LEADING_ZERO, 10, "08"},
    {"::1.2.3.04", ADDRESS_LEADING_ZERO, 8, "04"},
    {".5", ADDRESS_OCTET_EMPTY, 0, "."},
    {"192..2.1", ADDRESS_OCTET_EMPTY, 4, "."},
    {"192.0.2..", ADDRESS_OCTET_EMPTY, 8, "."},
    {"10.1.1.-5", ADDRESS_OCTET_EMPTY, 6, "."},
    {"192.0.2.1-.5", ADDRESS_OCTET_EMPTY, 10, "."},
    {"10.1./16", ADDRESS_OCTET_EMPTY, 4, "."},
    {"1.2.3.4.5", ADDRESS_OCTETS_MANY, 7, ".5"},
    {"1.2.3.4.", ADDRESS_OCTETS_MANY, 7, "."},
    {"1.2.3.4..", ADDRESS_OCTETS_MANY, 7, ".."},
    {"192.0.2.20-10", ADDRESS_RANGE_BACKWARDS, 8, "20-10"},
    {"10.5-1", ADDRESS_RANGE_BACKWARDS, 3, "5-1"},
    {"192.0.2.9-192.0.2.1", ADDRESS_RANGE_BACKWARDS, 0, "192.0.2.9-192.0.2.1"},
    {"::2-::1", ADDRESS_RANGE_BACKWARDS, 0, "::2-::1"},
    {"10.1.1.1-10.1.5", ADDRESS_RANGE_PARTIAL, 9, "10.1.5"},
    {"10.1.1-10.1.5.9", ADDRESS_RANGE_PARTIAL, 0, "10.1.1"},
    {"10.1-5.", ADDRESS_RANGE_PARTIAL, 5, "5."},
    {"2001:db8::1-9", ADDRESS_RANGE_PARTIAL, 12, "9"},
    {"1-2001:db8::1", ADDRESS_RANGE_PARTIAL, 0, "1"},
    {"192.0.2.0/33", ADDRESS_PREFIX_LONG, 10, "33"},
    {"10/4294967304", ADDRESS_PREFIX_LONG, 3, "4294967304"},
    {"2001:db8::/129", ADDRESS_PREFIX_LONG, 11, "129"},
    {"192.0.2.0/255.255.255.0", ADDRESS_NETMASK, 10, "255.255.255.0"},
    {"192.0.2.0/24.", ADDRESS_NETMASK, 10, "24."},
    {"2001:db8::/ffff::", ADDRESS_NETMASK, 11, "ffff::"},
    {"10.0.0.0/::", ADDRESS_NETMASK, 9, "::"},
    {"192.0.2.1-2001:db8::1", ADDRESS_MIXED, 0, "192.0.2.1-2001:db8::1"},
    {"2001:db8::1-192.0.2.1", ADDRESS_MIXED, 0, "2001:db8::1-192.0.2.1"},
    {"::ffff:192.0.2.1-192.0.2.9", ADDRESS_MIXED, 0, "::ffff:192.0.2.1-192.0.2.9"},
    {"2001:db8", ADDRESS_BAD_IPV6, 0, "2001:db8"},
    {":", ADDRESS_BAD_IPV6, 0, ":"},
    {"1::2::3", ADDRESS_BAD_IPV6, 4, "::"},
    {"2001:db8:::1", ADDRESS_BAD_IPV6, 9, "::"},
    {"2001:0db80::1", ADDRESS_BAD_IPV6, 5, "0db80"},
    {"1:2:3:4:5:6:7:8:9", ADDRESS_BAD_IPV6, 0, "1:2:3:4:5:6:7:8:9"},
    {"::1-::12345", ADDRESS_BAD_IPV6, 6, "12345"},
    {"::ffff:192.0.2", ADDRESS_BAD_IPV6, 7, "192.0.2"},
    {"::ffff:192.0.2.", ADDRESS_BAD_IPV6, 7, "192.0.2."},
    {"192.0.2.1:25", ADDRESS_BAD_IPV6, 0, "192.0.2.1:25"},
    {"cafe.de:25", ADDRESS_BAD_IPV6, 0, "cafe.de:25"},
    {"fe80::1%eth0", ADDRESS_ZONE, 7, "%eth0"},
    {"fe80::%1/64", ADDRESS_ZONE, 6, "%1"},
    {"192.0.2.1-", ADDRESS_GARBAGE, 9, "-"},
    {"192.0.2.0/", ADDRESS_GARBAGE, 9, "/"},
    {"-5", ADDRESS_GARBAGE, 0, "-"},
    {"/24", ADDRESS_GARBAGE, 0, "/"},
    {"192.0.2.1--5", ADDRESS_GARBAGE, 9, "-"},
    {"10.0.0.0//8", ADDRESS_GARBAGE, 8, "/"},
    {"192.0.2.1-5-9", ADDRESS_GARBAGE, 11, "-9"},
    {"192.0.2.0-9/24", ADDRESS_GARBAGE, 11, "/24"},
    {"2001:db8::/-1", ADDRESS_GARBAGE, 10, "/"},
    {"2001:db8::/f0", ADDRESS_GARBAGE, 11, "f"},
    {"2001:db8::1-", ADDRESS_GARBAGE, 11, "-"},
    {"::1.2.3.a", ADDRESS_GARBAGE, 8, "a"},
};

static void faulty_members(void **state)
{
    (void)state;
    bool met[ADDRESS_MISTAKE_COUNT] = {[ADDRESS_NO_MISTAKE] = true};
    for (size_t i = 0; i < LENGTH(faulty); i++) {
        const char *text = faulty[i].text;
        struct address_range range;
        struct address_fault fault;
        if (address_member_parse(view_of(text), &range, &fault) != IS_FAULTY)
            fail_msg("%s is not faulty", text);
        if (fault.mistake != faulty[i].mistake || fault.offset != faulty[i].offset)
            fail_msg("%s: %d at %zu+%zu", text, fault.mistake, fault.offset, fault.length);
        assert_view_equal(((struct view){text + fault.offset, fault.length}), faulty[i].part);
        assert_false(fault.host_bits);
        met[fault.mistake] = true;
    }
    for (int i = 0; i < ADDRESS_MISTAKE_COUNT; i++)
        if (!met[i])
            fail_msg("mistake %d has no text that makes it", i);
}

static void no_addresses(void **state)
{
    static const char *const texts[] = {
        "",           ".",          "-",         "/",           "...",           "192.example",
        "1and1.example", ".example", "a",        "host",        "abc.de",        "10.0.0.1x",
        "1.2.3.4-mail.example",      "0x7f.1",   "192.0.2.*",   "192.0.2.1 ",    "1.2.3.4, 5",
        "SBO:1234",   "sbrs[-3.0:-1.0]",         "geo[DE]",     "dnslist[a.b]",  "ALL",
        "[192.0.2.1]", "[2001:db8::1]",          "host:25",     "a%b",           "%",
        "192.0.2.1%eth0", "\xEF\xBC\x91.2.3.4",  "1e3",         "be-ef",         "ac/dc",
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct address_range range;
        struct address_fault fault;
        if (address_member_parse(view_of(texts[i]), &range, &fault) != NOT_ADDRESS)
            fail_msg("%s is taken for an address", texts[i]);
        assert_int_equal(fault.mistake, ADDRESS_NO_MISTAKE);
    }
    struct address_range range;
    struct address_fault fault;
    assert_int_equal(address_member_parse((struct view){"1.2\0.3", 6}, &range, &fault),
                     NOT_ADDRESS);
    assert_int_equal(address_member_parse((struct view){NULL, 0}, &range, &fault), NOT_ADDRESS);
}

/* --- Order and neighbours --------------------------------------------------------------------- */

static void neighbours(void **state)
{
    static const char *const pairs[][2] = {
        {"192.0.2.255", "192.0.3.0"},
        {"9.255.255.255", "10.0.0.0"},
        {"2001:db8::ffff", "2001:db8::1:0"},
        {"::ffff:255.255.255.255", "::1:0:0:0"},
        {"::fffe:ffff:ffff", "::ffff:0.0.0.0"},
        {"0:0:0:ffff:ffff:ffff:ffff:ffff", "0:0:1::"},
    };
    static const char *const lowest[] = {"0.0.0.0", "::"};
    static const char *const highest[] = {"255.255.255.255",
                                          "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
    (void)state;
    enum address_family family;
    for (size_t i = 0; i < LENGTH(pairs); i++) {
        struct address lower = address_of(pairs[i][0], &family);
        struct address upper = address_of(pairs[i][1], &family);
        struct address moved = lower;
        assert_true(address_compare(&lower, &upper) < 0);
        assert_true(address_next(&moved, family));
        assert_memory_equal(&moved, &upper, sizeof upper);
        assert_true(address_previous(&moved, family));
        assert_memory_equal(&moved, &lower, sizeof lower);
    }
    for (int i = 0; i < 2; i++) {
        struct address low = address_of(lowest[i], &family);
        struct address high = address_of(highest[i], &family);
        struct address kept = low;
        assert_false(address_previous(&kept, family));
        assert_memory_equal(&kept, &low, sizeof low);
        kept = high;
        assert_false(address_next(&kept, family));
        assert_memory_equal(&kept, &high, sizeof high);
    }
}

/* How two ranges lie: o overlaps, t touches, > the first contains the second, < the reverse. */
static void pairs_of_ranges(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        const char *how;
        const char *joined; /* or NULL */
    } rows[] = {
        {"10.0.0.0/24", "10.0.1.0/24", "t", "10.0.0.0/23"},
        {"10.0.0.0/24", "10.0.0.255", "o>", "10.0.0.0/24"},
        {"10.0.0.0/24", "10.0.0.0/24", "o><", "10.0.0.0/24"},
        {"10.0.0.5-9", "10.0.0.9-12", "o", "10.0.0.5-10.0.0.12"},
        {"10.0.0.5-9", "10.0.0.1-12", "o<", "10.0.0.1-10.0.0.12"},
        {"10.0.0.5-9", "10.0.0.11-12", "", NULL},
        {"255.255.255.255", "0.0.0.0", "", NULL},
        {"255.255.255.255", "::1:0:0:0", "", NULL},
        {"255.255.255.255", "::", "", NULL},
        {"::/0", "192.0.2.1", "", NULL},
        {"::ffff:192.0.2.1", "192.0.2.1", "", NULL},
        {"::/0", "::ffff:192.0.2.1", "o>", "::/0"},
        {"::/1", "8000::/1", "t", "::/0"},
        {"0/1", "128/1", "t", "0.0.0.0/0"},
    };
    (void)state;
    for (size_t i = 0; i < 2 * LENGTH(rows); i++) {
        bool turned = i % 2 != 0;
        struct address_range a = range_of(turned ? rows[i / 2].b : rows[i / 2].a);
        struct address_range b = range_of(turned ? rows[i / 2].a : rows[i / 2].b);
        const char *how = rows[i / 2].how;
        const char *joined = rows[i / 2].joined;
        struct address_range both = a;
        char text[ADDRESS_RANGE_BUFFER];
        assert_int_equal(address_range_overlaps(&a, &b), strchr(how, 'o') != NULL);
        assert_int_equal(address_range_touches(&a, &b), strchr(how, 't') != NULL);
        assert_int_equal(address_range_contains(&a, &b), strchr(how, turned ? '<' : '>') != NULL);
        assert_int_equal(address_range_join(&both, &b), joined != NULL);
        address_range_print(&both, text);
        if (joined != NULL)
            assert_string_equal(text, joined);
        else
            assert_int_equal(address_range_compare(&both, &a), 0);
        assert_int_equal(address_range_holds(&a, &b.first, (enum address_family)b.family) &&
                             address_range_holds(&a, &b.last, (enum address_family)b.family),
                         address_range_contains(&a, &b));
    }
}

static void order_of_ranges(void **state)
{
    static const char *const sorted[] = {"0/8", "10.0.0.0", "10.0.0.0/24", "10.0.0.1",
                                         "255.255.255.255", "::", "::/0", "::1"};
    (void)state;
    for (size_t i = 0; i < LENGTH(sorted); i++)
        for (size_t j = 0; j < LENGTH(sorted); j++) {
            struct address_range a = range_of(sorted[i]);
            struct address_range b = range_of(sorted[j]);
            int order = address_range_compare(&a, &b);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

static void mapped_ranges(void **state)
{
    static const struct {
        const char *text;
        bool mapped;
    } rows[] = {
        {"::ffff:192.0.2.1", true},   {"::ffff:0:0/96", true},
        {"::ffff:c000:0-::ffff:c000:9", true},
        {"192.0.2.1", false},         {"::ffff:0:0/95", false},
        {"::/0", false},              {"::192.0.2.1", false},
        {"::ffff:255.255.255.255-::1:0:0:0", false},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct address_range range = range_of(rows[i].text);
        assert_int_equal(address_range_is_mapped(&range), rows[i].mapped);
    }
}

/* --- Networks --------------------------------------------------------------------------------- */

static const char *blocks_text(struct arena *arena, const char *member)
{
    struct address_range range = range_of(member);
    struct address_blocks blocks = address_blocks_of(&range);
    struct address_range block;
    struct buffer text = buffer_new(arena);
    char printed[ADDRESS_RANGE_BUFFER];
    while (address_blocks_next(&blocks, &block)) {
        address_range_print(&block, printed);
        buffer_printf(&text, "%s%s", text.length == 0 ? "" : " ", printed);
    }
    return buffer_string(&text);
}

static void ranges_in_networks(void **state)
{
    static const char *const rows[][2] = {
        {"192.0.2.1", "192.0.2.1"},
        {"192.0.2.0/24", "192.0.2.0/24"},
        {"192.0.2.1-6", "192.0.2.1 192.0.2.2/31 192.0.2.4/31 192.0.2.6"},
        {"10.1.1-5", "10.1.1.0/24 10.1.2.0/23 10.1.4.0/23"},
        {"0/0", "0.0.0.0/0"},
        {"255.255.255.254-255.255.255.255", "255.255.255.254/31"},
        {"::/0", "::/0"},
        {"::1-::4", "::1 ::2/127 ::4"},
        {"::fffe:ffff:ffff-::ffff:0.0.0.1", "::fffe:ffff:ffff ::ffff:0.0.0.0/127"},
    };
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_string_equal(blocks_text(&setup.arena, rows[i][0]), rows[i][1]);
    struct view most = view_of(
        blocks_text(&setup.arena, "::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"));
    int blanks = 0;
    for (size_t i = 0; i < most.length; i++)
        blanks += most.text[i] == ' ';
    assert_int_equal(blanks + 1, 254);
    setup_end(&setup);
}

/* --- Laws, tried at random -------------------------------------------------------------------- */

#define SAY(seed) ((unsigned long long)(seed))

static struct address random_address(uint64_t *seed, enum address_family family)
{
    struct address address = {.bytes = {[10] = 0xFF, [11] = 0xFF}};
    uint32_t often = 1 + random_below(seed, 3);
    for (int i = family == ADDRESS_IPV4 ? 12 : 0; i < 16; i++)
        address.bytes[i] = random_below(seed, often + 1) != 0 ? 0
                           : random_below(seed, 3) == 0      ? 0xFF
                                                             : (uint8_t)random_next(seed);
    return address;
}

static struct address_range random_range(uint64_t *seed)
{
    struct address_range range;
    enum address_family family = random_below(seed, 2) == 0 ? ADDRESS_IPV4 : ADDRESS_IPV6;
    range.family = (uint8_t)family;
    range.first = range.last = random_address(seed, family);
    uint32_t kind = random_below(seed, 4);
    if (kind == 0)
        range.last = random_address(seed, family);
    else if (kind == 1)
        range.last.bytes[15] = (uint8_t)random_next(seed);
    else if (kind == 2)
        range = address_network(&range.first, family,
                                random_below(seed, address_bits(family) + 1));
    if (address_compare(&range.first, &range.last) > 0) {
        struct address first = range.first;
        range.first = range.last;
        range.last = first;
    }
    return range;
}

static void what_is_printed_is_read_as_the_same(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20270101);
    for (int i = 0; i < 50000; i++) {
        uint64_t before = seed;
        struct address_range range = random_range(&seed);
        struct address_range again;
        struct address_fault fault;
        char text[ADDRESS_RANGE_BUFFER];
        address_range_print(&range, text);
        if (address_member_parse(view_of(text), &again, &fault) != IS_ADDRESS ||
            fault.host_bits || address_range_compare(&range, &again) != 0)
            fail_msg("seed %llu: %s", SAY(before), text);
    }
}

/* inet_ntop() of this system writes IPv4 addresses and, outside ::/96, IPv6 addresses alike. */
static void printed_as_the_system_prints(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20270101);
    for (int i = 0; i < 50000; i++) {
        uint64_t before = seed;
        enum address_family family = i % 2 == 0 ? ADDRESS_IPV4 : ADDRESS_IPV6;
        struct address address = random_address(&seed, family);
        char text[ADDRESS_BUFFER];
        char wanted[INET6_ADDRSTRLEN];
        static const uint8_t zeros[12];
        if (family == ADDRESS_IPV6 && memcmp(address.bytes, zeros, sizeof zeros) == 0)
            continue;
        address_print(&address, family, text);
        inet_ntop(family == ADDRESS_IPV4 ? AF_INET : AF_INET6,
                  address.bytes + (family == ADDRESS_IPV4 ? 12 : 0), wanted, sizeof wanted);
        if (strcmp(text, wanted) != 0)
            fail_msg("seed %llu: %s, not %s", SAY(before), text, wanted);
    }
}

/* Texts of a member's characters: whole addresses as the system has them; faults lie inside. */
static void any_text_is_judged(void **state)
{
    static const char *const parts[] = {"0",  "1",    "25",   "255", "256", "01", ".",   ".",
                                        ".",  ":",    "::",   ":",   "-",   "/",  "db8", "ffff",
                                        "24", "1.2.3", "::1", "129", "%",   "g",  "2.3.4"};
    (void)state;
    uint64_t seed = environment_number("SEED", 20270101);
    int good = 0;
    for (int i = 0; i < 200000; i++) {
        uint64_t before = seed;
        char text[64] = "";
        uint8_t bytes[16];
        for (uint32_t count = random_below(&seed, 9); count > 0; count--)
            strcat(text, PICK(&seed, parts));
        struct address_range range;
        struct address_fault fault;
        struct address address;
        enum address_family family;
        size_t length = strlen(text);
        enum address_result result = address_member_parse(view_of(text), &range, &fault);
        if ((result == IS_FAULTY) != (fault.mistake != ADDRESS_NO_MISTAKE) ||
            (result == IS_FAULTY && (fault.length == 0 || fault.offset > length ||
                                     fault.length > length - fault.offset)))
            fail_msg("seed %llu: %s: %d at %zu+%zu", SAY(before), text, fault.mistake,
                     fault.offset, fault.length);
        if (result == IS_ADDRESS && address_compare(&range.first, &range.last) > 0)
            fail_msg("seed %llu: %s is backwards", SAY(before), text);
        bool whole = address_parse(view_of(text), &address, &family);
        if (whole != (inet_pton(AF_INET, text, bytes) == 1 ||
                      inet_pton(AF_INET6, text, bytes) == 1))
            fail_msg("seed %llu: %s", SAY(before), text);
        if (whole && (result != IS_ADDRESS || range.family != family ||
                      address_compare(&range.first, &address) != 0 ||
                      address_compare(&range.last, &address) != 0))
            fail_msg("seed %llu: %s is whole", SAY(before), text);
        good += result == IS_ADDRESS;
    }
    assert_in_range(good, 2000, 198000);
}

/* Networks follow each other, fill the range, and none could be of twice its size. */
static void networks_fill_a_range(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20270101);
    for (int i = 0; i < 20000; i++) {
        uint64_t before = seed;
        struct address_range range = random_range(&seed);
        enum address_family family = (enum address_family)range.family;
        struct address_blocks blocks = address_blocks_of(&range);
        struct address_range block;
        struct address next = range.first;
        bool more = true;
        while (address_blocks_next(&blocks, &block)) {
            int prefix = address_range_prefix(&block);
            if (!more || prefix < 0 || address_compare(&block.first, &next) != 0 ||
                !address_range_contains(&range, &block))
                fail_msg("seed %llu", SAY(before));
            struct address_range same = address_network(&next, family, (unsigned)prefix);
            assert_int_equal(address_range_compare(&same, &block), 0);
            if (prefix > 0) {
                struct address_range twice =
                    address_network(&next, family, (unsigned)prefix - 1);
                if (address_compare(&twice.first, &next) == 0 &&
                    address_range_contains(&range, &twice))
                    fail_msg("seed %llu: too small a network", SAY(before));
            }
            next = block.last;
            more = address_next(&next, family);
        }
        if (address_compare(&block.last, &range.last) != 0)
            fail_msg("seed %llu: the range goes on", SAY(before));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_addresses),
        cmocka_unit_test(good_members),
        cmocka_unit_test(faulty_members),
        cmocka_unit_test(no_addresses),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(pairs_of_ranges),
        cmocka_unit_test(order_of_ranges),
        cmocka_unit_test(mapped_ranges),
        cmocka_unit_test(ranges_in_networks),
        cmocka_unit_test(what_is_printed_is_read_as_the_same),
        cmocka_unit_test(printed_as_the_system_prints),
        cmocka_unit_test(any_text_is_judged),
        cmocka_unit_test(networks_fill_a_range),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
