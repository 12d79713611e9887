/* SPDX-License-Identifier: MIT */
/*
 * What is said of a plan's steps, in words. Texts of the input may stand in them as they are.
 */
#ifndef DESTC_WRITE_PLAN_WORDS_H
#define DESTC_WRITE_PLAN_WORDS_H

#include "analysis/plan.h"

/* "new", "edit", "delete", "delete and new". */
const char *plan_action_words(enum plan_action action);

/* The name of an entry; an internationalised one in both forms: "xn--bcher-kva (bücher)". */
const char *plan_name_words(struct arena *arena, struct view name);

/* "tls required -> preferred"; what is inherited stands in parentheses. */
const char *plan_change_words(struct arena *arena, const struct change *change);

/*
 * What WAY cannot do of STEP, which lacks something: "ip require-ipv6, dane mandatory", "its name,
 * which ...".
 */
const char *plan_lack_words(struct arena *arena, const struct plan *plan,
                            const struct plan_step *step, enum plan_way way);

/* How a plan may weigh. */
enum plan_weight { PLAN_WEAKER, PLAN_MAY_STOP, PLAN_NOT_KNOWN, PLAN_WEIGHT_COUNT };

/* "Protection is lost", "Mail may stop", "What it weighs is not known". */
const char *plan_weight_words(enum plan_weight weight);

/* In how many entries, of what PLAN weighs. */
uint32_t plan_weight_count(const struct plan *plan, enum plan_weight weight);

/* By what FOUND weighs so: "bank.example: tls required -> preferred"; NULL: it does not. */
const char *plan_weighing_words(struct arena *arena, const struct difference *found,
                                enum plan_weight weight);

#endif
