/* SPDX-License-Identifier: MIT */
#include "model/address.h"

#include <arpa/inet.h>
#include <stdio.h>

enum {
    BYTES = 16,
    OCTETS = 4,
    OCTETS_AT = BYTES - OCTETS, /* where the octets of an IPv4 address begin */
    GROUPS = 8,
};

static const uint8_t mapped_prefix[OCTETS_AT] = {[10] = 0xFF, [11] = 0xFF};

/* --- Order and neighbours --------------------------------------------------------------------- */

unsigned address_bits(enum address_family family)
{
    return family == ADDRESS_IPV4 ? ADDRESS_IPV4_BITS : ADDRESS_IPV6_BITS;
}

/* The first byte that differs between addresses of FAMILY. */
static int first_byte(enum address_family family)
{
    return family == ADDRESS_IPV4 ? OCTETS_AT : 0;
}

int address_compare(const struct address *a, const struct address *b)
{
    return memcmp(a->bytes, b->bytes, BYTES);
}

/* Adds STEP, 1 or -1; the bytes that are WRAP carry over to the one before them. */
static bool step_address(struct address *address, enum address_family family, int step,
                         uint8_t wrap)
{
    int at = BYTES - 1;
    while (at >= first_byte(family) && address->bytes[at] == wrap)
        at--;
    if (at < first_byte(family))
        return false;
    address->bytes[at] = (uint8_t)(address->bytes[at] + step);
    for (at++; at < BYTES; at++)
        address->bytes[at] = (uint8_t)(wrap + step);
    return true;
}

bool address_next(struct address *address, enum address_family family)
{
    return step_address(address, family, 1, 0xFF);
}

bool address_previous(struct address *address, enum address_family family)
{
    return step_address(address, family, -1, 0);
}

static enum address_family family_of(const struct address_range *range)
{
    return (enum address_family)range->family;
}

int address_range_compare(const struct address_range *a, const struct address_range *b)
{
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    int order = address_compare(&a->first, &b->first);
    return order != 0 ? order : address_compare(&a->last, &b->last);
}

bool address_range_holds(const struct address_range *range, const struct address *address,
                         enum address_family family)
{
    return family_of(range) == family && address_compare(&range->first, address) <= 0 &&
           address_compare(address, &range->last) <= 0;
}

bool address_range_contains(const struct address_range *outer, const struct address_range *inner)
{
    return outer->family == inner->family && address_compare(&outer->first, &inner->first) <= 0 &&
           address_compare(&inner->last, &outer->last) <= 0;
}

bool address_range_overlaps(const struct address_range *a, const struct address_range *b)
{
    return a->family == b->family && address_compare(&a->first, &b->last) <= 0 &&
           address_compare(&b->first, &a->last) <= 0;
}

/* Whether UPPER begins right behind LOWER. */
static bool follows(const struct address_range *lower, const struct address_range *upper)
{
    struct address next = lower->last;
    return address_next(&next, family_of(lower)) && address_compare(&next, &upper->first) == 0;
}

bool address_range_touches(const struct address_range *a, const struct address_range *b)
{
    return a->family == b->family && (follows(a, b) || follows(b, a));
}

bool address_range_join(struct address_range *range, const struct address_range *other)
{
    if (!address_range_overlaps(range, other) && !address_range_touches(range, other))
        return false;
    if (address_compare(&other->first, &range->first) < 0)
        range->first = other->first;
    if (address_compare(&other->last, &range->last) > 0)
        range->last = other->last;
    return true;
}

bool address_range_is_mapped(const struct address_range *range)
{
    return range->family == ADDRESS_IPV6 &&
           memcmp(range->first.bytes, mapped_prefix, OCTETS_AT) == 0 &&
           memcmp(range->last.bytes, mapped_prefix, OCTETS_AT) == 0;
}

/* --- Networks --------------------------------------------------------------------------------- */

