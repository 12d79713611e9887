/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with words of the command line that the tables do not know, and what they may have
 * meant.
 */
#ifndef DESTC_CLI_USAGE_H
#define DESTC_CLI_USAGE_H

#include "cli/options.h"

/* WORDS, of which the first is no verb; the last is NULL. */
const char *verb_mistake(struct arena *arena, const char *const *words);

/*
 * WORD, which is no option of VERB as it stands. LETTER is the one in it that is none, if it begins
 * with one hyphen.
 */
const char *option_mistake(struct arena *arena, enum verb verb, const char *word, int letter);

/* Whether WORD has one hyphen, and is an option of VERB, or most of one, if it had two. */
bool lacks_hyphen(enum verb verb, const char *word);

#endif
