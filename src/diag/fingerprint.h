/* SPDX-License-Identifier: MIT */
/*
 * What a finding is known by from one run to the next, whatever lines it stands on: SHA-256 of its
 * code, entry, setting and value.
 */
#ifndef DESTC_DIAG_FINGERPRINT_H
#define DESTC_DIAG_FINGERPRINT_H

#include "diag/diag.h"

enum { FINDING_BYTES = 32, FINDING_DIGITS = 2 * FINDING_BYTES + 1 };

struct finding_print {
    unsigned char bytes[FINDING_BYTES];
};

/*
 * What MESSAGE is about. Of one without a topic, as reading reports them, the heads of the sections
 * round it stand for the entry (or the file, if it has no place), and its text with the words that
 * it is about for the value.
 */
struct topic finding_topic(struct diag *diag, const struct message *message);

/* The fingerprint of a finding with CODE about TOPIC. */
struct finding_print finding_print(enum code code, const struct topic *topic);

/* PRINT in hexadecimal digits. */
void finding_digits(const struct finding_print *print, char digits[FINDING_DIGITS]);

/* Reads such digits; false if DIGITS are something else. */
bool finding_parse(struct view digits, struct finding_print *print);

#endif
