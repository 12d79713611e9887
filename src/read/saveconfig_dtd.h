/* SPDX-License-Identifier: MIT */
/*
 * The DTD that the appliance's own XML file is held against.
 */
#ifndef DESTC_READ_SAVECONFIG_DTD_H
#define DESTC_READ_SAVECONFIG_DTD_H

#include "diag/diag.h"
#include "schema/dtd.h"

/*
 * Reads the DTD PATH ("-" is standard input). NULL, and reported, if it cannot be used. Nothing of
 * it is kept but its text.
 */
const struct source *saveconfig_dtd_read(struct diag *diag, const char *path);

/* The DTD of SOURCE, which saveconfig_dtd_read() gave; to be freed by dtd_free(). */
struct dtd *saveconfig_dtd_open(struct diag *diag, const struct source *source);

#endif