struct address_range address_network(const struct address *address, enum address_family family,
                                     unsigned prefix)
{
    struct address_range range = {*address, *address, (uint8_t)family};
    unsigned kept = prefix + (ADDRESS_IPV6_BITS - address_bits(family));
    for (unsigned at = kept / 8; at < BYTES; at++) {
        unsigned hosts = at == kept / 8 ? 0xFFU >> kept % 8 : 0xFFU;
        range.first.bytes[at] = (uint8_t)(range.first.bytes[at] & ~hosts);
        range.last.bytes[at] = (uint8_t)(range.last.bytes[at] | hosts);
    }
    return range;
}

/* Makes NETWORK the largest one that begins where RANGE does and lies in it; its prefix length. */
static unsigned first_network(const struct address_range *range, struct address_range *network)
{
    unsigned prefix = address_bits(family_of(range));
    *network = (struct address_range){range->first, range->first, range->family};
    while (prefix > 0) {
        struct address_range larger =
            address_network(&range->first, family_of(range), prefix - 1);
        if (address_compare(&larger.first, &range->first) != 0 ||
            address_compare(&larger.last, &range->last) > 0)
            break;
        *network = larger;
        prefix--;
    }
    return prefix;
}

int address_range_prefix(const struct address_range *range)
{
    struct address_range network;
    unsigned prefix = first_network(range, &network);
    return address_compare(&network.last, &range->last) == 0 ? (int)prefix : -1;
}

bool address_blocks_next(struct address_blocks *blocks, struct address_range *block)
{
    if (blocks->done)
        return false;
    first_network(&blocks->rest, block);
    blocks->done = address_compare(&block->last, &blocks->rest.last) == 0;
    if (!blocks->done) {
        blocks->rest.first = block->last;
        address_next(&blocks->rest.first, family_of(block));
    }
    return true;
}

/* --- Reading: parts of a text ----------------------------------------------------------------- */

/* A text that is being read, and where its first fault goes. */
struct scan {
    const char *text;
    struct address_fault *fault;
};

