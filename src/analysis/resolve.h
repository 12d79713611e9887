/* SPDX-License-Identifier: MIT */
/*
 * What takes effect: each setting of an entry is given or inherited, one by one.
 *
 * Connection limit, recipient limit (limit and minutes as a pair), messages, IP preference, TLS,
 * DANE, bounce verification and bounce profile are inherited each by itself; the scope (limit_type
 * and limit_apply together) belongs to an entry that gives a limit, else it is the default's.
 * Source: docs/destconfig-format.md, "Inheritance".
 */
#ifndef DESTC_ANALYSIS_RESOLVE_H
#define DESTC_ANALYSIS_RESOLVE_H

#include "model/policy.h"

/* Where an effective value comes from. */
enum origin {
    ORIGIN_ENTRY,     /* the entry itself gives it */
    ORIGIN_DEFAULT,   /* the table's default entry */
    ORIGIN_FILE,      /* the default entry of the file given with --default */
    ORIGIN_FACTORY,   /* the factory default, with --factory-default */
    ORIGIN_BUILT_IN,  /* AsyncOS: the bounce profile Default; DANE off */
    ORIGIN_APPLIANCE, /* the appliance's own default entry, not known here: the value is absent */
};

/* What stands for the default entry in a run. */
struct defaults {
    const struct settings *settings; /* NULL: nothing is known of it */
    enum origin origin;              /* ORIGIN_DEFAULT, _FILE or _FACTORY; _APPLIANCE for NULL */
    uint32_t section;                /* where it begins, for policy_locate(); 0: in no text */
};

struct effective {
    struct value value; /* VALUE_ABSENT where nothing is known, or there is none */
    enum origin origin;
};

struct resolved {
    struct effective settings[PARAM_COUNT];
};

/* The defaults that POLICY's own default entry makes; settings is NULL if it has none. */
struct defaults defaults_of(const struct policy *policy);

/* The factory default as a default entry. Its settings live in STORE. */
struct defaults defaults_factory(struct store *store);

/*
 * Resolves the settings of a destination. The bounce profile that is inherited is ORIGIN_BUILT_IN
 * with an absent value; certificate and alert are the default's.
 */
void resolve(const struct settings *settings, const struct defaults *defaults,
             struct resolved *resolved);

/* Resolves the default entry itself: every value it gives is ORIGIN as DEFAULTS says. */
void resolve_default(const struct defaults *defaults, struct resolved *resolved);

/*
 * The assumption that an effective value rests on, or ASSUMED_NONE: that 0 is no limit, that a
 * missing dane_option is off, how a word is spelt, ...
 */
enum assumption resolved_assumption(enum param param, const struct effective *effective);

#endif
