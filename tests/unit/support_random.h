/* SPDX-License-Identifier: MIT */
/*
 * Parts of random table files.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_RANDOM_H
#define DESTC_TESTS_UNIT_SUPPORT_RANDOM_H

#include "support.h"

/* Adds the head of a section, of any kind of name. Other NUMBERs give other destinations. */
void add_section(struct buffer *text, uint64_t *seed, uint32_t number);

/* A word of LIST as a table file has it, now and then as its number. */
const char *random_word(uint64_t *seed, enum word_list list);

/* Whether a default entry gives PARAM: what it must have, and by chance what it may have. */
bool random_in_default(uint64_t *seed, enum param param);

/*
 * A mask of parameters that may stand together in a destination's section: one in OFTEN of them,
 * and what these need.
 */
uint32_t random_mask(uint64_t *seed, uint32_t often);

#endif
