/* SPDX-License-Identifier: MIT */
/*
 * The DETAIL blocks of destinations: what each entry gives, in lines.
 */
#ifndef DESTC_WRITE_DETAIL_H
#define DESTC_WRITE_DETAIL_H

#include "analysis/selection.h"
#include "write/write.h"

/*
 * Writes a block for each entry of SELECTION, the default entry last, a blank line between. Of
 * OPTIONS count: defaults, effective and idn. With effective each line has what takes effect.
 * Without it what is inherited reads "Default"; but where an entry gives one
 * of the two limits, the other one's line shows what takes effect, or "Default number of
 * concurrent connections" and "Default recipient limit" where that is not known. The labels are
 * the user guide's, the rest of the form is assumed (destc assumptions, A23).
 */
void write_detail(const struct policy *policy, const struct write_options *options,
                  const struct selection *selection, struct output *output);

#endif
