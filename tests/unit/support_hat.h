/* SPDX-License-Identifier: MIT */
/*
 * Random Host Access Tables over a few addresses, names and scores, as a text that the reader reads
 * and as a list that a slow and obvious matcher can judge without any of the program's own.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_HAT_H
#define DESTC_TESTS_UNIT_SUPPORT_HAT_H

#include "support_listener.h"

enum plain_kind {
    PLAIN_ADDRESS, /* FIRST to LAST of the 32 addresses of a family */
    PLAIN_HOST,
    PLAIN_PARTIAL,
    PLAIN_SCORE, /* FIRST to LAST, in tenths */
    PLAIN_NO_SCORE,
    PLAIN_LOOKUP, /* nx.domain and its like, by FIRST */
    PLAIN_DNSLIST,
    PLAIN_OWNER,
    PLAIN_COUNTRY,
    PLAIN_ALL
};

enum { PLAIN_ADDRESSES = 32, PLAIN_SCORES = 12, PLAIN_ENTRIES = 14, PLAIN_MEMBERS = 5 };

struct plain_member {
    enum plain_kind kind;
    bool is_ipv6;
    int first;
    int last;
    const char *name;
};

struct plain_entry {
    bool is_group;
    bool continues;
    uint32_t count;
    struct plain_member members[PLAIN_MEMBERS];
};

struct plain_table {
    uint32_t count;
    struct plain_entry entries[PLAIN_ENTRIES];
};

/* A host's name, among those of the tables and beside them. */
const char *random_host(uint64_t *seed);

/* A table of at most PLAIN_ENTRIES entries; it need not end with ALL. */
void random_hat(uint64_t *seed, struct plain_table *table);

/* The same as a HAT. */
const char *plain_text(struct arena *arena, const struct plain_table *table);

/* MEMBER as a HAT has it. */
const char *plain_member_text(struct arena *arena, const struct plain_member *member);

/* The address NUMBER of a family, as a text. */
const char *plain_address(struct arena *arena, bool is_ipv6, int number);

#endif