/* Always false. */
static bool fail(const struct scan *scan, enum address_mistake mistake, size_t from, size_t to)
{
    *scan->fault =
        (struct address_fault){.mistake = mistake, .offset = from, .length = to - from};
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What an IPv6 address is made of. */
static bool is_ipv6_character(char c)
{
    char lower = ascii_lower(c);
    return is_digit(c) || (lower >= 'a' && lower <= 'f') || c == ':' || c == '.';
}

/* Where the first of the bytes of SET is between FROM and TO; TO if there is none. */
static size_t find(const struct scan *scan, size_t from, size_t to, struct view set)
{
    while (from < to && !view_has(set, scan->text[from]))
        from++;
    return from;
}

/* The number from FROM to TO, not empty, which is at most MOST, or else the mistake LARGE. */
static bool read_number(const struct scan *scan, size_t from, size_t to, unsigned most,
                        enum address_mistake large, unsigned *number)
{
    *number = 0;
    for (size_t i = from; i < to; i++) {
        if (!is_digit(scan->text[i]))
            return fail(scan, ADDRESS_GARBAGE, i, i + 1);
        if (*number <= most)
            *number = *number * 10 + (unsigned)(scan->text[i] - '0');
    }
    if (scan->text[from] == '0' && to - from > 1)
        return fail(scan, ADDRESS_LEADING_ZERO, from, to);
    return *number <= most || fail(scan, large, from, to);
}

/* --- Reading: IPv4 ---------------------------------------------------------------------------- */

/* One to four octets. */
struct quad {
    uint8_t octets[OCTETS];
    int count;
    bool dot;       /* behind the last of fewer than four */
    size_t last_at; /* where the last octet begins */
};

/* Reads what stands from FROM to TO, which is not empty. */
static bool read_quad(const struct scan *scan, size_t from, size_t to, struct quad *quad)
{
    *quad = (struct quad){.count = 0};
    for (size_t at = from;;) {
        unsigned number;
        size_t end = find(scan, at, to, VIEW("."));
        if (quad->count == OCTETS)
            return fail(scan, ADDRESS_OCTETS_MANY, at - 1, to);
        if (at == to) {
            quad->dot = true;
            return true;
        }
        if (end == at)
            return fail(scan, ADDRESS_OCTET_EMPTY, at, at + 1);
        if (!read_number(scan, at, end, 255, ADDRESS_OCTET_LARGE, &number))
            return false;
        quad->octets[quad->count++] = (uint8_t)number;
        quad->last_at = at;
        if (end == to)
            return true;
        at = end + 1;
    }
}

static bool is_whole(const struct quad *quad)
{
    return quad->count == OCTETS;
}

/* The address that begins with the octets of QUAD; FILL stands for those left out. */
static struct address quad_address(const struct quad *quad, uint8_t fill)
{
    struct address address;
    memcpy(address.bytes, mapped_prefix, OCTETS_AT);
    memset(address.bytes + OCTETS_AT, fill, OCTETS);
    memcpy(address.bytes + OCTETS_AT, quad->octets, (size_t)quad->count);
    return address;
}

/* The range from the one to the other; BACKWARDS_AT is what to point at if it runs down. */
static bool make_range(const struct scan *scan, const struct quad *first, const struct quad *last,
                       size_t backwards_at, size_t to, struct address_range *range)
{
    range->first = quad_address(first, 0);
    range->last = quad_address(last, 0xFF);
    range->family = ADDRESS_IPV4;
    return address_compare(&range->first, &range->last) <= 0 ||
           fail(scan, ADDRESS_RANGE_BACKWARDS, backwards_at, to);
}

/* A range: the octets before the hyphen at CUT, and a number or an address behind it. */
static bool read_quad_range(const struct scan *scan, size_t cut, size_t to,
                            struct address_range *range)
{
    struct quad first;
    struct quad last;
    if (!read_quad(scan, 0, cut, &first) || !read_quad(scan, cut + 1, to, &last))
        return false;
    if (is_whole(&first) && is_whole(&last))
        return make_range(scan, &first, &last, 0, to, range);
    if (is_whole(&last))
        return fail(scan, ADDRESS_RANGE_PARTIAL, 0, cut);
    if (last.count != 1 || last.dot)
        return fail(scan, ADDRESS_RANGE_PARTIAL, cut + 1, to);
    if (first.dot)
        return fail(scan, ADDRESS_OCTET_EMPTY, cut - 1, cut);
    uint8_t end = last.octets[0];
    last = first;
    last.octets[last.count - 1] = end;
    return make_range(scan, &first, &last, first.last_at, to, range);
}

/* --- Reading: IPv6 ---------------------------------------------------------------------------- */

/* inet_pton() judges, and does not say why: points at what can be pointed at. */
static bool fail_ipv6(const struct scan *scan, size_t from, size_t to)
{
    bool gap = false;
    for (size_t at = from, end; at < to; at = end + 1) {
        end = find(scan, at, to, VIEW(":"));
        if (end - at > 4 && find(scan, at, end, VIEW(".")) == end)
            return fail(scan, ADDRESS_BAD_IPV6, at, end);
        bool doubled = end + 1 < to && scan->text[end + 1] == ':';
        if (doubled && gap)
            return fail(scan, ADDRESS_BAD_IPV6, end, end + 2);
        gap |= doubled;
    }
    return fail(scan, ADDRESS_BAD_IPV6, from, to);
}

/* An address from FROM to TO, where there is a colon and nothing but is_ipv6_character(). */
static bool read_ipv6(const struct scan *scan, size_t from, size_t to, struct address *address)
{
    char copy[INET6_ADDRSTRLEN];
    size_t tail = to;
    while (scan->text[tail - 1] != ':')
        tail--;
    if (find(scan, tail, to, VIEW(".")) < to) {
        struct quad quad;
        if (!read_quad(scan, tail, to, &quad))
            return false;
        if (!is_whole(&quad))
            return fail(scan, ADDRESS_BAD_IPV6, tail, to);
    }
    if (to - from >= sizeof copy)
        return fail_ipv6(scan, from, to);
    memcpy(copy, scan->text + from, to - from);
    copy[to - from] = '\0';
    return inet_pton(AF_INET6, copy, address->bytes) == 1 || fail_ipv6(scan, from, to);
}

/* One end of an IPv6 range in a text that ends at WHOLE. */
static bool read_ipv6_end(const struct scan *scan, size_t from, size_t to, size_t whole,
                          struct address *address)
{
    if (find(scan, from, to, VIEW(":")) < to)
        return read_ipv6(scan, from, to, address);
    if (find(scan, from, to, VIEW(".")) < to)
        return fail(scan, ADDRESS_MIXED, 0, whole);
    return fail(scan, ADDRESS_RANGE_PARTIAL, from, to);
}

static bool read_ipv6_range(const struct scan *scan, size_t cut, size_t to,
                            struct address_range *range)
{
    if (!read_ipv6_end(scan, 0, cut, to, &range->first) ||
        !read_ipv6_end(scan, cut + 1, to, to, &range->last))
        return false;
    range->family = ADDRESS_IPV6;
    return address_compare(&range->first, &range->last) <= 0 ||
           fail(scan, ADDRESS_RANGE_BACKWARDS, 0, to);
}

/* --- Reading: members ------------------------------------------------------------------------- */

/* An address, or of IPv4 the first octets of one. */
static bool read_one(const struct scan *scan, size_t to, enum address_family family,
                     struct address_range *range)
{
    struct quad quad;
    range->family = (uint8_t)family;
    if (family == ADDRESS_IPV4)
        return read_quad(scan, 0, to, &quad) && make_range(scan, &quad, &quad, 0, to, range);
    if (!read_ipv6(scan, 0, to, &range->first))
        return false;
    range->last = range->first;
    return true;
}

/* A network: what read_one() reads, without a dot at its end, and a prefix behind the slash. */
static bool read_network(const struct scan *scan, size_t cut, size_t to,
                         enum address_family family, struct address_range *range)
{
    unsigned prefix;
    if (find(scan, cut + 1, to, VIEW(".:")) < to)
        return fail(scan, ADDRESS_NETMASK, cut + 1, to);
    if (!read_one(scan, cut, family, range))
        return false;
    if (scan->text[cut - 1] == '.')
        return fail(scan, ADDRESS_OCTET_EMPTY, cut - 1, cut);
    if (!read_number(scan, cut + 1, to, address_bits(family), ADDRESS_PREFIX_LONG, &prefix))
        return false;
    struct address given = range->first;
    *range = address_network(&given, family, prefix);
    if (address_compare(&given, &range->first) != 0)
        *scan->fault = (struct address_fault){.host_bits = true, .length = cut};
    return true;
}

/* Whether TEXT is meant for an address, and of which family; *ZONE is where "%" begins, if any. */
static bool is_meant(struct view text, enum address_family *family, size_t *zone)
{
    bool digit = false;
    bool colon = false;
    bool ipv4 = true;
    *zone = text.length;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        if (c == '%' && colon) {
            *zone = i;
            break;
        }
        if (!is_ipv6_character(c) && c != '-' && c != '/')
            return false;
        digit |= is_digit(c);
        colon |= c == ':';
        ipv4 &= is_digit(c) || view_has(VIEW(".-/"), c);
    }
    *family = colon ? ADDRESS_IPV6 : ADDRESS_IPV4;
    return colon || (ipv4 && digit);
}

