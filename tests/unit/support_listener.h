/* SPDX-License-Identifier: MIT */
/*
 * Listeners' tables, read as the program reads them.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_LISTENER_H
#define DESTC_TESTS_UNIT_SUPPORT_LISTENER_H

#include "model/listener.h"
#include "support_reading.h"

/* Reads TEXT, a HAT, in a run of its own, which setup_end() ends. Messages are not looked at. */
const struct listener *hat_begin(struct reading *reading, const char *text);

/* The same for a RAT. */
const struct listener *rat_begin(struct reading *reading, const char *text);

#endif
