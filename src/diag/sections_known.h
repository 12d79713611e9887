/* SPDX-License-Identifier: MIT */
/*
 * Which section of its text a place is in, in words: for what is told of while a text is read, when
 * nobody knows yet what entry that will be.
 */
#ifndef DESTC_DIAG_SECTIONS_KNOWN_H
#define DESTC_DIAG_SECTIONS_KNOWN_H

#include "diag/allow.h"

/* Notes that the sections of SOURCE are of STYLE. Texts are noted in the order of their bases. */
void sections_note(struct diag *diag, const struct source *source, enum allow_style style);

/*
 * The heads of the sections round PLACE, the outermost first, blanks and line ends made one blank;
 * empty if there is none, or the text was not noted or is not in memory. The sections of a text are
 * found once.
 */
struct view sections_heads(struct diag *diag, struct span place);

/* What stands at PLACE, made the same way; long texts are cut. */
struct view sections_words(struct diag *diag, struct span place);

#endif
