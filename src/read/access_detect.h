/* SPDX-License-Identifier: MIT */
/*
 * Which of a listener's two tables a text is. A line "example.com ACCEPT" is one of both, and the
 * first line may be the broken one: so the lines behind it are asked as well.
 */
#ifndef DESTC_READ_ACCESS_DETECT_H
#define DESTC_READ_ACCESS_DETECT_H

#include "base/view.h"

/*
 * Whether a text whose first significant line is FIRST, trimmed and not empty, with REST behind it,
 * is a table of a listener. *HAT is then whether it is the Host Access Table: of lines that only
 * one of the two has, it has the more. Lines that both can have make it a Recipient Access Table
 * where no policy or group stands.
 */
bool access_detect(struct view first, struct view rest, bool *hat);

/* Whether LINE is a recipient and an action. */
bool access_is_row(struct view line);

/* Whether LINE begins with a host, a domain, an address or ALL. */
bool access_begins_with_entry(struct view line);

#endif
