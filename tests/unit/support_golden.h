/* SPDX-License-Identifier: MIT */
/*
 * Files in tests/golden/ that an output must equal; UPDATE_GOLDEN=1 rewrites them. The top folder
 * is found from the working directory, or given in ROOT.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_GOLDEN_H
#define DESTC_TESTS_UNIT_SUPPORT_GOLDEN_H

#include "support.h"

/* TEXT must be what the golden file NAME has. */
void same_as_golden(struct arena *arena, const char *name, struct view text);

/* What of a page lies between its style and its script, which are files of their own. */
struct view body_of(struct view page);

#endif
