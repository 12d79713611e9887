/* SPDX-License-Identifier: MIT */
/*
 * Which entries of a table match a destination. The most specific one takes effect: the exact
 * name, then the longest partial domain, then the default entry. A partial domain .example.com
 * matches every host below example.com and not example.com itself; an address matches exactly.
 * Source: docs/destconfig-format.md, "Destinations".
 */
#ifndef DESTC_ANALYSIS_MATCH_H
#define DESTC_ANALYSIS_MATCH_H

#include "model/policy.h"

/* What somebody asks about. */
struct asked {
    struct view text;     /* as it was given, without blanks round it */
    struct domain domain; /* what it is taken for; not set for the default entry */
    bool is_default;      /* DEFAULT or (Default), in any case: the default entry itself */
};

/*
 * Reads what is asked for: a domain, a partial domain, an address, DEFAULT, or a mail address,
 * which is taken for its domain. TEXT may hold any bytes. Views point into TEXT or ARENA. False,
 * and FAULT (with places in ASKED's text), if it names no destination.
 */
bool asked_parse(struct arena *arena, struct view text, struct asked *asked,
                 struct domain_fault *fault);

enum match_kind {
    MATCH_EXACT,
    MATCH_PARTIAL, /* a partial domain that covers what was asked for */
    MATCH_DEFAULT, /* the default entry, known here or not */
    MATCH_KIND_COUNT,
};

/* "exact", "partial", "default". */
const char *match_kind_name(enum match_kind kind);

struct match {
    enum match_kind kind;
    uint32_t entry; /* number of the destination; NO_ENTRY for the default entry */
};

/* The name itself, a partial domain for each of its dots, the default entry. */
enum { MATCHES_MOST = DOMAIN_MOST_OCTETS / 2 + 4 };

struct matches {
    uint32_t count; /* at least 1: the default entry always matches */
    struct match list[MATCHES_MOST];
};

/* The entries of POLICY that match, the one that takes effect first. */
void match_find(const struct policy *policy, const struct asked *asked, struct matches *matches);

/*
 * The entry .example.com where example.com was asked for: it looks as if it matched and does not.
 * NO_ENTRY if there is none.
 */
uint32_t match_below(const struct policy *policy, const struct asked *asked);

/*
 * Whether the choice rests on ASSUMED_MATCHING: always, but for an exact name without a rival and
 * for the default entry asked for by its name.
 */
bool match_is_assumed(const struct asked *asked, const struct matches *matches);

#endif
