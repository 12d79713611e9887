/* SPDX-License-Identifier: MIT */
/*
 * The schema's validator with somebody who notes what it complains of.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_SCHEMA_H
#define DESTC_TESTS_UNIT_SUPPORT_SCHEMA_H

#include "schema/schema.h"
#include "support.h"

/* A validator and what it complained of since judging began. */
struct judge {
    struct setup setup;
    struct schema_validator *validator;
    unsigned complaints;
    bool structural;
    bool unexpected;
    char text[600];
};

/* A group's set-up and its end: the state of its tests is one judge. */
int judge_begin(void **state);
int judge_end(void **state);

/* The start of the element of a destination. */
void start_destination(struct judge *judge, struct view name);

/* The seed of random values: SEED in the environment, or a usual one. */
uint64_t random_seed(void);

/* How many random values to try: NAMES in the environment, or as many as USUAL. */
uint32_t rounds(uint32_t usual);

#endif
