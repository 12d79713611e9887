/* SPDX-License-Identifier: MIT */
/*
 * What a TLS setting does when mail is delivered: one table, a row a setting, a column a case.
 * Source: docs/destconfig-format.md, "What the TLS settings do".
 */
#ifndef DESTC_ANALYSIS_DELIVERY_H
#define DESTC_ANALYSIS_DELIVERY_H

#include "model/params.h"

/* How a delivery can go. */
enum delivery_case {
    CASE_NO_STARTTLS, /* STARTTLS is not offered, or refused before the 220 answer */
    CASE_TLS_ERROR,   /* an error after the 220 answer */
    CASE_UNVERIFIED,  /* TLS is up, the certificate is not verified */
    CASE_VERIFIED,    /* TLS is up, the certificate is verified */
    DELIVERY_CASE_COUNT,
};

enum delivery_result {
    RESULT_NEVER, /* the case cannot come up */
    RESULT_CLEAR,
    RESULT_ENCRYPTED,
    RESULT_NOT_DELIVERED,
    DELIVERY_RESULT_COUNT,
};

struct delivery {
    enum delivery_result result;
    const char *words; /* "delivered in clear" and what else is to be said of it */
    enum assumption assumed;
};

/* What SETTING does in the case WHICH. */
const struct delivery *delivery(enum tls_setting setting, enum delivery_case which);

struct delivery_case_entry {
    const char *name;  /* "no-starttls" */
    const char *words; /* "no STARTTLS, or refused before 220" */
};

const struct delivery_case_entry *delivery_case_entry(enum delivery_case which);

/* "never", "clear", "encrypted", "not-delivered". */
const char *delivery_result_name(enum delivery_result result);

/* What "not delivered" means, in a sentence. */
const char *delivery_not_delivered(void);

/* Whether any case of SETTING ends so. */
bool delivery_may_fail(enum tls_setting setting);

/* What the certificate is checked against, in a sentence or two; NULL where none is checked. */
const char *delivery_check(enum tls_setting setting);

#define DANE_UNKNOWN UINT32_MAX

/*
 * What is to be said of DANE, by its word's code or DANE_UNKNOWN, beside the TLS setting's cases,
 * or, unless it HAS_CASES, where that setting is not known. NULL where DANE is off.
 */
const char *delivery_dane(uint32_t code, bool has_cases);

/* What is to be said where the TLS setting is not known. */
const char *delivery_unknown(void);

/* Something that decides about TLS and stands in no destination table. */
struct delivery_limit {
    const char *name;     /* "mta-sts" */
    const char *words;    /* a sentence */
    struct release since; /* the first release that has it; {0, 0}: every release */
};

/* The next thing after PREVIOUS (NULL: the first) that AsyncOS TARGET has; NULL after the last. */
const struct delivery_limit *delivery_limit_next(const struct delivery_limit *previous,
                                                 struct release target);

#endif
