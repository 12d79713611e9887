/* SPDX-License-Identifier: MIT */
/*
 * What a side says of a setting, in words: the same ones wherever two sides are compared.
 */
#ifndef DESTC_WRITE_SAID_H
#define DESTC_WRITE_SAID_H

#include "analysis/difference.h"
#include "base/buffer.h"

/*
 * Adds what SAID is: a value, "(preferred)" of an inherited one, "(none)", "(not known)". It is
 * safe for a terminal.
 */
void add_said(struct buffer *buffer, const struct said *said);

/* "nothing", "given", "inherited", "not-known". */
const char *said_how_name(enum said_how how);

#endif
