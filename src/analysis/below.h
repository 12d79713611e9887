/* SPDX-License-Identifier: MIT */
/*
 * Which entries of a table stand at and below partial domains: .example.com itself,
 * www.example.com, .lab.example.com, but not example.com. Any number of partial domains is
 * answered by one pass over the table.
 *
 *     number = below_ask(&below, key);       for each partial domain
 *     below_find(&below, policy);            for each table
 *     entries = below_entries(&below, number, &count);
 */
#ifndef DESTC_ANALYSIS_BELOW_H
#define DESTC_ANALYSIS_BELOW_H

#include "model/policy.h"

/* A question and an entry that answers it. */
struct below_hit {
    uint32_t question;
    uint32_t entry;
};

struct below {
    struct arena *arena;
    uint64_t seed;
    struct hash_table table; /* from a question's key to its number */
    struct view *questions;
    uint32_t count;
    uint32_t capacity;
    struct below_hit *hits; /* in the order of the table */
    uint32_t hit_count;
    uint32_t hit_capacity;
    uint32_t *begins; /* by question: where its entries begin; they end where the next one's do */
    uint32_t begin_capacity;
    uint32_t *entries;
    uint32_t entry_capacity;
};

void below_init(struct below *below, struct arena *arena, uint64_t seed);

/* The number of the question about KEY, a partial domain's; equal keys have one number. */
uint32_t below_ask(struct below *below, struct view key);

/* Answers all questions for POLICY; the answers for the policy before are gone. */
void below_find(struct below *below, const struct policy *policy);

/* The answer: numbers of destinations in the table's order. */
const uint32_t *below_entries(const struct below *below, uint32_t question, uint32_t *count);

#endif
