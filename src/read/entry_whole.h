/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with an entry as a whole: what it lacks, and what has no effect in it. Only
 * read/entry.c calls this, when an entry is complete.
 */
#ifndef DESTC_READ_ENTRY_WHOLE_H
#define DESTC_READ_ENTRY_WHOLE_H

#include "read/entry.h"

/* A destination: what must stand beside a limit, and what has no effect without one. */
void entry_check_company(struct entry_reader *reader);

/*
 * The default entry: what it must give. With --lenient the factory default's values take the place
 * of what is missing.
 */
void entry_check_default(struct entry_reader *reader);

#endif
