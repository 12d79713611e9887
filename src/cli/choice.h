/* SPDX-License-Identifier: MIT */
/*
 * Options that take one of some words: "a|b|c", or "[a|b]" where the word can be left out.
 */
#ifndef DESTC_CLI_CHOICE_H
#define DESTC_CLI_CHOICE_H

#include "base/arena.h"

/*
 * The word of ARGUMENT, which may be NULL, that TEXT is in any case; empty if ARGUMENT is no choice
 * or has no such word.
 */
struct view choice_find(const char *argument, struct view text);

/*
 * What is wrong with VALUE of the option NAME, which takes ARGUMENT, and which word it may have
 * meant; NULL if nothing is.
 */
const char *choice_mistake(struct arena *arena, const char *name, const char *argument,
                           const char *value);

#endif
