/* SPDX-License-Identifier: MIT */
/*
 * The formats that are written, one row each. A format has two functions: one says what it cannot
 * carry, before anything is written; the other writes.
 */
#ifndef DESTC_WRITE_WRITE_H
#define DESTC_WRITE_WRITE_H

#include "analysis/resolve.h"
#include "base/output.h"
#include "diag/diag.h"

struct write_options {
    struct defaults defaults;    /* for what has to be resolved */
    bool effective;              /* csv, json: fill in what is inherited */
    bool omit_default;           /* leave a given default entry out */
    bool accept_assumptions;     /* write spellings that rest on an assumption */
    bool allow_demo_certificate; /* write a default entry without certificate */
    bool fold_names; /* destconfig: parameters that are not known in lower case, for fingerprints */
    bool has_target;
    struct release target;       /* the release that is written for */
    enum idn_form idn;
    bool reference_words;        /* list: the older command reference's words */
    struct view listener;        /* whose table a HAT or RAT file gets; empty: it was not said */
    unsigned beside;             /* a mask: parts that other files get, and are not lost */
    struct view beside_listener; /* whose tables those are; empty: every listener's */
};

/* The parts of a policy that a format has room for; a mask. */
enum {
    CARRIES_DESTINATIONS = 1 << 0, /* and the default entry */
    CARRIES_HAT = 1 << 1,          /* of one listener */
    CARRIES_RAT = 1 << 2,
    CARRIES_ALL = CARRIES_DESTINATIONS | CARRIES_HAT | CARRIES_RAT, /* and of every listener */
};

struct format_writer {
    const char *name;
    bool effective;  /* --effective makes sense */
    bool appliances; /* it carries the appliances of a policy beside the base */
    bool source;     /* it takes the place of a policy source */
    bool is_export;  /* one of the appliance's own files, of which each has one table */
    unsigned carries;
    /*
     * Reports what of these parts would be lost (a warning) or must not be written (an error).
     */
    void (*check)(const struct policy *policy, const struct write_options *options,
                  struct diag *diag);
    void (*write)(const struct policy *policy, const struct write_options *options,
                  struct output *output);
};

/* The writer of this name, or NULL. */
const struct format_writer *format_writer(struct view name);

/* Reports what WRITER cannot write of POLICY, its other parts among that, or must not. */
void format_check(const struct format_writer *writer, const struct policy *policy,
                  const struct write_options *options, struct diag *diag);

#endif