static bool read_member(const struct scan *scan, size_t to, enum address_family family,
                        struct address_range *range)
{
    size_t cut = find(scan, 0, to, VIEW("-/"));
    if (cut == to)
        return read_one(scan, to, family, range);
    size_t again = find(scan, cut + 1, to, VIEW("-/"));
    if (cut == 0 || again == cut + 1 || cut + 1 == to)
        return fail(scan, ADDRESS_GARBAGE, cut, cut + 1);
    if (again < to)
        return fail(scan, ADDRESS_GARBAGE, again, to);
    if (scan->text[cut] == '/')
        return read_network(scan, cut, to, family, range);
    return family == ADDRESS_IPV6 ? read_ipv6_range(scan, cut, to, range)
                                  : read_quad_range(scan, cut, to, range);
}

enum address_result address_member_parse(struct view text, struct address_range *range,
                                         struct address_fault *fault)
{
    struct scan scan = {text.text, fault};
    struct address_range read = {.family = ADDRESS_IPV4};
    enum address_family family;
    size_t zone;
    *fault = (struct address_fault){.mistake = ADDRESS_NO_MISTAKE};
    if (!is_meant(text, &family, &zone))
        return NOT_ADDRESS;
    if (zone < text.length) {
        fail(&scan, ADDRESS_ZONE, zone, find(&scan, zone, text.length, VIEW("/")));
        return IS_FAULTY;
    }
    if (!read_member(&scan, text.length, family, &read))
        return IS_FAULTY;
    *range = read;
    return IS_ADDRESS;
}

