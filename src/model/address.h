/* SPDX-License-Identifier: MIT */
/*
 * IP addresses and exact ranges of them, and the members of a Host Access Table that stand for
 * such ranges: an address, a partial address, a range, a network.
 *
 * There are two spaces of addresses, which never meet. An IPv4 address is held in its mapped form
 * (::ffff:a.b.c.d) and has the family ADDRESS_IPV4. The same bytes with the family ADDRESS_IPV6 are
 * another address: the one that the text ::ffff:192.0.2.1 denotes. A connection over IPv4 is seen
 * with an IPv4 address, so no such text ever stands for it; a caller that wants to warn asks
 * address_range_is_mapped(). Neither does ::/0 hold an IPv4 address.
 */
#ifndef DESTC_MODEL_ADDRESS_H
#define DESTC_MODEL_ADDRESS_H

#include "base/view.h"

#include <stdint.h>

enum address_family { ADDRESS_IPV4, ADDRESS_IPV6 };

enum {
    ADDRESS_IPV4_BITS = 32,
    ADDRESS_IPV6_BITS = 128,
};

struct address {
    uint8_t bytes[16]; /* the highest first */
};

/* All addresses from FIRST to LAST, both of them included; LAST is not below FIRST. */
struct address_range {
    struct address first;
    struct address last;
    uint8_t family; /* an enum address_family */
};

/* --- Order and neighbours --------------------------------------------------------------------- */

/* How many bits an address of FAMILY has, as prefix lengths count them. */
unsigned address_bits(enum address_family family);

/* The order of two addresses of one family: below, at or above 0. */
int address_compare(const struct address *a, const struct address *b);

/* Makes ADDRESS the next or the previous one; false, and no change, at the end of its family. */
bool address_next(struct address *address, enum address_family family);
bool address_previous(struct address *address, enum address_family family);

/* The order of ranges: IPv4 first, then by first address, then by last. */
int address_range_compare(const struct address_range *a, const struct address_range *b);

/* Whether RANGE has ADDRESS, whether OUTER has all of INNER, whether A and B have one in common. */
bool address_range_holds(const struct address_range *range, const struct address *address,
                         enum address_family family);
bool address_range_contains(const struct address_range *outer, const struct address_range *inner);
bool address_range_overlaps(const struct address_range *a, const struct address_range *b);

/* Whether one range begins right behind the other. */
bool address_range_touches(const struct address_range *a, const struct address_range *b);

/* Makes RANGE both ranges if they overlap or touch; else false, and no change. */
bool address_range_join(struct address_range *range, const struct address_range *other);

/* Whether RANGE is of IPv6 addresses in ::ffff:0:0/96, which stand for no IPv4 connection. */
bool address_range_is_mapped(const struct address_range *range);

/* --- Networks --------------------------------------------------------------------------------- */

/* The network of PREFIX bits (at most address_bits()) that ADDRESS lies in. */
struct address_range address_network(const struct address *address, enum address_family family,
                                     unsigned prefix);

/* The prefix length of the network that RANGE is, or -1 if it is none. */
int address_range_prefix(const struct address_range *range);

/*
 * The fewest networks that make up a range, in their order; at most 254.
 *
 *     struct address_blocks blocks = address_blocks_of(&range);
 *     struct address_range block;
 *     while (address_blocks_next(&blocks, &block))
 *         use(&block, address_range_prefix(&block));
 */
struct address_blocks {
    struct address_range rest;
    bool done;
};

static inline struct address_blocks address_blocks_of(const struct address_range *range)
{
    return (struct address_blocks){.rest = *range};
}

bool address_blocks_next(struct address_blocks *blocks, struct address_range *block);

/* --- Reading ---------------------------------------------------------------------------------- */

/*
 * Reads one whole address: four decimal octets without leading zeros, which some programs read as
 * octal (RFC 6943, section 3.1.1), or any form of RFC 4291, section 2.2. No zone, no prefix
 * length, no brackets. TEXT may hold any bytes.
 */
bool address_parse(struct view text, struct address *address, enum address_family *family);

enum address_result {
    IS_ADDRESS,
    NOT_ADDRESS, /* not meant for an address at all: a host, or what has words of its own */
    IS_FAULTY,   /* meant for an address, and none */
};

enum address_mistake {
    ADDRESS_NO_MISTAKE,
    ADDRESS_OCTET_LARGE,     /* over 255 */
    ADDRESS_LEADING_ZERO,    /* of an octet or a prefix length */
    ADDRESS_OCTET_EMPTY,     /* a dot without a number on both sides of it */
    ADDRESS_OCTETS_MANY,     /* something behind the fourth octet */
    ADDRESS_RANGE_BACKWARDS, /* the last address is below the first */
    ADDRESS_RANGE_PARTIAL,   /* an end that is no whole address, nor the number of the last octet */
    ADDRESS_PREFIX_LONG,     /* over 32 or 128 */
    ADDRESS_NETMASK,         /* a mask, or another text with dots, where the prefix length stands */
    ADDRESS_MIXED,           /* a range from one family to the other */
    ADDRESS_BAD_IPV6,        /* a group over four digits, a second "::", too few or too many */
    ADDRESS_ZONE,            /* %eth0 */
    ADDRESS_GARBAGE,         /* an end or a prefix length is missing, or there is more behind it */
    ADDRESS_MISTAKE_COUNT
};

/* What is wrong with a member, or worth a warning. */
struct address_fault {
    enum address_mistake mistake;
    bool host_bits; /* an address that is read, but has bits set behind its prefix length */
    size_t offset;  /* the part of the text that this is about; at least a byte */
    size_t length;
};

/*
 * Reads a member of a sender group:
 *
 *     192.0.2.7  2001:db8::7                 one address
 *     192.0.2.  192.0.2  192.  192           all that begin like this
 *     192.0.2.10-20  10.1.1-5                a range of the last octet, the others behind it any
 *     192.0.2.1-192.0.2.9  2001:db8::-2001:db8::9
 *     192.0.2.0/24  10.1/16  2001:db8::/32   a network; octets left out are 0
 *
 * TEXT, without blanks round it, may hold any bytes. Of digits, dots, "-" and "/" alone, with a
 * digit among them, it is meant for IPv4; with ":" and hexadecimal digits besides, for IPv6; any
 * other text is NOT_ADDRESS. RANGE is set for IS_ADDRESS only, FAULT always.
 */
enum address_result address_member_parse(struct view text, struct address_range *range,
                                         struct address_fault *fault);

/* --- Printing --------------------------------------------------------------------------------- */

enum {
    ADDRESS_BUFFER = 40,       /* the longest address with its NUL */
    ADDRESS_RANGE_BUFFER = 80, /* the longest range with its NUL */
};

/* ADDRESS as RFC 5952 writes it, the last 32 bits of ::ffff:0:0/96 as octets. */
void address_print(const struct address *address, enum address_family family,
                   char buffer[ADDRESS_BUFFER]);

/* RANGE as a member: one address, a network, or FIRST-LAST. */
void address_range_print(const struct address_range *range, char buffer[ADDRESS_RANGE_BUFFER]);

#endif
