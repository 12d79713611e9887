/* SPDX-License-Identifier: MIT */
/*
 * A term says one thing about an entry's effective settings: "tls >= required", "recipients = 20
 * per 1 minute", "encryption enforced". Reading it is apart from judging it, so that one reading
 * serves any number of entries, and whatever holds terms (conditions, assertions) shares them.
 */
#ifndef DESTC_ANALYSIS_TERM_H
#define DESTC_ANALYSIS_TERM_H

#include "analysis/resolve.h"
#include "diag/diag.h"

/*
 * What is known of a statement. In this order "and" is the least, "or" the greatest of two, and
 * "not" the mirror image.
 */
enum verdict { VERDICT_FALSE, VERDICT_UNDECIDED, VERDICT_TRUE };

static inline enum verdict verdict_not(enum verdict verdict)
{
    return (enum verdict)(VERDICT_TRUE - verdict);
}

static inline enum verdict verdict_and(enum verdict a, enum verdict b)
{
    return a < b ? a : b;
}

static inline enum verdict verdict_or(enum verdict a, enum verdict b)
{
    return a > b ? a : b;
}

/* A part of a term as it is written, and where. */
struct phrase {
    struct view text;
    struct span place;
};

enum comparison {
    COMPARISON_EQUAL,
    COMPARISON_UNEQUAL,
    COMPARISON_BELOW,
    COMPARISON_AT_MOST,
    COMPARISON_ABOVE,
    COMPARISON_AT_LEAST,
    COMPARISON_COUNT
};

struct term {
    /* TLS is at least the setting NUMBER, or DANE is mandatory; else the comparison below. */
    bool enforced;
    enum param param;
    enum comparison comparison;
    uint32_t number;  /* the code of a word, a number, or the recipients of a rate (0: unlimited) */
    uint32_t minutes; /* of a rate */
    struct view name; /* of a profile or certificate */
};

/*
 * Reads NAME OPERATION VALUE. NAME is a setting's word of the policy language or its name in an
 * export; VALUE a word of either, a number, or a name. Numbers and TLS settings are ordered
 * (unlimited is the largest); everything else knows = and != only.
 *
 * Words are read in any case; the names of profiles and certificates are not.
 *
 * "recipients" is compared as a rate, so 20 per 1 minute equals 1200 per 60 minutes. Its value is
 * "20 per 1 minute", "unlimited", or a number alone, which is taken per hour.
 *
 * False, and messages, if it is no such term. VALUE's text must live as long as the term.
 */
bool term_read(struct diag *diag, const struct phrase *name, const struct phrase *operation,
               const struct phrase *value, struct term *term);

/* Whether WORD can stand before "enforced"; then TERM is that: see term_holds(). */
bool term_read_enforced(struct view word, struct term *term);

/* What WORD, which cannot stand there, may misspell ("encryption enforced"); NULL: nothing. */
const char *term_near_enforced(struct arena *arena, struct view word);

/* The parameters that TERM is about, a mask. */
uint32_t term_params(const struct term *term);

/*
 * Judges TERM on effective settings.
 *
 * "encryption enforced": TLS is one of the Required settings, or DANE is mandatory;
 * "verification enforced": TLS is Required (Verify) or stronger, or DANE is mandatory.
 *
 * Undecided where it depends on a default entry that is not known, or on a word of a newer
 * release. The bounce profile that an entry inherits is the one named Default.
 */
enum verdict term_holds(const struct term *term, const struct store *store,
                        const struct resolved *resolved);

#endif
