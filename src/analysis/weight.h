/* SPDX-License-Identifier: MIT */
/*
 * What a change weighs, on two axes. Protection: whether mail is less or better protected than
 * before, and in what. Delivery: whether mail that was delivered or taken before may stop. Limits
 * above 0 weigh nothing: how fast mail flows is neither.
 *
 * Source: docs/diff.md, "What a change weighs", which says the rules in words.
 */
#ifndef DESTC_ANALYSIS_WEIGHT_H
#define DESTC_ANALYSIS_WEIGHT_H

#include "analysis/resolve.h"

/* In what protection is lost or won; a mask has one bit for each. */
enum weight_topic {
    WEIGHT_TLS,    /* encryption and its verification */
    WEIGHT_ACCESS, /* who may send what: connections, recipients, relaying */
    WEIGHT_CHECKS, /* what is looked at: spam, viruses, bounces, senders */
    WEIGHT_TOPIC_COUNT
};

#define WEIGHT_BIT(topic) (1u << (topic))
#define WEIGHT_ALL (WEIGHT_BIT(WEIGHT_TOPIC_COUNT) - 1)

/* All zero: the change is neutral. One entry may be weaker in one topic and stronger in another. */
struct weight {
    uint8_t weaker;   /* masks of topics */
    uint8_t stronger;
    uint8_t unknown;  /* which of the two it is cannot be told from what was read */
    bool may_stop;    /* mail may stop that did not before */
    bool stop_unknown;
};

/* "tls", "access", "checks". */
const char *weight_topic_name(enum weight_topic topic);

/* The topic of this name, or WEIGHT_TOPIC_COUNT. */
enum weight_topic weight_topic_find(struct view name);

/* Both together. */
struct weight weight_join(struct weight a, struct weight b);

/* Whether it is neutral in every respect. */
bool weight_is_neutral(struct weight weight);

/*
 * The weight of PARAM's change from BEFORE to AFTER, values that take effect, whose names live in
 * STORE. Absent ones are not known, but for the bounce profile and DANE, which have a default of
 * AsyncOS's own, and for the certificate, which may be missing.
 */
struct weight weight_of_setting(const struct store *store, enum param param,
                                const struct effective *before, const struct effective *after);

/* The weight of a parameter's change that is not known: neither direction can be told. */
struct weight weight_of_unknown(void);

#endif
