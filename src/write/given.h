/* SPDX-License-Identifier: MIT */
/*
 * The program's own listing for programs that compare texts: each line is about one setting of one
 * entry and depends on nothing else, so that what differs in two tables differs in the lines of the
 * same entries, and nowhere else.
 */
#ifndef DESTC_WRITE_GIVEN_H
#define DESTC_WRITE_GIVEN_H

#include "analysis/selection.h"
#include "write/write.h"

/*
 * Writes the entries of SELECTION: "NAME: SETTING: VALUE" for everything that an entry gives, also
 * what is not known, and "NAME: all inherited" where that is nothing. Of OPTIONS count: defaults,
 * effective (then everything that takes effect) and idn.
 */
void write_given(const struct policy *policy, const struct write_options *options,
                 const struct selection *selection, struct output *output);

#endif
