/* SPDX-License-Identifier: MIT */
/*
 * The program's own listing: every setting of every destination, in words.
 */
#ifndef DESTC_WRITE_WIDE_H
#define DESTC_WRITE_WIDE_H

#include "analysis/selection.h"
#include "write/write.h"

/*
 * Writes the entries of SELECTION. Of OPTIONS count: defaults, effective and idn.
 *
 * What an entry gives stands as it is, what it inherits in parentheses, as far as it is known:
 * "(appliance default)" where the default entry is not. A word that is not known stands in double
 * quotes. Columns in which no entry of the listing gives anything are left out, but for Domain and
 * TLS. With effective every cell holds what takes effect, without parentheses, and only columns
 * about which the default entry says nothing either are left out. An internationalised name has its
 * other form in parentheses behind it.
 *
 * Certificate and alert are the default entry's alone and no columns; DETAIL shows them.
 */
void write_wide(const struct policy *policy, const struct write_options *options,
                const struct selection *selection, struct output *output);

#endif
