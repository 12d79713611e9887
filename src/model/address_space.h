/* SPDX-License-Identifier: MIT */
/*
 * Which addresses are nobody's on the public Internet: those of private networks, of a host or a
 * link itself, of a provider's own network, and of documents.
 */
#ifndef DESTC_MODEL_ADDRESS_SPACE_H
#define DESTC_MODEL_ADDRESS_SPACE_H

#include "model/address.h"

enum { ADDRESS_SPACE_OWN = 14 };

/* The networks that are not public. */
void address_space_own(struct address_range ranges[ADDRESS_SPACE_OWN]);

#endif
