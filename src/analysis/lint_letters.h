/* SPDX-License-Identifier: MIT */
/*
 * A name's letters as people see them, whichever form it is written in.
 */
#ifndef DESTC_ANALYSIS_LINT_LETTERS_H
#define DESTC_ANALYSIS_LINT_LETTERS_H

#include "model/domain.h"

/* A partial domain's dot, and the longest name; fewer in any script but ASCII. */
enum { LETTERS_MOST = DOMAIN_MOST_OCTETS + 1 };

struct letters {
    uint32_t count;
    bool wide; /* some of the name is written in another script than ASCII */
    bool ace;  /* some of it in xn-- form, which LIST has decoded */
    uint32_t list[LETTERS_MOST + 1]; /* with a zero behind the last */
};

/* Whether NAME's bytes are its letters: it is all ASCII, without an xn-- label. */
bool letters_are_bytes(struct view name);

/* The letters of NAME. An xn-- label that does not decode is taken as it stands. */
void letters_of(struct view name, struct letters *letters);

#endif
