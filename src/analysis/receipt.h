/* SPDX-License-Identifier: MIT */
/*
 * What a behavior and a TLS setting of a Host Access Table do when mail is received.
 */
#ifndef DESTC_ANALYSIS_RECEIPT_H
#define DESTC_ANALYSIS_RECEIPT_H

#include "model/listener.h"

/* What BEHAVIOR does, in a sentence. */
const char *receipt_behavior(enum behavior behavior);

/* Whether BEHAVIOR takes no mail at all. */
bool receipt_refuses(enum behavior behavior);

struct receipt {
    const char *result; /* "not-offered", "offered", "demanded" */
    const char *label;  /* what the dialogue calls the setting */
    const char *words;  /* what it does, in a sentence */
};

/* What the TLS setting WORD (FLOW_OFF, FLOW_ON or FLOW_REQUIRED) does. */
const struct receipt *receipt(enum flow_word word);

/* What is to be said where the TLS setting is not known, and where it has no part. */
const char *receipt_unknown(void);
const char *receipt_refused(void);

/* Something that decides too and stands in no Host Access Table, or not in a form that is known. */
struct receipt_limit {
    const char *name;
    const char *words;
    bool of_taking; /* it is about connections that are not refused */
};

/* The next one after PREVIOUS (NULL: the first), where the connection is REFUSED; NULL: no more. */
const struct receipt_limit *receipt_limit_next(const struct receipt_limit *previous, bool refused);

#endif
