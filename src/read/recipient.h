/* SPDX-License-Identifier: MIT */
/*
 * The addresses of a Recipient Access Table: from what a RAT has to the model, with a message for
 * whatever is wrong.
 */
#ifndef DESTC_READ_RECIPIENT_H
#define DESTC_READ_RECIPIENT_H

#include "diag/diag.h"
#include "model/listener.h"

/*
 * Reads TEXT, which stands at PLACE and is UTF-8 without control characters and blanks, into
 * RECIPIENT, whose other fields are left as they are. False, and reported, if it is no recipient.
 */
bool recipient_read(struct diag *diag, struct view text, struct span place,
                    struct recipient_entry *recipient);

#endif
