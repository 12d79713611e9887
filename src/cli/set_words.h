/* SPDX-License-Identifier: MIT */
/*
 * The words of set's command line: slips by which a word would be taken for something else than it
 * was meant for, and words that nothing knows. Nothing is guessed: whoever typed them is told what
 * to type.
 */
#ifndef DESTC_CLI_SET_WORDS_H
#define DESTC_CLI_SET_WORDS_H

#include "cli/set_run.h"

/*
 * What is wrong with the operands' order and blanks; NULL if nothing is: FILE that does not come
 * first, blanks round "=", another sign in its place.
 */
const char *set_words_slip(struct setting_run *set);

/* There is no setting NAME: which one may be meant, else which there are. */
const char *set_words_unknown(struct run *run, struct view name);

/*
 * Takes "10 per 5 minutes", as the policy language says it, apart. False if VALUE is something
 * else.
 */
bool set_words_window(struct view value, struct view *recipients, struct view *minutes);

/* Reports values that are no words of their settings, but with --lenient. False if there are. */
bool set_words_known(struct setting_run *set);

/* Reports the operands that name sets. False if there are any. */
bool set_words_no_sets(struct setting_run *set);

#endif
