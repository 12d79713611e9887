/* SPDX-License-Identifier: MIT */
/*
 * The appliance's LIST listing of destinations, to the byte. It hides which TLS mode is set: every
 * mode that negotiates TLS is "On" (see wide.h).
 */
#ifndef DESTC_WRITE_LIST_H
#define DESTC_WRITE_LIST_H

#include "analysis/selection.h"
#include "write/write.h"

/*
 * Writes the entries of SELECTION. Of OPTIONS count: effective, defaults, reference_words, idn and
 * the target release (before AsyncOS 8.0 the listing has no IP version preference).
 *
 * Rate Limiting says what an entry gives: On for a connection or recipient limit, Off where it
 * gives recipient_limit = 0 alone, else Default. With effective, which needs a known default
 * entry, all cells hold what takes effect: Rate Limiting is then On where a connection limit or a
 * recipient limit other than 0 does, else Off; an inherited bounce profile is the one named
 * Default. A word that is not known stands as it is, and widens its column.
 */
void write_list(const struct policy *policy, const struct write_options *options,
                const struct selection *selection, struct output *output);

#endif
