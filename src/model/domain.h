/* SPDX-License-Identifier: MIT */
/*
 * Names of destinations: what is one, and when two of them are the same.
 *
 * A destination is a full domain (example.com), a partial domain (.example.com: every host below
 * it), or an IPv4 or IPv6 address, bare or in brackets. Case means nothing; an internationalised
 * name and its xn-- form are the same (IDNA 2008), and so are two spellings of an address.
 * Source: docs/destconfig-format.md; sizes: RFC 1035, section 2.3.4.
 */
#ifndef DESTC_MODEL_DOMAIN_H
#define DESTC_MODEL_DOMAIN_H

#include "base/arena.h"
#include "diag/codes.h"

#include <stdint.h>

enum domain_kind { DOMAIN_FULL, DOMAIN_PARTIAL, DOMAIN_ADDRESS };

enum {
    DOMAIN_MOST_OCTETS = 253, /* of a name, without a partial domain's dot */
    DOMAIN_MOST_LABEL = 63,
};

/* Things that are no error but worth a warning; a mask. */
enum {
    DOMAIN_TRAILING_DOT = 1 << 0, /* dropped */
    DOMAIN_HYPHEN_END = 1 << 1,   /* a label begins or ends with a hyphen: RFC 1123 knows none */
    DOMAIN_BAD_ACE = 1 << 2,      /* an xn-- label that does not decode; taken as it stands */
    DOMAIN_ONE_LABEL = 1 << 3,    /* a full domain without a dot */
    DOMAIN_MAPPED = 1 << 4,       /* in characters that stand for others: it is the other name */
};

struct domain {
    struct view name; /* as it is written: lower case, no trailing dot, in the script it was in */
    struct view key;  /* what is compared: xn-- form; an address in its one canonical form */
    enum domain_kind kind;
    unsigned remarks;
};

/* Why a text is no destination. */
struct domain_fault {
    enum code code;
    size_t offset; /* the offending part of the text */
    size_t length;
    const char *title;  /* what is wrong: the code's title, or one that says more */
    uint32_t character; /* the one that is wrong; 0 if that is not to be said */
    const char *help;   /* what to write instead; may be NULL */
};

/* What is wrong, in words; a character is named so that a blank is seen too. */
const char *domain_fault_words(struct arena *arena, const struct domain_fault *fault);

/*
 * Reads TEXT, which is valid UTF-8, without blanks round it. DOMAIN's views point into TEXT where
 * it is in canonical form already, else into ARENA. False, and FAULT, if it names no destination.
 */
bool domain_parse(struct arena *arena, struct view text, struct domain *domain,
                  struct domain_fault *fault);

/* The name in xn-- form (IDN_ASCII) or in its own script (IDN_UNICODE). */
enum idn_form { IDN_AS_READ, IDN_ASCII, IDN_UNICODE };

/*
 * NAME in FORM; NAME itself where the form makes no difference or cannot be made. The result is
 * NUL-terminated if it is not NAME.
 */
struct view domain_in_form(struct arena *arena, struct view name, enum idn_form form);

#endif