bool address_parse(struct view text, struct address *address, enum address_family *family)
{
    struct address_fault fault = {.mistake = ADDRESS_NO_MISTAKE};
    struct scan scan = {text.text, &fault};
    struct quad quad;
    bool colon = false;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_ipv6_character(text.text[i]))
            return false;
        colon |= text.text[i] == ':';
    }
    *family = colon ? ADDRESS_IPV6 : ADDRESS_IPV4;
    if (colon)
        return read_ipv6(&scan, 0, text.length, address);
    if (text.length == 0 || !read_quad(&scan, 0, text.length, &quad) || !is_whole(&quad))
        return false;
    *address = quad_address(&quad, 0);
    return true;
}

/* --- Printing --------------------------------------------------------------------------------- */

/* The first of the longest runs of two or more groups of zero; *LENGTH is 0 if there is none. */
static int longest_gap(const unsigned groups[GROUPS], int *length)
{
    int best = 0;
    *length = 0;
    for (int at = 0, end; at < GROUPS; at = end + 1) {
        for (end = at; end < GROUPS && groups[end] == 0;)
            end++;
        if (end - at > 1 && end - at > *length) {
            best = at;
            *length = end - at;
        }
    }
    return best;
}

/* inet_ntop() of some systems takes ::1:0 for an IPv4 address as well, and writes ::0.1.0.0. */
static void print_groups(const struct address *address, char buffer[ADDRESS_BUFFER])
{
    unsigned groups[GROUPS];
    size_t used = 0;
    int length;
    for (size_t i = 0; i < GROUPS; i++)
        groups[i] = (unsigned)address->bytes[2 * i] << 8 | address->bytes[2 * i + 1];
    int gap = longest_gap(groups, &length);
    for (int i = 0; i < GROUPS; i++) {
        if (length > 0 && i == gap) {
            i += length - 1;
            used += (size_t)snprintf(buffer + used, ADDRESS_BUFFER - used, "::");
            continue;
        }
        bool first = i == 0 || (length > 0 && i == gap + length);
        used += (size_t)snprintf(buffer + used, ADDRESS_BUFFER - used, first ? "%x" : ":%x",
                                 groups[i]);
    }
}

void address_print(const struct address *address, enum address_family family,
                   char buffer[ADDRESS_BUFFER])
{
    const uint8_t *octets = address->bytes + OCTETS_AT;
    if (family == ADDRESS_IPV6 && memcmp(address->bytes, mapped_prefix, OCTETS_AT) != 0)
        print_groups(address, buffer);
    else
        snprintf(buffer, ADDRESS_BUFFER, "%s%u.%u.%u.%u",
                 family == ADDRESS_IPV6 ? "::ffff:" : "", octets[0], octets[1], octets[2],
                 octets[3]);
}

void address_range_print(const struct address_range *range, char buffer[ADDRESS_RANGE_BUFFER])
{
    int prefix = address_range_prefix(range);
    address_print(&range->first, family_of(range), buffer);
    size_t used = strlen(buffer);
    if (prefix == (int)address_bits(family_of(range)))
        return;
    if (prefix >= 0) {
        snprintf(buffer + used, ADDRESS_RANGE_BUFFER - used, "/%d", prefix);
        return;
    }
    buffer[used] = '-';
    address_print(&range->last, family_of(range), buffer + used + 1);
}
