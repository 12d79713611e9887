/* SPDX-License-Identifier: MIT */
/*
 * What differs between two Recipient Access Tables: lines that are new or gone, and what holds for
 * the recipients of a line, by itself or since another line stands above it now. A line that stands
 * elsewhere and for whose recipients nothing changes is no difference.
 */
#ifndef DESTC_ANALYSIS_DIFFERENCE_RECIPIENTS_H
#define DESTC_ANALYSIS_DIFFERENCE_RECIPIENTS_H

#include "analysis/listener_pair.h"

/* Compares the recipients of PAIR and adds what differs, in the newer table's order. */
void difference_recipients(struct listener_pair *pair);

#endif
