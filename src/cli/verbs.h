/* SPDX-License-Identifier: MIT */
/*
 * The verbs' functions. Each returns the exit status; see docs/destc.1.
 */
#ifndef DESTC_CLI_VERBS_H
#define DESTC_CLI_VERBS_H

#include "cli/run.h"

#define VERB(name, word, function, operands, least, most, help) int function(struct run *run);
#include "cli/verbs.def"

#endif
