/* SPDX-License-Identifier: MIT */
/*
 * The members of a sender group: from what a HAT has to the model, with a message for whatever is
 * wrong.
 */
#ifndef DESTC_READ_MEMBER_H
#define DESTC_READ_MEMBER_H

#include "diag/diag.h"
#include "model/listener.h"

/*
 * Reads TEXT, which stands at PLACE and is UTF-8 without control characters and without blanks
 * round it. MEMBER has no description then. False, and reported, if it is no member.
 */
bool member_read(struct diag *diag, struct view text, struct span place, struct member *member);

#endif
